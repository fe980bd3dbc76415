"""How likely a character is, before anything is known about the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from math import inf, log

from mergemend.mojibake import counts

# No character is mended to one of these (Unicode's general categories): control, unassigned,
# private use, surrogate; line and paragraph separators, because line ends are never touched.
_IMPOSSIBLE = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})

# The share of ASCII characters that can stand for a lost one, counted in English documents; of any
# other.
_ASCII = {" ": 0.15, "?": 0.001, '"': 0.004, "'": 0.003}
_OTHER_ASCII = 0.01

# What is set aside for a character that was not counted: more for the blocks of emoji, and of
# symbols, that documents use.
_UNSEEN = 2e-9
_UNSEEN_LIKELY = {
    range(0x2000, 0x2070): 1e-8,
    range(0x2100, 0x2400): 1e-8,
    range(0x2500, 0x27C0): 1e-8,
    range(0x2E80, 0xD800): 1e-8,
    range(0x1F300, 0x1F650): 2e-8,
    range(0x1F680, 0x1F700): 2e-8,
    range(0x1F900, 0x1FB00): 2e-8,
}

# The blocks that a lost byte is looked for in: letters of alphabets, general punctuation and
# symbols, emoji. What has been counted is looked for anywhere.
_BLOCKS = (
    range(0xA0, 0x700),
    range(0x1E00, 0x2C00),
    range(0x3000, 0x3100),
    range(0xFE00, 0xFE10),
    range(0xFF00, 0xFF70),
    range(0x1F000, 0x1FB00),
)

_COUNTED = re.compile("([^0-9])([0-9]+)")


def parse_counts(table: str) -> dict[str, int]:
    """The counts of a table in `mergemend.mojibake.counts`."""
    return {character: int(number) for character, number in _COUNTED.findall(table)}


@cache
def english() -> Mapping[str, int]:
    """How often characters were counted in English documents."""
    return parse_counts(counts.ENGLISH)


@cache
def prose() -> Mapping[str, int]:
    """How often characters were counted in translations."""
    return parse_counts(counts.PROSE)


def is_possible(text: str) -> bool:
    """Whether ``text`` has only characters that a repair may write."""
    return not any(unicodedata.category(character) in _IMPOSSIBLE for character in text)


# How much of what is read is taken to be English, where that is not known and where it is.
_HALF, _MOSTLY = 0.5, 0.95


@cache
def cost(character: str) -> float:
    """Minus the natural logarithm of the character's probability; infinite for impossible ones.

    Half of what is read is taken to be a document in English, half prose in any language.
    """
    return _cost(character, _HALF)


@cache
def cost_in_english(character: str) -> float:
    """The same as `cost` in a document that is mostly English."""
    return _cost(character, _MOSTLY)


def _cost(character: str, share: float) -> float:
    if character < "\x80":
        return -log(_ASCII.get(character, _OTHER_ASCII))
    if not is_possible(character):
        return inf
    in_english = english().get(character, 0) / counts.ENGLISH_TOTAL
    in_prose = prose().get(character, 0) / counts.PROSE_TOTAL
    return -log(share * in_english + (1 - share) * in_prose + _unseen(character))


# Editors hide a byte-order mark, so that no text is counted with one.
_BYTE_ORDER_MARK = "\ufeff"
_MARKED = 1e-5


def _unseen(character: str) -> float:
    if character == _BYTE_ORDER_MARK:
        return _MARKED
    code = ord(character)
    return next((share for block, share in _UNSEEN_LIKELY.items() if code in block), _UNSEEN)


@cache
def known() -> tuple[str, ...]:
    """The characters that a garbled one that has lost something is looked for among."""
    blocks = {chr(code) for block in _BLOCKS for code in block}
    counted = {character for character in (*english(), *prose()) if character >= "\xa0"}
    return tuple(sorted(filter(is_possible, blocks | counted)))
