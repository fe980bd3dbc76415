"""Files that an earlier run of this version told clean: a cache in git's own folder.

A file is known by its path, and by size, number and time of change of its inode. These can't be
set from outside: a repository that comes with a cache made up for it has none that fits. What was
changed within the last moments is not kept, as it can change once more without a trace. Reading and
writing go wrong in silence: a cache is never needed.
"""

from __future__ import annotations

import os
import time
from io import FileIO
from itertools import chain

from mergemend import __version__
from mergemend.places import folders_of
from mergemend.rows import END, Gathered, Rows, merged, only, read_at, row_of
from mergemend.system import HAS_FOLDERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FOLDER = "mergemend"
CLEAN, PLAIN, CHECKED, RECORDS = "clean", "plain", "checked", "records"
"""Files that the sieve told, texts and documents that took the whole program, and what documents
say."""

_MOMENT = 2_000_000_000  # ns: the coarsest clock of a file system, that of FAT
_MOST = 200_000_000  # bytes
_END = b"end"
_TAIL = 40  # bytes at the end that have the number of rows in them
_OF_FOLDER = ord("f")  # in place of a verdict
_PARTS = (
    *("known.py", "rows.py", "clean.py", "cheap.py", "sieve.py", "mojibake/gate.py"),
    *("snapshot.py", "git/listed.py", "settled.py", "config/settling.py", "config/globs.py"),
)


class Known:
    """What is known of the files of a work tree, and what is learned of them.

    ``name`` is that of the cache. All of it is forgotten when ``context`` changes. It is in files,
    not in memory: a tree can have many files. What is asked for in order is found sooner.
    """

    def __init__(self, top: str, name: str = CLEAN, context: bytes = b"") -> None:
        self._git = git_folder(top) if HAS_FOLDERS else None
        self._name, self._head = name, head_line() + b" " + context + END
        self._before = moments_ago()
        self._count, self._already = self._opened()
        self._used: list[Sequence[bytes]] = []
        self._learned = _gathered(self._git) if self._git else None
        self._number = self._number_before = 0  # of rows that were learned

    def _opened(self) -> tuple[int, Rows | None]:
        """How many rows are kept, and these."""
        file = opened(self._git, self._name) if self._git else None
        if file is None:
            return 0, None
        size = os.fstat(file.fileno()).st_size
        head = read_at(file, 0, len(self._head))
        tail = read_at(file, max(len(head), size - _TAIL), _TAIL)
        count, _, end = tail.rpartition(END)[2].partition(b"\0")
        if head != self._head or end != _END or not count.isdigit():
            file.close()
            return 0, None
        return int(count), Rows(file, len(head), size - len(count) - len(end) - 1)

    def expect(self, paths: Sequence[bytes]) -> None:
        """Say which files will be asked for: what is known of all others is forgotten.

        Other processes may look at them: each says in the end what it learned (`hand_over`).
        """
        self._used.append(paths)
        self._number_before = self._number

    @property
    def has_most(self) -> bool:
        """Whether most of the files that will be asked for may be known."""
        return 2 * self._count > sum(map(len, self._used))

    @property
    def has_learned(self) -> bool:
        """Whether anything was told that was not known."""
        return self._number > 0

    def verdict(self, path: bytes) -> int:
        """The verdict of a file that has not changed; 0 if it is not known."""
        state = self._already.get(path) if self._already else b""
        if not state:
            return 0
        try:
            found = os.stat(path, follow_symlinks=False)
        except OSError:
            return 0
        return state[0] if state[1:] == state_of(found) else 0

    def is_as_before(self, folder: bytes, found: os.stat_result) -> bool:
        """Whether a folder is in a state that was kept."""
        state = self._already.get(_key_of(folder)) if self._already else b""
        return state[1:] == state_of(found)

    def learn_folder(self, folder: bytes, found: os.stat_result) -> None:
        """Keep the state of a folder, unless it was changed a moment ago."""
        self.learn(_key_of(folder), found, _OF_FOLDER)

    def learn(self, path: bytes, found: os.stat_result, verdict: int) -> None:
        """Keep a verdict, unless the file was changed a moment ago."""
        if max(found.st_ctime_ns, found.st_mtime_ns) >= self._before:
            return
        self._number += 1
        try:
            if self._learned:
                self._learned.add(path, b"%c%b" % (verdict, state_of(found)))
        except OSError:
            self._learned = None

    def hand_over(self) -> int:
        """Write what this process has learned; how much it was of what was expected last."""
        try:
            if self._learned:
                self._learned.flush()
        except OSError:
            self._learned = None
        return self._number - self._number_before

    def take_over(self, number: int) -> None:
        """Count in what another process has learned."""
        self._number += number

    def save(self) -> None:
        """Keep what was learned, in place of what was known before of files that are gone."""
        if self._git and self._learned and self.has_learned:
            write_kept(self._git, self._name, self._pieces(self._learned))
        for file in (self._learned, self._already):
            if file:
                file.close()
        self._learned = self._already = None

    def _pieces(self, learned: Gathered) -> Iterator[bytes]:
        """Raises `OSError`."""
        from heapq import merge

        yield self._head
        before: Iterable[tuple[bytes, bytes]] = ()
        if self._already:
            folders = {_key_of(one) for paths in self._used for one in folders_of(paths)}
            before = only(self._already, merge(*map(sorted, (*self._used, folders))))
        number = 0
        for row in merged(learned.sorted(), before):
            number += 1
            yield row_of(*row) + END
        yield b"%d\0%b" % (number, _END)


def _gathered(top: str) -> Gathered | None:
    """Rows in a file without a name in git's folder; None where there can be none."""
    try:
        return Gathered(FileIO(_nameless(top), "r+"))
    except OSError:
        return None


def _nameless(top: str) -> int:
    flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
    try:
        return os.open(top, flags | os.O_TMPFILE, 0o600)
    except (AttributeError, OSError):  # not Linux, or a file system without
        temporary = f"{top}/{FOLDER}.{os.getpid()}.tmp"
        handle = os.open(temporary, flags | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        os.unlink(temporary)
        return handle


def moments_ago() -> int:
    """When, in ns, a file must have changed last: the next change tells on it for certain."""
    return time.time_ns() - _MOMENT


def _key_of(folder: bytes) -> bytes:
    """Under what a folder is kept: no path of a file begins so, but one of a repository can end
    with a slash.
    """
    return b"/" + folder


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
    return f"mergemend {__version__} 3 {' '.join(map(str, times))}".encode()


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


def opened(top: str, name: str) -> FileIO | None:
    """The file of this name in our folder in git's; None if there is none that can be read."""
    try:
        folder = _open_folder(top, make=False)
        try:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            return FileIO(os.open(name, flags, dir_fd=folder), "r")
        finally:
            os.close(folder)
    except OSError:
        return None


def read_kept(top: str, name: str) -> bytes:
    """What is in that file; empty if there is none that can be read."""
    file = opened(top, name)
    if file is None:
        return b""
    try:
        with file:
            return file.read(_MOST)
    except OSError:
        return b""


def write_kept(top: str, name: str, pieces: Iterable[bytes | memoryview]) -> None:
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
