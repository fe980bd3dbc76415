"""A work week that does not run from Monday to Friday in its year.

What is called a week and spans five days is a work week. If it does not begin on a Monday, but
would in the year before or after, its dates were taken from the wrong year's calendar. Weeks from
Sunday to Thursday, as many countries have them, weeks of other lengths, sprints, and weeks that fit
in no neighbouring year are left alone.

Why: Half of what is planned for the week lies on a weekend.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Date:** January 12, 2026

    ### Week 1 (Jan 13-17)

Fix (none): the dates can be meant, or the days of the week.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.dates import WEEKDAYS, Days

RULE = "week-range"

_WEEK = late(r"\b(?:week|wk|kw)\b", re.IGNORECASE)
_WORK_WEEK = timedelta(days=4)
_FIRST_DAYS = (0, 6)


def check_weeks(look: Look) -> Iterator[Finding]:
    """A finding for each work week with the days of another year."""
    for line in look.clock.by_line:
        text = look.outline.lines[line]
        if not _WEEK.search(text):
            continue
        for days in look.clock.spans_at(line):
            ends = look.clock.dates_of(days)
            if ends and ends[1] - ends[0] == _WORK_WEEK and _is_off(look, line, days, ends[0]):
                yield from _check(
                    look, look.outline.stretch(line, days.start, days.end), days, ends
                )


def _is_off(look: Look, line: int, days: Days, first: date) -> bool:
    """Whether a work week begins on a day on which none does, in a year that is known."""
    if first.weekday() in _FIRST_DAYS:
        return False
    return bool(days.first.year) or not look.clock.is_of_another_year(line, first.year)


def _check(look: Look, at: Text, days: Days, ends: tuple[date, date]) -> Iterator[Finding]:
    first, last = ends
    fits = [year for year in (first.year - 1, first.year + 1) if _is_monday(days, year)]
    if not fits:
        return
    shown = [f"{WEEKDAYS[day.weekday()]}, {day:%b} {day.day}" for day in ends]
    monday = first - timedelta(days=first.weekday())
    yield look.finding(
        RULE,
        Severity.WARNING,
        at,
        f"in {last.year} this week runs from {shown[0]} to {shown[1]};"
        f" from Monday to Friday it did in {fits[0]}",
        evidence={
            "first": first.isoformat(),
            "last": last.isoformat(),
            "fits": fits,
            "monday": monday.isoformat(),
        },
    )


def _is_monday(days: Days, year: int) -> bool:
    try:
        return date(year, days.first.month, days.first.day).weekday() == 0
    except ValueError:
        return False
