"""Where a byte of a text stands, as people and editors count."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from mergemend.lines import line_starts, split_lines
from mergemend.model import decode


class Position(NamedTuple):
    """A line and a column, both from 1; columns are counted in code points."""

    line: int
    column: int


class Positions:
    """The positions of the bytes of a text."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = line_starts(split_lines(data))

    def of(self, byte: int) -> Position:
        """Where the byte with this number, from 0, stands; the end of the text is one, too.

        After a last line without an end, that is the column after its last character.
        """
        line = bisect_right(self._starts, byte) - 1
        if line == len(self._starts) - 1 and line and not self._data.endswith(b"\n"):
            line -= 1
        return Position(line + 1, len(decode(self._data[self._starts[line] : byte])) + 1)
