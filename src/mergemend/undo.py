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


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not what the run has left: ``report`` has both texts, None if it is gone."""

    path: str
    why: str
    report: FileReport | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the files of a run."""

    run: Run
    restored: tuple[str, ...]
    already: tuple[str, ...]
    refused: tuple[Refused, ...]
    failed: tuple[Unread, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A run in the list: whether a later one has undone all of it, and those it is about here."""

    run: Run
    undone_by: str | None = None


def store_of(project: Project, folder: Path) -> Runs:
    """The records of the runs over the files around ``folder``."""
    top = project.past.top(folder)
    return runs_of(top and Path(os.path.realpath(top)))


def entries(store: Runs) -> list[Entry]:
    """The runs of this work tree, the oldest first."""
    runs = [run for run in store.load(store.names()) if run.work_tree == store.work_tree]
    return [Entry(run, _undone_by(run, runs[number + 1 :])) for number, run in enumerate(runs)]


def _undone_by(run: Run, later: Iterable[Run]) -> str | None:
    left = {file.path for file in run.files}
    for other in later:
        if other.undoes == run.name:
            left -= {file.path for file in other.files}
            if not left:
                return other.name
    return None


def find(store: Runs, name: str) -> Run:
    """The run with this name, or the only one whose name begins with it. Raises `RunError`."""
    names = store.names()
    found = [one for one in names if one.startswith(name)] if name else []
    if len(found) != 1:
        many = "several runs begin" if found else "no run begins"
        raise RunError(f"{many} with {name!r}; `mergemend log` lists them")
    (run,) = store.load(found)
    return run


def latest(store: Runs) -> Run:
    """The latest run that can be undone: none that was, and no undo. Raises `RunError`."""
    for entry in reversed(entries(store)):
        if entry.run.command == COMMAND:
            continue
        if entry.undone_by is None or _still_stands(store, entry.run):
            return entry.run
    raise RunError("there is no run to undo here; `mergemend log` lists them")


def _still_stands(store: Runs, run: Run) -> bool:
    """Whether a file holds what the run wrote: the undo was killed, or was itself undone."""
    for file in run.files:
        with suppress(OSError):
            if digest(read_file(store.file(file.path))) == file.after:
                return True
    return False


def undo(project: Project, store: Runs, run: Run, paths: Sequence[Path] = ()) -> Undone:
    """Undo a run, for all its files or for ``paths`` only.

    A file that has been changed since is left as it is. Raises `RunError`, and what
    `mergemend.project.Project.write` raises: then nothing was written.
    """
    if run.work_tree != store.work_tree:
        raise RunError(f"run {run.name} was in another work tree of this repository; undo it there")
    wanted = list(_wanted(store, run, paths))
    already: list[str] = []
    refused: list[Refused] = []
    reports: list[FileReport] = []
    failed: list[Unread] = []
    for path, file in wanted:
        shown = os.path.relpath(path)
        try:
            now = read_file(path)
        except FileNotFoundError:
            refused.append(Refused(shown, _gone(store, run, file), None))
            continue
        except OSError as error:
            failed.append(Unread(shown, error.strerror or str(error)))
            continue
        if digest(now) == file.before:
            already.append(shown)
        elif digest(now) != file.after:
            after = store.text(run, file.path, after=True)
            refused.append(Refused(shown, _CHANGED, FileReport(shown, after, now)))
        else:
            reports.append(FileReport(shown, now, _before(store, run, file)))
    kept, unwritten = project.write(reports, COMMAND, run.name)
    broken = {file.path for file in unwritten}
    restored = tuple(r.path for r in reports if r.path not in broken)
    return Undone(run, restored, tuple(already), tuple(refused), (*failed, *unwritten), tuple(kept))


_CHANGED = "has been changed since; it is left as it is, and this is what was changed"


def _gone(store: Runs, run: Run, file: Written) -> str:
    return f"is gone; what it held before is in {store.place(run.name)}, before/{file.path}"


def _before(store: Runs, run: Run, file: Written) -> bytes:
    data = store.text(run, file.path)
    if digest(data) != file.before:
        raise RunError(
            f"the record of run {run.name} is damaged: what it keeps of {file.path} is not what"
            " the file held; nothing was written"
        )
    return data


def _wanted(store: Runs, run: Run, paths: Sequence[Path]) -> Iterator[tuple[Path, Written]]:
    files = {store.file(file.path): file for file in run.files}
    for file in files:
        if Path(os.path.realpath(file.parent)) != file.parent:
            raise RunError(
                f"{file}: a folder above it has become a symbolic link; nothing was written"
            )
    if not paths:
        yield from files.items()
    for path in paths:
        real = Path(os.path.realpath(path))
        if real not in files:
            raise RunError(f"{path} is not among the files of run {run.name}")
        yield real, files[real]
