"""The layered parse: which merge wrote which marker line of a stack of conflicts.

A stack of depth d is one conflict between an *ours* and a *theirs* text, each of which is itself a
stack of depth less than d. Layers are counted from the outermost, which git wrote last. A marker
line is either one of its layer's own, or it belongs to the text or texts of the outer layers that
it stands in: outside of an outer region to both, in one part of it to that part's text only.

Reading a marker line as plain text costs 1, and so does a label that is not its layer's. What git
never writes is no reading, however cheap (facts of git's xdiff/xmerge.c):

- a region whose two sides are equal, or begin or end with the same line (in the two-part style,
  where git's refinement moves such lines out), or whose three parts all do;
- a line that only one side has, next to a region: hunks that touch are one hunk, so it would have
  become part of the region.

A marker line that only one side has is merged cleanly where the other side left its surroundings
alone. The other side's text then holds that line too, though it was never a stack. That costs
nothing as long as no marker of that layer stands in a part of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mergemend.conflicts.machine import Budget, Machine, OutOfWorkError
from mergemend.conflicts.markers import Marker
from mergemend.conflicts.reading import Parse

MAX_DEPTH = 6
MAX_COST = 2
WORK = 60_000  # steps of some 8 µs: half a second for garbage
WORK_PER_MARKER = 40  # a marker of an ordinary conflict takes three
MAX_FOR_MARKERS = 400_000


def parse(lines: Sequence[bytes], markers: Sequence[Marker], work: int = WORK) -> Parse:
    """Read ``markers`` among ``lines`` as a stack, of least cost first and then of least depth.

    Never raises. Time and memory are bounded: where `MAX_DEPTH`, `MAX_COST` or ``work`` do not
    reach, the result has a ``limit`` that says so, and no clusters.
    """
    markers = tuple(markers)
    if not markers:
        return Parse(())
    for_markers = min(WORK_PER_MARKER * len(markers), max(MAX_FOR_MARKERS, 4 * len(markers)))
    budget = Budget(work + for_markers)
    for cost, depth, lawful in _attempts():
        try:
            clusters = Machine(depth, lawful, budget).read(lines, markers, cost)
        except OutOfWorkError:
            limit = f"depth {depth} takes more than {budget.total:,} steps to read"
            return Parse(markers, limit=limit)
        if clusters is not None:
            return Parse(markers, clusters)
    limit = f"no reading of depth {MAX_DEPTH} or less leaves at most {MAX_COST} markers unexplained"
    return Parse(markers, limit=limit)


def _attempts() -> Iterator[tuple[int, int, bool]]:
    """Cost, depth and whether git's laws hold, the likeliest first.

    Depth 1 leaves no choice, so a side that somebody edited by hand does no harm there.
    """
    for cost in range(MAX_COST + 1):
        yield cost, 1, False
        for lawful in (True, False):
            for depth in range(2, MAX_DEPTH + 1):
                yield cost, depth, lawful
