"""Undoes what commits garbled: in the files that were named, and in all others they hurt.

The commits are found by the garbled lines of the named files. Every line that they garbled gets
back what it was before, if garbling that gives the line as it stands now. Nothing else is changed
in files that were not named.
"""

from __future__ import annotations

import os.path
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from mergemend.engine import unlooked_lines
from mergemend.evidence import Commit
from mergemend.git.changes import MAX_FILES, changes
from mergemend.git.repository import Repository
from mergemend.model import Document, FileReport, is_binary
from mergemend.mojibake.accidents import Accident, Accidents, Deed, Extent, sum_up
from mergemend.mojibake.check import RULE
from mergemend.mojibake.harm import harms
from mergemend.mojibake.restored import History
from mergemend.mojibake.trace import Trace, garbled_lines, trace
from mergemend.project import Outcome, Project


def extent(repository: Repository, commit: Commit) -> Extent:
    """What ``commit`` garbled in all the files that it changed."""
    files: dict[str, tuple[str, ...]] = {}
    for change in changes(repository, commit.sha):
        found: dict[int, str] = {}
        for data in change.before:
            found |= {number: harm.after for number, harm in harms(data, change.data).items()}
        if found:
            files[change.path] = tuple(found.values())
    return Extent(files, len(repository.raw_changes(commit.sha)) > MAX_FILES)


def traces(project: Project, path: Path, data: bytes) -> tuple[Trace, ...]:
    """Where the garbled lines of a file come from."""
    if data.isascii() or is_binary(data):
        return ()
    document = Document(path.as_posix(), data)
    numbers = garbled_lines(document, unlooked_lines(document))
    if not numbers:
        return ()
    evidence = project.evidence(path, data)
    return trace(document, numbers, evidence.versions(), evidence.earlier())


def accidents(project: Project, path: Path, data: bytes) -> Accidents:
    """The commits that garbled a file, and how far each went. Raises `GitError`."""
    found = sum_up(traces(project, path, data))
    return replace(found, known=tuple(_measure(project, path, one) for one in found.known))


def _measure(project: Project, path: Path, accident: Accident) -> Accident:
    top = project.past.top(path.parent.resolve())
    if accident.commit is None or accident.deed is Deed.ADDED or top is None:
        return accident
    repository = project.past.repository(top)
    whole = extent(repository, accident.commit)
    own = path.parent.resolve() / path.name
    here = sum(
        len(lines)
        for name, lines in whole.files.items()
        if _now(repository, accident.commit, name) == own
    )
    return replace(accident, here=here, extent=whole)


def _now(repository: Repository, commit: Commit, name: str) -> Path:
    """Where a file of ``commit`` is now, as far as git can tell."""
    top = repository.top.resolve()
    if (top / name).is_file():
        return top / name
    return top / (repository.moved_to(commit.sha, name) or name)


def restore(project: Project, paths: Iterable[Path]) -> Iterator[Outcome]:
    """Examine the files that ``paths`` stand for, and those that the same commits garbled."""
    named = project.all_files(paths)
    hurt = _Hurt(project)
    for path in named:
        hurt.learn(path)
    same = {path.resolve() for path in named}
    for path in named:
        yield project.look(path, History(hurt.lines(path)))
    for path in hurt.files():
        if path.resolve() not in same and not project.settings.excludes(path):
            outcome = project.look(path, History(hurt.lines(path), hurt.blames, alone=True))
            if not isinstance(outcome, FileReport) or outcome.changed or outcome.left:
                yield outcome


@dataclass
class _Hurt:
    """The commits that garbled the named files, and what else they garbled."""

    project: Project
    _commits: set[str] = field(default_factory=set)
    _lines: defaultdict[Path, set[str]] = field(default_factory=lambda: defaultdict(set))

    def blames(self, commit: Commit | None) -> bool:
        """Whether this is one of the commits."""
        return commit is not None and commit.sha in self._commits

    def lines(self, path: Path) -> frozenset[str]:
        """The lines of the file that they garbled, as they became."""
        return frozenset(self._lines.get(path.resolve(), ()))

    def files(self) -> list[Path]:
        """The files that they garbled, as far as they are still there, as seen from here."""
        found = (path for path in sorted(self._lines) if path.is_file() and not path.is_symlink())
        return [Path(os.path.relpath(path)) for path in found]

    def learn(self, path: Path) -> None:
        """Find the commits that garbled a file. What can't be read is told when it is examined."""
        if not self.project.settings.options_for(path).wanted(RULE):
            return
        try:
            data = self.project.read(path)
        except OSError:
            return
        top = self.project.past.top(path.parent.resolve())
        if top is None:
            return
        for found in traces(self.project, path, data):
            for damage in found.damages:
                if damage.commit and damage.commit.sha not in self._commits:
                    self._commits.add(damage.commit.sha)
                    self._add(self.project.past.repository(top), damage.commit)

    def _add(self, repository: Repository, commit: Commit) -> None:
        for name, lines in extent(repository, commit).files.items():
            self._lines[_now(repository, commit, name)].update(lines)
