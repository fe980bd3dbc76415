"""In a known tree the light way tells what the whole program found clean, while it is so."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mergemend import cli, known, light, program
from mergemend.sieve import Told
from scratch import Scratch

STATUS = b"# Status\n\n**Status:** open\n**Owner:** Ada\n\nSee [the plan](plan.md#goals).\n"
LOG = b"# Changelog\n\n## 1.1\n\n- more\n\n## 1.0\n\n- first\n"
LATIN = "# -*- coding: latin-1 -*-\nname = 'café'\n".encode("latin-1")
CUT = b"Is that so?? Or so?\n"
FILES = {
    "status.md": STATUS,
    "CHANGELOG.md": LOG,
    "latin.py": LATIN,
    "docs/cut.md": CUT,
    "plan.md": b"# Plan\n\n## Goals\n",
    "a.txt": b"a\n",
}
RUNS = 4  # all is learned, the index is seen twice, the tree is known


class Tree:
    """A repository in this folder, of which all files are a while old."""

    def __init__(self, top: Path, files: dict[str, bytes]) -> None:
        self.scratch = Scratch.init(top)
        self.scratch.commit("start", {"a.txt": b"first\n"})
        self.scratch.commit("more", files)

    def run(self, *words: str) -> int:
        """The exit code of ``mergemend check``, whichever way it is found out."""
        time.sleep(0.02)  # until a change counts as settled
        told = light.look(["check", *words])
        if told is None or told.left:
            return cli.run(["check", *words], told)
        return 0

    def whole(self) -> int:
        return cli.run(["check", "--no-cache"])

    def left(self) -> int:
        """How many files the light way leaves to the whole program; -1 for all of them."""
        told = light.look(["check"])
        return told.left if isinstance(told, Told) else -1


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, bytes]], Tree]:
    monkeypatch.setattr(known, "_MOMENT", 0)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    return lambda files: Tree(tmp_path, files)


@pytest.fixture
def tree(make: Callable[[dict[str, bytes]], Tree]) -> Tree:
    tree = make(FILES)
    for _ in range(RUNS):
        assert tree.run() == 0
    assert tree.left() == 0
    return tree


def test_it_takes_no_second_look(make: Callable[[dict[str, bytes]], Tree]) -> None:
    tree = make(FILES)
    before = [tree.left(), *((tree.run(), tree.left()) for _ in range(RUNS))]
    assert before[0] == len([*FILES]) - 2
    assert before[-1] == (0, 0)
    for _ in range(2):
        assert (tree.run(), tree.left()) == (0, 0)


def test_what_is_not_committed_is_looked_at(tree: Tree) -> None:
    tree.scratch.write("new-status.md", STATUS)
    for _ in range(RUNS):
        assert tree.run() == 0
    assert tree.left() == 1


def test_what_has_a_finding_is_looked_at(make: Callable[[dict[str, bytes]], Tree]) -> None:
    tree = make(FILES | {"status.md": STATUS.replace(b"plan.md", b"plane.md")})
    for _ in range(RUNS + 1):
        assert tree.run() == 1
    assert tree.left() == 1


def test_many_documents(make: Callable[[dict[str, bytes]], Tree]) -> None:
    tree = make({f"docs/s{n}-status.md": STATUS[:30] + b"%d\n" % n for n in range(24)})
    for _ in range(RUNS):
        assert tree.run() == 0
    assert tree.left() == 0


# What git says of the files may be another thing then, though none of them has changed.


def _commit(tree: Tree) -> None:
    tree.scratch.git("commit", "-q", "--allow-empty", "-m", "more")


def _branch(tree: Tree) -> None:
    tree.scratch.git("branch", "side")


def _packed(tree: Tree) -> None:
    tree.scratch.git("pack-refs", "--all")


def _replaced(tree: Tree) -> None:
    tree.scratch.git("replace", "--graft", "HEAD")


def _detached(tree: Tree) -> None:
    tree.scratch.git("checkout", "-q", "--detach")


def _merging(tree: Tree) -> None:
    (tree.scratch.top / ".git/MERGE_HEAD").write_text(tree.scratch.git("rev-parse", "HEAD") + "\n")


def _shallow(tree: Tree) -> None:
    (tree.scratch.top / ".git/shallow").write_text(tree.scratch.git("rev-parse", "HEAD") + "\n")


def _fetched(tree: Tree) -> None:
    (tree.scratch.top / ".git/objects/pack/pack-1.promisor").touch()


def _staged(tree: Tree) -> None:
    tree.scratch.write("plan.md", b"# Plan\n\n## Aims\n")
    tree.scratch.git("add", "plan.md")


def _configured(tree: Tree) -> None:
    tree.scratch.git("config", "diff.renameLimit", "1")


def _attributes(tree: Tree) -> None:
    tree.scratch.write(".gitattributes", b"*.py working-tree-encoding=latin-1\n")


def _attributes_below(tree: Tree) -> None:
    tree.scratch.write("docs/.gitattributes", b"*.md text\n")


def _own_attributes(tree: Tree) -> None:
    tree.scratch.write(".git/info/attributes", b"*.py text\n")


def _attributes_of_the_user(tree: Tree) -> None:
    path = tree.scratch.top.parent / ".config/git/attributes"
    path.parent.mkdir(parents=True)
    path.write_text("*.py text\n")


def _settings(tree: Tree) -> None:
    tree.scratch.write("mergemend.toml", b'ignore = ["conflict"]\n')


@pytest.mark.parametrize(
    "change",
    [
        *(_commit, _branch, _packed, _replaced, _detached, _merging, _shallow, _fetched, _staged),
        *(_configured, _attributes, _attributes_below, _own_attributes, _attributes_of_the_user),
        _settings,
    ],
)
def test_what_git_may_tell_anew_is_asked_again(tree: Tree, change: Callable[[Tree], None]) -> None:
    change(tree)
    assert tree.left() not in (0, 1)
    assert tree.run() == tree.whole()
    for _ in range(RUNS + 1):
        assert tree.run() == tree.whole()


def test_attributes_that_are_edited_count(make: Callable[[dict[str, bytes]], Tree]) -> None:
    latin = "name = 'café'\n".encode("latin-1")
    attributes = b"*.py working-tree-encoding=latin-1\n"
    tree = make({"latin.py": latin, "docs/latin.py": latin, ".gitattributes": attributes})
    for _ in range(RUNS):
        assert tree.run() == 0
    assert tree.left() == 0
    tree.scratch.write(".gitattributes", b"*.py text\n#################\n")
    assert tree.run() == tree.whole() == 1


def test_a_changed_file_is_looked_at(tree: Tree) -> None:
    tree.scratch.write("status.md", STATUS.replace(b"goals", b"gaols"))
    assert tree.left() == 1
    assert tree.run() == tree.whole() == 1
    tree.scratch.write("status.md", STATUS)
    assert tree.left() == 1
    assert tree.run() == 0
    tree.scratch.write("a.txt", b"b\n")
    tree.run()
    assert tree.left() in (0, 1)  # the document has another inode


def test_a_link_that_is_lost_is_found(tree: Tree) -> None:
    tree.scratch.git("rm", "-q", "--cached", "plan.md")
    assert tree.run() == tree.whole() == 1


def test_another_program_looks_again(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "_newest", lambda _: 1)
    assert tree.left() == len([*FILES]) - 2
    for _ in range(2):
        assert tree.run() == 0
    assert tree.left() == 0


@pytest.mark.parametrize("words", [["--select", "conflict"], ["--ignore", "broken-link"]])
def test_what_the_command_line_hides_is_not_kept(
    make: Callable[[dict[str, bytes]], Tree], words: list[str]
) -> None:
    tree = make(FILES | {"status.md": STATUS.replace(b"plan.md", b"plane.md")})
    for _ in range(RUNS):
        assert tree.run() == 1
    for _ in range(2):
        assert tree.run(*words) == 0
    assert tree.run() == 1


def test_what_settings_hide_is_found_without_them(
    make: Callable[[dict[str, bytes]], Tree],
) -> None:
    tree = make(
        FILES
        | {
            "status.md": STATUS.replace(b"plan.md", b"plane.md"),
            "mergemend.toml": b'ignore = ["broken-link"]\n',
        }
    )
    for _ in range(RUNS):
        assert tree.run() == 0
    assert tree.left() == 0
    tree.scratch.write("mergemend.toml", b'ignore = ["conflict"]\n')
    for _ in range(RUNS):
        assert tree.run() == tree.whole() == 1


EXAMPLE = b"""# Plan

```
<<<<<<< HEAD
ours
=======
theirs
>>>>>>> 0123456 (Theirs)
```
"""


@pytest.mark.parametrize("count", [1, 25])
def test_an_example_of_a_conflict_is_looked_at(
    make: Callable[[dict[str, bytes]], Tree], count: int
) -> None:
    """Whether its label names a commit hangs on all objects: one can come with any fetch."""
    tree = make({f"plan{number}.md": EXAMPLE for number in range(count)})
    for number in range(3):
        for _ in range(RUNS):
            assert tree.run() == 0
        assert tree.left() == 0
        tree.scratch.git("commit-tree", "HEAD^{tree}", "-m", str(number))
        assert tree.left() == count


@pytest.mark.parametrize("rules", ['["conflict"]', '["mojibake", "encoding"]'])
def test_what_settings_do_not_select_can_be_selected(
    make: Callable[[dict[str, bytes]], Tree], rules: str
) -> None:
    status = STATUS.replace(b"plan.md", b"plane.md")
    tree = make(FILES | {"status.md": status, "mergemend.toml": f"select = {rules}\n".encode()})
    for _ in range(RUNS + 1):
        assert tree.run() == 0
    assert tree.run("--select", "broken-link") == 1
    assert tree.run("--select", "status") == 1


@pytest.mark.parametrize("count", [1, 25])
def test_where_objects_are_elsewhere_nothing_is_kept(
    make: Callable[[dict[str, bytes]], Tree], count: int
) -> None:
    tree = make({f"docs/cut{number}.md": CUT + b"%d\n" % number for number in range(count)})
    for _ in range(RUNS):
        assert tree.run() == 0
    assert tree.left() == 0
    other = Scratch.init(tree.scratch.top.parent / "other").top / ".git/objects"
    (tree.scratch.top / ".git/objects/info/alternates").write_text(f"{other}\n")
    for _ in range(RUNS):
        assert tree.left() == count
        assert tree.run() == 0


def test_what_has_just_been_done_is_not_kept(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    _branch(tree)
    monkeypatch.setattr(known, "_MOMENT", 10**12)
    for _ in range(2):
        assert tree.run() == 0
        assert tree.left() == len([*FILES]) - 2
    later = time.time_ns() + 10**13
    monkeypatch.setattr(time, "time_ns", lambda: later)
    assert tree.run() == 0
    assert tree.left() == 0
    assert os.listdir(".git/mergemend")  # noqa: PTH208
