"""What ``.gitattributes`` states about a file."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from mergemend.git.listed import of_home
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
    git = os.fsdecode(program())
    for one in {git, os.path.realpath(git)}:
        yield Path(one).parent.parent / "etc/gitattributes"
    named = run_git(["config", "--type=path", "--get", "core.attributesFile"], top, most=1)
    if named:
        yield top / os.fsdecode(named.rstrip(b"\n"))
    yield from (Path(os.fsdecode(path)) for path in of_home(b"git/attributes"))


def stated_encoding(folder: Path, name: str) -> str | None:
    """The ``working-tree-encoding`` of the file ``name``, a path from ``folder``, or None.

    Raises `mergemend.git.runner.GitError`.
    """
    return stated_encodings(folder, [name]).get(name)


def stated_encodings(top: Path, names: Iterable[str]) -> dict[str, str]:
    """The same of many files at once, by their paths from ``top``, where one is stated.

    Raises `mergemend.git.runner.GitError`.
    """
    asked = b"".join(os.fsencode(name) + b"\0" for name in names)
    return _stated(top, "working-tree-encoding", asked, _NONE)


def stated_merges(top: Path) -> dict[str, str]:
    """How the tracked files below ``top`` are merged, by the ``merge`` attribute, where one is set.

    Raises `mergemend.git.runner.GitError`.
    """
    return _stated(top, "merge", run_git(["ls-files", "-z"], top), {b"unspecified"})


def _stated(top: Path, attribute: str, names: bytes, none: Collection[bytes]) -> dict[str, str]:
    """What an attribute is, where that is not one of ``none``, by names that end in NUL."""
    said = run_git(["check-attr", "-z", "--stdin", attribute], top, names).split(b"\0")[:-1]
    stated = zip(said[::3], said[2::3], strict=True)
    return {os.fsdecode(name): os.fsdecode(how) for name, how in stated if how not in none}
