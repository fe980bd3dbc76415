"""The repository that the environment names: git tells its hooks so which one it works on.

`git commit` sets ``GIT_INDEX_FILE``, in a linked worktree ``GIT_DIR`` too. Relative paths in them
count from the top, and a file can lie in another repository: a submodule, or one beside.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mergemend.git.safe import AS_THEY_ARE, LOCAL, PATHS

# the top that git names in a folder, with variables in place of those that name a repository
ShowTop = Callable[[Path, Mapping[str, str]], Path | None]


@dataclass(frozen=True, slots=True)
class Given:
    """The work tree that the environment names, and the variables that make git take it."""

    top: Path
    variables: dict[str, str]

    @classmethod
    def of_environment(cls, folder: Path, show_top: ShowTop) -> Given | None:
        """What the environment names, if ``folder`` belongs to it; else None.

        It does if it is in its work tree, and in no other one inside of that.
        """
        named = {name: os.environ[name] for name in LOCAL if name in os.environ}
        if not named:
            return None
        here = Path.cwd()
        top = above(folder, show_top(here, named))
        if top is None:
            return None
        around = above(folder, show_top(folder, {}))
        if around is not None and not top.is_relative_to(around):
            return None
        return cls(top, _absolute(named, top, here))


def is_named() -> bool:
    """Whether the environment names a repository, or a part of one."""
    return not LOCAL.isdisjoint(os.environ)


def above(folder: Path, top: Path | None) -> Path | None:
    """The folder above ``folder``, or itself, that ``top`` is a name of; None if there is none."""
    for parent in (folder, *folder.parents):
        if parent == top or (top and top.exists() and parent.samefile(top)):
            return parent
    return None


def _absolute(named: Mapping[str, str], top: Path, here: Path) -> dict[str, str]:
    """The variables as they hold in every folder."""
    variables = {name: named[name] for name in AS_THEY_ARE if name in named}
    variables |= {name: str(top / named[name]) for name in PATHS if name in named}
    if "GIT_DIR" in named:
        variables |= {"GIT_DIR": str(here / named["GIT_DIR"]), "GIT_WORK_TREE": str(top)}
    return variables


@contextmanager
def only(variables: Mapping[str, str]) -> Iterator[None]:
    """Have ``variables`` in place of those that name a repository: GitPython can't leave any out.

    Not for several threads.
    """
    hidden = {name: os.environ.pop(name) for name in LOCAL if name in os.environ}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in variables:
            del os.environ[name]
        os.environ.update(hidden)
