"""Numbers that do not follow, and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, fixed, told

RULE = "numbering"


def headings(*titles: str) -> str:
    return "# Plan\n\n" + "\n\n".join(f"## {title}\n\nText." for title in titles) + "\n"


def numbered(*numbers: int, mark: str = ".") -> str:
    return "".join(f"{number}{mark} Step\n" for number in numbers)


WRONG = [
    (headings("Phase 1: Survey", "Phase 3: Quay"), [(7, "number 3 follows 1")]),
    (headings("Phase 1 - Survey", "Phase 3 - Quay"), [(7, "number 3 follows 1")]),
    (headings("BUG #5: Crane", "BUG #7: Quay"), [(7, "number 7 follows 5")]),
    (headings("1. Survey", "2. Dredge", "2. Pave"), [(11, "number 2 follows 2")]),
    (headings("1) Survey", "3) Dredge"), [(7, "number 3 follows 1")]),
    (headings("Step 1: a", "Step 2: b", "Step 4: c"), [(11, "number 4 follows 2")]),
    (
        headings("Option 1: a", "Option 3: b", "Option 2: c"),
        [(7, "number 3 follows 1"), (11, "number 2 follows 3")],
    ),
    (headings("✅ 1. Survey", "✅ 3. Dredge"), [(7, "number 3 follows 1")]),
    (numbered(1, 2, 4), [(3, "number 4 follows 2")]),
    (numbered(1, 2, 2, 3), [(3, "number 2 follows 2")]),
    (numbered(7, 8, 4, 5), [(3, "number 4 follows 8")]),
    (numbered(1, 3, mark=")"), [(2, "number 3 follows 1")]),
    ("- [ ] Text\n\n1. [ ] a\n3. [x] b\n", [(4, "number 3 follows 1")]),
]

RIGHT = [
    headings("Phase 1: Survey", "Phase 2: Quay", "Phase 3: Crane"),
    headings("1. Survey", "2. Dredge", "3. Pave"),
    # from anywhere
    headings("Phase 0: Survey", "Phase 1: Quay"),
    headings("Phase 4: Survey", "Phase 5: Quay"),
    headings("Steps", "Day 4: Survey"),
    numbered(0, 1, 2),
    numbered(5, 6, 7),
    # lazy
    numbered(1, 1, 1),
    numbered(0, 0, 0),
    # a list goes on behind a heading or a label
    numbered(1, 2) + "\n## Next\n\n" + numbered(3, 4),
    numbered(1, 2) + "\n**Next:**\n\n" + numbered(3, 4),
    # two lists
    numbered(1, 2) + "\nText.\n\n" + numbered(1, 2),
    numbered(1, 2) + "\n## Next\n\n" + numbered(1, 2),
    # nested ones
    "1. a\n   1. b\n   2. c\n2. d\n   1. e\n",
    # sections of their own
    "## A\n\n### Phase 1: a\n\n### Phase 2: b\n\n## B\n\n### Phase 1: c\n\n### Phase 2: d\n",
    "## A\n\n### Phase 1: a\n\n## B\n\n### Phase 3: c\n",
    # begun again
    headings("Step 1: a", "Step 2: b", "Summary", "Step 1: c", "Step 2: d"),
    # counted down
    headings("Option 3: c", "Option 2: b", "Option 1: a"),
    # numbers that are names
    headings("Day 1: a", "Day 4: b", "Day 30: c"),
    headings("Week 1: a", "Week 5: b"),
    headings("Sprint 3: a", "Sprint 7: b"),
    headings("Layer 1: a", "Layer 4: b"),
    headings("Priority 0: a", "Priority 2: b"),
    headings("v1: a", "v3: b"),
    # different words
    headings("Phase 1: a", "Step 3: b"),
    # years, versions, tickets, counts, spans
    headings("2024: a", "2026: b"),
    headings("1.2 a", "1.4 b"),
    headings("THR-1: a", "THR-5: b"),
    headings("3 piers", "5 cranes"),
    headings("Phases 1-3: a", "Phases 5-7: b"),
    # in code
    "```\n" + numbered(1, 3) + "```\n",
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_number_that_does_not_follow_is_told(text: str, expected: list[tuple[int, str]]) -> None:
    assert told(RULE, text) == [(line, "info", message) for line, message in expected]


@pytest.mark.parametrize("text", RIGHT)
def test_what_follows_or_is_a_name_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (numbered(1, 2, 2, 3), numbered(1, 2, 3, 4)),
        (numbered(1, 2, 2, 3, 3, 4), numbered(1, 2, 3, 4, 5, 6)),
        (numbered(4, 4, 5), numbered(4, 5, 6)),
        ("1. [ ] a\n1. [x] b\n2. [ ] c\n", "1. [ ] a\n2. [x] b\n3. [ ] c\n"),
        # what is referred to keeps its number
        (numbered(1, 2, 2, 3) + "\nSee step 3.\n", numbered(1, 2, 2, 3) + "\nSee step 3.\n"),
        # which one is wrong?
        (numbered(1, 2, 4), numbered(1, 2, 4)),
        (numbered(1, 2, 2, 4), numbered(1, 2, 2, 4)),
        (numbered(7, 8, 4, 5), numbered(7, 8, 4, 5)),
        (headings("1. a", "2. b", "2. c"), headings("1. a", "2. b", "2. c")),
    ],
)
def test_a_list_is_numbered_anew_where_it_only_repeats(before: str, after: str) -> None:
    assert fixed(RULE, before) == after


def test_the_column_is_that_of_the_number() -> None:
    (finding,) = findings(RULE, WRONG[2][0])
    assert (finding.line, finding.column) == (7, 9)


@given(st.integers(0, 90), st.lists(st.booleans(), min_size=2, max_size=12))
def test_repeats_are_the_only_thing_that_is_fixed(first: int, steps: list[bool]) -> None:
    numbers = [first]
    for step in steps:
        numbers.append(numbers[-1] + step)
    text = numbered(*numbers)
    if len(set(numbers)) == 1:
        assert told(RULE, text) == []
    else:
        assert fixed(RULE, text) == numbered(*range(first, first + len(numbers)))


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, f"1. a\n3. {text}\n\n## Phase 1: {text}\n\n## Phase 3: {text}\n{text}")
