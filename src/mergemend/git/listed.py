"""What git's list of the files of a work tree hangs on, and snapshots of it (`mergemend.snapshot`).

gitignore(5) and git-config(1) say where patterns and settings are looked for. A snapshot is taken
only where all of that is known: not with repositories inside of this one, nor with parts on another
file system, nor with settings of ours in folders.
"""

from __future__ import annotations

import os
from array import array

from mergemend.git.process import ask, scratch_file
from mergemend.known import FOLDER
from mergemend.places import CONFIG_NAMES, folders_of
from mergemend.snapshot import (
    CHUNK,
    INDEX,
    TOP,
    WIDTH,
    Shelf,
    Snapshot,
    numbers_of,
    program,
    row_of,
    state_at,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OWN = (
    *(b".git/HEAD", b".git/commondir", b".git/config", b".git/config.worktree"),
    b".git/info/exclude",
)
_PATTERNS = b".gitignore"
# These may be there and not speak of us; findings hang on attributes, which state encodings.
_WATCHED = (_PATTERNS, b".gitattributes", *map(os.fsencode, CONFIG_NAMES))
_REFUSED = (b".git", b".mergemend")  # another repository; settings

_SETTINGS = ("config", "--list", "--show-scope", "--show-origin", "-z")
_OF_SYSTEM = ("config", "--list", "--system", "-z")
# it takes no literal paths; with ./ before them there is no magic in any
_IGNORED = (
    *("--no-literal-pathspecs", "check-ignore", "--verbose", "--non-matching", "-z", "--stdin"),
)
_PLAIN = b"./"
_FIELDS = 4  # that check-ignore tells of a path: source, line, pattern, path


class UnknownError(Exception):
    """Not all that the list hangs on is known, or it has just been changed."""


def take(shelf: Shelf, kept: Snapshot | None, files: Sequence[bytes], verdicts: bytes) -> None:
    """Keep a snapshot after a run that learned nothing new.

    ``kept`` is what the last run kept: only if that was a stub and the index is as it was then, the
    whole tree is walked.
    """
    try:
        watched = [INDEX, settled_state(INDEX, shelf.before)]
        if not watched[1]:
            return
        stub = Snapshot(watched)
        if not (kept and kept.is_stub and kept.watched == watched):
            shelf.keep(stub)
            return
        snapshot = _snapshot(watched, files, verdicts, shelf.before)
        place = f".git/{FOLDER}".encode()
        before = row_of(place)
        shelf.keep(snapshot)
        if row_of(place) == before:  # a file system on which folders do not tell
            shelf.keep(stub)
    except (OSError, OverflowError, UnknownError):  # a number of more than eight bytes
        return


def _snapshot(
    stub: Sequence[bytes], files: Sequence[bytes], verdicts: bytes, before: int
) -> Snapshot:
    """Raises `OSError` and `UnknownError`."""
    folders, inside = _walk(files)
    watched = [*stub]
    for path in dict.fromkeys((program(), *_OWN, *_outside(), *inside)):
        watched += (path, settled_state(path, before))
    gone = {path for path in files if not os.path.lexists(path)}
    listed = [path for path in files if path not in gone] if gone else files
    numbers = array("q")
    for paths in (folders, listed):
        for start in range(0, len(paths), CHUNK):
            numbers.extend(numbers_of(paths[start : start + CHUNK]))
    if max(max(numbers[::WIDTH]), max(numbers[1::WIDTH])) >= before:
        raise UnknownError
    told = bytes(one for path, one in zip(files, verdicts, strict=True) if path not in gone)
    return Snapshot(watched, folders, listed, told, memoryview(numbers).cast("B"))


def settled_state(path: bytes, before: int) -> bytes:
    """The state of a file that is watched. Raises `UnknownError` if it has just been changed."""
    state = state_at(path)
    if state and max(map(int, state.split()[:2])) >= before:
        raise UnknownError
    return state


# Inside.


def _walk(files: Iterable[bytes]) -> tuple[list[bytes], list[bytes]]:
    """All folders that git looks into, the top first, and the files in them that are watched."""
    listed = folders_of(files)
    folders: list[bytes] = []
    watched: list[bytes] = []
    device = os.lstat(b".git").st_dev
    look, ask = [b""], list[bytes]()
    while look or ask:
        if not look:
            look, ask = _not_ignored(ask), []
            continue
        folder = look.pop()
        if os.lstat(folder or TOP).st_dev != device:
            raise UnknownError
        folders.append(folder or TOP)
        for path, is_folder in _entries(folder):
            if is_folder:
                (look if path in listed else ask).append(path)
            else:
                watched.append(path)
    return folders, watched


def _entries(folder: bytes) -> Iterator[tuple[bytes, bool]]:
    """The folders in a folder, and the files that are watched. Raises `UnknownError`."""
    with os.scandir(folder or TOP) as entries:
        for entry in entries:
            name = entry.name.lower()  # as file systems may take it
            path = folder + b"/" + entry.name if folder else entry.name
            if name in _REFUSED:
                if path != b".git":
                    raise UnknownError
            elif name in _WATCHED:
                yield path, False
            elif entry.is_dir(follow_symlinks=False):
                yield path, True


def _not_ignored(folders: Sequence[bytes]) -> list[bytes]:
    """Those of some folders without listed files that git looks into."""
    plain = [_PLAIN + folder for folder in folders]
    asked = scratch_file()
    try:
        with open(asked, "wb", closefd=False) as file:
            file.write(b"\0".join(plain))
        os.lseek(asked, 0, os.SEEK_SET)
        told, _ = ask(_IGNORED, ".", {}, asked)
    finally:
        os.close(asked)
    fields = told.split(b"\0")[:-1]
    if fields[_FIELDS - 1 :: _FIELDS] != plain:
        raise UnknownError
    found = zip(fields[::_FIELDS], fields[2::_FIELDS], folders, strict=True)
    return [folder for source, pattern, folder in found if not source or pattern[:1] == b"!"]


# Outside.


def _outside() -> Iterator[bytes]:
    """The files with settings, and with patterns that these name; some may not be there."""
    told, complaint = ask(_SETTINGS, ".", {})
    if complaint:
        raise UnknownError
    fields = told.split(b"\0")[:-1]
    excludes = of_home(b"git/ignore")
    scopes = set()
    for scope, origin, setting in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        if scope == b"command":
            continue
        kind, _, path = origin.partition(b":")
        if kind != b"file":
            raise UnknownError
        scopes.add(scope)
        yield path
        key, _, value = setting.partition(b"\n")
        if key == b"core.worktree":
            raise UnknownError
        if key == b"core.excludesfile":
            excludes = [_expanded(value, TOP)] if value else []
        elif key == b"include.path" or (key[:10] == b"includeif." and key[-5:] == b".path"):
            yield _expanded(value, os.path.dirname(path) or TOP)
    yield from excludes
    yield from _of_user()
    if b"system" not in scopes:
        yield _of_system()


def _expanded(value: bytes, folder: bytes) -> bytes:
    """A path in a setting; a relative one counts from ``folder``."""
    home = os.environb.get(b"HOME")
    if value[:2] == b"~/" and home:
        return os.path.join(home, value[2:])
    if not value or value[:1] in (b"~", b"%"):  # of another user, or of git itself
        raise UnknownError
    return os.path.join(folder, value)


def _of_user() -> list[bytes]:
    """The files with settings of the user."""
    if (named := os.environb.get(b"GIT_CONFIG_GLOBAL")) is not None:
        return [named] if named else []
    home = os.environb.get(b"HOME")
    return [*of_home(b"git/config"), *([os.path.join(home, b".gitconfig")] if home else [])]


def of_home(name: bytes) -> list[bytes]:
    """Where a file of this name is in the folder for settings, if there is one."""
    home = os.environb.get(b"HOME")
    folder = os.environb.get(b"XDG_CONFIG_HOME") or (home and os.path.join(home, b".config"))
    return [os.path.join(folder, name)] if folder else []


def _of_system() -> bytes:
    """The file with settings of the system that is not there, or empty: git says where."""
    if named := os.environb.get(b"GIT_CONFIG_SYSTEM"):
        return named
    told, complaint = ask((*_OF_SYSTEM, "--show-origin"), ".", {})
    _, quote, path = complaint.partition("config file '")
    if told or not quote:
        raise UnknownError
    return os.fsencode(path.partition("'")[0])
