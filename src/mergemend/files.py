"""Reads files, and is the only place that writes the work tree."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

_HEAD = (
    8000  # bytes that git looks at to tell a binary file (buffer_is_binary in xdiff-interface.c)
)


class ChangedError(OSError):
    """The file has changed since it was read."""


def is_binary(data: bytes) -> bool:
    """Whether git would call this a binary file: it has a NUL byte near its start."""
    return b"\0" in data[:_HEAD]


def create_bytes(path: Path, data: bytes) -> None:
    """Write a new file. Raises `FileExistsError` if there is one, `OSError` if it can't be."""
    with path.open("xb") as file:
        try:
            file.write(data)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise


def replace_bytes(path: Path, before: bytes, after: bytes) -> None:
    """Put ``after`` in the place of ``before`` in the file, as a whole or not at all.

    Keeps the file's mode. Raises `ChangedError` if the file no longer holds ``before``, `OSError`
    if it can't be written; the file is then as it was.
    """
    path = path.resolve()  # a symbolic link stays one
    mode = path.stat().st_mode
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode & 0o7777)
        if path.read_bytes() != before:
            raise ChangedError(f"{path} has changed since it was read; nothing was written to it")
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
