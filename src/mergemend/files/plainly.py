"""Writes a file where no folder can be opened: Windows.

It is a file of its own that takes the other's place, as elsewhere; but no names can be swapped
there, and a file that is open can't be replaced. So between the last look at the file and the
moment in which it is replaced, some microseconds, a save of another program would be lost.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
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
from mergemend.files.writing import create_bytes

_IN_USE = "is in use by another program, or may not be written; nothing was written to it"


def replace_plainly(path: Path, before: bytes, after: bytes, temporary: Path) -> None:
    """Put ``after`` in the place of ``before`` in the file, by way of the file ``temporary``.

    Its mode is kept; what else Windows has of it, such as access lists, comes from its folder.
    Raises what `mergemend.files.writing.replace_bytes` raises.
    """
    held = _held(path)
    if held == after:
        return
    if held != before:
        raise ChangedError(CHANGED)
    if not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222:
        raise ReadOnlyError(READ_ONLY)
    create_bytes(temporary, after)
    try:
        shutil.copymode(path, temporary)
        if _held(path) != before:
            raise ChangedError(CHANGED)
        _replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _held(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise NotAFileError("is no regular file any more; nothing was written to it")
        return path.read_bytes()
    except FileNotFoundError:
        raise VanishedError(VANISHED) from None


def _replace(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except PermissionError as error:
        raise PermissionError(error.errno, _IN_USE) from None
