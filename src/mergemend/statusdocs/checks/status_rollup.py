"""A table and the section about the same thing give it contradicting states.

A row of a table with a Status column, and a heading with the same words, compared without numbers,
emoji and emphasis. A name that two headings have, or two rows of a table, says too little, and so
do tables of what was before. Things with a ticket id are looked at by `ticket-conflict`.

Why: The table is what is looked at, and it says that all is well.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    | Part | Status |
    |---|---|
    | Quay repair | ✅ READY |
    | Lamps | ✅ READY |

    ### Quay repair

    **Status:** 🔴 BLOCKED

Fix (none): nobody knows which is right.

Settings: none of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mergemend.model import Finding, Severity
from mergemend.statusdocs.checks.ticket_conflict import differ, other_times
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.statements import Property

RULE = "status-rollup"


def check_rollups(look: Look) -> Iterator[Finding]:
    """A finding for each cell that the section about its thing speaks against."""
    states = [s for s in look.statements if s.what is Property.STATUS and not s.is_ticket]
    places = Counter((s.thing, s.table) for s in states)
    sections = {s.thing: s for s in states if s.table is None}
    for statement in states:
        section = sections.get(statement.thing)
        if section is None or statement.table is None:
            continue
        if places[section.thing, None] > 1 or places[statement.thing, statement.table] > 1:
            continue
        if differ(look, section, look, statement) and not other_times(look, section, statement):
            line = section.value.line + 1
            yield look.finding(
                RULE,
                Severity.WARNING,
                statement.value,
                f"the section about it says {section.value.plain!r}, in line {line}",
                evidence={"line": line},
            )
