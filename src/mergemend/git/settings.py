"""Reads and writes git's settings, only where a user asks for it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from mergemend.git.runner import GitError, find_top, run_git

_NOT_SET = 1  # how `git config` ends where a setting has no value
_NOTHING_TO_UNSET = 5


class Scope(StrEnum):
    """Whose settings: those of one repository, or of the user."""

    LOCAL = "local"
    GLOBAL = "global"


def setting(scope: Scope, name: str, folder: Path) -> str | None:
    """The value of a setting, the last one if there are several; None if it is not set."""
    said = run_git(["config", f"--{scope}", "-z", "--get", name], folder, most=_NOT_SET)
    return os.fsdecode(said[:-1]) if said else None


def put_setting(scope: Scope, name: str, value: str, folder: Path) -> None:
    """Give a setting its only value. Raises `GitError`."""
    run_git(["config", f"--{scope}", "--replace-all", name, value], folder)


def drop_setting(scope: Scope, name: str, folder: Path) -> None:
    """Remove a setting; git removes its section, too, if nothing else is in it."""
    run_git(["config", f"--{scope}", "--unset-all", name], folder, most=_NOTHING_TO_UNSET)


def attributes_file(scope: Scope, folder: Path) -> Path:
    """The file of attributes that is not in a work tree: the repository's, or the user's.

    Raises `GitError` outside of a repository.
    """
    if scope is Scope.LOCAL:
        said = run_git(["rev-parse", "--git-path", "info/attributes"], folder)
        where = os.fsdecode(said.removesuffix(b"\n"))
        return Path(os.path.normpath(Path(os.path.realpath(folder), where)))
    asked = ["config", "--global", "--type=path", "-z", "--get", "core.attributesFile"]
    if said := run_git(asked, folder, most=_NOT_SET):
        return Path(os.fsdecode(said[:-1]))
    # gitattributes(5): where that is not set
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home, "git", "attributes")


def top_of(folder: Path) -> Path:
    """The top of the work tree around ``folder``. Raises `GitError` if there is none."""
    top = find_top(folder)
    if top is None:
        raise GitError(f"{folder.absolute()}: not in the work tree of a git repository")
    return top
