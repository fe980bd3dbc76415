"""Scores tools on garbled text: ``python -m benchmarks.mojibake``; ``--write`` fills docs/."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks import ROOT
from benchmarks.conflicts.tables import Table, table
from benchmarks.mojibake import alarms, run, speed
from benchmarks.mojibake.fetch import FetchError, cache_folder
from benchmarks.mojibake.harvest import INDEX
from benchmarks.mojibake.harvest import main as harvest
from benchmarks.mojibake.score import Outcome, Tally
from benchmarks.mojibake.slices import SLICES
from benchmarks.mojibake.tools import BUILT_IN, has_plsfix, tool
from benchmarks.page import show

PAGE = ROOT / "docs/benchmarks-mojibake.md"
_EVERY_TOOL = ("mergemend", "ftfy", "ftfy-text", "plsfix")
_PARTS = ("slices", "clean", "quoted", "speed")

_INTRO = """# How much garbled text comes back

Written by `python -m benchmarks.mojibake {options} --write`. `make bench` prints the same
for fewer documents.

Clean texts of the packages named in `benchmarks/mojibake/packages.tsv` (READMEs and manuals in
English, documents that tell a status, translations) are damaged on purpose, by Python's codecs and
from a seed; then each tool has a go at them. The counts behind mergemend's repairs come from other
packages of that list.

Of 100 damaged lines: *exact* ones came back byte for byte; in *partial* ones every place that was
changed is right, but some are left; *wrong* ones were changed to anything else; the others are as
they were. *Spoilt* counts lines that were clean and were changed. In the slices called *lost*, and
in *quotes*, only lines count that can't be had back from their own bytes. *With history* puts the
document into a git repository in which an earlier revision is clean, and a tenth of the lines
changed since.

ftfy is `ftfy.fix_encoding`, line by line as its own command does it; ftfy-text is `ftfy.fix_text`
that leaves quotes alone; plsfix is its port to Rust, which straightens quotes and from Python takes
no settings. The last two change more than garbled text by design: width and form of characters,
controls, line breaks.
"""


_CLEAN = """All lines of the test texts, ASCII ones too. *Findings* are lines that were reported,
changed or not. A text in which ftfy would change a line is no part of the harvest, because it may
be damaged already, so the zero of ftfy says nothing.
"""
_QUOTED = """*Made* are lines of a part on encodings that was put into a clean document: tables,
code spans, fences, sentences. *Found* are lines of packages about garbled text that ftfy takes for
garbled, so ftfy leaves none of them alone.
"""


def sections(options: argparse.Namespace) -> Iterator[str]:
    """The page, piece by piece as it is worked out."""
    words = f"--size {options.size} --seed {options.seed}"
    yield _INTRO.format(options=words)
    specs = options.tool
    if "slices" in options.part:
        yield from _slices(options, specs)
    if "clean" in options.part:
        found = alarms.clean(options.folder, specs, options.jobs)
        yield from _quiet("Clean text", _CLEAN, found, options.show)
    if "quoted" in options.part:
        found = alarms.quoted(options.folder, specs, 20 * options.size, options.seed)
        yield from _quiet("Damage that is shown on purpose", _QUOTED, found, options.show)
    if "speed" in options.part:
        yield _speeds(speed.speeds(options.folder, specs))


def _slices(options: argparse.Namespace, specs: Sequence[str]) -> Iterator[str]:
    wanted = [one for one in SLICES if not options.slice or one.name in options.slice]
    plan = run.Plan(options.folder, options.seed, options.size, options.show)
    results: list[run.Result] = []
    for part in run.run(plan, wanted, specs, options.jobs):
        results += part
        if options.show:
            yield from _failures(part)
    for key in options.by:
        rows = run.totals(results, key)
        yield f"## {_tallies(key, rows, specs)}"


def _tallies(key: str, rows: dict[tuple[str, str], dict[str, Tally]], specs: Sequence[str]) -> str:
    head = ["slice", key, "lines", *(f"{spec} exact / partial / wrong, spoilt" for spec in specs)]
    shown = []
    for (name, group), tallies in rows.items():
        lines = max(tally.damaged for tally in tallies.values())
        cells = [_cell(tallies.get(tool(spec).name)) for spec in specs]
        shown.append([name, group, f"{lines:,}", *cells])
    return table(Table(f"Damaged lines, by {key}", head, shown, words=(0, 1)))


def _cell(tally: Tally | None) -> str:
    if tally is None:
        return "-"
    exact, partial, wrong = (
        f"{tally.share(one):.1f}" for one in (Outcome.EXACT, Outcome.PARTIAL, Outcome.WRONG)
    )
    return f"{exact} / {partial} / {wrong}, {tally.counts[Outcome.SPOILT]}"


def _failures(results: Iterable[run.Result]) -> Iterator[str]:
    for result in results:
        for one in result.failures:
            cell = result.cell
            where = f"{cell.slice.name}, {cell.damage.codec}, {cell.damage.kind}"
            yield (
                f"{result.tool} | {where} | {one.outcome} | {one.path}:{one.line}\n"
                f"  before {one.before!r}\n  truth  {one.truth!r}\n  got    {one.got!r}\n"
                f"  said   {one.note or '-'}"
            )


def _quiet(title: str, words: str, found: Sequence[alarms.Quiet], show: int) -> Iterator[str]:
    head = ["tool", "texts", "lines", "languages", "changed", "left alone of 100", "findings"]
    rows = [
        [
            one.tool,
            one.kind,
            f"{one.lines:,}",
            str(len(one.languages)) if one.languages else "-",
            str(one.changed),
            f"{100 * (one.lines - one.changed) / one.lines:.2f}",
            str(one.findings),
        ]
        for one in found
        if one.lines
    ]
    for one in found:
        for alarm in one.alarms[:show]:
            yield (
                f"{one.tool} | {one.kind} | {'changed' if alarm.changed else 'reported'} | "
                f"{alarm.path}:{alarm.line}\n  before {alarm.before!r}\n  got    {alarm.got!r}\n"
                f"  said   {alarm.note or '-'}"
            )
    yield f"## {table(Table(title, head, rows, words=(0, 1)), words)}"


def _speeds(found: Sequence[speed.Speed]) -> str:
    texts = list(dict.fromkeys(one.text for one in found))
    tools = list(dict.fromkeys(one.tool for one in found))
    values = {(one.tool, one.text): one.megabytes_a_second for one in found}
    rows = [[name, *(f"{values[name, text]:.1f}" for text in texts)] for name in tools]
    return f"## {table(Table('Megabytes a second', ['tool', *texts], rows))}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.mojibake", description=__doc__)
    home = cache_folder() / "texts"
    parser.add_argument("folder", type=Path, nargs="?", default=home, help="a harvested folder")
    known = ", ".join(BUILT_IN)
    parser.add_argument(
        "--tool", action="append", help=f"{known}, module:function, or a command on {{path}}"
    )
    parser.add_argument("--part", action="append", choices=_PARTS, help="what to run")
    parser.add_argument("--slice", action="append", choices=[one.name for one in SLICES])
    groups = ("kind", "codec", "damage", "cell", "none")
    parser.add_argument("--by", action="append", choices=groups, help="how to group the slices")
    parser.add_argument("--size", type=int, default=1, help="documents of each cell (default: 1)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", type=int, default=0, help="failing lines of each cell and tool")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    options.tool = options.tool or [
        name for name in _EVERY_TOOL if name != "plsfix" or has_plsfix()
    ]
    options.part = options.part or (["slices"] if options.slice else [*_PARTS])
    options.by = options.by or ["kind"]
    return options


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the page as it comes; with ``--write`` put it into docs/ as well."""
    options = _options(arguments)
    try:
        if not (options.folder / INDEX).exists():
            harvest([str(options.folder)])
        show(sections(options), PAGE if options.write else None)
    except (FetchError, ValueError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
