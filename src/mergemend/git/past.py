"""Opens the past of files, and only when it is asked: clean files never load GitPython."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from mergemend.evidence import (
    Ancestry,
    Commit,
    Evidence,
    Files,
    Held,
    Labels,
    LayerEvidence,
    LayerQuery,
    MergeInputs,
    NoEvidence,
    Origin,
    Side,
    Written,
)
from mergemend.git.around import DiskFiles, IndexFiles, Listing, read_listing
from mergemend.git.attributes import stated_encoding, stated_encodings
from mergemend.git.given import is_named
from mergemend.git.runner import GitError, find_top
from mergemend.model import Document
from mergemend.places import is_document

if TYPE_CHECKING:
    from mergemend.git.lives import Lives
    from mergemend.git.repository import Repository


@dataclass
class Past:
    """The repositories that a run has asked so far. Close it at the end."""

    _tops: dict[Path, Path | None] = field(default_factory=dict)
    _repositories: dict[Path, Repository] = field(default_factory=dict)
    _lives: dict[Path, Lives] = field(default_factory=dict)
    _places: dict[Path, tuple[Path | None, str]] = field(default_factory=dict)
    _listings: dict[Path, Listing] = field(default_factory=dict)
    _encodings: dict[Path, dict[str, str | None]] = field(default_factory=dict)
    _expected: Sequence[Path] = ()

    def expect(self, paths: Sequence[Path]) -> None:
        """Say which files will be asked about: what git knows of them can be got at once."""
        self._expected = paths
        self._encodings.clear()

    def of(self, path: Path, data: bytes) -> Evidence:
        """The past of the file at ``path``, which now holds ``data``."""
        return _OnDemand(self, path, data)

    def top(self, folder: Path) -> Path | None:
        """The top of the work tree that ``folder`` is in, or None. Raises `GitError`."""
        if folder not in self._tops:
            top = self._tops[folder] = self._known_top(folder) or find_top(folder)
            if top is not None:
                self._tops.setdefault(top, top)
        return self._tops[folder]

    def _known_top(self, folder: Path) -> Path | None:
        """The top of a folder in a work tree that is known, where git need not be asked again."""
        for above in (folder, *folder.parents):
            if above in self._tops:
                top = self._tops[above]
                return top if top and folder.is_relative_to(top) else None
            if not _is_plain(above):
                break
        return None

    def place(self, path: Path) -> tuple[Path | None, str]:
        """The top of the work tree that a file is in, or None, and its path from there.

        Raises `GitError`.
        """
        parent = path.parent
        if parent not in self._places:
            folder = parent.resolve()
            top = self.top(folder)
            inside = folder.relative_to(top.resolve()).as_posix() if top else ""
            self._places[parent] = top, "" if inside in {"", "."} else f"{inside}/"
        top, inside = self._places[parent]
        return top, inside + path.name

    def repository(self, top: Path) -> Repository:
        """The repository with this work tree."""
        if top not in self._repositories:
            from mergemend.git.repository import Repository

            self._repositories[top] = Repository(top)
        return self._repositories[top]

    def lives(self, top: Path) -> Lives:
        """When the files of that repository were committed."""
        if top not in self._lives:
            from mergemend.git.lives import Lives

            self._lives[top] = Lives(
                self.repository(top), lambda: filter(is_document, self._names(top))
            )
        return self._lives[top]

    def listing(self, top: Path) -> Listing:
        """What the index of a repository lists. Raises `GitError`."""
        if top in self._repositories:
            return self._repositories[top].listing
        if top not in self._listings:
            self._listings[top] = read_listing(top)
        return self._listings[top]

    def encoding(self, path: Path) -> str | None:
        """The encoding that a file has by its attributes, if any. Raises `GitError`."""
        top, name = self.place(path)
        if top is None:
            return None
        if top not in self._encodings:
            names = list(self._names(top))
            self._encodings[top] = {**dict.fromkeys(names), **stated_encodings(top, names)}
        known = self._encodings[top]
        if name not in known:
            known[name] = stated_encoding(top, name)
        return known[name]

    def _names(self, top: Path) -> Iterator[str]:
        """The files that will be asked about in a repository, by their paths from the top."""
        for path in self._expected:
            with suppress(GitError):
                found, name = self.place(path)
                if found == top:
                    yield name

    def close(self) -> None:
        """End the processes that served the run."""
        for repository in self._repositories.values():
            repository.close()
        self._repositories.clear()
        self._lives.clear()
        self._listings.clear()


@dataclass
class _OnDemand:
    past: Past
    path: Path
    data: bytes

    @cached_property
    def _evidence(self) -> Evidence:
        try:
            top, name = self.past.place(self.path)
            if top is None:
                return NoEvidence("the file is in no git repository")
            from mergemend.git.evidence import GitEvidence

            repository = self.past.repository(top).seen_in(name, self.data)
            return GitEvidence(repository, name, self.data, self.past.lives(top))
        except (GitError, ImportError) as error:
            return NoEvidence(str(error))

    def layers(self, queries: Sequence[LayerQuery]) -> Sequence[LayerEvidence]:
        return self._evidence.layers(queries)

    def origin(self) -> Origin | None:
        return self._evidence.origin()

    def merged(self, ours: bytes, base: bytes, theirs: bytes, labels: Labels) -> Iterable[bytes]:
        return self._evidence.merged(ours, base, theirs, labels)

    def ancestry(self, one: Commit, other: Commit) -> Ancestry:
        return self._evidence.ancestry(one, other)

    def inputs(self, query: LayerQuery) -> MergeInputs | None:
        return self._evidence.inputs(query)

    def line_dates(self, side: Side) -> dict[bytes, datetime]:
        return self._evidence.line_dates(side)

    def held(self, data: bytes) -> Commit | None:
        return self._evidence.held(data)

    def earlier(self) -> Iterator[bytes]:
        return self._evidence.earlier()

    def neighbours(self) -> Iterator[Document]:
        return self._evidence.neighbours()

    def encoding(self) -> str | None:
        try:
            return self.past.encoding(self.path)
        except GitError:
            return None

    def written(self) -> Written | None:
        return self._evidence.written()

    def files(self) -> Files | None:
        try:
            top, name = self.past.place(self.path)
            if top is None:
                return DiskFiles(self.path.parent.resolve())
            return IndexFiles.around(self.past.listing(top), name)
        except GitError:
            return None

    def versions(self) -> Iterator[Held]:
        return self._evidence.versions()

    def remerged(self, commit: Commit | None) -> bytes | None:
        return self._evidence.remerged(commit)


def _is_plain(folder: Path) -> bool:
    """Whether git goes on to the folder above to find the repository of one.

    It does unless that is a repository itself, or on another disk, or the environment decides.
    """
    if is_named() or "GIT_CEILING_DIRECTORIES" in os.environ:
        return False
    try:
        this, above = folder.lstat(), folder.parent.lstat()
    except OSError:
        return False
    own = any(os.path.lexists(folder / name) for name in (".git", "HEAD"))
    return stat.S_ISDIR(this.st_mode) and this.st_dev == above.st_dev and not own
