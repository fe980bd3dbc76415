"""Registers mergemend with git as a merge driver and a mergetool, and takes that back.

What is written are settings and a few lines of attributes, and only because a user asked for it.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mergemend.files import read_file
from mergemend.git.attribute_lines import DRIVER, Attributes, refuse_odd
from mergemend.git.attributes import stated_merges
from mergemend.git.settings import (
    Scope,
    attributes_file,
    drop_setting,
    put_setting,
    setting,
    top_of,
)
from mergemend.model import Safety
from mergemend.run_name import run_name

GLOBS = ("*.md", "*.markdown", "*.rst", "*.txt", "*.adoc")
"""The documents that are merged with it, if no others are named."""

_MERGE = f"merge.{DRIVER}"
_TOOL = f"mergetool.{DRIVER}"
_SETTINGS = (
    f"{_MERGE}.name",
    f"{_MERGE}.driver",
    f"{_MERGE}.recursive",
    f"{_TOOL}.cmd",
    f"{_TOOL}.trustExitCode",
)


class InstallError(Exception):
    """What keeps it from being installed; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is written: whose settings, and the file of attributes."""

    scope: Scope
    attributes: Path

    @classmethod
    def of(cls, folder: Path, scope: Scope, *, shared: bool = False) -> Place:
        """The repository's own files, the user's, or ``.gitattributes`` for all who clone it.

        Raises `mergemend.git.runner.GitError` outside of a repository.
        """
        if scope is Scope.LOCAL:
            top = top_of(folder)
            if shared:
                return cls(scope, top / ".gitattributes")
        return cls(scope, attributes_file(scope, folder))


@dataclass(frozen=True, slots=True)
class Written:
    """What was written or removed: settings with their values, attributes, and their globs."""

    settings: tuple[tuple[str, str], ...]
    attributes: Path | None
    globs: tuple[str, ...]


def program() -> str:
    """This program as a shell runs it, wherever it is started from and with any PATH.

    Without the command that pip makes, Python runs it; ``-P`` keeps it from loading what stands in
    a work tree under the name of a module.
    """
    command = Path(sys.argv[0])
    if command.stem == "mergemend" and command.is_file() and os.access(command, os.X_OK):
        return quoted(command.absolute())
    return f"{quoted(Path(sys.executable))} -P -m mergemend"


def quoted(path: Path) -> str:
    """A path as a shell reads it: git runs one on every system."""
    return shlex.quote(path.as_posix())


def settings_for(command: str, least: Safety) -> dict[str, str]:
    """The settings that make git run ``command``, which may be gone one day.

    Where it does not end as `merge-driver` does, git's own `merge-file` does the work. A percent
    sign in a driver's line starts a placeholder.
    """
    driver = (
        f"{command.replace('%', '%%')} merge-driver --min-grade={least} --"
        " %O %A %B %L %P %S %X %Y; s=$?;"
        " case $s in 0|100) exit $s;; esac;"
        " git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B; s=$?;"
        " test $s -gt 127 && exit 1; exit $s"
    )
    values = (
        "mergemend settles what is sure, and leaves the rest to git's markers",
        driver,
        "text",
        f'{command} mergetool -- "$MERGED"',
        "true",
    )
    return dict(zip(_SETTINGS, values, strict=True))


def install(place: Place, folder: Path, globs: Sequence[str], least: Safety) -> Written:
    """Write the settings, and ``globs`` among the attributes; what is there already stays.

    Raises `InstallError`, `mergemend.git.attribute_lines.GlobError`, `OSError` and
    `mergemend.git.runner.GitError`. Attributes come first: without the settings they do nothing.
    """
    refuse_odd(globs)
    if _is_unread(place.attributes):
        raise InstallError(f"{place.attributes}: is a symbolic link, which git does not read")
    before = _read(place.attributes)
    found = Attributes.read(before)
    _refuse_taken(place, folder, found, globs)
    after = replace(found, globs=tuple(dict.fromkeys(globs)))
    changed = after.written() != before
    if changed:
        _put_attributes(place, folder, before, after.written())
    wanted = settings_for(program(), least)
    new = {n: v for n, v in wanted.items() if setting(place.scope, n, folder) != v}
    for name, value in new.items():
        put_setting(place.scope, name, value, folder)
    return Written(tuple(new.items()), place.attributes if changed else None, after.globs)


def uninstall(place: Place, folder: Path) -> Written:
    """Remove what `install` has written there, and nothing else; the same errors."""
    before = _read(place.attributes)
    found = Attributes.read(before)
    if found.globs:
        _put(place.attributes, before, replace(found, globs=()).written())
    old = []
    for name in _SETTINGS:
        value = setting(place.scope, name, folder)
        if value is not None:
            drop_setting(place.scope, name, folder)
            old.append((name, value))
    return Written(tuple(old), place.attributes if found.globs else None, found.globs)


def _refuse_taken(place: Place, folder: Path, found: Attributes, globs: Sequence[str]) -> None:
    """Raise `InstallError` where other lines say how to merge the same files."""
    looked = {place.attributes: found}
    if place.scope is Scope.LOCAL:
        tree = top_of(folder) / ".gitattributes"
        looked.setdefault(tree, Attributes.read(_read(tree)))
    for file, attributes in looked.items():
        for glob, line in attributes.of_others(globs):
            raise InstallError(
                f"{file}: '{line}' says already how to merge {glob}; remove that line, or name"
                " other globs"
            )


def _put_attributes(place: Place, folder: Path, before: bytes | None, after: bytes | None) -> None:
    """Write attributes, unless a tracked file would be merged in another way than was stated.

    Only git knows which line counts for a file, so it is asked with the lines written.
    """
    if place.scope is Scope.GLOBAL:
        _put(place.attributes, before, after)
        return
    top = top_of(folder)
    earlier = stated_merges(top)
    _put(place.attributes, before, after)
    now = stated_merges(top)
    taken = [f for f, how in earlier.items() if how != DRIVER and now.get(f) == DRIVER]
    if taken:
        _put(place.attributes, after, before)
        stated = earlier[taken[0]]
        how = {"set": "merge", "unset": "-merge"}.get(stated, f"merge={stated}")
        raise InstallError(
            f"{taken[0]}: has '{how}' among its attributes, which would be overruled; name globs"
            f" without that file, or write '{taken[0]} {how}' into {place.attributes}"
        )


def _is_unread(path: Path) -> bool:
    """Whether git leaves a file of attributes out: one in the work tree that is a link."""
    return path.name == ".gitattributes" and path.is_symlink()


def _read(path: Path) -> bytes | None:
    if _is_unread(path):
        return None
    try:
        return read_file(path)
    except FileNotFoundError:
        return None


def _put(path: Path, before: bytes | None, after: bytes | None) -> None:
    from mergemend.files.writing import create_bytes, replace_bytes

    if after is None:
        path.unlink(missing_ok=True)
    elif before is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        create_bytes(path, after)
    else:
        replace_bytes(path, before, after, run_name(datetime.now(UTC)))
