"""A glance at a repository, and a clone made by hand, tell what a clone by git tells."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mergemend.fleet import glance, look, runner
from mergemend.fleet.run import together
from mergemend.fleet.runner import run
from mergemend.fleet.task import Result, Task
from mergemend.git.clones import Fetcher, Here
from scratch import Scratch, forked

CLEAN = b"It\xe2\x80\x99s fine\n"
GARBLED = "a\nÃ©tÃ©\n".encode()
CONFLICT = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature\n"

Files = dict[str, bytes]
PLAIN: Files = {"a.py": b"x = 1\n", "b c/d.md": CLEAN, "e.png": b"\x89PNG\0\0\1\2" * 99}

# what is committed, and whether a glance is enough
CASES: dict[str, tuple[Files, bool]] = {
    "clean": ({}, True),
    "the same text twice": ({"x.md": CLEAN, "y.md": CLEAN}, True),
    "a conflict": ({"x.md": CONFLICT}, False),
    "garbled": ({"x.md": GARBLED}, False),
    "the same text as a document and as none": ({"x.py": b"a ??\n", "x.md": b"a ??\n"}, False),
    "a status document": ({"STATUS.md": b"**Status:** open\n**Owner:** me\n"}, False),
    "settings": ({"sub/mergemend.toml": b"exclude = ['x.md']\n", "sub/x.md": CONFLICT}, False),
    "settings in a project": ({"pyproject.toml": b"[tool.mergemend]\nexclude = ['a']\n"}, False),
    "a project": ({"pyproject.toml": b"[project]\nname = 'x'\n"}, True),
    "kinds": ({".mergemend/kinds/x.yaml": b"x: 1\n"}, False),
    "attributes": ({".gitattributes": b"*.md text=auto\n"}, True),
    "line ends": ({".gitattributes": b"*.md EOL=crlf eol=crlf\n"}, False),
    "an encoding": (
        {
            ".gitattributes": b"x.txt working-tree-encoding=UTF-16LE\n",
            "x.txt": "Text, and more\n".encode("utf-16-le"),
        },
        False,
    ),
    "what a run has left": ({".x.mergemend-1.tmp": CONFLICT}, False),
    "names in bytes": ({os.fsdecode(b"\xff\xe9.md"): CLEAN}, True),
    "a pointer": ({"x.bin": b"version https://git-lfs.github.com/spec/v1\n"}, False),
    "text in UTF-16": ({"x.md": "Text, and more\n".encode("utf-16-le")}, False),
}


def _by_clone(task: Task, monkeypatch: pytest.MonkeyPatch) -> Result:
    with monkeypatch.context() as patched:
        patched.setattr(look, "glance", lambda *_: None)
        patched.setattr(Fetcher, "share", lambda *_: False)
        return run(task)


@pytest.mark.parametrize(("files", "is_enough"), CASES.values(), ids=CASES)
def test_what_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: Files, is_enough: bool
) -> None:
    top = tmp_path / "r"
    Scratch.init(top).commit("start", PLAIN | files)
    task = Task("r", str(top))
    result = run(task)
    assert result == _by_clone(task, monkeypatch)
    here = Here.of(str(top))
    assert here
    assert (glance.glance(task, here) is not None) is is_enough


def test_a_clean_repository_is_not_cloned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise AssertionError("it is cloned")

    monkeypatch.setattr(Fetcher, "share", refuse)
    monkeypatch.setattr(Fetcher, "clone", refuse)
    scratch = Scratch.init(tmp_path / "r")
    head = scratch.commit("start", PLAIN)
    task = Task("r", str(scratch.top))
    result = run(task)
    assert (result.error, result.rows, result.looked, result.head) == (None, (), len(PLAIN), head)
    scratch.commit("damage", {"x.md": GARBLED})
    assert run(task).error == "it is cloned"


def _link(scratch: Scratch) -> None:
    (scratch.top / "link.md").symlink_to("../outside.md")
    scratch.commit("link")


def _module(scratch: Scratch) -> None:
    name = scratch.head()
    scratch.git("update-index", "--add", "--cacheinfo", f"160000,{name},module")
    scratch.git("commit", "-q", "-m", "module")


def _bare(scratch: Scratch) -> Path:
    scratch.git("clone", "-q", "--bare", ".", "../bare.git")
    return scratch.top.parent / "bare.git"


def _worktree(scratch: Scratch) -> Path:
    scratch.git("worktree", "add", "-q", "../linked", "feature")
    return scratch.top.parent / "linked"


def _shallow(scratch: Scratch) -> Path:
    scratch.git("clone", "-q", "--depth=1", f"file://{scratch.top}", "../shallow")
    return scratch.top.parent / "shallow"


def _shared(scratch: Scratch) -> Path:
    scratch.git("clone", "-q", "--shared", ".", "../shared")
    return scratch.top.parent / "shared"


SHAPES: dict[str, Callable[[Scratch], object]] = {
    "plain": lambda _: None,
    "a link": _link,
    "a module": _module,
    "bare": _bare,
    "a linked work tree": _worktree,
    "shallow": _shallow,
    "with objects elsewhere": _shared,
    "packed": lambda scratch: scratch.git("gc", "-q"),
    "detached": lambda scratch: scratch.git("checkout", "-q", "--detach", "feature"),
    "a tag": lambda scratch: scratch.git("tag", "-a", "v1", "-m", "one"),
    "a branch in a folder": lambda scratch: scratch.git("branch", "a/b/c"),
    "no branch": lambda scratch: scratch.git("symbolic-ref", "HEAD", "refs/heads/no"),
    "another HEAD": lambda scratch: scratch.git("update-ref", "refs/x/y", "HEAD"),
}


@pytest.mark.parametrize("is_clean", [True, False])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_repositories_of_all_shapes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shape: Callable[[Scratch], object],
    is_clean: bool,
) -> None:
    scratch = forked(tmp_path / "r")
    if not is_clean:
        scratch.merge("feature")
        scratch.commit("damage", {"x.md": GARBLED})
    made = shape(scratch)
    top = made if isinstance(made, Path) else scratch.top
    task = Task("r", str(top))
    result, wanted = run(task), _by_clone(task, monkeypatch)
    if top.name == "shallow":  # git's own clone of it says no more than that
        assert len(result.rows) == len(wanted.rows)
    else:
        assert result == wanted


def test_parts_are_the_same_however_they_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a/z.md", "a.md", "a-b/c.md", "é.md", "z/1.md", "B.md", "a/b/c.md", "ä/x.md"]
    files = {name: GARBLED if name == "z/1.md" else CLEAN for name in names}
    Scratch.init(tmp_path / "r").commit("start", files)
    monkeypatch.setattr(glance, "MAX_FILES", 3)
    monkeypatch.setattr(look, "MAX_FILES", 3)
    task = Task("r", str(tmp_path / "r"))
    assert run(task) == _by_clone(task, monkeypatch) == Result(parts=3)
    parts = [Task("r", str(tmp_path / "r"), number=number, parts=3) for number in range(3)]
    results = [run(part) for part in parts]
    assert results == [_by_clone(part, monkeypatch) for part in parts]
    assert together(results).looked == len(names)
    assert len(together(results).rows) == 1


def test_a_repository_of_another_owner_is_left_to_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Scratch.init(tmp_path / "r").commit("start", PLAIN)
    assert Here.of(str(tmp_path / "r"))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert Here.of(str(tmp_path / "r")) is None


def test_nothing_of_the_repository_is_run(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", PLAIN | {".gitattributes": b"* filter=x\n", "x.md": GARBLED})
    trap = f"touch {tmp_path}/ran; cat"
    for name in (
        "filter.x.smudge",
        "core.fsmonitor",
        "core.sshCommand",
        "core.alternateRefsCommand",
    ):
        scratch.git("config", name, trap)
    hook = scratch.top / ".git/hooks/post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    assert len(run(Task("r", str(scratch.top))).rows) == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not runner.IN_MEMORY.is_mount(), reason="there is no folder in memory")
def test_small_clones_are_made_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Scratch.init(tmp_path / "r").commit("start", PLAIN | {"x.md": GARBLED})
    used = tmp_path / "used"
    real = Fetcher.share

    def share(self: Fetcher, here: Here, folder: Path) -> bool:
        used.write_text(str(folder))
        return real(self, here, folder)

    monkeypatch.setattr(Fetcher, "share", share)
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    task = Task("r", str(tmp_path / "r"))
    assert len(run(task).rows) == 1
    assert used.read_text().startswith(f"{runner.IN_MEMORY}/mergemend-fleet-")
    assert not Path(used.read_text()).parent.exists()
    monkeypatch.setattr("mergemend.git.clones._SMALL", 10)
    assert len(run(task).rows) == 1
    assert not used.read_text().startswith(str(runner.IN_MEMORY))
    monkeypatch.setattr("mergemend.git.clones._SMALL", 10**9)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert runner.IN_MEMORY not in runner.places()
