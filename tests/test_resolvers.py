"""What each resolver proposes for a region, and where it keeps silent."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.conflicts.resolve import align, items, sides, structure, words
from mergemend.conflicts.resolve.align import chunks
from mergemend.conflicts.resolve.ladder import LADDER, rank
from mergemend.conflicts.resolve.region import Contested, Kind, Lines, Proposal, fold
from mergemend.conflicts.revisions import Pick


def lines(text: str) -> Lines:
    return tuple(re.findall(r"[^\n]*\n|[^\n]+", text))


def region(ours: str, theirs: str, base: str | None = None, **more: object) -> Contested:
    known = None if base is None else lines(base)
    around = {k: lines(v) if type(v) is str else v for k, v in more.items()}
    return Contested(lines(ours), lines(theirs), known, **around)  # type: ignore[arg-type]


def text(proposal: Proposal | None) -> str | None:
    return None if proposal is None else proposal.text


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        ("a  b\n", "a b\n", None, "a  b\n"),
        ("a b\n", "a  b\n", "a b\n", "a  b\n"),
        ("a b \n", "a b\n", "x\n", "a b \n"),
        (
            "if a:\n    b\nc\n",
            "if a:\n  b\n    c\n",
            "if a:\n  b\n  c\n",
            None,
        ),  # it can mean a lot
        ("a\n", "b\n", None, None),
    ],
)
def test_same(ours: str, theirs: str, base: str | None, expected: str | None) -> None:
    assert text(sides.same(region(ours, theirs, base))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        ("a  b\n", "c\n", "a b\n", "c\n"),
        ("c\n", "a\tb\n", "a b\n", "c\n"),
        ("c\n", "d\n", "a\n", None),
        ("c\n", "d\n", None, None),
    ],
)
def test_unchanged(ours: str, theirs: str, base: str | None, expected: str | None) -> None:
    assert text(sides.unchanged(region(ours, theirs, base))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        ("- a\n- b\n", "- a\n", "", "- a\n- b\n"),
        ("- b\n", "- a\n- b\n- c\n", "", "- a\n- b\n- c\n"),
        ("- bee\n", "- be\n", "", None),  # a word is not in another
        ("- a\n- b\n", "- a\n", "- c\n", None),  # something was there before
        ("- a\n- b\n", "- a\n", None, None),  # an unknown base is not an empty one
    ],
)
def test_contained(ours: str, theirs: str, base: str | None, expected: str | None) -> None:
    assert text(sides.contained(region(ours, theirs, base))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        ("v1.2.0\n", "v1.3.0\n", "v1.1.0\n", "v1.3.0\n"),
        ("needs >=1.4 <3.0\n", "needs >=2.0 <2.5\n", "needs >=1.4 <2.5\n", "needs >=2.0 <3.0\n"),
        ("v1.9\n", "v1.10\n", None, "v1.10\n"),
        ("by 2026-03-01\n", "by 2026-02-10\n", None, "by 2026-03-01\n"),
        ("1.0.1 of 5.0.0\n", "1.0.2 of 4.0.0\n", None, None),  # up and down, from an unknown base
        ("Version 1.1\n", "Version 1.2\n", "Version 1.3\n", None),  # down: neither is later
        ("v1.2\n", "v1.2 beta\n", "v1.1\n", None),
        ("line 12\n", "line 14\n", "line 9\n", None),  # no version
        (f"v1.{'1' * 5000}.0\n", f"v1.{'2' * 5000}.0\n", None, f"v1.{'2' * 5000}.0\n"),
        ("score 0.97\n", "score 0.98\n", "score 0.90\n", None),
        ("## 1.2.0\n", "## 1.3.0\n", "", None),  # two entries
        ("| 1.2.0 | x |\n", "| 1.3.0 | x |\n", None, None),
    ],
)
def test_versions(ours: str, theirs: str, base: str | None, expected: str | None) -> None:
    assert text(words.versions(region(ours, theirs, base))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        ("line 12\n", "line 14\n", "line 9\n", "line 14\n"),
        ("12 of 14\n", "10 of 15\n", "10 of 14\n", "12 of 15\n"),
        ("1 left\n", "2 left\n", "3 left\n", None),  # counted down
        ("1 of 5\n", "2 of 4\n", None, None),
    ],
)
def test_counts(ours: str, theirs: str, base: str | None, expected: str | None) -> None:
    assert text(words.counts(region(ours, theirs, base))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        (
            "The big ferry leaves the harbour at noon.\n",
            "The ferry leaves the harbour at night.\n",
            "The ferry leaves the harbour at noon.\n",
            "The big ferry leaves the harbour at night.\n",
        ),
        (  # wrapped elsewhere: the words count
            "The big ferry leaves\nthe harbour at noon.\n",
            "The ferry leaves the harbour\nat night.\n",
            "The ferry leaves the harbour at noon.\n",
            "The big ferry leaves\nthe harbour\nat night.\n",
        ),
        ("one two ten\n", "one two six\n", "one two three\n", None),  # the same word
        ("a, b and d e f\n", "a, b and c e f\n", "a, b e f\n", None),  # both put in at one place
        ("quite another text\n", "one two three six\n", "one two three five\n", None),
        ("| a | 1 | x |\n", "| b | 2 |\n", "| a | 2 |\n", None),  # a column more
    ],
)
def test_words(ours: str, theirs: str, base: str, expected: str | None) -> None:
    assert text(words.words(region(ours, theirs, base))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "more", "expected"),
    [
        ("- a\n", "- b\n", {"before": "## New\n", "after": "- c\n"}, "- a\n- b\n"),
        ("- a\n", "- b\n", {"before": "- z\n", "after": "\nText\n"}, "- b\n- a\n"),
        (
            "- a\n",
            "- b\n",
            {"before": "- z\n", "after": "\n", "incoming_is_trunk": False},
            "- a\n- b\n",
        ),
        ("- a\n- b\n", "- b\n- c\n", {"after": "- d\n"}, "- a\n- b\n- c\n"),  # an item of both once
        ("3. a\n4. b\n", "3. c\n", {"before": "2. z\n"}, "3. a\n4. b\n5. c\n"),
        (  # newest on top, as around
            "## 2026-01-02\nx\n",
            "## 2026-01-03\ny\n",
            {"before": "# Log\n\n", "after": "## 2026-01-01\n\n## 2025-12-31\n"},
            "## 2026-01-03\ny\n\n## 2026-01-02\nx\n",
        ),
        (  # the frame that git has moved out of both
            "one\n",
            "two\n",
            {"shared_before": "\n", "shared_after": "---\n"},
            "one\n---\n\ntwo\n",
        ),
        ("# A title\n", "# Another title\n", {}, None),  # two documents
        ("the ferry is in the harbour\n", "the ferry is at the harbour\n", {}, None),
        ("| a | b |\n", "| a | b | c |\n", {}, None),
        ("3. a\n", "3. c\n", {"before": "2. z\n", "after": "4. y\n"}, None),
        ("- a\n\n## Fixed\n- f\n", "- b\n", {"after": "\n"}, "- b\n- a\n\n## Fixed\n- f\n"),
    ],
)
def test_both(ours: str, theirs: str, more: dict[str, object], expected: str | None) -> None:
    assert text(items.both(region(ours, theirs, "", **more))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (
            "### Fixed\n- a\n",
            "### Added\n- b\n\n### Fixed\n- c\n",
            "### Added\n- b\n\n### Fixed\n- a\n- c\n",
        ),
        ("### North\n- a\n", "### North\n- a\n- b\n", "### North\n- a\n- b\n"),
        ("### North\n- a\n", "### South\n- b\n", None),  # nothing shared
        ("### North\n- a\n", "- b\n", None),
    ],
)
def test_sections(ours: str, theirs: str, expected: str | None) -> None:
    assert text(items.sections(region(ours, theirs, ""))) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "expected"),
    [
        (  # numbers follow
            "1. a\n2. b\n3. d\n",
            "1. b\n2. c\n",
            "1. a\n2. b\n3. c\n",
            "1. b\n2. d\n",
        ),
        (
            "| x | 1 |\n| y | 5 |\n",
            "| x | 3 |\n| y | 2 |\n",
            "| x | 1 |\n| y | 2 |\n",
            "| x | 3 |\n| y | 5 |\n",
        ),
        (  # one section put in before, the next one raised
            "### 2.0\n\nNew\n\n### 1.1\n",
            "### 1.2\n",
            "### 1.1\n",
            "### 2.0\n\nNew\n\n### 1.2\n",
        ),
        ("- a\n- x\n", "- a\n- y\n", "- a\n- b\n", None),
    ],
)
def test_entries(ours: str, theirs: str, base: str, expected: str | None) -> None:
    assert text(items.entries(region(ours, theirs, base))) == expected


def test_rewritten() -> None:
    base = "one two three four five six seven eight\n"
    touched = base.replace("eight", "nine")
    assert text(sides.rewritten(region("all new\n", touched, base))) == "all new\n"
    assert text(sides.rewritten(region(touched, "all new\n", base))) == "all new\n"
    assert sides.rewritten(region("", touched, base)) is None  # a deletion says too little
    assert sides.rewritten(region("all new\n", "new too\n", base)) is None


def test_dates_come_last_and_the_finest_first() -> None:
    found = region("a\n", "b\n", "c\n", newer=Pick.OURS, newer_here=Pick.THEIRS)
    assert [one.resolver for one in rank(found)][:2] == ["newest-here", "newest"]
    tied = region("a\n", "b\n", "c\n", newer_commit=Pick.THEIRS)
    assert [one.resolver for one in rank(tied)][:2] == ["newest-commit", "ours"]


@pytest.mark.parametrize(
    ("before", "ours", "theirs", "after", "sound"),
    [
        ("# A\n\n", "- a\n", "- b\n", "\ntext\n", True),
        ("", "```\na\n```\n", "```\nb\n```\n", "\ntext\n", True),
        ("```\n", "a\n", "b\n", "```\n\ntext\n", True),
        ("", "```\na\n", "```\nb\n", "```\n\ntext\n\n# B\n", False),  # the second closes the first
    ],
)
def test_what_follows_must_parse_as_before(
    before: str, ours: str, theirs: str, after: str, sound: bool
) -> None:
    both = Proposal(Kind.BOTH, lines(ours + theirs), "")
    found = region(ours, theirs, "", before=before, after=after, is_markdown=True)
    assert structure.is_sound(found, both) is sound
    assert structure.is_sound(found, Proposal(Kind.OURS, found.ours, ""))


def test_outside_fences() -> None:
    text = lines("a\n```x\nb\n~~~\n```\nc\n~~~~\n~~~\n~~~~\nd\n")
    assert [
        line for line, out in zip(text, structure.outside_fences(text), strict=True) if out
    ] == [
        "a\n",
        "```x\n",
        "c\n",
        "~~~~\n",
        "d\n",
    ]


# Laws

some = st.lists(
    st.sampled_from(["a", "b", "- c", "- d", "1. e", "2. f", "| g |", "# h", "```", ""])
)
texts = some.map(lambda words: "".join(f"{word}\n" for word in words))
regions = st.builds(
    region,
    texts,
    texts,
    st.none() | texts,
    before=texts,
    after=texts,
    newer=st.sampled_from([None, *Pick]),
    is_markdown=st.booleans(),
)


@given(regions)
def test_every_word_of_a_proposal_is_from_the_region(found: Contested) -> None:
    """But for the numbers of list items, which go on counting."""
    known = {*"".join((*found.ours, *found.theirs, *found.shared_before)).split()}
    for one in rank(found):
        new = {*one.proposal.text.split()} - known
        assert all(re.fullmatch(r"\d+\.", word) for word in new), (one.resolver, new)


@given(regions)
def test_what_is_kept_whole_is_kept_whole(found: Contested) -> None:
    for one in rank(found):
        if one.proposal.kind is Kind.OURS:
            assert one.proposal.lines == found.ours
        elif one.proposal.kind is Kind.THEIRS:
            assert one.proposal.lines == found.theirs
        elif one.proposal.kind is Kind.BOTH:
            without = re.sub(r"\d+\.", "N.", fold(one.proposal.lines))
            for side in (found.ours, found.theirs):
                for item in items.split_items(side):
                    assert re.sub(r"\d+\.", "N.", fold(item.lines)) in without


@given(regions)
def test_both_orders_are_symmetric(found: Contested) -> None:
    """Nothing depends on who is called ours, but for what says so."""
    turned = Contested(found.theirs, found.ours, found.base)
    for name in ("same", "contained", "versions", "counts", "unchanged", "entries", "words"):
        one = LADDER[name](Contested(found.ours, found.theirs, found.base))
        other = LADDER[name](turned)
        assert (one is None) == (other is None)
        if one is not None and other is not None and name != "same":
            assert fold(one.lines) == fold(other.lines)


@given(regions)
def test_items_hold_all_lines(found: Contested) -> None:
    split = items.split_items(found.ours)
    assert tuple(line for item in split for line in item.lines) == found.ours


@given(st.lists(st.integers(0, 30), max_size=60), st.lists(st.integers(0, 30), max_size=60))
@pytest.mark.parametrize("work", [align.MAX_WORK, 1])
def test_matches_are_in_order_and_equal(work: int, one: list[int], other: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(align, "MAX_WORK", work)
        runs = align.matches(one, other)
    at = (0, 0)
    for a, b, size in runs or []:
        assert size
        assert at[0] <= a
        assert at[1] <= b
        assert one[a : a + size] == other[b : b + size]
        at = (a + size, b + size)


def test_a_long_document_is_aligned() -> None:
    base = [f"line {n}" if n % 3 else "" for n in range(9000)]
    side = ["new", *base[:4000], "", "x", *base[4002:], "end"]
    runs = align.matches(base, side)
    assert runs is not None
    assert sum(size for _, _, size in runs) >= 8997


@given(
    st.lists(st.sampled_from("ab")),
    st.lists(st.sampled_from("ab")),
    st.lists(st.sampled_from("ab")),
)
def test_chunks_cover_all_and_stable_ones_are_equal(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    found = chunks(base, ours, theirs)
    assert found is not None
    for part, whole in (("base", base), ("ours", ours), ("theirs", theirs)):
        joined = [x for chunk in found for x in whole[getattr(chunk, part)]]
        assert joined == whole
    for chunk in found:
        if chunk.stable:
            assert base[chunk.base] == ours[chunk.ours] == theirs[chunk.theirs]
    for one, other in product(found, repeat=2):
        assert (
            one is other or one.base.stop <= other.base.start or other.base.stop <= one.base.start
        )
