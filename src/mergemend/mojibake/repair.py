"""What a repair is, and what stays in doubt."""

from __future__ import annotations

from collections.abc import Iterable
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


def render(line: str, repairs: Iterable[Repair]) -> tuple[str, list[tuple[int, int]]]:
    """Return ``line`` with the new texts in it, and the spans where these stand in the result.

    ``repairs`` must be in order and must not overlap.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    position = length = 0
    for repair in repairs:
        parts += (line[position : repair.start], repair.after)
        start = length + repair.start - position
        length = start + len(repair.after)
        spans.append((start, length))
        position = repair.end
    return "".join((*parts, line[position:])), spans
