"""Aligns sequences: what two have in common, and the chunks of a three-way merge."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

MAX_WORK = 4_000_000
"""Pairs of elements that are compared at the most, about a second of the slowest input."""

T = TypeVar("T", bound=Hashable)


def matches(one: Sequence[T], other: Sequence[T]) -> list[tuple[int, int, int]] | None:
    """The runs that two sequences share: position in each, length; None if it takes too long."""
    least = min(len(one), len(other))
    start = next((i for i in range(least) if one[i] != other[i]), least)
    least -= start
    end = next((i for i in range(least) if one[-1 - i] != other[-1 - i]), least)
    middle = one[start : len(one) - end], other[start : len(other) - end]
    if len(middle[0]) * len(middle[1]) > MAX_WORK:
        return None
    runs = [(0, 0, start)] if start else []
    if middle[0] and middle[1]:
        found = SequenceMatcher(None, *middle, autojunk=False).get_matching_blocks()
        runs += [(a + start, b + start, size) for a, b, size in found if size]
    if end:
        runs.append((len(one) - end, len(other) - end, end))
    return runs


def kept(base: Sequence[T], side: Sequence[T]) -> float:
    """The share of ``base`` that is left in ``side``; 0 where it takes too long to tell."""
    runs = matches(base, side)
    return sum(size for _, _, size in runs) / len(base) if runs and base else 0.0


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the base, and what each side has made of it; all three equal if ``stable``."""

    base: slice
    ours: slice
    theirs: slice
    stable: bool


def chunks(base: Sequence[T], ours: Sequence[T], theirs: Sequence[T]) -> list[Chunk] | None:
    """A three-way merge as chunks, by turns stable and not; None if it takes too long.

    Changes that touch are one chunk (Khanna, Kunal, Pierce: A formal investigation of diff3).
    """
    to_ours, to_theirs = matches(base, ours), matches(base, theirs)
    if to_ours is None or to_theirs is None:
        return None
    in_ours, in_theirs = _pairs(to_ours), _pairs(to_theirs)
    common = [(i, in_ours[i], in_theirs[i]) for i in sorted(in_ours.keys() & in_theirs.keys())]
    return list(_chunks(common, (len(base), len(ours), len(theirs))))


def _pairs(runs: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    return {a + k: b + k for a, b, size in runs for k in range(size)}


def _chunks(common: Sequence[tuple[int, int, int]], ends: tuple[int, int, int]) -> Iterator[Chunk]:
    at = start = (0, 0, 0)
    for place in (*common, ends):
        if place != at:
            if at != start:
                yield _chunk(start, at, stable=True)
            yield _chunk(at, place, stable=False)
            start = place
        at = (place[0] + 1, place[1] + 1, place[2] + 1)
    if start != ends:
        yield _chunk(start, ends, stable=True)


def _chunk(start: tuple[int, int, int], end: tuple[int, int, int], *, stable: bool) -> Chunk:
    base, ours, theirs = (slice(a, b) for a, b in zip(start, end, strict=True))
    return Chunk(base, ours, theirs, stable)
