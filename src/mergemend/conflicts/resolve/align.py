"""Aligns sequences: what two have in common, and the chunks of a three-way merge."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TypeVar

MAX_WORK = 4_000_000
"""Pairs of elements that are looked at for the most, and pairs that are equal, about a second."""

T = TypeVar("T", bound=Hashable)


def matches(one: Sequence[T], other: Sequence[T]) -> list[tuple[int, int, int]] | None:
    """The runs that two sequences share: position in each, length; None if it takes too long.

    Long sequences are cut at what stands once in each (patience diff, Bram Cohen).
    """
    least = min(len(one), len(other))
    start = next((i for i in range(least) if one[i] != other[i]), least)
    least -= start
    end = next((i for i in range(least) if one[-1 - i] != other[-1 - i]), least)
    middle = one[start : len(one) - end], other[start : len(other) - end]
    runs = [(0, 0, start)] if start else []
    if middle[0] and middle[1]:
        fits = len(middle[0]) * len(middle[1]) <= MAX_WORK
        found = _blocks(*middle) if fits else None
        if found is None:
            found = _anchored(*middle)
        if found is None:
            return None
        runs += [(a + start, b + start, size) for a, b, size in found]
    if end:
        runs.append((len(one) - end, len(other) - end, end))
    return runs


def overlap(one: Sequence[T], other: Sequence[T]) -> int:
    """How many elements at the start of ``one`` are those at the end of ``other``.

    In linear time, by the table of Knuth, Morris and Pratt.
    """
    table = [0] * (len(one) + 1)
    found = 0
    for place in range(1, len(one)):
        while found and one[place] != one[found]:
            found = table[found]
        found += one[place] == one[found]
        table[place + 1] = found
    found = 0
    for element in other:
        while found and (found == len(one) or one[found] != element):
            found = table[found]
        found += bool(one) and one[found] == element
    return found


def _blocks(one: Sequence[T], other: Sequence[T]) -> list[tuple[int, int, int]] | None:
    """`SequenceMatcher.get_matching_blocks`, given up in time: it is cubic where elements repeat.

    Blocks that touch are not joined.
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    times = Counter(other)
    pairs = [*accumulate((times[x] for x in one), initial=0)]
    found: list[tuple[int, int, int]] = []
    open_ = [(0, len(one), 0, len(other))]
    work = 0
    while open_:
        low, high, first, last = open_.pop()
        work += pairs[high] - pairs[low]
        if work > MAX_WORK:
            return None
        a, b, size = matcher.find_longest_match(low, high, first, last)
        if size:
            found.append((a, b, size))
            open_ += [(low, a, first, b), (a + size, high, b + size, last)]
    return sorted(found)


def _anchored(one: Sequence[T], other: Sequence[T]) -> list[tuple[int, int, int]] | None:
    """The runs around elements that stand once in each; None if there are none of these."""
    anchors = _rising(_once_in_both(one, other))
    if not anchors:
        return None
    runs: list[tuple[int, int, int]] = []
    at = (0, 0)
    for place in (*anchors, (len(one), len(other))):
        between = matches(one[at[0] : place[0]], other[at[1] : place[1]]) or []
        runs += [(a + at[0], b + at[1], size) for a, b, size in between]
        if place[0] < len(one):
            runs.append((*place, 1))
        at = (place[0] + 1, place[1] + 1)
    return runs


def _once_in_both(one: Sequence[T], other: Sequence[T]) -> list[tuple[int, int]]:
    counts = Counter(one), Counter(other)
    places = {element: n for n, element in enumerate(other) if counts[1][element] == 1}
    return [
        (n, places[element])
        for n, element in enumerate(one)
        if counts[0][element] == 1 and element in places
    ]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence of which the second numbers rise as the first ones do."""
    ends: list[int] = []  # of the rising subsequences found so far, the one with the least end
    last: list[int] = []
    before: list[int | None] = []
    for number, (_, value) in enumerate(pairs):
        place = bisect_left(ends, value)
        before.append(last[place - 1] if place else None)
        if place == len(ends):
            ends.append(value)
            last.append(number)
        else:
            ends[place], last[place] = value, number
    found = []
    number_or_none = last[-1] if last else None
    while number_or_none is not None:
        found.append(pairs[number_or_none])
        number_or_none = before[number_or_none]
    return found[::-1]


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
