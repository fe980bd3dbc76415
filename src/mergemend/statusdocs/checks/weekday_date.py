"""A weekday that is not that of its date.

A date without a year is taken in the year that is nearest to the document's own date, or else to
its last commit; where neither is known, or lies more than four months away, or the line or the
heading around it names another year, nothing is said. ``Mon-Fri, Jan 12-16`` names no day's
weekday.

Why: Some come on the day, and some on the date.

Severity: error

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Date:** January 12, 2026

    The crane comes on Saturday, January 15, 2026.

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Date:** January 12, 2026

    The crane comes on Thursday, January 15, 2026.

Fix (guess): where the year is written out, the weekday fits in no neighbouring year either, and no
other weekday of the document is off by as many days, the weekday is put right; the day can be
mistyped. Otherwise, and where a date is quoted, nothing is changed.

Settings:

- ``min-grade``: ``likely`` leaves the weekday as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.dates import WEEKDAYS, Day, Days

RULE = "weekday-date"

# A line that quotes a date, or says that one is wrong.
_TOLD = late(
    r"[\"“”„«»]|\b(?:wrong|said|says|not|instead|typo|mistake|should|was)\b", re.IGNORECASE
)
_SURE_OF_YEAR = 125  # days


def check_weekdays(look: Look) -> Iterator[Finding]:
    """A finding for each date whose weekday is another one."""
    wrong = list(_wrong(look))
    shifts = Counter(shift for *_, shift in wrong)
    for line, day, found, shift in wrong:
        yield _finding(look, line, day, found, alone=shifts[shift] == 1)


def _wrong(look: Look) -> Iterator[tuple[int, Day, date, int]]:
    """Each date with a wrong weekday: its line, it, the date it is, by how many days it is off."""
    for line, dates in look.clock.by_line.items():
        for day in dates:
            for one in (day.first, day.last) if isinstance(day, Days) else (day,):
                found = look.clock.date_of(one) if one.weekday is not None else None
                if found is None or one.weekday is None:
                    continue
                shift = (found.weekday() - one.weekday) % 7
                if shift and _is_sure(look, line, one, found):
                    yield line, one, found, shift


def _finding(look: Look, line: int, day: Day, found: date, *, alone: bool) -> Finding:
    text = look.outline.lines[line]
    written = text[day.weekday_start : day.weekday_end]
    message = f"{found:%B} {found.day}, {found.year} is a {WEEKDAYS[found.weekday()]}"
    fits = [year for year in (found.year - 1, found.year + 1) if _fits(day, year)]
    if fits:
        message += f"; the weekday fits {' and '.join(map(str, fits))}"
    right = bool(day.year) and not fits and alone and not _TOLD.search(text)
    return look.finding(
        RULE,
        Severity.ERROR,
        Text(line, day.weekday_start, written),
        f"{message}, not {written}" if not fits else message,
        new=_in_the_manner_of(written, WEEKDAYS[found.weekday()]) if right else None,
        safety=Safety.GUESS if right else None,
        evidence={"date": found.isoformat(), "fits": fits},
    )


def _is_sure(look: Look, line: int, day: Day, found: date) -> bool:
    reference = look.clock.reference
    if day.year or reference is None:
        return bool(day.year)
    near = abs((found - reference).days) <= _SURE_OF_YEAR
    return near and not look.clock.is_of_another_year(line, found.year)


def _fits(day: Day, year: int) -> bool:
    there = (
        day.in_year(year) if day.year is None else Day(0, 0, year, day.month, day.day).in_year(year)
    )
    return there is not None and there.weekday() == day.weekday


def _in_the_manner_of(written: str, weekday: str) -> str:
    """The weekday, as short and in such letters as another was written."""
    name = written.rstrip(".")
    short = weekday if len(name) > 5 else weekday[: max(len(name), 3)]
    short += "." * written.endswith(".")
    return short.upper() if name.isupper() else short
