"""Times whole commands against peers: ``python -m benchmarks.speed``; ``--write`` fills docs/."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import ROOT
from benchmarks.conflicts.tables import Table, table
from benchmarks.page import show
from benchmarks.speed import found, jobs, plot, scale, tools
from benchmarks.speed.measure import FailedError, Result, measure, peak

PAGE = ROOT / "docs/benchmarks-speed.md"
PLOT = PAGE.with_suffix(".svg")
MEMORY = 60  # MB, beyond the largest file
_PARTS = ("found", *jobs.PARTS, "memory", "scale")
_MACHINE = f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} CPUs"

_INTRO = f"""# How fast it is

Written by `python -m benchmarks.speed {{options}} --write` ({_MACHINE}). `make bench` prints the
same.

Whole commands are timed, from start to end, on repositories that are made from a seed; there is
nothing to find in what is timed, and 15 of 100 texts are not ASCII. Files are in the page cache.
The tools take turns, and a ratio is the median of the ratios within each round: machines are
noisy, so ratios are what to look at. *CPU* is the time of all processes together. mergemend runs
all of its checks and without its cache, unless a name says otherwise. ripgrep and git grep look for
starts and ends of conflicts with one regular expression; ftfy and plsfix mend every text in one
process; markdown-it-py only parses; markdownlint-cli2 and rumdl have rules of their own.
What is missing on a machine is told as missing: `make bench` installs the peers that PyPI has;
ripgrep comes from the system (`apt-get install ripgrep`), markdownlint-cli2 from npm.
"""
_PLANTED = """Small files beside clean ones, one run of each tool over all of them. Near misses are
what looks like a marker, or like garbled text, and is none.
"""
_TARGETS = "What mergemend may take at the most, as a multiple of a peer's time.\n"


def sections(options: argparse.Namespace, home: Path) -> Iterator[str]:
    """The page, piece by piece as it is worked out. Raises `FailedError`."""
    words = [f"--size {options.size}"] + [f"--part {part}" for part in options.only or ()]
    yield _INTRO.format(options=" ".join(words))
    if "found" in options.part:
        yield _found(home, options.corpus)
    place = jobs.Place(home, jobs.SIZES[options.size], options.rounds)
    results: list[Result] = []
    for name, part in jobs.PARTS.items():
        for job in part(place) if name in options.part else ():
            results.append(measure(job))
            yield _times(results[-1])
    if results:
        yield _targets(results)
    if "memory" in options.part:
        yield _memory(place)
    if "scale" in options.part:
        curves = scale.curves(place)
        yield scale.told(curves, PLOT.name)
        if options.size == "huge":
            yield scale.huge(place)
        if options.write:
            PLOT.write_text(plot.plot(curves), "utf-8")


def _found(home: Path, corpus: Path | None) -> str:
    head = ["tool", "what", "found", "false alarms", "missed", "flagged"]
    rows = found.rows(found.look(home, corpus))
    return f"## {table(Table('What is found', head, rows, words=(0, 1, 4, 5)), _PLANTED)}"


def _times(result: Result) -> str:
    head = ["tool", "ms", "CPU, ms", "mergemend / it"]
    rows = []
    for name in result.samples:
        ratio = result.ratio(tools.OURS, name)
        cells = [f"{1000 * result.seconds(name):.1f}", f"{1000 * result.cpu(name):.1f}"]
        rows.append([name, *cells, "-" if ratio is None else f"{ratio:.2f}"])
    rows += [[f"{name} ({why})", "-", "-", "-"] for name, why in result.job.absent.items()]
    return f"## {table(Table(result.job.name.capitalize(), head, rows))}"


def _targets(results: Sequence[Result]) -> str:
    rows = []
    for result in results:
        for target in result.job.targets:
            ratio = result.ratio(target.ours, target.peer)
            met = "not measured" if ratio is None else "yes" if ratio <= target.at_most else "NO"
            shown = "-" if ratio is None else f"{ratio:.3g}"
            names = [result.job.name, target.ours, target.peer]
            rows.append([*names, shown, f"{target.at_most:.3g}", met])
    head = ["job", "what", "against", "ratio", "at most", "met"]
    return f"## {table(Table('Against the targets', head, rows, words=(0, 1, 2, 5)), _TARGETS)}"


def _memory(place: jobs.Place) -> str:
    rows = []
    for name, command, file in jobs.memory(place):
        used = peak(command)
        met = "yes" if used - file <= MEMORY else "NO"
        rows.append([name, f"{used:.0f}", f"{file:.1f}", str(MEMORY), met])
    head = ["job", "peak, MB", "largest file, MB", "at most beyond it, MB", "met"]
    words = "Of the largest process.\n"
    return f"## {table(Table('Memory', head, rows, words=(0, 4)), words)}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.speed", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where repositories are made and kept")
    parser.add_argument("--part", action="append", choices=_PARTS, help="what to run")
    parser.add_argument("--size", choices=jobs.SIZES, default="small")
    parser.add_argument("--rounds", type=int, default=7, help="of long jobs; short ones have more")
    parser.add_argument("--corpus", type=Path, help="a folder with a planted.json")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    options.only = options.part
    options.part = options.part or _PARTS
    return options


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the page as it comes; with ``--write`` put it into docs/ as well."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).absolute()
        try:
            show(sections(options, folder), PAGE if options.write else None)
        except FailedError as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
