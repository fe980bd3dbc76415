"""Byte sequences that UTF-8 forbids: what each of them is, and the one kind that can be mended."""

from __future__ import annotations

import re
from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with bytes that are no UTF-8 (RFC 3629, section 3)."""

    PAIR = "a character above U+FFFF written as two surrogates (CESU-8)"
    SURROGATE = "half of a surrogate pair"
    OVERLONG = "an overlong form of a character"
    BEYOND = "a code above U+10FFFF"
    CUT = "a character that was cut off"
    REST = "the rest of a character that was cut off"
    UNKNOWN = "bytes of an unknown code page"


_PAIR = rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"
_PAIRS = re.compile(rb"(?:%b)+" % _PAIR)
_CUT = (
    rb"[\xc2-\xdf]|[\xe1-\xef][\x80-\xbf]?|\xe0[\xa0-\xbf]?|[\xf1-\xf3][\x80-\xbf]{0,2}"
    rb"|\xf0(?:[\x90-\xbf][\x80-\xbf]?)?|\xf4(?:[\x80-\x8f][\x80-\xbf]?)?"
)
_KINDS = [
    (Flaw.PAIR, _PAIRS),
    (Flaw.SURROGATE, re.compile(rb"(?:%b|\xed[\xa0-\xbf][\x80-\xbf])+" % _PAIR)),
    (
        Flaw.OVERLONG,
        re.compile(
            rb"(?:[\xc0\xc1][\x80-\xbf]|\xe0[\x80-\x9f][\x80-\xbf]|\xf0[\x80-\x8f][\x80-\xbf]{2})+"
        ),
    ),
    (Flaw.BEYOND, re.compile(rb"(?:\xf4[\x90-\xbf]|[\xf5-\xf7][\x80-\xbf])[\x80-\xbf]{2}")),
    (Flaw.CUT, re.compile(_CUT)),
    (Flaw.REST, re.compile(rb"[\x80-\xbf]{1,3}")),
]


COSTS = {
    Flaw.PAIR: 0.0,
    Flaw.SURROGATE: 7.0,
    Flaw.OVERLONG: 10.0,
    Flaw.BEYOND: 12.0,
    Flaw.CUT: 10.0,
    Flaw.REST: 14.0,
    Flaw.UNKNOWN: 40.0,
}
"""How surprising each flaw is, in the measure of `mergemend.mojibake.pages`."""

AT_EDGE = {Flaw.CUT: 7.0, Flaw.REST: 9.0}
"""The same at the end, and the start, of a line, where characters are cut."""


def flaw(raw: bytes) -> Flaw:
    """What is wrong with ``raw``, bytes beside each other none of which belongs to valid UTF-8."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(raw)), Flaw.UNKNOWN)


def join_pairs(raw: bytes) -> str | None:
    """The characters that ``raw`` has as surrogate pairs; None if it is anything else.

    Writing each half of the pairs as a character of its own gives ``raw`` again.
    """
    if flaw(raw) is not Flaw.PAIR:
        return None
    halves = raw.decode("utf-8", "surrogatepass")
    text = halves.encode("utf-16-be", "surrogatepass").decode("utf-16-be")
    return text if split_pairs(text) == raw else None


def split_pairs(text: str) -> bytes:
    """The inverse of `join_pairs`."""
    units = text.encode("utf-16-be")
    halves = (chr(int.from_bytes(units[at : at + 2])) for at in range(0, len(units), 2))
    return "".join(halves).encode("utf-8", "surrogatepass")
