"""Dates in an order that cannot be.

A span that ends before it begins, unless the line tells of a change from one date to another; in
one group of fields or one row of a table a due date before the start, or a last update before the
creation; a review that is to come before the document's own date; a stamp that lies after the
commit by which the document has its text, where it is as that commit left it. What can be a plan is
left alone: a release, a review or a completion to come. A date that leaves out its year is held for
the past only by a month, because next year's can be meant.

Why: One of the two dates is mistyped, and plans are made by it.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Start:** Feb 10, 2026
    **Due:** Jan 5, 2026

Fix (none): either date can be wrong.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.clock import year_off
from mergemend.statusdocs.inline import Field, Text, name_of
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Table
from mergemend.statusdocs.values.dates import Day, Days

RULE = "date-order"

# Fields of one group, what comes first in time before what comes later.
_ORDERS = (
    (
        frozenset({"start", "start date", "started", "begin", "begins", "started on", "kickoff"}),
        frozenset({"end", "end date", "due", "due date", "deadline", "target", "target date"})
        | frozenset({"finish", "finished", "completed", "completion date", "completed on"}),
    ),
    (
        frozenset({"created", "created on", "date created", "opened"}),
        frozenset(
            {"updated", "last updated", "last update", "last modified", "closed", "resolved"}
        ),
    ),
)
_REVIEWS = frozenset({"next review", "next review date", "next update", "next milestone"})

# Stamps that can be of what is planned.
_MAY_COME = frozenset(
    {"release date", "completion date", "completion", "review date", "published"}
    | {"implementation date", "fix date", "test date", "audit date", "decided"}
)
_PLANNED = late(
    r"\b(?:plan|target|expect|schedul|estimat|est\b|eta\b|tbd|due|by\b|until|goal|tentative)",
    re.IGNORECASE,
)

_DIFFERENCE = late(r"\)?\s*=")
_CHANGED = late(
    r"→|\b(?:mov(?:ed?|ing)|chang(?:ed?|es|ing)|correct(?:ed|ion|ing)|pull(?:ed|ing)?|revert(?:ed)?"
    r"|push(?:ed|ing)?|shift(?:ed|ing)?|brought|bring|roll(?:ed|s|ing)?[- ]?back|back|compar\w+"
    r"|diff|revis(?:ed|ion)|fix(?:ed|es)?|adjust\w*|reschedul\w+|advanc\w+|earlier|revers\w+|descending"
    r"|downgrad\w+|newest)\b",
    re.IGNORECASE,
)

# Clocks of authors and committers lie in different zones.
_ZONES = timedelta(days=1)
_LATE = timedelta(days=31)

# How far from two dates the word can stand that tells what they are, in characters.
_SENTENCE = 100


@dataclass(frozen=True, slots=True)
class _Named:
    """A date with the name of its field or column."""

    name: str
    line: int
    day: Day


def check_order(look: Look) -> Iterator[Finding]:
    """A finding for the later of two dates that do not fit, or for the one that is to come."""
    yield from _spans(look)
    for group in _groups(look.outline.fields):
        if len(group) < 2:
            continue
        for befores, afters in _ORDERS:
            first, after = _one(look, group, befores), _one(look, group, afters)
            if first and after:
                yield from _pair(look, first, after)
    for table in look.outline.tables:
        names = [name_of(cell.text) for cell in table.header]
        for order in _ORDERS:
            columns = [[i for i, name in enumerate(names) if name in some] for some in order]
            if all(len(some) == 1 for some in columns):
                yield from _rows(look, table, names, [some[0] for some in columns])
    yield from _reviews(look)
    yield from _to_come(look)


def _spans(look: Look) -> Iterator[Finding]:
    for line, dates in look.clock.by_line.items():
        for days in dates:
            if isinstance(days, Days) and days.first.year and days.last.year:
                first, last = days.first.in_year(0), days.last.in_year(0)
                if first and last and last < first and not _is_change(look, line, days):
                    yield _finding(look, line, days.last, f"{last} is before {first}", first)


def _is_change(look: Look, line: int, days: Days) -> bool:
    """Whether two dates are what one was and became, or are subtracted, and so no span."""
    text = look.outline.lines[line]
    around = text[max(days.start - _SENTENCE, 0) : days.end + _SENTENCE]
    return bool(_CHANGED.search(around) or _DIFFERENCE.match(text, days.end))


def _groups(fields: Sequence[Field]) -> Iterator[list[Field]]:
    """Fields that stand on neighbouring lines."""
    group: list[Field] = list(fields[:1])
    for one, two in pairwise(fields):
        if two.key.line - one.key.line > 1:
            yield group
            group = []
        group.append(two)
    yield group


def _one(look: Look, group: Sequence[Field], names: frozenset[str]) -> _Named | None:
    """The only field of these names, with its date; None if there are several."""
    named = [field for field in group if field.name in names]
    day = look.clock.of_field(named[0]) if len(named) == 1 else None
    return _Named(named[0].name, named[0].value.line, day) if day else None


def _rows(
    look: Look, table: Table, names: Sequence[str], columns: Sequence[int]
) -> Iterator[Finding]:
    """The rows of a table with two columns of dates in an order."""
    for row in table.rows:
        ends = [_Named(names[i], row[i].line, day) for i in columns if (day := _in(look, row, i))]
        if len(ends) == 2:
            yield from _pair(look, *ends)


def _in(look: Look, row: Sequence[Text], index: int) -> Day | None:
    """The date in a cell of a row; None if there is none or more than one."""
    if index >= len(row):
        return None
    days = list(look.clock.days_at(row[index].line, row[index].column, row[index].end))
    return days[0] if len(days) == 1 else None


def _pair(look: Look, first: _Named, after: _Named) -> Iterator[Finding]:
    start, end = look.clock.date_of(first.day), look.clock.date_of(after.day)
    whole = first.day.year and after.day.year
    if start and end and end < start and (whole or start - end <= _LATE):
        message = f"{end} is before {start}, the {first.name}"
        yield _finding(look, after.line, after.day, message, start)


def _reviews(look: Look) -> Iterator[Finding]:
    own = look.clock.own
    for field in look.outline.fields if own else ():
        if field.name in _REVIEWS and (day := look.clock.of_field(field)):
            found = look.clock.date_of(day)
            if own and found and found < own and (day.year or own - found <= _LATE):
                message = f"{found} is before {own}, the date of the document"
                yield _finding(look, field.value.line, day, message, own)


def _to_come(look: Look) -> Iterator[Finding]:
    written = look.clock.written if look.clock.stamps else None
    if written is None or not written.unchanged:
        return
    last = written.last.date()
    for field, day in look.clock.stamps:
        found = day.in_year(0)
        if field.name in _MAY_COME or _PLANNED.search(field.value.text):
            continue
        if found and found > last + _ZONES and not year_off(found, written):
            message = f"{found} was yet to come on {last}, when the document was committed last"
            yield _finding(look, field.value.line, day, message, last)


def _finding(look: Look, line: int, day: Day, message: str, other: date) -> Finding:
    at = look.outline.stretch(line, day.start, day.end)
    return look.finding(RULE, Severity.WARNING, at, message, evidence={"other": other.isoformat()})
