"""Operations of git and of mergemend in any order, on a real repository: no byte is ever lost.

Whatever stood in the work tree when mergemend was called can be had back afterwards: it is still
there, or the records of the runs hold it. git's own commands are not asked to keep anything.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mergemend.cli import run
from mergemend.cli.common import Exit
from mergemend.run import digest
from scratch import Scratch

PATHS = ("notes.md", "docs/a b.md", "STATUS.md")
LINES = st.sampled_from(
    [b"one\n", b"two\n", b"The keeper \xc3\xa2\xe2\x82\xac\xe2\x80\x9c said\n", b"three\r\n", b"x"]
)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map(b"".join)
MARKS = b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n"
OPERATIONS = ("merge", "rebase", "cherry-pick", "revert")


class Work(RuleBasedStateMachine):
    """A user with a repository, two branches, and mergemend."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.environment = dict(os.environ)
        self.here = Path.cwd()
        self.scratch = Scratch.init(self.folder / "r")
        os.environ["XDG_STATE_HOME"] = str(self.folder / "state")
        self.scratch.commit("start", dict.fromkeys(PATHS, b"one\ntwo\nthree\n"))
        self.scratch.git("branch", "topic")

    def teardown(self) -> None:
        os.chdir(self.here)
        os.environ.clear()
        os.environ.update(self.environment)
        shutil.rmtree(self.folder)

    # git

    @rule(path=st.sampled_from(PATHS), text=TEXTS)
    def write(self, path: str, text: bytes) -> None:
        self.scratch.write(path, text)

    @rule(path=st.sampled_from(PATHS), at=st.integers(0, 3))
    def leave_markers(self, path: str, at: int) -> None:
        lines = self._read(path).splitlines(keepends=True)
        self.scratch.write(path, b"".join([*lines[:at], MARKS, *lines[at:]]))

    @rule(path=st.sampled_from(PATHS))
    def remove(self, path: str) -> None:
        (self.scratch.top / path).unlink(missing_ok=True)

    @rule()
    def commit(self) -> None:
        self.scratch.now += 60
        self.scratch.git("add", "-A")
        self.scratch.git("commit", "-q", "--no-verify", "-m", "work", check=False)

    @rule()
    def switch(self) -> None:
        other = "topic" if self.scratch.git("branch", "--show-current") == "main" else "main"
        self.scratch.git("checkout", "-q", other, check=False)

    @rule(operation=st.sampled_from(OPERATIONS))
    def operate(self, operation: str) -> None:
        other = "topic" if self.scratch.git("branch", "--show-current") == "main" else "main"
        what = "HEAD" if operation == "revert" else other
        self.scratch.now += 60
        more = ["--no-edit"] if operation in ("merge", "revert") else []
        self.scratch.git(operation, *more, what, check=False)

    @rule(operation=st.sampled_from(OPERATIONS))
    def abort(self, operation: str) -> None:
        self.scratch.git(operation, "--abort", check=False)

    @rule()
    def collect_garbage(self) -> None:
        self.scratch.git("gc", "-q", "--prune=now")

    # mergemend

    @rule(strategy=st.sampled_from(["newest", "best", "ours", "theirs", "union"]))
    def fix(self, strategy: str) -> None:
        self._mend("fix", "--all", "--strategy", strategy)

    @rule(path=st.sampled_from(PATHS))
    def fix_one(self, path: str) -> None:
        self._mend("fix", path, "--select", "mojibake")

    @rule()
    def undo(self) -> None:
        before = self._texts()
        if self._mend("undo") == Exit.CLEAN:
            assert self._texts() != before or not self._runs()

    @precondition(lambda self: self._runs())
    @rule(data=st.data())
    def undo_any(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(self._runs()))
        self._mend("undo", name)

    @rule()
    def read_only(self) -> None:
        before = self._texts()
        for command in (["check"], ["log"], ["fix", "--all", "--diff"], ["explain", PATHS[0]]):
            self._mend(*command)
        assert self._texts() == before

    @invariant()
    def nothing_is_left_about(self) -> None:
        names = self.scratch.git("ls-files", "-o", "-z").split("\0")
        assert not [name for name in names if name.endswith(".tmp")]

    # What is compared

    def _mend(self, *words: str) -> int:
        before, state = self._texts(), self._state()
        os.chdir(self.scratch.top)
        said = io.TextIOWrapper(io.BytesIO(), "utf-8", "surrogateescape")
        with redirect_stdout(said), redirect_stderr(said):
            code = run(list(words))
        said.seek(0)
        output = said.read()
        assert code != Exit.FAULT, output
        assert self._state() == state
        after = self._texts()
        gone = {digest(text) for path, text in before.items() if after.get(path) != text}
        assert gone <= self._recorded(), output
        return code

    def _texts(self) -> dict[str, bytes]:
        here = (self.scratch.top / path for path in PATHS)
        return {str(path): path.read_bytes() for path in here if path.is_file()}

    def _read(self, path: str) -> bytes:
        file = self.scratch.top / path
        return file.read_bytes() if file.is_file() else b""

    def _state(self) -> tuple[str, bytes, tuple[str, ...]]:
        """Everything of git's but the records: branches, the index, the operation in progress."""
        listed = self.scratch.git("for-each-ref").split("\n")
        refs = "\n".join(line for line in listed if "refs/mergemend/" not in line)
        git = self.scratch.top / ".git"
        names = sorted(p.name for p in git.iterdir() if p.name != "mergemend")
        index = git / "index"
        return refs, index.read_bytes() if index.exists() else b"", tuple(names)

    def _runs(self) -> list[str]:
        refs = self.scratch.git("for-each-ref", "--format=%(refname)", "refs/mergemend/runs")
        return [ref.rpartition("/")[2] for ref in refs.split("\n") if ref]

    def _recorded(self) -> set[str]:
        """What the runs hold, read by git alone."""
        found = set()
        for name in self._runs():
            tree = f"refs/mergemend/runs/{name}:before"
            for line in self.scratch.git("ls-tree", "-r", tree).split("\n"):
                blob = line.split()[2]
                command = ["git", "cat-file", "blob", blob]
                done = subprocess.run(
                    command, cwd=self.scratch.top, capture_output=True, check=True
                )
                found.add(digest(done.stdout))
        return found


TestWork = Work.TestCase
TestWork.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
