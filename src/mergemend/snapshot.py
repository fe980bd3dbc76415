"""A snapshot: what an earlier run saw of a work tree; what has not changed is not asked for again.

Which files git would list hangs on its index, on the folders of the work tree, on files of patterns
and settings, and on a few variables. A folder changes its times when anything in it is made,
renamed or removed. If all of these are as they were, so is the list, and git need not run; and a
file that is as it was keeps its verdict. `git.listed` takes snapshots. What the whole program found
clean stays so while git tells the same of it, too: `git.standing` says what that hangs on.

States of files can't be made up from outside (`known`), and that of the top folder is always among
them: a repository that comes with a snapshot made up for it has none that fits. A stub, which has
no folders, says only that the index was in this state at the end of a run: for a tree that changes
between all runs no snapshot is taken.
"""

from __future__ import annotations

import os
from itertools import islice

from mergemend.forks import in_processes
from mergemend.known import (
    git_folder,
    head_line,
    moments_ago,
    read_kept,
    state_of,
    write_kept,
)
from mergemend.system import HAS_FOLDERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Row = tuple[int, int, int, int]

NAME = "tree"
INDEX = b".git/index"
TOP = b"."

WIDTH = 4
"""Numbers that tell the state of a file: two times of change in ns, size, inode."""

CHUNK = 500
"""Files whose states are numbers of Python at once."""

_MANY = 2_500  # so many states take about as long as starting a process

# What the list of files can hang on besides files, with what of it is told in a snapshot.
_TOLD = (
    *("HOME", "XDG_CONFIG_HOME", "SUDO_UID", "GIT_CEILING_DIRECTORIES"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM"),
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)
# What variables of git begin with that it does not hang on; with any other one there is none.
_HARMLESS = (
    *("GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_EDITOR", "GIT_HTTP_", "GIT_PAGER"),
    *("GIT_OPTIONAL_LOCKS", "GIT_PROXY_", "GIT_SEQUENCE_EDITOR", "GIT_SSH", "GIT_SSL_"),
    *("GIT_TERMINAL_PROMPT", "GIT_TRACE"),
)


class Snapshot:
    """What a run saw: files with their verdicts, folders, and what else the list hangs on.

    Paths count from this folder, the top of the work tree. ``watched`` has paths and states in
    turn, that of the index first; ``numbers`` are those of the states of folders and files.
    ``past`` begins with the program that found files clean, and goes on like ``watched`` with what
    git's answers about them hang on.
    """

    def __init__(
        self,
        watched: Sequence[bytes],
        folders: Sequence[bytes] = (),
        files: Sequence[bytes] = (),
        verdicts: bytes = b"",
        numbers: bytes | memoryview = b"",
        past: Sequence[bytes] = (),
    ) -> None:
        self.watched = watched
        self.folders = folders
        self.files = files
        self.verdicts = verdicts
        self.past = past
        self._numbers = numbers

    @property
    def is_stub(self) -> bool:
        """Whether it says no more than the state of the index."""
        return not self.folders

    def has_same(self) -> bool:
        """Whether index, patterns and settings are as they were. Raises `OSError`."""
        return _are_so(self.watched)

    def has_same_past(self) -> bool:
        """Whether this program would be told the same by git. Raises `OSError`."""
        from mergemend import program

        told = program.state().encode()
        return self.past[:1] == [told] and _are_so(self.past[1:])

    def changed(self, processes: int) -> list[int] | None:
        """The places of the files that have changed; None if other files may be there."""
        if self.folders[:1] != [TOP]:
            return None
        paths = [*self.folders, *self.files]
        processes = max(1, min(processes, len(paths) // _MANY + 1))
        size = -(-len(paths) // processes)

        def work(number: int) -> list[int]:
            first = number * size
            return self._changed(paths[first : first + size], first)

        try:
            parts = in_processes(processes, work)
        except (ChildProcessError, OSError):  # a file is gone, or out of reach
            return None
        places = [place - len(self.folders) for part in parts for place in part]
        return None if places and places[0] < 0 else places

    def _changed(self, paths: Sequence[bytes], first: int) -> list[int]:
        numbers = memoryview(self._numbers).cast("q")
        found = []
        for start in range(0, len(paths), CHUNK):
            now = numbers_of(paths[start : start + CHUNK])
            at = WIDTH * (first + start)
            before = numbers[at : at + len(now)].tolist()
            if now != before:
                found += [
                    first + start + place // WIDTH
                    for place in range(0, len(now), WIDTH)
                    if now[place : place + WIDTH] != before[place : place + WIDTH]
                ]
        return found

    def with_verdicts(self, verdicts: Sequence[int], states: Mapping[int, Row]) -> Snapshot:
        """The same after some files, by their places, got their verdicts in these states."""
        numbers = memoryview(bytearray(self._numbers)).cast("q")
        told = bytearray(self.verdicts)
        for place, state in states.items():
            told[place] = verdicts[place]
            at = WIDTH * (len(self.folders) + place)
            for number in state:
                numbers[at] = number
                at += 1
        return self._with(bytes(told), numbers.cast("B"), self.past)

    def row(self, place: int) -> Row:
        """The numbers of a file, by its place."""
        at = WIDTH * (len(self.folders) + place)
        ctime, mtime, size, inode = memoryview(self._numbers).cast("q")[at : at + WIDTH]
        return ctime, mtime, size, inode

    def with_past(self, verdicts: bytes, past: Sequence[bytes]) -> Snapshot:
        """The same with other verdicts, some of which hang on the past."""
        return self._with(verdicts, self._numbers, past)

    def _with(
        self, verdicts: bytes, numbers: bytes | memoryview, past: Sequence[bytes]
    ) -> Snapshot:
        return Snapshot(self.watched, self.folders, self.files, verdicts, numbers, past)

    def pieces(self) -> Iterator[bytes | memoryview]:
        """What is kept of it, without its beginning."""
        texts = self.watched, self.past, self.folders, self.files, (self.verdicts,)
        yield b"%d %d %d %d" % tuple(map(len, texts[:-1]))
        yield from (b"\0%b" % text for some in texts for text in some)
        yield self._numbers


def _are_so(watched: Sequence[bytes]) -> bool:
    """Whether files are in the states that are told of them, in turn. Raises `OSError`."""
    return all(state_at(path) == one for path, one in zip(watched[::2], watched[1::2], strict=True))


def state_at(path: bytes) -> bytes:
    """The state of what a path leads to; empty if it leads nowhere. Raises `OSError`."""
    try:
        return state_of(os.stat(path))
    except (FileNotFoundError, NotADirectoryError):
        return b""


def numbers_of(paths: Iterable[bytes]) -> list[int]:
    """What tells the states of files, four numbers each. Raises `OSError`."""
    return [
        number
        for found in map(os.lstat, paths)
        for number in (found.st_ctime_ns, found.st_mtime_ns, found.st_size, found.st_ino)
    ]


def row_of(path: bytes) -> Row | None:
    """The numbers of one file; None if it is not there."""
    try:
        ctime, mtime, size, inode = numbers_of([path])
    except OSError:
        return None
    return ctime, mtime, size, inode


class Shelf:
    """Where the snapshot of this folder is kept, and what time it is of."""

    def __init__(self, git: str, context: bytes) -> None:
        self._git = git
        self._head = head_line() + b"\0" + context + b"\0"
        self.before = moments_ago()

    @classmethod
    def here(cls) -> Shelf | None:
        """None where there can be no snapshot: it is not the top of a whole work tree."""
        if not HAS_FOLDERS or not os.path.isdir(".git") or os.path.islink(".git"):
            return None
        git, context = git_folder("."), _context()
        return cls(git, context) if git and context else None

    def load(self) -> Snapshot | None:
        """The last snapshot of this version under these variables."""
        data = read_kept(self._git, NAME)
        try:
            return _parsed(data, len(self._head)) if data.startswith(self._head) else None
        except ValueError:
            return None

    def keep(self, snapshot: Snapshot) -> None:
        """Keep it in place of the last one."""
        write_kept(self._git, NAME, (self._head, *snapshot.pieces()))

    def look_again(
        self,
        kept: Snapshot,
        processes: int,
        unsure: bytes,
        look: Callable[[Sequence[bytes]], bytes],
        *,
        learn: bool = True,
    ) -> tuple[Sequence[bytes], bytes] | None:
        """The files and their verdicts: those changed and those ``unsure`` are looked at again.

        None if other files may be there. Without ``learn`` nothing new is kept.
        """
        try:
            changed = kept.changed(processes) if kept.has_same() else None
        except OSError:
            return None
        if changed is None:
            return None
        again = sorted({*changed, *_places_of(unsure, kept.verdicts)})
        rows = {place: row_of(kept.files[place]) for place in changed}
        verdicts = bytearray(kept.verdicts)
        for place, verdict in zip(again, look([kept.files[n] for n in again]), strict=True):
            verdicts[place] = verdict
        settled = {n: row for n, row in rows.items() if row and self._holds(kept.files[n], row)}
        if settled and learn:
            self.keep(kept.with_verdicts(verdicts, settled))
        return kept.files, bytes(verdicts)

    def _holds(self, path: bytes, row: Row) -> bool:
        return max(row[:2]) < self.before and row_of(path) == row


def _places_of(some: bytes, verdicts: bytes) -> list[int]:
    if len(verdicts.translate(None, some)) == len(verdicts):
        return []
    return [place for place, one in enumerate(verdicts) if one in some]


def _parsed(data: bytes, start: int) -> Snapshot:
    """Raises `ValueError` if it is not whole."""
    counts, _, _ = data[start : start + 100].partition(b"\0")
    numbers = [int(number) for number in counts.split()]
    _, _, folders, files = numbers
    end = len(data) - 8 * WIDTH * (folders + files)
    texts = data[start + len(counts) + 1 : end].split(b"\0")
    verdicts = texts.pop()
    if len(texts) != sum(numbers) or len(verdicts) != files or end < start:
        raise ValueError("it is cut off")
    parts = iter(texts)
    watched, past, inside, listed = (list(islice(parts, number)) for number in numbers)
    return Snapshot(watched, inside, listed, verdicts, memoryview(data)[end:], past)


def _context() -> bytes | None:
    """What the list hangs on besides files; None if there is more of it than is known."""
    ours = (name for name in os.environ if name[:4] == "GIT_" and name not in _TOLD)
    if not all(name.startswith(_HARMLESS) for name in ours):
        return None
    told = [os.environ.get(name) for name in _TOLD]
    owner = os.stat(".git").st_uid, os.geteuid()
    return repr((os.getcwd(), program(), told, owner)).encode("utf-8", "surrogatepass")


def program() -> bytes:
    """Which git is run; empty if there is none."""
    folders = os.get_exec_path()
    paths = (os.fsencode(f"{folder}/git") for folder in folders)
    return next((path for path in paths if os.access(path, os.X_OK)), b"")
