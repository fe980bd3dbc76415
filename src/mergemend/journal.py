"""Every run that writes files is recorded before the first of them is written.

Inside of a repository the record is kept by git, else in a folder of the user's. One run writes at
a time. A run that was killed leaves a file that names it, and the next one clears up after it.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from mergemend.files import BusyError, error_line, read_file
from mergemend.files.lock import locked, make_folder
from mergemend.files.runs import FolderRuns, state_folder
from mergemend.files.temporary import temporary_name
from mergemend.git.runner import GitError
from mergemend.git.runs import GitRuns
from mergemend.model import FileReport, RunError, UnrecordedError
from mergemend.places import UNFINISHED
from mergemend.run import (
    Run,
    Written,
    digest,
    written,
)
from mergemend.run_name import run_name, started

KEPT_DAYS = 90  # as git keeps what a ref was (gc.reflogExpire)
KEPT_RUNS = 20  # are kept however old they are


class Runs(Protocol):
    """Where runs are recorded. What asks git raises `mergemend.git.runner.GitError`."""

    @property
    def lock(self) -> Path: ...  # noqa: D102
    @property
    def unfinished(self) -> Path: ...  # noqa: D102
    @property
    def top(self) -> Path | None: ...  # noqa: D102
    @property
    def work_tree(self) -> str: ...  # noqa: D102
    def path_of(self, file: Path) -> str: ...  # noqa: D102
    def file(self, path: str) -> Path: ...  # noqa: D102
    def names(self) -> list[str]: ...  # noqa: D102
    def save(self, run: Run, texts: Mapping[str, tuple[bytes, bytes]]) -> None: ...  # noqa: D102
    def load(self, names: Sequence[str]) -> Iterator[Run | RunError]: ...  # noqa: D102
    def texts(  # noqa: D102
        self, run: Run, paths: Sequence[str], *, after: bool = False
    ) -> Iterator[bytes]: ...
    def drop(self, names: Sequence[str]) -> None: ...  # noqa: D102
    def place(self, name: str) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Kept:
    """A run, and where its record is kept: for the files below ``top``, or outside of git."""

    run: str
    place: str
    top: Path | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A run that is about to write: its name, and its records."""

    name: str
    stores: tuple[Runs, ...]
    leftovers: tuple[Path, ...] = ()

    @property
    def kept(self) -> list[Kept]:
        """Where the records are."""
        return [Kept(self.name, store.place(self.name), store.top) for store in self.stores]

    def drop(self) -> None:
        """Forget the run, which has written nothing."""
        for store in self.stores:
            with suppress(GitError):  # there is no record, or one that does no harm
                store.drop([self.name])


def runs_of(top: Path | None) -> Runs:
    """The runs over the files of a work tree, or over those that are in none."""
    return FolderRuns(state_folder() / "mergemend") if top is None else GitRuns(top)


@contextmanager
def recording(
    top_of: Callable[[Path], Path | None],
    changed: Mapping[Path, FileReport],
    command: str,
    undoes: str | None = None,
) -> Iterator[Recorded]:
    """Record a run over files (absolute paths without links), and hold the lock while it writes.

    Raises `UnrecordedError` if that can't be; then nothing may be written.
    """
    by_top: defaultdict[Path | None, dict[Path, FileReport]] = defaultdict(dict)
    for file, report in changed.items():
        top = top_of(file.parent)
        by_top[top and Path(os.path.realpath(top))][file] = report
    ordered = sorted(by_top.items(), key=lambda item: str(item[0]))
    with ExitStack() as stack:
        with _told():
            stores = tuple(runs_of(top) for top, _ in ordered)
            for store in stores:
                stack.enter_context(locked(store.lock))
            leftovers = tuple(path for store in stores for path in _clear_up(store))
            earlier = [store.names() for store in stores]
            run = Recorded(_next_name(earlier), stores, leftovers)
            try:
                for store, (_, files), names in zip(stores, ordered, earlier, strict=True):
                    _save(store, Run(run.name, command, (), store.work_tree, undoes), files)
                    with suppress(GitError):  # the next run drops them
                        store.drop(_expired([*names, run.name]))
                    stack.callback(_end, store, run.name, files)
                    _begin(store, run.name)
            except BaseException:
                run.drop()
                raise
        yield run


@contextmanager
def _told() -> Iterator[None]:
    """What keeps a run from being recorded, in words."""
    try:
        yield
    except BusyError as error:
        raise UnrecordedError(str(error)) from None
    except (GitError, OSError) as error:
        why = error_line(error) if isinstance(error, OSError) else str(error)
        if isinstance(error, PermissionError):
            why += " (`ls -ld` tells whose it is)"
        raise UnrecordedError(
            f"the run can't be recorded, so that nothing was written: {why}"
        ) from None


def _next_name(earlier: Iterable[Sequence[str]]) -> str:
    """A name behind those of all ``earlier`` runs, though the clock may have been set back."""
    moment = datetime.now(UTC)
    with suppress(OverflowError):
        for names in earlier:
            if names:
                moment = max(moment, started(names[-1]) + timedelta(microseconds=1))
    return run_name(moment)


def _save(store: Runs, run: Run, reports: Mapping[Path, FileReport]) -> None:
    texts: dict[str, tuple[bytes, bytes]] = {}
    files: list[Written] = []
    for file, report in reports.items():
        path = store.path_of(file)
        files.append(written(path, report))
        texts[path] = report.before, report.after
    store.save(replace(run, files=tuple(files)), texts)


def _expired(names: Sequence[str]) -> list[str]:
    """The runs that are older than `KEPT_DAYS`, but for the newest `KEPT_RUNS`."""
    oldest = datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    return [name for name in names[:-KEPT_RUNS] if started(name) < oldest]


def _begin(store: Runs, name: str) -> None:
    make_folder(store.unfinished.parent)
    store.unfinished.write_text(name, "ascii")


def _end(store: Runs, name: str, files: Iterable[Path]) -> None:
    """Leave word for the next run where a temporary file could not be removed."""
    if not any(file.with_name(temporary_name(file.name, name)).exists() for file in files):
        _finish(store)


def _finish(store: Runs) -> None:
    with suppress(OSError):
        store.unfinished.unlink()


def clear_up(folder: Path, top_of: Callable[[Path], Path | None]) -> list[Path]:
    """Remove what a killed run has left in the work tree of ``folder``, or outside of any.

    Returns the files that were left because nobody knows whose they are. Asks git only where there
    is something to do.
    """
    around = (folder, *folder.parents)
    is_in_git = any((above / ".git").exists() for above in around)
    if is_in_git and not any((above / UNFINISHED).is_file() for above in around):
        return []
    try:
        store = runs_of(top_of(folder) if is_in_git else None)
        if not store.unfinished.is_file():
            return []
        with locked(store.lock, patience=0):
            return list(_clear_up(store))
    except OSError:
        return []  # a run is writing, or nobody may


def _clear_up(store: Runs) -> Iterator[Path]:
    """The same for a store of which the lock is held."""
    try:
        name = store.unfinished.read_text("ascii", "replace")
    except OSError:
        return
    try:
        (run,) = store.load([name] if name in store.names() else [])
        files = [] if isinstance(run, RunError) else run.files
        placed = [(store.file(file.path), file) for file in files]
    except (RunError, ValueError):
        placed = []
    for path, file in placed:
        temporary = path.with_name(temporary_name(path.name, name))
        if _is_ours(temporary, path, file):
            with suppress(OSError):
                temporary.unlink()
        elif temporary.exists():
            yield temporary
    _finish(store)


def _is_ours(temporary: Path, path: Path, file: Written) -> bool:
    """Whether a temporary file holds nothing that is not recorded.

    It is written before it is swapped with the file, and holds the old bytes after that; or what
    an editor has saved in that moment.
    """
    try:
        if not stat.S_ISREG(temporary.lstat().st_mode):
            return False
        if digest(read_file(temporary)) in (file.before, file.after):
            return True
        return digest(read_file(path)) == file.before
    except OSError:
        return False
