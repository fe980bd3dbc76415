"""Snapshots of trees: what git would list is never taken for what it listed once."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mergemend import known, light, snapshot
from mergemend.git import light_listing, listed
from mergemend.places import KINDS_FOLDER
from mergemend.sieve import DOUBTFUL, NO_FILE
from mergemend.snapshot import Shelf
from scratch import Scratch

BAD = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n"
CLEAN = b"x\n"
STATUS = b"**Status:** open\n**Owner:** me\n"


class Tree:
    """A repository in this folder, and what the light way says of it."""

    def __init__(self, top: Path) -> None:
        self.scratch = Scratch.init(top)
        self.top = top
        self.asked = 0  # how often git listed the files

    def told(self, *words: str) -> dict[bytes, int] | None:
        """The verdicts of the files that are there; None where that takes the whole program."""
        time.sleep(0.02)  # until a change counts as settled
        found = light.look(["check", *words])
        files = zip(found.paths, found._verdicts, strict=True) if found else ()
        there = {path: one for path, one in files if one != NO_FILE and os.path.lexists(path)}
        return there if found else None

    def settle(self) -> None:
        """Run until there is a snapshot of all."""
        for _ in range(3):
            self.told()
        assert self.is_known(), "no snapshot was taken"

    def is_known(self) -> bool:
        """Whether the next run does not ask git."""
        asked = self.asked
        self.told()
        return asked == self.asked

    def agrees(self) -> None:
        """Runs say what a run without a cache says."""
        wanted = self.told("--no-cache")
        assert [self.told() for _ in range(4)] == [wanted] * 4


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Files of some sorts, and folders with and without any that git would list."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(known, "_MOMENT", 0)
    made = Tree((tmp_path / "r").resolve())
    real = light_listing.Listing

    class Listing(real):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            made.asked += 1
            super().__init__()

    monkeypatch.setattr(light_listing, "Listing", Listing)
    scratch = made.scratch
    scratch.write(".gitignore", b"*.o\n/ignored/\n/part/*\n!/part/kept/\n")
    scratch.write("sub/.gitignore", b"!*.none\n")
    scratch.write("sub/pyproject.toml", b"[project]\nname = 'x'\n")
    scratch.write("ignored/bad.md", BAD)
    scratch.write("part/bad.md", BAD)
    scratch.write("part/kept/deep/none.o", BAD)
    scratch.write("objects/bad.o", BAD)
    scratch.write("picture.png", b"\x89PNG\0\0\1\2" * 9)
    scratch.write("STATUS.md", STATUS)
    (made.top / "empty/deeper").mkdir(parents=True)
    (made.top / "link").symlink_to("a.py")
    scratch.commit("start", {"a.py": CLEAN, "gone.py": CLEAN, "sub/deep/b.md": CLEAN})
    (made.top / "gone.py").unlink()
    scratch.write("new.txt", CLEAN)
    monkeypatch.chdir(made.top)
    return made


def _write(path: str, data: bytes = BAD) -> Callable[[Tree], object]:
    return lambda tree: tree.scratch.write(path, data)


def _git(*words: str) -> Callable[[Tree], object]:
    return lambda tree: tree.scratch.git(*words)


def _run(*steps: Callable[[Tree], object]) -> Callable[[Tree], object]:
    return lambda tree: [step(tree) for step in steps]


def _in_place(tree: Tree) -> None:
    """The same size and the same time of change, as far as these can be set."""
    file = tree.top / "sub/deep/b.md"
    scratch = tree.scratch
    scratch.write("sub/deep/b.md", CLEAN * 20)
    tree.settle()
    before = file.stat()
    with file.open("r+b") as opened:
        opened.write(BAD)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def _swapped(tree: Tree) -> None:
    shutil.move(tree.top / "sub/deep", tree.top.parent / "elsewhere")
    (tree.top.parent / "elsewhere/b.md").write_bytes(BAD)
    (tree.top / "sub/deep").symlink_to(tree.top.parent / "elsewhere")


def _nested(tree: Tree) -> None:
    Scratch.init(tree.top / "empty/deeper").commit("other", {"bad.md": BAD})


def _appended(path: str, data: str) -> Callable[[Tree], object]:
    def append(tree: Tree) -> None:
        with (tree.top / path).open("a") as file:
            file.write(data)

    return append


CHANGES: dict[str, Callable[[Tree], object]] = {
    "nothing": lambda _: None,
    "a file in a listed folder": _write("sub/deep/bad.md"),
    "a file at the top": _write("bad.md"),
    "a file in an empty folder": _write("empty/deeper/bad.md"),
    "a file where all are ignored": _write("objects/bad.md"),
    "a file where nothing is but in a folder kept": _write("part/kept/deep/bad.md"),
    "a new folder": _write("empty/more/bad.md"),
    "a file in an ignored folder": _write("ignored/more.md"),
    "an ignored file": _write("sub/more.o"),
    "a tracked file that was gone": _write("gone.py"),
    "a file in place": _in_place,
    "a file that is gone": lambda tree: (tree.top / "a.py").unlink(),
    "a file that becomes a folder": _run(
        lambda tree: (tree.top / "a.py").unlink(), _write("a.py/bad.md")
    ),
    "a file that becomes a link": _run(
        lambda tree: (tree.top / "a.py").unlink(), lambda tree: (tree.top / "a.py").symlink_to("x")
    ),
    "a folder that becomes a link": _swapped,
    "a renamed file": lambda tree: (tree.top / "new.txt").rename(tree.top / "newer.o"),
    "a renamed folder": lambda tree: (tree.top / "ignored").rename(tree.top / "shown"),
    "patterns in place": _appended(".gitignore", "!*.o\n"),
    "patterns that hide": _appended(".gitignore", "*.txt\n"),
    "patterns deeper": _appended("sub/.gitignore", "*.md\n"),
    "new patterns": _write("objects/.gitignore", b"!*.o\n"),
    "patterns of the repository": _appended(".git/info/exclude", "*.txt\n"),
    "patterns of the user": _write("../home/.config/git/ignore", b"*.txt\n"),
    "settings of the user": _run(
        _write("../home/.gitconfig", b"[core]\n\texcludesFile = ~/mine\n"),
        _write("../home/mine", b"*.txt\n"),
    ),
    "more settings of the user": _run(
        _write("../home/.config/git/config", b"[core]\n\texcludesFile = ../home/mine\n"),
        _write("../home/mine", b"*.txt\n"),
    ),
    "settings of the repository": _run(
        _git("config", "core.excludesFile", "~/mine"), _write("../home/mine", b"*.txt\n")
    ),
    "a file that is no longer tracked": _run(
        _write("sub/c.o"), _git("add", "-f", "sub/c.o"), _git("rm", "-q", "--cached", "sub/c.o")
    ),
    "an ignored file that is tracked": _git("add", "-f", "objects/bad.o"),
    "another branch": _run(
        _git("checkout", "-q", "-b", "other"),
        lambda tree: tree.scratch.commit("bad", {"sub/bad.md": BAD}),
        lambda tree: tree.settle(),
        _git("checkout", "-q", "main"),
    ),
    "a commit": lambda tree: tree.scratch.commit("more"),
    "a repository inside": _nested,
    "settings in a folder": _write("sub/deep/mergemend.toml", b"strategy = 'ours'\n"),
    "settings in a project": _write("sub/pyproject.toml", b"[tool.mergemend]\nselect = ['x']\n"),
    "settings at the top": _write("mergemend.toml", b"strategy = 'ours'\n"),
    "kinds in a folder": _write(f"sub/deep/{KINDS_FOLDER}/k.yaml", b"x: 1\n"),
    "a status document": _appended("STATUS.md", "**Status:** done\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_is_seen(tree: Tree, change: Callable[[Tree], object]) -> None:
    tree.settle()
    change(tree)
    tree.agrees()


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        ("[core]\n\texcludesFile = ~/own\n", "own"),
        ("[include]\n\tpath = more\n", "more"),
        ("[include]\n\tpath = ~/more\n", "more"),
        ('[includeIf "onbranch:other"]\n\tpath = none\n[include]\n\tpath = more\n', "more"),
    ],
)
def test_files_that_settings_name_are_watched(tree: Tree, settings: str, changed: str) -> None:
    home = tree.top.parent / "home"
    (home / ".gitconfig").write_text(settings)
    (home / "patterns").write_text("*.txt\n")
    tree.settle()
    text = "*.txt\n" if changed == "own" else "[core]\n\texcludesFile = ~/patterns\n"
    (home / changed).write_text(text)
    tree.agrees()
    (home / changed).write_text("")
    tree.agrees()


def test_a_condition_on_the_branch(tree: Tree) -> None:
    home = tree.top.parent / "home"
    (home / ".gitconfig").write_text('[includeIf "onbranch:other"]\n\tpath = more\n')
    (home / "more").write_text("[core]\n\texcludesFile = ~/patterns\n")
    (home / "patterns").write_text("*.txt\n")
    tree.scratch.git("branch", "other")
    tree.settle()
    tree.scratch.git("symbolic-ref", "HEAD", "refs/heads/other")  # the index stays as it is
    tree.agrees()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOME", "other"),
        ("XDG_CONFIG_HOME", "other"),
        ("GIT_CONFIG_GLOBAL", "other/.gitconfig"),
        ("GIT_CONFIG_SYSTEM", "other/.gitconfig"),
        ("GIT_CONFIG_PARAMETERS", "'core.excludesFile=../other/mine'"),
    ],
)
def test_variables_count(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    other = tree.top.parent / "other"
    (other / "git").mkdir(parents=True)
    (other / "mine").write_text("*.txt\n")
    (other / "git/ignore").write_text("*.txt\n")
    (other / ".gitconfig").write_text(f"[core]\n\texcludesFile = {other}/mine\n")
    tree.settle()
    before = tree.told()
    monkeypatch.setenv(name, value if "=" in value else f"{tree.top.parent}/{value}")
    tree.agrees()
    assert tree.told() != before


def test_other_variables_of_git_are_not_judged(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.settle()
    monkeypatch.setenv("GIT_SSH_COMMAND", "ssh -v")
    assert tree.is_known()
    monkeypatch.setenv("GIT_NEW_IN_ANOTHER_VERSION", "1")
    assert not tree.is_known()


@pytest.mark.parametrize(
    "prepare",
    [
        _nested,
        _git("config", "core.worktree", "."),
        _git("config", "core.excludesFile", "~nobody-at-all/mine"),
        _git("config", "include.path", "%(prefix)/more"),
    ],
    ids=["a repository inside", "a work tree", "of another user", "of git's own"],
)
def test_what_is_not_all_known_is_not_kept(tree: Tree, prepare: Callable[[Tree], object]) -> None:
    prepare(tree)
    for _ in range(4):
        assert not tree.is_known()


def test_the_file_of_the_system_is_asked_of_git(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GIT_CONFIG_SYSTEM")
    tree.settle()
    shelf = Shelf.here()
    assert shelf
    kept = shelf.load()
    assert kept
    assert [path for path in kept.watched[::2] if path.endswith(b"/etc/gitconfig")]


def test_a_tree_that_changes_all_the_time_is_not_walked(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[object] = []
    monkeypatch.setattr(listed, "_walk", walked.append)
    for number in range(4):
        tree.scratch.write(f"new{number}.txt", CLEAN)
        tree.told()
        tree.scratch.git("add", f"new{number}.txt")
        tree.told()
    assert not walked


def test_folders_that_do_not_tell(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a file system that keeps no times of folders."""
    monkeypatch.setattr(listed, "row_of", lambda _: (1, 1, 1, 1))
    for _ in range(6):
        assert not tree.is_known()


def test_what_has_just_been_changed_is_not_kept(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_MOMENT", 3_600_000_000_000)
    for _ in range(4):
        assert not tree.is_known()
    assert not (tree.top / ".git/mergemend/tree").exists()


def test_a_changed_file_is_read_once(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.settle()
    (tree.top / "a.py").write_bytes(b"y\n")
    opened = []
    real = os.open

    def record(path: bytes, *rest: int, **more: int) -> int:
        opened.append(path)
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", record)
    assert tree.is_known()
    assert opened.count(b"a.py") == 1
    assert tree.is_known()
    assert opened.count(b"a.py") == 1
    assert opened.count(b"STATUS.md") == 2  # left to the whole program


def test_a_changed_file_that_is_bad_stays_so(tree: Tree) -> None:
    tree.settle()
    (tree.top / "a.py").write_bytes(BAD)
    for _ in range(3):
        found = tree.told()
        assert found
        assert found[b"a.py"] == DOUBTFUL
    assert tree.is_known()


def test_a_look_for_conflicts_alone_tells_nothing_else(tree: Tree) -> None:
    tree.settle()
    tree.scratch.write("new.txt", "schÃ¶n\n".encode())
    assert tree.told("--select", "conflict")
    found = tree.told()
    assert found
    assert found[b"new.txt"] == DOUBTFUL
    tree.agrees()


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_a_snapshot_that_is_cut_off(tree: Tree, share: float) -> None:
    tree.settle()
    file = tree.top / ".git/mergemend/tree"
    data = file.read_bytes()
    file.write_bytes(data[: int(share * len(data))])
    tree.agrees()


@pytest.mark.parametrize("folder", [b".", b"sub", b"none"])
def test_a_snapshot_that_was_made_up(tree: Tree, folder: bytes) -> None:
    """It has all that can be known beforehand; the state of the top can't be."""
    tree.settle()
    shelf = Shelf.here()
    assert shelf
    numbers = snapshot.numbers_of([folder]) if folder == b"sub" else [0, 0, 0, 0]
    packed = b"".join(number.to_bytes(8, sys.byteorder) for number in numbers)
    shelf.keep(snapshot.Snapshot([], [folder], [], b"", packed))
    assert not tree.is_known()
    tree.agrees()


def test_processes_see_the_same(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_MANY", 1)
    monkeypatch.setattr(snapshot, "CHUNK", 2)
    tree.settle()
    for path in ("a.py", "sub/deep/b.md", "new.txt"):
        (tree.top / path).write_bytes(BAD)
        assert tree.is_known()
        tree.agrees()


_NAMES = st.sampled_from(["a.md", "b.o", "c.txt", ".gitignore", "STATUS.md", "pyproject.toml"])
_FOLDERS = st.sampled_from(["", "one/", "one/two/", "ignored/", "ignored/in/", "three/"])
_TEXTS = st.sampled_from([CLEAN, BAD, STATUS, b"*.txt\n", b"!*.o\n", b"ignored/\n", b"/*\n", b"\0"])
_STEPS = st.one_of(
    st.tuples(st.just("write"), _FOLDERS, _NAMES, _TEXTS),
    st.tuples(st.just("remove"), _FOLDERS, _NAMES, st.just(b"")),
    st.tuples(st.just("drop"), _FOLDERS, st.just(""), st.just(b"")),
    st.tuples(st.just("make"), _FOLDERS, st.just(""), st.just(b"")),
    st.tuples(st.sampled_from(["add", "reset", "run"]), st.just(""), st.just(""), st.just(b"")),
)


def _do(tree: Tree, step: tuple[str, str, str, bytes]) -> None:
    action, folder, name, data = step
    path = tree.top / folder / name
    if action == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    elif action == "remove":
        path.unlink(missing_ok=True)
    elif action == "drop" and folder:
        shutil.rmtree(path, ignore_errors=True)
    elif action == "make":
        path.mkdir(parents=True, exist_ok=True)
    elif action == "add":
        tree.scratch.git("add", "-A")
    elif action == "reset":
        tree.scratch.git("rm", "-rqf", "--cached", "--ignore-unmatch", ".")
    else:
        tree.told()


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(_STEPS, max_size=4), min_size=1, max_size=4))
def test_whatever_is_done_is_seen(
    tree: Tree, rounds: list[list[tuple[str, str, str, bytes]]]
) -> None:
    for name in ("one", "ignored", "three"):
        shutil.rmtree(tree.top / name, ignore_errors=True)
    tree.scratch.git("reset", "-q", "--hard")
    tree.scratch.git("clean", "-qfdx")
    tree.settle()
    for steps in rounds:
        for step in steps:
            _do(tree, step)
        tree.agrees()
