"""What a repair is, and what stays in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mergemend.mojibake.garble import Step, garble_by


@dataclass(frozen=True, slots=True, order=True)
class Repair:
    """The characters from ``start`` to ``end`` of a line are ``before`` and should be ``after``.

    ``steps`` is the proof: `garble_by` makes ``before`` out of ``after`` with them. ``odds`` is how
    likely ``after`` is among all that ``before`` can have been; ``chosen`` says that the user took
    it.
    """

    start: int
    end: int
    before: str
    after: str
    steps: tuple[Step, ...]
    odds: float = 1.0
    chosen: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether garbling the repaired text gives what stands in the line."""
        return self.before != self.after and garble_by(self.after, self.steps) == self.before


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a garbled place can have been, how likely that is, and its proof."""

    text: str
    odds: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """The characters from ``start`` to ``end`` of a line are garbled, and it is not sure what from.

    ``candidates`` are in the order of their odds.
    """

    start: int
    end: int
    before: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """What was found in a line; ``doubts`` are places that stay.

    A line with doubts has no repairs; ``settled`` are those that it gets when its doubts are gone.
    """

    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    settled: tuple[Repair, ...] = ()


Change = tuple[int, int, str]
"""The characters from the first to the second index, and what comes in their place."""


def changed(text: str, changes: Iterable[Change]) -> str:
    """``text`` with ``changes``, which must be in order and must not overlap."""
    parts: list[str] = []
    position = 0
    for start, end, new in changes:
        parts += (text[position:start], new)
        position = end
    return "".join((*parts, text[position:]))


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with a line feed for each character of ``spans``, which must be in order."""
    return changed(text, ((start, end, "\n" * (end - start)) for start, end in spans))


def render(line: str, repairs: Sequence[Repair]) -> tuple[str, list[tuple[int, int]]]:
    """Return ``line`` with the new texts in it, and the spans where these stand in the result.

    ``repairs`` must be in order and must not overlap.
    """
    spans: list[tuple[int, int]] = []
    moved = 0
    for repair in repairs:
        start = repair.start + moved
        spans.append((start, start + len(repair.after)))
        moved += len(repair.after) - (repair.end - repair.start)
    return changed(line, ((r.start, r.end, r.after) for r in repairs)), spans
