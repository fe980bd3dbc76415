"""Which reading of a garbled stretch is likely where it stands, and in its document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log

from mergemend.mojibake.company import after, before, company, essence, plain
from mergemend.mojibake.context import by_word_after, by_word_before, word_after, word_before
from mergemend.mojibake.holes import Cost, Reader, Readings

# Not to be counted as a document's own signs: they come in company only.
_IN_COMPANY = re.compile("[^\x00-\x7f][\ufe0e\ufe0f\u200d]+|[\u2500-\u259f]")

# What may stand between a sign and the word beside it.
_BESIDE_SIGNS = " \n\ufe0e\ufe0f"

# How often a word must have been seen beside a sign to get half of its weight, and what words are
# worth at most.
_DOUBT, _SPOKEN = 2.0, 3.0

# How much the signs count that a document has for sure, against what is usual: all of them, and
# those that stand in the same sort of place; from how many on; how many nats that saves at most.
_OWN_SHARE = 0.2
_OWN_ENOUGH = 10.0
_OWN_CAP = 1.2
_HERE_SHARE = 0.8
_HERE_ENOUGH = 5.0

# A frame of so many characters or more ends as it began, a single part stands upright; nats if not.
_FRAME = 6
_ODD_FRAME = 5.0
_UPRIGHT = "│║┃"
_CLOSED_BY = {"┌": "┐", "└": "┘", "├": "┤", "╔": "╗", "╚": "╝", "╠": "╣", "╭": "╮", "╰": "╯"}

# Readings so many nats behind the best are not handed out.
_SLACK = 7.0

# Nobody writes marks like that: ``so ??that``; nats.
_GLUED = 8.0
_BESIDE_WORDS = frozenset({"lower", "upper", "digit", "markup", "opening", "closing", "point"})

# What stands further to the left does not matter.
_FAR_LEFT = 24

Usage = tuple[str, str]
"""A sign, and the class of what stands before it; "" for a class that no sure sign was seen in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch stands: the class of what is before it, the essence of what is behind it.

    ``words`` are those before and behind; ``in_row`` says that the line is a row of a table.
    """

    before: str
    rest: str
    words: tuple[str, str]
    in_row: bool


class Judge:
    """Ranks what stretches can have been that ``codec`` garbled, by where they stand.

    ``own`` says what the signs save that the document is known to have, by their usage. ``apart``
    says that each line was read by itself, so that no line end was swallowed.
    """

    def __init__(self, reader: Reader, own: Mapping[Usage, float], apart: bool = False) -> None:
        self._reader = reader
        self._own = own
        self._apart = apart
        self._memory: dict[tuple[str, ...], Readings] = {}

    def rank(self, line: str, start: int, end: int) -> Readings:
        """The readings of a stretch by their cost where it stands, the cheapest first."""
        stretch = line[start:end]
        following = line[end : end + 1] or ("" if self._apart else "\n")
        words = word_before(line[:start]), word_after(line[end:])
        place = before(_near(line[:start]))
        rest = essence(line[end:])
        in_row = line.lstrip().startswith("|")
        key = (stretch, following, place, rest, *words, "|" * in_row)
        if key not in self._memory:
            readings = self._reader.read(stretch, following)
            self._memory[key] = self._rank(readings, Place(place, rest, words, in_row))
        return self._memory[key]

    def _rank(self, readings: Readings, place: Place) -> Readings:
        ranked = [
            (text, cost + self._in_place(place, text) - _spoken(text, place.words))
            for text, cost in readings
            if not (self._apart and "\n" in text)
        ]
        ranked.sort(key=lambda one: (one[1], one[0]))
        return tuple(one for one in ranked if one[1] <= ranked[0][1] + _SLACK)

    def usual(self, line: str, start: int, end: int) -> Readings:
        """The readings of a stretch by themselves, wherever they stand."""
        following = line[end : end + 1] or ("" if self._apart else "\n")
        return self._reader.read(line[start:end], following)

    def _in_place(self, place: Place, text: str) -> float:
        """What the company of the signs of ``text`` costs, less what the document's own save."""
        total = _frame(text) + _glued(text, place)
        whole = text + place.rest
        for at, sign in enumerate(text):
            if sign < "\x80":
                total += plain(sign, whole[at + 1 :], text[at - 1] if at else "", place.in_row)
            elif not at or sign != text[at - 1]:
                left = before("x" + text[text.rfind("\n", 0, at) + 1 : at]) if at else place.before
                total += company(sign, left, after(_beside(whole, at)))
                total += self._own.get((sign, left), self._own.get((sign, ""), 0.0))
        return total


def _glued(text: str, place: Place) -> float:
    """What it costs that marks were meant that follow a blank and begin a word."""
    is_apart = place.before not in _BESIDE_WORDS
    return _GLUED if is_apart and text.strip("?") == "" and place.rest[:1].isalnum() else 0.0


def _spoken(text: str, words: tuple[str, str]) -> float:
    """What the words beside a reading speak for it."""
    signs = text.strip(_BESIDE_SIGNS)
    if not signs:
        return 0.0
    by_words = by_word_before(signs[0], words[0], _DOUBT) + by_word_after(
        signs[-1], words[1], _DOUBT
    )
    return min(by_words, _SPOKEN)


def _beside(whole: str, at: int) -> str:
    """What stands behind the run of equal signs at ``at``, up to the end of its line."""
    rest = at + 1
    while whole[rest : rest + 1] == whole[at]:
        rest += 1
    return whole[rest:].partition("\n")[0]


def _frame(text: str) -> float:
    """What a part of a frame costs that does not look like one."""
    line = text.strip()
    if is_odd_frame(line):
        return _ODD_FRAME
    alone = len(line) == 1 and "\u2500" <= line <= "\u257f"
    return _ODD_FRAME if alone and line not in _UPRIGHT else 0.0


def is_odd_frame(text: str) -> bool:
    """Whether ``text`` is a line of a frame that does not end as it began."""
    line = text.strip()
    return len(line) >= _FRAME and line[0] in _CLOSED_BY and line[-1] not in _CLOSED_BY[line[0]]


def _near(left: str) -> str:
    """As much of what stands before a sign as its class depends on."""
    left = left[left.rfind("\n") + 1 :]
    if len(left) < _FAR_LEFT:
        return left
    if not left.strip(" \t>"):
        return left[-1]
    return ("|" if left.lstrip().startswith("|") else "x") + left[-_FAR_LEFT // 2 :]


def own_signs(found: Iterable[tuple[str, int, int, str]], cost: Cost) -> dict[Usage, float]:
    """What the signs save that a document has for sure, by their usage, in nats below zero.

    ``found`` are lines, where a stretch of them begins and ends, and what it was for sure.
    """
    usages = Counter(usage for one in found for usage in _usages(*one))
    places: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    for (sign, place), number in usages.items():
        places[place] += number
        signs[sign] += number
    total = signs.total()
    share = _OWN_SHARE * total / (total + _OWN_ENOUGH)
    own: dict[Usage, float] = {}
    for sign, number in signs.items():
        usual = exp(-cost(sign))
        everywhere = share * number / total + (1 - share) * usual
        own[sign, ""] = _saved(everywhere / usual)
        for place, seen in places.items():
            here = _HERE_SHARE * seen / (seen + _HERE_ENOUGH)
            likely = here * usages[sign, place] / seen + (1 - here) * everywhere
            own[sign, place] = _saved(likely / usual)
    return own


def _saved(times: float) -> float:
    return max(-log(times), -_OWN_CAP)


def _usages(line: str, start: int, end: int, text: str) -> Iterator[Usage]:
    """The signs of a reading that may speak for others, with their usage."""
    if _IN_COMPANY.search(text):
        return
    whole = line[:start] + text + line[end:]
    for place, sign in enumerate(text, start):
        if sign > "\x7f":
            yield sign, before(_near(whole[:place]))


# How many places weigh as much as what is usual, and how far what the others say moves one place.
_USUAL = 4.0
_LEAST_HABIT, _MOST_HABIT = -2.5, 1.5


# Only what is likely enough counts, or doubts would confirm each other.
_LIKELY = 0.9


def _counted(odds: float) -> float:
    return odds if odds >= _LIKELY else 0.0


class Habits:
    """What a document means by each garbled stretch of it, by all places where that stands.

    A writer who ends one line with a bullet ends others with one; so what the other places say
    counts, where it is likely, against what is usual. ``places`` are stretches and their odds.
    """

    def __init__(self, places: Iterable[tuple[str, Mapping[str, float]]]) -> None:
        self._meant: dict[str, dict[str, float]] = {}
        for stretch, odds in places:
            meant = self._meant.setdefault(stretch, {})
            for text, share in odds.items():
                meant[text] = meant.get(text, 0.0) + _counted(share)

    def apply(
        self, stretch: str, odds: Mapping[str, float], usual: Readings, readings: Readings
    ) -> Readings:
        """``readings`` with what the other places say, the cheapest first.

        ``odds`` are those of this very place, ``usual`` are the readings by themselves.
        """
        meant = self._meant[stretch]
        others = max(0.0, sum(meant.values()) - sum(map(_counted, odds.values())))
        weights = {text: exp(usual[0][1] - cost) for text, cost in usual}
        total = sum(weights.values())
        moved = []
        for text, cost in readings:
            share = weights[text] / total
            seen = max(0.0, meant.get(text, 0.0) - _counted(odds.get(text, 0.0)))
            times = (seen / share + _USUAL) / (others + _USUAL)
            moved.append((text, cost - max(_LEAST_HABIT, min(_MOST_HABIT, log(times)))))
        return tuple(sorted(moved, key=lambda one: (one[1], one[0])))
