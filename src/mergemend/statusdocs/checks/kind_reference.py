"""A value that is there twice and must not be, or that refers to one that is not there.

A kind says so with ``unique: true`` and with ``refers: PATH``. The severity is that of the kind.

Example: two blockers with the ticket ``TIDE-12``; a task that depends on 2.4 without a task 2.4.

Fix: none, nobody knows which one was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-reference"


def check_kind_references(look: Look) -> Iterator[Finding]:
    """A finding for each value that is there twice, or refers to nothing."""
    return look.against_kind(RULE)
