"""A heading that says another number of things than there are in its section.

Which number counts what, a kind says with ``counts``. The severity is that of the kind.

Why: What was left out or added since is missed by whoever trusts the number.

Severity: error, warning, info

Example, BLOCKERS.md:

    # Blockers

    **Status:** open
    **Owner:** Ada

    ## CRITICAL BLOCKERS (4)

    ### 1. TIDE-12: Crane stuck

    **Status:** open

    ### 2. TIDE-13: Quay flooded

    **Status:** open

Fix (none): either can be what was meant.

Settings:

- ``kinds``: which files are of which kind, besides the paths that kinds name themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding
from mergemend.statusdocs.look import Look

RULE = "kind-count"


def check_kind_counts(look: Look) -> Iterator[Finding]:
    """A finding for each number that is not that of the things there are."""
    return look.against_kind(RULE)
