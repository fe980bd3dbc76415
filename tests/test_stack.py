"""The layered parse, on stacks written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.conflicts.markers import find_markers
from mergemend.conflicts.reading import Parse
from mergemend.conflicts.revisions import Stack, build_stack
from mergemend.conflicts.stack import parse
from mergemend.lines import split_lines


def read(text: bytes) -> Parse:
    lines = split_lines(text)
    return parse(lines, find_markers(lines))


def stack_of(text: bytes) -> Stack:
    lines = split_lines(text)
    parsed = parse(lines, find_markers(lines))
    clusters = [c for c in parsed.clusters if any(c.readings[0].roles)]
    return build_stack(lines, parsed.markers, clusters, [c.readings[0] for c in clusters])


def script(shape: str) -> bytes:
    """A file from a line of words: S, B, M, E with a label behind (S:HEAD), anything else text."""
    marks = {"S": "<", "B": "|", "M": "=", "E": ">"}
    lines = []
    for word in shape.split():
        kind, _, label = word.partition(":")
        lines.append(f"{marks[kind] * 7} {label}".rstrip() if kind in marks else word)
    return ("\n".join(lines) + "\n").encode()


NESTED = "S:HEAD S:HEAD a M b E:1 M c E:2"
INTERLEAVED = "S:HEAD S:HEAD a M c E:2 kept S:HEAD M b E:1 M E:2"


@pytest.mark.parametrize(
    ("shape", "revisions"),
    [
        ("x", []),
        ("S:HEAD a M b E:b", ["a", "b"]),
        ("x S:HEAD a M E:b y", ["a", ""]),
        ("S:HEAD a B:base o M b E:b", ["a", "b"]),
        ("S:HEAD a M b E:b x S:HEAD c M d E:b", ["a c", "b d"]),
        ("S:HEAD a B:base o M b E:b x S:HEAD c M d E:b", ["a c", "a d", "b c", "b d"]),
        (NESTED, ["a", "b", "c"]),
        (INTERLEAVED, ["a kept", "b", "c kept"]),
        ("Title M x S:HEAD a M b E:b", ["a", "b"]),
    ],
)
def test_exact(shape: str, revisions: list[str]) -> None:
    parsed = read(script(shape))
    assert parsed.exact
    assert parsed.cost == 0
    if not revisions:
        assert parsed.clusters == ()
        return
    found = [b" ".join(r.texts).split() for r in stack_of(script(shape)).revisions]
    assert sorted({b" ".join(words).decode() for words in found}) == sorted(revisions)


def test_an_interleaved_stack_line_by_line() -> None:
    """Nested or the other way round: the text allows both, and the simpler reading comes first."""
    parsed = read(script("S:HEAD S:HEAD a M b M c E:2 kept S:HEAD d E:1 M e E:2"))
    assert [r.roles for r in parsed.clusters[0].readings] == [
        (1, 2, 2, 1, 1, 1, 2, 1, 1),
        (2, 1, 1, 2, 2, 2, 1, 2, 2),
    ]
    assert parsed.depth == 2
    assert not parsed.exact


@pytest.mark.parametrize(
    ("shape", "cost"),
    [
        ("S:HEAD a", 1),
        ("a E:b", 1),
        ("S:HEAD a M b", 1),
        ("S:HEAD a E:b", 2),
        ("S:HEAD TitleA M x M y E:b", 1),
    ],
)
def test_odd_markers_cost(shape: str, cost: int) -> None:
    parsed = read(script(shape))
    assert not parsed.exact
    assert parsed.cost == cost


def test_several_separators_are_several_readings() -> None:
    parsed = read(script("S:H TitleA M x M TitleB M E:b"))
    separators = [r.roles[1:-1].index(1) for r in parsed.clusters[0].readings if any(r.roles)]
    assert sorted(separators) == [0, 1, 2]
    assert not parsed.exact


@pytest.mark.parametrize(
    "shape",
    [
        "S:HEAD a S:HEAD b M c E:main d M e E:main",  # either start can be the outer one
        "S:HEAD a M b S:HEAD c E:1 x M d E:2",  # either layer can be the later one
    ],
)
def test_ambiguous(shape: str) -> None:
    parsed = read(script(shape))
    assert parsed.cost == 0
    assert parsed.outcomes > 1
    assert not parsed.exact


def test_two_sides_may_share_the_start_of_an_inner_region() -> None:
    stack = stack_of(script("x S:HEAD a S:HEAD M b E:1 M M c E:1 E:2 y"))
    assert [(r.start, r.separator, r.end) for r in stack.regions] == [
        (1, 4, 6),
        (1, 8, 10),
        (3, 7, 11),
    ]


def test_marker_lengths_tell_regions_apart() -> None:
    text = b"<<<<<<< A\na\n<<<<<<<<< B\nb\n=========\nc\n>>>>>>>>> B\n=======\nd\n>>>>>>> A\n"
    parsed = read(text)
    assert parsed.exact
    assert parsed.clusters[0].readings[0].roles == (1, 2, 2, 2, 1, 1)


def test_a_deeper_stack_than_the_bound_is_declined_with_a_reason() -> None:
    starts, ends = "S:HEAD x " * 9, " ".join(f"M y{n} E:{n}" for n in range(9))
    parsed = read(script(starts + ends))
    assert parsed.limit is not None
    assert parsed.clusters == ()


def test_many_ordinary_conflicts() -> None:
    shape = " ".join(f"t{n} S:HEAD a{n} M b{n} E:b" for n in range(3334))
    parsed = read(script(shape))
    assert len(parsed.markers) == 10_002
    assert parsed.exact
    assert parsed.depth == 1


def test_an_unknown_base_is_not_an_empty_one() -> None:
    two, three = stack_of(script("S:H a M b E:b")), stack_of(script("S:H a B:o M b E:b"))
    assert two.layers[0].labels.three_part is False
    assert two.regions[0].base is None
    assert three.layers[0].labels.three_part is True
    assert three.regions[0].base is not None


def test_line_ends_stay_with_their_side() -> None:
    stack = stack_of(b"<<<<<<< HEAD\r\na\n=======\r\nb\r\n>>>>>>> b\r\n")
    assert [r.texts for r in stack.revisions] == [(b"a\n",), (b"b\r\n",)]


def test_union_keeps_every_line_but_markers_and_bases() -> None:
    assert stack_of(script("S:H a B:o o M b E:b")).union == (b"a\nb\n",)
    assert stack_of(script(NESTED)).union == (b"a\nb\nc\n",)


PIECES = [
    b"<<<<<<< HEAD\n",
    b"<<<<<<< x\n",
    b"<<<<<<<<< HEAD\n",
    b"||||||| o\n",
    b"=======\n",
    b"=======",
    b">>>>>>> b\n",
    b">>>>>>> c\n",
    b"a\n",
    b"\n",
    b"\xff\xfe\n",
]
MARKED = st.lists(st.sampled_from(PIECES), max_size=24).map(b"".join)


@given(st.binary() | MARKED)
def test_anything_is_parsed_or_declined(text: bytes) -> None:
    parsed = read(text)
    covered = [n for c in parsed.clusters for n in range(c.first, c.last + 1)]
    assert covered == (list(range(len(parsed.markers))) if parsed.clusters else [])
    assert parsed.clusters or parsed.limit or not parsed.markers


@given(MARKED)
def test_a_whole_revision_has_only_lines_of_the_file(text: bytes) -> None:
    parsed = read(text)
    if not parsed.exact or not parsed.markers or not any(parsed.clusters[0].readings[0].roles):
        return
    lines = set(split_lines(text))
    for revision in stack_of(text).revisions:
        assert {line for piece in revision.texts for line in split_lines(piece)} <= lines
