"""Others write while a run stands still, at every call that writes: what they wrote stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest

from fault import judge
from fault.actions import ACTIONS, OF_UNDO
from fault.judge import Job
from fault.lab import Lab
from fault.rig import Call, Fault, Rig, Run
from fault.rows import EVERY, FIX, UNDO
from fault.scene import LINKED, Scene, Tree, remove
from fault.table import KEPT, Tried

pytestmark = pytest.mark.fault

SOME = 29
WAITING = 80  # a run waits ten seconds for another one
Thing = TypeVar("Thing")


def points(calls: tuple[Call, ...]) -> list[int]:
    """All calls that write one of the files, and some of the others."""
    numbered = list(enumerate(calls, start=1))
    one = {n for n, c in numbered if LINKED in c.path and "/.git/" not in c.path}
    return [n for n, _ in numbered if EVERY or n in one or n % SOME == 1]


def stopped(
    rig: Rig, scene: Scene, job: Job, at: int, action: Callable[[Scene], Thing]
) -> tuple[Run, Tree, Tree, Thing]:
    """Stop a run at a call, act, and let it go on; returns the files before and after the act."""
    running = rig.start(scene, *job.arguments, fault=Fault("stop-before", at, group=True))
    assert running.is_stopped(), f"the call never came: {running.result()}"
    before = scene.tree()
    answer = action(scene)
    after = scene.tree()
    running.go_on()
    return running.result(), before, after, answer


def overwritten(job: Job, before: Tree, after: Tree, now: Tree) -> Iterator[str]:
    """Files that the run wrote though they were not as it had read them."""
    for name in job.start.keys() | (after.keys() - before.keys()):
        allowed = [after.get(name)]
        if name in job.start and after.get(name) == job.start[name]:
            allowed.append(job.goal[name])
        if now.get(name) not in allowed:
            yield f"{name!a} was {after.get(name)}, and is {now.get(name)}"
    if left := now.keys() - job.start.keys() - after.keys():
        yield f"left behind: {left}"


def still_to_do(job: Job, before: Tree, after: Tree) -> Job:
    """The job without the files that it had written when it stood still, or that others have."""
    goal = dict(job.goal)
    for name, wanted in job.goal.items():
        theirs = after.get(name)
        if before.get(name) == wanted or (theirs is not None and theirs.data == wanted.data):
            goal[name] = job.start[name]
    return replace(job, goal=goal)


def _stopped(what: str) -> str:
    return f"stopped, and meanwhile {what}"


TRIED = [(FIX, action) for action in ACTIONS] + [(UNDO, action) for action in OF_UNDO]


@pytest.mark.parametrize(("name", "action"), TRIED)
def test_what_others_write_stays(lab: Lab, name: str, action: str, tried: Tried) -> None:
    prepared = lab.prepared(name)
    job = prepared.job
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for at in points(prepared.calls):
        scene = lab.fresh(prepared.scene)
        run, before, after, _ = stopped(lab.rig, scene, job, at, ACTIONS[action])
        now = scene.tree()
        found = [*overwritten(job, before, after, now)]
        found += judge.told(still_to_do(job, before, after), run, now)
        if said := scene.sound():
            found.append(f"git fsck: {said}")
        counts[KEPT] += not found
        call = prepared.calls[at - 1]
        wrong += [f"at {at}, {call.name} {call.path!a}: {what}" for what in found]
        if not found:
            remove(scene)
    tried(name, _stopped(action), counts)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("other", [FIX, UNDO])
@pytest.mark.parametrize("name", [FIX, UNDO])
def test_another_run_meanwhile(lab: Lab, name: str, other: str, tried: Tried) -> None:
    prepared = lab.prepared(name)
    job = prepared.job
    arguments = lab.prepared(other).job.arguments
    counts: Counter[str] = Counter()
    wrong: list[str] = []

    def run_other(scene: Scene) -> Run:
        return lab.second.run(scene, *arguments)

    for at in range(len(prepared.calls) // 8, len(prepared.calls), 1 if EVERY else WAITING):
        scene = lab.fresh(prepared.scene)
        run, _, _, second = stopped(lab.rig, scene, job, at, run_other)
        now = scene.tree()
        found = [*judge.mixed(job, now), *judge.untouched(job, scene)]
        if second.code is None or second.code == 4 or (second.code > 1 and not second.err):
            found.append(f"the other run: {second.code} {judge.short(second.err)}")
        if run.code is None or run.code == 4:
            found.append(f"the run: {run.code} {judge.short(run.err)}")
        if name == other == FIX and judge.outcome(job, now) != judge.Outcome.ALL:
            found.append(f"not done: {judge.short(run.err)} {judge.short(second.err)}")
        found += [*judge.finished(job, lab.rig, scene), *judge.brought_back(job, lab.rig, scene)]
        counts["the other run waits or refuses" if second.code else "both run"] += 1
        call = prepared.calls[at - 1]
        wrong += [f"at {at}, {call.name} {call.path!a}: {what}" for what in found]
        if not found:
            remove(scene)
    tried(name, _stopped(f"{other} runs"), counts)
    assert not wrong, "\n".join(wrong)


NAMES = [
    *((name, _stopped(action)) for name, action in TRIED),
    *((name, _stopped(f"{other} runs")) for name in (FIX, UNDO) for other in (FIX, UNDO)),
]
