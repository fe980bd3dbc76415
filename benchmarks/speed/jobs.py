"""What is timed: the jobs of each part, with what each may take at the most."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts.run import git
from benchmarks.speed import build, tools
from benchmarks.speed.measure import Command, Job, Target

NOT_YET = "not there yet: `mergemend check` has no `{option}`"


@dataclass(frozen=True)
class Size:
    """How much is made: files of the tree, blobs of the history, status documents."""

    files: int
    blobs: int
    documents: int


SIZES = {
    "small": Size(4_000, 20_000, 2_000),
    "large": Size(21_000, 93_000, 2_000),
    "huge": Size(200_000, 200_000, 20_000),
}


@dataclass(frozen=True)
class Place:
    """Where repositories and listings are kept, how large, and how often a long job is run."""

    home: Path
    size: Size
    rounds: int


def hook(place: Place) -> Iterator[Job]:
    """The hook on staged files, none of a kind, nothing to find."""
    for count, quick, least, rounds in ((1, 1.6, 0.55, 5), (50, 1.6, 0.55, 5), (2_000, 4, 0.35, 2)):
        top = build.staged(place.home, count)
        names = build.staged_names(top)
        peers = tools.detectors(top, names, place.home)
        ours = tools.mergemend(top, *names)
        yield Job(
            f"hook, {count:,} file{'s' if count > 1 else ''}",
            [tools.nothing(top), ours, *peers],
            [Target(tools.OURS, tools.PASS, quick), Target(tools.OURS, tools.CHECKER, least)],
            rounds * place.rounds,
            tools.missing((tools.CHECKER, tools.PREK), peers),
        )
    top = build.staged(place.home, 50, settings=True)
    ours = tools.mergemend(top, *build.staged_names(top))
    targets = [Target(tools.OURS, tools.PASS, 1.6)]
    yield Job(
        "hook, 50 files, with settings", [tools.nothing(top), ours], targets, 5 * place.rounds, {}
    )


def tree(place: Place) -> Iterator[Job]:
    """All files of a repository, nothing to find."""
    top = build.tree(place.home, place.size.files)
    peers = tools.searchers(top)
    marks = tools.mergemend(top, *tools.only("conflict"), name=tools.MARKERS_ONLY)
    commands = [tools.nothing(top), tools.mergemend(top), marks, *peers]
    absent = tools.missing((tools.RIPGREP,), peers)
    if tools.has_option("--no-cache"):
        commands.append(tools.mergemend(top, name=tools.WARM, cache=True))
    else:
        absent[tools.WARM] = NOT_YET.format(option="--no-cache")
    targets = [
        Target(tools.MARKERS_ONLY, tools.RIPGREP, 1.0),
        Target(tools.OURS, tools.RIPGREP, 1.0),
        Target(tools.WARM, tools.RIPGREP, 0.25),
    ]
    # it takes a fraction of a second: with few rounds the median lies on either side of a target
    rounds = 5 * place.rounds
    yield Job(f"tree, {place.size.files:,} files", commands, targets, rounds, absent)
    foreign = place.size.files // 100
    top = build.tree(place.home, place.size.files, foreign)
    mixed = [tools.mergemend(top), tools.mergemend(top, name=tools.WARM, cache=True)]
    name = (
        f"tree, {place.size.files:,} files, with settings, status documents, a changelog, and"
        f" {foreign} texts in a language that mergemend does not know"
    )
    yield Job(name, [tools.nothing(top), *mixed, *tools.searchers(top)], [], rounds, absent)


def history(place: Place) -> Iterator[Job]:
    """All objects of a repository, nothing to find."""
    top = build.history(place.home, place.size.blobs)
    peer = tools.every_object(top)
    one, two = f"{tools.OURS}, 1 CPU", f"{tools.OURS}, 2 CPUs"
    commands, absent = [tools.nothing(top), peer], {}
    if tools.has_option("--history"):
        ours = tools.mergemend(top, "--history")
        commands += [tools.on_cpus(ours, one, 1), tools.on_cpus(ours, two, 2)]
    else:
        absent[tools.OURS] = NOT_YET.format(option="--history")
    targets = [Target(one, peer.name, 1.5), Target(two, peer.name, 0.65)]
    yield Job(f"history, {place.size.blobs:,} blobs", commands, targets, place.rounds, absent)


def mojibake(place: Place) -> Iterator[Job]:
    """Garbled text looked for in a tree without any."""
    top = build.tree(place.home, place.size.files)
    peers = tools.fixers(top, _listing(place, top, ""))
    commands = [tools.mergemend(top, *tools.only("mojibake")), *peers]
    yield Job(
        f"garbled text, {place.size.files:,} files",
        commands,
        [Target(tools.OURS, tools.FTFY, 1 / 35)],
        max(2, place.rounds // 2),
        tools.missing((tools.PLSFIX,), peers),
    )


def status(place: Place) -> Iterator[Job]:
    """The full check of status documents, nothing to find."""
    top = build.statuses(place.home, place.size.documents)
    peers = tools.linters(top, _listing(place, top, ".md"))
    one = tools.on_cpus(tools.mergemend(top), f"{tools.OURS}, 1 CPU", 1)
    yield Job(
        f"status documents, {place.size.documents:,}",
        [tools.mergemend(top), one, *peers],
        [Target(tools.OURS, tools.BARE, 1.5), Target(tools.OURS, tools.MARKDOWNLINT, 0.3)],
        max(2, place.rounds // 2),
        tools.missing((tools.MARKDOWNLINT, tools.RUMDL), peers),
    )


PARTS: Mapping[str, Callable[[Place], Iterator[Job]]] = {
    "hook": hook,
    "tree": tree,
    "history": history,
    "mojibake": mojibake,
    "status": status,
}


def memory(place: Place) -> Iterator[tuple[str, Command, float]]:
    """Whose memory is told: runs over all files of a tree, and the size of its largest file, in MB.

    Those with a cache begin without one: the third also keeps what the list of files hangs on.
    """
    for files in dict.fromkeys((place.size.files, SIZES["huge"].files)):
        top = build.tree(place.home, files)
        texts = (file for file in top.rglob("*.*") if ".git" not in file.parts)
        largest = max(file.stat().st_size for file in texts) / 1e6
        shutil.rmtree(top / ".git/mergemend", ignore_errors=True)
        yield f"tree, {files:,} files", tools.mergemend(top), largest
        for run in ("first", "second", "third", "fourth"):
            cached = tools.mergemend(top, cache=True)
            yield f"tree, {files:,} files, {run} run with a cache", cached, largest


def _listing(place: Place, top: Path, suffix: str) -> Path:
    """The names of the files that git tracks, as a file for those who take no folder."""
    listing = place.home / f"{top.parent.name}.listing"
    names = git(top, "ls-files", "-z").rstrip("\0").split("\0")
    listing.write_text("\0".join(name for name in names if name.endswith(suffix)))
    return listing
