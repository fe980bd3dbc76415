"""How text gets garbled: UTF-8 bytes read as if they were text in a single-byte code page.

Everything else in this package rests on `garble`. A repair counts as proven only if garbling the
repaired text by the stated steps gives back what stands in the document, character for character.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

CODECS = (
    "windows-1252",
    "latin-1",
    "windows-1254",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1257",
    "iso-8859-2",
    "macroman",
    "cp437",
)
"""The code pages that are tried: those of ftfy (``ftfy.chardata.CHARMAP_ENCODINGS``).

The first one that explains a repair names it, so the one that is seen most often stands first.
"""


REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Kind(StrEnum):
    """What became of the bytes that a code page leaves undefined."""

    KEPT = "kept"
    """They turned into the control characters U+0080 to U+009F, as web browsers do it."""
    DROPPED = "dropped"
    QUESTION = "question mark"
    REPLACED = "replacement character"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One reading of UTF-8 bytes by the wrong code page."""

    codec: str
    kind: Kind = Kind.KEPT


@cache
def characters(codec: str) -> tuple[str | None, ...]:
    """For each of the 256 bytes the character that Python's ``codec`` reads, None if undefined."""
    read = bytes(range(256)).decode(codec, "replace")
    return tuple(None if character == REPLACEMENT else character for character in read)


@cache
def _row(codec: str, kind: Kind) -> tuple[str, ...]:
    stand_in = {Kind.DROPPED: "", Kind.QUESTION: "?", Kind.REPLACED: REPLACEMENT}
    return tuple(
        stand_in.get(kind, chr(byte)) if character is None else character
        for byte, character in enumerate(characters(codec))
    )


@cache
def _bytes(codec: str) -> dict[str, int]:
    return {character: byte for byte, character in enumerate(_row(codec, Kind.KEPT))}


def garble(text: str, codec: str, kind: Kind = Kind.KEPT) -> str:
    """Return ``text`` as it looks when its UTF-8 bytes are read as ``codec``.

    ``kind`` says what becomes of bytes that the code page leaves undefined. ``text`` must have no
    lone surrogates.
    """
    return "".join(map(_row(codec, kind).__getitem__, text.encode("utf-8")))


def garble_by(text: str, steps: Iterable[Step]) -> str:
    """Garble ``text`` by one step after the other."""
    for step in steps:
        text = garble(text, step.codec, step.kind)
    return text


def ungarble(text: str, codec: str) -> str | None:
    """Return the one text that `garble` with `Kind.KEPT` turns into ``text``; None if none does."""
    table = _bytes(codec)
    try:
        return bytes([table[character] for character in text]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
