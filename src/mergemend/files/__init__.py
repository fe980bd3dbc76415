"""Reads files, and is the only place that writes the work tree."""

from __future__ import annotations

from mergemend.files.errors import (
    BusyError,
    ChangedError,
    NotAFileError,
    OutsideError,
    ReadOnlyError,
    VanishedError,
)
from mergemend.files.interrupts import holding_interrupts
from mergemend.files.reading import is_binary, read_file, refuse_outside
from mergemend.files.writing import create_bytes, is_temporary, replace_bytes

__all__ = [
    "BusyError",
    "ChangedError",
    "NotAFileError",
    "OutsideError",
    "ReadOnlyError",
    "VanishedError",
    "create_bytes",
    "holding_interrupts",
    "is_binary",
    "is_temporary",
    "read_file",
    "refuse_outside",
    "replace_bytes",
]
