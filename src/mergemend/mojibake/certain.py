"""Whether the first reading of a garbled stretch is beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf

from mergemend.mojibake.company import after, before
from mergemend.mojibake.doublebyte import FORGETFUL
from mergemend.mojibake.garble import Kind, Step, leaves_no_trace
from mergemend.mojibake.holes import SELECTOR, Cost
from mergemend.mojibake.ranking import Judge, is_odd_frame
from mergemend.mojibake.stretches import Segment, judge_of, stretches

SURE = 0.99
"""A reading is taken if it is likelier than this among all that the stretch can have been."""

# What follows a line end as well as a blank, behind the stretch and in it: headings, quotes, and
# the next line of a frame.
_UNCLEAR = frozenset("#>")
_NEXT_OF_FRAME = re.compile(r"\s[\u2500-\u257f]")

# The kinds that leave the same marks; how much cheaper the readings of a document by one must be
# that the other is out, and of one place; how much a single place counts.
_RIVALS = {Kind.QUESTION: Kind.SWALLOWED, Kind.SWALLOWED: Kind.QUESTION}
_RIVAL = 8.0
_PLACE = 3.0

# Windows leaves another mark of these, other programs do not: what was swallowed is open.
_OTHER_MARK = frozenset({"cp932", "shift_jis"})


def rival_of(step: Step, lines: Mapping[int, str], cost: Cost) -> tuple[Judge, Judge] | None:
    """Who tells what ``step`` means, and what another kind of damage that leaves the same marks.

    None if there is no other kind, or if it is out of the question.
    """
    other = _RIVALS.get(step.kind)
    if other is None:
        return None
    judges = judge_of(step, cost), judge_of(Step(step.codec, other), cost)
    ahead = 0.0
    for line in lines.values():
        for start, end in stretches(line, step.kind, step.codec in FORGETFUL):
            if "?" in line[start:end]:
                mine, its = (judge.rank(line, start, end)[:1] for judge in judges)
                prices = [some[0][1] if some else inf for some in (mine, its)]
                if step.kind is Kind.QUESTION and line[end : end + 1].strip():
                    continue  # a blank would have been swallowed, another character may have been
                if prices[0] < inf or prices[1] < inf:
                    ahead += max(-_PLACE, min(_PLACE, prices[1] - prices[0]))
    return judges if step.codec in _OTHER_MARK or ahead < _RIVAL else None


def contests(judges: tuple[Judge, Judge], segment: Segment, line: str) -> bool:
    """Whether another kind of damage that leaves the same marks tells another story."""
    if "?" not in segment.before:
        return False
    if segment.step.codec in _OTHER_MARK:
        return True
    text = segment.readings[0][0]
    mine, others = (judge.rank(line, segment.start, segment.end) for judge in judges)
    price = dict(mine).get(text, inf)
    return any(one != text and its < price + _RIVAL for one, its in others[:1])


# Windows swallows the end of a line that ends in a sign, unless each line is read by itself: then
# so many lines or more end in marks of signs that no punctuation follows, and none were joined.
_LINE_ENDS = 3
_JOINED_FOR_SURE = 0.95
_MARK_OF_SIGN = frozenset("?\N{KATAKANA MIDDLE DOT}")


def were_apart(lines: Mapping[int, str], found: Mapping[int, Sequence[Segment]]) -> bool:
    """Whether each line was read by itself, by what ``found`` first tells of the marks in them."""
    at_end = 0
    for number, some in found.items():
        for segment in some:
            text = segment.readings[0][0]
            if segment.end == len(lines[number]):
                at_end += segment.before[-1:] in _MARK_OF_SIGN and text[:-1].strip() > "\u2100"
            elif "\n" in text and segment.odds[0] >= _JOINED_FOR_SURE:
                return False
    return at_end >= _LINE_ENDS


# Where only marks are left of a sign, it is told only if it is one of these, amid the words of a
# line that shows no signs at its ends: elsewhere it may be any symbol.
_MARKS = re.compile(r"[?\ufffd]+")
_PUNCTUATION = frozenset("—–’‘“”…")
_WORDS = frozenset({"lower", "upper", "digit", "apostrophe"})
_AMID = _WORDS | {"closing", "markup", "opening", "point"}

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


def is_sure(segment: Segment, line: str, apart: bool) -> bool:
    """Whether the first reading is beyond doubt; white space comes back only where it is usual.

    ``apart`` says that no line ends were swallowed.
    """
    text = segment.readings[0][0]
    if segment.odds[0] < SURE or is_odd_frame(text) or _may_lack(segment, line):
        return False
    if _MARKS.fullmatch(segment.before) and not _may_be_told(segment, line):
        return False
    return not any(map(str.isspace, text)) or _are_blanks(segment, line, apart)


def _are_blanks(segment: Segment, line: str, lines_apart: bool) -> bool:
    """Whether the white space of the first reading is what was swallowed, and no line end."""
    text = segment.readings[0][0]
    behind = line[segment.end : segment.end + 1]
    if text[-1].isspace() and not behind:
        return False
    if line[: segment.start].strip() and line[segment.start - 1].isalnum():
        return False
    if lines_apart:
        return True
    ends_frame = behind == " " and bool(_JOINED.search(text[-2:]))
    return behind not in _UNCLEAR and not ends_frame and not _NEXT_OF_FRAME.search(text)


def _may_lack(segment: Segment, line: str) -> bool:
    """Whether more may have stood there than the reading has, and left no trace.

    So it is with the lines that follow the parts of a frame, and with the frame of a keycap.
    """
    text = segment.readings[0][0]
    if text[0] == SELECTOR and line[: segment.start][-1:].isascii():
        return True
    return leaves_no_trace(segment.step) and bool(_JOINED.search(text))
