"""A table and the section about the same thing give it contradicting states.

A row of a table with a Status column, and a heading with the same words, compared without numbers,
emoji and emphasis. Things with a ticket id are looked at by `ticket-conflict`.

Example: ``| Quay repair | ✅ READY |``, and below ``### Quay repair``: ``**Status:** 🔴 BLOCKED``.

There is no fix: nobody knows which is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding, Severity
from mergemend.statusdocs.checks.ticket_conflict import differ
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.statements import Property, Statement

RULE = "status-rollup"


def check_rollups(look: Look) -> Iterator[Finding]:
    """A finding for each cell that the section about its thing speaks against."""
    states = [s for s in look.statements if s.what is Property.STATUS and not s.is_ticket]
    sections: dict[str, Statement] = {}
    for statement in states:
        if not statement.in_table:
            sections.setdefault(statement.thing, statement)
    for statement in states:
        section = sections.get(statement.thing) if statement.in_table else None
        if section and differ(look, section, look, statement):
            line = section.value.line + 1
            yield look.finding(
                RULE,
                Severity.WARNING,
                statement.value,
                f"the section about it says {section.value.plain!r}, in line {line}",
                evidence={"line": line},
            )
