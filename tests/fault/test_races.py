"""Others write while a run goes on, without waiting for each other: nothing of theirs is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fault import judge
from fault.lab import Lab
from fault.rig import Run
from fault.rows import EVERY, FIX, UNDO
from fault.scene import GARBLED, Scene, remove
from fault.table import KEPT, Tried

pytestmark = pytest.mark.fault

AT_ONCE = "fix --all at the same time"
ROUNDS = 60 if EVERY else 6


def in_place(path: Path, text: bytes) -> None:
    with path.open("r+b") as file:
        file.write(text)
        file.truncate()


def truncated_first(path: Path, text: bytes) -> None:
    with path.open("wb") as file:
        file.flush()
        time.sleep(0.0005)
        file.write(text)


def renamed(path: Path, text: bytes) -> None:
    new = path.with_name(".editor.swp")
    new.write_bytes(text)
    new.replace(path)


@dataclass
class Editor:
    """Saves one garbled text after the other; before each it looks what has become of the last."""

    path: Path
    save: Callable[[Path, bytes], None]
    saved: int = 0
    fixed: set[int] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)

    @staticmethod
    def text(number: int) -> str:
        return f"# Notes\n\nCafé {number} – naïve, déjà vu\n"

    def garbled(self, number: int) -> bytes:
        return self.text(number).encode().decode("cp1252").encode()

    def look(self) -> None:
        """See whether the file is the last text that was saved, or its repair."""
        now = self.path.read_bytes()
        if now == self.text(self.saved).encode():
            self.fixed.add(self.saved)
        elif now != self.garbled(self.saved):
            self.lost.append(f"after save {self.saved}: {now!r}")

    def work(self, end: threading.Event) -> None:
        while not end.is_set():
            self.save(self.path, self.garbled(self.saved + 1))
            self.saved += 1
            time.sleep(self.saved * 7 % 20 / 150)
            self.look()


@contextmanager
def beside(work: Callable[[threading.Event], None]) -> Iterator[None]:
    """Do something again and again, in a thread."""
    end = threading.Event()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work(end)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
    assert not failed, failed


def recorded(scene: Scene) -> bytes:
    """All that runs have kept."""
    objects = scene.git("rev-list", "--objects", "--glob=refs/mergemend/*").stdout.splitlines()
    return b"".join(
        scene.git("cat-file", "-p", line.split()[0]).stdout.encode("utf-8", "surrogateescape")
        for line in objects
    )


SAVES = {
    "an editor saves on and on, in place": in_place,
    "an editor saves on and on, truncating": truncated_first,
    "an editor saves on and on, by renaming": renamed,
}


def in_words(run: Run) -> Iterator[str]:
    """Whether a run has done its work, or has said why not."""
    if run.code not in (0, 1) and not (run.code in (2, 3) and run.err):
        yield f"{run.code} {judge.short(run.err)}"


@pytest.mark.parametrize("save", SAVES)
def test_an_editor_saves_on_and_on(lab: Lab, save: str, tried: Tried) -> None:
    scene = lab.fresh(lab.prepared(FIX).scene)
    editor = Editor(scene.repo / GARBLED, SAVES[save])
    wrong: list[str] = []
    with beside(editor.work):
        for number in range(10 * ROUNDS):
            wrong += in_words(lab.rig.run(scene, "fix", GARBLED))
            if editor.fixed and number >= ROUNDS - 1:
                break
    editor.look()
    kept = recorded(scene)
    wrong += editor.lost
    wrong += [f"not recorded: {n}" for n in editor.fixed if editor.garbled(n) not in kept]
    tried(FIX, save, {KEPT: ROUNDS})
    assert not wrong, "\n".join(wrong)
    assert editor.fixed, "no run has met the editor's file"


@pytest.mark.parametrize("other", [FIX, UNDO])
def test_two_runs_at_once(lab: Lab, other: str, tried: Tried) -> None:
    prepared = lab.prepared(other)
    wrong: list[str] = []
    for number in range(ROUNDS):
        scene = lab.fresh(prepared.scene)
        first = lab.rig.start(scene, *prepared.job.arguments)
        time.sleep(number % 5 / 50)
        second = lab.second.start(scene, *lab.prepared(FIX).job.arguments)
        wrong += [*in_words(first.result()), *in_words(second.result())]
        now = scene.tree()
        wrong += [*judge.mixed(prepared.job, now), *judge.untouched(prepared.job, scene)]
        wrong += judge.finished(lab.prepared(FIX).job, lab.rig, scene)
        wrong += judge.brought_back(prepared.job, lab.rig, scene)
        remove(scene)
    tried(other, AT_ONCE, {KEPT: ROUNDS})
    assert not wrong, "\n".join(wrong)


def check_out(scene: Scene) -> None:
    for branch in ("first", "main"):
        scene.git("checkout", "-q", "--force", branch)


def stash(scene: Scene) -> None:
    scene.git("stash", "push", "-q")
    scene.git("stash", "pop", "-q")


def collect_garbage(scene: Scene) -> None:
    scene.git("gc", "--quiet", "--prune=now")


def read_status(scene: Scene) -> None:
    scene.git("status", "--short")
    scene.git("add", "--refresh", ".")


COMMANDS = {
    "git checkout --force beside it": check_out,
    "git stash beside it": stash,
    "git gc --prune=now beside it": collect_garbage,
    "git status and git add --refresh beside it": read_status,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_git_works_beside_it(lab: Lab, command: str, tried: Tried) -> None:
    prepared = lab.prepared(FIX)
    job = prepared.job
    wrong: list[str] = []
    for _ in range(ROUNDS):
        scene = lab.fresh(prepared.scene)

        def work(end: threading.Event, scene: Scene = scene) -> None:
            while not end.is_set():
                COMMANDS[command](scene)

        with beside(work):
            run = lab.rig.run(scene, *job.arguments)
        wrong += in_words(run)
        if said := scene.sound():
            wrong.append(f"git fsck: {said}")
        if names := judge.added(job, scene.tree()):
            wrong.append(f"left behind: {names}")
        if COMMANDS[command] in (collect_garbage, read_status):
            now = scene.tree()
            wrong += judge.mixed(job, now)
            wrong += judge.told(job, run, now)
            wrong += judge.finished(job, lab.rig, scene)
            wrong += judge.brought_back(job, lab.rig, scene)
        remove(scene)
    tried(FIX, command, {KEPT: ROUNDS})
    assert not wrong, "\n".join(wrong)


NAMES = [
    *((FIX, name) for name in (*SAVES, *COMMANDS)),
    *((other, AT_ONCE) for other in (FIX, UNDO)),
]
