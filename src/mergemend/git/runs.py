"""Keeps the records of runs, and the bytes of their files, as git objects under refs of our own.

A run is a commit without parents under ``refs/mergemend/runs/``, which `git push` does not push.
Its tree has ``run.json``, and the files below ``before/`` and ``after/``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath, PureWindowsPath
from tempfile import TemporaryFile

from mergemend.git.runner import GitError, run_git
from mergemend.model import RunError
from mergemend.run import Run, loaded
from mergemend.run_name import is_run_name

REFS = "refs/mergemend/runs"

# Objects are on the disk before the ref that names them, and the ref before a file is written. Git
# before 2.36 knows only the older setting. Any path that a file can have can be recorded.
# In a pack, not loose, they are safe from a `git gc --prune=now` beside it: fast-import has
# a .keep file until the ref is there.
_SAFELY = (
    "core.fsync=all",
    "core.fsyncObjectFiles=true",
    "core.ignoreCase=false",
    "core.protectNTFS=false",
    "fastimport.unpackLimit=1",
)
_LARGE = "32m"  # git keeps what is larger out of memory, and does not look what it has in common
_AS_IT_IS = "--no-replace-objects"
_ANSWER = re.compile(rb"[0-9a-f]+ ([a-z]+) ([0-9]+)")
_OPTIONS = tuple(word for setting in _SAFELY for word in ("-c", setting))


@dataclass
class GitRuns:
    """The runs of the repository that the work tree ``top`` belongs to."""

    top: Path

    @cached_property
    def _folders(self) -> tuple[Path, Path]:
        """The git folder of this work tree, and the one that all of its work trees share."""
        own, common = (
            os.fsdecode(run_git(["rev-parse", f"--git-{what}"], self.top).removesuffix(b"\n"))
            for what in ("dir", "common-dir")
        )
        return Path(os.path.realpath(self.top / own)), Path(os.path.realpath(self.top / common))

    @property
    def lock(self) -> Path:
        """The file that one run of all work trees can hold."""
        return self._folders[1] / "mergemend" / "lock"

    @property
    def unfinished(self) -> Path:
        """The file that names the run which writes this work tree."""
        return self._folders[0] / "mergemend" / "unfinished"

    @cached_property
    def work_tree(self) -> str:
        """Which of the repository's work trees this is; the same after the repository has moved."""
        own, common = self._folders
        return os.path.relpath(own, common)

    def path_of(self, file: Path) -> str:
        """How the runs name a file, given by its absolute path without links."""
        return file.relative_to(self.top).as_posix()

    def file(self, path: str) -> Path:
        """The inverse of `path_of`. Raises `RunError` if it leads elsewhere."""
        if leads_out(PurePath(path)):
            raise RunError(f"{path}: the record of a run in {self.top} names a file outside of it")
        return self.top / path

    def names(self) -> list[str]:
        """The runs that are recorded, the oldest first."""
        listed = run_git(["for-each-ref", "--format=%(refname)", f"{REFS}/"], self.top)
        found = (name.removeprefix(f"{REFS}/") for name in os.fsdecode(listed).split("\n"))
        return sorted(filter(is_run_name, found))

    def save(self, run: Run, texts: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Record a run, and what its files held ``before`` and will hold.

        Raises `GitError`, and `OSError` where a temporary file finds no room.
        """
        large = f"--big-file-threshold={_LARGE}"
        command = [*_OPTIONS, "fast-import", "--quiet", "--done", large]
        with TemporaryFile(dir=self._folders[1]) as file:  # texts can be large
            file.writelines(_stream(run, texts))
            file.seek(0)
            run_git(command, self.top, file)

    def load(self, names: Sequence[str]) -> Iterator[Run | RunError]:
        """The records of runs, or what is wrong with them."""
        records = self._blobs(f"{REFS}/{name}:run.json" for name in names)
        for name, data in zip(names, records, strict=True):
            if data is None:
                yield RunError(f"{REFS}/{name} holds no record of a run")
            else:
                yield loaded(name, data)

    def texts(self, run: Run, paths: Sequence[str], *, after: bool = False) -> Iterator[bytes]:
        """What files held before a run, or ``after`` it. Raises `RunError`."""
        if not paths:
            return
        folder = "after" if after else "before"
        blobs = self._listed(run)
        names = [f"{folder}/{path}" for path in paths]
        held = self._blobs(blobs.get(name, f"{REFS}/{run.name}:") for name in names)
        for name, data in zip(names, held, strict=True):
            if data is None:
                raise RunError(f"{REFS}/{run.name}:{name} can't be read; `git fsck` may tell why")
            yield data

    def drop(self, names: Sequence[str]) -> None:
        """Forget runs; git removes their objects in its own time."""
        if names:
            asked = b"".join(f"delete {REFS}/{name}\n".encode() for name in names)
            run_git(["update-ref", "--stdin"], self.top, asked)

    def place(self, name: str) -> str:
        """Where a run is kept."""
        return f"{REFS}/{name}"

    def _listed(self, run: Run) -> dict[str, str]:
        """The names of the blobs of a run: git reads no path that has a line end."""
        ref = f"{REFS}/{run.name}"
        try:
            said = run_git([_AS_IT_IS, "ls-tree", "-r", "-z", "--full-tree", ref], self.top)
        except GitError as error:
            raise RunError(f"{ref} can't be read: {error}") from None
        lines = (os.fsdecode(line).partition("\t") for line in said.split(b"\0")[:-1])
        return {path: about.rpartition(" ")[2] for about, _, path in lines}

    def _blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """Blobs by their names, from one process; None for what is none."""
        asked = [f"{name}\n".encode() for name in names]
        said = run_git([_AS_IT_IS, "cat-file", "--batch"], self.top, b"".join(asked))
        start = 0
        for _ in asked:
            end = said.index(b"\n", start)
            found = _ANSWER.fullmatch(said, start, end)
            start = end + 1
            if found is None:
                yield None
                continue
            size = int(found[2])
            yield said[start : start + size] if found[1] == b"blob" else None
            start += size + 1


def _stream(run: Run, texts: Mapping[str, tuple[bytes, bytes]]) -> Iterator[bytes]:
    """What git fast-import reads."""
    seconds = int(run.started.timestamp())
    yield f"commit {REFS}/{run.name}\ncommitter mergemend <mergemend> {seconds} +0000\n".encode()
    yield from _data(f"mergemend {run.command}: {len(run.files)} files\n".encode())
    yield b"M 100644 inline run.json\n"
    yield from _data(run.to_json())
    for path, (before, after) in texts.items():
        for folder, content in (("before", before), ("after", after)):
            yield b"M 100644 inline " + _quote(os.fsencode(f"{folder}/{path}")) + b"\n"
            yield from _data(content)
    yield b"done\n"


def _data(content: bytes) -> Iterator[bytes]:
    yield b"data %d\n" % len(content)
    yield content
    yield b"\n"


def _quote(name: bytes) -> bytes:
    """A path as fast-import reads it: quoted as a C string, so that any byte may stand in it."""
    return b'"' + b"".join(b"\\%03o" % b if b in b'"\\\n' else bytes([b]) for b in name) + b'"'


def leads_out(path: PurePath) -> bool:
    """Whether a path from the top leads out of the work tree, or into git's own folder."""
    names = [name.lower() for name in path.parts]
    if isinstance(path, PureWindowsPath):
        # what else is the same folder there (is_ntfs_dotgit in git's path.c)
        names += [name.partition(":")[0].rstrip(". ") for name in names]
        names += [".git" for name in names if name == "git~1"]
    return bool(path.anchor) or ".." in names or ".git" in names
