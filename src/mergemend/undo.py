"""Brings back what files held before a run, where they still hold what the run wrote."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mergemend.files import read_file
from mergemend.journal import Kept, Runs, runs_of
from mergemend.model import FileReport, RunError
from mergemend.project import Project, Unread
from mergemend.run import Run, Written, digest

COMMAND = "undo"

_LINK = "is now a symbolic link, or behind one; it is left as it is"
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


def entries(project: Project, folder: Path) -> tuple[list[Entry], list[RunError]]:
    """The runs over the files around ``folder``, the oldest first; in a work tree, those below it.

    A run that wrote files in and outside of a repository has a record of each. Records that can't
    be read come with what is wrong with them. Raises `mergemend.git.runner.GitError`, and `OSError`
    where nothing can be kept.
    """
    damaged: list[RunError] = []
    top = project.past.top(folder)
    if top is None:
        return list(_entries(runs_of(None), None, damaged)), damaged
    real = Path(os.path.realpath(top))
    found = list(_entries(runs_of(real), None, damaged))
    with suppress(OSError):  # without a home folder there are none outside of git
        found += _entries(runs_of(None), real, [])
    return sorted(found, key=lambda entry: entry.run.name), damaged


def _entries(store: Runs, below: Path | None, damaged: list[RunError]) -> Iterator[Entry]:
    loaded = list(store.load(store.names()))
    damaged += [run for run in loaded if isinstance(run, RunError)]
    runs = [r for r in loaded if isinstance(r, Run) and r.work_tree == store.work_tree]
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
        if Path(name).exists():
            hint = "the run is named before its files"
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
        with suppress(OSError, RunError):
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
        if os.path.realpath(path) != os.fspath(path):
            refused.append(Refused(shown, _LINK, None))
            continue
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
    named = list(files)
    if paths:
        named = [_among(files, path, chosen[0].run) for path in paths]
    return ((file, *files[file]) for file in dict.fromkeys(named))


def _among(files: Collection[Path], path: Path, run: Run) -> Path:
    """The file of a run that ``path`` names, by its own name or by that of a link to it."""
    for real in (Path(os.path.realpath(path.parent)) / path.name, Path(os.path.realpath(path))):
        if real in files:
            return real
    raise RunError(f"{path} is not among the files of run {run.name}")
