"""Finds the part of the base that each region of a merge is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mergemend.conflicts.resolve.align import matches, overlap
from mergemend.conflicts.resolve.region import Lines
from mergemend.conflicts.revisions import Pick, Region


@dataclass(frozen=True, slots=True)
class Parts:
    """A region's own lines (None for an unknown base), and what both sides added next to it."""

    ours: Lines
    theirs: Lines
    base: Lines | None
    shared_before: Lines = ()
    shared_after: Lines = ()


def parts_of(lines: Lines, regions: Sequence[Region], base: Lines | None) -> list[Parts]:
    """The parts of the regions of one layer (in their order) among the ``lines`` of a file.

    ``base`` is the whole file as it was before both sides changed it, empty where there was none,
    None where it is not known: then what diff3 markers say counts.
    """
    written = [_written(lines, region) for region in regions]
    if base is None:
        return written
    picked = [_Picked.build(lines, regions, written, pick, base) for pick in Pick]
    if any(side is None for side in picked):
        return written
    return [
        _part(base, part, [side.places[number] for side in picked if side is not None])
        for number, part in enumerate(written)
    ]


def _written(lines: Lines, region: Region) -> Parts:
    ours = lines[region.start + 1 : region.end_of_ours]
    theirs = lines[region.separator + 1 : region.end]
    if region.base is None:
        return Parts(ours, theirs, None)
    base = lines[region.base + 1 : region.separator]
    return Parts(ours, theirs, _trimmed(lines, region, ours, theirs, base))


def _trimmed(lines: Lines, region: Region, ours: Lines, theirs: Lines, base: Lines) -> Lines:
    """The base without what zdiff3 has moved out of the sides, but not out of the base.

    In diff3 the sides can begin or end alike: then nothing was moved there.
    """
    if ours[:1] != theirs[:1]:
        before = lines[max(0, region.start - len(base)) : region.start]
        base = base[overlap(base, before) :]
    if ours[-1:] != theirs[-1:]:
        after = lines[region.end + 1 : region.end + 1 + len(base)]
        base = base[: len(base) - overlap(after, base)]
    return base


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a region stands in the base: its first line, the one after its last.

    ``before`` and ``after`` are the lines next to the region that are not in the base.
    """

    first: int
    last: int
    before: Lines
    after: Lines


@dataclass(frozen=True, slots=True)
class _Picked:
    """The file with one side taken everywhere, and where its regions stand in the base."""

    places: tuple[_Place, ...]

    @classmethod
    def build(
        cls,
        lines: Lines,
        regions: Sequence[Region],
        written: Sequence[Parts],
        pick: Pick,
        base: Lines,
    ) -> _Picked | None:
        text: list[str] = []
        spans: list[tuple[int, int]] = []
        position = 0
        for region, part in zip(regions, written, strict=True):
            text += lines[position : region.start]
            side = part.ours if pick is Pick.OURS else part.theirs
            spans.append((len(text), len(text) + len(side)))
            text += side
            position = region.end + 1
        text += lines[position:]
        runs = matches(text, base)
        if runs is None:
            return None
        in_base = {a + k: b + k for a, b, size in runs for k in range(size)}
        return cls(tuple(_place(text, span, in_base, len(base)) for span in spans))


def _place(
    text: Sequence[str], span: tuple[int, int], in_base: dict[int, int], length: int
) -> _Place:
    before, after = span[0] - 1, span[1]
    while before >= 0 and before not in in_base:
        before -= 1
    while after < len(text) and after not in in_base:
        after += 1
    return _Place(
        in_base[before] + 1 if before >= 0 else 0,
        in_base[after] if after < len(text) else length,
        tuple(text[before + 1 : span[0]]),
        tuple(text[span[1] : after]),
    )


def _part(base: Lines, part: Parts, places: Sequence[_Place]) -> Parts:
    first, last = max(p.first for p in places), min(p.last for p in places)
    return Parts(
        part.ours,
        part.theirs,
        base[first:last],
        min((p.before for p in places), key=len),
        min((p.after for p in places), key=len),
    )
