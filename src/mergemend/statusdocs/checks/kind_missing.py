"""A field, a section, a table or a list that the kind requires and the document does not have.

What a kind requires is marked ``required: true`` there; the kinds that come with mergemend require
next to nothing. The severity is that of the kind.

Example: a kind has ``owner: {type: person, required: true}``, the document has no ``**Owner:**``.

Fix: none, nobody knows the value.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-missing"


def check_kind_missing(look: Look) -> Iterator[Finding]:
    """A finding for each thing that is required and not there."""
    return look.against_kind(RULE)
