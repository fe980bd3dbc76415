"""Garbled stretches of lines, and what each can have been where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from mergemend.mojibake.doublebyte import FORGETFUL
from mergemend.mojibake.garble import REPLACEMENT, Kind, Step
from mergemend.mojibake.holes import Cost, Reader, Readings
from mergemend.mojibake.ranking import Judge

# Where these code pages put what they read: ideographs, kana, syllables, signs, private use.
_FAR = r"\u2e80-\u303f\u3040-\u9fff\uac00-\ud7af\ue000-\ufaff\ufe30-\ufe4f\uff00-\uffef"
ANY = re.compile(f"[{_FAR}\ufffd]")
FOREIGN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\ue000-\ufaff\uff61-\uff9f\ufffd]")
_RUN = re.compile(r"[^\x00-\x7f]+")
_MARKED_RUN = re.compile(r"\?{0,3}[^\x00-\x7f](?:[^\x00-\x7f]|\?(?!\?{8}))*")
_BARE_RUN = re.compile(rf"{_MARKED_RUN.pattern}|\?{{2,}}")

# Nats. What a foreign character costs among Latin words, by how rare it is; what it costs to say
# that a stretch is garbled while nothing else is; what it is worth that it is one stretch.
_FREQUENT, _RARE, _PRIVATE, _UNREADABLE = 11.0, 18.0, 20.0, 7.0
SWITCH = 6.0
_COMPANY = 4.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A garbled stretch of a line and what it can have been, as `step` garbles it.

    ``readings`` come with their costs in nats, the cheapest first; ``gain`` is how much more it
    would cost to leave the stretch as it is.
    """

    start: int
    end: int
    before: str
    step: Step
    readings: tuple[tuple[str, float], ...]
    gain: float

    @property
    def odds(self) -> tuple[float, ...]:
        """How likely each of the readings is among them."""
        weights = [exp(self.readings[0][1] - cost) for _, cost in self.readings]
        return tuple(weight / sum(weights) for weight in weights)

    @property
    def by_text(self) -> Mapping[str, float]:
        """The odds by the readings."""
        texts = (text for text, _ in self.readings)
        return dict(zip(texts, self.odds, strict=True))


@lru_cache(maxsize=64)
def judge_of(step: Step, cost: Cost, apart: bool = False) -> Judge:
    """Who ranks what stretches can have been that ``step`` garbled, whatever their document.

    ``apart`` says that it read each line by itself.
    """
    return Judge(reader_of(step, cost), {}, apart)


@lru_cache(maxsize=64)
def reader_of(step: Step, cost: Cost) -> Reader:
    """Who reads stretches that ``step`` garbled; it is kept, with what it has read."""
    return Reader(step.codec, step.kind, cost)


def segments(line: str, step: Step, cost: Cost, apart: bool = False) -> Iterator[Segment]:
    """The stretches of ``line`` that can be UTF-8 garbled by ``step``, each by itself.

    ``cost`` is the negative logarithm of a character's probability. Every reading is proven:
    garbled again, with what follows, it is what stands in the line. ``apart`` says that each line
    was read by itself.
    """
    judge = judge_of(step, cost, apart)
    for start, end in stretches(line, step.kind, step.codec in FORGETFUL):
        readings = judge.rank(line, start, end)
        if readings and readings[0][0] != line[start:end]:
            yield segment_of(line, start, end, step, readings, cost)


def segment_of(
    line: str, start: int, end: int, step: Step, readings: Readings, cost: Cost
) -> Segment:
    """The segment of ``line`` that ``step`` garbled, with its ``readings``, the cheapest first."""
    stretch = line[start:end]
    gain = literal(stretch, cost) - readings[0][1] - SWITCH
    return Segment(start, end, stretch, step, readings, gain)


def stretches(line: str, kind: Kind, bare: bool = False) -> Iterator[tuple[int, int]]:
    """Where ``line`` may be garbled: runs without ASCII, with the marks that belong to them.

    ``bare`` adds marks by themselves.
    """
    marked = kind in {Kind.QUESTION, Kind.SWALLOWED}
    pattern = _BARE_RUN if marked and bare else _MARKED_RUN if marked else _RUN
    for run in pattern.finditer(line):
        if bare or FOREIGN.search(run.group()):
            yield run.span()


@lru_cache(maxsize=65536)
def _rarity(character: str) -> float:
    """What a foreign character costs where everything else is Latin."""
    if "\ue000" <= character <= "\uf8ff":
        return _PRIVATE
    for codec in ("gb2312", "shift_jis", "euc_kr"):
        try:
            character.encode(codec)
        except UnicodeEncodeError:
            continue
        return _FREQUENT
    return _RARE


def literal(stretch: str, cost: Cost) -> float:
    """What it costs that ``stretch`` is meant as it stands."""
    total = _COMPANY
    for character in stretch:
        if character == REPLACEMENT:
            total += _UNREADABLE
        elif ANY.match(character):
            total += _rarity(character)
        else:
            total += min(cost(character), _RARE)
    return total
