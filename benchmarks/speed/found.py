"""Whether each tool finds what it should: planted files beside clean ones, one run of each tool."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts import planted
from benchmarks.conflicts.run import environment, git
from benchmarks.speed import build, tools
from benchmarks.speed.measure import Command


@dataclass(frozen=True)
class Planted:
    """What stands in a planted file: whether it is to be found, what it is, and the file's name."""

    sort: str
    name: str
    path: str
    wanted: bool


@dataclass(frozen=True)
class Found:
    """What a tool made of one sort of planted files: of those wanted, and of the near misses."""

    tool: str
    sort: str
    wanted: int
    missed: Sequence[str]
    near: int
    alarms: Sequence[str]


MARKERS, GARBLED = "markers", "garbled text"


def look(home: Path, corpus: Path | None) -> list[Found]:
    """Run every tool that is there on the planted files, and compare."""
    top = home / "planted"
    files = _plant(top, corpus)
    (listing := home / "planted.listing").write_text("\0".join(one.path for one in files))
    names = [one.path for one in files]
    ours = [tools.mergemend(top, name=f"{tools.OURS} over a tree"), tools.mergemend(top, *names)]
    results = [_judge(command, sort, files) for command in ours for sort in (MARKERS, GARBLED)]
    finders = [*tools.searchers(top), *tools.detectors(top, names, home)]
    results += [_judge(command, MARKERS, files) for command in finders]
    results += [_judge(command, GARBLED, files) for command in tools.fixers(top, listing)]
    if tools.has_option("--history"):
        results += _in_history(top, files)
    return results


def _plant(top: Path, corpus: Path | None) -> list[Planted]:
    sorts = [
        (MARKERS, True, planted.markers(corpus)),
        (MARKERS, False, planted.near(corpus)),
        (GARBLED, True, planted.garbled(corpus)),
        (GARBLED, False, planted.not_garbled(corpus)),
    ]
    if not (top / ".git").exists():
        top.mkdir(parents=True, exist_ok=True)
        git(top, "init", "-q", "-b", "main")
    files: list[Planted] = []
    words = build.Words(build.SEED)
    for sort, wanted, texts in sorts:
        for name, data in texts.items():
            path = f"planted/{'hit' if wanted else 'near'}{len(files):03}.txt"
            build.write(top, path, data)
            build.write(top, f"clean/{len(files):03}.py", words.file(".py"))
            files.append(Planted(sort, name, path, wanted))
    git(top, "add", "-A")
    git(top, "commit", "-q", "--allow-empty", "-m", "planted")
    return files


def _judge(command: Command, sort: str, files: Sequence[Planted]) -> Found:
    done = subprocess.run(
        command.words, cwd=command.folder, env=environment(), capture_output=True, check=False
    )
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if command.name.startswith(tools.OURS):
        lines = [line for line in lines if (" mojibake" in line) == (sort == GARBLED)]
    told = {one.path for one in files for line in lines if one.path in line}
    own = [one for one in files if one.sort == sort]
    return Found(
        command.name,
        sort,
        sum(one.wanted for one in own),
        [one.name for one in own if one.wanted and one.path not in told],
        sum(not one.wanted for one in own),
        [one.name for one in own if not one.wanted and one.path in told],
    )


def _in_history(top: Path, files: Sequence[Planted]) -> list[Found]:
    """The same after every planted file was removed: only the past holds it."""
    git(top, "rm", "-rq", "planted")
    git(top, "commit", "-q", "-m", "removed")
    command = tools.mergemend(top, "--history", name=f"{tools.OURS} --history")
    return [_judge(command, sort, files) for sort in (MARKERS, GARBLED)]


def rows(found: Sequence[Found]) -> list[list[str]]:
    """The cells of a table."""
    return [
        [
            one.tool,
            one.sort,
            f"{one.wanted - len(one.missed)} of {one.wanted}",
            f"{len(one.alarms)} of {one.near}",
            _names(one.missed),
            _names(one.alarms),
        ]
        for one in found
    ]


def _names(names: Sequence[str]) -> str:
    return ", ".join(names) or "-"
