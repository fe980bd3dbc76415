"""Dates in lines, and what a document takes for its own date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.evidence import Written
from mergemend.model import Document
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.values.dates import MONTHS, WEEKDAYS, Day, Days, find_dates
from statusdocs.around import Around

Shown = tuple[int | None, int, int]


def shown(day: Day) -> Shown:
    return day.year, day.month, day.day


def dates(line: str) -> list[Shown | tuple[Shown, Shown]]:
    return [
        (shown(found.first), shown(found.last)) if isinstance(found, Days) else shown(found)
        for found in find_dates(line)
    ]


JAN_13 = (None, 1, 13)
SINGLE: dict[str, list[Shown]] = {
    "2026-01-13": [(2026, 1, 13)],
    "on 2026-01-13, or 2026-02-01.": [(2026, 1, 13), (2026, 2, 1)],
    "2026-01-13T10:00:00Z": [(2026, 1, 13)],
    "2026-01-13 10:00": [(2026, 1, 13)],
    "January 13, 2026": [(2026, 1, 13)],
    "Jan 13": [JAN_13],
    "JAN 13": [JAN_13],
    "Jan. 13th, 2026": [(2026, 1, 13)],
    "13 January 2026": [(2026, 1, 13)],
    "13. January": [JAN_13],
    "1st of May 2026": [(2026, 5, 1)],
    "Sept 3": [(None, 9, 3)],
    "**Monday, Jan 13:** done": [JAN_13],
    "(Jan 13)": [JAN_13],
    "13.01.2026": [(2026, 1, 13)],
    "13/01/2026 and 01/13/2026": [(2026, 1, 13), (2026, 1, 13)],
    "| 2026-01-13 |": [(2026, 1, 13)],
}

NONE = [
    "01/02/2026",
    "`2026-01-13`",
    "report-2026-01-13.md",
    "docs/2026-01-13/a",
    "https://example.org/2026-01-13",
    "[a](2026-01-13.md)",
    "v2026-01-13-rc",
    "2026-13-01",
    "2026-01-32",
    "January 2026",
    "Mar 5%",
    "May 3.5",
    "Jan 13:30",
    "Marching 5 abreast",
    "Decision 3",
    "1.10.2026.4",
    "12-2026-01",
    "a Jan",
    "Julia 7",
    "30.02",
]

SPANS: dict[str, tuple[Shown, Shown]] = {
    "Week 1 (Jan 13-17)": (JAN_13, (None, 1, 17)),
    "Jan 13 – 17": (JAN_13, (None, 1, 17)),
    "January 13-17, 2026": ((2026, 1, 13), (2026, 1, 17)),
    "Jan 27 - Feb 2": ((None, 1, 27), (None, 2, 2)),
    "Dec 29-Jan 2": ((None, 12, 29), (None, 1, 2)),
    "Dec 29, 2025 - Jan 2, 2026": ((2025, 12, 29), (2026, 1, 2)),
    "Dec 29 - Jan 2, 2026": ((2025, 12, 29), (2026, 1, 2)),
    "2026-01-05 to 2026-01-09": ((2026, 1, 5), (2026, 1, 9)),
    "13–17 January 2026": ((2026, 1, 13), (2026, 1, 17)),
    "Jan 13 until Jan 17": (JAN_13, (None, 1, 17)),
}


@pytest.mark.parametrize("line", SINGLE)
def test_single_dates(line: str) -> None:
    assert dates(line) == SINGLE[line]


@pytest.mark.parametrize("line", NONE)
def test_what_is_no_date(line: str) -> None:
    assert dates(line) == []


@pytest.mark.parametrize("line", SPANS)
def test_spans(line: str) -> None:
    assert dates(line) == [SPANS[line]]


@pytest.mark.parametrize(
    ("line", "weekday", "written"),
    [
        ("Monday, Jan 13", 0, "Monday"),
        ("Tue, 13 January 2026", 1, "Tue"),
        ("SUN Jan 13", 6, "SUN"),
        ("Jan 13 (Wed)", 2, "Wed"),
        ("Jan 13, Thursday", 3, "Thursday"),
        ("Friday 2026-01-13", 4, "Friday"),
    ],
)
def test_weekdays(line: str, weekday: int, written: str) -> None:
    (day,) = find_dates(line)
    assert isinstance(day, Day)
    assert day.weekday == weekday
    assert line[day.weekday_start : day.weekday_end] == written


FORMATS = [
    lambda d: d.isoformat(),
    lambda d: f"{MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{MONTHS[d.month - 1][:3]} {d.day} {d.year}",
    lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    lambda d: f"{WEEKDAYS[d.weekday()]}, {MONTHS[d.month - 1]} {d.day}, {d.year}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMATS))
def test_a_date_is_read_as_it_was_written(day: date, write: object) -> None:
    assert callable(write)
    line = f"**Due:** {write(day)} at noon"
    (found,) = find_dates(line)
    assert isinstance(found, Day)
    assert found.in_year(0) == day
    assert line[found.start : found.end] == write(day)


@given(st.text(st.sampled_from("JanFebMay 0123456789-/.,:()`–T"), max_size=40))
def test_any_line_is_read(line: str) -> None:
    for found in find_dates(line):
        assert 0 <= found.start < found.end <= len(line)


def clock(text: str, when: Written | None = None) -> Clock:
    return Clock(read_outline(Document("a.md", text.encode())), Around(when=when))


def committed(first: str, last: str | None = None) -> Written:
    start, end = (datetime.fromisoformat(d).replace(tzinfo=UTC) for d in (first, last or first))
    return Written(start, end, unchanged=True)


@pytest.mark.parametrize(
    ("text", "when", "own"),
    [
        ("**Date:** January 10, 2026\n", None, date(2026, 1, 10)),
        ("**Date:** 2026-01-10\n**Last Updated:** 2026-02-01\n", None, date(2026, 2, 1)),
        ("---\ndate: 2026-01-10\n---\n# A\n", None, date(2026, 1, 10)),
        ("**Date:** Jan 10\n", None, None),
        ("**Start:** 2026-01-10\n", None, None),
        ("**Date:** 2025-01-10\n", committed("2026-01-12"), None),
        ("**Date:** 2025-01-10\n", committed("2025-01-12"), date(2025, 1, 10)),
    ],
)
def test_the_own_date(text: str, when: Written | None, own: date | None) -> None:
    assert clock(text, when).own == own


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Jan 13", date(2026, 1, 13)),
        ("Dec 29", date(2025, 12, 29)),
        ("Jun 1", date(2026, 6, 1)),
        ("Feb 29", None),
        ("Feb 29, 2024", date(2024, 2, 29)),
        ("Feb 29, 2025", None),
    ],
)
def test_years_that_are_left_out(line: str, read: date | None) -> None:
    (day,) = find_dates(line)
    assert isinstance(day, Day)
    assert clock("**Date:** January 10, 2026\n").date_of(day) == read
    assert clock("no date\n", committed("2026-01-10")).date_of(day) == read
    unknown = clock("no date\n").date_of(day)
    assert unknown == (read if day.year else None)
