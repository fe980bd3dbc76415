"""Reads regular files, and nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from mergemend.files.errors import NotAFileError, OutsideError
from mergemend.system import flags


def read_file(path: Path, most: int = -1) -> bytes:
    """What a file holds, or its first ``most`` bytes.

    Raises `NotAFileError` for pipes, devices and sockets, and `OSError`.
    """
    # without O_NONBLOCK, opening a pipe waits until somebody writes to it
    handle = os.open(path, os.O_RDONLY | flags("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"))
    try:
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError("is a folder")
        if not stat.S_ISREG(mode):
            raise NotAFileError("is no regular file, but a pipe, device or socket")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(most)
    finally:
        os.close(handle)


def refuse_outside(path: Path, top_of: Callable[[Path], Path | None]) -> None:
    """Raise `OutsideError` if a symbolic link in a work tree takes ``path`` out of that tree.

    ``top_of`` gives the top of the work tree that a folder lies in, or None.
    """
    real = os.path.realpath(path)
    if Path(real) == path.absolute():
        return
    for holder in _holders(path):
        top = top_of(holder)
        if top is not None and not Path(real).is_relative_to(os.path.realpath(top)):
            raise OutsideError(f"is a symbolic link to {real}, out of the work tree {top}")


def _holders(path: Path) -> list[Path]:
    """The folders, without links, that hold the symbolic links on the way to ``path``."""
    found = []
    here = Path(path.anchor) if path.is_absolute() else Path.cwd()
    for part in path.parts:
        step = here / part
        if step.is_symlink():
            found.append(here)
        here = Path(os.path.realpath(step))
    return found
