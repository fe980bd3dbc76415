"""One run writes at a time. The system takes the lock away from a process that has ended."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from mergemend.files.errors import BusyError
from mergemend.system import HAS_FOLDERS, flags

PATIENCE = 10.0  # seconds
_PAUSE = 0.05  # seconds
_FAR = 1 << 20  # the place of a byte that is never written


@contextmanager
def locked(path: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock in the file ``path``, which is made if needed, with the folders above it.

    Raises `BusyError` after ``patience`` seconds (else `PATIENCE`), and `OSError` if the file can't
    be made.
    """
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | flags("O_CLOEXEC", "O_NOFOLLOW"), 0o666)
    try:
        _share(handle, path.parent)
        _wait(path, handle, time.monotonic() + (PATIENCE if patience is None else patience))
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, b"%d\n" % os.getpid())
        yield
    finally:
        os.close(handle)


def _wait(path: Path, handle: int, until: float) -> None:
    while not _take(handle):
        if time.monotonic() > until:
            os.lseek(handle, 0, os.SEEK_SET)
            who = os.read(handle, 20).decode("ascii", "replace").strip()
            raise BusyError(
                f"{path}: another run of mergemend is writing (process {who}); nothing was"
                " written, try again when it has ended"
            )
        time.sleep(_PAUSE)


def _take(handle: int) -> bool:
    """Whether the lock was free. Raises `OSError`."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return _take_byte(handle)
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _take_byte(handle: int) -> bool:
    """The same on Windows, where bytes are locked, and nobody else can read those that are."""
    msvcrt: Any = import_module("msvcrt")
    os.lseek(handle, _FAR, os.SEEK_SET)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    return True


def make_folder(path: Path) -> None:
    """Make a folder, and those above it; for the group, too, if it may write in the one above.

    So git's folder is in a repository of several users (`git init --shared`). Raises `OSError`.
    """
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        if not HAS_FOLDERS:
            return
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _share(handle, path.parent)
        finally:
            os.close(handle)


def _share(handle: int, above: Path) -> None:
    """Let its group do with a file or folder of ours what it may do with the folder ``above``."""
    if not HAS_FOLDERS:
        return
    around, here = above.stat(), os.fstat(handle)
    is_ours = here.st_uid == os.geteuid() and here.st_gid == around.st_gid
    if is_ours and around.st_mode & stat.S_IWGRP:
        allowed = stat.S_IRWXG if stat.S_ISDIR(here.st_mode) else stat.S_IRGRP | stat.S_IWGRP
        os.fchmod(handle, stat.S_IMODE(here.st_mode) | around.st_mode & allowed)
