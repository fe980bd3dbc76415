"""What a resolver sees of a region, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from mergemend.conflicts.revisions import Pick

Lines: TypeAlias = tuple[str, ...]


class Kind(StrEnum):
    """What a proposal is made of: one side, both in turn, or words and items of both."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text for a region, and what its resolver saw that speaks for it."""

    kind: Kind
    lines: Lines
    saw: str

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "".join(self.lines)


@dataclass(frozen=True)
class Contested:
    """One region, to be decided: its sides as lines with their ends.

    ``base`` is None where it is unknown; empty means that both sides were added. ``before`` and
    ``after`` are the lines next to the region, ``shared_before`` and ``shared_after`` those next to
    it that both sides added alike. ``newer`` is the side that the file's dates speak
    for, ``newer_here`` the side with the newest line of its own in this very region,
    ``newer_commit`` the side whose commit is the newer one, whatever it touched.
    ``incoming_is_trunk`` says whether *theirs* is the line of development that others build upon.
    """

    ours: Lines
    theirs: Lines
    base: Lines | None = None
    before: Lines = ()
    after: Lines = ()
    shared_before: Lines = ()
    shared_after: Lines = ()
    newer: Pick | None = None
    newer_here: Pick | None = None
    newer_commit: Pick | None = None
    incoming_is_trunk: bool | None = None
    is_markdown: bool = False

    @cached_property
    def folded(self) -> tuple[str, str, str | None]:
        """Ours, theirs and base with white space folded."""
        base = None if self.base is None else fold(self.base)
        return fold(self.ours), fold(self.theirs), base

    @property
    def both_added(self) -> bool:
        """Whether there was nothing before, and each side put something there."""
        ours, theirs, base = self.folded
        return base == "" and bool(ours) and bool(theirs)

    @property
    def both_edited(self) -> bool:
        """Whether there was something before, and neither side removed it altogether."""
        return all(self.folded)

    def side(self, pick: Pick) -> Lines:
        """The lines of a side."""
        return self.ours if pick is Pick.OURS else self.theirs

    def take(self, pick: Pick, saw: str) -> Proposal:
        """Propose a side as it is."""
        return Proposal(Kind(pick), self.side(pick), saw)


def fold(lines: Lines) -> str:
    """A text without its white space, but for one blank between words."""
    return " ".join("".join(lines).split())
