"""UTF-8 that was read in a code page of Chinese, Japanese or Korean, and what it was.

``✅ done — it’s`` read as gbk is ``鉁?done 鈥?it鈥檚``. `doublebyte` says how that happens, `holes`
what a garbled stretch can have been, `company` which of that is likely where it stands. Here it is
decided, for a whole document: garbled, it has rare characters of one code page beside Latin words,
and all of them can be read back. Text of China, Japan and Korea cannot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, log

from mergemend.mojibake.certain import SURE, contests, is_sure, rival_of, were_apart
from mergemend.mojibake.doublebyte import FORGETFUL, MULTIBYTE
from mergemend.mojibake.garble import REPLACEMENT, Kind, Step, leaves_marks
from mergemend.mojibake.gate_far import TELLING
from mergemend.mojibake.holes import Cost
from mergemend.mojibake.ranking import Habits, Judge, own_signs
from mergemend.mojibake.stretches import (
    ANY,
    FOREIGN,
    SWITCH,
    Segment,
    judge_of,
    literal,
    reader_of,
    segment_of,
    segments,
    stretches,
)

# What may be left of a sign of which every byte was lost.
_LOST_SIGN = re.compile("\ufffd{3}")

# What a stretch costs that nothing explains, in nats.
_UNEXPLAINED = 12.0

# In a document that is garbled for sure, what is left as it is would be the exception.
_EXCEPTION = 10.0
_MARGIN = 3.0

# A document needs so much evidence, in nats, and so much of what is foreign explained, but for a
# single stretch.
_ENOUGH = 10.0
_EXPLAINED = 0.8

# So many places of a stretch tell how well it can be read.
_ENOUGH_PLACES = 4

# So many lines, or up to twice as many, tell which code page it was.
_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Mending:
    """What is garbled in a document, by line: ``sure`` beyond doubt, ``lossy`` with candidates."""

    sure: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)
    lossy: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)


def may_be_multibyte(text: str) -> bool:
    """The cheap test: has ``text`` characters that only garbling would put there?"""
    return bool(ANY.search(text)) and bool(_suspected(text))


def _suspected(text: str) -> list[str]:
    """The code pages that may have garbled ``text``, the likeliest first."""
    foreign = Counter(FOREIGN.findall(text))
    lost = foreign.pop(REPLACEMENT, 0)
    total = sum(foreign.values())
    if not total:
        return [*FORGETFUL] if lost and _LOST_SIGN.search(text) else []
    hits = {
        codec: sum(foreign[character] for character in foreign.keys() & telling)
        for codec, telling in zip(MULTIBYTE, TELLING, strict=True)
    }
    likely = [codec for codec in MULTIBYTE if hits[codec] * 8 > total]
    return sorted(likely, key=lambda codec: -hits[codec])


def _kinds(text: str) -> Iterator[Kind]:
    """The kinds of damage that ``text`` shows signs of."""
    yield Kind.DROPPED
    if REPLACEMENT in text:
        yield Kind.REPLACED
    if re.search(r"[^\x00-\x7f]\?|\?[^\x00-\x7f]", text):
        yield Kind.QUESTION
        yield Kind.SWALLOWED
    elif re.search("[\N{KATAKANA MIDDLE DOT}\N{EURO SIGN}\ue000-\uf8ff]", text):
        yield Kind.SWALLOWED


def mend_document(
    lines: Mapping[int, str],
    cost: Cost,
    bare: Callable[[], Mapping[int, str]] = dict,
    unix: bool = False,
) -> Mending:
    """Find what a code page with double bytes did to a document, by the numbers of its lines.

    ``lines`` are without their line ends; ``bare`` gives those in ASCII of which question marks may
    be all that is left, and is called if ``lines`` show that it is so. ``unix`` says that all lines
    end in a line feed alone, so that no carriage return was swallowed. A segment is sure if its
    first reading is, among all that it can have been; the others are lossy. Nothing is found where
    the document as a whole does not look like it: where much of what is foreign in it cannot be
    read back.
    """
    foreign = {number: line for number, line in lines.items() if ANY.search(line)}
    if not foreign:
        return Mending()
    best = _likeliest(_sample(foreign), cost)
    if best is None or _evidence(foreign, best, cost) < _ENOUGH:
        return Mending()
    return _decide({**foreign, **bare()} if leaves_marks(best) else foreign, best, cost, unix)


def _sample(lines: Mapping[int, str]) -> Mapping[int, str]:
    """As many of ``lines`` as it takes to tell what was done to them, from all over."""
    numbers = [*lines][:: max(1, len(lines) // _SAMPLE)]
    return {number: lines[number] for number in numbers}


def _likeliest(lines: Mapping[int, str], cost: Cost) -> Step | None:
    text = "\n".join(lines.values())
    best: Step | None = None
    best_gain = _ENOUGH
    for codec in _suspected(text):
        for kind in _kinds(text):
            step = Step(codec, kind)
            gain = _evidence(lines, step, cost)
            if gain > best_gain:
                best, best_gain = step, gain
    return best


def _evidence(lines: Mapping[int, str], step: Step, cost: Cost) -> float:
    """How much the document gains by its stretches; minus infinity if too few can be read."""
    judge = judge_of(step, cost)
    places: dict[str, list[tuple[str, int, int]]] = {}
    for line in lines.values():
        for start, end in stretches(line, step.kind):
            places.setdefault(line[start:end], []).append((line, start, end))
    gained, missed = 0.0, 0
    for stretch, all_ in places.items():
        read = [found for place in all_[:_ENOUGH_PLACES] if (found := judge.rank(*place))]
        if read:
            most = literal(stretch, cost) - min(found[0][1] for found in read)
            gained += most * (1 + log(len(all_)))
        else:
            missed += 1
            if missed > max(1.0, (1 - _EXPLAINED) * len(places)):
                return -inf
    return gained - _UNEXPLAINED * missed


def _decide(lines: Mapping[int, str], step: Step, cost: Cost, unix: bool) -> Mending:
    found = {number: [*segments(line, step, cost)] for number, line in lines.items()}
    apart = unix and step.kind is Kind.SWALLOWED and were_apart(lines, found)
    if apart:
        found = {number: [*segments(line, step, cost, apart)] for number, line in lines.items()}
    certain = [
        (lines[number], segment.start, segment.end, segment.readings[0][0])
        for number, some in found.items()
        for segment in some
        if segment.odds[0] >= SURE
    ]
    judge = Judge(reader_of(step, cost), own_signs(certain, cost), apart)
    habits = Habits(
        (_with_end(one, lines[number], apart), one.by_text)
        for number, some in found.items()
        for one in some
    )
    rivals = rival_of(step, lines, cost)
    sure: dict[int, list[Segment]] = {}
    lossy: dict[int, list[Segment]] = {}
    for number, some in found.items():
        line = lines[number]
        for first in some:
            usual = judge.usual(line, first.start, first.end)
            readings = judge.rank(line, first.start, first.end)
            readings = habits.apply(_with_end(first, line, apart), first.by_text, usual, readings)
            segment = segment_of(line, first.start, first.end, step, readings, cost)
            if segment.gain + SWITCH + _EXCEPTION >= _MARGIN:
                contested = rivals is not None and contests(rivals, segment, line)
                place = sure if is_sure(segment, line, apart) and not contested else lossy
                place.setdefault(number, []).append(segment)
    return Mending(_frozen(sure), _frozen(lossy))


def _with_end(segment: Segment, line: str, apart: bool) -> str:
    """The stretch, with the line end behind it where it means something else there."""
    return segment.before + ("\n" if apart and segment.end == len(line) else "")


def _frozen(found: Mapping[int, Sequence[Segment]]) -> dict[int, tuple[Segment, ...]]:
    return {number: tuple(some) for number, some in found.items()}
