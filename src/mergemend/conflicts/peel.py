"""Takes one layer off a stacked text, where the text that was there before is known.

A merge puts *theirs* and its own markers into *ours*. Given the stacked text and *ours*, what is
left is *theirs* and the markers: found by a walk over the stacked lines beside the lines of *ours*.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from mergemend.conflicts.markers import Kind, Marker, parse_marker
from mergemend.conflicts.spans import ended
from mergemend.lines import split_lines
from mergemend.model import decode

MAX_WAYS = 16  # different texts that are told apart; more are one question
_CROWD = 256  # states kept after a line, the cheapest: a merge leaves few ways to walk beside ours
_OUTSIDE, _OURS, _BASE, _THEIRS = range(4)
_FREE, _AFTER_REGION, _AFTER_CHANGE = range(3)


class _State(NamedTuple):
    """Where a walk is.

    ``at`` is the next line of ours, ``theirs`` the number of the text so far. ``opened`` is where
    in ours the open region begins, ``first`` where its theirs part does in the stacked text,
    ``nested`` how many regions are open in its base. ``last`` says what came last outside, ``bare``
    that the sides differ in the line end at the end of the file only.
    """

    phase: int
    at: int
    theirs: int
    opened: int = 0
    first: int = 0
    length: int = 0
    three_part: bool = False
    nested: int = 0
    last: int = _FREE
    bare: bool = False


Tagged = tuple[bytes, int | None]  # a line, and its number in the stack that it comes from
Roles = tuple[Kind | int | None, ...]
_OWN = {_OURS: Kind.START, _BASE: Kind.BASE, _THEIRS: Kind.SEPARATOR, _OUTSIDE: Kind.END}
_NEXT = {
    Kind.END: (Kind.START,),
    Kind.START: (Kind.BASE, Kind.SEPARATOR),
    Kind.BASE: (Kind.SEPARATOR,),
    Kind.SEPARATOR: (Kind.END,),
}


class Mark(Enum):
    """What a line is in a merge: in both sides, put in by theirs, or deleted by theirs.

    `CUT` stands at the end of each region.
    """

    SAME = "same"
    NEW = "new"
    GONE = "gone"
    CUT = "cut"


class Way(NamedTuple):
    """One text that *theirs* may be, clean hunks of both sides in it, and how it came about.

    ``roles`` says what each stacked line is: the layer's own marker of a kind, a line of ours by
    its number, or None for one of theirs or of a base. It is None where two walks give this text.
    """

    text: bytes
    script: tuple[tuple[Mark, bytes], ...]
    roles: Roles | None


def take_off(stacked: bytes, ours: bytes, end: str) -> list[Way]:
    """The ways to take *ours* out of a stacked text; none if it does not fit.

    What theirs put in must have no markers: theirs with markers of its own is not looked for.

    ``end`` is the label behind the layer's end markers. The likeliest texts are those for which
    the fewest lines outside of regions are not of ours; all that are equally likely are returned,
    up to `MAX_WAYS`.
    """
    walk = _Walk(split_lines(stacked), split_lines(ours), end)
    return walk.run()


class _Walk:
    def __init__(self, lines: Sequence[bytes], ours: Sequence[bytes], end: str) -> None:
        self._lines = lines
        self._ours = [*ours[:-1], ended(ours[-1])] if ours else []
        self._ours_ended = not ours or ours[-1].endswith(b"\n")
        self._end = end
        self._positions: defaultdict[bytes, list[int]] = defaultdict(list)
        for number, line in enumerate(self._ours):
            self._positions[line].append(number)
        self._chains: list[tuple[int, Mark, bytes]] = []
        self._numbers: dict[tuple[int, Mark, bytes], int] = {}
        self._before: list[dict[_State, _State | None]] = []  # by line; None: there are several

    def run(self) -> list[Way]:
        states = {_State(_OUTSIDE, 0, 0): 0}
        for number, line in enumerate(self._lines):
            marker = parse_marker(line, number)
            reached: dict[_State, int] = {}
            before: dict[_State, _State | None] = {}
            for state, cost in states.items():
                for new, more in self._step(state, number, ended(line), marker):
                    known = reached.get(new, cost + more + 1)
                    if cost + more < known:
                        reached[new] = cost + more
                    if cost + more <= known:
                        before[new] = state if cost + more < known else None
            self._before.append(before)
            states = reached
            if len(states) > _CROWD:
                states = dict(sorted(reached.items(), key=lambda item: item[1])[:_CROWD])
        return self._conclude(states)

    def _conclude(self, states: dict[_State, int]) -> list[Way]:
        totals: dict[_State, int] = {}
        for state, cost in states.items():
            left = len(self._ours) - state.at
            if state.phase == _OUTSIDE and not (left and state.last == _AFTER_REGION):
                totals[state] = cost + left
        if not totals:
            return []
        least = min(totals.values())
        ways: dict[bytes, Way] = {}
        for state in [state for state, total in totals.items() if total == least]:
            way = self._way(state)
            known = ways.setdefault(way.text, way)
            if known.roles != way.roles:
                ways[way.text] = known._replace(roles=None)
        return list(ways.values())[:MAX_WAYS]

    def _roles(self, state: _State) -> Roles | None:
        """What each line is on the walk that ends in ``state``."""
        roles: list[Kind | int | None] = []
        for before in reversed(self._before):
            last = before[state]
            if last is None:
                return None
            if last.phase != state.phase:
                roles.append(_OWN[state.phase])
            else:
                roles.append(state.at - 1 if state.at > last.at else None)
            state = last
        return tuple(reversed(roles))

    def _step(
        self, state: _State, number: int, line: bytes, marker: Marker | None
    ) -> Iterator[tuple[_State, int]]:
        if state.phase == _OUTSIDE:
            yield from self._outside(state, line, marker)
        elif state.phase == _OURS:
            yield from self._in_ours(state, number, line, marker)
        elif state.phase == _BASE:
            yield self._in_base(state, number, marker), 0
        elif marker and marker.kind is Kind.END and self._closes(state, marker):
            yield from self._close(state, number)
        elif marker is None or not _is_sure(marker):
            theirs = self._add(state.theirs, Mark.NEW, self._lines[number])
            yield state._replace(theirs=theirs), 0

    def _outside(
        self, state: _State, line: bytes, marker: Marker | None
    ) -> Iterator[tuple[_State, int]]:
        if marker and marker.kind is Kind.START and state.last != _AFTER_CHANGE:
            yield (
                _State(_OURS, state.at, state.theirs, state.at, length=marker.length),
                0,
            )
        foreign = marker is not None and _is_sure(marker)
        if state.last == _AFTER_REGION and foreign:
            return  # git joins hunks that touch, and theirs has no such line
        if state.at < len(self._ours) and self._ours[state.at] == line:
            theirs = self._add(state.theirs, Mark.SAME, line)
            last = _AFTER_CHANGE if foreign else _FREE
            yield _State(_OUTSIDE, state.at + 1, theirs, last=last), 0
            return
        if state.last == _AFTER_REGION:
            return
        later = self._later(line, state.at)
        if later is not None:
            theirs = state.theirs
            for gone in self._ours[state.at : later]:
                theirs = self._add(theirs, Mark.GONE, gone)
            theirs = self._add(theirs, Mark.SAME, line)
            yield _State(_OUTSIDE, later + 1, theirs), later - state.at
        if marker is None:
            theirs = self._add(state.theirs, Mark.NEW, line)
            yield _State(_OUTSIDE, state.at, theirs, last=_AFTER_CHANGE), 1

    def _later(self, line: bytes, at: int) -> int | None:
        positions = self._positions.get(line, [])
        index = bisect_left(positions, at)
        return positions[index] if index < len(positions) else None

    def _in_ours(
        self, state: _State, number: int, line: bytes, marker: Marker | None
    ) -> Iterator[tuple[_State, int]]:
        if state.at < len(self._ours) and self._ours[state.at] == line:
            yield state._replace(at=state.at + 1), 0
        if marker and marker.length == state.length:
            if marker.kind is Kind.SEPARATOR:
                yield state._replace(phase=_THEIRS, first=number + 1), 0
            elif marker.kind is Kind.BASE:
                yield state._replace(phase=_BASE, three_part=True), 0

    def _in_base(self, state: _State, number: int, marker: Marker | None) -> _State:
        if marker is None or marker.length != state.length:
            return state
        if marker.kind is Kind.START:
            return state._replace(nested=state.nested + 1)
        if marker.kind is Kind.END and state.nested:
            return state._replace(nested=state.nested - 1)
        if marker.kind is Kind.SEPARATOR and not state.nested:
            return state._replace(phase=_THEIRS, first=number + 1)
        return state

    def _closes(self, state: _State, marker: Marker) -> bool:
        return marker.length == state.length and decode(marker.label) == self._end

    def _close(self, state: _State, number: int) -> Iterator[tuple[_State, int]]:
        """End a region, unless its sides begin or end alike: git moves that out of two parts.

        Sides that end alike at the end of the file differ in its line end.
        """
        ours, theirs = self._ours[state.opened : state.at], self._lines[state.first : number]
        theirs_now = self._add(state.theirs, Mark.CUT, b"")
        closed = _State(_OUTSIDE, state.at, theirs_now, last=_AFTER_REGION)
        if state.three_part or not (ours and theirs):
            if state.three_part or ours or theirs:
                yield closed, 0
            return
        alike = ours[-1] == theirs[-1]
        if alike and number == len(self._lines) - 1 and state.at == len(self._ours):
            if len(ours) == len(theirs) == 1 or ours[0] != theirs[0]:
                yield closed._replace(bare=True), 0
        elif not alike and ours[0] != theirs[0]:
            yield closed, 0

    # The text of theirs, as a chain of lines by number

    def _add(self, chain: int, mark: Mark, line: bytes) -> int:
        key = (chain, mark, line)
        number = self._numbers.get(key)
        if number is None:
            self._chains.append(key)
            number = self._numbers[key] = len(self._chains)
        return number

    def _way(self, state: _State) -> Way:
        chain, bare = state.theirs, state.bare
        script: list[tuple[Mark, bytes]] = []
        while chain:
            chain, mark, line = self._chains[chain - 1]
            script.append((mark, line))
        script.reverse()
        text = b"".join(line for mark, line in script if mark in (Mark.SAME, Mark.NEW))
        has_end = not self._ours_ended if bare else self._lines[-1].endswith(b"\n")
        text = text if has_end else text.removesuffix(b"\n")
        return Way(text, tuple(script), self._roles(state))


def take_side(
    tagged: Iterable[Tagged], roles: Roles, *, theirs: bool, all_new: bool = False
) -> list[Tagged] | None:
    """What is left of a stack's lines with one side of the layer that has ``roles`` there.

    Each line comes with its number in the stack (None: a layer above has put it in), and goes with
    that in ours. None where a layer above has torn the markers apart; with ``all_new`` also where
    a line that it has put in would be lost with the other side.
    """
    kept: list[Tagged] = []
    part = Kind.END
    wanted = (Kind.END, Kind.SEPARATOR if theirs else Kind.START)
    for line, number in tagged:
        role = None if number is None else roles[number]
        if not isinstance(role, Kind):
            if part in wanted:
                kept.append((line, role))
            elif all_new and number is None:
                return None
        elif role not in _NEXT[part]:
            return None
        else:
            part = role
    return kept if part is Kind.END else None


def _is_sure(marker: Marker) -> bool:
    """Whether a line is no underline and no quotation."""
    return marker.kind in (Kind.START, Kind.END) and bool(marker.label)


def put_upon(base: bytes, way: Way) -> bytes:
    """What theirs was, if it was ``base`` with the changes that ``way`` shows.

    Lines outside of regions can be clean hunks of ours: those are undone where ``base`` has
    something else.
    """
    lines = split_lines(base)
    twins = _twins([line for mark, line in way.script if mark is Mark.SAME], lines)
    result: list[bytes] = []
    new: list[bytes] = []
    gone: Counter[bytes] = Counter()
    cut, position, same = False, 0, 0
    for mark, line in (*way.script, (Mark.SAME, b"")):
        if mark is not Mark.SAME:
            cut = cut or mark is Mark.CUT
            new += [line] if mark is Mark.NEW else []
            gone[line] += mark is Mark.GONE
            continue
        twin = twins.get(same)
        same += 1
        if twin is None:
            continue
        if not cut:
            result += _without(lines[position:twin], gone)
        result += (*new, *lines[twin : twin + 1])
        new, gone, cut, position = [], Counter(), False, twin + 1
    return b"".join(result)


def _twins(some: Sequence[bytes], lines: Sequence[bytes]) -> dict[int, int]:
    """Where the lines of ``some`` are in ``lines``, by number; both ends are alike."""
    twins = {len(some): len(lines)}
    for at, other, size in SequenceMatcher(None, some, lines, False).get_matching_blocks():
        twins.update((at + n, other + n) for n in range(size))
    return twins


def _without(lines: Sequence[bytes], gone: Counter[bytes]) -> Iterator[bytes]:
    for line in lines:
        if gone[line]:
            gone[line] -= 1
        else:
            yield line
