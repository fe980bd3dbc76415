"""A value that is not of the type that the kind gives it.

A value that says that there is none (``TBD``, ``-``, ``None``) is not looked at, nor is anything
that the kind does not name. The severity is that of the kind.

Example: a kind has ``due: date``, the document ``**Due:** soon``.

Fix: none, nobody knows the value.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-value"


def check_kind_values(look: Look) -> Iterator[Finding]:
    """A finding for each value that is not of its type."""
    return look.against_kind(RULE)
