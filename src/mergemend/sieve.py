"""The sieve: which of many files are certainly clean, which are binary, and which may be neither.

Most files of a run are clean. Here they are told with a few system calls for each, in as many
processes as there are CPUs; only what is left goes through the whole program.
"""

from __future__ import annotations

import os
import stat

from mergemend.clean import is_surely_binary, tells_no_conflict, tells_nothing
from mergemend.forks import in_processes
from mergemend.places import CONFIG_NAMES
from mergemend.progress import Progress
from mergemend.system import flags

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mergemend.known import Known

CLEAN, BINARY, NO_FILE, DOUBTFUL, PLAIN, KEPT, SET = b"cbn?pks"
"""Verdicts: nothing to be found; skipped as binary; no file of its own; look closer; nothing was
found when that was done, and it hangs on the bytes alone, or on what git tells of it, too; not
looked at, as some of the files have settings of their own."""

_NAMES = tuple(map(os.fsencode, (".mergemend", *CONFIG_NAMES)))  # what settings are in

MAX_READ = 64_000_000
"""Bytes of a file that is read here."""

_FIRST = 65_536  # bytes that tell a large binary file
_STEP = 500  # files between two looks at the clock
_FLAGS = os.O_RDONLY | flags("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC")

# So many files take about as long as starting a process for them, without and with a cache.
_MANY, _MANY_KNOWN = 600, 6_000


_TOLD = bytes.maketrans(bytes([PLAIN, KEPT]), bytes([CLEAN, CLEAN]))


class Told:
    """What can be told of files: those that are clean, those that are binary, and those left."""

    def __init__(self, paths: Sequence[bytes], verdicts: bytes) -> None:
        verdicts = verdicts.translate(_TOLD)
        self.paths, self._verdicts = paths, verdicts
        self.clean = verdicts.count(CLEAN)
        self.binary = verdicts.count(BINARY)
        self.left = verdicts.count(DOUBTFUL)

    def verdicts(self) -> dict[str, int]:
        """The verdicts of those that are clean or binary, by their paths."""
        found = zip(self.paths, self._verdicts, strict=True)
        return {os.fsdecode(path): one for path, one in found if one in (CLEAN, BINARY)}

    def doubtful(self) -> list[str]:
        """The paths of those left."""
        found = zip(self.paths, self._verdicts, strict=True)
        return [os.fsdecode(path) for path, one in found if one == DOUBTFUL]


_most_cpus: list[int] = []


def cpus() -> int:
    """How many CPUs this process may use; one where forks are not safe."""
    if _most_cpus:
        return _most_cpus[0]
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def use_cpus(most: int) -> None:
    """Use no more CPUs from now on: the others are busy with the like."""
    _most_cpus[:] = [min(most, cpus())]


class Sieve:
    """Gives verdicts; of ``top``, that of a work tree, it keeps what it knows when it ends.

    With ``told`` a terminal shows how far it is. With ``conflicts`` nothing but conflicts is told
    of; what is clean is so for these only, and is not kept. With ``sets_nothing``, which tells of a
    folder that nothing in it is a setting, it is told whether files have settings below this one.
    ``plain`` gives texts in which the whole program found nothing, and is asked when there is
    something to look at; those of ``top``, if it is given, are known.
    """

    def __init__(
        self,
        top: str | None = None,
        cpus: int = 1,
        *,
        told: bool = False,
        conflicts: bool = False,
        sets_nothing: Callable[[str], bool] | None = None,
        plain: Callable[[], Known | None] | None = None,
    ) -> None:
        self._cpus = cpus
        self._plain: Known | None = None
        self._find_plain = plain
        self._sets_nothing = sets_nothing
        self._told = told
        self._conflicts = conflicts
        self._known: Known | None = None
        if top:
            from mergemend.known import Known
            from mergemend.plain import known_plain

            self._known = Known(top)
            self._plain = known_plain(top)

    def __enter__(self) -> Sieve:
        return self

    def __exit__(self, *_: object) -> None:
        if self._known:
            self._known.save()

    @property
    def has_learned(self) -> bool:
        """Whether anything was told that was not known."""
        return bool(self._known and self._known.has_learned)

    def sift(self, paths: Sequence[bytes]) -> bytes:
        """A verdict for each of ``paths``, a byte each; they are named as git does."""
        if self._known:
            self._known.expect(paths)
        if paths and self._find_plain:
            self._plain, self._find_plain = self._find_plain(), None
        many = _MANY_KNOWN if self._known and self._known.has_most else _MANY
        processes = max(1, min(self._cpus, len(paths) // many + 1))
        progress = Progress(len(paths), wanted=self._told)
        size = -(-len(paths) // processes)  # neighbours have the same folders

        def work(number: int) -> tuple[bytes, int]:
            part = paths[number * size : (number + 1) * size]
            verdicts = self._sift(part, None if number else progress, processes)
            return verdicts, self._known.hand_over() if self._known else 0

        try:
            results = in_processes(processes, work)
        except ChildProcessError:  # one was killed, as it may be where memory is short
            results = [work(number) for number in range(processes)]
        progress.clear()
        for _, learned in results[1:]:
            if self._known:
                self._known.take_over(learned)
        return b"".join(verdicts for verdicts, _ in results)

    def _sift(self, paths: Sequence[bytes], progress: Progress | None, processes: int) -> bytes:
        known, plain = self._known, self._plain
        learner, tells = (None, tells_no_conflict) if self._conflicts else (known, tells_nothing)
        folders = _Folders(known, self._sets_nothing)
        for folder in sorted({path.rpartition(b"/")[0] for path in paths}):
            folders.add(folder)
        if folders.have_settings:
            return bytes([SET]) * len(paths)
        verdicts = bytearray()
        for number, path in enumerate(paths):
            if progress and number % _STEP == 0:
                progress.at(number * processes)
            folder = path.rpartition(b"/")[0]
            if folder not in folders.plain or path.endswith(b".tmp"):
                verdicts.append(NO_FILE if folder in folders.gone else _of_unread(path))
            elif known and (verdict := known.verdict(path)):
                verdicts.append(verdict)
            elif plain and plain.verdict(path):
                verdicts.append(PLAIN)
            else:
                verdicts.append(_verdict(path, learner, tells))
        return bytes(verdicts)


def verdict_of(
    path: bytes, data: bytes, size: int, tells: Callable[[str, bytes], bool] = tells_nothing
) -> int:
    """The verdict of a file with this path and so many bytes: clean, binary, or doubtful.

    ``data`` is all of it; of one with a NUL among its first bytes these are enough.
    """
    head = data[:_FIRST]
    if b"\0" in head:
        return BINARY if is_surely_binary(head, whole=len(head) == size) else DOUBTFUL
    is_clean = len(data) == size and tells(path.decode("utf-8", "surrogateescape"), data)
    return CLEAN if is_clean else DOUBTFUL


def _verdict(path: bytes, known: Known | None, tells: Callable[[str, bytes], bool]) -> int:
    try:
        handle = os.open(path, _FLAGS)
    except OSError:
        return _of_unread(path)
    try:
        found = os.fstat(handle)
        size = found.st_size
        if not stat.S_ISREG(found.st_mode):
            return NO_FILE
        if size > MAX_READ:
            return DOUBTFUL
        data = os.read(handle, size + 1 if size < _FIRST else _FIRST)
        if len(data) != size and b"\0" not in data:
            data = _rest(handle, data, size)
        verdict = verdict_of(path, data, size, tells)
    except OSError:
        return DOUBTFUL
    finally:
        os.close(handle)
    if known and verdict != DOUBTFUL:
        known.learn(path, found, verdict)
    return verdict


def _of_unread(path: bytes) -> int:
    """What is not looked into is told by the whole program; a link is no file, nor what is gone."""
    try:
        return DOUBTFUL if stat.S_ISREG(os.lstat(path).st_mode) else NO_FILE
    except (FileNotFoundError, NotADirectoryError):
        return NO_FILE
    except OSError:
        return DOUBTFUL


def _rest(handle: int, data: bytes, size: int) -> bytes:
    """What was read of a file, and what is left of it."""
    while len(data) < size and (more := os.read(handle, size + 1 - len(data))):
        data += more
    return data


# where nothing is, an exception takes longer than all else
_HAS_ACCESS = os.access in os.supports_follow_symlinks


def _is_there(path: bytes) -> bool:
    if _HAS_ACCESS:
        return os.access(path, os.F_OK, follow_symlinks=False)
    return os.path.lexists(path)


class _Folders:
    """The folders of files: ``plain`` are those which no link is on the way to, ``gone`` others.

    What has no settings is kept by its state: what is made in a folder changes that.
    """

    def __init__(self, known: Known | None, sets_nothing: Callable[[str], bool] | None) -> None:
        self._known = known
        self._sets_nothing = sets_nothing
        self.plain = {b""}
        self.gone: set[bytes] = set()
        self.have_settings = False

    def add(self, folder: bytes) -> bool:
        """Look at a folder and those above it; whether it is plain."""
        if folder in self.plain:
            return True
        above, _, name = folder.rpartition(b"/")
        if name in {b"", b".", b".."}:
            return False
        if not self.add(above):
            if above in self.gone:
                self.gone.add(folder)
            return False
        try:
            found = os.lstat(folder)
            if not stat.S_ISDIR(found.st_mode):
                return False
            if self._sets_nothing and not self.have_settings:
                self.have_settings = self._has_settings(folder, found, self._sets_nothing)
        except FileNotFoundError:
            self.gone.add(folder)
            return False
        except OSError:
            return False
        self.plain.add(folder)
        return True

    def _has_settings(
        self, folder: bytes, found: os.stat_result, sets_nothing: Callable[[str], bool]
    ) -> bool:
        if self._known and self._known.is_as_before(folder, found):
            return False
        within = folder + b"/"
        if any(_is_there(within + name) for name in _NAMES):
            return not sets_nothing(os.fsdecode(folder))
        if self._known:
            self._known.learn_folder(folder, found)
        return False
