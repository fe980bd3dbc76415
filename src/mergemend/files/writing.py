"""Writes a file as a whole or not at all, and only over what was read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from mergemend.files.errors import (
    CHANGED,
    READ_ONLY,
    VANISHED,
    ChangedError,
    NotAFileError,
    ReadOnlyError,
    VanishedError,
)
from mergemend.files.exchange import exchange, is_being_written
from mergemend.files.keeping import keep_attributes
from mergemend.files.temporary import temporary_name
from mergemend.system import HAS_FOLDERS, flags

_CHUNK = 1 << 20
_MOST_SWAPS = 99
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | flags("O_CLOEXEC")

_OPEN = "is being written by another program; nothing was written to it, run mergemend again"
_NOT_OURS = "may not be written by this user; nothing was written to it (see `ls -l`, `mount`)"
_FOLDER = "lies in a folder that this user may not write in; nothing was written to it"
_LINK = "has become a symbolic link since it was read; nothing was written to it"


def create_bytes(path: Path, data: bytes) -> None:
    """Write a new file. Raises `FileExistsError` if there is one, `OSError` if it can't be."""
    with path.open("xb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def replace_bytes(path: Path, before: bytes, after: bytes, run: str) -> None:
    """Put ``after`` in the place of ``before`` in the file, as a whole or not at all.

    A symbolic link stays one. Mode, owner and extended attributes are kept
    (`mergemend.files.keeping`); another name of the same file (a hard link) keeps the old bytes. If
    the process is killed, the file is the old or the new one, and one with the name that
    `temporary_name` gives may be left.

    Raises `ChangedError`, `VanishedError`, `ReadOnlyError`, `NotAFileError` or another `OSError`:
    the file is then as it was.
    """
    real = Path(os.path.realpath(path))
    if not HAS_FOLDERS:
        from mergemend.files.plainly import replace_plainly

        replace_plainly(real, before, after, real.with_name(temporary_name(real.name, run)))
        return
    with _folder(real.parent) as folder, _opened(folder, real.name) as file:
        if _holds(file, after):
            return
        if not _holds(file, before):
            raise ChangedError(CHANGED)
        _refuse_read_only(real, file)
        temporary = temporary_name(real.name, run)
        new = _create(folder, temporary)
        try:
            _write(new, after)
            keep_attributes(file, new)
            os.fsync(new)
            _put(folder, file, new, temporary, real.name, before)
        except BaseException:
            _discard(folder, temporary, new)
            raise
        finally:
            os.close(new)
        os.fsync(folder)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk. Raises `OSError`."""
    if HAS_FOLDERS:
        with _folder(path) as folder:
            os.fsync(folder)


@contextmanager
def _folder(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _opened(folder: int, name: str) -> Iterator[int]:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        handle = os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise VanishedError(VANISHED) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise ChangedError(_LINK) from None
        raise
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotAFileError("is no regular file any more; nothing was written to it")
        yield handle
    finally:
        os.close(handle)


def _refuse_read_only(path: Path, file: int) -> None:
    """Raise `ReadOnlyError`, also for root, who could write it: the mode was set by somebody."""
    held = os.fstat(file)
    if not held.st_mode & 0o222:
        raise ReadOnlyError(READ_ONLY)
    if not os.access(path, os.W_OK):
        is_set = held.st_uid == os.geteuid() and not held.st_mode & stat.S_IWUSR
        raise ReadOnlyError(READ_ONLY if is_set else _NOT_OURS)


def _create(folder: int, name: str) -> int:
    try:
        return os.open(name, _NEW, 0o600, dir_fd=folder)
    except PermissionError as error:
        raise PermissionError(error.errno, _FOLDER) from None


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest[:_CHUNK]) :]


def _holds(file: int, data: bytes) -> bool:
    """Whether an open file holds exactly ``data``; in pieces, as a file can be large."""
    if os.fstat(file).st_size != len(data):
        return False
    rest = memoryview(data)
    position = 0
    while piece := os.pread(file, _CHUNK, position):
        if piece != rest[position : position + len(piece)]:
            return False
        position += len(piece)
    return position == len(data)


def _put(folder: int, file: int, new: int, temporary: str, name: str, before: bytes) -> None:
    """Give the file open as ``new`` the name of the one open as ``file``, if that is unchanged."""
    try:
        swapped = exchange(folder, temporary, name)
    except FileNotFoundError:
        raise VanishedError(VANISHED) from None
    if not swapped:
        if is_being_written(file):
            raise ChangedError(_OPEN)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        return
    problem = _problem(folder, temporary, before)
    if problem is not None:
        _put_back(folder, temporary, name, new)
        raise ChangedError(problem)
    with suppress(OSError):  # the file is written; the next run takes the other name away
        os.unlink(temporary, dir_fd=folder)


def _problem(folder: int, temporary: str, before: bytes) -> str | None:
    """What is wrong with the file that was there at the moment of the swap."""
    try:
        with _opened(folder, temporary) as old:
            if is_being_written(old):
                return _OPEN
            return None if _holds(old, before) else CHANGED
    except OSError:
        return CHANGED


def _put_back(folder: int, temporary: str, name: str, new: int) -> None:
    """Swap again until the newest text has the name; ``new`` is our own file.

    A swap brings out what had the name. If that is what the swap before put there, nobody has saved
    in between: what has the name now is the newest, and what came out is ours or was replaced by
    its author. Else somebody has saved, and that goes back.
    """
    with ExitStack() as held:  # the number of a file that is open is given to no other
        put, out = new, held.enter_context(_pinned(folder, temporary))
        for _ in range(_MOST_SWAPS):
            exchange(folder, temporary, name)
            put, before = out, put
            out = held.enter_context(_pinned(folder, temporary))
            if os.path.samestat(os.fstat(out), os.fstat(before)):
                os.unlink(temporary, dir_fd=folder)
                return
    raise ChangedError(f"is saved again and again by another program; one text is in {temporary}")


@contextmanager
def _pinned(folder: int, name: str) -> Iterator[int]:
    """A handle on whatever has a name, be it a link or a pipe."""
    handle = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        yield handle
    finally:
        os.close(handle)


def _discard(folder: int, temporary: str, new: int) -> None:
    """Remove our own file; what else may stand under its name is somebody's text."""
    with suppress(OSError):
        now = os.stat(temporary, dir_fd=folder, follow_symlinks=False)
        if os.path.samestat(now, os.fstat(new)):
            os.unlink(temporary, dir_fd=folder)
