"""Sums up where garbled lines come from: commit by commit, and how far each went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mergemend.evidence import Commit
from mergemend.mojibake.trace import Start, Trace


class Deed(StrEnum):
    """What a commit did to lines."""

    GARBLED = "garbled"
    ADDED = "added garbled"


@dataclass(frozen=True, slots=True)
class Extent:
    """What a commit garbled: in each file (by its path in the commit) the lines as they became.

    ``more`` says that the commit changed more files than were looked at.
    """

    files: Mapping[str, tuple[str, ...]]
    more: bool

    @property
    def lines(self) -> int:
        """How many lines it garbled in all files."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True, slots=True)
class Accident:
    """Lines of a file, counted from 0, and the commit (None: the work tree) they are garbled by.

    ``here`` is how many lines of this file it garbled then.
    """

    commit: Commit | None
    deed: Deed
    lines: tuple[int, ...]
    here: int | None = None
    extent: Extent | None = None


@dataclass(frozen=True, slots=True)
class Accidents:
    """Where the garbled ``lines`` of a file, counted from 0, come from.

    A line that was garbled twice is in two accidents. ``unknown`` are those of which it is unknown
    when they were garbled first, by the reason.
    """

    lines: tuple[int, ...]
    known: tuple[Accident, ...]
    unknown: Mapping[str, tuple[int, ...]]


def sum_up(traces: Iterable[Trace]) -> Accidents:
    """The accidents behind garbled lines, those with most lines first."""
    lines: list[int] = []
    found: defaultdict[tuple[Commit | None, Deed], list[int]] = defaultdict(list)
    unknown: defaultdict[str, list[int]] = defaultdict(list)
    for line in traces:
        lines.append(line.number)
        for damage in line.damages:
            found[damage.commit, Deed.GARBLED].append(line.number)
        if line.start is Start.GARBLED:
            found[line.added, Deed.ADDED].append(line.number)
        elif line.start is Start.UNKNOWN:
            unknown[line.why].append(line.number)
    known = (Accident(commit, deed, tuple(hurt)) for (commit, deed), hurt in found.items())
    return Accidents(
        tuple(lines),
        tuple(sorted(known, key=lambda accident: -len(accident.lines))),
        {why: tuple(numbers) for why, numbers in unknown.items()},
    )
