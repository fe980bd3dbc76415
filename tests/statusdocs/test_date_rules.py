"""Rules about dates: what each finds, and what looks like it and is right.

Every document here is of January 10, 2026, unless it says another date; that is a Saturday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.evidence import Written
from statusdocs.around import Around, findings, fixed

HEAD = "# Harbour\n\n**Date:** January 10, 2026\n\n"
FIRST = HEAD.count("\n") + 1


def at(first: str, last: str | None = None, *, unchanged: bool = True, cut: bool = False) -> Around:
    """A document that was committed on these days."""
    start, end = (datetime.fromisoformat(d).replace(tzinfo=UTC) for d in (first, last or first))
    return Around(when=Written(start, end, unchanged, cut))


ALONE = Around(when=None)


def found(rule: str, body: str, around: Around = ALONE, head: str = HEAD) -> list[tuple[int, str]]:
    """The findings of a rule as line of the body, and the text that they are about."""
    lines = (head + body).split("\n")
    return [
        (f.line - head.count("\n"), lines[f.line - 1][f.column - 1 :])
        for f in findings(rule, head + body, around)
    ]


WEEKDAYS_WRONG = {
    "**Monday, Jan 13:**": "Monday",
    "- Tue, Jan 14: quay": "Tue",
    "Due Friday, January 17, 2026": "Friday",
    "| Sun, 2026-01-12 | open |": "Sun",
    "Jan 12 (Tuesday)": "Tuesday",
    "MON 13 January": "MON",
    "### Thursday, Jan 16": "Thursday",
    "Wed Feb 5, 2026": "Wed",
    "From Monday, Jan 13 to Friday, Jan 16": "Monday",
    "Saturday, 28 February 2025": "Saturday",
    "Mon, 29 February 2024": "Mon",
    "Monday (Jan 13)": "Monday",
    "**Monday** (Jan 13): quay": "Monday",
    "**Monday,** Jan 13": "Monday",
    "### Monday – Jan 13": "Monday",
    "Weds, Jan 15": "Weds",
    "Tue Jan 12 18:08:19 2026 +0100": "Tue",
    "Monday 01/13/2026": "Monday",
    "Monday 01/12/2026, not 13/02/2026": "Monday",  # of December 1
}


@pytest.mark.parametrize("line", WEEKDAYS_WRONG)
def test_weekdays_that_are_wrong(line: str) -> None:
    ((number, text), *_) = found("weekday-date", line)
    assert number == 1
    assert text.startswith(WEEKDAYS_WRONG[line])


WEEKDAYS_RIGHT = [
    "Saturday, January 10, 2026",
    "**Monday, Jan 12:**",
    "Mon Jan 12",
    "Jan 12 (Mon)",
    "Tuesday, 13 January",
    "Wed, 2026-01-14",
    "Monday 12.01.2026",
    "Monday, December 29",  # of 2025, that is nearer
    "Thursday, Jan 1",
    "Wednesday, Dec 31, 2025",
    "Jan 13",
    "Monday and Jan 13",
    "Mon: Jan 13",
    "Monday the quay, Jan 13 the pier",
    "`Monday, Jan 13`",
    "see monday-jan-13.md",
    "Monday, 13 people came",
    "Sun 13 is a star",
    "Friday, June 13",  # five months away, without a year
    "Monday, Feb 30",
    "Sat 10 boats",
    "Every Monday, 01/02/2026 or later",
    "Mon-Fri, Jan 12-16",
    "Mon–Fri, Jan 12–16",
    "Mon - Fri, Jan 12 - 16",
    "Monday to Friday, Jan 12-16",
    "Mon & Tue, Jan 12-13",
    "Mon, Tue and Wed, Jan 12-14",
    "Mon/Tue Jan 12",
    "Jan 12, Friday's boat is late",
    "on Jan 12, Tue, Jan 20 and later",
    "closed from Friday - Jan 5 is no Friday",
    "Tue Feb 15 18:08:19 2000",
    "In 2025, on Monday, Jan 13, it broke",
    "## January 2025\n\n### Ice\n\n- Monday, Jan 13: the quay",
    "Monday, Jan 13 - Friday, Jan 17 (2025)",
    "Monday 12/01/2026, Tuesday 13/01/2026",
    "Thurs., Jan 15",
    "~~Monday, Jan 13~~ Tuesday, Jan 13",
]


@pytest.mark.parametrize("line", WEEKDAYS_RIGHT)
def test_weekdays_that_are_right_or_unknown(line: str) -> None:
    assert found("weekday-date", line) == []


def test_without_any_date_to_go_by_a_year_is_not_guessed() -> None:
    assert found("weekday-date", "Monday, Jan 13\n", head="# Harbour\n") == []
    assert found("weekday-date", "Monday, Jan 13\n", at("2026-01-09"), "# Harbour\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Sun, January 16, 2026", "Fri, January 16, 2026"),
        ("SUNDAY, January 16, 2026", "FRIDAY, January 16, 2026"),
        ("January 16, 2026 (Sun)", "January 16, 2026 (Fri)"),
        # it fits last year: so the year may be what is wrong
        ("Thursday, January 16, 2026", "Thursday, January 16, 2026"),
        ("Sunday, Jan 16", "Sunday, Jan 16"),
        ('it said "Sun, January 16, 2026"', 'it said "Sun, January 16, 2026"'),
        # both are off by two: so the dates may be what is wrong
        (
            "Sunday, January 16, 2026\nMonday, January 17, 2026",
            "Sunday, January 16, 2026\nMonday, January 17, 2026",
        ),
    ],
)
def test_a_weekday_is_put_right_where_nothing_else_can_be_wrong(before: str, after: str) -> None:
    assert fixed("weekday-date", HEAD + before) == HEAD + after


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_only_the_right_weekday_is_silent(day: date, shift: int) -> None:
    other = day + timedelta(days=shift)
    line = f"{other:%A}, {day.isoformat()}"
    assert bool(found("weekday-date", line)) == (shift != 0)


WEEKS_WRONG = [
    "Week 1 (Jan 13-17): quay",
    "### Week 2: January 20-24, 2026",
    "**Week 3 (Jan 27-31):**",
    "```\nWeek 4 (Feb 3-7):    pier\n```",
    "### This Week (Jan 13-17)",
    "### Sprint 1: Quay (Week 1 - Jan 13-17)",
    "Week 1: Jan 13 - Jan 17",
    "Week of 2026-01-13 to 2026-01-17",
    "| Week 2 | Jan 20-24 | pier |",
    "- Next week, Jan 20–24: pier",
    "Wk 1 (13-17 January)",
]


@pytest.mark.parametrize("line", WEEKS_WRONG)
def test_weeks_of_another_year(line: str) -> None:
    assert len(found("week-range", line)) == 1


WEEKS_RIGHT = [
    "Week 1 (Jan 12-16): quay",
    "Week 1 (Jan 5-9)",
    "Week 1 (Dec 29-Jan 2)",
    "Week 1 (Jan 13-31)",
    "Week 1 (Jan 11-17)",
    "Week 1 (Jan 12-18)",
    "Week 1 (Jan 13-16)",
    "Week 1 (Jan 14-18)",  # fits no neighbouring year
    "Sprint 1 (Jan 13-17)",
    "Phase 1 (Jan 13-17)",
    "Jan 13-17: quay",
    "Weekly meetings, Jan 13-17",
    "### During Sprint (Jan 13-31)",
    "Week 1 (days 13-17)",
    "Week 1-3: 13-17 hours",
    "Week 1 (Jan 13)",
    "Week 2 (Jan 2 - Jan 10)",
    "`Week 1 (Jan 13-17)`",
    "Week 1 (January 13-17, 2025)",
    "Week 1 (Sep 13-17)",
    "Week 1 (Jan 11-15)",  # Sunday to Thursday
    "Week 1 of 2025 (Jan 13-17)",
    "## Winter 2025\n\nWeek 1 (Jan 13-17)",
    "see week-1-jan-13-17.md",
]


@pytest.mark.parametrize("line", WEEKS_RIGHT)
def test_weeks_that_are_right_or_of_another_sort(line: str) -> None:
    assert found("week-range", line) == []


COMMITTED = at("2026-01-12")
YEARS_WRONG = [
    "**Date:** January 10, 2025",
    "**Last Updated:** 2025-01-11",
    "**Report Date:** Dec 30, 2024",  # no: that would be December 2025, two weeks before
    "**Completed:** Jan 5, 2025",
    "**Session Date:** 10 January 2025",
    "- **Created:** 2025-01-02",
    "**Generated**: 2025-01-12 10:00",
    "**Date:** 12.01.2025",
    "---\ndate: 2025-01-12\n---\n",
    "**Completion Date:** January 30, 2025",
    "**Date:** 2026-01-12\n\n| Task | Due |\n|---|---|\n| quay | 2025-01-20 |",
    "**Date:** 2026-01-12\n**Target:** Jan 31, 2025",
    "*Last updated: January 10, 2025*",
    "> Generated on 2025-01-10",
    "**Created:** 2025-01-10\n",
]


@pytest.mark.parametrize("line", YEARS_WRONG)
def test_stamps_of_last_year(line: str) -> None:
    assert len(found("wrong-year", line + "\n", COMMITTED, head="")) == 1


YEARS_RIGHT = [
    "**Due:** Jan 31, 2025",  # overdue, for all that is known
    "**Date:** 2026-01-12\n**Due:** Fri, Jan 31, 2025",  # a Friday in that year only
    "**Date:** January 10, 2026",
    "**Date:** December 28, 2025",
    "**Date:** March 3, 2025",
    "**Date:** January 10, 2024",
    "**Date:** January 10, 2023",
    "**Date:** January 10",
    "**Date Range:** 2025-01-01 to 2025-12-31",
    "**Since:** 2025-01-10",
    "**Founded:** January 10, 2025",
    "Built on January 10, 2025.",
    "**Due:** Jan 20, 2026",
    "**Due:** Jan 20, 2027",
    "**Due:** June 20, 2025",
    "**Previous review:** January 10, 2025",
    "| Task | Due |\n|---|---|\n| ✅ quay | 2025-01-20 |",
    "| Task | Due | Status |\n|---|---|---|\n| quay | 2025-01-20 | done |",
    "| Task | Started |\n|---|---|\n| quay | 2025-01-20 |",
    "## January 10, 2025",
    "© January 10, 2025",
    "**Data as of 2025:** 2025-01-10",
    "`**Date:** January 10, 2025`",
    "**Created:** 2025-01-10\n**Last Updated:** 2026-01-11",
    "**Date:** 2026-01-11\n\n- **Release Date:** 2025-01-15",
    "```\nDate: 2025-01-10\n```",
    "The survey was last updated: 2025-01-10",
]


@pytest.mark.parametrize("line", YEARS_RIGHT)
def test_stamps_that_can_be_right(line: str) -> None:
    assert found("wrong-year", line + "\n", COMMITTED, head="") == []


@pytest.mark.parametrize(
    "around",
    [ALONE, at("2025-01-11"), at("2025-01-11", "2026-01-12"), at("2026-01-12", cut=True)],
)
def test_a_stamp_is_believed_without_a_history_that_speaks_against_it(around: Around) -> None:
    assert found("wrong-year", "**Date:** January 10, 2025\n", around, head="") == []


ORDER_WRONG = {
    "**Start:** Feb 10, 2026\n**Due:** Jan 5, 2026": 2,
    "**Start Date:** 2026-02-10\n**End Date:** 2026-02-01": 2,
    "- **Started:** Feb 10, 2026\n- **Owner:** Ada\n- **Target:** Feb 1, 2026": 3,
    "**Due:** Jan 5, 2026\n**Start:** Feb 10, 2026": 1,
    "**Created:** 2026-01-10\n**Last Updated:** 2026-01-05": 2,
    "**Opened:** 2026-01-10 | **Closed:** 2026-01-05": 1,
    "From 2026-02-10 to 2026-02-01": 1,
    "January 10, 2026 – January 5, 2026": 1,
    "**Next Review:** January 5, 2026": 1,
    "**Next Review:** Dec 12": 1,
    "| Phase | 2026-03-01 - 2026-02-01 |": 1,
    "| Task | Start | Due |\n|---|---|---|\n| quay | 2026-02-10 | 2026-01-05 |": 3,
    "| Task | End | Start |\n|---|---|---|\n| quay | Jan 5 | Jan 12 |": 3,
}


@pytest.mark.parametrize("text", ORDER_WRONG)
def test_dates_in_the_wrong_order(text: str) -> None:
    assert [line for line, _ in found("date-order", text)] == [ORDER_WRONG[text]]


ORDER_RIGHT = [
    "**Start:** Jan 5, 2026\n**Due:** Feb 10, 2026",
    "**Start:** Jan 5, 2026\n**Due:** Jan 5, 2026",
    "**Start:** Feb 10, 2026\n\n## Other\n\n**Due:** Jan 5, 2026",
    "**Start:** Feb 10\n**Due:** soon",
    "**Start:** Feb 10, 2026\n**Due:** Jan 5, 2026\n**Deadline:** Mar 1, 2026",
    "**Created:** 2026-01-05\n**Updated:** 2026-01-05",
    "**Next Review:** January 17, 2026",
    "**Next Review:** After the survey (Jan 17, 2026)",
    "**Next Review:** Jan 10, 2026",
    "**Next Review:** Nov 15",
    "**Start:** May 1\n**End:** Nov 1",
    "**Last Review:** January 5, 2026",
    "Phase 2 (Dec 29-Jan 2)",
    "Dec 29, 2025 - Jan 2, 2026",
    "(2026-01-20 - 2026-01-05) = 15 days",
    "2026-02-10, 2026-02-01",
    "2026-02-10 and 2026-02-01",
    "Jan 17-13",
    "moved from January 20, 2026 to January 15, 2026",
    "Rolled back from 2026-02-10 to 2026-02-01",
    "**Due:** 2026-02-10 → 2026-02-01",
    "~~2026-02-10 to 2026-02-01~~",
    "`2026-02-10 to 2026-02-01`",
    "**Reported:** 2026-02-10\n**Fixed:** 2026-02-01",
    "| Start | Due |\n|---|---|\n| 2026-01-05 | 2026-02-10 |",
    "| Start | Due |\n|---|---|\n| 2026-02-10 | open |\n| open | 2026-01-05 |",
    "| Start | Due |\n|---|---|\n| 2026-02-10 |",
    "| Start | End | Due |\n|---|---|---|\n| 2026-02-10 | 2026-02-11 | 2026-02-01 |",
    "| Start | Due |\n|---|---|\n| 2026-02-10 | 2026-01-05, now 2026-02-20 |",
    "**Due:** Jan 20, 2026\n**Completed:** Jan 5, 2026",
]


@pytest.mark.parametrize("text", ORDER_RIGHT)
def test_dates_that_are_in_order(text: str) -> None:
    assert found("date-order", text) == []


@pytest.mark.parametrize(
    ("stamp", "around", "wrong"),
    [
        ("2026-03-01", at("2026-01-12"), True),
        ("2026-01-13", at("2026-01-12"), False),  # the next day, in another zone
        ("2026-03-01", at("2026-01-12", unchanged=False), False),
        ("2026-03-01", ALONE, False),
        ("2026-01-10", at("2026-01-12"), False),
        ("2026-03-01 (planned)", at("2026-01-12"), False),
        ("target: 2026-03-01", at("2026-01-12"), False),
    ],
)
def test_a_stamp_cannot_lie_after_its_commit(stamp: str, around: Around, wrong: bool) -> None:
    assert bool(found("date-order", f"**Last Updated:** {stamp}\n", around, head="")) is wrong


@pytest.mark.parametrize("key", ["Release Date", "Completion Date", "Review Date", "Target"])
def test_what_is_planned_may_come(key: str) -> None:
    assert found("date-order", f"**{key}:** 2026-03-01\n", at("2026-01-12"), head="") == []


WEEK = "### This Week (Jan 12-16)\n\n"
DUE_OUTSIDE = [
    "- **Due:** Jan 24, 2026",
    "- **Due:** Jan 17",
    "- **Due:** Jan 11",
    "**Due Date:** 2026-02-01",
    "**Deadline:** January 20",
    "- **ETA:** Jan 19",
    "- **Due:** by Jan 20",
    "- **Target Date:** Jan 20",
    "- [ ] quay\n- **Due:** Jan 20",
    "**Due**: Jan 20",
    "**Owner:** Ada | **Due:** Jan 20",
]


@pytest.mark.parametrize("text", DUE_OUTSIDE)
def test_due_dates_outside_of_their_section(text: str) -> None:
    assert len(found("due-outside-section", WEEK + text)) == 1


DUE_INSIDE = [
    "- **Due:** Jan 12",
    "- **Due:** Jan 16, 2026",
    "- **Due:** Jan 14",
    "- **Due:** soon",
    "- **Due:** Jan 24 (moved)",
    "- **Due:** ~~Jan 14~~ Jan 24",
    "- **Due:** Jan 14 → Jan 24",
    "- **Due:** Jan 24, was Jan 14",
    "- **Due:** Jan 24 (extended)",
    "- **Started:** Jan 5",
    "- **Last Updated:** Jan 10",
    "- due Jan 24",
    "- **Note:** the pier is due Jan 24",
    "- `**Due:** Jan 24`",
    "### Later\n\n#### Other (Jan 19-23)\n\n- **Due:** Jan 20",
    "#### Next (Jan 19-23)\n\n- **Due:** Jan 20",
    "## Other\n\n- **Due:** Jan 24",
    "- **Next Review:** Jan 24",
    "- **Target:** three boats by Jan 24",
    "- **Due:** Q2 2026",
    "#### Next steps\n\n- **Due:** Jan 24",
    "#### Follow-up\n\n- **Due:** Jan 24",
    "### Review of Sprint 1 (Jan 5-9)\n\n- **Due:** Jan 24",
]


@pytest.mark.parametrize("text", DUE_INSIDE)
def test_due_dates_inside_of_their_section(text: str) -> None:
    assert found("due-outside-section", WEEK + text) == []


def test_the_title_of_a_document_is_no_section() -> None:
    text = "# Harbour, January 5-9, 2026\n\n- **Due:** Jan 24, 2026"
    assert found("due-outside-section", text, head="") == []


@pytest.mark.parametrize(
    ("text", "around", "told"),
    [
        ("**Last Updated:** 2026-01-10", at("2026-01-10", "2026-04-03"), True),
        ("**Updated:** 2026-01-10", at("2026-01-10", "2026-02-20"), True),
        ("**Last Modified:** Jan 10, 2026", at("2026-01-10", "2026-04-03"), True),
        ("**Last Updated:** 2026-01-10", at("2026-01-10", "2026-02-05"), False),
        ("**Last Updated:** 2026-01-10", at("2026-01-10", "2026-04-03", unchanged=False), False),
        ("**Last Updated:** 2026-01-10", ALONE, False),
        ("**Date:** 2026-01-10", at("2026-01-10", "2026-04-03"), False),
        ("**Last Updated:** Jan 10", at("2026-01-10", "2026-04-03"), False),
        ("**Last Updated:** 2025-01-10", at("2026-01-10"), False),  # wrong-year has it
        (
            "**Last Updated:** 2026-01-10\n\n**Updated:** 2026-04-01",
            at("2026-01-10", "2026-04-03"),
            False,
        ),
    ],
)
def test_stale_stamps_are_only_told(text: str, around: Around, told: bool) -> None:
    (*some,) = findings("stale-stamp", text + "\n", around)
    assert [finding.severity.value for finding in some] == ["info"] * told


RULES = ("weekday-date", "week-range", "wrong-year", "date-order", "due-outside-section")
PIECES: tuple[str, ...] = (
    "Week 1 (",
    "Monday, ",
    "Jan 13",
    "-",
    "17",
    "2026-01-13",
    "13/01/2026",
    "Feb 30",
    ")",
)
PIECES += ("\n", "| ", "**Due:** ", "**Start:** ", "**Date:** ", "### ", "```\n", " (Tue)")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join))
def test_every_document_is_read_and_findings_stand_in_it(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for rule in RULES:
        for finding in findings(rule, text, COMMITTED):
            assert 1 <= finding.column <= len(lines[finding.line - 1])
        fixed(rule, text, COMMITTED)
