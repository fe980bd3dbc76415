"""A value that is not of the type that the kind gives it.

A value that says that there is none (``TBD``, ``-``, ``None``) is not looked at, nor is anything
that the kind does not name. The severity is that of the kind.

Why: Nobody can sort by it, and what is overdue is not seen.

Severity: error, warning, info

Example, TIDES.md:

    # Tides

    **Status:** open
    **Due:** soon

Around, .mergemend/kinds/tides.yaml:

    kind: tides
    extends: status-document
    paths: ["*tides*"]
    fields:
      due: date

Fix (none): nobody knows the value.

Settings:

- ``kinds``: which files are of which kind, besides the paths that kinds name themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-value"


def check_kind_values(look: Look) -> Iterator[Finding]:
    """A finding for each value that is not of its type."""
    return look.against_kind(RULE)
