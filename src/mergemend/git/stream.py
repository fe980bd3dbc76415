"""Texts by the thousand: git's answers as one stream, which several processes can share."""

from __future__ import annotations

import io
import os
import sys
import time

from mergemend.cheap import HEAD
from mergemend.git.process import PIPE, Git, await_data, read, scratch_file

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

MAX_ENDS = 20  # of the process that gives texts: damaged ones can make it end

_NAMES = 1 << 14  # bytes, some 400 names: what a process takes at least
_PLENTY = 1 << 18
_CAN_FEED = hasattr(os, "readv")  # Windows has pipes that always block
_PAUSE = 0.002  # seconds in which git writes about as much as _PLENTY

# name, size, bytes: only the first where there are too many, None where it can't be read
Text = tuple[bytes, int, "bytes | None"]


class Names:
    """Names of objects, a line each, from a file or a pipe that processes read in turn.

    ``processes`` is how many do, ``tell`` is told how many names all of them have taken. Names that
    stand together are mostly those of versions of the same files, which git reads fast one after
    the other: so there are many in a share, and fewer towards the end, where nobody should wait.
    """

    def __init__(
        self, source: int, processes: int = 1, tell: Callable[[int], None] | None = None
    ) -> None:
        self._source = source
        self._processes = processes
        self._tell = tell
        _resize(source, PIPE)
        self._turn, self._give = os.pipe()  # who holds what is in it may read
        os.write(self._give, bytes(8))

    def take(self) -> bytes:
        """The next whole lines, empty at the end. Raises `TimeoutError` and `OSError`."""
        taken = int.from_bytes(read(self._turn, 8), "big")  # never, if who has it was killed
        lines = b""
        try:
            await_data(self._source)
            share = _readable(self._source) // (2 * self._processes)
            lines = os.read(self._source, max(_NAMES, share))
            while lines and not lines.endswith(b"\n"):
                more = read(self._source, 1)
                lines = lines + more if more else b""  # who wrote it has died
        finally:
            taken += lines.count(b"\n")
            os.write(self._give, taken.to_bytes(8, "big"))
        if self._tell:
            self._tell(taken)
        return lines

    def close(self) -> None:
        """Free what it holds; not the source."""
        os.close(self._turn)
        os.close(self._give)


def blobs(names: Names, folder: str, variables: Mapping[str, str], most: int) -> Iterator[Text]:
    """The blobs of those names that this process takes; of those above ``most`` bytes the head.

    Names of other objects are passed over. Raises `OSError`.
    """
    left = b""
    for _ in range(MAX_ENDS):
        served = _Served(names, left, folder, variables)
        try:
            yield from served.texts(most)
        finally:
            left = served.finish()
        if not left:
            return
        broken, _, left = left.partition(b"\n")
        yield broken, 0, None
    while left := left or names.take():
        for name in left.splitlines():
            yield name, 0, None
        left = b""


class _Served(io.RawIOBase):
    """One process that gives objects: what it says can be read here, and it is given names in time.

    git writes every object by itself, and to be woken for each takes longer than to look at it: so
    it is read when there is much to read.
    """

    def __init__(
        self, names: Names, left: bytes, folder: str, variables: Mapping[str, str]
    ) -> None:
        self._names = names
        self._to_give = self._given = left
        self._answered = b""
        asked = self._asked()
        self._git = Git(["cat-file", "--batch", "--buffer"], folder, variables, asked)
        os.close(asked)
        self._is_wide = _resize(self._git.out, PIPE)
        self._is_slow = self._is_over = False

    def _asked(self) -> int:
        """What git reads names from: a pipe, or a file with all of them where pipes block."""
        if _CAN_FEED:
            asked, self._ask = os.pipe()
            _resize(asked, _NAMES)
            os.set_blocking(self._ask, False)
            return asked
        self._ask = -1
        while more := self._names.take():
            self._given += more
        asked = scratch_file()
        with open(asked, "wb", closefd=False) as file:
            file.write(self._given)
        os.lseek(asked, 0, os.SEEK_SET)
        return asked

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._feed()
        if self._is_slow and self._ask >= 0:  # what is left when all names are given comes soon
            time.sleep(_PAUSE)
        await_data(self._git.out)
        size = _read_into(self._git.out, buffer)
        self._is_slow = self._is_wide and size < min(_PLENTY, len(buffer))
        self._is_over = not size
        return size

    def _feed(self) -> None:
        """Give as many names as go in, so that git never waits for one while we wait for it."""
        while self._ask >= 0:
            if not self._to_give and not self._take():
                return self._close()
            try:
                self._to_give = self._to_give[os.write(self._ask, self._to_give) :]
            except BlockingIOError:
                return None
            except BrokenPipeError:  # it has died, and that will be read
                return self._close()
        return None

    def _close(self) -> None:
        if self._ask >= 0:
            os.close(self._ask)
        self._ask = -1

    def _take(self) -> bool:
        self._to_give = self._names.take()
        self._given = self._left() + self._to_give
        return bool(self._to_give)

    def _left(self) -> bytes:
        """The names that are given and not answered yet."""
        if self._answered:
            self._given = self._given.partition(self._answered + b"\n")[2]
            self._answered = b""
        return self._given

    def texts(self, most: int) -> Iterator[Text]:
        """The blobs, until the process ends."""
        source = io.BufferedReader(self, PIPE)
        line, read = source.readline, source.read
        while (header := line()).endswith(b"\n"):
            name, _, rest = header.partition(b" blob ")
            if rest and (size := int(rest)) <= most:
                data = read(size)
                if not read(1):
                    return
                self._answered = name
                yield name, size, data
                del data  # it can be large, and the next as well
            elif not (found := _other(source, header)):
                return
            else:
                self._answered = found[0]
                if found[1] != _NO_BLOB:
                    yield found

    def finish(self) -> bytes:
        """End it; the names that it has not answered."""
        self._close()
        self._git.end(now=not self._is_over)
        return self._left()


def _read_into(source: int, buffer: Any) -> int:
    if hasattr(os, "readv"):
        return os.readv(source, [buffer])
    data = os.read(source, len(buffer))
    buffer[: len(data)] = data
    return len(data)


_NO_BLOB = -1


def _other(source: Any, header: bytes) -> Text | None:
    """What is said of an object that is no blob, too large or can't be read; None if git dies."""
    name, kind, *rest = header.split()
    if not rest:  # it says "missing"
        return name, 0, None
    size, head = int(rest[0]), b""
    if kind == b"blob":
        head = source.read(HEAD)
    found = name, size if kind == b"blob" else _NO_BLOB, head
    return found if _skip(source, size - len(head) + 1) else None


def _skip(source: Any, size: int) -> bool:
    """Pass over so many bytes; whether there were as many."""
    while size > 0 and (piece := source.read(min(size, PIPE))):
        size -= len(piece)
    return size == 0


def _readable(source: int) -> int:
    """How many bytes can be read at once."""
    try:
        from fcntl import ioctl
        from termios import FIONREAD
    except ImportError:  # Windows
        return 0
    try:
        return int.from_bytes(ioctl(source, FIONREAD, bytes(4)), sys.byteorder)
    except OSError:
        return 0


def _resize(pipe: int, size: int) -> bool:
    """Whether a pipe could be made to hold so much."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl
    except ImportError:  # no Linux
        return False
    try:
        return fcntl(pipe, F_SETPIPE_SZ, size) >= size
    except OSError:  # there is a limit for each user
        return False
