"""What another text says about a line that lost information.

A line of another text is a candidate if it has the same ASCII characters, or if it becomes the very
line by a damage that hits whole lines. It is accepted only if garbling it, or some of its
characters, gives exactly the line that stands in the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import product
from typing import TypeAlias

from mergemend.model import decode
from mergemend.mojibake.channel import ways
from mergemend.mojibake.garble import (
    CODECS,
    LOW_BYTES,
    NO_ASTRAL,
    Kind,
    Step,
    Then,
    characters,
    garble_by,
)
from mergemend.mojibake.layers import mend
from mergemend.mojibake.prior import is_possible
from mergemend.mojibake.repair import Repair
from mergemend.mojibake.suspects import losses, may_be_garbled

# The fewest ASCII characters, blanks not counted, that tell a line from others. With three, 844 of
# 920 really damaged lines had such a line in the past, and every one was the truth.
_ENOUGH = 3

# What damage may have put anywhere, or taken away: question marks, blanks, straight quotes.
_NOT_SKELETON = re.compile(r"""[^\x00-\x7f]|[?\s"']""")

# With less than that, so many garbled characters do, and only among so many lines.
_ENOUGH_GARBLED = 4
_MOST_SHORT = 100

_NOT_TEXT = re.compile("[\ud800-\udfff]")

# Damage that is looked for in whole lines: it leaves less of a line than its ASCII characters, or
# puts more there.
_WHOLE_LINES = (
    Step(LOW_BYTES),
    Step(NO_ASTRAL),
    Step("cp437", then=Then.BEST_FIT),
    Step("cp850", then=Then.BEST_FIT),
)

_DOUBLE_BYTES = tuple(
    Step(codec, kind)
    for codec in ("gbk", "gb18030", "cp932", "cp949", "cp950", "big5")
    for kind in (Kind.DROPPED, Kind.REPLACED, Kind.QUESTION, Kind.SWALLOWED)
)
_FOREIGN = re.compile("[\u2e80-\u9fff\uac00-\ud7af\ue000-\ufaff\uff00-\uffef\ufffd]")

Settled = Mapping[str, tuple[Repair, ...]]

# What a character can have become, and by which steps.
Damages = tuple[tuple[str, tuple[Step, ...]], ...]


def skeleton(line: str) -> str:
    """Return the characters of ``line`` that garbling leaves alone; empty if they are too few."""
    kept = _kept(line)
    return kept if len(kept) >= _ENOUGH else ""


def _kept(line: str) -> str:
    return _NOT_SKELETON.sub("", line)


def is_text(line: str) -> bool:
    """Whether ``line`` was valid UTF-8 before `decode`."""
    return not _NOT_TEXT.search(line)


def unseen_lines(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Give of each text the lines that none before it had.

    A line that explained nothing explains nothing later, and most of a file stays as it is.
    """
    seen: set[bytes] = set()
    for text in texts:
        lines = dict.fromkeys(text.split(b"\n"))
        yield b"\n".join(line for line in lines if line not in seen)
        seen.update(lines)


@dataclass(frozen=True)
class Past:
    """One whole other text, its lines sorted by skeleton."""

    data: bytes

    @cached_property
    def _truths(self) -> Sequence[str]:
        lines = (line.removesuffix("\r") for line in decode(self.data).split("\n"))
        return tuple(dict.fromkeys(line for line in lines if not line.isascii() and is_text(line)))

    @cached_property
    def _by_skeleton(self) -> Mapping[str, Collection[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for line in self._truths:
            found[_kept(line)].append(line)
        return found

    @cached_property
    def _by_damage(self) -> Mapping[str, Collection[tuple[str, Step]]]:
        return self._damaged(_WHOLE_LINES)

    @cached_property
    def _by_double_bytes(self) -> Mapping[str, Collection[tuple[str, Step]]]:
        return self._damaged(_DOUBLE_BYTES)

    def _damaged(self, steps: Iterable[Step]) -> Mapping[str, Collection[tuple[str, Step]]]:
        """The lines that have a skeleton by what each step makes of them."""
        found: defaultdict[str, list[tuple[str, Step]]] = defaultdict(list)
        for step in steps:
            for line in filter(skeleton, self._truths):
                found[garble_by(line, [step])].append((line, step))
        return found

    def explain(self, line: str, preferred: Collection[str] = ()) -> Settled:
        """Return the intact lines that damage turns into ``line``, each with the repairs to it.

        ``line`` comes without its line end.
        The code pages in ``preferred`` are tried first, the others only if these explain nothing.
        """
        key = _kept(line)
        truths = self._by_skeleton.get(key, ())
        short = len(key) < _ENOUGH
        if short and len(truths) > _MOST_SHORT:
            return {}
        truths = [truth for truth in truths if _is_intact(truth)]
        for codecs in ([codec for codec in preferred if codec in CODECS], CODECS):
            found = ((truth, _repairs(line, truth, codecs)) for truth in truths)
            if settled := {truth: repairs for truth, repairs in found if repairs}:
                return settled if not short or _says_enough(settled) else {}
        return {} if short else self._by_whole_lines(line)

    def _by_whole_lines(self, line: str) -> Settled:
        found = list(self._by_damage.get(line, ()))
        if _FOREIGN.search(line):
            found += self._by_double_bytes.get(line, ())
        return {
            truth: (repair,)
            for truth, step in found
            for repair in [Repair(0, len(line), line, truth, (step,))]
            if repair.is_proven
        }


def _says_enough(settled: Settled) -> bool:
    """Whether so much of a line was garbled that it needs no more to be told from others."""
    return all(
        sum(len(repair.after) for repair in repairs) >= _ENOUGH_GARBLED
        for repairs in settled.values()
    )


def _is_intact(line: str) -> bool:
    return not (may_be_garbled(line) and (mend({0: line}) or losses(line)))


# A single byte swallows none behind it.
_KINDS = tuple(kind for kind in Kind if kind is not Kind.SWALLOWED)


def _all_steps(codec: str, letter: str) -> Iterator[tuple[Step, ...]]:
    """The kinds of damage that ``codec`` can have done to ``letter``, up to three times."""
    for kind, then in ways(codec, letter):
        yield (Step(codec, kind, then),)
    loses = None in characters(codec)
    for depth, kind in product((2, 3), _KINDS if loses else (Kind.KEPT,)):
        yield (Step(codec, kind),) * depth


@cache
def damages(codec: str, letter: str) -> Damages:
    """What ``codec`` can have made of ``letter``, and how."""
    return _distinct(letter, _all_steps(codec, letter))


def _distinct(letter: str, ways: Iterable[tuple[Step, ...]]) -> Damages:
    found: dict[str, tuple[Step, ...]] = {}
    for steps in ways:
        damage = garble_by(letter, steps)
        if damage and damage != letter:
            found.setdefault(damage, steps)
    return tuple(found.items())


def pair(line: str, truth: str, codecs: Collection[str] = CODECS) -> tuple[Repair, ...]:
    """The repairs that make ``truth`` of ``line``, with their proof; none if it is no damage.

    Both come without line ends. The code pages are tried in their order.
    """
    if repairs := _repairs(line, truth, codecs):
        return repairs
    steps = (step for step in _WHOLE_LINES if garble_by(truth, [step]) == line)
    whole = (Repair(0, len(line), line, truth, (step,)) for step in steps)
    return next(((repair,) for repair in whole if repair.is_proven), ())


def pair_by(line: str, truth: str, ways: Collection[tuple[Step, ...]]) -> tuple[Repair, ...]:
    """The same, if each character was garbled in one of ``ways`` or not at all."""
    return _proven(line, truth, lambda letter: _distinct(letter, ways))


def _repairs(line: str, truth: str, codecs: Collection[str]) -> tuple[Repair, ...]:
    """The repairs that make ``truth`` of ``line``, by the first code page that explains all."""
    found = (_proven(line, truth, partial(damages, codec)) for codec in codecs)
    return next(filter(None, found), ())


def _proven(line: str, truth: str, of: Callable[[str], Damages]) -> tuple[Repair, ...]:
    repairs = tuple(_join(_trace(line, truth, of)))
    proven = all(is_possible(repair.after) and repair.is_proven for repair in repairs)
    return repairs if proven else ()


# Where garbled characters stand, as what, what they are, and how that came; the last one first.
_Trail: TypeAlias = "tuple[int, str, str, tuple[Step, ...], _Trail] | None"


def _trace(line: str, truth: str, of: Callable[[str], Damages]) -> _Trail:
    """The characters of ``truth`` that are garbled in ``line``; ``of`` says how each can be.

    Every other character must be there as it is; if the lines do not fit, nothing is garbled.
    """
    trails: dict[int, _Trail] = {0: None}
    for letter in truth:
        longer: dict[int, _Trail] = {}
        for end, trail in trails.items():
            if line.startswith(letter, end):
                longer.setdefault(end + 1, trail)
            for damage, steps in () if letter.isascii() else of(letter):
                if line.startswith(damage, end):
                    longer.setdefault(end + len(damage), (end, damage, letter, steps, trail))
        if not longer:
            return None
        trails = longer
    return trails.get(len(line))


def _join(trail: _Trail) -> list[Repair]:
    """Make one repair of characters that stand side by side and were garbled alike."""
    repairs: list[Repair] = []
    while trail:
        start, before, after, steps, trail = trail
        if repairs and repairs[-1].start == start + len(before) and repairs[-1].steps == steps:
            last = repairs.pop()
            before, after = before + last.before, after + last.after
        repairs.append(Repair(start, start + len(before), before, after, steps))
    return repairs[::-1]
