"""The ladder: which resolver is asked first, and how sure each one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from mergemend.conflicts.resolve import items, sides, words
from mergemend.conflicts.resolve.align import Chunk, chunks
from mergemend.conflicts.resolve.odds import Odds, odds_of
from mergemend.conflicts.resolve.region import Contested, Kind, Proposal
from mergemend.model import Safety

Resolver: TypeAlias = Callable[[Contested], Proposal | None]


def pieces(region: Contested) -> Proposal | None:
    """What git has put in one region since it lies close together, decided piece by piece."""
    if not region.both_edited or region.base is None:
        return None
    found = chunks(region.base, region.ours, region.theirs)
    if found is None or len(found) == 1:
        return None
    lines: list[str] = []
    saw: list[str] = []
    for number, chunk in enumerate(found):
        if chunk.stable:
            lines += region.ours[chunk.ours]
            continue
        piece = _piece(region, found, number)
        best = next((one for one in rank(piece) if one.is_reasoned), None)
        if best is None:
            return None
        lines += best.proposal.lines
        saw.append(best.proposal.saw)
    return Proposal(Kind.MERGED, tuple(lines), f"piece by piece: {'; '.join(dict.fromkeys(saw))}")


def _piece(region: Contested, found: Sequence[Chunk], number: int) -> Contested:
    """An unstable chunk as a region of its own, between its stable neighbours."""
    chunk = found[number]
    before = region.ours[: chunk.ours.start]
    after = region.ours[chunk.ours.stop :]
    return replace(
        region,
        ours=region.ours[chunk.ours],
        theirs=region.theirs[chunk.theirs],
        base=(region.base or ())[chunk.base],
        before=(*region.before, *before),
        after=(*after, *region.after),
        shared_before=(),
        shared_after=(),
    )


LADDER: dict[str, Resolver] = {
    "same": sides.same,
    "unchanged": sides.unchanged,
    "contained": sides.contained,
    "versions": words.versions,
    "counts": words.counts,
    "pieces": pieces,
    "sections": items.sections,
    "both": items.both,
    "entries": items.entries,
    "words": words.words,
    "rewritten": sides.rewritten,
    "newest-here": sides.newest_here,
    "newest": sides.newest,
    "newest-commit": sides.newest_commit,
    "both-otherwise": items.both_otherwise,
    "ours": sides.ours,
    "theirs": sides.theirs,
}
"""Every resolver by name. The first one that has something to say is the likeliest to be right."""

LAST_RESORT = ("both-otherwise", "ours", "theirs")
"""These are alternatives only: nothing speaks for them."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A proposal, who made it, and how often that resolver was right."""

    resolver: str
    proposal: Proposal

    @property
    def odds(self) -> Odds:
        """How often the resolver was right where it was not tuned."""
        return odds_of(self.resolver)

    @property
    def grade(self) -> Safety:
        """How sure the proposal is."""
        return self.odds.grade

    @property
    def is_reasoned(self) -> bool:
        """Whether something speaks for the proposal."""
        return self.resolver not in LAST_RESORT


def rank(region: Contested) -> tuple[Ranked, ...]:
    """The different proposals for a region, the likeliest first."""
    return tuple(_rank(region))


def _rank(region: Contested) -> Iterator[Ranked]:
    seen = set()
    for name, resolver in LADDER.items():
        proposal = resolver(region)
        if proposal is not None and proposal.lines not in seen:
            seen.add(proposal.lines)
            yield Ranked(name, proposal)
