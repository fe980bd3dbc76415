"""A stamp with last year's number.

A date that says when something was done or written, most of a year before the file was first
committed, and near its commits if the year is one more. Dates on which work is to be done are
looked at too, where they lie most of a year before the date that the document gives itself. The
creation or release of something can lie a year before, if the document has stamps that fit. Without
a history, or where it is cut off, nothing is said of stamps.

Why: In January everybody writes last year's number, and what was done yesterday looks a year old.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Date:** December 17, 2024

Committed: 2025-12-18

Fix (none): a file can be older than its first commit.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.clock import year_off
from mergemend.statusdocs.inline import name_of
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Table
from mergemend.statusdocs.values.dates import Day

RULE = "wrong-year"

DUE = late(
    r"(?:target|due|deadline|eta|planned|expected|scheduled|next review)(?: (?:date|by|on))*"
)
_DONE = late(r"✅|☑|✔|\b(?:done|complete[d]?|closed|resolved|shipped|released)\b", re.IGNORECASE)
# What can have been long before the document, as its other stamps do not.
_BEFORE = frozenset(
    {"created", "created on", "date created", "release date", "published", "decided", "date"}
    | {"implementation date", "review date", "last reviewed"}
)
_OLD, _AHEAD = timedelta(days=200), timedelta(days=120)


def check_years(look: Look) -> Iterator[Finding]:
    """A finding for each stamp and each date to come that is a year off."""
    dated = [(field, day, stamp) for field, day in look.clock.stamps if (stamp := day.in_year(0))]
    newest = max((stamp for _, _, stamp in dated), default=None)
    for field, day, stamp in dated:
        meant = year_off(stamp, look.clock.written)
        old = field.name in _BEFORE and newest and newest - stamp > _OLD
        if meant and not old and look.clock.written:
            first = look.clock.written.first.date()
            yield _finding(look, field.value.line, day, meant, f"first committed on {first}")
    for field in look.outline.fields:
        found = look.clock.of_field(field) if DUE.fullmatch(field.name) else None
        if found:
            yield from _check_due(look, field.value.line, found)
    for table in look.outline.tables:
        yield from _check_table(look, table)


def _check_table(look: Look, table: Table) -> Iterator[Finding]:
    columns = [i for i, cell in enumerate(table.header) if DUE.fullmatch(name_of(cell.text))]
    for row in table.rows if columns else ():
        if _DONE.search(" ".join(cell.text for cell in row)):
            continue
        for cell in (row[i] for i in columns if i < len(row)):
            for day in look.clock.days_at(cell.line, cell.column, cell.end):
                yield from _check_due(look, cell.line, day)


def _check_due(look: Look, line: int, day: Day) -> Iterator[Finding]:
    reference, found = look.clock.own, day.in_year(0) if day.year else None
    if reference is None or found is None:
        return
    try:
        meant = date(found.year + 1, found.month, found.day)
    except ValueError:
        return
    if day.weekday is not None and meant.weekday() != day.weekday:
        return
    if found < reference - _OLD and reference - timedelta(days=7) <= meant <= reference + _AHEAD:
        yield _finding(look, line, day, meant, f"of {reference}")


def _finding(look: Look, line: int, day: Day, meant: date, why: str) -> Finding:
    at = look.outline.stretch(line, day.start, day.end)
    return look.finding(
        RULE,
        Severity.WARNING,
        at,
        f"a year off? The document is {why}; {meant.year} would fit",
        evidence={"year": day.year, "fits": meant.year},
    )
