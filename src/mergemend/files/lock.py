"""One run writes at a time. The system takes the lock away from a process that has ended."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mergemend.files.errors import BusyError

PATIENCE = 10.0  # seconds
_PAUSE = 0.05  # seconds


@contextmanager
def locked(path: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock in the file ``path``, which is made if needed, with the folders above it.

    Raises `BusyError` after ``patience`` seconds (else `PATIENCE`), and `OSError` if the file can't
    be made.
    """
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        _share(handle, path.parent)
        _wait(path, handle, time.monotonic() + (PATIENCE if patience is None else patience))
        os.truncate(handle, 0)
        os.write(handle, b"%d\n" % os.getpid())
        yield
    finally:
        os.close(handle)


def _wait(path: Path, handle: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                who = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
                raise BusyError(
                    f"{path}: another run of mergemend is writing (process {who}); nothing was"
                    " written, try again when it has ended"
                ) from None
            time.sleep(_PAUSE)
        else:
            return


def make_folder(path: Path) -> None:
    """Make a folder, and those above it; for the group, too, if it may write in the one above.

    So git's folder is in a repository of several users (`git init --shared`). Raises `OSError`.
    """
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            _share(handle, path.parent)
        finally:
            os.close(handle)


def _share(handle: int, above: Path) -> None:
    """Let its group do with a file or folder of ours what it may do with the folder ``above``."""
    around, here = above.stat(), os.fstat(handle)
    is_ours = here.st_uid == os.geteuid() and here.st_gid == around.st_gid
    if is_ours and around.st_mode & stat.S_IWGRP:
        allowed = stat.S_IRWXG if stat.S_ISDIR(here.st_mode) else stat.S_IRGRP | stat.S_IWGRP
        os.fchmod(handle, stat.S_IMODE(here.st_mode) | around.st_mode & allowed)
