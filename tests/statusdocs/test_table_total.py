"""Totals of tables against their columns, and what only looks like a wrong total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, fixed, told

RULE = "table-total"


def table(header: str, *rows: str) -> str:
    """A table of rows with ``/`` between their cells; its first row is line 3."""
    lines = [header, "/".join("-" * 3 for _ in header.split("/")), *rows]
    return "\n".join(
        f"| {' | '.join(cell.strip() for cell in line.split('/'))} |" for line in lines
    )


WRONG = [
    (table("Part/Tests", "A/6", "B/31", "C/29", "**Total**/**63**"), (6, "error", "66")),
    (table("Part/Tests", "A/6", "B/31", "Sum/40"), (5, "error", "37")),
    (table("Part/Cost", "A/$1,200", "B/$800", "TOTAL/$2,100"), (5, "error", "2,000 $")),
    (table("Part/Effort", "A/6-8 h", "B/4-6 h", "Total/10-15 h"), (5, "error", "10 to 14 h")),
    (table("Part/Effort", "A/1.5 hours", "B/30 min", "Total/2.3 hours"), (5, "error", "2 hours")),
    (table("Part/Effort (h)", "A/4-6", "B/3-4", "Total/7-11 hours"), (5, "error", "7 to 10 hours")),
    (table("Part/Size", "A/108 KB", "B/16 MB", "Total/17.8 MB"), (5, "error", "16.11 MB")),
    (table("Part/Tests", "A/~60", "B/~66", "Total/~96"), (5, "warning", "126")),
    (table("Part/Days", "A/3 days", "B/4 days", "Grand total/8 days"), (5, "error", "7 days")),
    (table("#/Part/Tests", "1/A/6", "2/B/31", " /Total/38"), (5, "error", "37")),
    (table("Part/Pass/Fail", "A/6/1", "B/31/2", "Total/37/4"), (5, "error", "3")),
    (table("Part/Tests", "A/6", "B/3", "Subtotal/9", "C/4", "D/4", "Total/18"), (8, "error", "17")),
]

RIGHT = [
    table("T/Net/Gross", "A/6/10", "B/8/20", "C (cancelled)/4/5", "Total/14/35"),
    table("T/Net/Gross", "A/6/10", "B/8/20", "C/4/5", "Total (excl. C)/14/35"),
    table("Part/Tests", "A/6", "B/31", "C/29", "**Total**/**66**"),
    table("Part/Cost", "A/$1,200", "B/$800", "Total/$2,000"),
    table("Part/Effort", "A/6-8 h", "B/4-6 h", "Total/10-14 h"),
    table("Part/Effort", "A/2 hours", "B/45 min", "Total/2.75 hours"),
    table("Part/Effort (h)", "A/4-6", "B/3-4", "Total/7-10 hours"),
    # rounded, up and down, and the parts rounded themselves
    table("Part/Effort", "A/1.5 hours", "B/1.25 hours", "Total/3 hours"),
    table("Part/Time", "A/20.2s", "B/29.3s", "Total/49.49s"),
    table("Part/Size", "A/512 KB", "B/1.5 MB", "Total/2 MB"),
    # rough
    table("Part/Tests", "A/~60", "B/~66", "Total/~125"),
    table("Part/Tests", "A/70", "B/55", "Total/120+"),
    # percentages, shares, averages
    table("Part/Coverage", "A/60%", "B/80%", "Total/70%"),
    table("Part/Passed", "A/5 of 6", "B/8 of 9", "Total/13 of 15"),
    table("Part/Tests", "A/6", "B/30", "Overall/18"),
    table("Part/Score", "A/6", "B/8", "Total/7"),
    # metrics that are called total
    table("Metric/Value", "Win rate/60", "Trades/14", "Total return/23"),
    table("Metric/Value", "Passed/9", "Failed/5", "Total runs/21"),
    table("Metric/Value", "Tests/9", "Total tests/14", "Files/3"),
    # cells with words, two amounts, a sign, a rate
    table("Part/Files", "A/3 new, 2 old", "B/4", "Total/8"),
    table("Part/Files", "A/several", "B/4", "Total/8"),
    table("Part/Change", "A/+3", "B/-4", "Total/+8"),
    table("Part/Cost", "A/$3 a month", "B/$4 a month", "Total/$80"),
    table("Part/Effort", "A/3 days", "B/4 hours", "Total/5 days"),
    table("Part/Due", "A/2025-12-01", "B/2025-12-02", "Total/3"),
    # one part only, none at all
    table("Part/Tests", "A/6", "Total/9"),
    table("Part/Tests", "Total/9", "A/3", "B/4"),
    # dashes stand for nothing
    table("Part/Tests", "A/6", "B/-", "C/n/a".replace("n/a", "none"), "D/4", "Total/10"),
    # subtotals
    table("Part/Tests", "A/6", "B/3", "Subtotal/9", "C/4", "D/4", "Total/17"),
    table("Part/Tests", "A/6", "B/3", "Subtotal/9", "C/4", "D/4", "Subtotal/8", "Total/17"),
    # the time from first to last: they overlap
    table("Part/Duration", "A/Week 1", "B/Week 1-2", "Total/2 weeks"),
    # a total far above: of more than is shown
    table("Part/Tests", "A/6", "B/31", "Total/400"),
    # a remark in brackets
    table("Part/Tests", "A/6 (2 new)", "B/31", "Total/37 (all)"),
    # no table
    "Total | 63",
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_wrong_total_is_found(text: str, expected: tuple[int, str, str]) -> None:
    ((line, severity, message),) = told(RULE, text)
    assert (line, severity, message) == (*expected[:2], f"the column adds up to {expected[2]}")


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_unclear_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


def test_a_total_is_put_right_where_another_column_fits() -> None:
    text = table("Part/Pass/Fail", "A/6/1,000", "B/31/2", "**Total**/**37**/**1,004**")
    assert fixed(RULE, text) == text.replace("1,004", "1,002")


def test_a_subtotal_is_left_because_the_total_below_would_be_wrong_then() -> None:
    text = table("Part/A/B", "A/1/1", "B/2/2", "Subtotal/3/4", "C/5/5", "Total/8/9")
    assert len(told(RULE, text)) == 1
    assert fixed(RULE, text) == text


def test_a_lonely_total_is_left_because_a_part_can_be_wrong() -> None:
    text = WRONG[0][0]
    assert fixed(RULE, text) == text


def test_the_column_is_that_of_the_cell() -> None:
    (finding,) = findings(RULE, WRONG[0][0])
    assert (finding.line, finding.column) == (6, 15)


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6), st.integers(-9, 9))
def test_only_the_sum_is_right(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    rows = [f"Part {number}/{part}/1" for number, part in enumerate(parts)]
    text = table("Part/Tests/Runs", *rows, f"Total/{total}/{len(parts)}")
    if off == 0:
        assert told(RULE, text) == []
    elif 0 < total <= 2 * sum(parts) and abs(total - sum(parts) / len(parts)) > 1:
        assert len(told(RULE, text)) == 1
        assert f"| {sum(parts)} |" in fixed(RULE, text)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, f"| a | b |\n|---|---|\n| {text} | 3 |\n| c | {text} |\n| Total | {text} |\n")
