"""Lines of a large text are places in it, and nobody can tell them from a tuple of lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend import cheap, lines
from mergemend.lines import Lines, joined, line_starts, split_lines

_TEXTS = st.lists(st.sampled_from([b"a", b"b\r", b"\n", b"\n\n", b"\xff", b"long " * 9])).map(
    b"".join
)
_PLACES = st.none() | st.integers(-9, 9)


@pytest.fixture(autouse=True)
def _cut_all_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MANY_BYTES", -1)
    monkeypatch.setattr(cheap, "CHUNK", 5)


def _tuple(data: bytes) -> tuple[bytes, ...]:
    return tuple(part + b"\n" for part in data.split(b"\n")[:-1]) + tuple(
        filter(None, data.split(b"\n")[-1:])
    )


@given(_TEXTS, _PLACES, _PLACES, st.sampled_from([None, 1, 2, -1, -3]))
def test_lines_are_as_a_tuple_of_them(
    data: bytes, first: int | None, after: int | None, step: int | None
) -> None:
    cut, all_lines = split_lines(data), _tuple(data)
    assert isinstance(cut, Lines)
    here = slice(first, after, step)
    for one, other in ((cut, all_lines), (cut[here], all_lines[here])):
        assert (one == other, other == one, hash(one), len(one)) == (
            True,
            True,
            hash(other),
            len(other),
        )
        assert list(one) == [one[n] for n in range(len(one))] == list(other)
        assert list(reversed(one)) == list(reversed(other))
        assert joined(one) == b"".join(other)
    assert list(line_starts(cut)) == list(line_starts(all_lines))


@given(_TEXTS, _TEXTS)
def test_lines_are_equal_where_their_texts_are(one: bytes, other: bytes) -> None:
    assert (split_lines(one) == split_lines(other)) == (one == other)


@pytest.mark.parametrize("index", [3, -4])
def test_no_line_beyond_the_last(index: int) -> None:
    with pytest.raises(IndexError):
        split_lines(b"one\ntwo\nthree")[index]
