"""The same ticket with another status, owner, due date or effort in two places of a document.

Only what is stated counts: fields below a heading or a bold line with one ticket id, and rows of
tables that begin with one. Dates, efforts and states are compared as what they say, not as they
are written; owners by name. What tells of a change (``was``, ``revised``) is left alone, and so are
headings of different times (``Sprint 1`` and ``Sprint 2``, ``Before``), rows of one table, and a
span of hours around another.

Why: Some people work by the one line and some by the other.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    | Ticket | Status |
    |---|---|
    | THR-42 | ✅ Done |

    ### THR-42: Crane

    **Status:** 🔴 Blocked

Fix (none): nobody knows which is right.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.statements import Property, Statement
from mergemend.statusdocs.values.amounts import Amount, find_amounts
from mergemend.statusdocs.values.people import people_in
from mergemend.statusdocs.values.states import State, state_of

RULE = "ticket-conflict"

_CHANGE = late(
    r"\b(?:was|were|originally|initial\w*|previous\w*|revised|claimed|before)\b", re.IGNORECASE
)
_DOUBT = late(
    r"~~|→|->|\b(?:moved|extended|remaining|left|spent|actual|estimate[ds]?|not)\b", re.IGNORECASE
)
_ELSEWHEN = (
    r"\b(?:log|history|previous\w*|before|originally|archived?|past|old|yesterday|proposed|proposals?"
    r"|alternatives?|options?|scenarios?|examples?|templates?|recommended|recommendations?)\b"
)
_NOT_NOW = late(_ELSEWHEN, re.IGNORECASE)
_TIME = late(
    r"\b(?:sprint|week|day|session|month|quarter|iteration|release|stand-?up)s? \d|\b20\d\d\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d|\bv?\d+\.\d+|\bafter\b|"
    + _ELSEWHEN,
    re.IGNORECASE,
)
_ROLE = late(
    r"\b(?:teams?|devops|ops|sre|qa|backend|frontend|engineer\w*|lead|dev|devs|developers?|security"
    r"|platform|infra\w*|product|pm|cto|owner|agents?|manager|architect)\b"
)
_NO_NAME = frozenset({"team", "lead", "engineer", "engineers", "the"})
_SPANS = frozenset({"time", "days", "weeks", "months"})
_LONGEST_OWNER, _MOST_WORDS = 60, 3
_APART = {
    State.DONE: {State.TODO, State.BLOCKED, State.ACTIVE, State.FAILED, State.PARTIAL},
    State.BLOCKED: {State.READY, State.DONE},
    State.READY: {State.BLOCKED, State.FAILED},
    State.DROPPED: {State.ACTIVE},
}


def check_tickets(look: Look) -> Iterator[Finding]:
    """A finding for each statement that an earlier one about the same ticket speaks against."""
    known: dict[tuple[str, Property, bool], Statement] = {}
    for statement in sure_statements(look):
        earlier = known.setdefault(statement.key, statement)
        if _are_parts(earlier, statement) or other_times(look, earlier, statement):
            continue
        if differ(look, earlier, look, statement):
            yield _finding(look, earlier, statement)


def sure_statements(look: Look) -> Iterator[Statement]:
    """What a document states about tickets, but for what tells of a change."""
    for statement in look.statements:
        text = statement.value.text
        doubtful = statement.what is not Property.STATUS and _DOUBT.search(text)
        if statement.is_ticket and not doubtful and not _CHANGE.search(text):
            yield statement


def _are_parts(one: Statement, other: Statement) -> bool:
    """Whether two statements are rather about parts of a ticket: rows of one table, efforts."""
    if one.table is None or other.table is None:
        return False
    return one.table == other.table or one.what is Property.EFFORT


def other_times(look: Look, one: Statement, other: Statement) -> bool:
    """Whether two statements stand below headings that tell of different times."""
    times, others = _times(look, one.value.line), _times(look, other.value.line)
    if any(map(_NOT_NOW.search, times ^ others)):
        return True
    return bool(times) and bool(others) and times != others


def _times(look: Look, line: int) -> frozenset[str]:
    titles = (section.title.plain for section in look.outline.sections_around(line))
    return frozenset(title for title in titles if _TIME.search(title))


def differ(one_look: Look, one: Statement, other_look: Look, other: Statement) -> bool:
    """Whether two statements about the same property of a thing cannot both be true."""
    return apart(value_of(one_look, one), value_of(other_look, other))


def apart(first: object, second: object) -> bool:
    """Whether two values of the same property, as `value_of` gives them, cannot both be true."""
    if isinstance(first, State) and isinstance(second, State):
        return second in _APART.get(first, ()) or first in _APART.get(second, ())
    if isinstance(first, Amount) and isinstance(second, Amount):
        inside = first.low <= second.low and second.high <= first.high
        around = second.low <= first.low and first.high <= second.high
        return first.family == second.family and not inside and not around
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        roles = {bool(_ROLE.search(name)) for name in first | second}
        return len(roles) == 1 and not any(_is_same(a, b) for a in first for b in second)
    return isinstance(first, date) and isinstance(second, date) and first != second


def _is_same(one: str, other: str) -> bool:
    """Whether two names can be those of one person or team."""
    words, others = (
        set(re.findall(r"\w+", one)) - _NO_NAME,
        set(re.findall(r"\w+", other)) - _NO_NAME,
    )
    return words <= others or others <= words


def value_of(look: Look, statement: Statement) -> State | date | Amount | frozenset[str] | None:
    """What a statement says, so that it can be compared; None if that is not clear."""
    value = statement.value
    if statement.what is Property.STATUS:
        return state_of(value.text)
    if statement.what is Property.DUE:
        days = list(look.clock.days_at(value.line, value.column, value.end))
        return look.clock.date_of(days[0]) if len(days) == 1 else None
    if statement.what is Property.EFFORT:
        spans = [a for a in find_amounts(value.text) if a.family in _SPANS and not a.about]
        return spans[0] if len(spans) == 1 else None
    names = people_in(value.text)
    if len(value.plain) > _LONGEST_OWNER or any(len(name.split()) > _MOST_WORDS for name in names):
        return None
    return frozenset(name.lower() for name in names) or None


def _finding(look: Look, earlier: Statement, statement: Statement) -> Finding:
    line = earlier.value.line + 1
    return look.finding(
        RULE,
        Severity.WARNING,
        statement.value,
        f"another {statement.what} of {statement.thing} than in line {line}:"
        f" {earlier.value.plain!r}",
        evidence={"ticket": statement.thing, "line": line, "property": statement.what},
    )
