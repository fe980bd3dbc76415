"""Texts in UTF-16 and UTF-32: whole files, and pieces that a tool has put into a file of UTF-8."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mergemend.cheap import CONTROLS, HEAD, TEXT_BYTES, WIDE_MARKS

_STARTS = tuple(mark for mark, _ in WIDE_MARKS)

_NEVER = frozenset({"Cn", "Co", "Cs"})
_ASCII_SHARE = 0.1  # of a text without a mark: blanks and line ends alone are more in most scripts
_LEAST = 4  # characters that tell UTF-16 from a few bytes that look like it

_PIECE = re.compile(
    rb"(?:\xff\xfe)?(?:[\t\n\r\x20-\x7e\xa0-\xff]\0){%d,}"
    rb"|(?:\xfe\xff)?(?:\0[\t\n\r\x20-\x7e\xa0-\xff]){%d,}" % (_LEAST, _LEAST)
)


@dataclass(frozen=True, slots=True)
class Wide:
    """A text in ``codec``, behind the byte-order mark ``mark`` (empty: there is none)."""

    codec: str
    mark: bytes
    text: str

    @property
    def name(self) -> str:
        """What the encoding is called."""
        return self.codec.upper().replace("-LE", "LE").replace("-BE", "BE")

    @property
    def attribute(self) -> str:
        """What git calls it in ``working-tree-encoding`` (gitattributes, utf8.c)."""
        if not self.mark:
            return self.name
        return "UTF-16LE-BOM" if self.codec == "utf-16-le" else self.family

    @property
    def family(self) -> str:
        """UTF-16 or UTF-32, whatever the order of bytes."""
        return self.name[: len("UTF-16")]

    @property
    def raw(self) -> bytes:
        """The bytes of the text, mark and all."""
        return self.mark + self.text.encode(self.codec)


def find_wide(data: bytes) -> Wide | None:
    """The text that ``data`` is in UTF-16 or UTF-32; None if it is something else.

    Without a byte-order mark it is known by its NUL bytes. Turning the text back gives ``data``.
    """
    if data.startswith(_STARTS):
        tried = [(codec, mark) for mark, codec in WIDE_MARKS if data.startswith(mark)]
    elif b"\0" in data[:HEAD] and len(data) >= 2 * _LEAST:
        tried = [(codec, b"") for codec in _by_zeros(data[:HEAD])]
    else:
        return None
    for codec, mark in tried:
        try:
            text = data[len(mark) :].decode(codec)
        except UnicodeDecodeError:
            continue
        wide = Wide(codec, mark, text)
        if _is_text(text) and (mark or _has_ascii(text)) and wide.raw == data:
            return wide
    return None


def _by_zeros(head: bytes) -> list[str]:
    """The encodings that put NUL bytes where they stand in ``head``."""
    zeros = [head[place::4].count(0) for place in range(4)]
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    quarter = len(head) // 4
    if zeros[3] >= quarter > zeros[0] and zeros[2] >= quarter / 2:
        return ["utf-32-le"]
    if zeros[0] >= quarter > zeros[3] and zeros[1] >= quarter / 2:
        return ["utf-32-be"]
    return ["utf-16-le"] if not even and odd else ["utf-16-be"] if not odd and even else []


def _is_text(text: str) -> bool:
    return all(_is_written(character) for character in set(text))


def _is_written(character: str) -> bool:
    kind = unicodedata.category(character)
    return character in CONTROLS if kind == "Cc" else kind not in _NEVER


def _has_ascii(text: str) -> bool:
    return sum(map(text.count, " \n")) + sum(map(str.isalnum, filter(str.isascii, text))) >= max(
        _LEAST, _ASCII_SHARE * len(text)
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of UTF-16 among other text: it starts at byte ``start`` of the file."""

    start: int
    wide: Wide


def find_pieces(data: bytes) -> tuple[Piece, ...]:
    """The pieces of UTF-16 in a text; none if ``data`` is no text without them.

    Only pieces of Latin text are known, by the NUL byte of every character.
    """
    if data[:HEAD].translate(None, TEXT_BYTES + b"\0") or b"\0\0" in data:
        return ()
    pieces = [_piece(found) for found in _PIECE.finditer(data)]
    rest = _PIECE.sub(b"", data)
    return () if rest.translate(None, TEXT_BYTES) else tuple(pieces)


def _piece(found: re.Match[bytes]) -> Piece:
    raw = found.group()
    mark = raw[:2] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else b""
    codec = "utf-16-be" if raw[len(mark) : len(mark) + 1] == b"\0" else "utf-16-le"
    return Piece(found.start(), Wide(codec, mark, raw[len(mark) :].decode(codec)))
