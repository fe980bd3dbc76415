"""A field, a section, a table or a list that the kind requires and the document does not have.

What a kind requires is marked ``required: true`` there; the kinds that come with mergemend require
next to nothing. The severity is that of the kind.

Why: What everybody expects to find there is not, and programs that read the document stop.

Severity: error, warning, info

Example, TIDES.md:

    # Tides

    **Status:** open

Around, .mergemend/kinds/tides.yaml:

    kind: tides
    extends: status-document
    paths: ["*tides*"]
    fields:
      owner: {type: person, required: true}

Fix (none): nobody knows the value.

Settings:

- ``kinds``: which files are of which kind, besides the paths that kinds name themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-missing"


def check_kind_missing(look: Look) -> Iterator[Finding]:
    """A finding for each thing that is required and not there."""
    return look.against_kind(RULE)
