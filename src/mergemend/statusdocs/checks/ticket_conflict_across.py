"""The same ticket with another status, owner, due date or effort in a document around.

Compared as by `ticket-conflict`, with the status documents that lie nearest; archived ones are left
out. It is a warning where both documents give themselves the same date. Else the later of them is
only told: a state can have changed since, so nothing is said of that; and nothing is said in the
document that is the older one.

Why: Each document is right for itself, and who has read one does not know of the other.

Severity: warning, info

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Date:** January 12, 2026

    | Ticket | Due Date |
    |---|---|
    | THR-42 | Jan 15, 2026 |

Around, PLAN-STATUS.md:

    # Plan

    **Status:** open
    **Date:** January 12, 2026

    ### THR-42: Crane

    **Due:** Jan 24, 2026

Fix (none): nobody knows which is right.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from mergemend.evidence import NoEvidence
from mergemend.late import late
from mergemend.model import Document, Finding, Severity
from mergemend.statusdocs.around import outline_of
from mergemend.statusdocs.checks.ticket_conflict import differ, sure_statements
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.matching import kind_name
from mergemend.statusdocs.statements import Property, Statement

RULE = "ticket-conflict-across"

# Of the documents around, so many are looked into, and of those that speak of a ticket, so many.
MAX_AROUND, MAX_READ = 60, 8

_ARCHIVED = late(
    r"(?:^|[/_-])(?:archived?|archives|old|history|deprecated|completed|backups?)(?:[_-][^/]*)?/",
    re.IGNORECASE,
)
_MARKER = b"\n<<<<<<< "


def check_tickets_across(look: Look) -> Iterator[Finding]:
    """A finding for each statement that a document around speaks against."""
    known: dict[tuple[str, Property, bool], Statement] = {}
    for statement in sure_statements(look):
        known.setdefault(statement.key, statement)
    if not known or _ARCHIVED.search(look.path):
        return
    for other in _around(look, {thing.encode() for thing, *_ in known}):
        for theirs in sure_statements(other):
            ours = known.get(theirs.key)
            severity = ours and _severity(look, other, theirs.what)
            if ours and severity and differ(look, ours, other, theirs):
                yield _finding(look, other, ours, theirs, severity)
                del known[theirs.key]


def _around(look: Look, tickets: set[bytes]) -> Iterator[Look]:
    """The status documents around that speak of one of the tickets."""
    near = islice(look.evidence.neighbours(), MAX_AROUND)
    fit = (
        document
        for document in near
        if any(ticket in document.data for ticket in tickets)
        and _MARKER not in document.data
        and not _ARCHIVED.search(document.path)
    )
    looks = (_read(document) for document in fit)
    yield from islice((other for other in looks if other), MAX_READ)


def _read(document: Document) -> Look | None:
    name = kind_name(document)
    return Look(outline_of(document), Kind(name), NoEvidence()) if name else None


def _severity(look: Look, other: Look, what: Property) -> Severity | None:
    """How much a difference says; None if it says nothing."""
    own, theirs = look.clock.own, other.clock.own
    if own and own == theirs:
        return Severity.WARNING
    if what is Property.STATUS or (own and theirs and own < theirs):
        return None
    return Severity.INFO


def _finding(
    look: Look, other: Look, ours: Statement, theirs: Statement, severity: Severity
) -> Finding:
    line = theirs.value.line + 1
    return look.finding(
        RULE,
        severity,
        ours.value,
        f"another {ours.what} of {ours.thing} than in {other.path}, line {line}:"
        f" {theirs.value.plain!r}",
        evidence={
            "ticket": ours.thing,
            "path": other.path,
            "line": line,
            "property": ours.what,
        },
    )
