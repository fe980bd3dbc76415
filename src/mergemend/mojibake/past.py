"""What earlier revisions of a file say about a line that lost information.

A line of an earlier text is a candidate if it has the same ASCII characters, and it is accepted
only if garbling it, or some of its characters, gives exactly the line that stands in the document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TypeAlias

from mergemend.model import decode
from mergemend.mojibake.garble import CODECS, Kind, Step, characters, garble_by
from mergemend.mojibake.repair import Repair, is_possible, losses, mend
from mergemend.mojibake.suspects import may_be_garbled

# The fewest ASCII characters, blanks not counted, that tell a line from others. With three, 844 of
# 920 really damaged lines had such a line in the past, and every one was the truth.
_ENOUGH = 3

# How often a text was damaged in the same way.
_DEPTHS = (1, 2, 3)

# What can have come from bytes: damage may have put a question mark anywhere.
_NOT_SKELETON = re.compile(r"[^\x00-\x7f]|\?")

_NOT_TEXT = re.compile("[\ud800-\udfff]")

Settled = Mapping[str, tuple[Repair, ...]]


def skeleton(line: str) -> str:
    """Return the characters of ``line`` that garbling leaves alone; empty if they are too few."""
    kept = _NOT_SKELETON.sub("", line)
    return kept if len("".join(kept.split())) >= _ENOUGH else ""


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
    """One whole earlier text, its lines sorted by skeleton."""

    data: bytes

    @cached_property
    def _lines(self) -> Mapping[str, Collection[str]]:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for line in decode(self.data).split("\n"):
            if not line.isascii():
                line = line.removesuffix("\r")
                found[skeleton(line)][line] = None
        return found

    def explain(self, line: str, preferred: Collection[str] = ()) -> Settled:
        """Return the intact lines that damage turns into ``line``, each with the repairs to it.

        ``line`` comes without its line end.
        The code pages in ``preferred`` are tried first, the others only if these explain nothing.
        """
        key = skeleton(line)
        if not key:
            return {}
        truths = [truth for truth in self._lines.get(key, ()) if _is_intact(truth)]
        for codecs in (preferred, CODECS):
            found = ((truth, _repairs(line, truth, codecs)) for truth in truths)
            if settled := {truth: repairs for truth, repairs in found if repairs}:
                return settled
        return {}


def _is_intact(line: str) -> bool:
    return is_text(line) and not (may_be_garbled(line) and (mend(line) or losses(line)))


def ways(codecs: Collection[str] = CODECS) -> Iterator[tuple[Step, ...]]:
    """The ways in which a text can have been garbled, the likeliest first."""
    for depth, codec, kind in product(_DEPTHS, codecs, Kind):
        if kind is Kind.KEPT or None in characters(codec):
            yield (Step(codec, kind),) * depth


def _repairs(line: str, truth: str, codecs: Collection[str]) -> tuple[Repair, ...]:
    """The repairs that make ``truth`` of ``line``, by the first way that explains all of them."""
    return next(filter(None, (repairs_by(line, truth, steps) for steps in ways(codecs))), ())


def repairs_by(line: str, truth: str, steps: tuple[Step, ...]) -> tuple[Repair, ...]:
    """The repairs that make ``truth`` of ``line``; none unless garbling by ``steps`` proves them.

    Both come without line ends.
    """
    repairs = tuple(_join(_trace(line, truth, steps), steps))
    proven = all(is_possible(repair.after) and repair.is_proven for repair in repairs)
    return repairs if proven else ()


# Where garbled characters stand, as what, and what they are; the last one first.
_Trail: TypeAlias = "tuple[int, str, str, _Trail] | None"


def _trace(line: str, truth: str, steps: tuple[Step, ...]) -> _Trail:
    """The characters of ``truth`` that are garbled in ``line``.

    Every other character must be there as it is; if the lines do not fit, nothing is garbled.
    """
    garbled = {letter: garble_by(letter, steps) for letter in set(truth) if not letter.isascii()}
    trails: dict[int, _Trail] = {0: None}
    for letter in truth:
        longer: dict[int, _Trail] = {}
        for end, trail in trails.items():
            if line.startswith(letter, end):
                longer.setdefault(end + 1, trail)
            damage = garbled.get(letter)
            if damage and damage != letter and line.startswith(damage, end):
                longer.setdefault(end + len(damage), (end, damage, letter, trail))
        if not longer:
            return None
        trails = longer
    return trails.get(len(line))


def _join(trail: _Trail, steps: tuple[Step, ...]) -> list[Repair]:
    """Make one repair of characters that stand side by side."""
    repairs: list[Repair] = []
    while trail:
        start, before, after, trail = trail
        if repairs and repairs[-1].start == start + len(before):
            last = repairs.pop()
            before, after = before + last.before, after + last.after
        repairs.append(Repair(start, start + len(before), before, after, steps))
    return repairs[::-1]
