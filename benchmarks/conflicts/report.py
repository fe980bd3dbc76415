"""The tables of the results page."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.conflicts.generate import DEPTHS, OPERATIONS, STYLES
from benchmarks.conflicts.regions import Outcome
from benchmarks.conflicts.score import (
    ALARM,
    FOUND,
    HELD,
    MISSED,
    NOT_HELD,
    QUIET,
    REFUSED,
    Result,
    Stack,
    tally,
)
from benchmarks.conflicts.tables import Table

Key = Callable[[Stack], object]
_OUTCOMES = [str(outcome) for outcome in Outcome]
_HEAD = ["n", *_OUTCOMES, "right of 100", "ms a file"]


def place(stack: Stack) -> str:
    """Whether a stack is in the repository that it was made in."""
    return "fresh clone" if stack.clone else "where it was made"


def repairs(results: Sequence[Result], whole: bool) -> Iterator[Table]:
    """What repairers made of stacks of which the newest revision is ``whole``, or of the others."""
    some = [r for r in results if r.stack and r.outcome in _OUTCOMES and r.stack.whole is whole]
    if not some:
        return
    if not whole:
        yield _repairs("Torn: the newest revision is not whole in the file", some, place)
        return
    yield _repairs("All commands", some, place)
    yield _repairs("By depth", some, lambda s: f"depth {s.kind.depth}")
    yield _repairs("By operation", some, lambda s: f"{s.kind.operation}, {place(s)}")
    yield _repairs("By style", some, lambda s: s.kind.style)


def _repairs(title: str, results: Sequence[Result], key: Key) -> Table:
    rows = []
    for name in dict.fromkeys(r.command for r in results):
        own = [r for r in results if r.command == name]
        groups = sorted({str(key(r.stack)) for r in own if r.stack}, key=_order)
        rows += [[f"{name}, {group}", *_counts(own, group, key)] for group in groups]
    return Table(title, ["command", *_HEAD], rows)


def _order(group: str) -> tuple[int, str]:
    names = [*OPERATIONS, *STYLES]
    first = group.split(",")[0]
    return (names.index(first) if first in names else -1, group)


def _counts(results: Iterable[Result], group: str, key: Key) -> list[str]:
    some = [r for r in results if r.stack and str(key(r.stack)) == group]
    counts = tally(some)
    share = 100 * counts[Outcome.RIGHT] / len(some)
    time = 1000 * statistics.median(r.seconds for r in some)
    return [str(len(some)), *(str(counts[o]) for o in _OUTCOMES), f"{share:.0f}", f"{time:.0f}"]


def parsers(results: Sequence[Result]) -> Iterator[Table]:
    """Whether the right answer can be put together from what a parser takes a file for."""
    some = [r for r in results if r.outcome in (REFUSED, HELD, NOT_HELD)]
    if not some:
        return
    rows = []
    for name in dict.fromkeys(r.command for r in some):
        for depth in DEPTHS:
            own = [r for r in some if r.command == name and r.stack and r.stack.kind.depth == depth]
            counts = tally(own)
            numbers = [str(counts[o]) for o in (HELD, NOT_HELD, REFUSED)]
            rows.append([f"{name}, depth {depth}", str(len(own)), *numbers])
    yield Table("What parsers can give", ["parser", "n", HELD, NOT_HELD, REFUSED], rows)


def detectors(results: Sequence[Result]) -> Iterator[Table]:
    """What detectors find on stacks and on small planted files."""
    some = [r for r in results if r.outcome in (FOUND, MISSED, ALARM, QUIET)]
    rows, missed = [], []
    for name in dict.fromkeys(r.command for r in some):
        own = [r for r in some if r.command == name]
        stacks, planted = tally(r for r in own if r.stack), tally(r for r in own if not r.stack)
        rows.append(
            [
                name,
                _share(stacks[FOUND], stacks[MISSED]),
                _share(planted[FOUND], planted[MISSED]),
                _share(planted[ALARM], planted[QUIET]),
                f"{1000 * statistics.median(r.seconds for r in own):.0f}",
            ]
        )
        missed += [[name, r.outcome, r.name] for r in own if r.outcome in (MISSED, ALARM)]
    head = ["detector", "stacks found", "planted found", "false alarms", "ms a file"]
    if rows:
        yield Table("Detectors", head, rows)
    if missed:
        yield Table("Where detectors differ", ["detector", "what", "file"], missed)


def _share(some: int, others: int) -> str:
    return f"{some} of {some + others}"
