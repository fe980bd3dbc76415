"""Counts in headings against what is listed below, and what only looks like a wrong count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, fixed, told

RULE = "heading-count"


def under(heading: str, *lines: str) -> str:
    return "\n".join([heading, "", *lines, "", "## Next", ""])


def items(*names: str) -> list[str]:
    return [f"- {name}" for name in names]


FILES = items("`quay.py`", "`crane.py` - lifts", "docs/tides.md")
ISSUES = items("Crane stuck", "Quay flooded", "Lamp dark", "Rope torn")
TABLE = ["| Issue | Owner |", "|---|---|", "| Crane | Ada |", "| Quay | Bo |", "| Lamp | Cy |"]


def headings(*titles: str) -> list[str]:
    return [line for title in titles for line in (f"### {title}", "", "Text.", "")]


WRONG = [
    (under("## Changed (4 files)", *FILES), "error", "3 files are listed, not 4"),
    (under("## Changed (2 files)", *FILES), "error", "3 files are listed, not 2"),
    (under("## New Files (5)", *FILES), "error", "3 files are listed, not 5"),
    (under("**Changed (4 files):**", *FILES), "error", "3 files are listed, not 4"),
    (under("## Scripts (2 scripts) ✅", *FILES), "error", "3 files are listed, not 2"),
    (
        under("## Changed (2 files)", "1. `a.py` (40 lines)", "2. `b.py` (3 lines)", "3. `c.py`"),
        "error",
        "3 files are listed, not 2",
    ),
    (under("## CRITICAL BLOCKERS (5)", *ISSUES), "warning", "4 are listed, not 5"),
    (under("## Open (3 issues)", *ISSUES), "warning", "4 are listed, not 3"),
    (
        under("## Open (4)", *items("L3-013: crane", "L2-001: quay", "L2-006: lamp")),
        "warning",
        "3 are listed, not 4",
    ),
    (under("## Open (4 issues)", *TABLE), "warning", "3 are listed, not 4"),
    (
        under("## Blockers (4)", *headings("THR-1: Crane", "THR-2: Quay", "THR-3: Lamp")),
        "warning",
        "3 are listed, not 4",
    ),
    (
        under("## Blockers (4)", *headings("1. Crane", "2. Quay", "3. Lamp")),
        "warning",
        "3 are listed, not 4",
    ),
    (
        under("## Updated (5 packages)", "```", "rope: 1", "lamp: 3", "oil: 2", "tar: 9", "```"),
        "warning",
        "4 are listed, not 5",
    ),
    (
        under("## Issues (9)", *headings("Critical (3)", "High (4)")),
        "info",
        "the headings below count 7 together, not 9",
    ),
]

RIGHT = [
    under("## Changed (3 files)", *FILES),
    under("## Blockers (4)", *ISSUES),
    # durations, sizes, points, failures
    under("## Survey (4 hours)", *ISSUES[:3]),
    under("## Survey (5 minutes)", *ISSUES),
    under("## Survey (8 points) ✅", *ISSUES),
    under("## Survey (1,438 lines total)", *ISSUES),
    under("## Survey (120 lines, 0% covered)", *ISSUES),
    under("## Broken (3 failures)", *ISSUES),
    under("## Passing Tests (141)", *ISSUES),
    # qualified counts
    under("## Blockers (5, not 2)", *ISSUES),
    under("## Blockers (top 5)", *ISSUES),
    under("## Blockers (5 more)", *ISSUES),
    under("## Blockers (3 of 5)", *ISSUES),
    under("## Blockers (max 5)", *ISSUES),
    # several in one entry
    under("## Blockers (5)", *ISSUES[:3], "- … and 2 more"),
    under("## Blockers (5)", *ISSUES[:3], "- others"),
    under("## Blockers (5)", *ISSUES[:3], "- Ropes 4-5"),
    under("## Blockers (5)", *ISSUES[:3], "- Torn rope ×2"),
    under("## Blockers (5)", *ISSUES[:3], "- Dark lamp (2 of them)"),
    under("## Blockers (5)", *ISSUES[:3], "- Rope / Chain"),
    under("## Changed (4 files)", *FILES[:2], "- `a.md`, `b.md`"),
    under("## Changed (9 files)", *FILES[:2], "- `docs/*.md`"),
    under("## Changed (4 files)", *FILES[:2], "- `a.{c,h}`"),
    # the last one is no entry
    under("## Changed (3 files)", *FILES, "- Subtotal: 40 lines"),
    # nested details are no entries
    under("## Changed (2 files)", "- `a.py`", "  - one", "  - two", "- `b.py`", "  - three"),
    under("## Blockers (2)", "- Crane", "  - one", "  - two", "- Quay", "  - three"),
    # grandchildren
    under("## Issues (4)", *headings("Critical", "High")),
    under("## Issues (7)", *headings("Critical (3)", "High (4)")),
    under("## Issues (2)", *headings("Critical (3)", "High (4)")),
    # a heading that stands for several
    under("## Issues (5)", *headings("L-1: Crane", "L-2 through L-4: Quays", "L-5: Lamp")),
    # two lists, of which one is meant
    under("## Changed (4 files)", *FILES, "", "Why:", "", "1. Rounding"),
    # areas of files
    under("## Core (18 Python files)", *items("Survey", "Dredging", "Paving")),
    # tables whose rows count for themselves
    under("## Open (9 issues)", "| Area | Count |", "|---|---|", "| North | 4 |", "| South | 5 |"),
    under("## Open (4 issues)", *TABLE, "| Total | 3 |"),
    # far off: something else is counted
    under("## Blockers (30)", *ISSUES),
    # no list at all, a year, a number in the middle
    under("## Blockers (4)", "Text."),
    under("## Review (2025)", *ISSUES),
    under("## Phase (2) of the plan", *ISSUES),
]


@pytest.mark.parametrize(("text", "severity", "message"), WRONG)
def test_a_wrong_count_is_found(text: str, severity: str, message: str) -> None:
    assert told(RULE, text) == [(1, severity, message)]


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_unclear_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


def test_the_count_of_files_is_put_right() -> None:
    assert fixed(RULE, under("## Changed (4 files)", *FILES)).startswith("## Changed (3 files)\n")


def test_a_count_that_can_be_right_is_left() -> None:
    text = under("## CRITICAL BLOCKERS (5)", *ISSUES)
    assert fixed(RULE, text) == text


def test_the_column_is_that_of_the_count() -> None:
    (finding,) = findings(RULE, under("## Changed (4 files)", *FILES))
    assert (finding.line, finding.column) == (1, 13)


@given(st.integers(2, 12), st.integers(1, 14))
def test_only_the_number_of_files_is_right(listed: int, count: int) -> None:
    names = [f"- `part_{chr(97 + n)}.py`" for n in range(listed)]
    text = under(f"## Changed ({count} files)", *names)
    assert bool(told(RULE, text)) == (count != listed)
    assert f"({listed} files)" in fixed(RULE, text)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, under(f"## Changed (4 files) {text}", f"- {text}", *FILES))
