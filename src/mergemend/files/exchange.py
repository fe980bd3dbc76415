"""Two system calls of Linux that Python has no name for: swap two files, is one being written?

With a plain rename there is a moment between the last look at a file and the rename, in which an
editor's save would be lost without a trace. After a swap what was there is still there, under the
other name, and can be looked at (renameat2(2), RENAME_EXCHANGE, since Linux 3.15).
"""

from __future__ import annotations

import errno
import os
import signal
import sys

_RENAME_EXCHANGE = 2
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def exchange(folder: int, one: str, other: str) -> bool:
    """Swap two names in the open ``folder`` in one step; False where the system can't.

    Raises `OSError`, `FileNotFoundError` if one of them is not there.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # 5 ms, only where something is written

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if not call(folder, os.fsencode(one), folder, os.fsencode(other), _RENAME_EXCHANGE):
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), other)


def is_being_written(file: int) -> bool:
    """Whether another program has an open file (of which we hold ``file``, to read) open to write.

    A lease is only given where nobody has (fcntl(2), F_SETLEASE). False where it can't be told:
    the file is another user's, the file system knows no leases, or it is no Linux.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # the default one would end this process
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False
