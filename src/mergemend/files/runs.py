"""Keeps the records of runs over files that are in no repository, in a folder of the user's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from mergemend.files.reading import read_file
from mergemend.files.writing import create_bytes, sync_folder
from mergemend.model import RunError
from mergemend.run import Run, loaded
from mergemend.run_name import is_run_name


def state_folder() -> Path:
    """Where the state of this user's programs is kept, by the XDG base directory specification.

    Raises `OSError` where there is no home folder.
    """
    given = os.environ.get("XDG_STATE_HOME", "")
    if Path(given).is_absolute():
        return Path(given)
    try:
        return Path.home() / ".local" / "state"
    except RuntimeError:
        raise FileNotFoundError("there is no home folder; XDG_STATE_HOME can name one") from None


@dataclass(frozen=True)
class FolderRuns:
    """The runs below ``state``: a folder each, with ``run.json``, ``before/`` and ``after/``."""

    state: Path
    work_tree: str = ""

    @property
    def top(self) -> Path | None:
        """They belong to no work tree."""
        return None

    @property
    def lock(self) -> Path:
        """The file that one run can hold."""
        return self.state / "lock"

    @property
    def unfinished(self) -> Path:
        """The file that names the run which writes."""
        return self.state / "unfinished"

    @property
    def _runs(self) -> Path:
        return self.state / "runs"

    def path_of(self, file: Path) -> str:
        """How the runs name a file: by its absolute path."""
        return file.as_posix()

    def file(self, path: str) -> Path:
        """The inverse of `path_of`. Raises `RunError` if it is none."""
        if not Path(path).is_absolute():
            raise RunError(f"{path}: the record of a run names no file")
        return Path(path)

    def names(self) -> list[str]:
        """The runs that are recorded, the oldest first."""
        try:
            return sorted(p.name for p in self._runs.iterdir() if is_run_name(p.name))
        except FileNotFoundError:
            return []

    def save(self, run: Run, texts: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Record a run, and what its files held before and will hold after. Raises `OSError`."""
        self._runs.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self._runs / f".{run.name}.tmp"
        unfinished.mkdir(mode=0o700)
        try:
            for path, both in texts.items():
                for folder, content in zip(("before", "after"), both, strict=True):
                    _write(unfinished / folder / _below(path), content)
            _write(unfinished / "run.json", run.to_json())
            unfinished.rename(self._runs / run.name)
            sync_folder(self._runs)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise

    def load(self, names: Sequence[str]) -> Iterator[Run | RunError]:
        """The records of runs, or what is wrong with them."""
        for name in names:
            try:
                data = self._read(self._runs / name / "run.json")
            except RunError as error:
                yield error
            else:
                yield loaded(name, data)

    def texts(self, run: Run, paths: Sequence[str], *, after: bool = False) -> Iterator[bytes]:
        """What files held before a run, or ``after`` it. Raises `RunError`."""
        folder = self._runs / run.name / ("after" if after else "before")
        return (self._read(folder / _below(path)) for path in paths)

    def drop(self, names: Sequence[str]) -> None:
        """Forget runs."""
        for name in names:
            shutil.rmtree(self._runs / name, ignore_errors=True)

    def place(self, name: str) -> str:
        """Where a run is kept."""
        return str(self._runs / name)

    def _read(self, path: Path) -> bytes:
        try:
            return read_file(path)
        except OSError as error:
            raise RunError(f"{path} can't be read: {error.strerror or error}") from None


def _below(path: str) -> str:
    """An absolute path as one below a folder: a drive of Windows or a share is a folder, too."""
    drive = PurePath(path).drive
    return drive.replace(":", "").lstrip("\\/") + path[len(drive) :] if drive else path.lstrip("/")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    create_bytes(path, content)
    sync_folder(path.parent)
