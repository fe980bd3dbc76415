"""Reads files, and is the only place that writes the work tree: `mergemend.files.writing`."""

from __future__ import annotations

from mergemend.files.errors import (
    BusyError,
    ChangedError,
    NotAFileError,
    OutsideError,
    ReadOnlyError,
    VanishedError,
    error_line,
)
from mergemend.files.reading import read_file, refuse_outside
from mergemend.files.temporary import is_temporary

__all__ = [
    "BusyError",
    "ChangedError",
    "NotAFileError",
    "OutsideError",
    "ReadOnlyError",
    "VanishedError",
    "error_line",
    "is_temporary",
    "read_file",
    "refuse_outside",
]
