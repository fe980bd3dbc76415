"""Takes the damage off the lines of a document, layer by layer.

A line is mended as a whole or not at all: where a place is in doubt the line stays as it is, so
that one answer mends it, and an earlier revision can still be compared with it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from mergemend.mojibake.channel import Reading, Token, left_over, stretches
from mergemend.mojibake.choose import UNTOUCHED, Aim, Chooser, chooser, touched
from mergemend.mojibake.context import Setting, odds
from mergemend.mojibake.garble import Step, Then, garble_by
from mergemend.mojibake.lines import LineKind, line_kind
from mergemend.mojibake.prior import is_possible
from mergemend.mojibake.repair import Candidate, Doubt, Mended, Repair, render

# From these odds on the likeliest character is taken.
SURE = 0.95

# With best fit many characters become one, and odds of 0.95 and a little more were wrong.
_SURE_OF_FIT = 0.98

_MAX_DEPTH = 5

# What is mended can tell more about the lines that are not, so they are looked at again.
_MAX_LOOKS = 4

# How many characters around a place are looked at.
_NEAR = 200


@dataclass(frozen=True, slots=True)
class _Found:
    """A token in a line as it is by now."""

    start: int
    end: int
    token: Token
    unsure: bool


@dataclass(frozen=True, slots=True)
class _State:
    """A line while its damage is taken off. ``open_`` says whether there may be more of it."""

    line: str
    repairs: tuple[Repair, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    open_: bool = True


def mend(
    lines: Mapping[int, str], kinds: Callable[[], Sequence[tuple[LineKind, int]]] = tuple
) -> dict[int, Mended]:
    """What is garbled in the lines of a document that are not ASCII, by their numbers.

    ``kinds`` gives for every line of the document what `lines.line_kinds` says of it. Lines must
    have no lone surrogates.
    """
    known = _Kinds(kinds)
    done: dict[int, Mended] = {}
    found: dict[int, Mended] = {}
    for _ in range(_MAX_LOOKS):
        found = _look({n: _after(line, done.get(n)) for n, line in lines.items()}, known)
        fresh = {n: mended for n, mended in found.items() if mended.repairs and n not in done}
        again = {
            n: _both(lines[n], done[n], mended)
            for n, mended in found.items()
            if n in done and done[n].repairs
        }
        if not fresh and not again:
            break
        done |= fresh | again
    return {n: mended for n, mended in found.items() if mended.doubts} | done


def _after(line: str, mended: Mended | None) -> str:
    return render(line, mended.repairs)[0] if mended else line


def _both(line: str, first: Mended, second: Mended) -> Mended:
    """What was found in a line, and what was found in the result; doubts if these meet."""
    text, spans = render(line, first.repairs)
    present = _Present(_State(line, first.repairs), text, spans)
    if second.doubts or any(present.touches(repair) for repair in second.repairs):
        return _held(first)
    moved = (
        replace(repair, start=start, end=end)
        for repair in second.repairs
        for start, end, _ in [present.place(repair.start, repair.end)]
    )
    return Mended(tuple(sorted((*first.repairs, *moved))))


def _held(mended: Mended) -> Mended:
    """The repairs of a line as doubts: its result looks garbled still."""
    return Mended(
        doubts=tuple(
            Doubt(r.start, r.end, r.before, (Candidate(r.after, r.odds, r.steps),))
            for r in mended.repairs
        )
    )


def _look(lines: Mapping[int, str], known: _Kinds) -> dict[int, Mended]:
    states = {number: _State(line) for number, line in lines.items()}
    for depth in range(_MAX_DEPTH):
        open_ = {n: render(s.line, s.repairs) for n, s in states.items() if s.open_}
        choose = chooser([text for text, _ in open_.values()], Aim.DEEPER if depth else Aim.FIRST)
        if not choose.models:
            break
        for number, (text, spans) in open_.items():
            kind = partial(known.of, number, text)
            states[number] = _take_layer(states[number], text, spans, choose, kind)
    return {n: found for n, state in states.items() if (found := _result(state))}


class _Kinds:
    """The kinds of the document's lines, worked out only if somebody asks."""

    def __init__(self, kinds: Callable[[], Sequence[tuple[LineKind, int]]]) -> None:
        self._kinds = kinds
        self._known: Sequence[tuple[LineKind, int]] | None = None

    def of(self, number: int, line: str) -> tuple[LineKind, int]:
        if self._known is None:
            self._known = self._kinds()
        return self._known[number] if number < len(self._known) else line_kind(line)


@dataclass(frozen=True)
class _Present:
    """A line as it is by now, and the way back to the places of the original line."""

    state: _State
    text: str
    spans: Sequence[tuple[int, int]]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.spans]

    def _original(self, position: int) -> int:
        before = bisect_right(self._ends, position)
        if not before:
            return position
        return position + self.state.repairs[before - 1].end - self._ends[before - 1]

    def _under(self, start: int, end: int) -> Sequence[Repair]:
        if not self.spans:
            return ()
        first = bisect_right(self._ends, start)
        return self.state.repairs[first : bisect_left(self._starts, end)]

    def touches(self, found: _Found | Repair) -> bool:
        return bool(self._under(found.start, found.end))

    def place(self, start: int, end: int) -> tuple[int, int, str]:
        """The place in the original line, and what stands there."""
        if not self.spans:
            return start, end, self.text[start:end]
        under = self._under(start, end)
        start = min([self._original(start), *(repair.start for repair in under)])
        end = max([self._original(end), *(repair.end for repair in under)])
        return start, end, self.state.line[start:end]

    def options(
        self, found: _Found, readings: Sequence[tuple[Reading, float]]
    ) -> tuple[Candidate, ...]:
        """The readings that prove themselves, all layers taken together."""
        _, _, before = self.place(found.start, found.end)
        below = dict.fromkeys(repair.steps for repair in self._under(found.start, found.end)) or {
            (): None
        }
        return tuple(
            Candidate(reading.text, odds, steps)
            for reading, odds in readings
            for steps in [_proof(before, reading, below)]
            if steps
        )

    def with_(self, repairs: Sequence[Repair]) -> tuple[Repair, ...]:
        """The repairs so far, and these in the place of those that they go on from."""
        starts = [repair.start for repair in repairs]
        kept = []
        for old in self.state.repairs:
            over = bisect_right(starts, old.start) - 1
            if over < 0 or repairs[over].end <= old.start:
                kept.append(old)
        return tuple(sorted((*kept, *repairs)))


def _proof(
    before: str, reading: Reading, below: Iterable[tuple[Step, ...]]
) -> tuple[Step, ...] | None:
    for steps in below:
        if garble_by(reading.text, (reading.step, *steps)) == before:
            return (reading.step, *steps)
    return None


def _take_layer(
    state: _State,
    text: str,
    spans: Sequence[tuple[int, int]],
    choose: Chooser,
    kind: Callable[[], tuple[LineKind, int]],
) -> _State:
    present = _Present(state, text, spans)
    found = [one for one in _find(text, choose) if not state.repairs or present.touches(one)]
    if not found:
        return _State(state.line, state.repairs, state.doubts, open_=False)
    repairs: list[Repair] = []
    doubts: list[Doubt] = []
    for one, readings in zip(found, _weighed(text, found, kind), strict=True):
        options = present.options(one, readings)
        start, end, before = present.place(one.start, one.end)
        if one.unsure or not options or not is_sure(options[0]):
            doubts.append(Doubt(start, end, before, options))
        else:
            repairs.append(
                Repair(start, end, before, options[0].text, options[0].steps, options[0].odds)
            )
    doubts += _left_over(present, found, choose.lossy)
    if doubts:
        clear = (r for r in present.with_(repairs) if not _meets(r, doubts))
        return _State(state.line, tuple(clear), tuple(dict.fromkeys(doubts)), open_=False)
    return _State(state.line, present.with_(repairs), state.doubts)


def is_sure(option: Candidate) -> bool:
    """Whether the odds are good enough for the damage to take ``option``."""
    fitted = option.steps[0].then is Then.BEST_FIT
    return option.odds >= (_SURE_OF_FIT if fitted else SURE)


def _meets(repair: Repair, doubts: Iterable[Doubt]) -> bool:
    return any(doubt.start < repair.end and repair.start < doubt.end for doubt in doubts)


def _left_over(
    present: _Present, found: Sequence[_Found], lossy: Collection[str]
) -> Iterator[Doubt]:
    """The places that the same code pages seem to have garbled, and that nothing explains."""
    rest = list(present.text)
    for one in found:
        rest[one.start : one.end] = "\n" * (one.end - one.start)
    text = "".join(rest)
    for step in {one.token.readings[0].step for one in found}:
        if match := left_over(text, step, lone=step.codec in lossy):
            yield Doubt(*present.place(*match.span()), ())


def _find(text: str, choose: Chooser) -> Iterator[_Found]:
    found = [
        _Found(match.start() + token.start, match.start() + token.end, token, choice.unsure)
        for fit in choose.sorts
        for match in stretches(text, fit=fit)
        for choice in [
            choose.choose(match.group(), fit, UNTOUCHED if fit else touched(text, match))
        ]
        for token in choice.tokens
    ]
    taken = 0
    if choose.fits:
        found.reverse()
    for one in sorted(found, key=lambda f: f.start):
        if one.start >= taken:
            yield one
            taken = one.end


def _weighed(
    text: str, found: Sequence[_Found], kind: Callable[[], tuple[LineKind, int]]
) -> Iterator[list[tuple[Reading, float]]]:
    """The readings of each token by what stands around it."""
    if all(len(one.token.readings) == 1 for one in found):
        yield from ([(one.token.readings[0], 1.0)] for one in found)
        return
    rendered = _Growing(text, found)
    for number, one in enumerate(found):
        left, right = rendered.around(number)
        sort, begin = kind()
        begin = begin if len(left) < _NEAR else 0
        setting = Setting(left, right, sort, begin, _is_repeated(found, number))
        weighed = odds(one.token.readings, setting)
        rendered.parts[2 * number + 1] = weighed[0][0].text
        yield weighed


class _Growing:
    """A line with the likeliest readings in it, as far as they are known."""

    def __init__(self, text: str, found: Sequence[_Found]) -> None:
        self.parts: list[str] = []
        position = 0
        for one in found:
            self.parts += (text[position : one.start], one.token.readings[0].text)
            position = one.end
        self.parts.append(text[position:])

    def around(self, number: int) -> tuple[str, str]:
        """What stands before and behind token ``number``, as far as it matters."""
        here = 2 * number + 1
        left = "".join(self.parts[max(0, here - _NEAR) : here])
        return left[-_NEAR:], "".join(self.parts[here + 1 : here + 1 + _NEAR])[:_NEAR]


def _is_repeated(found: Sequence[_Found], number: int) -> bool:
    """Whether the same garbled string stands next to a token."""
    one = found[number]
    return any(
        other.token.readings == one.token.readings and gap == 0
        for other, gap in (
            *((found[number - 1], one.start - found[number - 1].end),) * (number > 0),
            *((found[n], found[n].start - one.end) for n in (number + 1,) if n < len(found)),
        )
    )


def _result(state: _State) -> Mended | None:
    repairs = tuple(_joined(state.repairs))
    proven = tuple(repair for repair in repairs if repair.is_proven and is_possible(repair.after))
    if state.doubts:
        others = (Doubt(r.start, r.end, r.before, ()) for r in repairs if r not in proven)
        return Mended(doubts=(*state.doubts, *others), settled=proven)
    if not repairs:
        return None
    if proven == repairs:
        return Mended(repairs)
    return Mended(doubts=tuple(Doubt(r.start, r.end, r.before, ()) for r in repairs))


def _joined(repairs: Iterable[Repair]) -> Iterator[Repair]:
    """Neighbours that were garbled alike become one."""
    last: Repair | None = None
    for repair in repairs:
        if last and last.end == repair.start and last.steps == repair.steps:
            last = replace(
                last,
                end=repair.end,
                before=last.before + repair.before,
                after=last.after + repair.after,
                odds=last.odds * repair.odds,
            )
            continue
        if last:
            yield last
        last = repair
    if last:
        yield last


def guess(line: str, start: int, end: int) -> Doubt:
    """The place from ``start`` to ``end`` of a garbled line, with what it can have been."""
    choose = chooser([line], Aim.GUESS)
    near = [one for one in _find(line, choose) if one.start < end and start < one.end]
    if len(near) != 1:
        return Doubt(start, end, line[start:end], ())
    (one,) = near
    present = _Present(_State(line), line, ())
    (readings,) = _weighed(line, near, lambda: line_kind(line))
    return Doubt(*present.place(one.start, one.end), present.options(one, readings))
