"""Plays a job with one fault after the other, each in a fresh copy of its scene."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from fault import judge
from fault.judge import Job, Outcome
from fault.rig import Call, Fault, Rig, Run
from fault.rows import ALONE, FIX, LINK, TEMPORARY, UNDO
from fault.scene import Scene, build, copy, remove, without_git

_COMMANDS = {
    FIX: ("fix", "--all"),
    UNDO: ("undo",),
    TEMPORARY: ("fix", "--all"),
    ALONE: ("fix", "--all", "--strategy", "ours"),
    LINK: ("fix", "pointer.md", "stack.md"),
}


@dataclass(frozen=True)
class Prepared:
    """A scene to copy, the job to do in it, and the calls that write when nothing goes wrong."""

    scene: Scene
    job: Job
    calls: tuple[Call, ...]
    in_temporary: bool  # where calls count


class Lab:
    """A folder with everything that the tests of one process share."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._prepared: dict[str, Prepared] = {}
        self._library = library
        self._rigs: list[Rig] = []
        self.template = build(folder / "template")

    @cached_property
    def rig(self) -> Rig:
        return self._rig("rig")

    @cached_property
    def second(self) -> Rig:
        """Another, for a run at the same time."""
        return self._rig("second rig")

    def _rig(self, name: str) -> Rig:
        work = self._folder / name
        work.mkdir()
        made = Rig(self._library, work, self.fresh())
        self._rigs.append(made)
        return made

    def close(self) -> None:
        """End the processes."""
        for rig in self._rigs:
            rig.close()

    def fresh(self, of: Scene | None = None) -> Scene:
        """A copy of the scene, or of another, in a folder of its own."""
        self._count += 1
        return copy(of or self.template, self._folder / f"scene {self._count}")

    def prepared(self, name: str) -> Prepared:
        """The job of that name, measured once by a run without a fault."""
        if name not in self._prepared:
            self._prepared[name] = self._prepare(name)
        return self._prepared[name]

    def _prepare(self, name: str) -> Prepared:
        scene = self.fresh()
        if name == ALONE:
            without_git(scene)
        original = scene.tree()
        if name == UNDO:
            self.rig.run(scene, *_COMMANDS[FIX])
        start = scene.tree()
        tried = self.fresh(scene)
        in_temporary = name == TEMPORARY
        run = self.rig.run(tried, *_COMMANDS[name], fault=Fault("", 0, in_temporary=in_temporary))
        job = Job(_COMMANDS[name], start, tried.tree(), original, scene.settled())
        assert run.code in (0, 1), run.err
        assert job.writes, run.err
        assert not judge.added(job, job.goal)
        return Prepared(scene, job, run.calls, in_temporary)

    def attempt(self, name: str, fault: Fault) -> tuple[Outcome, list[str]]:
        """Let one fault happen; return what was written, and everything that is wrong after it."""
        prepared = self.prepared(name)
        scene = self.fresh(prepared.scene)
        fault = replace(fault, in_temporary=prepared.in_temporary)
        run = self.rig.run(scene, *prepared.job.arguments, fault=fault)
        came_out = judge.outcome(prepared.job, scene.tree())
        call = prepared.calls[fault.at - 1]
        wrong = [
            f"{fault.how} {fault.error or ''} at {fault.at}, {call.name} {call.path!a}: {said}"
            for said in _judge(prepared.job, run, fault, self.rig, scene)
        ]
        if not wrong:
            remove(scene)
        return came_out, wrong


def _judge(job: Job, run: Run, fault: Fault, rig: Rig, scene: Scene) -> Iterator[str]:
    now = scene.tree()
    if not run.hit:
        yield "the call never came"
    yield from judge.mixed(job, now)
    yield from judge.untouched(job, scene)
    yield from judge.told(job, run, now)
    names = judge.added(job, now)
    if names and not _may_leave(run, fault):
        yield f"left behind: {names}"
    checks: list[Callable[[Job, Rig, Scene], Iterator[str]]]
    checks = [judge.finished, judge.brought_back]
    # undone right after the fault, or after the run that finished the work: by turns
    for check in checks if fault.at % 2 else checks[::-1]:
        yield from check(job, rig, scene)


def _may_leave(run: Run, fault: Fault) -> bool:
    """Whether a temporary file may stay: its process was killed, or it can't be deleted."""
    failed = run.calls[fault.at - 1].name.startswith("unlink") or fault.how == "fail-on"
    return failed or run.code is None or run.code < 0
