"""Which files there are to look at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from mergemend.git.runner import find_top, run_git


def list_files(folder: Path) -> Iterator[Path]:
    """The files below ``folder``: tracked, and untracked unless ignored; all of them without git,
    but none that are git's own.

    What can't be looked at is among them: reading it fails, and that is told. Raises
    `mergemend.git.runner.GitError` where git refuses.
    """
    if find_top(folder) is None:
        if ".git" not in folder.resolve().parts:
            yield from _walk(folder)
        return
    output = run_git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], folder)
    seen = dict.fromkeys(output.split(b"\0")[:-1])  # an unmerged file is listed once a stage
    for name in seen:
        path = folder / os.fsdecode(name)
        if _is_file(path):  # else: deleted, a submodule, or elsewhere
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        folders[:] = sorted(f for f in folders if f != ".git")
        for name in sorted(names):
            path = Path(root, name)
            if _is_file(path):
                yield path
    yield from closed


def _is_file(path: Path) -> bool:
    """Whether a path is a file of its own, or may be one in a folder that is closed to us."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
