"""Damages clean text as programs do it, with Python's codecs and nothing of mergemend's own.

A line is damaged piece by piece: a piece is what was written and what became of it, so that a
repair of some places can be told from a wrong one. No damage makes or takes a line end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

Piece = tuple[str, str]
"""What was written, and what became of it."""

Pieces = Callable[[str], list[Piece]]

SINGLE = (
    "cp1252",
    "cp1254",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1257",
    "latin-1",
    "iso-8859-2",
    "cp437",
    "cp850",
    "mac-roman",
)
MULTI = ("gbk", "gb18030", "cp932", "big5", "cp949")
LEAKY = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1257")
"""Code pages that leave bytes undefined."""

UNDEFINED = {"dropped": "", "question": "?", "replaced": "\ufffd"}
_REPLACEMENT = "\ufffd"
_BREAKS = frozenset("\n\r\0")


@dataclass(frozen=True)
class Damage:
    """A way to damage a line; ``codec`` and ``kind`` name it in tables."""

    codec: str
    kind: str
    pieces: Pieces

    def __call__(self, line: str) -> list[Piece]:
        """The pieces of ``line``; it stays as it is if a line end would come of it."""
        found = self.pieces(line)
        if any(_BREAKS.intersection(after) for _, after in found):
            return [(line, line)]
        return found

    def keeps(self, line: str) -> bool:
        """Whether reading ``line`` by the code page alone, nothing lost, gives the same."""
        return text_of(self(line)) == text_of(lossless(self.codec)(line))


def text_of(pieces: list[Piece]) -> str:
    """The damaged line."""
    return "".join(after for _, after in pieces)


def by_character(change: Callable[[str], str]) -> Pieces:
    """Pieces of one character each."""
    kept = cache(change)
    return lambda line: [(c, c if c.isascii() else kept(c)) for c in line]


@cache
def row(codec: str, undefined: str | None) -> tuple[str, ...]:
    """What each byte is read as; ``undefined`` stands for those without a character.

    With None these turn into the control characters of the same number.
    """
    read = bytes(range(256)).decode(codec, "replace")
    return tuple(
        (chr(number) if undefined is None else undefined) if one == _REPLACEMENT else one
        for number, one in enumerate(read)
    )


def misread(text: str, codec: str, undefined: str | None = None) -> str:
    """The UTF-8 bytes of ``text`` read as a single-byte code page."""
    table = row(codec, undefined)
    return "".join(table[byte] for byte in text.encode())


def lossless(codec: str, layers: int = 1) -> Damage:
    """Read by ``codec``, so many times over; undefined bytes are kept as control characters."""

    def change(text: str) -> str:
        for _ in range(layers):
            text = misread(text, codec)
        return text

    name = {1: "kept", 2: "double", 3: "triple"}[layers]
    return Damage(codec, name, by_character(change))


def lossy(codec: str, kind: str) -> Damage:
    """Read by ``codec``; undefined bytes are ``dropped``, a ``question`` mark, or ``replaced``."""
    return Damage(codec, kind, by_character(lambda text: misread(text, codec, UNDEFINED[kind])))


def no_break_space(codec: str) -> Damage:
    """Read by ``codec``, and no-break spaces turned to blanks afterwards."""
    return Damage(
        codec, "nbsp", by_character(lambda text: misread(text, codec).replace("\xa0", " "))
    )


_STRAIGHT = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'"}
)


def straightened(codec: str) -> Damage:
    """Read by ``codec``, and curly quotes straightened afterwards."""
    return Damage(
        codec,
        "straightened",
        by_character(lambda text: misread(text, codec).translate(_STRAIGHT)),
    )


def low_bytes() -> Damage:
    """UTF-16 of which only the lower byte of each unit was kept."""
    return Damage(
        "utf-16", "low bytes", by_character(lambda c: c.encode("utf-16-le")[::2].decode("latin-1"))
    )


def beyond() -> Damage:
    """Characters beyond the basic plane as two question marks."""
    return Damage("ucs-2", "??", by_character(lambda c: "??" if c > "\uffff" else c))


def mix_up(written: str, read: str) -> Damage:
    """Text that was never UTF-8: written in one code page, read in another.

    A line that the first one cannot hold stays as it is.
    """
    table = row(read, None)

    def pieces(line: str) -> list[Piece]:
        try:
            return [(c, "".join(table[byte] for byte in c.encode(written))) for c in line]
        except UnicodeEncodeError:
            return [(line, line)]

    return Damage(f"{written} as {read}", "mix-up", pieces)


# What Windows writes in code page 1252 for characters that it lacks: the part of its table of best
# fits (bestfit1252.txt, published by the Unicode Consortium) that code page 437 can ask for.
_FITS = {
    "GTFO": "ΓΘΦΩ",
    "adefpSst": "αδεφπΣστ",
    "8": "∞",
    "n": "ⁿ∩",
    "P": "₧",
    "¬": "⌐",
    "v": "√",
    "·": "∙",
    "=": "≡≥≤",
    "(": "⌠",
    ")": "⌡",
    "˜": "≈",
    "¦": "│┤╡╢╣║╞╟╠█▌▐■░▒▓",
    "+": "╖╕╗╝╜╛┐└├┼╚╔╬╙╘╒╓╫╪┘┌",
    "-": "┴┬─╩╦═╧╨╤╥",
    "_": "▄",
    "¯": "▀",
}
_BEST_FIT = {
    ord(wanted): fit if len(fit) == 1 else fit[number]
    for fit, characters in _FITS.items()
    for number, wanted in enumerate(characters)
}


def best_fit() -> Damage:
    """Read as code page 437, then written in 1252 with what fits best, as consoles do it."""

    def change(text: str) -> str:
        fitted = misread(text, "cp437").translate(_BEST_FIT)
        return fitted.encode("cp1252", "replace").decode("cp1252")

    return Damage("cp437 to cp1252", "best fit", by_character(change))


def multi_byte(codec: str, kind: str) -> Damage:
    """Read by a code page of pairs; ``kind`` says what becomes of bytes that are no pair.

    They are dropped (``ignore``), replaced (``replace``), or it is done as Windows does it
    (``windows``): a lead byte and whatever follows that are no character turn to one sign.
    """
    step = _windows(codec) if kind == "windows" else _python(codec, kind)
    return Damage(codec, kind, lambda line: list(_pieces(line, step)))


Step = Callable[[bytes, int], tuple[int, str]]
"""Bytes and a position to how many bytes are read there, and as what."""


def _pieces(line: str, step: Step) -> Iterator[Piece]:
    """Cut where the end of a character that was written is the end of one that is read."""
    data = line.encode()
    ends = {}
    at = 0
    for number, character in enumerate(line, 1):
        at += len(character.encode())
        ends[at] = number
    at = begun = 0
    read = ""
    while at < len(data):
        length, text = step(data, at)
        at = min(at + length, len(data))
        read += text
        if at in ends:
            yield line[begun : ends[at]], read
            begun, read = ends[at], ""


def _python(codec: str, errors: str) -> Step:
    def step(data: bytes, at: int) -> tuple[int, str]:
        if data[at] < 0x80:
            return 1, chr(data[at])
        for length in (1, 2, 4):
            try:
                return length, data[at : at + length].decode(codec)
            except UnicodeDecodeError:
                continue
        try:
            data[at : at + 4].decode(codec)
        except UnicodeDecodeError as error:
            return max(1, error.end - error.start), "" if errors == "ignore" else _REPLACEMENT
        raise AssertionError("four bytes were refused and then read")

    return step


# How Windows reads the four code pages where Python does not: Microsoft's bestfit932.txt,
# bestfit936.txt, bestfit949.txt and bestfit950.txt, published by the Unicode Consortium. First the
# bytes that begin a pair, what stands for an unknown pair, and the byte 0x80 by itself.
_LEADS = {"cp932": (*range(0x81, 0xA0), *range(0xE0, 0xFD))}
_EVERY_LEAD = range(0x81, 0xFF)
_UNKNOWN = {"cp932": "\N{KATAKANA MIDDLE DOT}"}
_EURO = {"gbk": "\N{EURO SIGN}"}
_WINDOWS = {"big5": "cp950"}

# Then the areas for users' own characters, as they are numbered from U+E000 on: the first and the
# last byte that begins a pair, and the same for the second bytes.
_OWN = {
    "gbk": ((0xAA, 0xAF, "a1-fe"), (0xF8, 0xFE, "a1-fe"), (0xA1, 0xA7, "40-7e 80-a0")),
    "cp949": ((0xC9, 0xC9, "a1-fe"), (0xFE, 0xFE, "a1-fe")),
    "big5": (
        (0xFA, 0xFE, "40-7e a1-fe"),
        (0x8E, 0xA0, "40-7e a1-fe"),
        (0x81, 0x8D, "40-7e a1-fe"),
        (0xC6, 0xC6, "a1-fe"),
        (0xC7, 0xC8, "40-7e a1-fe"),
    ),
}


@cache
def _own(codec: str) -> dict[bytes, str]:
    found: list[bytes] = []
    for first, last, ends in _OWN.get(codec, ()):
        for lead in range(first, last + 1):
            for part in ends.split():
                low, high = (int(end, 16) for end in part.split("-"))
                found += (bytes([lead, second]) for second in range(low, high + 1))
    return {pair: chr(number) for number, pair in enumerate(found, 0xE000)}


def _windows(codec: str) -> Step:
    leads = frozenset(_LEADS.get(codec, _EVERY_LEAD))
    name = _WINDOWS.get(codec, codec)

    def step(data: bytes, at: int) -> tuple[int, str]:
        length = 2 if data[at] in leads else 1
        read = data[at : at + length]
        try:
            return length, read.decode(name)
        except UnicodeDecodeError:
            if length == 1:
                return 1, _EURO.get(codec, chr(data[at]))
            return 2, _own(codec).get(read) or _UNKNOWN.get(codec, "?")

    return step
