"""How to decide a conflict: what the user has asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mergemend.model import Safety


class Strategy(StrEnum):
    """What to take: the newest revision, one side of every layer, or the lines of both sides.

    ``BEST`` takes the likeliest proposal for each region, the newest side where nothing better
    speaks.
    """

    NEWEST = "newest"
    BEST = "best"
    OURS = "ours"
    THEIRS = "theirs"
    UNION = "union"


class DateKind(StrEnum):
    """Which of a commit's two dates counts."""

    AUTHOR = "author"
    COMMITTER = "committer"


@dataclass(frozen=True, slots=True)
class Rule:
    """How to decide: the strategy, the date it goes by, and what is sure enough to be done."""

    strategy: Strategy = Strategy.NEWEST
    date: DateKind = DateKind.AUTHOR
    min_grade: Safety = Safety.GUESS
