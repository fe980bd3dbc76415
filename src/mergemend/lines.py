r"""The lines of a text, which end at ``\n`` and nowhere else.

``bytes.splitlines`` also breaks at a lone ``\r``, ``str.splitlines`` at ten characters more, and
either makes marker lines out of text that git never took for one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import overload

from mergemend.cheap import chunks

MANY_BYTES = 4_000_000  # of a text whose lines are cut out only when they are asked for
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def split_lines(data: bytes) -> Sequence[bytes]:
    r"""Split at ``\n`` only and keep the line ends; `joined` gives ``data`` back.

    An object for each line is quickest, and takes three times the room of the text where lines are
    short: of a large text only the places are kept.
    """
    if len(data) <= MANY_BYTES:
        return tuple(_LINE.findall(data))
    return Lines(data, memoryview(_places(data)))


def joined(lines: Sequence[bytes]) -> bytes:
    """The lines as one text."""
    return lines.text if isinstance(lines, Lines) else b"".join(lines)


def line_starts(lines: Sequence[bytes]) -> Sequence[int]:
    """Where in their text each of the lines starts, and where the last one ends."""
    if isinstance(lines, Lines):
        return lines.starts
    return tuple(accumulate(map(len, lines), initial=0))


class Texts(Sequence[str]):
    """Lines as text without their ends, each decoded when it is asked for.

    What is no UTF-8 becomes surrogates, as in `mergemend.model.decode`.
    """

    __slots__ = ("_lines",)

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return Texts(self._lines[index])
        return _text(self._lines[index])

    def __iter__(self) -> Iterator[str]:
        return map(_text, self._lines)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")


class Lines(Sequence[bytes]):
    """Lines that lie one after the other in a text, equal to the tuple of them."""

    __slots__ = ("_data", "starts")

    def __init__(self, data: bytes, starts: memoryview[int]) -> None:
        """Each line reaches from its start to the next one; the last start is the end."""
        self._data = data
        self.starts = starts

    @property
    def text(self) -> bytes:
        """The bytes of all the lines."""
        return self._data[self.starts[0] : self.starts[-1]]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        here = range(len(self))[index]
        if isinstance(here, int):
            return self._data[self.starts[here] : self.starts[here + 1]]
        if here.step != 1:
            return tuple(self[n] for n in here)
        return Lines(self._data, self.starts[here.start : max(here.start, here.stop) + 1])

    def __iter__(self) -> Iterator[bytes]:
        return (self._data[start:end] for start, end in pairwise(self.starts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Lines | tuple):
            return NotImplemented
        return len(self) == len(other) and all(map(bytes.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


def _places(data: bytes) -> array[int]:
    """The start of each line, and the end of the last; four bytes each in all but huge texts."""
    found = array("I" if len(data) < 1 << 32 else "Q", [0])
    for first, after in chunks(data):
        lengths = map(len, _LINE.findall(data, first, after))
        found.pop()
        found.extend(accumulate(lengths, initial=first))
    return found
