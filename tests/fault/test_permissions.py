"""Folders, files and a repository that may not be written: root runs without its power to."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from fault import judge
from fault.lab import Lab
from fault.rows import ALONE, FIX
from fault.scene import GARBLED, STACK, TOOL, Scene
from fault.table import Tried

pytestmark = pytest.mark.fault

NOBODY = 65534
Free = Callable[[], object]  # makes it possible again


def chmod(place: Path, mode: int) -> Free:
    """Change a mode; returns what changes it back."""
    before = place.stat().st_mode & 0o7777
    place.chmod(mode)
    return lambda: place.chmod(before)


def give_away(place: Path) -> Free:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    os.chown(place, NOBODY, -1)
    return lambda: os.chown(place, 0, -1)


def flag(place: Path, letter: str) -> Free:
    if os.geteuid() or shutil.which("chattr") is None:
        pytest.skip("attributes of files can't be set here")
    if subprocess.run(["chattr", f"+{letter}", place], stderr=subprocess.DEVNULL).returncode:
        pytest.skip("this file system has no attributes")
    return lambda: subprocess.run(["chattr", f"-{letter}", place], check=True)


def chmod_below(place: Path, mode: int) -> Free:
    """Change the modes of a folder and of all folders in it, which must be asked for first."""
    back = [chmod(Path(folder), mode) for folder, _, _ in list(os.walk(place))[::-1]]
    return lambda: [undo() for undo in reversed(back)]


def every(_: str) -> bool:
    return True


Forbid = Callable[[Scene], Free]
# what is forbidden, in which job, and which files stay as they are because of it
CASES: dict[str, tuple[str, Forbid, Callable[[str], bool]]] = {
    "a folder is read-only": (
        FIX,
        lambda s: chmod(s.repo / "a folder", 0o555),
        lambda n: "a folder" in n,
    ),
    "the top folder is read-only": (FIX, lambda s: chmod(s.repo, 0o555), lambda n: "/" not in n),
    "a file is read-only": (FIX, lambda s: chmod(s.repo / GARBLED, 0o444), GARBLED.__eq__),
    "a program is read-only": (FIX, lambda s: chmod(s.repo / TOOL, 0o555), TOOL.__eq__),
    "a file may not be read": (FIX, lambda s: chmod(s.repo / STACK, 0o000), STACK.__eq__),
    "a file may only be written": (FIX, lambda s: chmod(s.repo / STACK, 0o200), STACK.__eq__),
    "a file is immutable": (FIX, lambda s: flag(s.repo / GARBLED, "i"), GARBLED.__eq__),
    "a file may only grow": (FIX, lambda s: flag(s.repo / GARBLED, "a"), GARBLED.__eq__),
    "a folder is immutable": (FIX, lambda s: flag(s.repo / "tools", "i"), TOOL.__eq__),
    "a file is another's": (FIX, lambda s: give_away(s.repo / GARBLED), GARBLED.__eq__),
    "the repository is read-only": (
        FIX,
        lambda s: chmod_below(s.repo / ".git", 0o555),
        every,
    ),
    "objects can't be added": (
        FIX,
        lambda s: chmod_below(s.repo / ".git/objects", 0o555),
        every,
    ),
    "refs can't be added": (
        FIX,
        lambda s: chmod_below(s.repo / ".git/refs", 0o555),
        every,
    ),
    "the state folder is read-only": (
        ALONE,
        lambda s: chmod(s.top / "home", 0o555),
        every,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_forbidden_is_not_done(lab: Lab, case: str, tried: Tried) -> None:
    name, forbid, stays = CASES[case]
    prepared = lab.prepared(name)
    job = prepared.job
    scene = lab.fresh(prepared.scene)
    free = forbid(scene)
    run = lab.rig.run(scene, *job.arguments, powerless=True)
    free()
    now = scene.tree()
    wrong = [*judge.mixed(job, now), *judge.untouched(job, scene), *judge.told(job, run, now)]
    wrong += [f"left behind: {name}" for name in judge.added(job, now)]
    left = {n for n in job.writes if now[n] == job.start[n]}
    if left != (wanted := {n for n in job.writes if stays(n.removeprefix("repo/"))}):
        wrong.append(f"left alone: {left}; it should be {wanted}")
    tried(name, case, {judge.outcome(job, now): 1})
    wrong += [*judge.finished(job, lab.rig, scene), *judge.brought_back(job, lab.rig, scene)]
    assert not wrong, "\n".join(wrong)


NAMES = [(job, case) for case, (job, _, _) in CASES.items()]
