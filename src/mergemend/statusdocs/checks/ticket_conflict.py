"""The same ticket with another status, owner, due date or effort in two places of a document.

Only what is stated counts: fields below a heading or a bold line with one ticket id, and rows of
tables that begin with one. Dates, efforts and states are compared as what they say, not as they
are written; owners by name. What tells of a change (``was``, ``revised``) is left alone.

Example: ``| THR-42 | ✅ Done |`` and, below ``### THR-42``, ``**Status:** 🔴 Blocked``.

There is no fix: nobody knows which is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from mergemend.model import Finding, Severity
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.statements import Property, Statement
from mergemend.statusdocs.values.amounts import find_amounts
from mergemend.statusdocs.values.people import NOBODY
from mergemend.statusdocs.values.states import State, state_of

RULE = "ticket-conflict"

_CHANGE = re.compile(
    r"~~|→|->|\b(?:was|were|originally|initial\w*|previous\w*|revised|moved|extended|remaining|left"
    r"|spent|actual|before|claimed|estimate[ds]?|not)\b",
    re.IGNORECASE,
)
_APART = {
    State.DONE: {State.TODO, State.BLOCKED, State.ACTIVE, State.FAILED, State.PARTIAL},
    State.BLOCKED: {State.READY, State.DONE},
    State.READY: {State.BLOCKED, State.FAILED},
    State.DROPPED: {State.ACTIVE},
}


def check_tickets(look: Look) -> Iterator[Finding]:
    """A finding for each statement that an earlier one about the same ticket speaks against."""
    known: defaultdict[tuple[str, Property], list[Statement]] = defaultdict(list)
    for statement in look.statements:
        if not statement.is_ticket or is_change(statement):
            continue
        key = statement.thing, statement.what
        for earlier in known[key][:1]:
            parts = earlier.in_table and statement.in_table and key[1] is Property.EFFORT
            if not parts and differ(look, earlier, look, statement):
                yield _finding(look, earlier, statement)
        known[key].append(statement)


def is_change(statement: Statement) -> bool:
    """Whether a value tells of a change, and so has more than one."""
    return _CHANGE.search(statement.value.text) is not None


def differ(one_look: Look, one: Statement, other_look: Look, other: Statement) -> bool:
    """Whether two statements about the same property of a thing cannot both be true."""
    return apart(value_of(one_look, one), value_of(other_look, other))


def apart(first: object, second: object) -> bool:
    """Whether two values of the same property, as `value_of` gives them, cannot both be true."""
    if first is None or second is None:
        return False
    if isinstance(first, State) and isinstance(second, State):
        return second in _APART.get(first, ()) or first in _APART.get(second, ())
    return first != second


def value_of(look: Look, statement: Statement) -> object:
    """What a statement says, so that it can be compared; None if that is not clear."""
    value = statement.value
    if statement.what is Property.STATUS:
        return state_of(value.text)
    if statement.what is Property.DUE:
        days = list(look.clock.days_at(value.line, value.column, value.end))
        return look.clock.date_of(days[0]) if len(days) == 1 else None
    if statement.what is Property.EFFORT:
        hours = [a for a in find_amounts(value.text) if a.family == "time" and not a.about]
        return (hours[0].low, hours[0].high) if len(hours) == 1 else None
    name = re.sub(r"[@*_`]|\(.*\)", "", value.plain).strip().lower()
    return name if re.fullmatch(r"[\w.-]+(?: [\w.-]+){0,2}", name) and name not in NOBODY else None


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
