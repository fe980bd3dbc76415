"""Backwards: which texts a garbled stretch can have been, where bytes of it are missing.

A reading is built byte by byte, from left to right, and keeps to what the code page would have
done: a byte can only be lost where it makes no character with the one that follows. So a reading
that comes out at the end garbles to the stretch again; `multibyte` proves it once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import inf
from operator import itemgetter
from typing import NamedTuple

from mergemend.mojibake.company import common, selectable
from mergemend.mojibake.doublebyte import Bytes, Table, garble_multibyte, table
from mergemend.mojibake.garble import REPLACEMENT, Kind

Cost = Callable[[str], float]
"""Minus the natural logarithm of how likely a character is; `inf` where it cannot be."""

Readings = tuple[tuple[str, float], ...]
"""What a stretch can have been, each with its cost in nats, the cheapest first."""

# So many readings are followed at each place, in long stretches fewer, and only those that cost no
# more than that above the best.
_WIDTH, _LONG, _WIDTH_IF_LONG = 128, 8, 24
_SLACK = 9.0

# So many readings of a stretch are handed out.
_KEPT = 64

# The same sign once more, as in rules, bars and frames; and another one of its block.
_AGAIN = 0.7
_SAME_BLOCK = 2.0

# A rare sign draws others near it: patterns of dots, coloured circles, letters of an alphabet;
# so do shades.
_RARE, _NEIGHBOUR = 10.0, 4.5
_SHADES, _SHADE = "\u2580", 3.0
_FRAMES = range(0x2500, 0x25A0)
_CORNERS = re.compile("[\u250c-\u254b\u2552-\u2573]")

# What a pair can have swallowed, if it makes no character with the byte before, and a first guess
# at what that costs; `company` says it better.
_SWALLOWED = {ord(" "): 0.0, ord("\n"): 1.0, **dict.fromkeys(range(0x21, 0x7F), 3.5)}

# Anything else than white space right beside a part of a frame.
_BESIDE_FRAME = 4.0

# What it costs that a mark was written by somebody, in the middle of garbled text.
_MEANT = 4.0

SELECTOR = "\ufe0f"
"""What asks for the colourful form of the sign before it."""

# It is as good as part of a sign that mostly comes with it: nats.
_SELECTED = 1.0

_NEXT = range(0x80, 0xC0)
_NOTHING = b""
_END = -1


def _length(first: int) -> int:
    """How many bytes a character of UTF-8 has, by its first one; 0 if it is no first byte."""
    if first < 0xC2:
        return 1 if first < 0x80 else 0
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4 if first < 0xF5 else 0


@cache
def _prefixes() -> dict[bytes, tuple[int, ...]]:
    """The bytes that can follow each beginning of a common sign."""
    found: dict[bytes, set[int]] = {}
    for sign in common():
        whole = sign.encode("utf-8")
        for cut in range(len(whole)):
            found.setdefault(whole[:cut], set()).add(whole[cut])
    return {prefix: tuple(sorted(following)) for prefix, following in found.items()}


# What a character costs that begins like none of the common signs.
_UNCOMMON = 16.0


@cache
def _floors(cost: Cost) -> dict[bytes, float]:
    """What the cheapest of the common signs costs, by the bytes that they begin with."""
    floors: dict[bytes, float] = {}
    for sign in common():
        whole = sign.encode("utf-8")
        for cut in range(1, len(whole)):
            floors[whole[:cut]] = min(cost(sign), floors.get(whole[:cut], _UNCOMMON))
    return floors


class _State(NamedTuple):
    """A reading up to some place: its cost, its text, the bytes of a character not whole yet.

    ``lost`` is a byte that was lost right before (-1 if none was), ``unseen`` says that no byte of
    the open character is left so far.
    """

    cost: float
    text: str
    open: bytes = _NOTHING
    lost: int = -1
    unseen: bool = True


class Reader:
    """Reads stretches that ``codec`` garbled in the way of ``kind``, by the costs of characters."""

    def __init__(self, codec: str, kind: Kind, cost: Cost) -> None:
        self._codec = codec
        self._kind = kind
        self._cost = cost
        self._table: Table = table(codec, windows=kind is Kind.SWALLOWED)
        self._known = self._table.known
        self._mark = {
            Kind.QUESTION: "?",
            Kind.REPLACED: REPLACEMENT,
            Kind.SWALLOWED: self._table.unknown,
        }.get(kind)
        self._memory: dict[tuple[str, str], Readings] = {}
        self._floors = _floors(cost)
        self._best = 0.0
        self._bound = inf
        self._at_end = False
        self._losable: dict[tuple[int, bytes], tuple[int, ...]] = {}
        self._seconds: dict[tuple[int, bytes], tuple[int, ...]] = {}
        self._ascii: dict[int, tuple[tuple[str, float], ...]] = {}
        self._loose: dict[tuple[int, bytes], bool] = {}
        self._finals: dict[bytes, list[tuple[float, int, str]]] = {}

    def read(self, stretch: str, following: str) -> Readings:
        """The readings of ``stretch`` and their costs, the cheapest first.

        ``following`` is the character behind it, which is ASCII; "" if nothing was read behind it.
        """
        key = (stretch, following)
        if key not in self._memory:
            found = self._read(stretch, ord(following) if following else _END)
            garbled = stretch + following
            self._memory[key] = tuple(
                (text, cost)
                for text, cost in found
                if garble_multibyte(text + following, self._codec, self._kind) == garbled
            )
        return self._memory[key]

    def _read(self, stretch: str, following: int) -> Readings:
        width = _WIDTH if len(stretch) <= _LONG else _WIDTH_IF_LONG
        self._best = 0.0
        states = [_State(0.0, "")]
        for left, character in zip(range(len(stretch) - 1, -1, -1), stretch, strict=True):
            self._at_end = following == _END and not left
            states = self._behind(character, states, width)
            if not states:
                return ()
        self._bound = inf
        ends: dict[str, float] = {}
        for state in self._emptied(states):
            if not state.open and self._may_precede(state, following):
                ends[state.text] = min(state.cost, ends.get(state.text, inf))
        return tuple(sorted(ends.items(), key=lambda end: (end[1], end[0]))[:_KEPT])

    def _across(self, state: _State, character: str) -> Iterator[_State]:
        """All states behind ``character``."""
        sources = self._sources(character)
        if self._kind is Kind.DROPPED:
            for dropped in self._drops(state):
                for bytes_ in sources:
                    yield from self._take(dropped, bytes_)
            return
        if character == self._mark:
            yield from self._marked(state)
            state = state._replace(cost=state.cost + _MEANT)
        for bytes_ in sources:
            yield from self._take(state, bytes_)

    def _sources(self, character: str) -> tuple[Bytes, ...]:
        if character < "\x80":
            return ((ord(character),),)
        return self._table.sources(character)

    def _marked(self, state: _State) -> Iterator[_State]:
        for after in self._lose(state):
            if self._kind is not Kind.SWALLOWED or (self._at_end and not after.open):
                yield after
            if self._kind is Kind.SWALLOWED:
                yield from self._swallow(after)

    def _swallow(self, state: _State) -> Iterator[_State]:
        """The second byte of a pair that means nothing."""
        first = state.lost
        key = (first, state.open)
        if key not in self._seconds:
            self._seconds[key] = tuple(
                second
                for second in self._bytes_after(state)
                if second >= 0x80 and not self._known[first << 8 | second]
            )
        open_ = _State(state.cost, state.text, state.open, unseen=state.unseen)
        for second in self._seconds[key]:
            yield from self._feed(open_, second)
        if not state.open:
            beside = _BESIDE_FRAME if state.text and ord(state.text[-1]) in _FRAMES else 0.0
            for character, cost in self._swallowed(first):
                cost += beside * (not character.isspace())
                if state.cost + cost > self._bound:
                    break
                yield _State(state.cost + cost, state.text + character)

    def _swallowed(self, first: int) -> tuple[tuple[str, float], ...]:
        """What ASCII characters can have been swallowed with ``first``, the cheapest first."""
        if first not in self._ascii:
            self._ascii[first] = tuple(
                (chr(second), cost)
                for second, cost in _SWALLOWED.items()
                if not self._known[first << 8 | second]
            )
        return self._ascii[first]

    def _drops(self, state: _State) -> Iterator[_State]:
        """``state``, and what it is after up to three bytes were lost without a trace."""
        yield state
        states = [state]
        for _ in range(3):
            states = [after for one in states for after in self._lose(one)]
            yield from states

    def _emptied(self, states: Iterable[_State]) -> Iterator[_State]:
        for state in states:
            if state.open and self._kind is Kind.DROPPED:
                yield from self._drops(state)
            else:
                yield state

    def _lose(self, state: _State) -> Iterator[_State]:
        """A byte that the code page could not read where it stood."""
        if len(state.open) and len(state.open) == _length(state.open[0]) - 1 and not state.unseen:
            yield from self._end(state)
            return
        key = (state.lost, state.open)
        if key not in self._losable:
            self._losable[key] = tuple(
                byte for byte in self._bytes_after(state) if self._may_be_lost(state, byte)
            )
        for byte in self._losable[key]:
            for after in self._feed(state, byte):
                if not after.open and state.unseen and self._kind is Kind.DROPPED:
                    continue  # nothing tells that this character was ever there
                if not after.open or self._can_lose(byte, after.open):
                    unseen = state.unseen or not after.open
                    yield _State(after.cost, after.text, after.open, byte, unseen)

    def _end(self, state: _State) -> Iterator[_State]:
        """The last byte of a character of which the others were seen was lost."""
        if state.open not in self._finals:
            self._finals[state.open] = sorted(self._last_bytes(state.open))
        finals = self._finals[state.open]
        for cost, byte, sign in finals:
            if state.cost - self._best + cost > finals[0][0] + _SLACK:
                break
            if self._may_be_lost(state, byte):
                yield _State(
                    state.cost + self._price(state.text, sign), state.text + sign, lost=byte
                )

    def _last_bytes(self, open_: bytes) -> Iterator[tuple[float, int, str]]:
        for byte in _NEXT:
            try:
                sign = (open_ + bytes([byte])).decode("utf-8")
            except UnicodeDecodeError:
                continue
            if (cost := self._cost(sign)) < inf:
                yield cost, byte, sign

    def _can_lose(self, byte: int, open_: bytes) -> bool:
        """Whether ``byte``, the last one of ``open_``, makes no character with some next byte."""
        key = (byte, open_)
        if key not in self._loose:
            following = _prefixes().get(open_, _NEXT)
            self._loose[key] = any(not self._known[byte << 8 | other] for other in following)
        return self._loose[key]

    def _bytes_after(self, state: _State) -> Iterable[int]:
        return _prefixes().get(state.open, ())

    def _may_be_lost(self, state: _State, byte: int) -> bool:
        return byte >= 0x80 and byte not in self._table.alone and self._may_precede(state, byte)

    def _may_precede(self, state: _State, byte: int) -> bool:
        """Whether what was lost right before makes no character with ``byte``."""
        return state.lost < 0 or byte < 0 or not self._known[state.lost << 8 | byte]

    def _take(self, state: _State, bytes_: Bytes) -> Iterator[_State]:
        """Read the bytes of one character of the stretch."""
        if not self._may_precede(state, bytes_[0]):
            return
        states: Iterable[_State] = (state,)
        for byte in bytes_:
            states = [after for one in states for after in self._feed(one, byte)]
        yield from states

    def _feed(self, state: _State, byte: int) -> Iterator[_State]:
        """Add one byte to the text, if UTF-8 can go on like that."""
        open_ = state.open + bytes([byte])
        length = _length(open_[0])
        if not length or (state.open and byte not in _NEXT):
            return
        if len(open_) < length:
            if state.cost + self._floors.get(open_, _UNCOMMON) > self._bound:
                return
            yield _State(state.cost, state.text, open_, unseen=False)
            return
        try:
            sign = open_.decode("utf-8")
        except UnicodeDecodeError:
            return
        cost = self._price(state.text, sign)
        if cost < inf and state.cost + cost <= self._bound:
            yield _State(state.cost + cost, state.text + sign)

    def _price(self, text: str, sign: str) -> float:
        if sign < "\x80":
            return 0.0  # which of them it is, and what that costs, is a matter of the company
        cost = self._cost(sign)
        if not text:
            return cost
        if sign == SELECTOR and text[-1] in selectable():
            return _SELECTED
        if sign == text[-1] and not _CORNERS.match(sign):
            return min(cost, _AGAIN)
        if ord(sign) in _FRAMES and ord(text[-1]) in _FRAMES:
            is_shade = sign >= _SHADES and text[-1] >= _SHADES
            return min(max(cost - _SAME_BLOCK, 2 * _AGAIN), _SHADE if is_shade else inf)
        if ord(sign) >> 6 == ord(text[-1]) >> 6 and self._cost(text[-1]) > _RARE:
            return min(cost, _NEIGHBOUR)
        return cost

    def _behind(self, character: str, states: Iterable[_State], width: int) -> list[_State]:
        """The cheapest states behind ``character``; what cannot be among them is not built."""
        self._bound = inf
        found: list[tuple[float, _State]] = []
        for state in states:
            for after in self._across(state, character):
                least = self._least(after)
                if least <= self._bound:
                    found.append((least, after))
                    self._bound = min(self._bound, least + _SLACK)
        found.sort(key=itemgetter(0))
        self._best = found[0][0] if found else 0.0
        return [state for least, state in found[:width] if least <= self._bound]

    def _least(self, state: _State) -> float:
        """What a reading costs at least, with the character that is open."""
        return state.cost + (self._floors.get(state.open, _UNCOMMON) if state.open else 0.0)
