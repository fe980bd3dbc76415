"""Which words two texts do not have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

MAX_WORDS = 4_000  # comparing takes the square of it at the worst: a second

_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of a text; ``own`` says that the other text lacks it."""

    text: str
    own: bool


def compare(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, as words; texts of more than `MAX_WORDS` words line by line."""
    split = _WORD.findall
    ours, theirs = split(one), split(other)
    if len(ours) + len(theirs) > MAX_WORDS:
        ours, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = matcher.get_matching_blocks()
    return (
        list(_pieces(ours, [(block.a, block.size) for block in blocks])),
        list(_pieces(theirs, [(block.b, block.size) for block in blocks])),
    )


def _pieces(words: list[str], common: list[tuple[int, int]]) -> Iterator[Piece]:
    position = 0
    for start, size in common:
        if start > position:
            yield Piece("".join(words[position:start]), own=True)
        if size:
            yield Piece("".join(words[start : start + size]), own=False)
        position = start + size
