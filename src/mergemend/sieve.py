"""The sieve: which of many files are certainly clean, which are binary, and which may be neither.

Most files of a run are clean. Here they are told with a few system calls for each, in as many
processes as there are CPUs; only what is left goes through the whole program.
"""

from __future__ import annotations

import os
import stat
import sys

from mergemend.clean import is_surely_binary, tells_no_conflict, tells_nothing
from mergemend.forks import in_processes
from mergemend.progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mergemend.known import Known

CLEAN, BINARY, NO_FILE, DOUBTFUL = b"cbn?"
"""Verdicts: nothing to be found; skipped as binary; no file of its own; look closer."""

_MOST = 64_000_000  # bytes of a file that is read here
_FIRST = 65_536  # bytes that tell a large binary file
_STEP = 500  # files between two looks at the clock
# not every system has all of these
_WORDS = ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY")
_FLAGS = os.O_RDONLY | sum(getattr(os, word, 0) for word in _WORDS)

# So many files take about as long as starting a process for them, without and with a cache.
_MANY, _MANY_KNOWN = 600, 6_000


class Told:
    """What can be told of files: those that are clean, those that are binary, and those left."""

    def __init__(self, paths: Sequence[bytes], verdicts: bytes) -> None:
        self._by_path = paths, verdicts
        self.clean = verdicts.count(CLEAN)
        self.binary = verdicts.count(BINARY)
        self.left = verdicts.count(DOUBTFUL)

    def verdicts(self) -> dict[str, int]:
        """The verdicts of those that are clean or binary, by their paths."""
        found = zip(*self._by_path, strict=True)
        return {os.fsdecode(path): one for path, one in found if one in (CLEAN, BINARY)}


_most_cpus: list[int] = []


def cpus() -> int:
    """How many CPUs this process may use; one where forks are not safe."""
    if _most_cpus:
        return _most_cpus[0]
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def use_cpus(most: int) -> None:
    """Use no more CPUs from now on: the others are busy with the like."""
    _most_cpus[:] = [min(most, cpus())]


class Sieve:
    """Gives verdicts; of ``top``, that of a work tree, it keeps what it knows when it ends.

    With ``told`` a terminal shows how far it is. With ``conflicts`` nothing but conflicts is told
    of; what is clean is so for these only, and is not kept.
    """

    def __init__(
        self,
        top: str | None = None,
        cpus: int = 1,
        *,
        told: bool = False,
        conflicts: bool = False,
    ) -> None:
        self._cpus = cpus
        self._told = told
        self._conflicts = conflicts
        self._known: Known | None = None
        if top:
            from mergemend.known import Known

            self._known = Known(top)

    def __enter__(self) -> Sieve:
        return self

    def __exit__(self, *_: object) -> None:
        if self._known:
            self._known.save()

    def sift(self, paths: Sequence[bytes]) -> bytes:
        """A verdict for each of ``paths``, a byte each; they are named as git does."""
        if self._known:
            self._known.expect(paths)
        many = _MANY_KNOWN if self._known and self._known.has_most else _MANY
        processes = max(1, min(self._cpus, len(paths) // many + 1))
        progress = Progress(len(paths), wanted=self._told)
        size = -(-len(paths) // processes)  # neighbours have the same folders

        def work(number: int) -> tuple[bytes, dict[bytes, bytes]]:
            part = paths[number * size : (number + 1) * size]
            verdicts = self._sift(part, None if number else progress, processes)
            return verdicts, self._known.learned if number and self._known else {}

        try:
            results = in_processes(processes, work)
        except ChildProcessError:  # one was killed, as it may be where memory is short
            results = [work(number) for number in range(processes)]
        progress.clear()
        for _, learned in results:
            if self._known:
                self._known.learned.update(learned)
        return b"".join(verdicts for verdicts, _ in results)

    def _sift(self, paths: Sequence[bytes], progress: Progress | None, processes: int) -> bytes:
        known = self._known
        learner, tells = (None, tells_no_conflict) if self._conflicts else (known, tells_nothing)
        plain = _plain_folders(paths)
        verdicts = bytearray()
        for number, path in enumerate(paths):
            if progress and number % _STEP == 0:
                progress.at(number * processes)
            if path.rpartition(b"/")[0] not in plain or path.endswith(b".tmp"):
                verdicts.append(DOUBTFUL)
            elif known and (verdict := known.verdict(path)):
                verdicts.append(verdict)
            else:
                verdicts.append(_verdict(path, learner, tells))
        return bytes(verdicts)


def _verdict(path: bytes, known: Known | None, tells: Callable[[str, bytes], bool]) -> int:
    try:
        handle = os.open(path, _FLAGS)
    except OSError:
        return _of_unread(path)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            return NO_FILE
        verdict = _look(path, handle, found.st_size, tells)
    except OSError:
        return DOUBTFUL
    finally:
        os.close(handle)
    if known and verdict != DOUBTFUL:
        known.learn(path, found, verdict)
    return verdict


def _of_unread(path: bytes) -> int:
    """What can't be opened is told by the whole program; a link is no file, nor what is gone."""
    try:
        return DOUBTFUL if stat.S_ISREG(os.lstat(path).st_mode) else NO_FILE
    except (FileNotFoundError, NotADirectoryError):
        return NO_FILE
    except OSError:
        return DOUBTFUL


def _look(path: bytes, handle: int, size: int, tells: Callable[[str, bytes], bool]) -> int:
    if size > _MOST:
        return DOUBTFUL
    data = os.read(handle, min(size + 1, _FIRST))
    if b"\0" in data:
        return BINARY if is_surely_binary(data, whole=len(data) == size) else DOUBTFUL
    while len(data) < size and (more := os.read(handle, size + 1 - len(data))):
        data += more
    if len(data) != size or not tells(path.decode("utf-8", "surrogateescape"), data):
        return DOUBTFUL
    return CLEAN


def _plain_folders(paths: Iterable[bytes]) -> frozenset[bytes]:
    """The folders of paths that no link is on the way to."""
    plain = {b""}
    for folder in {path.rpartition(b"/")[0] for path in paths}:
        if folder not in plain:
            _add_if_plain(folder, plain)
    return frozenset(plain)


def _add_if_plain(folder: bytes, plain: set[bytes]) -> bool:
    if folder in plain:
        return True
    above, _, name = folder.rpartition(b"/")
    if name in {b"", b".", b".."} or not _add_if_plain(above, plain):
        return False
    try:
        is_plain = stat.S_ISDIR(os.lstat(folder).st_mode)
    except OSError:
        return False
    if is_plain:
        plain.add(folder)
    return is_plain
