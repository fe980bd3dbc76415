"""How to decide a conflict: what the user has asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Strategy(StrEnum):
    """What to take: the newest revision, one side of every layer, or the lines of both sides."""

    NEWEST = "newest"
    OURS = "ours"
    THEIRS = "theirs"
    UNION = "union"


class DateKind(StrEnum):
    """Which of a commit's two dates counts."""

    AUTHOR = "author"
    COMMITTER = "committer"


@dataclass(frozen=True, slots=True)
class Rule:
    """How to decide: the strategy, and the date it goes by."""

    strategy: Strategy = Strategy.NEWEST
    date: DateKind = DateKind.AUTHOR
