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

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

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


@dataclass(frozen=True)
class Table:
    """What a code page makes of bytes from 0x80 on; ASCII stands for itself everywhere.

    ``alone`` has the single bytes, ``pairs`` the double ones, ``unknown`` what stands for a pair
    that means nothing.
    """

    alone: Mapping[int, str]
    pairs: Mapping[tuple[int, int], str]
    unknown: str

    @cached_property
    def sources(self) -> Mapping[str, tuple[Bytes, ...]]:
        """The bytes that a character can come from."""
        found: defaultdict[str, list[Bytes]] = defaultdict(list)
        for byte, character in self.alone.items():
            found[character].append((byte,))
        for pair, character in self.pairs.items():
            found[character].append(pair)
        return {character: tuple(bytes_) for character, bytes_ in found.items()}


@cache
def table(codec: str, windows: bool = False) -> Table:
    """The table of ``codec``: as Python reads it, or as Windows does."""
    alone = {b: c for b in _FIRST if (c := _character(bytes((b,)), codec))}
    pairs: dict[tuple[int, int], str] = {}
    for first in _FIRST:
        if first not in alone:
            pairs.update(_pairs(first, codec))
    if windows:
        alone |= _ALONE.get(codec, {})
        for own, pair in enumerate(_own_pairs(codec), 0xE000):
            pairs.setdefault(pair, chr(own))
    return Table(alone, pairs, _UNKNOWN.get(codec, "?"))


def _character(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _pairs(first: int, codec: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The pairs that begin with a byte, all read at once: an error for each takes far longer."""
    read = b"".join(b"%c%c\n" % (first, second) for second in _SECOND).decode(codec, "replace")
    for second, character in zip(_SECOND, read.split("\n"), strict=False):
        if len(character) == 1 and character != "\N{REPLACEMENT CHARACTER}":
            yield (first, second), character


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
        pair = known.pairs.get((byte, data[at + 1])) if at + 1 < len(data) else None
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
            pair = (byte, data[at + 1]) if at + 1 < len(data) else (byte, 0)
            read.append(known.pairs.get(pair, known.unknown))
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
