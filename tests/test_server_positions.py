"""Places in a text as an editor counts them, and edits as an editor makes them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from editor import offset, with_edits
from mergemend.edits import apply
from mergemend.model import Edit, Span
from mergemend.server.positions import Positions

ENCODINGS = ["utf-8", "utf-16", "utf-32"]
TEXTS = st.lists(
    st.sampled_from(["a", "é", "🚨", "👩\u200d🚒", "\r", "\n", "\r\n", "\u2028", "\x0b", "\x85"])
).map("".join)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 9), ("utf-16", 5), ("utf-32", 4)])
def test_columns_are_units_of_the_encoding(encoding: str, column: int) -> None:
    text = "x\né 🚨!y"
    at = Positions(text.encode(), encoding)
    place = text[: text.index("y")].encode()
    assert at.position(len(place)) == types.Position(1, column - (encoding == "utf-8"))
    assert at.offset(types.Position(1, 999)) == len(text.encode())
    assert at.offset(types.Position(9, 0)) == len(text.encode())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", 2),
        ("a\r\nb", 2),
        ("a\rb", 2),
        ("a\n\rb", 3),
        ("a\r\r\nb", 3),
        ("a\u2028\x0b\x0c\x85\x1cb", 1),
        ("a\n", 2),
        ("", 1),
    ],
)
def test_lines_end_where_the_protocol_says(text: str, lines: int) -> None:
    at = Positions(text.encode())
    assert at.position(len(text.encode())).line == lines - 1


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_places_and_positions_are_each_others_inverse(encoding: str, text: str) -> None:
    at = Positions(text.encode(), encoding)
    for number in range(len(text) + 1):
        place = len(text[:number].encode())
        position = at.position(place)
        within = text[:number].endswith("\r") and text[number:].startswith("\n")
        assert at.offset(position) == place - within
        assert offset(text, position, encoding) == number - within


@st.composite
def _edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(TEXTS)
    places = draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    chosen = [(a, b) for a, b in pairwise(places) if draw(st.booleans())]
    starts = [len(text[:a].encode()) for a, _ in chosen]
    ends = [len(text[:b].encode()) for _, b in chosen]
    new = [draw(TEXTS).encode() for _ in chosen]
    return text, [Edit(Span(a, b), n) for a, b, n in zip(starts, ends, new, strict=True)]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(made=_edited())
def test_an_editor_makes_of_edits_what_we_make(encoding: str, made: tuple[str, list[Edit]]) -> None:
    text, edits = made
    sent = Positions(text.encode(), encoding).text_edits(edits)
    assert sent is not None
    assert with_edits(text, sent, encoding) == apply(text.encode(), edits).decode()


def test_bytes_that_are_no_text_are_no_edit() -> None:
    assert Positions(b"a").text_edits([Edit(Span(0, 1), b"\xff")]) is None


def test_half_a_character_counts_as_none() -> None:
    at = Positions("🚨a".encode())
    assert at.offset(types.Position(0, 1)) == 0
    assert at.offset(types.Position(0, 2)) == 4
