"""What must hold after a run that went wrong, and how it came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from fault.rig import Rig, Run
from fault.scene import Scene, Tree

NOTHING = re.compile(r"nothing was (written|changed)|nothing fixed", re.IGNORECASE)
INTERRUPTED = 130  # the code of a run that Ctrl-C has ended; who presses it need not be told
_UNDONE = 8  # runs: more are never recorded in one scene


class Outcome(StrEnum):
    """What became of the files that the run was to write."""

    NONE = "none written"
    SOME = "some written, the others as before"
    ALL = "all written"


@dataclass(frozen=True)
class Job:
    """A command, the files as it finds them and as it leaves them, and what it must not touch."""

    arguments: tuple[str, ...]
    start: Tree
    goal: Tree
    original: Tree
    settled: dict[str, bytes]

    @property
    def writes(self) -> list[str]:
        """The names of the files that it writes."""
        return [name for name in self.start if self.start[name] != self.goal[name]]


def outcome(job: Job, now: Tree) -> Outcome:
    """How many of the files the run has written."""
    left = [name for name in job.writes if now.get(name) != job.goal[name]]
    return (
        Outcome.SOME if 0 < len(left) < len(job.writes) else [Outcome.ALL, Outcome.NONE][bool(left)]
    )


def added(job: Job, now: Tree) -> list[str]:
    """Files that were not there."""
    return [name for name in now if name not in job.start]


def mixed(job: Job, now: Tree) -> Iterator[str]:
    """Files that are neither old nor new."""
    for name, entry in job.start.items():
        if now.get(name) not in (entry, job.goal[name]):
            yield f"{name!a} is neither old nor new: {now.get(name)}"


def untouched(job: Job, scene: Scene) -> Iterator[str]:
    """What of git's state has changed or is broken."""
    if scene.settled() != job.settled:
        yield "HEAD, the index, the settings or a ref have changed"
    if said := scene.sound():
        yield f"git fsck: {said}"


def told(job: Job, run: Run, now: Tree) -> Iterator[str]:
    """Where a run that was not killed says something else than what has happened."""
    left = [name for name in job.writes if now.get(name) != job.goal[name]]
    if run.code is None:
        yield "it did not end"
    if run.code is None or run.code < 0:
        return
    if run.code == 4 or "Traceback" in run.err:
        yield f"it calls itself broken: {short(run.err)}"
    if left and run.code < 2:
        yield f"exit code {run.code}, but not written: {left}"
    if run.code == INTERRUPTED or (left == job.writes and NOTHING.search(run.err)):
        return
    if unnamed := [name for name in left if _shown(name) not in run.err]:
        yield f"not written and not named: {unnamed} in {short(run.err)}"


def short(text: str) -> str:
    """The end of what a run has said."""
    return ascii(text[-300:])


def _shown(name: str) -> str:
    """The name of a file as messages have it: from the repository, what is no UTF-8 escaped."""
    return (
        PurePosixPath(name)
        .relative_to("repo")
        .as_posix()
        .encode("utf-8", "backslashreplace")
        .decode()
    )


def finished(job: Job, rig: Rig, scene: Scene) -> Iterator[str]:
    """What is not as it should be after the same command again."""
    run = rig.run(scene, *job.arguments)
    now = scene.tree()
    if names := added(job, now):
        yield f"left behind even by the next run: {names}"
    if wrong := [name for name in job.goal if now.get(name) != job.goal[name]]:
        yield f"the next run did not finish {wrong}: {run.code} {short(run.err)}"


def brought_back(job: Job, rig: Rig, scene: Scene) -> Iterator[str]:
    """What is not as it was in the beginning after all runs were undone, the last one first."""
    now = scene.tree()
    for _ in range(_UNDONE):
        if all(now.get(name) == entry for name, entry in job.original.items()):
            return
        run = rig.run(scene, "undo")
        now = scene.tree()
        if run.code not in (0, 1):
            break
    wrong = [name for name in job.original if now.get(name) != job.original[name]]
    if wrong:
        yield f"not brought back: {wrong}: {run.code} {short(run.err)}"
