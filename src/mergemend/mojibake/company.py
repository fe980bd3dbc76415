"""The company that signs keep: ``✅`` begins an item, ``—`` stands between blanks.

Where a byte is lost the candidates are as alike in their bytes as ``–`` and ``—``, or ``✅`` and
``✓``; what stands before and behind the place tells them apart. The counts are in
`company_counts`; a sign that is not in them is taken to keep the company of the average sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log

from mergemend.mojibake.company_counts import TABLE

# How likely a line of Markdown begins like that, of all lines that follow another; the rest share.
_NEXT_LINES = {"": 0.3, "-": 0.15, "#": 0.08, "|": 0.12, " ": 0.1, "*": 0.06, "`": 0.04, ">": 0.01}
_NEXT_LETTER = {"upper": 0.2, "lower": 0.02, "digit": 0.05}

# How many characters share a class.
_SHARERS = {
    "digit": 10,
    "upper": 26,
    "lower": 26,
    "markup": 4,
    "opening": 6,
    "closing": 4,
    "bar": 1,
}
_POINTS = 10

_STAND_INS = {"upper": "A", "lower": "a", "digit": "0"}

# How often a blank stands at the end of a line, or before another one.
_TRAILING = 0.02

_Sides = tuple[str, str]

# So many observations the average weighs when a sign was seen only a few times.
_WEIGHT = 4.0

# So many what stands before a sign and what stands behind it weigh, each for itself.
_APART = 20.0

# The counts come from few authors; as much of what they say is believed.
_TEMPER = 0.85

# How a line can begin, up to its first word.
_BEGINNINGS = (
    ("item", re.compile(r"[\s>|]*[-*+]\s+(?:\[[ xX]\]\s*)?(?:[*_]{1,3})?")),
    ("number", re.compile(r"[\s>|]*\d+[.)]\s+(?:[*_]{1,3})?")),
    ("heading", re.compile(r"[\s>]*#{1,6}\s+(?:\d+(?:\.\d+)*\.?\s+)?(?:[*_]{1,3})?")),
    ("cell", re.compile(r"\s*(?:\|.*)?\|\s*(?:[*_]{1,3})?")),
    ("start", re.compile(r"[\s>]*")),
    ("bold start", re.compile(r"[\s>]*[*_]{1,3}")),
)

# The end of a word that follows an apostrophe.
_APOSTROPHE = re.compile(r"(?:s|t|re|ll|ve|d|m)(?![A-Za-z])")

_MARKUP = "*_~`"
_OPENING = "([{<\"'"
_CLOSING = ")]}>"


def _class(character: str) -> str:
    """The class of a character next to a sign."""
    if character.isdigit():
        return "digit"
    if character.isalpha() and character.isascii():
        return "upper" if character.isupper() else "lower"
    if character in _MARKUP:
        return "markup"
    if character in _OPENING:
        return "opening"
    if character in _CLOSING:
        return "closing"
    if not character.isascii():
        return "sign"
    return "bar" if character == "|" else "point"


@lru_cache(maxsize=65536)
def before(text: str) -> str:
    """The class of what stands before a sign, from the beginning of its line on."""
    for name, pattern in _BEGINNINGS:
        if pattern.fullmatch(text):
            return name
    if not text[-1].isspace():
        return _class(text[-1])
    return f"blank {_class(text.rstrip()[-1])}"


@lru_cache(maxsize=65536)
def after(text: str) -> str:
    """The class of what stands behind a sign, up to the end of its line."""
    if not text.strip():
        return "end"
    if not text[0].isspace():
        return "apostrophe" if _APOSTROPHE.match(text) else _class(text[0])
    return f"blank {_class(text.lstrip()[0])}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """How often a sign was seen between which classes: together, and each side for itself."""

    together: Mapping[_Sides, float]
    sides: tuple[Mapping[str, float], Mapping[str, float]]
    total: float


def _seen(together: Mapping[_Sides, float]) -> _Seen:
    sides: tuple[dict[str, float], dict[str, float]] = ({}, {})
    for names, number in together.items():
        for side, name in zip(sides, names, strict=True):
            side[name] = side.get(name, 0.0) + number
    return _Seen(together, sides, sum(together.values()))


@cache
def _counts() -> dict[str, _Seen]:
    """For each sign what it was seen between."""
    rows = (row.split("\t") for row in TABLE.strip("\n").split("\n"))
    return {sign: _seen(dict(_pairs(cells))) for sign, *cells in rows}


def _pairs(cells: Iterable[str]) -> Iterator[tuple[_Sides, float]]:
    for cell in cells:
        left, _, rights = cell.partition(":")
        for right, _, number in (one.rpartition(" ") for one in rights.split(",")):
            yield (left, right), float(number)


@cache
def common() -> tuple[str, ...]:
    """The signs that were counted, the most frequent first."""
    return tuple(_counts())


# As often a sign was seen with another one behind it, if it is one that comes with a selector.
_OFTEN = 0.5


@cache
def selectable() -> frozenset[str]:
    """The signs that mostly come with a variation selector behind them; no parts of frames."""
    return frozenset(
        sign
        for sign, seen in _counts().items()
        if unicodedata.category(sign) == "So"
        and not "\u2500" <= sign <= "\u259f"
        and seen.sides[1].get("sign", 0.0) > _OFTEN * seen.total
    )


@cache
def _average() -> _Seen:
    """How likely each class is beside a sign, on average over the signs."""
    shares: dict[_Sides, float] = {}
    for seen in _counts().values():
        for names, number in seen.together.items():
            shares[names] = shares.get(names, 0.0) + number / seen.total / len(_counts())
    return _seen(shares)


_UNSEEN = 0.001


def _likely(sign: str, names: _Sides) -> float:
    average = _average()
    usual = [side.get(name, _UNSEEN) for side, name in zip(average.sides, names, strict=True)]
    seen = _counts().get(sign)
    if seen is None:
        apart = usual[0] * usual[1]
        return (average.together.get(names, 0.0) + apart) / 2
    alone = [
        (side.get(name, 0.0) + _WEIGHT * share) / (seen.total + _WEIGHT)
        for side, name, share in zip(seen.sides, names, usual, strict=True)
    ]
    apart = alone[0] * alone[1]
    return (seen.together.get(names, 0.0) + _APART * apart) / (seen.total + _APART)


@lru_cache(maxsize=65536)
def company(sign: str, before_class: str, after_class: str) -> float:
    """What the company of ``sign`` costs, in nats, by the classes of `before` and `after`."""
    return -_TEMPER * log(_likely(sign, (before_class, after_class)))


# What begins a block of Markdown, so that a line may well have ended before it.
_BLOCK = re.compile(r"```|\*\*[^*]+\*\*:?|[-*] |#{1,6} |\||\d+\. |>|  ")
_BLOCK_LIKELY = 0.7


# What costs how much if a line ends there: a row of a table that has no last bar.
_OPEN_ROW = 4.0


def plain(character: str, rest: str, sign: str, in_row: bool) -> float:
    """What an ASCII character behind ``sign`` costs, given its class.

    ``rest`` is what follows it; ``in_row`` says that it stands in a row of a table.
    """
    if character == " ":
        is_odd = rest[:1] in {"", "\n"} or (rest[:1] == " " and not "\u2500" <= sign <= "\u259f")
        return -log(_TRAILING) if is_odd else 0.0
    if character != "\n":
        return log(_SHARERS.get(_class(character), _POINTS))
    return _line_end(rest) + (_OPEN_ROW if in_row else 0.0)


def _line_end(rest: str) -> float:
    """What it costs that a line ends before ``rest``."""
    if _BLOCK.match(rest):
        return -log(_BLOCK_LIKELY)
    first = rest[:1].strip("\n")
    return -log(_NEXT_LINES.get(first) or _NEXT_LETTER.get(_class(first), 0.01))


def essence(text: str) -> str:
    """As much of what stands behind a stretch as `after` and `plain` look at: a short stand-in."""
    if not text.strip():
        return text[:2]
    block = _BLOCK.match(text)
    word = text.lstrip()
    blanks = text[: min(2, len(text) - len(word))]
    if not blanks and _APOSTROPHE.match(text):
        return "s "
    if block and not blanks:
        return block.group()[:2] + (block.group()[-3:] if len(block.group()) > 4 else "")
    return blanks + _STAND_INS.get(_class(word[0]), word[0])
