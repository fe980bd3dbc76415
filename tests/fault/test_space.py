"""A file system that is really full, one that is read-only, and a limit to the size of files."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from fault import judge
from fault.lab import Lab
from fault.rig import COMMAND, LIMIT, Run
from fault.rows import ALONE, EVERY, FIX
from fault.scene import Scene, copy, remove
from fault.table import Tried

pytestmark = pytest.mark.fault

FULL = "a small file system is full"
NO_INODES = "a small file system has no inodes left"
READ_ONLY = "a folder is mounted read-only"
LIMITED = "the size of files is limited (RLIMIT_FSIZE)"
NAMES = [
    *((job, name) for name in (FULL, READ_ONLY) for job in (FIX, ALONE)),
    (FIX, NO_INODES),
    (FIX, LIMITED),
]
ROOM = 12 << 20  # bytes: enough for the scene and all that is written


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if os.geteuid() or shutil.which("mount") is None or subprocess.run(mount).returncode:
        pytest.skip("file systems can't be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(place: Path, pages: int) -> Path:
    """Leave no more than so many pages of 4 KiB."""
    filler = place / "filler"
    status = os.statvfs(place)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, (status.f_bavail - pages) * status.f_frsize)
    return filler


def examine(lab: Lab, scene: Scene, name: str, run: Run, free: Callable[[], object]) -> list[str]:
    """What is wrong after a run that may not have had room; ``free`` makes room again."""
    job = lab.prepared(name).job
    now = scene.tree()
    wrong = [*judge.mixed(job, now), *judge.untouched(job, scene), *judge.told(job, run, now)]
    if names := judge.added(job, now):
        wrong.append(f"left behind: {names}")
    free()
    return [*wrong, *judge.finished(job, lab.rig, scene), *judge.brought_back(job, lab.rig, scene)]


@pytest.mark.parametrize("name", [FIX, ALONE])
def test_a_full_file_system(lab: Lab, small: Path, name: str, tried: Tried) -> None:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for pages in range(0, 48, 1 if EVERY else 3):
        scene = copy(lab.prepared(name).scene, small / "scene")
        filler = fill(small, pages)
        run = lab.rig.run(scene, *lab.prepared(name).job.arguments)
        counts[judge.outcome(lab.prepared(name).job, scene.tree())] += 1
        wrong += [f"{pages} pages: {w}" for w in examine(lab, scene, name, run, filler.unlink)]
        remove(scene)
    tried(name, FULL, counts)
    assert not wrong, "\n".join(wrong)
    assert len(counts) > 1, "the room was never too small, or never enough"


def test_no_more_files_can_be_made(lab: Lab, small: Path, tried: Tried) -> None:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for free in range(0, 40, 1 if EVERY else 3):
        scene = copy(lab.prepared(FIX).scene, small / "scene")
        status = os.statvfs(small)
        _remount(small, f"nr_inodes={status.f_files - status.f_ffree + free}")
        run = lab.rig.run(scene, *lab.prepared(FIX).job.arguments)
        counts[judge.outcome(lab.prepared(FIX).job, scene.tree())] += 1
        enough = partial(_remount, small, "nr_inodes=100000")
        wrong += [f"{free} files: {w}" for w in examine(lab, scene, FIX, run, enough)]
        remove(scene)
    tried(FIX, NO_INODES, counts)
    assert not wrong, "\n".join(wrong)
    assert len(counts) > 1, "there were never too few, or never enough"


def _remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)


@pytest.mark.parametrize("part", [".", "repo/a folder", "repo/.git", "home"])
@pytest.mark.parametrize("name", [FIX, ALONE])
def test_a_part_that_is_read_only(
    lab: Lab, small: Path, name: str, part: str, tried: Tried
) -> None:
    scene = copy(lab.prepared(name).scene, small / "scene")
    place = scene.top / part
    if not place.exists():
        pytest.skip("there is no repository")
    subprocess.run(["mount", "--bind", place, place], check=True)
    subprocess.run(["mount", "-o", "remount,bind,ro", place], check=True)

    def free() -> None:
        subprocess.run(["umount", place], check=True)

    run = lab.rig.run(scene, *lab.prepared(name).job.arguments)
    came_out = judge.outcome(lab.prepared(name).job, scene.tree())
    wrong = examine(lab, scene, name, run, free)
    tried(name, READ_ONLY, {came_out: 1})
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [0, 60, 300, 1000, 100_000])
def test_a_limit_to_the_size_of_files(lab: Lab, size: int, tried: Tried) -> None:
    scene = lab.fresh(lab.prepared(FIX).scene)
    done = subprocess.run(
        [COMMAND, *lab.prepared(FIX).job.arguments],
        cwd=scene.repo,
        env=scene.environment,
        capture_output=True,
        check=False,
        timeout=LIMIT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    said, told = os.fsdecode(done.stdout), os.fsdecode(done.stderr)
    run = Run(done.returncode, said, told, (), hit=True)
    came_out = judge.outcome(lab.prepared(FIX).job, scene.tree())
    tried(FIX, LIMITED, {came_out: 1})
    wrong = examine(lab, scene, FIX, run, lambda: None)
    assert not wrong, "\n".join(wrong)
