"""Makes stacks of conflicts by real operations of git, of which the right answer is known.

A stack of depth d: a document is changed on ``main`` (the *upstream* text), and d operations of git
conflict in it one after the other; each time the file is committed with its markers. What is right
then is told in `story`.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.conflicts.layers import bare
from benchmarks.conflicts.story import Kind, Story, tell_conflicting
from scratch import Scratch

PATH = "docs/status.md"
STYLES = ("merge", "diff3", "zdiff3")
OPERATIONS = ("rebase", "merge", "cherry-pick", "revert", "stash")
DEPTHS = range(1, 7)
KINDS = tuple(Kind(o, s, d) for o in OPERATIONS for s in STYLES for d in DEPTHS)
_START = 1_767_225_600  # 2026-01-01 00:00 UTC


@dataclass(frozen=True)
class Case:
    """A stack in its repository, checked out: the file, what it holds, and the right answers.

    ``clone`` says that the repository is a fresh clone, ``whole`` that the newest revision stands
    whole in the file.
    """

    kind: Kind
    seed: int
    clone: bool
    top: Path
    conflict: bytes
    truths: tuple[bytes, ...]
    whole: bool


@dataclass
class Stage:
    """A repository in which a story is played. ``sides`` are the commits of the layers' texts."""

    scratch: Scratch
    story: Story
    rng: random.Random
    sides: list[str] = field(default_factory=list)

    def at(self, layer: int) -> None:
        """Turn the clock to when a text was written: 0 is the upstream text."""
        self.scratch.now = _START + 86_400 + 3600 * self.story.dates[layer]
        self.scratch.now += self.rng.randrange(3600)
        self.scratch.zone = self.rng.choice(("+0000", "+0200", "-0500"))

    def later(self) -> None:
        """Turn the clock to after everything that was written."""
        self.scratch.now = _START + 86_400 + 3600 * (len(self.story.dates) + 2)

    def commit(self, what: str, data: bytes) -> str:
        """Commit a text at the time that the clock shows."""
        return self.scratch.commit(what, {PATH: data}, minutes=0)

    def main(self) -> None:
        """The start, and the upstream change on ``main``."""
        self.scratch.now = _START
        self.commit("Start the log", self.story.start)
        self.at(0)
        self.commit("Bring the log up to date", self.story.upstream)

    def branches(self) -> None:
        """A commit for each layer's text, not on ``main``."""
        for number, layer in enumerate(self.story.layers, 1):
            if number == 1 or not self.story.chain:
                self.scratch.git("checkout", "-q", "--detach", "main~1")
            self.at(number)
            self.sides.append(self.commit(f"Note round {number}", layer.theirs))
        self.later()

    def keep(self, *how: str) -> None:
        """Commit the file as it is, with its markers."""
        if not self.scratch.git("ls-files", "-u"):
            raise AssertionError("the operation did not conflict")
        self.scratch.now += 60
        self.scratch.git("add", "-A")
        # a rebase that goes on to its next conflict says that it has failed
        self.scratch.git(*how, check=how[0] != "rebase", author_date=how[0] in ("commit", "revert"))


def play_rebase(stage: Stage) -> None:
    stage.main()
    stage.branches()
    scratch = stage.scratch
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.git("rebase", "-q", "main", check=False, author_date=False)
    for _ in stage.sides:
        stage.keep("rebase", "--continue")
    scratch.git("branch", "-q", "-M", "feature", "main")


def play_merge(stage: Stage) -> None:
    stage.main()
    stage.branches()
    stage.scratch.git("checkout", "-q", "main")
    same_name = stage.story.chain or stage.rng.random() < 0.5
    for number, sha in enumerate(stage.sides, 1):
        name = "feature" if same_name else f"topic-{number}"
        stage.scratch.git("branch", "-q", "-f", name, sha)
        stage.scratch.git("merge", "-q", "--no-edit", name, check=False)
        stage.keep("commit", "-q", "--no-edit")


def play_cherry_pick(stage: Stage) -> None:
    stage.main()
    stage.branches()
    stage.scratch.git("checkout", "-q", "main")
    for number, sha in enumerate(stage.sides, 1):
        stage.scratch.git("branch", "-q", f"topic-{number}", sha)
        stage.scratch.git("cherry-pick", sha, check=False)
        stage.keep("cherry-pick", "--continue")


def play_revert(stage: Stage) -> None:
    scratch, story = stage.scratch, stage.story
    scratch.now = _START
    stage.commit("Start the log", story.start)
    past = [layer.base for layer in reversed(story.layers)]
    shas = []
    for number, data in enumerate(past, 1):
        stage.at(len(past) + 1 - number)
        shas.append(stage.commit(f"Note round {number}", data))
    stage.at(0)
    stage.commit("Bring the log up to date", story.upstream)
    stage.later()
    for sha in reversed(shas):
        scratch.git("revert", "--no-edit", sha, check=False)
        stage.keep("revert", "--continue")


def play_stash(stage: Stage) -> None:
    scratch = stage.scratch
    stage.main()
    for number, layer in enumerate(stage.story.layers, 1):
        scratch.git("checkout", "-q", "--detach", "main~1" if number == 1 else stage.sides[0])
        if number == 1:
            stage.sides.append(scratch.head())
        scratch.write(PATH, layer.theirs)
        stage.at(number)
        scratch.git("stash", "push", "-q")
        stage.later()
        scratch.now += 600 * number
        scratch.git("checkout", "-q", "main")
        scratch.git("stash", "pop", "-q", check=False)
        stage.keep("commit", "-q", "-m", f"Take up what was put away, {number}")
        if stage.rng.random() < 0.5:
            scratch.git("stash", "drop", "-q")


_PLAYS: dict[str, Callable[[Stage], None]] = {
    "rebase": play_rebase,
    "merge": play_merge,
    "cherry-pick": play_cherry_pick,
    "revert": play_revert,
    "stash": play_stash,
}


def make(kind: Kind, seed: int, folder: Path) -> Iterator[Case]:
    """Make a stack in ``folder``, and a fresh clone of it. The same for the same seed."""
    rng = random.Random(f"{kind} {seed}")  # noqa: S311
    told = tell_conflicting(rng, kind)
    scratch = Scratch.init(folder / "here")
    scratch.git("config", "merge.conflictStyle", kind.style)
    _PLAYS[kind.operation](Stage(scratch, told.story, rng))
    conflict = scratch.read(PATH)
    if bare(conflict) != told.shadow.plain:
        raise AssertionError(f"{kind} {seed}: git made another stack than expected")
    yield Case(kind, seed, False, scratch.top, conflict, told.truths, told.whole)
    clone = _clone(scratch, folder)
    yield Case(kind, seed, True, clone, conflict, told.truths, told.whole)


def _clone(scratch: Scratch, folder: Path) -> Path:
    """A clone of what is left when all branches but the one checked out are deleted."""
    target = folder / "clone"
    for name in scratch.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split():
        if name != "main":
            scratch.git("branch", "-q", "-D", name)
    subprocess.run(
        ["git", "clone", "-q", f"file://{scratch.top}", str(target)],
        check=True,
        env=scratch.environment(),
    )
    return target
