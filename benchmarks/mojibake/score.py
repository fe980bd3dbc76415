"""Compares, line by line, what was written, what became of it, and what a tool made of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from benchmarks.mojibake.damage import Piece, text_of


class Outcome(StrEnum):
    """What became of a line."""

    EXACT = "exact"
    PARTIAL = "partial"
    """Changed, and every place that was changed is right."""
    WRONG = "wrong"
    UNTOUCHED = "untouched"
    SPOILT = "spoilt"
    """Not damaged, and changed."""
    KEPT = "kept"
    """Not damaged, and not changed."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A line that did not come back: for people to look at."""

    path: str
    line: int
    outcome: Outcome
    before: str
    truth: str
    got: str
    note: str


@dataclass(slots=True)
class Tally:
    """Outcomes of lines, counted."""

    counts: Counter[Outcome] = field(default_factory=Counter)

    @property
    def damaged(self) -> int:
        """How many lines were damaged."""
        return sum(self.counts.values()) - self.counts[Outcome.SPOILT] - self.counts[Outcome.KEPT]

    def share(self, outcome: Outcome) -> float:
        """Of 100 damaged lines those with ``outcome``."""
        return 100 * self.counts[outcome] / self.damaged if self.damaged else 0.0


def outcome(pieces: Sequence[Piece], got: str) -> Outcome:
    """What a tool made of one line; ``pieces`` say what it was and what it became."""
    truth = "".join(before for before, _ in pieces)
    damaged = text_of([*pieces])
    if truth == damaged:
        return Outcome.KEPT if got == truth else Outcome.SPOILT
    if got == truth:
        return Outcome.EXACT
    if got == damaged:
        return Outcome.UNTOUCHED
    return Outcome.PARTIAL if _is_mix(pieces, got) else Outcome.WRONG


def _is_mix(pieces: Iterable[Piece], got: str) -> bool:
    """Whether ``got`` takes each piece either as it was written or as it became."""
    here = {0}
    for piece in pieces:
        here = {at + len(text) for at in here for text in set(piece) if got.startswith(text, at)}
        if not here:
            return False
    return len(got) in here


def align(damaged: Sequence[str], got: Sequence[str]) -> list[str | None]:
    """For each damaged line the line of the result that stands in its place.

    None where a tool made more or fewer lines of it: that is nobody's repair.
    """
    if len(damaged) == len(got):
        return [*got]
    result: list[str | None] = [None] * len(damaged)
    for _, first, after, start, end in SequenceMatcher(
        None, damaged, got, autojunk=False
    ).get_opcodes():
        if after - first == end - start:
            result[first:after] = got[start:end]
    return result
