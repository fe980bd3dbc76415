"""Random stacks of conflicts as real operations of git write them, with their whole history."""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass
from pathlib import Path

from generated import STYLES, WORDS
from scratch import Scratch

PATH = "notes.md"
OPERATIONS = ("rebase", "merge", "pick", "picks", "revert", "stash", "branch", "mixed")


@dataclass(frozen=True)
class Side:
    """A revision that went into a stack: the date it counts by, and its text."""

    date: int
    text: bytes


@dataclass
class History:
    """A repository with a ``notes.md``, and what was written in it: date and text by subject."""

    scratch: Scratch
    written: dict[str, Side]

    @property
    def text(self) -> bytes:
        return self.scratch.read(PATH)

    @property
    def has_markers(self) -> bool:
        return b"\n>>>>>>> " in b"\n" + self.text

    @property
    def sides(self) -> list[Side]:
        """The revisions that went into the stack, layer by layer, ours of the first one before."""
        listed = self.scratch.git("log", "--reverse", "--first-parent", "--format=%H %s")
        commits = [line.split(" ", 1) for line in listed.split("\n")]
        sides: list[Side] = []
        before = b""
        for number, (sha, subject) in enumerate(commits):
            text = self._blob(sha)
            if text.count(b">>>>>>> ") > before.count(b">>>>>>> "):
                if not sides:
                    parent = commits[number - 1][0]
                    date = self.scratch.git("log", "-1", "--format=%at", parent, "--", PATH)
                    sides.append(Side(int(date), before))
                sides.append(self.written[subject])
            before = text
        return sides

    def _blob(self, sha: str) -> bytes:
        command = ["git", "cat-file", "blob", f"{sha}:{PATH}"]
        return subprocess.run(command, cwd=self.scratch.top, capture_output=True, check=True).stdout

    def clone(self, top: Path) -> Path:
        """A fresh clone of what HEAD can reach: the commits that labels name are mostly gone."""
        command = ["git", "clone", "-q", "--single-branch", f"file://{self.scratch.top}", str(top)]
        subprocess.run(command, check=True, capture_output=True, env=self.scratch.environment())
        return top / PATH


class Maker:
    """Makes one history: ``operation`` of `OPERATIONS`, ``depth`` times, in ``style``."""

    def __init__(self, top: Path, seed: int, operation: str, depth: int, *, spread: bool) -> None:
        self.rng = random.Random(seed)  # noqa: S311
        self.spread = spread
        self.scratch = Scratch.init(top)
        self.scratch.git("config", "merge.conflictStyle", self.rng.choice(STYLES))
        self.scratch.git("config", "rerere.enabled", "false")
        self.operation, self.depth = operation, depth
        self.written: dict[str, Side] = {}
        self.lines = self._document()
        self.hot = sorted(self.rng.sample(range(len(self.lines)), 2))

    def make(self) -> History:
        scratch, rng = self.scratch, self.rng
        self._commit("start", self.lines)
        self.start = scratch.now
        scratch.git("branch", "start")
        if self.operation in ("rebase", "branch", "picks"):
            self._commits_of_a_branch()
        getattr(self, f"_{self.operation}")()
        if rng.random() < 0.3:
            scratch.commit("another file", {"other.md": b"x\n"})
        return History(scratch, self.written)

    # Operations

    def _commits_of_a_branch(self) -> None:
        self.scratch.git("checkout", "-q", "-b", "topic")
        lines = self.lines
        for number in range(self.depth):
            lines = self._edited(lines)
            self._commit(f"topic {number}", lines)
        self.scratch.now = self.start
        self._main()

    def _main(self) -> None:
        self.scratch.git("checkout", "-q", "main")
        self._commit("main", self._edited(self.lines))

    def _rebase(self) -> None:
        self.scratch.rebase("main", "start", "topic")
        self.scratch.git("checkout", "-q", "-B", "main")
        self.scratch.git("branch", "-q", "-D", "topic")

    def _branch(self) -> None:
        """The same branch is merged again and again."""
        for number in range(self.depth):
            self._merged(f"topic~{self.depth - 1 - number}", f"topic {number}")

    def _merge(self) -> None:
        self._main()
        for number in range(self.depth):
            self._side(f"side{number}")
            self._merged(f"side{number}")

    def _picks(self) -> None:
        for number in range(self.depth):
            self._picked(f"topic~{self.depth - 1 - number}")
        self.scratch.git("branch", "-q", "-D", "topic")

    def _pick(self) -> None:
        self._main()
        for number in range(self.depth):
            self._side(f"side{number}")
            self._picked(f"side{number}")
            self.scratch.git("branch", "-q", "-D", f"side{number}")

    def _revert(self) -> None:
        lines = self.lines
        commits = []
        for number in range(self.depth + 1):
            lines = self._edited(lines)
            commits.append(self._commit(f"main {number}", lines))
        for number, commit in enumerate(commits[: self.depth]):
            before = f"main {number - 1}" if number else "start"
            self.written[f'Revert "main {number}"'] = self.written[before]
            self._finish("revert", "--no-edit", commit)

    def _stash(self) -> None:
        self._main()
        for number in range(self.depth):
            self.scratch.git("checkout", "-q", "start")
            text = self._bytes(self._edited(self.lines))
            self.scratch.write(PATH, text)
            self._later()
            self.scratch.git("stash")
            self.scratch.git("checkout", "-q", "main")
            self.scratch.git("stash", "pop", check=False)
            self.scratch.commit(f"wip {number}", minutes=0)
            self.written[f"wip {number}"] = Side(self.scratch.now, text)

    def _mixed(self) -> None:
        self._main()
        for number in range(self.depth):
            self._side(f"side{number}")
            self.rng.choice((self._merged, self._picked))(f"side{number}")

    # Steps

    def _side(self, name: str) -> None:
        self.scratch.git("checkout", "-q", "-b", name, "start")
        late, self.scratch.now = self.scratch.now, self.start
        self._commit(name, self._edited(self.lines))
        self.scratch.git("checkout", "-q", "main")
        self.scratch.now = max(late, self.scratch.now)

    def _merged(self, what: str, subject: str = "") -> None:
        self._later()
        self.scratch.merge(what, f"merge {what}")
        self.written[f"merge {what}"] = self.written[subject or what]

    def _picked(self, what: str) -> None:
        self._finish("cherry-pick", "--allow-empty", "--keep-redundant-commits", what)

    def _finish(self, *operation: str) -> None:
        self._later()
        self.scratch.git(*operation, check=False, author_date=operation[0] == "revert")
        if self.scratch.git("status", "--porcelain"):
            self.scratch.git("add", "-A")
            self.scratch.git(operation[0], "--continue", author_date=False)

    def _commit(self, subject: str, lines: list[str]) -> str:
        self._later()
        text = self._bytes(lines)
        self.written[subject] = Side(self.scratch.now, text)
        return self.scratch.commit(subject, {PATH: text}, minutes=0)

    def _later(self) -> None:
        """No two dates alike, but no order between commits of which none is the other's parent."""
        self.scratch.now += self.rng.randrange(100_000)

    # Texts

    def _document(self) -> list[str]:
        count = self.rng.randint(8, 40)
        return [self.rng.choice(("", "- point", self._line(), self._line())) for _ in range(count)]

    def _line(self) -> str:
        return " ".join(self.rng.choices(WORDS, k=self.rng.randint(1, 4)))

    def _edited(self, lines: list[str]) -> list[str]:
        """``lines`` with other words in a place that all edit, and elsewhere if ``spread``."""
        result = list(lines)
        edits = [self.rng.choice(self.hot)]
        if self.spread:
            edits += [self.rng.randrange(len(result)) for _ in range(self.rng.randint(0, 2))]
        for at in edits:
            new = [self._line() for _ in range(self.rng.randint(1, 4))]
            gone = self.rng.choice((0, 1, 1, 2))
            result[at : at + gone] = new if not gone or self.rng.random() < 0.8 else []
        return result

    def _bytes(self, lines: list[str]) -> bytes:
        return "".join(f"{line}\n" for line in lines).encode()
