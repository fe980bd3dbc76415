"""Totals of hours, money, lines and the like, and what only looks like a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, fixed, told

RULE = "hour-sum"


def listed(*lines: str) -> str:
    return "# Plan\n\n" + "\n".join(lines) + "\n"


def code(*lines: str) -> str:
    return listed("```", *lines, "```")


# text, line of the total, severity, what it adds up to
WRONG = [
    (
        listed(
            "- Dredge: 6 hours", "- Pave: 8 hours", "- Paint: 4 hours", "", "**Total:** 20 hours"
        ),
        (7, "error", "18 hours"),
    ),
    (
        listed("1. Dredge - 6-8 hours", "2. Pave - 4-6 hours", "", "**Total: 10-16 hours**"),
        (6, "error", "10 to 14 hours"),
    ),
    (
        listed("- Dredge: ~6 hours", "- Pave: ~4 hours", "", "**Total Effort:** ~14 hours"),
        (6, "warning", "10 hours"),
    ),
    (
        listed("- Dredge: 1.5 h", "- Pave: 45 min", "- Paint: 15 min", "- Total: 3.5 h"),
        (6, "error", "2.5 h"),
    ),
    (
        code("Week 1:", "├─ Dredge - 4-6 hours", "├─ Pave - 2-3 hours", "└─ TOTAL: 6-10 hours"),
        (7, "error", "6 to 9 hours"),
    ),
    (
        code("├─ Pave (30-minute test) - 2-4 hours", "├─ Log - 4-6 hours", "└─ TOTAL: 6-12 hours"),
        (6, "error", "6 to 10 hours"),
    ),
    (
        listed("- Dredge: $1,200", "- Pave: $800", "", "**Total cost:** $2,100"),
        (6, "error", "2,000 $"),
    ),
    (
        listed("- `a.py` (120 lines)", "- `b.py` (80 lines)", "", "**Total:** 210 lines"),
        (6, "error", "200 lines"),
    ),
    (
        listed("- Dredge: 3 days", "- Pave: 4 days", "", "**Total:** 8 days"),
        (6, "error", "7 days"),
    ),
    (
        listed("- Maps: 12 MB", "- Charts: 4 MB", "", "**Total size:** 18 MB"),
        (6, "error", "16 MB"),
    ),
    (
        listed("- Dredge: 8 hours/month", "- Pave: 3 hours/month", "- **Total: 13 hours/month**"),
        (5, "error", "11 hours"),
    ),
    (
        listed("- North: 12 test cases", "- South: 9 test cases", "- **Subtotal: 23 tests**"),
        (5, "error", "21 tests"),
    ),
    (
        code(
            "Dredge: 4 hours",
            "Pave: 2 hours",
            "TOTAL: 6 hours",
            "Log: 3 hours",
            "Sand: 5 hours",
            "TOTAL: 8 hours",
            "GRAND TOTAL: 16 hours",
        ),
        (10, "error", "14 hours"),
    ),
]

RIGHT = [
    listed("- Dredge: 6 hours", "- Pave: 8 hours", "", "**Total:** 14 hours"),
    listed("- Dredge: 6-8 hours", "- Pave: 4 hours", "", "**Total:** 10-12 hours"),
    # mixed units
    listed("- Dredge: 1 hour", "- Pave: 30 min", "- Paint: 45 min", "- Total: 2.25 hours"),
    listed("- Dredge: 1 hour", "- Pave: 30 min", "- Total: 1h 30m"),
    # rounded to full hours, up and down
    listed("- Dredge: 1.5 hours", "- Pave: 1.25 hours", "", "**Total:** 3 hours"),
    listed("- Dredge: 1.5 hours", "- Pave: 1.25 hours", "", "**Total:** 2 hours"),
    # rough
    listed("- Dredge: ~6 hours", "- Pave: ~7 hours", "", "**Total:** ~14 hours"),
    listed("- Dredge: 6 hours", "- Pave: 7 hours", "", "**Total:** < 20 hours"),
    listed("- Dredge: 6 hours", "- Pave: 7 hours", "", "**Total:** up to 16 hours"),
    # an old estimate in brackets
    listed("- Dredge: 6 hours", "- Pave: 7 hours", "", "**Total:** 13 hours (not 20 hours)"),
    # a part that says nothing of its length
    listed("- Dredge: done", "- Pave: 7 hours", "", "**Total:** 10 hours"),
    listed("- Dredge (long)", "- Pave: 60 lines", "- Log: 40 lines", "", "**Total:** 150 lines"),
    # what is left, and what was spent
    listed("- Spent: 6 hours", "- Left: 9 hours", "", "**Total:** 12 hours"),
    listed("- Dredge: 6 hours", "- Pave: 7 hours", "", "**Total remaining:** 5 hours"),
    # a total of something else
    listed("- Dredge: 6 hours", "- Pave: 7 hours", "", "**Total:** 4 people"),
    listed("- Passed: 141 tests", "- Errors: 2 tests", "", "**Total collected:** 141 tests"),
    # rates and totals do not mix
    listed("- Dredge: 8 hours/month", "- Pave: 3 hours/month", "", "**Total:** 132 hours"),
    # far off: about more than the list
    listed("- Dredge: 6 hours", "- Pave: 7 hours", "", "**Total:** 400 hours"),
    # two amounts a line
    listed("- Dredge: 6 hours, then 2 hours more", "- Pave: 7 hours", "", "**Total:** 13 hours"),
    # a total of totals
    code("A: 4 hours", "B: 2 hours", "TOTAL: 6 hours", "C: 3 hours", "TOTAL: 3 hours"),
    code("A: 4 h", "TOTAL: 4 h", "B: 3 h", "TOTAL: 3 h", "GRAND TOTAL: 7 h"),
    # a log is no list of parts
    code("all spawned in 3s", "5s elapsed", "all done in 8s", "Total time: 11s"),
    # compared figures
    code("Dredge: 10ms (old: 8ms)", "Pave: 25ms (old: 30ms)", "Total: 35ms (old: 38ms)"),
    listed("- Dredge: 6 hours → 4 hours", "- Pave: 7 hours", "", "**Total:** 13 hours"),
    # prose
    listed("Totally 6 hours went by. The total of 8 hours was not reached in 4 hours."),
    listed("**Total:** 20 hours"),
    # the phases say it in their headings
    "# Plan\n\n## Dredge (3 hours)\n\n## Pave (4 hours)\n\n## Sum\n\n**Total:** 7 hours\n",
    # a rounded sum of spans
    listed("- A: 15 min", "- B: 4-6 hours", "- C: 2-3 hours", "", "**Total:** 7-10 hours"),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_wrong_total_is_found(text: str, expected: tuple[int, str, str]) -> None:
    ((line, severity, message),) = told(RULE, text)
    assert (line, severity) == expected[:2]
    assert message.endswith(f"add up to {expected[2]}")


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_unclear_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


@pytest.mark.parametrize(
    ("total", "expected"),
    [("14 hours", "10 hours"), ("8-14 h", None), ("0.012k hours", None), ("~15 hours", None)],
)
def test_the_fix_keeps_the_writing(total: str, expected: str | None) -> None:
    text = listed("- Dredge: 6 hours", "- Pave: 4 hours", "", f"**Total:** {total}")
    new = text if expected is None else text.replace(total, expected)
    assert fixed(RULE, text) == new


def test_both_ends_are_fixed() -> None:
    text = listed("- Dredge: 6-8 hours", "- Pave: 4-6 hours", "", "**Total:** 10-16 hours")
    assert fixed(RULE, text).endswith("**Total:** 10-14 hours\n")


def test_a_total_is_left_because_the_total_of_totals_would_be_wrong_then() -> None:
    text = code("A: 4 h", "B: 2 h", "TOTAL: 7 h", "C: 3 h", "TOTAL: 3 h", "GRAND TOTAL: 10 h")
    assert len(told(RULE, text)) == 1
    assert fixed(RULE, text) == text


def test_the_column_is_that_of_the_amount() -> None:
    (finding,) = findings(RULE, WRONG[0][0])
    assert (finding.line, finding.column) == (7, 12)


@given(st.lists(st.integers(1, 50), min_size=2, max_size=8), st.integers(-30, 30))
def test_only_the_sum_is_right(parts: list[int], off: int) -> None:
    total = max(sum(parts) + off, 0)
    items = [
        f"- Part {name}: {hours} hours" for name, hours in zip("ABCDEFGH", parts, strict=False)
    ]
    found = told(RULE, listed(*items, "", f"**Total:** {total} hours"))
    assert not found or total != sum(parts)
    if total != sum(parts) and 0.7 < total / sum(parts) < 1.4:
        assert len(found) == 1


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, text)
    findings(RULE, f"- a: 5 hours\n- b: {text}\n\n**Total:** 9 hours {text}\n")
