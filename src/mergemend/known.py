"""Files that an earlier run of this version told clean: a cache in git's own folder.

A file is known by its path, and by size, number and time of change of its inode. These can't be
set from outside: a repository that comes with a cache made up for it has none that fits. What was
changed within the last moments is not kept, as it can change once more without a trace. Reading and
writing go wrong in silence: a cache is never needed.
"""

from __future__ import annotations

import os
import time
from itertools import chain

from mergemend import __version__
from mergemend.system import HAS_FOLDERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FOLDER = "mergemend"
CLEAN, CHECKED, RECORDS = "clean", "checked", "records"
"""Files that the sieve told, documents that took the whole program, and what documents say."""

_MOMENT = 2_000_000_000  # ns: the coarsest clock of a file system, that of FAT
_MOST = 200_000_000  # bytes
_OF_FOLDER = ord("f")  # in place of a verdict
_PARTS = (
    *("known.py", "clean.py", "cheap.py", "sieve.py", "mojibake/gate.py"),
    *("snapshot.py", "git/listed.py"),
)


class Known:
    """What is known of the files of a work tree, and what is learned of them.

    ``name`` is that of the cache. All of it is forgotten when ``context`` changes.
    """

    def __init__(self, top: str, name: str = CLEAN, context: bytes = b"") -> None:
        self._git = git_folder(top) if HAS_FOLDERS else None
        self._place = name, head_line() + b" " + context
        self._before = moments_ago()
        self._already = load(self._git, *self._place) if self._git else {}
        self._used: list[bytes] = []
        self.learned: dict[bytes, bytes] = {}

    def expect(self, paths: Iterable[bytes]) -> None:
        """Say which files will be asked for: what is known of all others is forgotten."""
        self._used += paths

    @property
    def has_most(self) -> bool:
        """Whether most of the files that will be asked for may be known."""
        return 2 * len(self._already) > len(self._used)

    def verdict(self, path: bytes) -> int:
        """The verdict of a file that has not changed; 0 if it is not known."""
        state = self._already.get(path)
        if state is None:
            return 0
        try:
            found = os.stat(path, follow_symlinks=False)
        except OSError:
            return 0
        return state[0] if state[1:] == state_of(found) else 0

    def is_as_before(self, folder: bytes, found: os.stat_result) -> bool:
        """Whether a folder is in a state that was kept."""
        return self._already.get(_key_of(folder), b"-")[1:] == state_of(found)

    def learn_folder(self, folder: bytes, found: os.stat_result) -> None:
        """Keep the state of a folder, unless it was changed a moment ago."""
        self.learn(_key_of(folder), found, _OF_FOLDER)

    def learn(self, path: bytes, found: os.stat_result, verdict: int) -> None:
        """Keep a verdict, unless the file was changed a moment ago."""
        if max(found.st_ctime_ns, found.st_mtime_ns) < self._before:
            self.learned[path] = b"%c%b" % (verdict, state_of(found))

    def save(self) -> None:
        """Keep what was learned, in place of what was known before of files that are gone."""
        if self._git and self.learned:
            used = (*self._used, *_folders_of(self._used))
            kept = {path: self._already[path] for path in used if path in self._already}
            store(self._git, *self._place, kept | self.learned)


def moments_ago() -> int:
    """When, in ns, a file must have changed last: the next change tells on it for certain."""
    return time.time_ns() - _MOMENT


def _key_of(folder: bytes) -> bytes:
    """Under what a folder is kept: no path of a file begins so, but one of a repository can end
    with a slash.
    """
    return b"/" + folder


def _folders_of(paths: Iterable[bytes]) -> set[bytes]:
    """The keys of the folders of files and of those above them."""
    found: set[bytes] = set()
    for folder in {path.rpartition(b"/")[0] for path in paths}:
        while folder and _key_of(folder) not in found:
            found.add(_key_of(folder))
            folder = folder.rpartition(b"/")[0]
    return found


def state_of(found: os.stat_result) -> bytes:
    """What tells a version of a file from all others, and can't be made up."""
    return b"%d %d %d %d" % (found.st_ctime_ns, found.st_mtime_ns, found.st_size, found.st_ino)


def git_folder(folder: str) -> str | None:
    """git's own folder for the work tree whose top ``folder`` is; None if it is none."""
    path = f"{folder}/.git"
    if os.path.isfile(path) and not os.path.islink(path):
        with open(path, "rb") as file:
            named = os.fsdecode(file.read(4096)).removeprefix("gitdir: ").rstrip("\n")
        path = os.path.join(folder, named)
    return path if os.path.isfile(f"{path}/HEAD") else None


def head_line() -> bytes:
    """The first line: another version, or one that is being worked on, knows nothing."""
    home = os.path.dirname(__file__)
    times = (os.stat(f"{home}/{part}").st_mtime_ns for part in _PARTS)
    return f"mergemend {__version__} 1 {' '.join(map(str, times))}".encode()


def _open_folder(top: str, *, make: bool) -> int:
    """The folder of the cache; it is no link to elsewhere. Raises `OSError`."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    within = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if make:
            _make(within)
        return os.open(FOLDER, flags, dir_fd=within)
    finally:
        os.close(within)


def _make(within: int) -> None:
    try:
        os.mkdir(FOLDER, dir_fd=within)
    except FileExistsError:
        return


def load(top: str, name: str, head: bytes) -> Mapping[bytes, bytes]:
    """What is kept in git's folder ``top`` under a name and its first line; empty if nothing is."""
    fields = read_kept(top, name).split(b"\0")
    if fields[0] != head or fields[-1] != b"end" or len(fields) % 2:
        return {}
    return dict(zip(fields[1:-1:2], fields[2:-1:2], strict=True))


def store(top: str, name: str, head: bytes, known: Mapping[bytes, bytes]) -> None:
    """Keep this in place of what was kept before.

    No part of it has a NUL byte.
    """
    entries = (b"\0%b\0%b" % entry for entry in known.items())
    write_kept(top, name, chain((head,), entries, (b"\0end",)))


def read_kept(top: str, name: str) -> bytes:
    """The file of this name in our folder in git's; empty if there is none that can be read."""
    try:
        folder = _open_folder(top, make=False)
        try:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with os.fdopen(os.open(name, flags, dir_fd=folder), "rb") as file:
                return file.read(_MOST)
        finally:
            os.close(folder)
    except OSError:
        return b""


def write_kept(top: str, name: str, pieces: Iterable[bytes]) -> None:
    """Write that file anew; of two runs at once one counts."""
    temporary = f"{name}.{os.getpid()}.tmp"
    try:
        folder = _open_folder(top, make=True)
    except OSError:
        return
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(temporary, flags, 0o644, dir_fd=folder), "wb") as file:
            file.writelines(pieces)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        _remove(temporary, folder)
    finally:
        os.close(folder)


def _remove(name: str, folder: int) -> None:
    try:
        os.unlink(name, dir_fd=folder)
    except OSError:
        return
