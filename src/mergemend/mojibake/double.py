"""Mends what code pages with double bytes did, in the words of the other repairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mergemend.mojibake.garble import leaves_marks, leaves_no_trace
from mergemend.mojibake.prior import cost_in_english, is_possible
from mergemend.mojibake.repair import Candidate, Doubt, Mended, Repair, without

if TYPE_CHECKING:
    from mergemend.mojibake.stretches import Segment

_FAR = re.compile("[\u2e80-\u303f\u3040-\u9fff\uac00-\ud7af\ue000-\ufaff\uff00-\uffef]")

_LEFT = re.compile(f"{_FAR.pattern}|\ufffd")
_LOST = "\ufffd" * 3

# What may be left of a sign in a line that is ASCII.
_MARKS = "??"

# Where a sign was that left nothing behind: blanks on both sides of it, or one at an end.
_GAP = re.compile(r"\S  \S|^ \S|\S $")


def may_be_far(run: str) -> bool:
    """The cheapest test: has a run of characters any that double bytes are read as?"""
    return bool(_FAR.search(run)) or _LOST in run


def may_be_doublebyte(text: str) -> bool:
    """The cheap test, where `may_be_far`: are they ones that only garbling would put there?"""
    from mergemend.mojibake.multibyte import may_be_multibyte

    return may_be_multibyte(text)


def mend_doublebyte(
    lines: Mapping[int, str],
    in_ascii: Callable[[], Iterable[tuple[int, str]]] = tuple,
    unix: bool = True,
) -> dict[int, Mended]:
    """What is garbled in the lines of a document that are not ASCII, by their numbers.

    ``in_ascii`` gives the ASCII lines, of which some code pages leave question marks only; they
    are looked at if the others show that it was one of these. ``unix`` says that all lines end in
    a line feed alone. A line is mended as a whole or not at all, and no line end comes back into
    it.
    """
    if not may_be_doublebyte("\n".join(lines.values())):
        return {}
    from mergemend.mojibake.multibyte import mend_document

    marked: dict[int, str] = {}

    def bare() -> Mapping[int, str]:
        marked.update((n, line) for n, line in in_ascii() if _MARKS in line)
        return marked

    found = mend_document(lines, cost_in_english, bare, unix)
    mended = {}
    for number in sorted({*found.sure, *found.lossy}):
        line = lines[number] if number in lines else marked[number]
        sure = [_repair(line, segment) for segment in found.sure.get(number, ())]
        repairs = [repair for repair in sure if repair]
        if found.lossy.get(number) or len(repairs) < len(sure) or _left_over(line, repairs):
            segments = (*found.sure.get(number, ()), *found.lossy.get(number, ()))
            mended[number] = Mended(doubts=tuple(_doubts(segments)))
        else:
            mended[number] = Mended(tuple(sorted(repairs)))
    return mended


def _left_over(line: str, repairs: Sequence[Repair]) -> bool:
    """Whether something is left that nothing explains: foreign characters, or a gap in the text."""
    steps = {step for repair in repairs for step in repair.steps}
    if any(map(leaves_no_trace, steps)) and _GAP.search(line):
        return True
    left = without(line, sorted((repair.start, repair.end) for repair in repairs))
    return bool(_LEFT.search(left)) or (any(map(leaves_marks, steps)) and _MARKS in left)


def _repair(line: str, segment: Segment) -> Repair | None:
    """The repair, proven; the character behind it is part of the proof where it is needed."""
    after = segment.readings[0][0]
    if not is_possible(after):
        return None
    for end in (segment.end, segment.end + 1):
        rest = line[segment.end : end]
        repair = Repair(
            segment.start,
            segment.end + len(rest),
            segment.before + rest,
            after + rest,
            (segment.step,),
            segment.odds[0],
        )
        if repair.is_proven:
            return repair
    return None


def _doubts(segments: Iterable[Segment]) -> Iterable[Doubt]:
    for segment in sorted(segments, key=lambda one: one.start):
        candidates = (
            Candidate(text, odds, (segment.step,))
            for (text, _), odds in zip(segment.readings, segment.odds, strict=True)
        )
        yield Doubt(segment.start, segment.end, segment.before, tuple(candidates))
