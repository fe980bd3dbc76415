"""How text gets garbled: UTF-8 bytes read as if they were text in another code page.

Everything else in this package rests on `garble`. A repair counts as proven only if garbling the
repaired text by the stated steps gives back what stands in the document, character for character.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from mergemend.mojibake.doublebyte import FORGETFUL, MULTIBYTE, garble_multibyte

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
    "cp850",
)
"""The single-byte code pages that are tried: those of ftfy (``ftfy.chardata.CHARMAP_ENCODINGS``),
and the one that Western European consoles use.

The first one that explains a repair names it, so the one that is seen most often stands first.
"""

LOW_BYTES = "low bytes of UTF-16"
NO_ASTRAL = "question marks for characters outside of the BMP"
MIXED_UP = " as "

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class Kind(StrEnum):
    """What became of the bytes that a code page leaves undefined."""

    KEPT = "kept"
    """They turned into the control characters U+0080 to U+009F, as web browsers do it."""
    DROPPED = "dropped"
    QUESTION = "question mark"
    REPLACED = "replacement character"
    SWALLOWED = "swallowed"
    """In code pages with double bytes: two bytes that make no character turned into one mark."""


class Then(StrEnum):
    """What happened to the garbled text afterwards."""

    NOTHING = "nothing"
    SPACED = "no-break spaces turned to spaces"
    STRAIGHTENED = "quotation marks straightened"
    OPENED = "quotation marks turned to opening ones"
    CLOSED = "quotation marks turned to closing ones"
    BEST_FIT = "written as windows-1252 with best fit"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """One reading of UTF-8 bytes by the wrong code page, and what was done to the result."""

    codec: str
    kind: Kind = Kind.KEPT
    then: Then = Then.NOTHING


# What Windows writes for the characters of cp437 and cp850 that windows-1252 lacks (the table
# bestfit1252.txt that Unicode publishes for Microsoft).
_FITTING = {
    "G": "Γ", "T": "Θ", "S": "Σ", "F": "Φ", "O": "Ω", "a": "α", "d": "δ", "e": "ε", "p": "π",
    "s": "σ", "t": "τ", "f": "φ", "n": "ⁿ∩", "P": "₧", "v": "√", "8": "∞", "=": "≡≤≥‗", "(": "⌠",
    ")": "⌡", "-": "─═┬┴╤╥╦╧╨╩", "+": "┌┐└┘├┼╒╓╔╕╖╗╘╙╚╛╜╝╪╫╬", "_": "▄", "i": "ı", "˜": "≈",
    "¬": "⌐", "¯": "▀", "¦": "│║┤╞╟╠╡╢╣█▌▐░▒▓■", "·": "∙",
}  # fmt: skip

_AFTERWARDS: dict[Then, dict[str, str]] = {
    Then.NOTHING: {},
    Then.SPACED: {NO_BREAK_SPACE: " "},
    Then.STRAIGHTENED: {**dict.fromkeys("“”„", '"'), **dict.fromkeys("‘’‚", "'")},
    Then.OPENED: {**dict.fromkeys("”„", "“"), **dict.fromkeys("’‚", "‘")},
    Then.CLOSED: {**dict.fromkeys("“„", "”"), **dict.fromkeys("‘‚", "’")},
    Then.BEST_FIT: {before: after for after, all_ in _FITTING.items() for before in all_},
}


@cache
def characters(codec: str) -> tuple[str | None, ...]:
    """For each of the 256 bytes the character that Python's ``codec`` reads, None if undefined."""
    read = bytes(range(256)).decode(codec, "replace")
    return tuple(None if character == REPLACEMENT else character for character in read)


@cache
def row(step: Step) -> tuple[str, ...]:
    """For each of the 256 bytes what ``step`` makes of it."""
    stand_in = {Kind.DROPPED: "", Kind.QUESTION: "?", Kind.REPLACED: REPLACEMENT}
    later = _AFTERWARDS[step.then]
    return tuple(
        stand_in.get(step.kind, chr(byte))
        if character is None
        else character
        if byte < 0x80
        else later.get(character, character)
        for byte, character in enumerate(characters(step.codec))
    )


@cache
def bytes_of(codec: str) -> dict[str, int]:
    """The byte for each character that ``codec`` reads, undefined ones kept as controls."""
    return {character: byte for byte, character in enumerate(row(Step(codec)))}


def garble(text: str, codec: str, kind: Kind = Kind.KEPT, then: Then = Then.NOTHING) -> str:
    """Return ``text`` as it looks when its UTF-8 bytes are read as ``codec``.

    ``kind`` says what becomes of bytes that the code page leaves undefined, ``then`` what was done
    to the result. A code page with double bytes (`MULTIBYTE`) needs ``text`` up to where it goes on
    in ASCII, and one character more. `LOW_BYTES`, `NO_ASTRAL` and ``CODEC as CODEC`` (text written
    in the first and read in the second) stand for damage of other sorts. ``text`` must have no lone
    surrogates.
    """
    if codec in MULTIBYTE:
        return garble_multibyte(text, codec, kind)
    if codec in CODECS:
        return "".join(map(row(Step(codec, kind, then)).__getitem__, text.encode("utf-8")))
    change = _single(codec)
    return "".join(character if character < "\x80" else change(character) for character in text)


@cache
def _single(codec: str) -> Callable[[str], str]:
    """The damage that is done to each character for itself."""
    if codec == LOW_BYTES:
        return _low_bytes
    if codec == NO_ASTRAL:
        return lambda character: "??" if character > "\uffff" else character
    written, read = codec.split(MIXED_UP)
    shown = (character or chr(byte) for byte, character in enumerate(characters(read)))
    table = dict(zip(characters(written), shown, strict=True))
    return lambda character: table.get(character, character)


def _low_bytes(character: str) -> str:
    return character.encode("utf-16-le")[::2].decode("latin-1")


def garble_by(text: str, steps: Iterable[Step]) -> str:
    """Garble ``text`` by one step after the other."""
    for step in steps:
        text = garble(text, step.codec, step.kind, step.then)
    return text


def leaves_marks(step: Step) -> bool:
    """Whether ``step`` may leave nothing of a sign but question marks."""
    return step.kind in {Kind.QUESTION, Kind.SWALLOWED} and step.codec in FORGETFUL


def leaves_no_trace(step: Step) -> bool:
    """Whether ``step`` may turn whole signs to nothing, so that none can tell they were there."""
    return step.kind is Kind.DROPPED and step.codec in FORGETFUL


def ungarble(text: str, codec: str) -> str | None:
    """Return the one text that `garble` with `Kind.KEPT` turns into ``text``; None if none does."""
    table = bytes_of(codec)
    try:
        return bytes([table[character] for character in text]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
