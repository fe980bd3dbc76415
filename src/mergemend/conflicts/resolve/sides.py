"""Resolvers that take one side as it is."""

from __future__ import annotations

from mergemend.conflicts.resolve.align import kept
from mergemend.conflicts.resolve.region import Contested, Lines, Proposal, fold
from mergemend.conflicts.revisions import Pick

REWRITTEN = 0.3
"""A side that keeps less of the base was written anew."""

UNTOUCHED = 0.85
"""A side that keeps more of the base was only touched up."""


def same(region: Contested) -> Proposal | None:
    """The sides differ in white space only: the one that changed it."""
    ours, theirs, _ = region.folded
    if ours != theirs:
        return None
    if region.base in (region.ours, region.theirs):
        pick = Pick.THEIRS if region.base == region.ours else Pick.OURS
    elif _lines(region.ours) == _lines(region.theirs):
        pick = region.newer or Pick.OURS
    else:
        return None  # each has indented or broken the lines in its own way, which can mean a lot
    return region.take(pick, "the sides are equal but for white space")


def _lines(lines: Lines) -> list[tuple[int, str]]:
    """The lines that say something: how far they are indented, and their words."""
    return [(len(x) - len(x.lstrip()), fold((x,))) for x in lines if x.strip()]


def unchanged(region: Contested) -> Proposal | None:
    """One side is the base but for white space: the other one changed something."""
    ours, theirs, base = region.folded
    if base is None or base not in (ours, theirs) or ours == theirs:
        return None
    pick = Pick.THEIRS if base == ours else Pick.OURS
    kept_side = Pick.OURS if pick is Pick.THEIRS else Pick.THEIRS
    return region.take(pick, f"{kept_side} is what was there before but for white space")


def contained(region: Contested) -> Proposal | None:
    """Both sides added, and one holds all that the other does, in one piece: the larger one."""
    if not region.both_added:
        return None
    ours, theirs, _ = region.folded
    for pick, larger, smaller in ((Pick.OURS, ours, theirs), (Pick.THEIRS, theirs, ours)):
        if f" {smaller} " in f" {larger} ":
            return region.take(pick, f"{pick} holds all that the other side added")
    return None


def rewritten(region: Contested) -> Proposal | None:
    """One side wrote the text anew, the other touched it up: what is new stands."""
    if region.base is None or not region.folded[2]:
        return None
    words = [fold(lines).split() for lines in (region.base, region.ours, region.theirs)]
    left = {Pick.OURS: kept(words[0], words[1]), Pick.THEIRS: kept(words[0], words[2])}
    for pick, share in left.items():
        rest = next(s for p, s in left.items() if p is not pick)
        if share < REWRITTEN and rest > UNTOUCHED and fold(region.side(pick)):
            return region.take(pick, f"{pick} wrote it anew, the other side only touched it up")
    return None


def newest_here(region: Contested) -> Proposal | None:
    """The side with the newest line of its own in the region."""
    if region.newer_here is None:
        return None
    pick = region.newer_here
    return region.take(pick, f"the newest of the changed lines is in {pick}")


def newest(region: Contested) -> Proposal | None:
    """The side of the newer revision of the file."""
    if region.newer is None:
        return None
    return region.take(region.newer, f"{region.newer} is the newer revision of the file")


def newest_commit(region: Contested) -> Proposal | None:
    """The side of the newer commit, where the file's own dates do not tell."""
    if region.newer_commit is None or region.newer is not None:
        return None
    return region.take(region.newer_commit, f"the commit of {region.newer_commit} is the newer one")


def ours(region: Contested) -> Proposal:
    """Ours, where nothing speaks for it."""
    return region.take(Pick.OURS, "ours as it is")


def theirs(region: Contested) -> Proposal:
    """Theirs, where nothing speaks for it."""
    return region.take(Pick.THEIRS, "theirs as it is")
