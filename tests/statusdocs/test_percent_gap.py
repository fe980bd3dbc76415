"""Gaps between a percentage and its target, and what only looks like a wrong one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, fixed, told

RULE = "percent-gap"

WRONG = [
    ("Coverage 9.81% (target: 70%, gap: 61.19%)", "60.19"),
    ("Coverage at 9.81% (target: 70%, gap: -61.19%)", "60.19"),
    ("- 🔴 Coverage 40% (target 70%, gap 20%)", "30"),
    ("Coverage: 40%, goal: 70%, gap: 35%", "30"),
    ("Gap: 20% (target 70%, now 40%)", "30"),
    ("Coverage 40 % (target: 70 %, gap: 20 %)", "30"),
    ("Coverage 40.5% (target: 70%, gap: 28.5%)", "29.5"),
    ("Coverage 90% (target: 70%, gap: 10%)", "20"),
    ("Target: 70%, coverage 40%, a gap of 20%", "30"),
    ("**Coverage:** 40% (goal of 70%, gap of 25%)", "30"),
]

RIGHT = [
    "Score 40% (target: 60%, gap: 33%)",
    "Coverage 9.81% (target: 70%, gap: 60.19%)",
    "Coverage 9.81% (target: 70%, gap: -60.19%)",
    # any way of rounding
    "Coverage 9.81% (target: 70%, gap: 60%)",
    "Coverage 9.81% (target: 70%, gap: 61%)",
    "Coverage 9.81% (target: 70%, gap: 60.2%)",
    "Coverage 9.81% (target: 70%, gap: 60.1%)",
    # beyond the target
    "Coverage 80% (target: 70%, gap: 10%)",
    # rough ones
    "Coverage ~40% (target: 70%, gap: 20%)",
    "Coverage >40% (target: 70%, gap: 20%)",
    "Coverage 40% (target: 70%, gap: ~20%)",
    "Coverage 40% (target: 70%+, gap: 20%)",
    "Coverage 40% (target: 70-80%, gap: 20%)",
    # which one is meant?
    "Coverage 40%, then 50% (target: 70%, gap: 25%)",
    "Coverage 30-40% (target: 70%, gap: 25%)",
    # no target, no value, no gap, no percentage
    "Coverage 40%, gap 25%",
    "Target 70%, gap 25%",
    "Coverage 40% (target: 70%)",
    "Coverage 40 (target: 70, gap: 20)",
    "Mind the gap: 20% of 70% is 40%",
    # in points, in another unit
    "Coverage 40% (target: 70%, gap: 12 files)",
    # a table
    "| Coverage 40% | target: 70% | gap: 20% |",
    # relative to the target
    "Coverage 40% (target: 70%, gap: 43% of the target)",
]


@pytest.mark.parametrize(("text", "gap"), WRONG)
def test_a_wrong_gap_is_found_and_put_right(text: str, gap: str) -> None:
    (finding,) = findings(RULE, text)
    assert finding.severity.value == "error"
    assert finding.evidence["replacement"]["after"] == gap  # type: ignore[index, call-overload]
    assert told(RULE, fixed(RULE, text)) == []


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_unclear_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


def test_the_fix_changes_the_gap_only() -> None:
    assert fixed(RULE, WRONG[1][0]) == "Coverage at 9.81% (target: 70%, gap: -60.19%)"


@given(st.decimals(0, 100, places=2, allow_nan=False), st.integers(0, 100), st.integers(-300, 300))
def test_only_the_difference_is_right(value: Decimal, target: int, off: int) -> None:
    gap = abs(target - value) + Decimal(off) / 100
    if gap >= 0:
        text = f"Coverage {value}% (target: {target}%, gap: {gap}%)"
        if off == 0:
            assert told(RULE, text) == []
        assert told(RULE, fixed(RULE, text)) == []


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, f"Coverage 40% {text} (target: 70%, gap: 20%)")


def test_figures_of_thousands_of_digits_are_none() -> None:
    assert told(RULE, f"Coverage {'1' * 5000}% (target: 70%, gap: 20%)") == []
