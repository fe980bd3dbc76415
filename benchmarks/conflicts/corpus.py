"""Scores a command on a folder of real conflicts: ``python -m benchmarks.conflicts.corpus DIR``.

Each case is built as a repository (see `build`) and the command is run on its file. A group of
cases (those of one real repository) is for tuning or for the report.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.conflicts import build
from benchmarks.conflicts.build import Row
from benchmarks.conflicts.regions import Outcome, Verdict, judge, regions_of
from benchmarks.conflicts.run import Done, command_for, run
from benchmarks.conflicts.tables import Table, table

FIX = "mergemend fix --quiet --strategy newest {path}"
CHECK = "mergemend check --quiet {path}"
PARTS = ("tune", "report")
# no rule was tuned on these
HELD_OUT = ("26a08502", "b1d74629", "c5bb4cc3", "ddf54a4d")


@dataclass(frozen=True)
class Unit:
    """One thing that was scored, a region or a file. ``detail`` goes into the JSON only."""

    suite: str
    case: str
    group: str
    outcome: str
    seconds: float
    detail: Mapping[str, Any]


def load(folder: Path, name: str) -> list[Row]:
    """The rows of a suite."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def part(group: str) -> str:
    """Whether a group is one that rules were tuned on, or for the report."""
    return PARTS[group in HELD_OUT]


def same_but_labels(one: bytes, other: bytes) -> bool:
    """Whether two conflicts are the same when what stands behind their markers is left out."""
    bare = (re.sub(rb"(?m)^([<>|]{7,}) .*$", rb"\1", data) for data in (one, other))
    return next(bare) == next(bare)


Score = Callable[[Row, Path, Path], list[Unit]]


def _unit(suite: str, row: Row, outcome: str, done: Done, **detail: object) -> Unit:
    told = {"path": row["path"], "output": done.output, "code": done.code} | detail
    return Unit(suite, row["id"], row["group"], outcome, done.seconds, told)


def _command(template: str, file: Path, top: Path, state: Path) -> Done:
    return run(command_for(template, str(file.relative_to(top))), top, state)


def failed(done: Done, file: Path) -> bool:
    """Whether a command that should repair a file has crashed."""
    return done.code not in (0, 1) or not file.exists()


def score_replay(command: str, *, committed: bool) -> Score:
    """Scores the regions of a real merge, in progress or committed with its markers."""
    suite = "replay, committed" if committed else "replay, in progress"

    def score(row: Row, top: Path, state: Path) -> list[Unit]:
        built = build.replay(row, top, committed=committed)
        by_git = same_but_labels(built.by_git, built.data)
        return _regions(suite, row, command, built.file, top, state, by_git=by_git)

    return score


def score_committed(command: str) -> Score:
    """Scores the regions of a file that was committed with markers and cleaned by hand later."""

    def score(row: Row, top: Path, state: Path) -> list[Unit]:
        file = build.build_committed(row, top)
        return _regions("committed", row, command, file, top, state)

    return score


def _regions(
    suite: str, row: Row, command: str, file: Path, top: Path, state: Path, **more: object
) -> list[Unit]:
    before = file.read_bytes()
    done = _command(command, file, top, state)
    if failed(done, file):
        return [_unit(suite, row, Outcome.ERROR, done) for r in regions_of(row) if r.truth]
    verdicts = judge(before, regions_of(row), file.read_bytes())
    return [
        _unit(suite, row, v.outcome, done, region=n, **_told(v), **more)
        for n, v in enumerate(verdicts)
    ]


def _told(verdict: Verdict) -> dict[str, object]:
    return {
        "lines": [verdict.region.first + 1, verdict.region.end],
        "human": verdict.region.human,
        "truth": _text(verdict.region.truth),
        "text": _text(verdict.text),
    }


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "replace")


def score_stack(command: str, *, alone: bool) -> Score:
    """Scores a stack as a whole file: with its history, or ``alone`` outside of any repository."""
    suite = "stacks, text alone" if alone else "stacks, with history"

    def score(row: Row, top: Path, state: Path) -> list[Unit]:
        file = build.build_stack(row, top / "repo")
        before = file.read_bytes()
        if alone:
            file = top / "alone.md"
            file.write_bytes(before)
        done = _command(command, file, file.parent if alone else top / "repo", state)
        outcome = whole_file(done, file, before, [build.encode(row["truth"])])
        return [_unit(suite, row, outcome, done)]

    return score


def whole_file(done: Done, file: Path, before: bytes, truths: Iterable[bytes]) -> Outcome:
    """What a command has made of a file of which the right texts are known."""
    if failed(done, file):
        return Outcome.ERROR
    after = file.read_bytes()
    if after == before:
        return Outcome.DECLINED
    return Outcome.RIGHT if after in truths else Outcome.WRONG


def score_negative(fix: str, check: str) -> Score:
    """Scores what is no conflict: rewritten, flagged though it must not be, or let be."""

    def score(row: Row, top: Path, state: Path) -> list[Unit]:
        file = build.build_negative(row, top)
        found = _command(check, file, top, state)
        fixed = _command(fix, file, top, state)
        rewritten = file.read_bytes() != build.encode(row["conflict"])
        flagged = bool(found.code) and row["expect"] == "no_flag"
        outcome = "rewritten" if rewritten else "flagged" if flagged else "let be"
        return [_unit("negative", row, outcome, fixed, found=found.output, kind=row["kind"])]

    return score


def run_suite(rows: Iterable[Row], score: Score, jobs: int = 2) -> list[Unit]:
    """Score every row, each in a folder of its own that is gone afterwards."""

    def one(row: Row) -> list[Unit]:
        with tempfile.TemporaryDirectory() as top, tempfile.TemporaryDirectory() as state:
            return score(row, Path(top), Path(state))

    with ThreadPoolExecutor(jobs) as pool:
        return [unit for units in pool.map(one, rows) for unit in units]


def suites(fix: str, check: str, newest: str) -> dict[str, tuple[str, Score]]:
    """The suites by name: the rows they use, and how they are scored."""
    return {
        "replay": ("replay", score_replay(fix, committed=False)),
        "replay-committed": ("replay", score_replay(fix, committed=True)),
        "committed": ("committed", score_committed(fix)),
        "stacks": ("stacks", score_stack(newest, alone=False)),
        "stacks-alone": ("stacks", score_stack(newest, alone=True)),
        "negative": ("negative", score_negative(fix, check)),
    }


def rows_of(units: Sequence[Unit], *, groups: bool = True) -> Iterator[list[str]]:
    """A line for each group (if wanted), each part and the total: how many of each outcome."""
    names = [*Outcome] if any(u.outcome in [*Outcome] for u in units) else _LET_BE
    known = sorted({u.group for u in units}, key=lambda g: (PARTS.index(part(g)), g))
    shown = known if groups else []
    picked = [(f"{g} ({part(g)})", [u for u in units if u.group == g]) for g in shown]
    picked += [(p, [u for u in units if part(u.group) == p]) for p in PARTS]
    for name, some in [*picked, ("all", list(units))]:
        counts = Counter(u.outcome for u in some)
        first = counts[names[0]]
        share = f"{100 * first / len(some):.0f}" if some else "-"
        yield [name, str(len(some)), *(str(counts[n]) for n in names), share]


_LET_BE = ["let be", "flagged", "rewritten"]


def show(units: Sequence[Unit], *, groups: bool = True) -> Table:
    """The table of a suite."""
    negative = units[0].suite == "negative"
    names = _LET_BE if negative else [str(o) for o in Outcome]
    times = {u.case: u.seconds for u in units}
    median = 1000 * statistics.median(times.values())
    title = f"{units[0].suite}: {len(times)} files, median {median:.0f} ms a file"
    same = {u.case: u.detail["by_git"] for u in units if "by_git" in u.detail}
    if same:
        title += f"; git makes the same conflict of {sum(map(bool, same.values()))}"
    return Table(
        title, ["group", "n", *names, f"{names[0]} of 100"], list(rows_of(units, groups=groups))
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each suite; with ``--json`` also write every unit with its texts."""
    parser = argparse.ArgumentParser("python -m benchmarks.conflicts.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the *.jsonl.gz files")
    parser.add_argument("--command", default=FIX, help="what repairs {path} (default: %(default)s)")
    parser.add_argument("--check", default=CHECK, help="what exits with 1 if it finds a conflict")
    parser.add_argument("--newest", help="what repairs a stack (default: --command)")
    parser.add_argument("--suite", action="append", help="only this suite; may be repeated")
    parser.add_argument("--part", choices=PARTS, help="only the groups of this part")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write one line for each region or file")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder} is missing: nothing to score")
        return
    known = suites(options.command, options.check, options.newest or options.command)
    units: list[Unit] = []
    for name in options.suite or known:
        source, score = known[name]
        rows = [r for r in load(options.folder, source) if options.part in (None, part(r["group"]))]
        found = run_suite(rows, score, options.jobs)
        if found:
            print(table(show(found)))
        units += found
    if options.json:
        options.json.write_text("".join(json.dumps(vars(unit)) + "\n" for unit in units))


if __name__ == "__main__":
    main()
