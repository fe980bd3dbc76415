"""A heading that says another number of things than there are in its section.

Which number counts what, a kind says with ``counts``. The severity is that of the kind.

Example: ``## CRITICAL BLOCKERS (4)`` above three blockers.

Fix: none, because either can be what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-count"


def check_kind_counts(look: Look) -> Iterator[Finding]:
    """A finding for each number that is not that of the things there are."""
    return look.against_kind(RULE)
