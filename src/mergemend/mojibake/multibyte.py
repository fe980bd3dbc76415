"""UTF-8 that was read in a code page of Chinese, Japanese or Korean, and what it was.

``✅ done — it’s`` read as gbk is ``鉁?done 鈥?it鈥檚``. `doublebyte` says how that happens, `holes`
what a garbled stretch can have been, `company` which of that is likely where it stands. Here it is
decided, for a whole document: garbled, it has rare characters of one code page beside Latin words,
and all of them can be read back. Text of China, Japan and Korea cannot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import exp, inf, log

from mergemend.mojibake.company import after, before, common
from mergemend.mojibake.doublebyte import MULTIBYTE, garble_multibyte
from mergemend.mojibake.garble import REPLACEMENT, Kind, Step
from mergemend.mojibake.holes import Cost, Reader, Readings
from mergemend.mojibake.ranking import Habits, Judge, own_signs

SURE = 0.98
"""A reading is taken if it is likelier than this among all that the stretch can have been."""

SURE_OF_SPACE = 0.99
"""The same where white space was swallowed: blanks and line ends are easily confused."""

# Where these code pages put what they read: ideographs, kana, syllables, signs, private use.
_FAR = r"\u2e80-\u303f\u3040-\u9fff\uac00-\ud7af\ue000-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_ANY = re.compile(f"[{_FAR}\ufffd]")
_FOREIGN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\ue000-\ufaff\uff61-\uff9f\ufffd]")
_RUN = re.compile(r"[^\x00-\x7f]+")
_MARKED_RUN = re.compile(r"\?{0,3}[^\x00-\x7f](?:[^\x00-\x7f]|\?(?!\?{8}))*")
_BARE_RUN = re.compile(rf"{_MARKED_RUN.pattern}|\?{{2,}}")

# These lose every byte of most signs, so that nothing but marks may be left of a document's signs.
_FORGETFUL = ("big5", "cp949", "cp950")
_LOST_SIGN = re.compile("\ufffd{3}")

# What stands in texts of China and Japan all the time; garbled, it is as telling as common signs.
_THEIR_SIGNS = "，。、「」：（）！？・ー"

# Nats. What a foreign character costs among Latin words, by how rare it is; what it costs to say
# that a stretch is garbled while nothing else is; what a stretch costs that nothing explains.
_FREQUENT, _RARE, _PRIVATE, _UNREADABLE = 11.0, 18.0, 20.0, 7.0
_SWITCH = 6.0
_UNEXPLAINED = 12.0
_COMPANY = 4.0

# In a document that is garbled for sure, what is left as it is would be the exception.
_EXCEPTION = 10.0
_MARGIN = 3.0

# What follows a line end as well as a blank, or was swallowed rather than a blank.
_UNCLEAR = frozenset("`* -#|>")

# A document needs so much evidence, in nats, and so much of what is foreign explained.
_ENOUGH = 10.0
_EXPLAINED = 0.8

# So many lines, or up to twice as many, tell which code page it was.
_SAMPLE = 30


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


@dataclass(frozen=True, slots=True)
class Mending:
    """What is garbled in a document, by line: ``sure`` beyond doubt, ``lossy`` with candidates."""

    sure: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)
    lossy: Mapping[int, tuple[Segment, ...]] = field(default_factory=dict)


@cache
def _telling(codec: str) -> frozenset[str]:
    """The foreign characters of the common signs when they are read as ``codec``."""
    signs = [sign for sign in common() if sign > "\u07ff"] + list(_THEIR_SIGNS)
    kinds = (Kind.DROPPED, Kind.SWALLOWED)
    written = [f"{sign}{after}" for sign in signs for after in " s─"]
    read = (garble_multibyte(text, codec, kind) for text in written for kind in kinds)
    return frozenset("".join(_FOREIGN.findall("".join(read)))) - {*_THEIR_SIGNS, REPLACEMENT}


def may_be_multibyte(text: str) -> bool:
    """The cheap test: has ``text`` characters that only garbling would put there?"""
    return bool(_ANY.search(text)) and bool(_suspected(text))


def _suspected(text: str) -> list[str]:
    """The code pages that may have garbled ``text``, the likeliest first."""
    foreign = Counter(_FOREIGN.findall(text))
    lost = foreign.pop(REPLACEMENT, 0)
    total = sum(foreign.values())
    if not total:
        return [*_FORGETFUL] if lost and _LOST_SIGN.search(text) else []
    hits = {
        codec: sum(foreign[character] for character in foreign.keys() & _telling(codec))
        for codec in MULTIBYTE
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


@lru_cache(maxsize=64)
def _judge(codec: str, kind: Kind, cost: Cost) -> Judge:
    return Judge(_reader(codec, kind, cost), {})


@lru_cache(maxsize=64)
def _reader(codec: str, kind: Kind, cost: Cost) -> Reader:
    return Reader(codec, kind, cost)


def segments(line: str, codec: str, cost: Cost) -> list[Segment]:
    """The stretches of ``line`` that can be UTF-8 read as ``codec``, by the kind that gains most.

    ``cost`` is the negative logarithm of a character's probability. Every reading is proven:
    garbled again, with what follows, it is what stands in the line.
    """
    found = [[*_segments(line, codec, kind, cost)] for kind in _kinds(line)]
    return max(found, key=lambda some: sum(segment.gain for segment in some), default=[])


def _segments(line: str, codec: str, kind: Kind, cost: Cost) -> Iterator[Segment]:
    judge = _judge(codec, kind, cost)
    for start, end in _stretches(line, kind, codec in _FORGETFUL):
        readings = judge.rank(line, start, end)
        if readings and readings[0][0] != line[start:end]:
            yield _segment(line, start, end, Step(codec, kind), readings, cost)


def _segment(
    line: str, start: int, end: int, step: Step, readings: Readings, cost: Cost
) -> Segment:
    stretch = line[start:end]
    gain = _literal(stretch, cost) - readings[0][1] - _SWITCH
    return Segment(start, end, stretch, step, readings, gain)


def _stretches(line: str, kind: Kind, bare: bool = False) -> Iterator[tuple[int, int]]:
    """Where ``line`` may be garbled: runs without ASCII, with the marks that belong to them.

    ``bare`` adds marks by themselves.
    """
    marked = kind in {Kind.QUESTION, Kind.SWALLOWED}
    pattern = _BARE_RUN if marked and bare else _MARKED_RUN if marked else _RUN
    for run in pattern.finditer(line):
        if bare or _FOREIGN.search(run.group()):
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


def _literal(stretch: str, cost: Cost) -> float:
    """What it costs that ``stretch`` is meant as it stands."""
    total = _COMPANY
    for character in stretch:
        if character == REPLACEMENT:
            total += _UNREADABLE
        elif _ANY.match(character):
            total += _rarity(character)
        else:
            total += min(cost(character), _RARE)
    return total


def mend_document(lines: Sequence[str], cost: Cost) -> Mending:
    """Find what a code page with double bytes did to a document, by the numbers of its lines.

    ``lines`` are without their line ends. A segment is sure if its first reading is, among all that
    it can have been; the others are lossy. Nothing is found where the document as a whole does not
    look like it: where much of what is foreign in it cannot be read back.
    """
    foreign = {number: line for number, line in enumerate(lines) if _ANY.search(line)}
    if not foreign:
        return Mending()
    best = _likeliest(_sample(foreign), cost)
    if best is None or _evidence(foreign, _judge(best.codec, best.kind, cost), best.kind, cost) < _ENOUGH:
        return Mending()
    return _decide(foreign, best, cost)


def _sample(lines: Mapping[int, str]) -> Mapping[int, str]:
    """As many of ``lines`` as it takes to tell what was done to them, from all over the document."""
    apart = max(1, len(lines) // _SAMPLE)
    return {number: line for place, (number, line) in enumerate(lines.items()) if place % apart == 0}


def _likeliest(lines: Mapping[int, str], cost: Cost) -> Step | None:
    text = "\n".join(lines.values())
    best: Step | None = None
    best_gain = _ENOUGH
    for codec in _suspected(text):
        for kind in _kinds(text):
            gain = _evidence(lines, _judge(codec, kind, cost), kind, cost)
            if gain > best_gain:
                best, best_gain = Step(codec, kind), gain
    return best


def _evidence(lines: Mapping[int, str], judge: Judge, kind: Kind, cost: Cost) -> float:
    """How much the document gains by its stretches; minus infinity if too few can be read."""
    gains: dict[str, list[float]] = {}
    missed: set[str] = set()
    for line in lines.values():
        for start, end in _stretches(line, kind):
            stretch = line[start:end]
            if readings := judge.rank(line, start, end):
                gains.setdefault(stretch, []).append(_literal(stretch, cost) - readings[0][1])
            else:
                missed.add(stretch)
    if len(gains) < _EXPLAINED * (len(gains) + len(missed)):
        return -inf
    gained = sum(max(some) * (1 + log(len(some))) for some in gains.values())
    return gained - _UNEXPLAINED * len(missed)


def _decide(lines: Mapping[int, str], step: Step, cost: Cost) -> Mending:
    found = {
        number: [*_segments(line, step.codec, step.kind, cost)] for number, line in lines.items()
    }
    certain = [
        (lines[number], segment.start, segment.end, segment.readings[0][0])
        for number, some in found.items()
        for segment in some
        if segment.odds[0] >= SURE
    ]
    reader = _reader(step.codec, step.kind, cost)
    judge = Judge(reader, own_signs(certain, cost))
    habits = Habits((one.before, one.by_text) for some in found.values() for one in some)
    rival = _rival(step, lines, cost)
    sure: dict[int, list[Segment]] = {}
    lossy: dict[int, list[Segment]] = {}
    for number, some in found.items():
        line = lines[number]
        for first in some:
            usual = reader.read(first.before, line[first.end : first.end + 1] or "\n")
            readings = judge.rank(line, first.start, first.end)
            readings = habits.apply(first.before, first.by_text, usual, readings)
            segment = _segment(line, first.start, first.end, step, readings, cost)
            if segment.gain + _SWITCH + _EXCEPTION >= _MARGIN:
                is_sure = _is_sure(segment, line) and not (
                    rival and _contests(rival, segment, line)
                )
                place = sure if is_sure else lossy
                place.setdefault(number, []).append(segment)
    return Mending(_frozen(sure), _frozen(lossy))


# The kinds that leave the same marks; how much cheaper the readings of a document by one must be
# that the other is out, and of one place; how much a single place counts.
_RIVALS = {Kind.QUESTION: Kind.SWALLOWED, Kind.SWALLOWED: Kind.QUESTION}
_RIVAL = 8.0
_PLACE = 3.0

# Windows leaves another mark of these, other programs do not: what was swallowed is open.
_OTHER_MARK = frozenset({"cp932", "shift_jis"})


def _rival(step: Step, lines: Mapping[int, str], cost: Cost) -> Judge | None:
    """Who tells what another kind of damage would mean that leaves the same marks, if it may be."""
    other = _RIVALS.get(step.kind)
    if other is None:
        return None
    judges = [_judge(step.codec, kind, cost) for kind in (step.kind, other)]
    ahead = 0.0
    for line in lines.values():
        for start, end in _stretches(line, step.kind):
            if "?" in line[start:end]:
                mine, its = (judge.rank(line, start, end)[:1] for judge in judges)
                prices = [some[0][1] if some else inf for some in (mine, its)]
                if prices[0] < inf or prices[1] < inf:
                    ahead += max(-_PLACE, min(_PLACE, prices[1] - prices[0]))
    return judges[1] if step.codec in _OTHER_MARK or ahead < _RIVAL else None


def _contests(rival: Judge, segment: Segment, line: str) -> bool:
    """Whether another kind of damage that leaves the same marks tells another story."""
    if "?" not in segment.before:
        return False
    if segment.step.codec in _OTHER_MARK:
        return True
    readings = rival.rank(line, segment.start, segment.end)
    text, price = segment.readings[0]
    return any(one != text and its < price + _RIVAL for one, its in readings[:1])


# Where only marks are left of a sign, it is told only if it is one of these, amid the words of a
# line that shows no signs at its ends: elsewhere it may be any symbol.
_MARKS = re.compile(r"[?\ufffd]+")
_PUNCTUATION = frozenset("—–’‘“”…")
_AMID = frozenset({"lower", "upper", "digit", "closing", "markup", "opening", "apostrophe", "point"})

# Parts of frames are followed by lines, of which nothing may be left.
_JOINED = re.compile("[\u250c-\u257f]")


def _may_be_told(segment: Segment, line: str) -> bool:
    if segment.readings[0][0].strip() not in _PUNCTUATION:
        return False
    left, right = line[: segment.start], line[segment.end :]
    if not left.strip() or not right.strip():
        return False
    around = before(left).removeprefix("blank "), after(right).removeprefix("blank ")
    ends = line.strip(" |>")
    return _AMID.issuperset(around) and not _MARKS.match(ends) and not _MARKS.match(ends[::-1])


def _is_sure(segment: Segment, line: str) -> bool:
    """Whether the first reading is beyond doubt; white space comes back only where it is usual."""
    text = segment.readings[0][0]
    if _MARKS.fullmatch(segment.before) and not _may_be_told(segment, line):
        return False
    if segment.step.kind is Kind.DROPPED and segment.step.codec in _FORGETFUL and _JOINED.search(text):
        return False
    if not any(map(str.isspace, text)):
        return segment.odds[0] >= SURE
    apart = not line[: segment.start].strip() or not line[segment.start - 1].isalnum()
    return (
        segment.odds[0] >= SURE_OF_SPACE
        and apart
        and line[segment.end : segment.end + 1] not in _UNCLEAR
    )


def _frozen(found: Mapping[int, Sequence[Segment]]) -> dict[int, tuple[Segment, ...]]:
    return {number: tuple(some) for number, some in found.items()}
