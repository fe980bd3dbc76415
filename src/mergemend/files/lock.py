"""One run writes at a time. The system takes the lock away from a process that has ended."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mergemend.files.errors import BusyError

PATIENCE = 10.0  # seconds
_PAUSE = 0.05  # seconds


@contextmanager
def locked(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock in the file ``path``, which is made if needed, with the folders above it.

    Raises `BusyError` after ``patience`` seconds, and `OSError` if the file can't be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    try:
        _wait(path, handle, time.monotonic() + patience)
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
