"""How often each resolver was right where it was not tuned, and the grade that earns it.

A case is one region of a real merge; right is what people committed, white space folded.
docs/resolvers.md has the whole table.
"""

from __future__ import annotations

from dataclasses import dataclass

from mergemend.conflicts.resolve.counts import HELD_OUT, TUNED
from mergemend.model import Safety

SAFE_FROM, SAFE_CASES = 0.95, 20
LIKELY_FROM, LIKELY_CASES = 0.5, 4

STUDY = {
    "unchanged": (10, 17),
    "same": (12, 12),
    "contained": (40, 45),
    "versions": (39, 41),
    "both": (33, 46),
    "entries": (8, 10),
    "words": (20, 25),
    "newest": (83, 283),
}
"""An earlier study of 1,020 regions, with rules that were frozen before: right, cases.

Only counts in repositories are given that its rules had never seen.
"""

PROVEN = frozenset({"same"})
"""Resolvers whose answers need no counting."""


@dataclass(frozen=True, slots=True)
class Odds:
    """Right answers and cases in unseen repositories, and in those that rules were tuned on."""

    right: int
    cases: int
    tuned_right: int = 0
    tuned_cases: int = 0
    proven: bool = False

    @property
    def grade(self) -> Safety:
        """The grade that the counts in unseen repositories earn, unless the others deny it."""
        if self.proven or self._earns(SAFE_FROM, SAFE_CASES):
            return Safety.SAFE
        return Safety.LIKELY if self._earns(LIKELY_FROM, LIKELY_CASES) else Safety.GUESS

    def _earns(self, share: float, cases: int) -> bool:
        enough = self.cases >= cases and self.right >= share * self.cases
        return enough and self.tuned_right >= share * self.tuned_cases

    def __str__(self) -> str:
        """The counts in words."""
        if not self.cases:
            return "not counted yet in unseen repositories"
        others = f", {self.tuned_right} of {self.tuned_cases} others" if self.tuned_cases else ""
        return f"right in {self.right} of {self.cases} unseen cases{others}"


def odds_of(resolver: str) -> Odds:
    """The odds of a resolver by its name."""
    held, study = HELD_OUT.get(resolver, (0, 0)), STUDY.get(resolver, (0, 0))
    tuned = TUNED.get(resolver, (0, 0))
    return Odds(held[0] + study[0], held[1] + study[1], *tuned, resolver in PROVEN)
