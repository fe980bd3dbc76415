"""Scores mergemend and its peers: ``python -m benchmarks.conflicts``; ``--write`` fills docs/."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import ROOT
from benchmarks.conflicts import corpus, planted, report
from benchmarks.conflicts.peers import peers
from benchmarks.conflicts.score import Commands, score_planted, score_stacks
from benchmarks.conflicts.tables import table
from benchmarks.page import show

PAGE = ROOT / "docs/benchmarks-conflicts.md"
_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_LENIENT = "core.whitespace=-blank-at-eol,-blank-at-eof,-space-before-tab"
GIT_CHECK = f"git -c {_LENIENT} diff --check {_EMPTY_TREE} -- {{path}}"

_INTRO = """# How often conflicts are put right

Written by `python -m benchmarks.conflicts {options} --write`, on one
machine that was busy: look at the counts, and at times only side by side. `make bench` prints the
same for fewer stacks, and without the real cases.

A *stack* is a document that was committed with its conflict markers, and conflicted again, up to
six times over: by rebase, merge, cherry-pick, revert or stash, in the styles merge, diff3 and
zdiff3. Real operations of git make them, from a seed. Each is tried where it was made, and in a
fresh clone, where the commits that only a reflog or a deleted branch held are gone.

*Right* means: byte for byte the newest revision that the file holds, or a text as good (the
docstring of `benchmarks/conflicts/story.py` says which, and why). *Declined*: the file is as it
was. *Wrong*: it was changed to anything else. *Error*: the command failed. mergemend runs as
`{command}`.

conflict-parser is a library: the line is a script that takes theirs at each conflict it sees. It
knows of no dates, so it is right where theirs happens to be the newest. The figures are those of
the seeds given, and say nothing of stacks that other people make.
"""
_TORN = """In these the newest side of one layer tore the markers of an earlier layer apart. To
leave them alone is right as well.
"""
_PARSERS = """git rerere and git-revise read markers to tell conflicts apart, not to resolve them.
*Holds it*: a choice of one side at each conflict, made knowing the answer, gives a right text.
"""
_DETECTORS = """*Planted* are small files with markers in odd places, *false alarms* files that only
look so. `git diff --check` compares with the empty tree.
"""
_CORPUS = """## Real cases

Documents of public repositories, with what their people wrote; not part of this repository. A
region is right if it equals that, white space folded. The parts are made of whole repositories;
rules may be tuned on *tune* only.
"""


def sections(options: argparse.Namespace) -> Iterator[str]:
    """The page, piece by piece as it is worked out."""
    command = options.command or corpus.FIX
    words = (
        f"--size {options.size} --seed {options.seed}{' --corpus FOLDER' * bool(options.corpus)}"
    )
    yield _INTRO.format(options=words, command=command)
    with tempfile.TemporaryDirectory() as folder:
        found = peers(Path(folder))
        if found.missing:
            yield f"Not to be had, so left out: {', '.join(found.missing)}.\n"
        detectors = {"mergemend check": corpus.CHECK, "git diff --check": GIT_CHECK}
        commands = Commands(
            {"mergemend": command, **found.repairers},
            {**detectors, **found.detectors},
            found.parsers,
        )
        seeds = range(options.seed, options.seed + options.size)
        results = score_stacks(commands, seeds, jobs=options.jobs)
        small = planted.markers(options.corpus), planted.near(options.corpus)
        results += score_planted(commands.detectors, *small)
    for words, tables in (
        ("", report.repairs(results, whole=True)),
        (_TORN, report.repairs(results, whole=False)),
        (_PARSERS, report.parsers(results)),
        (_DETECTORS, report.detectors(results)),
    ):
        for told in tables:
            yield f"## {table(told, words)}"
            words = ""
    if options.corpus and (options.corpus / "conflicts").is_dir():
        yield _CORPUS
        yield from _real(command, options)


def _real(command: str, options: argparse.Namespace) -> Iterator[str]:
    for source, score in corpus.suites(command, corpus.CHECK, command).values():
        rows = corpus.load(options.corpus / "conflicts", source)
        units = corpus.run_suite(rows, score, options.jobs)
        yield f"### {table(corpus.show(units, groups=False))}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the page as it comes; with ``--write`` put it into docs/ as well."""
    parser = argparse.ArgumentParser("python -m benchmarks.conflicts", description=__doc__)
    parser.add_argument("--size", type=int, default=1, help="stacks of each of the 90 kinds")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--command", help=f"what repairs {{path}} (default: {corpus.FIX})")
    parser.add_argument("--corpus", type=Path, help="a folder of real cases, scored as well")
    parser.add_argument("--jobs", type=int, default=1, help="more are quicker and time worse")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    show(sections(options), PAGE if options.write else None)


if __name__ == "__main__":
    main()
