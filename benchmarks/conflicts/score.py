"""Scores commands on generated stacks: repairers, detectors, and what parsers take a file for."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts.corpus import whole_file
from benchmarks.conflicts.generate import KINDS, PATH, Case, make
from benchmarks.conflicts.peers import holds
from benchmarks.conflicts.regions import Outcome
from benchmarks.conflicts.run import command_for, run
from benchmarks.conflicts.story import Kind
from scratch import Scratch

FOUND, MISSED, ALARM, QUIET = "found", "missed", "false alarm", "quiet"
REFUSED, HELD, NOT_HELD = "refused", "holds it", "does not"


@dataclass(frozen=True)
class Result:
    """What a command made of a case. ``stack`` is None for a small file planted for detectors."""

    command: str
    stack: Stack | None
    outcome: str
    seconds: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Stack:
    """What is known of a generated case when its repository is gone."""

    kind: Kind
    seed: int
    clone: bool
    whole: bool


@dataclass(frozen=True)
class Commands:
    """What is to be scored, by name."""

    repairers: Mapping[str, str]
    detectors: Mapping[str, str]
    parsers: Mapping[str, Callable[[Path, str, Path], bytes | None]]


def score_stacks(
    commands: Commands, seeds: Iterable[int], kinds: Sequence[Kind] = KINDS, jobs: int = 1
) -> list[Result]:
    """Make a stack of every kind for every seed and run all commands on it, in turn."""

    def one(wanted: tuple[int, Kind]) -> list[Result]:
        seed, kind = wanted
        with tempfile.TemporaryDirectory() as folder:
            return [r for case in make(kind, seed, Path(folder)) for r in _score(commands, case)]

    with ThreadPoolExecutor(jobs) as pool:
        found = pool.map(one, ((seed, kind) for seed in seeds for kind in kinds))
        return [result for results in found for result in results]


def _score(commands: Commands, case: Case) -> Iterator[Result]:
    stack = Stack(case.kind, case.seed, case.clone, case.whole)
    for name, template in commands.repairers.items():
        yield _repaired(name, template, case, stack)
    if case.clone:
        return  # the same file: to detectors and parsers the history is nothing
    for name, template in commands.detectors.items():
        with _copy(case.top) as top:
            done = run(command_for(template, PATH), top, top / ".git")
        yield Result(name, stack, FOUND if done.code else MISSED, done.seconds)
    for name, parse in commands.parsers.items():
        with _copy(case.top) as top:
            parsed = parse(top, PATH, top / ".git")
        right = parsed is not None and any(holds(parsed, truth) for truth in case.truths)
        yield Result(name, stack, REFUSED if parsed is None else HELD if right else NOT_HELD)


def _repaired(name: str, template: str, case: Case, stack: Stack) -> Result:
    with _copy(case.top) as top:
        done = run(command_for(template, PATH), top, top / ".git")
        outcome = whole_file(done, top / PATH, case.conflict, case.truths)
        if done.code not in (0, 1) or (done.code and "Traceback" in done.output):
            outcome = Outcome.ERROR
    return Result(name, stack, outcome, done.seconds)


@contextmanager
def _copy(top: Path) -> Iterator[Path]:
    """A copy of a repository, gone afterwards: no command sees what another has left."""
    with tempfile.TemporaryDirectory() as folder:
        yield shutil.copytree(top, Path(folder, "repo"), symlinks=True)


def score_planted(
    detectors: Mapping[str, str], markers: Mapping[str, bytes], near: Mapping[str, bytes]
) -> list[Result]:
    """Run the detectors on small files, each committed in a repository."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Scratch.init(Path(folder, "repo"))
        files = [
            *((n, d, True) for n, d in markers.items()),
            *((n, d, False) for n, d in near.items()),
        ]
        scratch.commit("plant", {f"{n}.md": data for n, (_, data, _) in enumerate(files)})
        for number, (name, _, wanted) in enumerate(files):
            for command, template in detectors.items():
                done = run(command_for(template, f"{number}.md"), scratch.top, Path(folder))
                outcome = (FOUND if wanted else ALARM) if done.code else MISSED if wanted else QUIET
                results.append(Result(command, None, outcome, done.seconds, name))
    return results


def tally(results: Iterable[Result]) -> Counter[str]:
    """How many of each outcome."""
    return Counter(result.outcome for result in results)
