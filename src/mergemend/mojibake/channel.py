"""The noisy channel: what a stretch of text was, if a code page garbled it.

For each code page there is a table from garbled strings to the characters they can have been, by
each kind of damage; what lost nothing is decoded. The likeliest way through a stretch is found by
dynamic programming (Viterbi): a garbled character costs what its reading costs (`prior.cost`), a
character that is left as it is costs itself. Costs are in nats.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from math import inf

from mergemend.mojibake.garble import (
    CODECS,
    NO_BREAK_SPACE,
    Kind,
    Step,
    Then,
    characters,
    row,
    ungarble,
)
from mergemend.mojibake.prior import cost, known

# What it costs to begin with garbled text, and what a character of the code page costs that touches
# garbled text and is none. The second took false alarms in 37 languages from 20 to 0.
SWITCH = 5.0
_STRAY = 7.0

# A character between two layers of damage: one of the code page, or a control character, which is
# never the answer.
_BETWEEN = 13.0
# Two characters that happen to fit are too little for one that was never counted, and three for one
# of an unusual block.
_UNCOUNTED = {2: 17.0, 3: 19.0}
_ACCIDENT = 8.0
_FAR_FETCHED = 25.0

_FIRST_CONTROL, _AFTER_CONTROLS = "\x80", "\xa0"

# By kind of damage; for dropped bytes, each.
_KIND_COST = {Kind.KEPT: 0.0, Kind.DROPPED: 2.0, Kind.REPLACED: 2.0, Kind.QUESTION: 3.0}
_THEN_COST = {
    Then.NOTHING: 0.0,
    Then.SPACED: 2.0,
    Then.STRAIGHTENED: 4.0,
    Then.OPENED: 10.0,
    Then.CLOSED: 10.0,
    Then.BEST_FIT: 2.0,
}
# What it costs that all but one byte of a character were dropped.
_SINGLE = 4.0

# Best fit makes the same of all Cyrillic or Greek letters of a row, and of signs: a letter that
# stands alone among Latin ones was none of them.
_LONE_LETTER = 12.0
_QUOTES = frozenset("“”„‘’‚")
_TURNED = (Then.OPENED, Then.CLOSED)
_FIT_CODECS = ("cp437", "cp850")


@dataclass(frozen=True, slots=True, order=True)
class Model:
    """A code page that is tried, as it is or with what Windows makes of its text."""

    codec: str
    fit: bool = False


MODELS = (*map(Model, CODECS), *(Model(codec, fit=True) for codec in _FIT_CODECS))

# What a lost byte, a no-break space and a quotation mark can have become.
_HOLE = r"""(?:[?"']{1,3}| )"""
_STRETCH = re.compile(rf"[^\x00-\x7f]+(?:{_HOLE}[^\x00-\x7f]+)*{_HOLE}?")
_FIT_STRETCH = re.compile(r"(?:[G=+pn-]|[^\x00-\x7f])(?:[-+=_P]?[^\x00-\x7f])+[-+=_P]?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A character that a garbled string can have been, the damage, and its cost."""

    text: str
    step: Step
    cost: float


@dataclass(frozen=True, slots=True)
class Token:
    """A garbled character: its place in the stretch, and its readings, the likeliest first."""

    start: int
    end: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Parse:
    """The likeliest way through a stretch.

    ``gain`` is what it costs less than leaving all as it is; ``whole`` says whether nothing of the
    code page is left, and none of the readings is an accident.
    """

    tokens: tuple[Token, ...] = ()
    gain: float = 0.0
    whole: bool = False


NOTHING = Parse()


@lru_cache(maxsize=8192)
def stretches(line: str, fit: bool) -> tuple[re.Match[str], ...]:
    """The stretches of ``line`` that a model can have garbled, or one with best fit.

    A line is asked for again and again while its document is mended.
    """
    return tuple((_FIT_STRETCH if fit else _STRETCH).finditer(line))


def ways(codec: str, character: str) -> Iterator[tuple[Kind, Then]]:
    """The kinds of damage that make a difference for ``character``."""
    read = [characters(codec)[byte] for byte in character.encode()]
    thens = [Then.NOTHING]
    if NO_BREAK_SPACE in read:
        thens.append(Then.SPACED)
    if not _QUOTES.isdisjoint(read):
        thens += [Then.STRAIGHTENED, Then.OPENED, Then.CLOSED]
    kinds = list(_KIND_COST) if None in read else [Kind.KEPT]
    return ((kind, then) for kind in kinds for then in thens)


def _is_foreign(character: str) -> bool:
    """Whether it is Greek or Cyrillic."""
    return "\u0370" <= character < "\u0530"


def table(model: Model) -> Mapping[str, tuple[Reading, ...]]:
    """The readings of every string that ``model`` makes of a known character, losing something."""
    return {
        garbled: readings
        for first in _firsts(model)
        for garbled, readings in _beginning(model, first).items()
    }


@cache
def _firsts(model: Model) -> Mapping[str, tuple[int, ...]]:
    """What garbled strings can begin with, and the first bytes of the characters they were."""
    thens = [Then.BEST_FIT] if model.fit else list(Then)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for lead in _by_lead():
        first = {row(Step(model.codec, then=then))[lead][:1] for then in thens}
        # where the page has no such character, what follows can come first
        if characters(model.codec)[lead] is None or "" in first:
            first = {garbled[0] for garbled in _of_lead(model, lead)}
        for one in first:
            found[one].append(lead)
    return {first: tuple(leads) for first, leads in found.items()}


@cache
def _by_lead() -> Mapping[int, Sequence[str]]:
    """The known characters by the first byte that they have in UTF-8, both in order."""
    return {lead: tuple(group) for lead, group in groupby(known(), lambda one: one.encode()[0])}


@cache
def _beginning(model: Model, first: str) -> Mapping[str, tuple[Reading, ...]]:
    """The part of the `table` that begins so: a text needs few of them, and all take a second."""
    found: defaultdict[str, list[Reading]] = defaultdict(list)
    for lead in _firsts(model)[first]:
        for garbled, readings in _of_lead(model, lead).items():
            if garbled[0] == first:
                found[garbled] += readings
    return {
        garbled: tuple(sorted(readings, key=lambda reading: reading.cost))
        for garbled, readings in found.items()
    }


_step = cache(Step)  # each is in thousands of readings


@cache
def _of_lead(model: Model, lead: int) -> Mapping[str, list[Reading]]:
    """The readings, in no order, that are characters with this first byte."""
    found: defaultdict[str, list[Reading]] = defaultdict(list)
    steps: dict[tuple[Kind, Then], tuple[Step, Sequence[str]]] = {}
    for character in _by_lead()[lead]:
        possible = [(Kind.KEPT, Then.BEST_FIT)] if model.fit else ways(model.codec, character)
        price = cost(character) + (_LONE_LETTER if model.fit and _is_foreign(character) else 0.0)
        data = character.encode()
        for kind, then in possible:
            if (kind, then) == (Kind.KEPT, Then.NOTHING):
                continue
            if (kind, then) not in steps:
                one = _step(model.codec, kind, then)
                steps[kind, then] = one, row(one)
            step, read = steps[kind, then]
            garbled = "".join(map(read.__getitem__, data))
            if garbled.isascii() or (then in _TURNED and _decode(garbled, model.codec)):
                continue
            lost = len(data) - len(garbled) if kind is Kind.DROPPED else 1
            extra = _KIND_COST[kind] * lost + _THEN_COST[then] + _SINGLE * (len(garbled) == 1)
            found[garbled].append(Reading(character, step, price + extra))
    return found


_MORE = {**dict.fromkeys(range(0xC2, 0xE0), 2), **dict.fromkeys(range(0xE0, 0xF0), 3)}
_MORE |= dict.fromkeys(range(0xF0, 0xF5), 4)


@cache
def _leads(codec: str) -> Mapping[str, int]:
    """How many characters a garbled one has that begins with this one."""
    return {row(Step(codec))[byte]: length for byte, length in _MORE.items()}


def _lossless(stretch: str, start: int, model: Model) -> Token | None:
    length = _leads(model.codec).get(stretch[start])
    if length is None or start + length > len(stretch):
        return None
    return _decoded(stretch[start : start + length], start, model.codec)


@lru_cache(maxsize=65536)
def _decode(garbled: str, codec: str) -> tuple[Reading, ...]:
    text = ungarble(garbled, codec)
    if text is None:
        return ()
    price = _BETWEEN if _FIRST_CONTROL <= text < _AFTER_CONTROLS else cost(text)
    if text in _alphabet(codec):
        price = min(price, _BETWEEN)
    elif price > _UNCOUNTED.get(len(garbled), inf):
        price += _ACCIDENT
    return () if price == inf else (Reading(text, Step(codec), price),)


def _decoded(garbled: str, start: int, codec: str) -> Token | None:
    readings = _decode(garbled, codec)
    return Token(start, start + len(garbled), readings) if readings else None


_LONGEST = 4


def _tokens(stretch: str, start: int, model: Model) -> Iterator[Token]:
    """What can begin at ``start``."""
    if not model.fit and (token := _lossless(stretch, start, model)):
        yield token
    first = stretch[start]
    lossy = _beginning(model, first) if first in _firsts(model) else {}
    for end in range(start + 1, min(len(stretch), start + _LONGEST) + 1):
        if readings := lossy.get(stretch[start:end]):
            yield Token(start, end, readings)


@cache
def _alphabet(codec: str) -> frozenset[str]:
    """The characters of the code page beyond ASCII, but for the no-break space."""
    return frozenset(row(Step(codec))[0x80:]) - {NO_BREAK_SPACE}


@cache
def _as_it_is(character: str) -> float:
    price = cost(character)
    return _BETWEEN if price == inf else price


# Behind what a way through a stretch stands: nothing that matters, a character of the code page
# that was left as it is, or a garbled one.
_PLAIN, _HIGH, _GARBLED = range(3)


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    token: Token | None
    before: _Way | None


@cache
def _pair(model: Model) -> re.Pattern[str]:
    """A pattern for the first byte of a sequence and what can stand behind it."""
    read = row(Step(model.codec, then=Then.BEST_FIT if model.fit else Then.NOTHING))
    leads = "".join(re.escape(read[byte]) for byte in _MORE)
    following = "".join(re.escape(read[byte]) for byte in range(0x80, 0xC0))
    return re.compile(rf"""[{leads}][{following}\ufffd?"' ]""")


def may_have_garbled(stretch: str, model: Model) -> bool:
    """Whether it is worth while to `parse` ``stretch``."""
    return bool(_pair(model).search(stretch))


@lru_cache(maxsize=65536)
def parse(stretch: str, model: Model) -> Parse:
    """The likeliest way through ``stretch`` if ``model`` garbled some of it."""
    alphabet = _alphabet(model.codec)
    ways: list[list[_Way | None]] = [[None, None, None] for _ in range(len(stretch) + 1)]
    ways[0][_PLAIN] = _Way(0.0, None, None)
    for place, character in enumerate(stretch):
        here = ways[place]
        kind = _HIGH if character in alphabet else _PLAIN
        for behind, way in enumerate(here):
            if way is None:
                continue
            touching = _STRAY if behind == _GARBLED and kind == _HIGH else 0.0
            _offer(ways[place + 1], kind, way, _as_it_is(character) + touching, None)
        for token in _tokens(stretch, place, model):
            for behind, way in enumerate(here):
                if way is None:
                    continue
                price = token.readings[0].cost
                price += (0.0, _STRAY)[behind == _HIGH] + (SWITCH, 0.0)[behind == _GARBLED]
                _offer(ways[token.end], _GARBLED, way, price, token)
    best = min((way for way in ways[-1] if way), key=lambda way: way.cost)
    chosen = tuple(_tokens_of(best))[::-1]
    if not chosen:
        return NOTHING
    tokens = tuple(_widened(stretch, token, model) for token in chosen)
    covered = {place for token in tokens for place in range(token.start, token.end)}
    whole = all(p in covered for p, character in enumerate(stretch) if character in alphabet)
    whole &= all(token.readings[0].cost < _FAR_FETCHED for token in chosen)
    return Parse(tokens, literal(stretch) - best.cost, whole)


def _offer(
    ways: list[_Way | None], kind: int, way: _Way, price: float, token: Token | None
) -> None:
    there = ways[kind]
    if there is None or way.cost + price < there.cost:
        ways[kind] = _Way(way.cost + price, token, way)


def _tokens_of(way: _Way | None) -> Iterator[Token]:
    while way is not None:
        if way.token is not None:
            yield way.token
        way = way.before


# A reading that costs so much more than the likeliest is not worth a wider token.
_FAR = 8.0


def _widened(stretch: str, token: Token, model: Model) -> Token:
    """The token with the readings that take more or less of the ASCII characters behind it."""
    rivals = [
        other
        for other in _tokens(stretch, token.start, model)
        if stretch[min(other.end, token.end) : max(other.end, token.end)].isascii()
    ]
    best = token.readings[0].cost
    near = [other.end for other in rivals if other.readings[0].cost < best + _FAR]
    end = max([token.end, *near])
    readings = [
        Reading(reading.text + rest, reading.step, reading.cost + sum(map(cost, rest)))
        for other in rivals
        if other.end <= end
        for rest in [stretch[other.end : end]]
        for reading in other.readings
    ]
    return Token(token.start, end, tuple(sorted(readings, key=lambda reading: reading.cost)))


def gain_of(garbled: str, codec: str) -> float:
    """What ``garbled`` costs less as one character that ``codec`` garbled; minus infinity if none.

    What it costs to begin with garbled text (`SWITCH`) is not counted.
    """
    readings = _decode(garbled, codec)
    return literal(garbled) - readings[0].cost if readings else -inf


def literal(text: str) -> float:
    """What a text costs that is left as it is."""
    return sum(map(_as_it_is, text))


@cache
def _left_over(step: Step, lone: bool) -> re.Pattern[str]:
    read = row(step)
    leads = "".join(map(re.escape, read[0xC2:0xF5]))
    following = "".join(re.escape(one) for one in read[0x80:0xC0] if not one.isascii())
    pattern = f"[{leads}][{following}\ufffd]"
    if lone:
        high = (one for one in read[0xC2:0xF5] if one and not one.isascii())
        pattern += f"|[{''.join(map(re.escape, high))}]"
    return re.compile(pattern)


def left_over(text: str, step: Step, lone: bool) -> re.Match[str] | None:
    """Where ``text`` has something that ``step`` can have garbled.

    ``lone`` says that the first byte of a sequence may have lost all others.
    """
    return _left_over(step, lone).search(text)
