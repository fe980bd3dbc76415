r"""A value that is there twice and must not be, or that refers to one that is not there.

A kind says so with ``unique: true`` and with ``refers: PATH``. The severity is that of the kind.

Why: Two things with one name are mistaken for each other, and what depends on nothing is waited
for.

Severity: error, warning, info

Example, TIDES.md:

    # Tides

    **Status:** open

    ## Task 1

    **Depends on:** 3

    ## Task 2

    **Depends on:** 1

Around, .mergemend/kinds/tides.yaml:

    kind: tides
    extends: status-document
    paths: ["*tides*"]
    sections:
      tasks:
        pattern: 'Task (?P<id>\d+)'
        example: Task 1
        repeat: true
        captures:
          id: {unique: true}
        fields:
          depends-on: {refers: tasks.id}

Fix (none): nobody knows which one was meant.

Settings:

- ``kinds``: which files are of which kind, besides the paths that kinds name themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-reference"


def check_kind_references(look: Look) -> Iterator[Finding]:
    """A finding for each value that is there twice, or refers to nothing."""
    return look.against_kind(RULE)
