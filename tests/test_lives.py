"""When files were committed: one walk for all of them tells what git tells of each alone."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conftest import Mend
from mergemend.git import lives as lives_module
from mergemend.git.evidence import GitEvidence
from mergemend.git.lives import Lives
from mergemend.git.repository import Repository
from scratch import Scratch

NAMES = ["a.md", "b.md", "d/a.md", "d/c.md", "d/e/f.md", "x.md", "x.md/in.md", "odd\n.md", "é.md"]
START = 1_700_000_000

Tree = dict[str, str]


@dataclass
class Maker:
    """Draws a history: branches, merges that take, mix or drop what their parents hold, renames."""

    draw: random.Random
    trees: list[Tree] = field(default_factory=list)
    parents: list[list[int]] = field(default_factory=list)

    def text(self) -> str:
        lines = [f"line {self.draw.randrange(9)}\n" for _ in range(3)]
        return "".join(lines) + f"{self.draw.randrange(40)}\n"

    def add(self, parents: Sequence[int]) -> None:
        tree: Tree = {}
        for parent in reversed(parents):
            tree |= self.trees[parent] if parent == parents[0] or self.draw.random() < 0.7 else {}
        for name in [*tree] if len(parents) > 1 else []:
            held = [self.trees[p].get(name) for p in parents]
            text = self.draw.choice(held)
            if text is None:
                del tree[name]
            else:
                tree[name] = text
        for _ in range(self.draw.choice([0, 1, 1, 2] if len(parents) < 2 else [0, 0, 0, 1])):
            self._change(tree)
        for name in [*tree]:  # a name is a file's or a folder's
            if any(other.startswith(f"{name}/") for other in tree):
                del tree[name]
        self.trees.append(tree)
        self.parents.append(list(parents))

    def _change(self, tree: Tree) -> None:
        name = self.draw.choice(NAMES)
        if tree and self.draw.random() < 0.3:
            old = self.draw.choice([*tree])
            text = tree.pop(old)
            if self.draw.random() < 0.6:
                tree[name] = text
        else:
            tree[name] = self.text()
            for other in [other for other in tree if other.startswith(f"{name}/")]:
                del tree[other]

    def stream(self) -> Iterator[str]:
        """What git fast-import reads."""
        for number, (tree, parents) in enumerate(zip(self.trees, self.parents, strict=True)):
            yield f"commit refs/heads/c{number}\nmark :{number + 1}\n"
            author = START + self.draw.randrange(10_000_000)
            yield f"author A <a@example.org> {author} +0100\n"
            yield f"committer A <a@example.org> {START + self.draw.randrange(9)} +0000\ndata 2\nc\n"
            for order, parent in enumerate(parents):
                yield f"{'merge' if order else 'from'} :{parent + 1}\n"
            yield "deleteall\n"
            for path, text in tree.items():
                quoted = '"' + path.replace("\n", "\\n") + '"'
                yield f"M 100644 inline {quoted}\ndata {len(text.encode())}\n{text}\n"


def made(top: Path, seed: int, commits: int) -> Tree:
    """A repository with such a history, and what its HEAD holds."""
    maker = Maker(random.Random(seed))  # noqa: S311 (a history is no secret)
    maker.add([])
    for number in range(1, commits):
        recent = range(max(number - 4, 0), number)
        count = maker.draw.choice([1, 1, 1, 1, 2, 2, 3, 0 if number < 6 else 1])
        maker.add(maker.draw.sample(recent, min(count, len(recent))))
    last = f"refs/heads/c{commits - 1}"
    Scratch.init(top).git("symbolic-ref", "HEAD", last)
    command = ["git", "-C", str(top), "fast-import", "--quiet"]
    text = "".join(maker.stream()).encode()
    subprocess.run(command, input=text, check=True, env=Scratch(top).environment())
    Scratch(top).git("reset", "-q", "--hard")
    if seed % 2:  # a merge is in progress
        other = Scratch(top).git("rev-parse", f"refs/heads/c{commits - 3}")
        (top / ".git/MERGE_HEAD").write_text(f"{other}\n")
    return maker.trees[-1]


def compared(top: Path, tree: Tree) -> int:
    """Compare what is told of each file; how many files were told of by the walk."""
    names = sorted(tree)
    alone, together = Repository(top), Repository(top)
    lives = Lives(together, lambda: names)
    try:
        for name in names:
            data = tree[name].encode()
            one, many = GitEvidence(alone, name, data), GitEvidence(together, name, data, lives)
            assert (name, many.written()) == (name, one.written())
            assert (name, list(many.earlier())) == (name, list(one.earlier()))
            assert (name, list(many.versions())) == (name, list(one.versions()))
        tips = GitEvidence(together, "", b"").tips
        return sum(lives.of(together, tips, name) is not None for name in names)
    finally:
        alone.close()
        together.close()


def test_any_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lives_module, "FEW", 0)
    monkeypatch.setattr(lives_module, "MANY", 1)
    told = 0
    for seed in range(8):
        told += compared(tmp_path / f"r{seed}", made(tmp_path / f"r{seed}", seed, 40))
    assert told > 6  # the rest is asked alone


DOCUMENT = (
    b"# Unit %d\n\n**Status:** in progress\n**Date:** 2024-01-02\n**Owner:** Ada\n\n- [ ] a\n"
)


def documents(count: int, folder: str) -> dict[str, bytes]:
    return {f"{folder}/unit{n:02}-status.md": DOCUMENT % n for n in range(count)}


def _at_once(scratch: Scratch, files: dict[str, bytes]) -> None:
    scratch.commit("all", files)


def _one_by_one(scratch: Scratch, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        scratch.commit(path, {path: data})


def _moved(scratch: Scratch, files: dict[str, bytes]) -> None:
    _at_once(scratch, {f"old/{path}": data for path, data in files.items()})
    scratch.git("mv", "old/d", ".")
    scratch.commit("move")


def _new(scratch: Scratch, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        scratch.write(path, data)


def _in_folders(scratch: Scratch, files: dict[str, bytes]) -> None:
    for number, (path, data) in enumerate(files.items()):
        scratch.write(f"f{number}/{path}", data)
    scratch.commit("folders")


def _with_crlf(scratch: Scratch, files: dict[str, bytes]) -> None:
    scratch.git("config", "core.autocrlf", "true")
    _at_once(scratch, {path: data.replace(b"\n", b"\r\n") for path, data in files.items()})


def _linked(scratch: Scratch, files: dict[str, bytes]) -> None:
    paths = [path.rpartition("/")[2] for path in files]
    links = zip(files.items(), paths[1:] + paths[:1], strict=True)
    _at_once(scratch, {path: data + f"[b]({to}#unit)\n".encode() for (path, data), to in links})


def _merging(scratch: Scratch, files: dict[str, bytes]) -> None:
    _at_once(scratch, files)
    scratch.git("checkout", "-q", "-b", "other")
    scratch.commit("theirs", {"README.md": b"# Theirs\n"})
    scratch.git("checkout", "-q", "main")
    scratch.commit("ours", {"README.md": b"# Ours\n"})
    scratch.git("merge", "-q", "other", check=False)


def _with_questions(scratch: Scratch, files: dict[str, bytes]) -> None:
    for text in (b"Is that so? %d\n", b"Is that so?? %d\n"):
        _at_once(scratch, {path: text % number for number, path in enumerate(files)})


def _in_latin(scratch: Scratch, files: dict[str, bytes]) -> None:
    scratch.write(".git/info/attributes", b"d/* working-tree-encoding=latin-1\n")
    _at_once(scratch, dict.fromkeys(files, "naïve café und so weiter\n".encode("latin-1")))


MAKERS = [
    *(_at_once, _one_by_one, _moved, _new, _in_folders, _with_crlf, _linked, _merging),
    *(_in_latin, _with_questions),
]


@pytest.mark.parametrize("make", MAKERS)
def test_more_documents_are_no_more_processes(
    make: Callable[[Scratch, dict[str, bytes]], None],
    tmp_path: Path,
    mend: Mend,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log, program = tmp_path / "log", shutil.which("git")
    wrapper = tmp_path / "bin/git"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {program} "$@"\n')
    wrapper.chmod(0o755)
    started = []
    for count in (30, 48):
        scratch = Scratch.init(tmp_path / f"r{count}")
        scratch.commit("start", {"README.md": b"# Units\n"})
        make(scratch, documents(count, "d"))
        with monkeypatch.context() as context:
            context.setenv("PATH", str(wrapper.parent), prepend=os.pathsep)
            log.write_text("")
            done = mend(scratch.top, "check")
            started.append(log.read_text())
        assert f"{count + 1} files checked" in done.output
    words = [re.findall(r"explicit (.*)", text) for text in started]
    assert 0 < len(words[0]) == len(words[1]), words[1]
