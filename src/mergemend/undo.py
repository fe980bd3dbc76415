"""Brings back what files held before a run, where they still hold what the run wrote."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mergemend.files import error_line, read_file
from mergemend.journal import Kept, Runs, runs_of
from mergemend.model import FileReport, RunError
from mergemend.project import Project, Unread
from mergemend.run import Run, Written, digest

COMMAND = "undo"

_LINK = "is now a symbolic link, or behind one; it is left as it is"
_CHANGED = "has been changed since; it is left as it is, and this is what was changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """A run where it is recorded, and the later one that has undone all of it.

    ``is_near`` says whether it wrote files here: in this work tree, or outside of one in this
    folder. ``is_begun`` says whether a later one has undone some of it.
    """

    store: Runs
    run: Run
    undone_by: str | None = None
    is_begun: bool = False
    is_near: bool = True


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
    be read come with what is wrong with them. Raises `mergemend.git.runner.GitError`, and
    `RunError` where there is no work tree and the runs outside of git can't be read.
    """
    damaged: list[RunError] = []
    top = project.past.top(folder)
    real = Path(os.path.realpath(top or folder))
    if top is None:
        try:
            return list(_entries(runs_of(None), real, damaged)), damaged
        except OSError as error:
            why = f"the runs outside of git can't be read: {error_line(error)}"
            raise RunError(f"{why}; XDG_STATE_HOME can name another folder for them") from None
    found = list(_entries(runs_of(real), real, damaged))
    with suppress(OSError):  # without a home folder there are none outside of git
        found += [entry for entry in _entries(runs_of(None), real, []) if entry.is_near]
    return sorted(found, key=lambda entry: entry.run.name), damaged


def _entries(store: Runs, below: Path, damaged: list[RunError]) -> Iterator[Entry]:
    loaded = list(store.load(store.names()))
    damaged += [run for run in loaded if isinstance(run, RunError)]
    runs = [r for r in loaded if isinstance(r, Run) and r.work_tree == store.work_tree]
    for number, run in enumerate(runs):
        undoing = [later for later in runs[number + 1 :] if later.undoes == run.name]
        is_near = store.top is not None or any(
            Path(file.path).is_relative_to(below) for file in run.files
        )
        yield Entry(store, run, _undone_by(run, undoing), bool(undoing), is_near)


def _undone_by(run: Run, undoing: Iterable[Run]) -> str | None:
    left = {file.path for file in run.files}
    for other in undoing:
        left -= {file.path for file in other.files}
        if not left:
            return other.name
    return None


def find(found: Sequence[Entry], name: str) -> list[Entry]:
    """The records of the run with this name, or of the only one whose name begins with it.

    The place where it is kept, which `fix` tells, is a name as well. Raises `RunError`.
    """
    chosen = [
        entry
        for entry in found
        if (name and entry.run.name.startswith(name)) or entry.store.place(entry.run.name) == name
    ]
    if len({entry.run.name for entry in chosen}) != 1:
        many = "several runs here begin" if chosen else "no run here begins"
        hint = "`mergemend log` lists those of a work tree; run it where the files are"
        if name and Path(name).exists():
            hint = "the run is named before its files"
        raise RunError(f"{many} with {name!r}; {hint}")
    return chosen


def latest(found: Sequence[Entry]) -> list[Entry]:
    """The latest run here that can be undone: none that was, and no undo. Raises `RunError`."""
    for entry in reversed(found):
        if entry.is_near and entry.run.command != COMMAND and _can_be_undone(entry):
            return find(found, entry.run.name)
    hint = "`mergemend log` lists them"
    if not all(entry.is_near for entry in found):
        hint += "; name one that wrote files in another folder"
    raise RunError(f"there is no run to undo here; {hint}")


def _can_be_undone(entry: Entry) -> bool:
    if not entry.is_begun:
        return True
    texts = [_digest(entry.store, file) for file in entry.run.files]
    if entry.undone_by is None:  # some files were left then, or were never written
        return texts != [file.before for file in entry.run.files]
    # the undo was killed, or was itself undone
    return any(text == file.after for text, file in zip(texts, entry.run.files, strict=True))


def _digest(store: Runs, file: Written) -> str | None:
    with suppress(OSError, RunError):
        return digest(read_file(store.file(file.path)))
    return None


@dataclass(frozen=True, slots=True)
class _Held:
    """A file of a run and what it holds now, by its path as seen from here."""

    shown: str
    entry: Entry
    file: Written
    now: bytes


def undo(project: Project, chosen: Sequence[Entry], paths: Sequence[Path] = ()) -> Undone:
    """Undo a run by its records, for all its files or for ``paths`` only.

    A file that has been changed since is left as it is. Raises `RunError`, and what
    `mergemend.project.Project.write` raises: then nothing was written.
    """
    already: list[str] = []
    refused: list[Refused] = []
    failed: list[Unread] = []
    unchanged: list[_Held] = []
    changed: list[_Held] = []
    for path, entry, file in _wanted(chosen, paths):
        held = _look(path, entry, file)
        if isinstance(held, Refused):
            refused.append(held)
        elif isinstance(held, Unread):
            failed.append(held)
        elif (now := digest(held.now)) == file.before:
            already.append(held.shown)
        else:
            (unchanged if now == file.after else changed).append(held)
    refused += (
        Refused(held.shown, _CHANGED, FileReport(held.shown, after, held.now))
        for held, after in _with_texts(changed, after=True)
    )
    reports = [
        FileReport(held.shown, held.now, _sound(held, b)) for held, b in _with_texts(unchanged)
    ]
    kept, unwritten = project.write(reports, COMMAND, chosen[0].run.name)
    broken = {file.path for file in unwritten}
    restored = tuple(r.path for r in reports if r.path not in broken)
    return Undone(restored, tuple(already), tuple(refused), (*failed, *unwritten), tuple(kept))


def _look(path: Path, entry: Entry, file: Written) -> _Held | Refused | Unread:
    shown = Path(os.path.relpath(path)).as_posix()
    if os.path.realpath(path) != os.fspath(path):
        return Refused(shown, _LINK, None)
    try:
        return _Held(shown, entry, file, read_file(path))
    except (FileNotFoundError, NotADirectoryError):
        return Refused(shown, f"is gone; {_where(entry, file)}", None)
    except IsADirectoryError:
        return Refused(shown, f"is a folder now; {_where(entry, file)}", None)
    except OSError as error:
        return Unread(shown, error.strerror or str(error))


def _with_texts(files: Sequence[_Held], *, after: bool = False) -> Iterator[tuple[_Held, bytes]]:
    """The files, each with what it held before or ``after`` its run."""
    for record in dict.fromkeys(held.entry.store.place(held.entry.run.name) for held in files):
        mine = [f for f in files if f.entry.store.place(f.entry.run.name) == record]
        entry = mine[0].entry
        texts = entry.store.texts(entry.run, [held.file.path for held in mine], after=after)
        yield from zip(mine, texts, strict=True)


def _where(entry: Entry, file: Written) -> str:
    place = entry.store.place(entry.run.name)
    return f"what it held before is in {place}, before/{file.path.lstrip('/')}"


def _sound(held: _Held, before: bytes) -> bytes:
    """What the file held before, if that is what the record says. Raises `RunError`."""
    if digest(before) != held.file.before:
        raise RunError(
            f"the record of run {held.entry.run.name} is damaged: what it keeps of"
            f" {held.file.path} is not what the file held; nothing was written"
        )
    return before


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
    hint = "what it wrote in another repository is undone there"
    raise RunError(f"{path} is not among the files that run {run.name} wrote here; {hint}")
