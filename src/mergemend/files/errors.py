"""Why a file was not read or written. The messages go behind the file's path."""

from __future__ import annotations

import os

CHANGED = "has changed since it was read; nothing was written to it, run mergemend again"
VANISHED = "has been removed or renamed since it was read; nothing was written"
READ_ONLY = "is read-only; nothing was written to it (`chmod u+w` lets it be written)"


class ChangedError(OSError):
    """The file has changed since it was read, or somebody has it open to write."""


class VanishedError(OSError):
    """The file was there when it was read and is not any more."""


class ReadOnlyError(OSError):
    """The file may not be written, and whoever set that meant it."""


class NotAFileError(OSError):
    """A device, pipe or socket: reading it could wait for ever."""


class OutsideError(OSError):
    """A symbolic link in the work tree that leads out of it."""


class BusyError(OSError):
    """Another run holds the lock."""


def error_line(error: OSError) -> str:
    """What the system says is wrong, behind the path that it names."""
    why = error.strerror or str(error)
    return why if error.filename is None else f"{os.fsdecode(error.filename)}: {why}"
