"""How likely the readings of a garbled character are at the place where it stands.

Naive Bayes over what the place says: the sort of line and the position on it, the words and the
symbols next to it. Each may change the odds by a limited factor only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log

from mergemend.mojibake import counts
from mergemend.mojibake.channel import Reading
from mergemend.mojibake.garble import Then
from mergemend.mojibake.lines import LineKind, Position, position
from mergemend.mojibake.prior import english, parse_counts

_JOINER = "\N{ZERO WIDTH JOINER}"
_SELECTORS = "\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"
_EMOJI_STYLE = "\N{VARIATION SELECTOR-16}"
_FIRST_SYMBOL = "\u2190"

# What it costs, in nats, that a character stands where it does not belong.
_MISPLACED = 12.0

# What it costs that the dash of a range of numbers is the long one (The Chicago Manual of Style,
# 6.78: from one number to another goes the short one).
_NO_RANGE = 7.0
_EM_DASH = "\N{EM DASH}"

# What it costs that a blank in front of a word was no blank, but part of a garbled character.
_EATS_BLANK = 6.0

# How many unseen cases a count is smoothed with, and how far one feature may move the odds (nats).
_SMOOTH = 4.0
_LEAST, _MOST = -2.5, 3.5
_MOST_BY_PAIRS = 6.0

_WORD_AFTER = re.compile(r"[ \t*_`\[(:\ufe0f\u200d]*([A-Za-z]+)")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)[ \t*_`\])(:.]*$")
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Setting:
    """The place of a garbled character: the text around it, mended as well as can be.

    ``repeated`` says that the same garbled string stands next to it.
    """

    left: str
    right: str
    kind: LineKind = LineKind.PLAIN
    begin: int = 0
    repeated: bool = False

    def behind(self, text: str) -> Setting:
        """The place of the first character of ``text``."""
        return self if len(text) == 1 else replace(self, right=text[1:] + self.right)


def odds(readings: Sequence[Reading], setting: Setting) -> list[tuple[Reading, float]]:
    """What the readings say, each by its likeliest one, with the odds, the likeliest first."""
    costs = [(reading, _cost(reading, setting)) for reading in readings]
    least = min(price for _, price in costs)
    weights: dict[str, float] = {}
    first: dict[str, Reading] = {}
    for reading, price in sorted(costs, key=lambda pair: pair[1]):
        weights[reading.text] = weights.get(reading.text, 0.0) + exp(least - price)
        first.setdefault(reading.text, reading)
    total = sum(weights.values())
    return sorted(((first[t], w / total) for t, w in weights.items()), key=lambda pair: -pair[1])


def _cost(reading: Reading, setting: Setting) -> float:
    first, there = reading.text[0], setting.behind(reading.text)
    # with best fit, what stands before it may be the rest of the symbol that it belongs to
    hides = reading.step.then is Then.BEST_FIT and there.left[-1:].strip()
    price = reading.cost - _fit(first, there)
    if not (hides and first in _SELECTORS):
        price += _misfit(first, there)
    if reading.step.then is Then.SPACED and there.right[:1].isalnum():
        price += _EATS_BLANK
    return price


def _misfit(text: str, setting: Setting) -> float:
    left, right = setting.left[-1:], setting.right[:1]
    symbol_before, symbol_after = left >= _FIRST_SYMBOL, right >= _FIRST_SYMBOL
    if text == _JOINER:
        return 0.0 if symbol_before and symbol_after else _MISPLACED
    if text in _SELECTORS:
        return 0.0 if symbol_before or left.isdigit() or left in "#*" else _MISPLACED
    if symbol_before and symbol_after and text < _FIRST_SYMBOL:
        return _MISPLACED
    if text == _EM_DASH and left.isdigit() and right.isdigit():
        return _NO_RANGE
    return 0.0


def _fit(text: str, setting: Setting) -> float:
    """The natural logarithm of what the place changes in the odds."""
    total = _by_place(text, setting)
    total += by_word_after(text, word_after(setting.right))
    total += by_word_before(text, word_before(setting.left))
    return total + _by_style(text, setting) + _by_pairs(text, setting)


def word_after(right: str) -> str:
    """The word that ``right`` begins with, after markup; "" if there is none."""
    word = _WORD_AFTER.match(right)
    return word[1].lower() if word else ""


def word_before(left: str) -> str:
    """The word that ``left`` ends with, before markup; "" if there is none."""
    word = _WORD_BEFORE.search(left[-_NEAR:])
    return word[1].lower() if word else ""


def by_word_after(text: str, word: str, doubt: float = 0.0) -> float:
    """What the word behind a symbol speaks for it, in nats; nothing if it is "".

    A pair that was counted ``doubt`` times gets half of its weight.
    """
    return _ratio(_words(counts.NEXT_WORDS), text, word, doubt) if word else 0.0


def by_word_before(text: str, word: str, doubt: float = 0.0) -> float:
    """The same for the word in front of a symbol."""
    return _ratio(_words(counts.LAST_WORDS), text, word, doubt) if word else 0.0


def _clipped(value: float, most: float = _MOST) -> float:
    return max(_LEAST, min(most, value))


def _by_place(text: str, setting: Setting) -> float:
    line = setting.left + text + setting.right
    start, end = len(setting.left), len(setting.left) + len(text)
    where = position(line, setting.kind, setting.begin, start, end)
    table, total = _places()
    mine, all_ = table.get((setting.kind, where), ({}, 0))
    share = (all_ + 1) / (total + 1)
    own = english().get(text, 0)
    return _clipped(log((mine.get(text, 0) + _SMOOTH * share) / (own + _SMOOTH) / share))


@cache
def _places() -> tuple[Mapping[tuple[LineKind, Position], tuple[Mapping[str, int], int]], int]:
    tables = {
        (LineKind(kind), Position(where)): parse_counts(table)
        for (kind, where), table in counts.PLACES.items()
    }
    sums = {place: (table, sum(table.values())) for place, table in tables.items()}
    return sums, sum(total for _, total in sums.values())


@dataclass(frozen=True)
class _Words:
    by_symbol: Mapping[str, Mapping[str, int]]
    shares: Mapping[str, float]


@cache
def _words(table: str) -> _Words:
    by_symbol = {}
    all_: Counter[str] = Counter()
    for line in table.split("\n"):
        symbol, *words = line.split(" ")
        found = re.findall(r"([a-z]+)(\d+)", " ".join(words))
        by_symbol[symbol] = {word: int(number) for word, number in found}
        all_.update(by_symbol[symbol])
    total = all_.total()
    return _Words(by_symbol, {word: number / total for word, number in all_.items()})


def _ratio(words: _Words, text: str, word: str, doubt: float) -> float:
    """What a word speaks for. It never speaks against: the tables know frequent pairs only."""
    seen = words.by_symbol.get(text, {}).get(word, 0)
    if not seen:
        return 0.0
    share = words.shares[word]
    own = english().get(text, 0)
    lift = _clipped(log((seen + _SMOOTH * share) / (own + _SMOOTH) / share))
    return max(0.0, lift) * seen / (seen + doubt)


@cache
def _variations() -> Mapping[str, int]:
    return parse_counts(counts.VARIATIONS)


def _by_style(text: str, setting: Setting) -> float:
    """A variation selector behind it makes those likely that are written with one."""
    styled = setting.right.startswith(_EMOJI_STYLE)
    if text in _SELECTORS or (text < _FIRST_SYMBOL and not styled):
        return 0.0
    own = english().get(text, 0)
    share = (min(_variations().get(text, 0), own) + 0.02) / (own + 1)
    return _clipped(log(share if styled else 1.02 - share))


@cache
def _pairs() -> Mapping[str, int]:
    return {pair: int(number) for pair, number in re.findall("([^0-9]{2})([0-9]+)", counts.PAIRS)}


# What closes a line of a box that was opened like this.
_CLOSES = dict(zip("┌└├╔╚╠╭╰┏┗┣", "┐┘┤╗╝╣╮╯┓┛┫", strict=True))
_OPENING = re.compile("[┌└├╔╚╠╭╰┏┗┣](?=[^┐┘┤╗╝╣╮╯┓┛┫]*$)")


def _by_pairs(text: str, setting: Setting) -> float:
    if setting.repeated:
        return _pair(text, text)
    total = 0.0
    if opening := _OPENING.search(setting.left):
        total = _MOST_BY_PAIRS * (text == _CLOSES[opening[0]])
    if setting.left[-1:] >= _FIRST_SYMBOL:
        total += _pair(setting.left[-1], text)
    if setting.right[:1] >= _FIRST_SYMBOL:
        total += _pair(text, setting.right[0])
    return total


def _pair(one: str, other: str) -> float:
    if one in _SELECTORS or other in _SELECTORS:
        return 0.0
    all_ = counts.ENGLISH_TOTAL
    own, share = english().get(one, 0), (english().get(other, 0) + 1) / all_
    seen = _pairs().get(one + other, 0)
    return _clipped(log((seen + _SMOOTH * share) / (own + _SMOOTH) / share), _MOST_BY_PAIRS)
