"""How often each resolver was right: what `benchmarks.conflicts.grades` has counted.

A case is one region of a real merge; right is what the people committed, white space folded.
``unseen`` counts in repositories that no rule was tuned on: those of our own benchmark that were
held out, and an earlier study with rules that were frozen before. ``tuned`` counts in the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from mergemend.model import Safety

SAFE_FROM = 0.95
LIKELY_FROM = 0.5


@dataclass(frozen=True, slots=True)
class Odds:
    """Right answers and cases. ``proven`` says that the answer needs no counting."""

    right: int
    cases: int
    tuned_right: int = 0
    tuned_cases: int = 0
    proven: bool = False

    @property
    def grade(self) -> Safety:
        """The grade that the counts in unseen repositories earn."""
        if self.proven:
            return Safety.SAFE
        share = self.right / self.cases if self.cases else 0.0
        if share >= SAFE_FROM:
            return Safety.SAFE
        return Safety.LIKELY if share >= LIKELY_FROM else Safety.GUESS

    def __str__(self) -> str:
        """The counts in words."""
        return f"right in {self.right} of {self.cases} unseen cases"


ODDS = {
    "same": Odds(14, 14, 15, 15, proven=True),
    "unchanged": Odds(10, 17),
    "contained": Odds(40, 45),
    "numbers": Odds(39, 41),
    "pieces": Odds(0, 0),
    "sections": Odds(0, 0),
    "both": Odds(33, 46),
    "words": Odds(20, 25),
    "entries": Odds(8, 10),
    "rewritten": Odds(0, 0),
    "newest-here": Odds(0, 0),
    "newest": Odds(83, 283),
    "newest-commit": Odds(0, 0),
    "both-otherwise": Odds(0, 0),
    "ours": Odds(0, 0),
    "theirs": Odds(0, 0),
}
