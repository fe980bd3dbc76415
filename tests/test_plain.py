"""Texts that the whole program found clean: the light way knows them, and forgets them in time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend import known, light, program
from mergemend.api import Session
from mergemend.clean import hangs_on_bytes, tells_nothing
from mergemend.config import Nested
from mergemend.model import Document, FileReport
from mergemend.mojibake.check import check
from mergemend.project import Project
from mergemend.sieve import Told
from scratch import Scratch

TEXT = "Tôi không biết tại sao điều này lại xảy ra, nhưng chúng ta phải sửa nó.\n".encode()
GARBLED = "Tôi không biết tại sao điều này lại xảy ra 🔴 phải sửa nó.\n".encode()
GARBLED = GARBLED.replace("🔴".encode(), "ğŸ”´".encode())
STATUS = b"**Status:** open\n**Owner:** me\n"


class Tree:
    """A repository in this folder, of which all files are a while old."""

    def __init__(self, top: Path) -> None:
        self.scratch = Scratch.init(top)
        self.scratch.commit("start", {"a.txt": TEXT, "b.md": b"# Nothing\n"})
        self.seen: list[str] = []  # the files that the whole program looked at

    def run(self, *words: str, settings: Nested | None = None) -> int:
        """What ``mergemend check`` does: the number of findings."""
        time.sleep(0.02)  # until a change counts as settled
        self.seen.clear()
        told = None if settings else light.look(["check", *words])
        with Session(settings or Nested()) as session:
            files = list(session.project.files([Path()]))
            outcomes = list(session.check_files(files, told=told, cache=True, keep=0))
        return sum(len(one.findings) for one in outcomes if isinstance(one, FileReport))


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    monkeypatch.setattr(known, "_MOMENT", 0)
    monkeypatch.chdir(tmp_path)
    tree = Tree(tmp_path)
    real = Project.look

    def look(self: Project, path: Path) -> object:
        tree.seen.append(path.as_posix())
        return real(self, path)

    monkeypatch.setattr(Project, "look", look)
    return tree


def test_a_clean_text_is_looked_at_once(tree: Tree) -> None:
    assert not tells_nothing("a.txt", TEXT)
    assert (tree.run(), tree.seen) == (0, ["a.txt"])
    for _ in range(4):  # with a snapshot in the end
        assert (tree.run(), tree.seen) == (0, [])
        assert _left() == 0
    assert _left("--no-cache") == 1


def _left(*words: str) -> int:
    told = light.look(["check", *words])
    assert isinstance(told, Told)
    return told.left


@pytest.mark.parametrize("runs", [1, 4])
def test_what_has_changed_is_looked_at(tree: Tree, runs: int) -> None:
    for _ in range(runs):
        tree.run()
    tree.scratch.write("a.txt", GARBLED)
    assert (tree.run(), tree.seen) == (1, ["a.txt"])
    assert (tree.run(), tree.seen) == (1, ["a.txt"])
    tree.scratch.write("a.txt", TEXT)
    assert (tree.run(), tree.seen) == (0, ["a.txt"])


def _touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_newest", lambda _: 1)


def _other_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version", "3.99")


@pytest.mark.parametrize("change", [_touched, _other_python])
@pytest.mark.parametrize("runs", [1, 4])
def test_another_program_knows_nothing(
    tree: Tree,
    monkeypatch: pytest.MonkeyPatch,
    runs: int,
    change: Callable[[pytest.MonkeyPatch], None],
) -> None:
    for _ in range(runs):
        tree.run()
    change(monkeypatch)
    assert (tree.run(), tree.seen) == (0, ["a.txt"])


def test_all_that_decides_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ("engine.py", "mojibake/a.py", "statusdocs/kinds/a.yaml", "git/a/b.py", "a/notes.txt")
    readers = ("ftfy/badness.py", "markdown_it/__init__.py", "yaml/__init__.py")
    paths = [tmp_path / "mergemend" / part for part in parts] + [tmp_path / one for one in readers]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(program, "__file__", str(tmp_path / "mergemend/program.py"))
    monkeypatch.setattr(sys, "path", ["/nowhere", str(tmp_path)])
    now = program.state()
    later = time.time_ns() + 10**9
    for path in paths:
        os.utime(path, ns=(later, later))
        assert (program.state() != now) is (path.suffix != ".txt"), path
        now = program.state()
        later += 10**9


@pytest.mark.parametrize(
    "settings",
    [Nested().with_options(ignore=["mojibake"]), Nested().with_options(select=["conflict"])],
)
def test_what_settings_leave_out_is_not_kept(tree: Tree, settings: Nested) -> None:
    tree.scratch.write("a.txt", GARBLED)
    assert (tree.run(settings=settings), tree.seen) == (0, ["a.txt"])
    assert (tree.run(), tree.seen) == (1, ["a.txt"])


def test_a_file_with_settings_that_turn_rules_off(tree: Tree) -> None:
    tree.scratch.write("a.txt", GARBLED)
    tree.scratch.write("mergemend.toml", b'ignore = ["mojibake"]\n')
    assert tree.run(settings=Nested()) == 0
    (tree.scratch.top / "mergemend.toml").unlink()
    assert tree.run() == 1


OF_MORE_THAN_BYTES = {
    "STATUS.md": STATUS,
    "cut.md": TEXT + b"What?? No.\n",
    "comment.py": TEXT + b"# mergemend: off mojibake-lossy\n",
    "comment.md": TEXT + b"<!-- mergemend: off mojibake -->\n",
    "marker.txt": TEXT + b"<<<<<<< SEARCH\n",
    "latin.txt": "# coding: latin-1\ncafé\n".encode("latin-1"),
    "pointer.txt": b"version https://git-lfs.github.com/spec/v1\n",
}


@pytest.mark.parametrize("name", OF_MORE_THAN_BYTES)
def test_what_hangs_on_more_than_bytes_is_not_kept(tree: Tree, name: str) -> None:
    data = OF_MORE_THAN_BYTES[name]
    assert not hangs_on_bytes(name, data)
    tree.run()
    tree.scratch.write(name, data)
    for _ in range(3):
        tree.run()
        assert tree.seen == [name]


def test_a_text_that_changes_while_it_is_looked_at(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Project.look

    def look(self: Project, path: Path) -> object:
        outcome = real(self, path)
        tree.scratch.write("a.txt", GARBLED)
        return outcome

    with monkeypatch.context() as patched:
        patched.setattr(Project, "look", look)
        assert tree.run() == 0
    assert tree.run() == 1


def test_the_command_counts_what_is_known(
    tree: Tree, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.scratch.write("c.txt", GARBLED)
    tree.scratch.write("d.bin", b"\1\0\0\2" * 50_000)
    monkeypatch.setattr(sys, "argv", ["mergemend", "check"])
    for _ in range(4):
        time.sleep(0.02)
        with pytest.raises(SystemExit) as ended:
            light.run()
        assert ended.value.code == 1
        out, told = capfd.readouterr()
        assert out.startswith("c.txt:1:44")
        assert told.startswith("3 files checked, 1 file skipped: 1 ")


_SIGNS = st.sampled_from([*"abc  \n.", *"àøéôÑшЖ漢か🔴’", "ğŸ”´", "Ã©", "??", "\ufffd", "Å‚"])
_TEXTS = st.lists(_SIGNS, max_size=30).map("".join)


@given(_TEXTS, st.lists(_TEXTS, max_size=3), st.sampled_from(["a.md", "a.py", "a.txt"]))
def test_nothing_around_a_text_makes_a_finding(text: str, others: list[str], path: str) -> None:
    data = text.encode()
    if hangs_on_bytes(path, data) and not check(Document(path, data)):
        around = [Document("b.md", other.encode()) for other in others]
        earlier = [document.data for document in around]
        assert not check(Document(path, data), lambda: earlier, neighbours=lambda: around), (
            "the whole program finds what it did not find before"
        )


@pytest.mark.parametrize("words", [[], ["."]])
def test_this_folder_by_name_is_all_files(
    tree: Tree, words: list[str], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.scratch.write("c.txt", GARBLED)
    monkeypatch.setattr(sys, "argv", ["mergemend", "check", *words])
    time.sleep(0.02)
    for seen in (["a.txt", "c.txt"], ["c.txt"]):
        tree.seen.clear()
        with pytest.raises(SystemExit):
            light.run()
        assert sorted(tree.seen) == seen
        assert capfd.readouterr().err.startswith("3 files checked: 1 ")
