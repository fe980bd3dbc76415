"""Dates in a line of text, and spans of dates.

Read are ISO dates, dates with the name of a month in English, and numbers: with dots the day comes
first (``10.01.2026``, as in DIN 1355-1), with slashes it is unknown what comes first unless one of
them is above 12, or another date of the document tells (`order_of_slashes`). A year that is left
out stays unknown here: `mergemend.statusdocs.clock` finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from mergemend.late import late

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _names(names: Iterable[str]) -> str:
    """A pattern for names, as they are and in capitals, whole or cut to three letters or four."""
    every = {cut for name in names for cut in (name, name[:3], name[:4])}
    every |= {name.upper() for name in every}
    longest_first = sorted(every, key=lambda name: (-len(name), name))
    return rf"(?:{'|'.join(longest_first)})\b\.?"


_MONTH = _names(MONTHS)
_WEEKDAY = rf"(?:(?:Thurs|Weds|THURS|WEDS)\b\.?|{_names(WEEKDAYS)})"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d"
_CLOCK = r"\d\d?:\d\d(?::\d\d)?(?:\s+(?:[A-Z]{2,4}|[+-]\d{4}))?"
_BOLD = r"(?:\*\*)?"
_DASH = r"\s?(?:-|–|—|to|until|through|bis)\s?"

_DATE = late(
    rf"""
    (?<![\w/.])(?<![A-Za-z]-)
    (?:(?P<weekday>{_WEEKDAY}){_BOLD},?{_BOLD}\s+(?:the\s+|\(|(?P<dash>[-–—])\s+)?)?
    (?:
        (?<!-)(?P<iso_year>{_YEAR})-(?P<iso_month>0[1-9]|1[0-2])-(?P<iso_day>0[1-9]|[12]\d|3[01])
        (?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?
        (?![\w/\-]|\.\w)
      | (?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:st|nd|rd|th)?(?![\w%/]|[.,:]\d)
        (?:,?\s+(?:{_CLOCK}\s+)?(?P<year>{_YEAR})(?![\w\-/]))?
      | (?P<eu_day>{_DAY})(?:st|nd|rd|th)?\.?\s(?:of\s)?(?P<eu_month>{_MONTH})(?!\w)
        (?:,?\s+(?P<eu_year>{_YEAR})(?![\w\-/]))?
      | (?P<dot_day>{_DAY})\.(?P<dot_month>0?[1-9]|1[0-2])\.(?P<dot_year>{_YEAR})(?![\w\-/]|\.\d)
      | (?P<one>\d\d?)/(?P<two>\d\d?)/(?P<slash_year>{_YEAR})(?![\w\-/])
    )
    (?:,?\s*\((?P<after>{_WEEKDAY})\)|,\s(?P<after2>{_WEEKDAY})(?![\w\s'’/&–-]|,\s*\w))?
    """,
    re.VERBOSE,
)
_SEVERAL_WEEKDAYS = late(
    rf"{_WEEKDAY}\s*(?:[-–—/&+,]|,?\s*(?:and|or|to|through|thru|until|bis|und)\b)\s*$"
)
_SLASHES = late(rf"(?<![\w/.])(\d\d?)/(\d\d?)/{_YEAR}(?![\w\-/])")
_SECOND_DAY = late(
    rf"{_DASH}(?P<day>{_DAY})(?:st|nd|rd|th)?(?![\w%/]|[.,:]\d)"
    rf"(?:,?\s+(?P<year>{_YEAR})(?![\w\-/]))?"
)
_FIRST_DAY = late(rf"(?<![\w/.\-])(?P<day>{_DAY})(?:st|nd|rd|th)?\.?{_DASH}$")
_BETWEEN = late(r"\s?(?:-|–|—|→|to|until|through|bis)\s?")
_CUT = "[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC)"
SIGNS_OF_DATES = (
    late(rf"{_CUT}[A-Za-z]{{0,6}}\.?\s\s?\d"),
    late(rf"\d(?:[-./]\d\d?[-./]\d|(?:st|nd|rd|th)?\.?\s(?:of\s)?{_CUT})"),
)
"""A cheap test: every line with a date has one of these. Apart they take half of the time."""

_HIDDEN = late(r"`[^`]*`|~~[^~]+~~|<?\b[a-z][a-z0-9+.-]*://\S+|\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it stands in a line, at ``start`` up to ``end``.

    ``year`` is None where it is left out. ``weekday`` counts from Monday as 0, and
    ``weekday_start`` and ``weekday_end`` say where it stands.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    weekday_start: int = 0
    weekday_end: int = 0

    def in_year(self, year: int) -> date | None:
        """The date in a year; None if there is no such day in it."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Days:
    """A span of dates as it stands in a line; a year that one end has holds for both."""

    first: Day
    last: Day

    @property
    def start(self) -> int:
        """Where it begins."""
        return min(self.first.start, self.last.start)

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(self.first.end, self.last.end)


def find_dates(line: str, day_first: bool | None = None) -> list[Day | Days]:
    """The dates and spans of dates in a line, in their order.

    There are none in code, links, paths and what is struck through.
    ``day_first`` is the order of numbers with slashes between, None where that is unknown.
    """
    if not any(sign.search(line) for sign in SIGNS_OF_DATES):
        return []
    hidden = _HIDDEN.sub(lambda match: " " * len(match[0]), line)
    days = [day for match in _DATE.finditer(hidden) if (day := _day(match, day_first))]
    return list(_joined(hidden, days))


def order_of_slashes(text: str) -> bool | None:
    """Whether in dates with slashes the day comes first; None if none tells, or both orders occur.

    A number above 12 can be no month.
    """
    told = {
        one > 12
        for match in _SLASHES.finditer(text)
        if ((one := int(match[1])) > 12) != (int(match[2]) > 12)
    }
    return told.pop() if len(told) == 1 else None


def _day(match: re.Match[str], day_first: bool | None) -> Day | None:
    if match["iso_year"]:
        numbers = match["iso_year"], int(match["iso_month"]), int(match["iso_day"])
    elif match["month"]:
        numbers = match["year"], month_number(match["month"]), int(match["day"])
    elif match["eu_month"]:
        numbers = match["eu_year"], month_number(match["eu_month"]), int(match["eu_day"])
    elif match["dot_day"]:
        numbers = match["dot_year"], int(match["dot_month"]), int(match["dot_day"])
    else:
        one, two = int(match["one"]), int(match["two"])
        if one <= 12 and two <= 12 and one != two and day_first is None:
            return None  # either may be the month
        first = one > 12 or (two <= 12 and bool(day_first))
        numbers = match["slash_year"], *((two, one) if first else (one, two))
    year, month, day = numbers
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    found = Day(match.start(), match.end(), int(year) if year else None, month, day)
    for group in ("weekday", "after", "after2"):
        if match[group] and not (group == "weekday" and _is_of_another(match)):
            start, end = match.span(group)
            weekday = weekday_number(match[group])
            return replace(found, weekday=weekday, weekday_start=start, weekday_end=end)
    return found


def _is_of_another(match: re.Match[str]) -> bool:
    """Whether a weekday before a date is one of several, or may be the end of a sentence."""
    start = match.start()
    if match["dash"] and re.search(r"\w", match.string[:start]):
        return True
    return bool(_SEVERAL_WEEKDAYS.search(match.string[max(start - 24, 0) : start]))


def month_number(name: str) -> int:
    """The number of a month by its name, or the first three letters of it."""
    return [month[:3] for month in MONTHS].index(name[:3].title()) + 1


def weekday_number(name: str) -> int:
    """The number of a weekday, Monday 0, by its name or the first three letters of it."""
    return [weekday[:3] for weekday in WEEKDAYS].index(name[:3].title())


def _joined(line: str, days: list[Day]) -> Iterator[Day | Days]:
    """Days that are the two ends of a span are told as that."""
    position = 0
    while position < len(days):
        day = days[position]
        position += 1
        if position < len(days) and _BETWEEN.fullmatch(line, day.end, days[position].start):
            yield _with_years(day, days[position])
            position += 1
        elif (match := _SECOND_DAY.match(line, day.end)) and day.year is None:
            year = int(match["year"]) if match["year"] else None
            last = Day(match.start("day"), match.end(), year, day.month, int(match["day"]))
            yield _with_years(day, last)
        elif (match := _first_day(line, day)) and line[day.start].isdigit():
            first = Day(
                match.start("day"), match.end("day"), day.year, day.month, int(match["day"])
            )
            yield Days(first, day)
        else:
            yield day


def _first_day(line: str, day: Day) -> re.Match[str] | None:
    """The day before a date, and the sign between; looked for nearby, because lines can be long."""
    return _FIRST_DAY.search(line, max(day.start - 16, 0), day.start)


def _with_years(first: Day, last: Day) -> Days:
    """The year of the last day holds for the first, or is one more than that."""
    if first.year is None and last.year is not None:
        over = (first.month, first.day) > (last.month, last.day)
        return Days(replace(first, year=last.year - over), last)
    if last.year is None and first.year is not None:
        over = (first.month, first.day) > (last.month, last.day)
        return Days(first, replace(last, year=first.year + over))
    return Days(first, last)
