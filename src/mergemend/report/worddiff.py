"""Which words two texts do not have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MAX_WORDS = 600  # comparing takes the square of it at the worst: half a second

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of a text; ``own`` says that the other text lacks it."""

    text: str
    own: bool


def compare(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: what differs in lines is compared as words.

    Where that is more than `MAX_WORDS` words it differs as a whole.
    """
    ours, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    left: list[Piece] = []
    right: list[Piece] = []
    for same, mine, yours in _stretches(ours, theirs):
        if same:
            left += _pieces(mine, own=False)
            right += _pieces(yours, own=False)
        else:
            pair = _words("".join(mine), "".join(yours))
            left += pair[0]
            right += pair[1]
    return _joined(left), _joined(right)


def _stretches(
    ours: Sequence[str], theirs: Sequence[str], *, most: int | None = None
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Both in stretches that are the same, or not; with more than ``most`` to compare, in one."""
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    yield True, ours[:start], theirs[:start]
    mine, yours = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if most is not None and len(mine) + len(yours) > most:
        yield False, mine, yours
    else:
        # of many lines those that are frequent are left out, or it takes too long
        matcher = SequenceMatcher(None, mine, yours, autojunk=most is None)
        for what, i, j, k, m in matcher.get_opcodes():
            yield what == "equal", mine[i:j], yours[k:m]
    yield True, ours[len(ours) - end :], theirs[len(theirs) - end :]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many both have at their start."""
    least = min(len(one), len(other))
    return next((n for n in range(least) if one[n] != other[n]), least)


def _words(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    ours, theirs = _WORD.findall(one), _WORD.findall(other)
    stretches = list(_stretches(ours, theirs, most=MAX_WORDS))
    left = [piece for same, mine, _ in stretches for piece in _pieces(mine, own=not same)]
    right = [piece for same, _, yours in stretches for piece in _pieces(yours, own=not same)]
    return left, right


def _pieces(words: Sequence[str], *, own: bool) -> list[Piece]:
    return [Piece("".join(words), own)] if words else []


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one sort as one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].own == piece.own:
            found[-1] = Piece(found[-1].text + piece.text, piece.own)
        else:
            found.append(piece)
    return found
