"""Which files there are to look at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mergemend.git.runner import find_top, run_git


def list_files(folder: Path) -> Iterator[Path]:
    """The files below ``folder``: tracked, and untracked unless ignored; all of them without git.

    Raises `mergemend.git.runner.GitError` where git refuses.
    """
    if find_top(folder) is None:
        yield from _walk(folder)
        return
    output = run_git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], folder)
    seen = dict.fromkeys(output.split(b"\0")[:-1])  # an unmerged file is listed once a stage
    for name in seen:
        path = folder / os.fsdecode(name)
        if path.is_file() and not path.is_symlink():  # else: deleted, a submodule, or elsewhere
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != ".git")
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():
                yield path
