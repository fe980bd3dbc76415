"""When a document was written, by what it says and by git; years that dates leave out.

A document's own date stands in a field of its head or foot: ``**Date:** January 10, 2026``. It is
not believed where git shows that it is a year off, as stamps of January often are. Where there is
none, the date in the title counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter

from mergemend.evidence import Evidence, Written
from mergemend.late import late
from mergemend.statusdocs.inline import Field, Text
from mergemend.statusdocs.outline import Outline
from mergemend.statusdocs.values.dates import (
    SIGNS_OF_DATES,
    Day,
    Days,
    find_dates,
    order_of_slashes,
)

STAMPS = frozenset(
    {"date", "last updated", "updated", "last update", "updated on", "last modified"}
    | {"last revised", "revised", "report date", "date of report", "completed", "completed on"}
    | {"completion date", "date completed", "completion", "session date"}
    | {"session completion date", "generated", "generated on", "generated at", "created"}
    | {"created on", "date created", "prepared", "prepared on", "date prepared", "as of"}
    | {"status date", "published", "written", "implementation date", "fix date", "analysis date"}
    | {"audit date", "test date", "release date", "review date", "last reviewed", "decided"}
)
"""The names of fields that say when something was done or written."""

# The first of these that the document has counts, and of several the newest: one document can hold
# the dates of meetings or decisions.
_OWN = (
    *("last updated", "updated", "last update", "updated on", "last modified", "last revised"),
    *("date", "report date", "date of report", "status date", "as of", "session date"),
    *("generated", "generated on", "generated at", "prepared", "prepared on", "date prepared"),
    *("completed", "completed on", "completion date", "date completed", "completion"),
)

_YEARS = late(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SIGNS = " \t*_>:"

# How far from a document's date one without a year can be told to be, in days.
_NEAR = 183


@dataclass(frozen=True)
class Clock:
    """The dates of one document."""

    outline: Outline
    evidence: Evidence

    @cached_property
    def written(self) -> Written | None:
        """When the document was committed; asked once, and only if a rule needs it."""
        return self.evidence.written()

    @cached_property
    def by_line(self) -> Mapping[int, tuple[Day | Days, ...]]:
        """The dates of each line that has some, code blocks too."""
        lines = self.outline.lines
        numbers = sorted({n for sign in SIGNS_OF_DATES for n in self.outline.lines_with(sign)})
        order = order_of_slashes("\n".join(lines[n] for n in numbers if "/" in lines[n]))
        found = ((n, find_dates(lines[n], order)) for n in numbers)
        return {number: tuple(dates) for number, dates in found if dates}

    def days_at(self, line: int, start: int = 0, end: int | None = None) -> Iterator[Day]:
        """The single dates of a line, the ends of spans left out."""
        days = self.by_line.get(line, ())
        for index in range(bisect_left(days, start, key=attrgetter("start")), len(days)):
            day = days[index]
            if end is not None and day.end > end:
                return
            if isinstance(day, Day):
                yield day

    def spans_at(self, line: int) -> Iterator[Days]:
        """The spans of dates of a line."""
        return (days for days in self.by_line.get(line, ()) if isinstance(days, Days))

    def of_field(self, field: Field) -> Day | None:
        """The first date of a field's value."""
        return next(self.days_at(field.value.line, field.value.column, field.value.end), None)

    @cached_property
    def stamps(self) -> tuple[tuple[Field, Day], ...]:
        """The fields that say when something was done or written, with a whole date each."""
        named = [field for field in self.outline.fields if field.name in STAMPS]
        named += self._footers({field.key.line for field in self.outline.fields})
        dated = ((field, self.of_field(field)) for field in named)
        return tuple((field, day) for field, day in dated if day and day.year)

    def _footers(self, known: set[int]) -> Iterator[Field]:
        """Lines that are no fields but say the same: ``*Last updated: 2026-01-10*``."""
        for text in self.outline.body_texts:
            if text.line in known or not (day := next(self.days_at(text.line, text.column), None)):
                continue
            key = text.part(0, day.start - text.column)
            if key.text.strip(_SIGNS).lower() in STAMPS:
                value = text.part(day.start - text.column, len(text.text))
                yield Field(_without_signs(key), value, bold=False)

    @cached_property
    def own(self) -> date | None:
        """The date that the document gives itself, if it is possible by what git knows."""
        for name in _OWN:
            dates = [day.in_year(0) for field, day in self.stamps if field.name == name]
            believed = [d for d in dates if d and year_off(d, self.written) is None]
            if believed:
                return max(believed)
        return self._of_title

    @cached_property
    def _of_title(self) -> date | None:
        """The only date in the first heading, with its year."""
        title = next((s for s in self.outline.sections if s.level == 1), None)
        days = [day for day in self.days_at(title.first) if day.year] if title else []
        return days[0].in_year(0) if len(days) == 1 else None

    @cached_property
    def reference(self) -> date | None:
        """The date that years are told by: the document's own, else that of its last commit."""
        if self.own is not None:
            return self.own
        return self.written.last.date() if self.written else None

    def is_of_another_year(self, line: int, year: int) -> bool:
        """Whether a line, or else the nearest heading around it that names years, names others.

        A date there that leaves out its year can be of that one.
        """
        titles = (section.title.text for section in self.outline.sections_around(line))
        for text in (self.outline.lines[line], *titles):
            if years := _years_in(text):
                return str(year) not in years
        return False

    def date_of(self, day: Day) -> date | None:
        """A date with its year; None if that is unknown or there is no such day."""
        if day.year:
            return day.in_year(day.year)
        reference = self.reference
        if reference is None:
            return None
        years = (reference.year + step for step in (-1, 0, 1))
        dates = [found for year in years if (found := day.in_year(year))]
        nearest = min(dates, key=lambda found: abs(found - reference), default=None)
        if nearest is None or abs(nearest - reference) > timedelta(days=_NEAR):
            return None
        return nearest

    def dates_of(self, days: Days) -> tuple[date, date] | None:
        """Both ends of a span, the last not before the first where it has no year."""
        first, last = self.date_of(days.first), self.date_of(days.last)
        if first is None or last is None:
            return None
        if last < first and days.last.year is None and days.first.year is None:
            later = days.last.in_year(first.year + (last.year <= first.year))
            return (first, later) if later else None
        return first, last


# A stamp is a year off if one more year brings it this near to the commits of its file, in days:
# so long it can have lain before it was committed, and so long dates can run ahead of clocks.
_BEFORE, _AHEAD = 45, 31
_LEAST_AGE = 300


def year_off(stamp: date, written: Written | None) -> date | None:
    """What a stamp of last year's number should have been; None if it can be right.

    That is so if it lies most of a year before the first commit of its file, and would lie near
    its commits with the next year's number.
    """
    if written is None or written.cut:
        return None
    first, last = written.first.date(), written.last.date()
    try:
        meant = stamp.replace(year=stamp.year + 1)
    except ValueError:
        return None
    too_old = (first - stamp).days >= _LEAST_AGE
    fits = first - timedelta(days=_BEFORE) <= meant <= last + timedelta(days=_AHEAD)
    return meant if too_old and fits else None


@lru_cache(maxsize=256)
def _years_in(text: str) -> frozenset[str]:
    return frozenset(_YEARS.findall(text))


def _without_signs(text: Text) -> Text:
    lead = len(text.text) - len(text.text.lstrip(_SIGNS))
    return text.part(lead, lead + len(text.text.strip(_SIGNS)))
