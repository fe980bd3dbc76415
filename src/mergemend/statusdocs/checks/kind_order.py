"""Sections in another order than the kind has them.

Only kinds with ``ordered: true`` say anything about the order. The severity is that of the kind.

Example: the kind has context, decision, consequences; the document has the decision first.

Fix: none, moving sections is not mergemend's to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-order"


def check_kind_order(look: Look) -> Iterator[Finding]:
    """A finding for each section that comes too late or too early."""
    return look.against_kind(RULE)
