"""What ``.gitattributes`` states about a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mergemend.git.runner import run_git
from mergemend.snapshot import program

ATTRIBUTES = ".gitattributes"
"""The file with attributes in a folder of the work tree."""

_NONE = {b"unspecified", b"unset", b"set"}


def attributes_outside(top: Path) -> Iterator[Path]:
    """The files with attributes besides those of a repository, as in gitattributes(5).

    They need not be there. Raises `mergemend.git.runner.GitError`.
    """
    yield Path("/etc/gitattributes")
    yield Path(os.fsdecode(program())).parent.parent / "etc/gitattributes"
    named = run_git(["config", "--type=path", "--get", "core.attributesFile"], top, most=1)
    if named:
        yield top / os.fsdecode(named.rstrip(b"\n"))
    settings = os.environ.get("XDG_CONFIG_HOME") or Path(os.environ.get("HOME", "/"), ".config")
    yield Path(settings, "git/attributes")


def stated_encoding(folder: Path, name: str) -> str | None:
    """The ``working-tree-encoding`` of the file ``name``, a path from ``folder``, or None.

    Raises `mergemend.git.runner.GitError`.
    """
    asked = ["check-attr", "-z", "working-tree-encoding", "--"]
    value = run_git([*asked, os.fsencode(name)], folder).split(b"\0")[2]
    return None if value in _NONE else value.decode("ascii", "replace")


def stated_merges(top: Path) -> dict[str, str]:
    """How the tracked files below ``top`` are merged, by the ``merge`` attribute, where one is set.

    Raises `mergemend.git.runner.GitError`.
    """
    files = run_git(["ls-files", "-z"], top)
    said = run_git(["check-attr", "-z", "--stdin", "merge"], top, files).split(b"\0")[:-1]
    stated = zip(said[::3], said[2::3], strict=True)
    return {os.fsdecode(n): os.fsdecode(how) for n, how in stated if how != b"unspecified"}
