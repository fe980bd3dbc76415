"""Brings back what files held before a run, where they still hold what the run wrote."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mergemend.files import read_file
from mergemend.journal import Kept, Runs, runs_of
from mergemend.model import FileReport
from mergemend.project import Project, Unread
from mergemend.run import Run, RunError, Written, digest

COMMAND = "undo"

_CHANGED = "has been changed since; it is left as it is, and this is what was changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A run where it is recorded, and the later one that has undone all of it."""

    store: Runs
    run: Run
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not what the run has left: ``report`` has both texts, None if it is gone."""

    path: str
    why: str
    report: FileReport | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the files of a run."""

    restored: tuple[str, ...]
    already: tuple[str, ...]
    refused: tuple[Refused, ...]
    failed: tuple[Unread, ...]
    kept: tuple[Kept, ...]


def entries(project: Project, folder: Path) -> list[Entry]:
    """The runs over the files around ``folder``, the oldest first; in a work tree, those below it.

    A run that wrote files in and outside of a repository has a record of each. Raises
    `mergemend.git.runner.GitError` and `RunError`.
    """
    top = project.past.top(folder)
    if top is None:
        return list(_entries(runs_of(None), None))
    real = Path(os.path.realpath(top))
    found = [*_entries(runs_of(None), real), *_entries(runs_of(real), None)]
    return sorted(found, key=lambda entry: entry.run.name)


def _entries(store: Runs, below: Path | None) -> Iterator[Entry]:
    runs = [run for run in store.load(store.names()) if run.work_tree == store.work_tree]
    for number, run in enumerate(runs):
        if below is None or any(Path(file.path).is_relative_to(below) for file in run.files):
            yield Entry(store, run, _undone_by(run, runs[number + 1 :]))


def _undone_by(run: Run, later: Iterable[Run]) -> str | None:
    left = {file.path for file in run.files}
    for other in later:
        if other.undoes == run.name:
            left -= {file.path for file in other.files}
            if not left:
                return other.name
    return None


def find(found: Sequence[Entry], name: str) -> list[Entry]:
    """The records of the run with this name, or of the only one whose name begins with it.

    Raises `RunError`.
    """
    chosen = [entry for entry in found if name and entry.run.name.startswith(name)]
    if len({entry.run.name for entry in chosen}) != 1:
        many = "several runs here begin" if chosen else "no run here begins"
        hint = "`mergemend log` lists those of a work tree; run it where the files are"
        raise RunError(f"{many} with {name!r}; {hint}")
    return chosen


def latest(found: Sequence[Entry]) -> list[Entry]:
    """The latest run that can be undone: none that was, and no undo. Raises `RunError`."""
    for entry in reversed(found):
        if entry.run.command == COMMAND:
            continue
        if entry.undone_by is None or _still_stands(entry):
            return find(found, entry.run.name)
    raise RunError("there is no run to undo here; `mergemend log` lists them")


def _still_stands(entry: Entry) -> bool:
    """Whether a file holds what the run wrote: the undo was killed, or was itself undone."""
    for file in entry.run.files:
        with suppress(OSError):
            if digest(read_file(entry.store.file(file.path))) == file.after:
                return True
    return False


def undo(project: Project, chosen: Sequence[Entry], paths: Sequence[Path] = ()) -> Undone:
    """Undo a run by its records, for all its files or for ``paths`` only.

    A file that has been changed since is left as it is. Raises `RunError`, and what
    `mergemend.project.Project.write` raises: then nothing was written.
    """
    already: list[str] = []
    refused: list[Refused] = []
    reports: list[FileReport] = []
    failed: list[Unread] = []
    for path, entry, file in _wanted(chosen, paths):
        shown = os.path.relpath(path)
        try:
            now = read_file(path)
        except FileNotFoundError:
            refused.append(Refused(shown, _gone(entry, file), None))
            continue
        except OSError as error:
            failed.append(Unread(shown, error.strerror or str(error)))
            continue
        held = digest(now)
        if held == file.before:
            already.append(shown)
        elif held != file.after:
            after = entry.store.text(entry.run, file.path, after=True)
            refused.append(Refused(shown, _CHANGED, FileReport(shown, after, now)))
        else:
            reports.append(FileReport(shown, now, _before(entry, file)))
    kept, unwritten = project.write(reports, COMMAND, chosen[0].run.name)
    broken = {file.path for file in unwritten}
    restored = tuple(r.path for r in reports if r.path not in broken)
    return Undone(restored, tuple(already), tuple(refused), (*failed, *unwritten), tuple(kept))


def _gone(entry: Entry, file: Written) -> str:
    place = entry.store.place(entry.run.name)
    return f"is gone; what it held before is in {place}, before/{file.path}"


def _before(entry: Entry, file: Written) -> bytes:
    data = entry.store.text(entry.run, file.path)
    if digest(data) != file.before:
        raise RunError(
            f"the record of run {entry.run.name} is damaged: what it keeps of {file.path} is not"
            " what the file held; nothing was written"
        )
    return data


def _wanted(
    chosen: Sequence[Entry], paths: Sequence[Path]
) -> Iterator[tuple[Path, Entry, Written]]:
    files = {
        entry.store.file(file.path): (entry, file) for entry in chosen for file in entry.run.files
    }
    for file in files:
        if Path(os.path.realpath(file.parent)) != file.parent:
            raise RunError(
                f"{file}: a folder above it has become a symbolic link; nothing was written"
            )
    named = {Path(os.path.realpath(path)): path for path in paths} or dict.fromkeys(files)
    for real, path in named.items():
        if real not in files:
            raise RunError(f"{path} is not among the files of run {chosen[0].run.name}")
    return ((real, *files[real]) for real in named)
