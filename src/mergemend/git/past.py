"""Opens the past of files, and only when it is asked: clean files never load GitPython."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from mergemend.git.around import DiskFiles
from mergemend.git.attributes import stated_encoding
from mergemend.git.runner import GitError, find_top
from mergemend.model import Document

if TYPE_CHECKING:
    from mergemend.git.repository import Repository


@dataclass
class Past:
    """The repositories that a run has asked so far. Close it at the end."""

    _tops: dict[Path, Path | None] = field(default_factory=dict)
    _repositories: dict[Path, Repository] = field(default_factory=dict)

    def of(self, path: Path, data: bytes) -> Evidence:
        """The past of the file at ``path``, which now holds ``data``."""
        return _OnDemand(self, path, data)

    def top(self, folder: Path) -> Path | None:
        """The top of the work tree that ``folder`` is in, or None. Raises `GitError`."""
        if folder not in self._tops:
            self._tops[folder] = find_top(folder)
        return self._tops[folder]

    def repository(self, top: Path) -> Repository:
        """The repository with this work tree."""
        if top not in self._repositories:
            from mergemend.git.repository import Repository

            self._repositories[top] = Repository(top)
        return self._repositories[top]

    def close(self) -> None:
        """End the processes that served the run."""
        for repository in self._repositories.values():
            repository.close()
        self._repositories.clear()


@dataclass
class _OnDemand:
    past: Past
    path: Path
    data: bytes

    @cached_property
    def _evidence(self) -> Evidence:
        folder = self.path.parent.resolve()
        try:
            top = self.past.top(folder)
            if top is None:
                return NoEvidence("the file is in no git repository")
            from mergemend.git.evidence import GitEvidence

            name = (folder / self.path.name).relative_to(top.resolve()).as_posix()
            repository = self.past.repository(top).seen_in(name, self.data)
            return GitEvidence(repository, name, self.data)
        except (GitError, ImportError) as error:
            return NoEvidence(str(error))

    @property
    def _in_no_repository(self) -> bool:
        try:
            return self.past.top(self.path.parent.resolve()) is None
        except GitError:
            return False

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
            return stated_encoding(self.path.parent, self.path.name)
        except GitError:
            return None

    def written(self) -> Written | None:
        return self._evidence.written()

    def files(self) -> Files | None:
        found = self._evidence.files()
        if found is None and self._in_no_repository:
            return DiskFiles(self.path.parent.resolve())
        return found

    def versions(self) -> Iterator[Held]:
        return self._evidence.versions()

    def remerged(self, commit: Commit | None) -> bytes | None:
        return self._evidence.remerged(commit)
