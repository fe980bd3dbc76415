"""Rows of a key and a value in a file, of which little is in memory at once.

Rows are sorted by their keys and each ends with two NUL bytes; keys and values have none and are
not empty. What is asked for in order is found in passing, all else in some twenty looks.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO

    Row = tuple[bytes, bytes]

END = b"\0\0"
_SIZE = 65_536  # bytes that are read at once; a row has far fewer
_LOOK = 16_384  # bytes that have a whole row in them wherever they begin
_TOGETHER = 10_000  # rows that are sorted in memory
_NEAR = 100  # rows that are passed in the time of a look elsewhere


def row_of(key: bytes, value: bytes) -> bytes:
    """A row without its end. Such rows sort as their keys do."""
    return b"%b\0%b" % (key, value)


def read_at(file: FileIO, place: int, size: int) -> bytes:
    """What is there; empty where it can't be read."""
    try:
        return os.pread(file.fileno(), size, place)
    except OSError:
        return b""


class Rows:
    """The rows between two places of a file that is not written to."""

    def __init__(self, file: FileIO, start: int, end: int) -> None:
        self._file, self._start, self._end = file, start, end
        self._next = start
        self._read: list[bytes] = []  # the last one is next
        self._row: Row | None = None
        self._is_over = False

    def __iter__(self) -> Iterator[Row]:
        """All rows from the first one on."""
        rows = Rows(self._file, self._start, self._end)
        while row := rows._step():
            yield row

    def close(self) -> None:
        """Nothing is asked for any more."""
        self._file.close()

    def get(self, key: bytes) -> bytes:
        """The value of a key; empty if there is none."""
        row = self._row
        if row is None or key < row[0]:
            row = self._seek(key)
        passed = 0
        while row and row[0] < key and not self._is_over:
            passed += 1
            row = self._seek(key) if passed == _NEAR else self._step() or row
        return row[1] if row and row[0] == key else b""

    def _step(self) -> Row | None:
        """The next row, which is the one here from then on; None at the end."""
        if not self._read:
            data = read_at(self._file, self._next, min(_SIZE, self._end - self._next))
            whole, end, _ = data.rpartition(END)
            if not end:
                self._is_over = True
                return None
            self._next += len(whole) + len(END)
            self._read = whole.split(END)[::-1]
        key, _, value = self._read.pop().partition(b"\0")
        self._row = key, value
        return self._row

    def _seek(self, key: bytes) -> Row | None:
        """A row not far before a key, or the first one; None if there are none."""
        low, high = self._start, self._end
        while high - low > _SIZE:
            middle = (low + high) // 2
            data = read_at(self._file, middle, _LOOK)
            before, _, data = data.partition(END)
            first = middle + len(before) + len(END)
            row, has_end, _ = data.partition(END)
            if has_end and first < high and row.partition(b"\0")[0] <= key:
                low = first
            else:
                high = middle
        self._next, self._read, self._is_over = low, [], False
        return self._step()


class Gathered:
    """Rows that several processes write to one file, in any order, and `sorted` reads again."""

    def __init__(self, file: FileIO) -> None:
        """``file`` is empty, and all that is written is appended to it."""
        self._file = file
        self._rows: list[bytes] = []

    def add(self, key: bytes, value: bytes) -> None:
        """Add a row. Raises `OSError`."""
        self._rows.append(row_of(key, value))
        if len(self._rows) >= _TOGETHER:
            self.flush()

    def close(self) -> None:
        """Nothing is added or asked for any more: all is gone."""
        self._file.close()

    def flush(self) -> None:
        """Write what was added. Raises `OSError`."""
        if not self._rows:
            return
        self._rows.sort()
        data = END.join([*self._rows, b""])
        self._rows = []
        if self._file.write(data) != len(data):
            raise OSError("the disk is full")

    def sorted(self) -> Iterator[Row]:
        """All rows that were written, by any process; a key may have several."""
        from heapq import merge

        self.flush()
        return merge(*(Rows(self._file, start, end) for start, end in self._runs()))

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Where rows are sorted: from one place of the file to another."""
        size = os.fstat(self._file.fileno()).st_size
        start = place = 0
        last = b""
        for key, value in Rows(self._file, 0, size):
            if key < last:
                yield start, place
                start = place
            place += len(key) + len(value) + 1 + len(END)
            last = key
        yield start, place


def merged(*sources: Iterable[Row]) -> Iterator[Row]:
    """The rows of several sources, each sorted; of those with one key that of the first source."""
    from heapq import merge

    last = b""
    for key, _, value in merge(*map(_numbered, range(len(sources)), sources)):
        if key != last:
            yield key, value
            last = key


def _numbered(number: int, rows: Iterable[Row]) -> Iterator[tuple[bytes, int, bytes]]:
    for key, value in rows:
        yield key, number, value


def only(rows: Iterable[Row], keys: Iterator[bytes]) -> Iterator[Row]:
    """Those rows whose keys are among ``keys``, which are sorted, too."""
    key = b""
    for row in rows:
        while key < row[0]:
            try:
                key = next(keys)
            except StopIteration:
                return
        if key == row[0]:
            yield row
