from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend import model
from mergemend.edits import OverlapError, apply
from mergemend.lines import split_lines
from mergemend.model import Document, Edit, Span, decode, encode, is_utf8


@given(st.binary())
def test_lines_join_to_the_bytes(data: bytes) -> None:
    assert b"".join(split_lines(data)) == data


@given(st.binary())
def test_decoding_loses_nothing(data: bytes) -> None:
    assert encode(decode(data)) == data


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", ()),
        (b"a", (b"a",)),
        (b"a\n", (b"a\n",)),
        (b"a\r\nb", (b"a\r\n", b"b")),
        (b"a\rb\x0bc\x0cd\x1ce\n", (b"a\rb\x0bc\x0cd\x1ce\n",)),
        ("a\x85b\u2028c\n".encode(), ("a\x85b\u2028c\n".encode(),)),
        (b"\n\n", (b"\n", b"\n")),
    ],
)
def test_a_line_ends_at_a_line_feed_only(data: bytes, lines: tuple[bytes, ...]) -> None:
    assert split_lines(data) == lines


def test_span_of_lines() -> None:
    document = Document("d", b"one\ntwo\nthree")
    assert document.span_of_lines(1, 3) == Span(4, 13)


def edit(start: int, end: int, new: bytes = b"X") -> Edit:
    return Edit(Span(start, end), new)


@pytest.mark.parametrize(
    ("edits", "result"),
    [
        ([], b"abcdef"),
        ([edit(0, 0)], b"Xabcdef"),
        ([edit(6, 6)], b"abcdefX"),
        ([edit(4, 5), edit(0, 2, b"")], b"cdXf"),
        ([edit(0, 3), edit(3, 6, b"Y")], b"XY"),
    ],
)
def test_apply(edits: list[Edit], result: bytes) -> None:
    assert apply(b"abcdef", edits) == result


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 3), edit(2, 4)],
        [edit(0, 3), edit(0, 3)],
        [edit(2, 2), edit(2, 2, b"Y")],
        [edit(5, 7)],
        [edit(-1, 1)],
        [edit(4, 3)],
    ],
)
def test_edits_that_contradict_each_other_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(OverlapError):
        apply(b"abcdef", edits)


@given(st.binary(), st.data())
def test_nothing_outside_of_an_edit_changes(data: bytes, draw: st.DataObject) -> None:
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=8, unique=True)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    news = [draw.draw(st.binary(max_size=4)) for _ in spans]
    result = apply(data, [Edit(s, n) for s, n in zip(spans, news, strict=True)])
    expected, position = b"", 0
    for span, new in zip(spans, news, strict=True):
        expected += data[position : span.start] + new
        position = span.end
    assert result == expected + data[position:]


@given(st.binary() | st.text().map(str.encode), st.integers(1, 5))
def test_is_utf8_in_pieces_of_any_size(data: bytes, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "_PIECE", size)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            assert not is_utf8(data)
        else:
            assert is_utf8(data)
