"""Amounts in a line of text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.statusdocs.values.amounts import (
    MIXED,
    find_amounts,
    find_ratios,
    is_rounded,
    last_digit,
    number,
    spell,
)

# text, the stretch that is the amount, low, high, family
EXACT = [
    ("Effort: 6-8 hours", "6-8 hours", 360, 480, "time"),
    ("6 – 8 hours", "6 – 8 hours", 360, 480, "time"),
    ("6 to 8 hours", "6 to 8 hours", 360, 480, "time"),
    ("**Estimate:** 8h", "8h", 480, 480, "time"),
    ("(1.5 h)", "1.5 h", 90, 90, "time"),
    ("2 hrs 30 min", "2 hrs 30 min", 150, 150, "time"),
    ("2h30m", "2h30m", 150, 150, "time"),
    ("2h 30m", "2h 30m", 150, 150, "time"),
    ("1 hour and 15 minutes", "1 hour and 15 minutes", 75, 75, "time"),
    ("1h-2h", "1h-2h", 60, 120, "time"),
    ("30min-1h", "30min-1h", 30, 60, "time"),
    ("0.5-1h", "0.5-1h", 30, 60, "time"),
    ("90 seconds", "90 seconds", Fraction(3, 2), Fraction(3, 2), "time"),
    ("a 4-hour outage", "4-hour", 240, 240, "time"),
    ("2-3 weeks", "2-3 weeks", 2, 3, "weeks"),
    ("3 days", "3 days", 3, 3, "days"),
    ("$16,800-$25,200", "$16,800-$25,200", 16_800, 25_200, "$"),
    ("€1.5k", "€1.5k", 1500, 1500, "€"),
    ("$1.2M", "$1.2M", 1_200_000, 1_200_000, "$"),
    ("$5m", "$5m", 5_000_000, 5_000_000, "$"),
    ("US$500", "US$500", 500, 500, "$"),
    ("$ 5", "$ 5", 5, 5, "$"),
    ("500 EUR", "500 EUR", 500, 500, "€"),
    ("2 million", "2 million", 2_000_000, 2_000_000, "count"),
    ("9.81%", "9.81%", Fraction("9.81"), Fraction("9.81"), "percent"),
    ("10-15 %", "10-15 %", 10, 15, "percent"),
    ("1,234,567", "1,234,567", 1_234_567, 1_234_567, "count"),
    ("1.7 MB", "1.7 MB", 1_700_000, 1_700_000, "bytes"),
    ("4 KiB", "4 KiB", 4096, 4096, "bytes"),
    ("Done in 10.", "10", 10, 10, "count"),
]

ROUGH = [
    "~16 hours",
    "≈ 3 h",
    "about 3 h",
    "approx. 3 h",
    "ca. 3 h",
    "up to 3 h",
    "less than 3 h",
    "< 5 min",
    "11+",
    "2h+",
    "5+ days",
    "3 hours or so",
    "~2-3h",
]

NO_AMOUNT = [
    "2025-12-01",
    "12/25/2025",
    "v1.2.3",
    "1.2.3",
    "THR-42",
    "#42",
    "GPT-4",
    "docs/3/4",
    "at 9:00",
    "9:00-17:00",
    "10x",
    "3rd",
    "58/59",
    "1,2",
    "12,34",
    "100-200px",
    "sha 4f3a2b",
    "1" * 5000,
    "1," * 5000 + "111",
]


@pytest.mark.parametrize(("text", "stretch", "low", "high", "family"), EXACT)
def test_an_amount_is_exact(
    text: str, stretch: str, low: Fraction, high: Fraction, family: str
) -> None:
    (amount,) = find_amounts(text)
    assert text[amount.start : amount.end] == stretch
    assert (amount.low, amount.high, amount.family) == (low, high, family)
    assert not amount.about


@pytest.mark.parametrize("text", ROUGH)
def test_what_is_called_rough_is_rough(text: str) -> None:
    (amount,) = find_amounts(text)
    assert amount.about
    assert (amount.start, amount.end) == (0, len(text))


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_names_and_dates_are_no_amounts(text: str) -> None:
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("$150/hr", "hr"),
        ("$284,400/year", "year"),
        ("8 hours per week", "week"),
        ("$10 a month", "month"),
        ("5 min / test", "test"),
    ],
)
def test_a_rate_says_per_what(text: str, per: str) -> None:
    (amount,) = find_amounts(text)
    assert amount.per == per


def test_a_span_between_units_that_nobody_can_convert() -> None:
    (amount,) = find_amounts("3 days to 2 weeks")
    assert amount.family == MIXED


def test_a_sign_is_told() -> None:
    assert [amount.sign for amount in find_amounts("-60.19% and +200 lines")] == ["-", "+"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("58/59 tests", [(58, 59)]),
        ("3 of 5", [(3, 5)]),
        ("3 out of 5", [(3, 5)]),
        ("1,000/1,024", [(1000, 1024)]),
        ("24/7", []),
        ("2024/05", []),
        ("12/25/2025", []),
        ("docs/3/4", []),
        ("v1/2", []),
        ("3/0", []),
        ("5 of 10%", []),
        ("$3/5", []),
    ],
)
def test_ratios(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(int(r.part), int(r.whole)) for r in find_ratios(text)] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(18_000), "18,000"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "0.33"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(299_999, 100_000), "3"),
    ],
)
def test_spelling(value: Fraction, expected: str) -> None:
    assert spell(value) == expected


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_what_is_spelled_is_read_again(value: object) -> None:
    exact = Fraction(str(value))
    assert number(spell(exact)) == exact
    (amount,) = find_amounts(f"{spell(exact)} hours")
    assert amount.low == exact * 60


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_any_way_of_rounding_is_right(part: int, whole: int, digits: int) -> None:
    exact = Fraction(part, whole)
    down = Fraction(exact * 10**digits // 1, 10**digits)
    up = -(Fraction(-exact * 10**digits // 1, 10**digits))
    step = Fraction(1, 10**digits)
    assert is_rounded(down, step, exact)
    assert is_rounded(up, step, exact)
    assert not is_rounded(down - step, step, exact)
    assert last_digit("9.81") == Fraction(1, 100)


@given(st.text())
def test_any_text_has_amounts_inside_of_it(text: str) -> None:
    ends = [(amount.start, amount.end) for amount in find_amounts(text)]
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in ends)
    list(find_ratios(text))
