"""How code pages of Chinese, Japanese and Korean read bytes, and what they lose of UTF-8.

A byte from 0x81 on begins a pair; which second bytes it takes depends on the code page. UTF-8 fits
badly: in ``✅ done`` the last byte of the sign meets a blank, which is no second byte. Readers
differ in what they do then:

- Python, Java, iconv and browsers give up the first byte of the bad pair and read on with the
  second. What they write for it is nothing, U+FFFD or a question mark.
- Windows (``MultiByteToWideChar``, and .NET with it: ``Get-Content`` of PowerShell 5) takes both
  bytes for one unknown character. So the second one is swallowed, also when it is a blank, a
  quotation mark or a line end. It writes ``?``, and ``・`` (U+30FB) in cp932: the third field of
  ``CPINFO`` in Microsoft's bestfit932.txt, bestfit936.txt, bestfit949.txt and bestfit950.txt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

MULTIBYTE = ("gbk", "gb18030", "cp932", "cp949", "cp950", "big5", "shift_jis", "euc_kr")
"""The code pages that are tried, by their Python names; of those that say the same, the first."""

FORGETFUL = ("big5", "cp949", "cp950", "euc_kr")
"""These lose every byte of most signs: only marks are left of them, or nothing at all."""

_FIRST = range(0x80, 0x100)
_SECOND = (*range(0x40, 0x7F), *range(0x80, 0xFF))

# What Windows writes for a pair that it does not know.
_UNKNOWN = {"cp932": "\N{KATAKANA MIDDLE DOT}", "shift_jis": "\N{KATAKANA MIDDLE DOT}"}

# Windows reads the areas for users' own characters, in this order, as U+E000 and what follows:
# first bytes, and the second bytes of each (the end-user-defined characters of the four pages).
_LOW_AND_HIGH = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_HIGH = range(0xA1, 0xFF)
_OWN: Mapping[str, tuple[tuple[Iterable[int], Iterable[int]], ...]] = {
    "gbk": (
        (range(0xAA, 0xB0), _HIGH),
        (range(0xF8, 0xFF), _HIGH),
        (range(0xA1, 0xA8), (*range(0x40, 0x7F), *range(0x80, 0xA1))),
    ),
    "cp949": ((range(0xC9, 0xCA), _HIGH), (range(0xFE, 0xFF), _HIGH)),
    "cp950": (
        (range(0xFA, 0xFF), _LOW_AND_HIGH),
        (range(0x8E, 0xA1), _LOW_AND_HIGH),
        (range(0x81, 0x8E), _LOW_AND_HIGH),
        (range(0xC6, 0xC7), _HIGH),
        (range(0xC7, 0xC9), _LOW_AND_HIGH),
    ),
}

# Single bytes that Windows reads otherwise than Python.
_ALONE = {"gbk": {0x80: "\N{EURO SIGN}"}, "cp949": {0x80: "\x80"}, "cp950": {0x80: "\x80"}}

Bytes = tuple[int, ...]


_NOTHING = "\0"  # stands in a row for what is no pair


class Table:
    """What a code page makes of bytes from 0x80 on; ASCII stands for itself everywhere.

    ``alone`` has the single bytes, ``unknown`` what stands for a pair that means nothing. ``known``
    tells by ``first << 8 | second`` which double ones there are: 24,000 pairs and their characters
    as objects of Python would take two megabytes for each page.
    """

    def __init__(self, alone: Mapping[int, str], rows: Mapping[int, str], unknown: str) -> None:
        """``rows`` have the characters of all second bytes, by first bytes."""
        self.alone = alone
        self.unknown = unknown
        self._rows = rows
        self._sources: dict[str, tuple[Bytes, ...]] = {}
        known = bytearray(0x10000)
        for first, row in rows.items():
            known[first << 8 : (first + 1) << 8] = bytes(one != _NOTHING for one in row)
        self.known = bytes(known)

    def pair(self, first: int, second: int) -> str | None:
        """What two bytes mean together; None if that is nothing."""
        return self._rows[first][second] if self.known[first << 8 | second] else None

    def sources(self, character: str) -> tuple[Bytes, ...]:
        """The bytes that a character can come from."""
        if character not in self._sources:
            self._sources[character] = tuple(self._found(character))
        return self._sources[character]

    def _found(self, character: str) -> Iterator[Bytes]:
        yield from ((byte,) for byte, one in self.alone.items() if one == character)
        for first, row in self._rows.items():
            second = row.find(character)
            while second >= 0:
                yield first, second
                second = row.find(character, second + 1)


@cache
def table(codec: str, windows: bool = False) -> Table:
    """The table of ``codec``: as Python reads it, or as Windows does."""
    alone = {b: c for b in _FIRST if (c := _character(bytes((b,)), codec))}
    rows = {first: _row(first, codec) for first in _FIRST if first not in alone}
    if windows:
        alone |= _ALONE.get(codec, {})
        for own, (first, second) in enumerate(_own_pairs(codec), 0xE000):
            row = rows.setdefault(first, _NOTHING * 0x100)
            if row[second] == _NOTHING:
                rows[first] = row[:second] + chr(own) + row[second + 1 :]
    return Table(alone, rows, _UNKNOWN.get(codec, "?"))


def _character(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _row(first: int, codec: str) -> str:
    """The characters of all pairs that begin with a byte, by the second one.

    All are read at once: an error for each takes far longer.
    """
    read = b"".join(b"%c%c\n" % (first, second) for second in _SECOND).decode(codec, "replace")
    row = [_NOTHING] * 0x100
    for second, character in zip(_SECOND, read.split("\n"), strict=False):
        if len(character) == 1 and character != "\N{REPLACEMENT CHARACTER}":
            row[second] = character
    return "".join(row)


def _own_pairs(codec: str) -> Iterator[tuple[int, int]]:
    for firsts, seconds in _OWN.get(codec, ()):
        for first in firsts:
            for second in seconds:
                yield first, second


def keep(data: bytes, codec: str) -> str:
    """Read ``data``; a byte that means nothing stays, as the control character of its number."""
    known = table(codec)
    read, at = [], 0
    while at < len(data):
        byte = data[at]
        pair = known.pair(byte, data[at + 1]) if at + 1 < len(data) else None
        if byte >= 0x80 and byte not in known.alone and pair:
            read.append(pair)
            at += 2
        else:
            read.append(known.alone.get(byte) or chr(byte))
            at += 1
    return "".join(read)


def swallow(data: bytes, codec: str) -> str:
    """Read ``data`` as Windows does: a pair that means nothing is one unknown character."""
    known = table(codec, windows=True)
    read, at = [], 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80 or byte in known.alone:
            read.append(known.alone.get(byte) or chr(byte))
            at += 1
        else:
            second = data[at + 1] if at + 1 < len(data) else 0
            read.append(known.pair(byte, second) or known.unknown)
            at += 2
    return "".join(read)


def garble_multibyte(text: str, codec: str, kind: str) -> str:
    """Return ``text`` as it looks when its UTF-8 bytes are read as ``codec``.

    ``kind`` is a `garble.Kind`: what became of the bytes that mean nothing there. ``text`` must
    have no lone surrogates.
    """
    data = text.encode("utf-8")
    if kind == "swallowed":
        return swallow(data, codec)
    if kind == "kept":
        return keep(data, codec)
    if kind == "dropped":
        return data.decode(codec, "ignore")
    read = data.decode(codec, "replace")
    return read.replace("\N{REPLACEMENT CHARACTER}", "?") if kind == "question mark" else read
