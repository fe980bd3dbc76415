"""Runs tools over the cases of slices and tallies what came back."""

from __future__ import annotations

import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mojibake.damage import Damage, text_of
from benchmarks.mojibake.score import Failure, Outcome, Tally, align, outcome
from benchmarks.mojibake.slices import Case, Slice, cases, lost_something
from benchmarks.mojibake.tools import Mended, Tool, tool

_GOOD = (Outcome.EXACT, Outcome.KEPT)


@dataclass(frozen=True)
class Cell:
    """A slice, a kind of document and a damage: the least that is tallied by itself.

    ``position`` is where the damage stands in its slice.
    """

    slice: Slice
    kind: str
    position: int

    @property
    def damage(self) -> Damage:
        """What is done to the documents."""
        return self.slice.damages[self.position]


@dataclass(frozen=True)
class Result:
    """What one tool did in one cell; ``failures`` are the lines that did not come back."""

    tool: str
    cell: Cell
    documents: int
    tally: Tally
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What is drawn from which folder, and how many failures a cell keeps of each tool."""

    folder: Path
    seed: int
    size: int
    show: int = 0


def cells(slices: Iterable[Slice]) -> list[Cell]:
    """All cells of some slices."""
    return [
        Cell(one, kind, position)
        for one in slices
        for kind in one.kinds
        for position in range(len(one.damages))
    ]


def run(
    plan: Plan, wanted: Sequence[Slice], specs: Sequence[str], jobs: int
) -> Iterator[list[Result]]:
    """The results, cell by cell, in order."""
    names = [(one.name, cell.kind, cell.position) for one in wanted for cell in cells([one])]
    if jobs == 1:
        yield from (_run_named(plan, name, specs) for name in names)
        return
    with ProcessPoolExecutor(jobs) as pool:
        count = len(names)
        yield from pool.map(_run_named, [plan] * count, names, [specs] * count, chunksize=4)


def _run_named(plan: Plan, name: tuple[str, str, int], specs: Sequence[str]) -> list[Result]:
    """By name, because a damage is a function that can't be sent to another process."""
    from benchmarks.mojibake.slices import SLICES

    [one] = [one for one in SLICES if one.name == name[0]]
    return run_cell(plan, Cell(one, name[1], name[2]), [tool(spec) for spec in specs])


def run_cell(plan: Plan, cell: Cell, tools: Sequence[Tool]) -> list[Result]:
    """What each tool makes of the documents of a cell."""
    drawn = cases(plan.folder, cell.slice, cell.kind, cell.damage, plan.seed, plan.size)
    results = []
    for one in tools:
        if cell.slice.history and not one.files:
            continue
        tally = Tally()
        failures: list[Failure] = []
        for case, mended in zip(drawn, _mend(one, drawn, cell.slice.history), strict=True):
            for failure in judge(case, mended):
                tally.counts[failure.outcome] += 1
                if failure.outcome not in _GOOD:
                    failures.append(failure)
        failures.sort(key=lambda failure: _ORDER[failure.outcome])
        results.append(
            Result(one.name, _bare(cell), len(drawn), tally, tuple(failures[: plan.show]))
        )
    return results


_ORDER = {Outcome.SPOILT: 0, Outcome.WRONG: 1, Outcome.PARTIAL: 2, Outcome.UNTOUCHED: 3}


def _bare(cell: Cell) -> Cell:
    """The same without functions, to send it to another process."""
    bare = Damage(cell.damage.codec, cell.damage.kind, _nothing)
    kept = Slice(cell.slice.name, (bare,), (cell.kind,))
    return Cell(kept, cell.kind, 0)


def _nothing(_line: str) -> list[tuple[str, str]]:
    return []


def _mend(one: Tool, drawn: Sequence[Case], history: bool) -> list[Mended]:
    if not history or not one.files:
        return [one.text(case.data, case.entry.path) for case in drawn]
    with tempfile.TemporaryDirectory() as folder:
        paths = repository(Path(folder), drawn)
        return one.files(paths)


def repository(folder: Path, drawn: Sequence[Case]) -> list[Path]:
    """Commit each case's earlier text, then the damaged one; returns the files."""
    paths = [folder / f"doc{number}.md" for number in range(len(drawn))]
    _git(folder, "init", "--quiet")
    for texts, message in (
        ([case.earlier.encode() for case in drawn], "Write the documents"),
        ([case.data for case in drawn], "Change some lines"),
    ):
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text)
        _git(folder, "add", "--all")
        _git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return paths


def _git(folder: Path, *arguments: str) -> None:
    settings = ["-c", "user.name=b", "-c", "user.email=b@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def judge(case: Case, mended: Mended) -> Iterator[Failure]:
    """The outcome of every line that counts."""
    damaged = [text_of([*line]) for line in case.lines]
    got = mended.data.decode("utf-8", "surrogateescape").split("\n")
    for number, line in enumerate(align(damaged, got)):
        pieces = case.lines[number]
        truth = "".join(before for before, _ in pieces)
        shown = "(more or fewer lines)" if line is None else line
        result = Outcome.WRONG if line is None else outcome(pieces, line)
        if line is None and truth == damaged[number]:
            result = Outcome.SPOILT
        if result is Outcome.KEPT and truth.isascii():
            continue
        if case.slice.lossy and truth != damaged[number] and not lost_something(case, number):
            continue
        note = mended.notes.get(number, "")
        path = case.entry.path
        yield Failure(path, number + 1, result, damaged[number], truth, shown, note)


def totals(results: Iterable[Result], key: str) -> dict[tuple[str, str], dict[str, Tally]]:
    """Tallies by slice, group and tool; ``key`` is what groups: kind, codec, damage, cell, none."""
    found: dict[tuple[str, str], dict[str, Tally]] = defaultdict(dict)
    for result in results:
        row = (result.cell.slice.name, _group(result.cell, key))
        tally = found[row].setdefault(result.tool, Tally())
        tally.counts.update(result.tally.counts)
    return found


def _group(cell: Cell, key: str) -> str:
    return {
        "kind": cell.kind,
        "codec": cell.damage.codec,
        "damage": cell.damage.kind,
        "cell": f"{cell.kind}, {cell.damage.codec}, {cell.damage.kind}",
    }.get(key, "all")
