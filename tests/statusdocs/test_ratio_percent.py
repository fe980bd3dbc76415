"""Shares against their percentages, and what only looks like a wrong one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, told

RULE = "ratio-percent"


def table(header: str, row: str) -> str:
    return f"|{header}|\n|{'---|' * (header.count('|') + 1)}\n|{row}|\n"


WRONG = [
    ("Tests: 58/59 (88.3%)", "58 of 59 is 98.31%, not 88.3%"),
    ("Tests: 58/59 passing (88.3%)", "58 of 59 is 98.31%, not 88.3%"),
    ("- Branches: 267 / 138 (51.8%)", "267 of 138 is 193.48%, not 51.8%"),
    ("3 of 5 piers done (75%)", "3 of 5 is 60%, not 75%"),
    ("3 out of 5 (50%)", "3 of 5 is 60%, not 50%"),
    ("**Progress:** 75% (3/5)", "3 of 5 is 60%, not 75%"),
    ("75% complete (3/5 piers)", "3 of 5 is 60%, not 75%"),
    ("1,200/2,000 lines (55%)", "1,200 of 2,000 is 60%, not 55%"),
    ("Piers: 8 of 60 repaired - 23.3%", "8 of 60 is 13.33%, not 23.3%"),
    ("Piers: 8/60 = 23%", "8 of 60 is 13.33%, not 23%"),
    (table("Pier|Done|%", "North|3/5|50%"), "3 of 5 is 60%, not 50%"),
    (table("Pier|Tests|Pass Rate", "North|✅ 58/59|88.3%"), "58 of 59 is 98.31%, not 88.3%"),
    (table("Pier|Total|Passed|Pass rate", "North|40|30|70%"), "30 of 40 is 75%, not 70%"),
]

RIGHT = [
    "- On 5/6 (50% rollout)",
    "- Version 1/2 (100%)",
    "- Rated 4/5 (92%)",
    "- up to 30/60 (90%) days",
    "Tests: 58/59 (98.3%)",
    "Tests: 58/59 (98%)",
    # any way of rounding
    "Tests: 6/7 (86%)",
    "Tests: 6/7 (85%)",
    "Tests: 6/7 (85.7%)",
    "Tests: 6/7 (85.8%)",
    "Tests: 2/3 (66.66%)",
    "Tests: 1/2 (50.0%)",
    # the rest
    "Done: 1/4 (75% left)",
    # the percentage of something else
    "All pass (11/11 tests, coverage 70%)",
    "Coverage 70% and 3/5 piers done",
    "3/5 piers done, coverage (70%)",
    "Phase 2 of 4 (75%)",
    "Week 3/5 (20%)",
    "Quality: 6/10 → 8.5/10 (31% better)",
    "Reduced to 3 of 5 (75% less)",
    "96% (57/59, 2 skipped)",
    "3/5 (75%, weighted)",
    # rough ones
    "3/5 (~75%)",
    "3/5 (>50%)",
    "about 75%+ (3/5)",
    # dates, versions, paths, round the clock
    "24/7 (99.9%)",
    "2024/05 (12%)",
    "12/25/2025 (12%)",
    "docs/3/4 (12%)",
    "v1/2 (12%)",
    # no percentage behind it, nothing to share
    "3/5 (piers)",
    "3/0 (10%)",
    "3 of 5% (12%)",
    # tables
    table("Pier|Done|%", "North|3/5|60%"),
    table("Pier|Tests|Coverage", "North|3/5|50%"),
    table("Pier|Tests|Pass rate", "North|3/5|~50%"),
    table("Pier|Tests|Pass rate", "North|3/5 and 2/4|50%"),
    table("Pier|Total|Passed|Pass rate", "North|40|30|75%"),
    table("Pier|Total|Passed|Skipped|Pass rate", "North|40|30|10|100%"),
    table("Pier|Total|Passed|Pass rate", "North|many|30|70%"),
    table("Pier|Done|%", "North"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_percentage_is_found(text: str, message: str) -> None:
    ((_, severity, said),) = told(RULE, text)
    assert (severity, said) == ("error", message)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_of_something_else_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


def test_the_column_is_that_of_the_percentage() -> None:
    (finding,) = findings(RULE, "Tests: 58/59 (88.3%)")
    assert (finding.line, finding.column) == (1, 15)
    (finding,) = findings(RULE, table("Pier|Done|%", "North|3/5|50%"))
    assert (finding.line, finding.column) == (3, 12)


@given(st.integers(0, 400), st.integers(25, 400), st.integers(0, 2), st.booleans())
def test_any_rounding_is_right(part: int, whole: int, digits: int, up: bool) -> None:
    exact = Fraction(100 * part, whole) * 10**digits
    shown = Fraction(-(-exact // 1) if up else exact // 1, 10**digits)
    text = f"{float(shown):.{digits}f}"
    assert told(RULE, f"Tests: {part}/{whole} ({text}%)") == []


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, f"Tests: 58/59 {text} (88.3%)\n\n" + table("Pier|Done|%", f"{text}|3/5|50%"))


def test_figures_of_thousands_of_digits_are_none() -> None:
    assert told(RULE, f"{'1' * 5000}/2 ({'5' * 5000}%)") == []
