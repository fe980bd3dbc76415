"""Sections in another order than the kind has them.

Only kinds with ``ordered: true`` say anything about the order. The severity is that of the kind.

Why: Readers look for a part where it always stands, and take it for missing.

Severity: error, warning, info

Example, TIDES.md:

    # Tides

    **Status:** open

    ## Decision

    Build it.

    ## Context

    The quay floods.

Around, .mergemend/kinds/tides.yaml:

    kind: tides
    extends: status-document
    paths: ["*tides*"]
    ordered: true
    sections:
      context: {heading: Context, text: text}
      decision: {heading: Decision, text: text}

Fix (none): moving sections is not mergemend's to do.

Settings:

- ``kinds``: which files are of which kind, besides the paths that kinds name themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-order"


def check_kind_order(look: Look) -> Iterator[Finding]:
    """A finding for each section that comes too late or too early."""
    return look.against_kind(RULE)
