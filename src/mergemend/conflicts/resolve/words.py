"""Merges what both sides edited: numbers, then words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from mergemend.conflicts.resolve.align import Chunk, chunks, kept
from mergemend.conflicts.resolve.region import Contested, Kind, Lines, Proposal
from mergemend.lines import split_lines
from mergemend.model import decode, encode

_NUMBER = re.compile(r"\d{4}-\d\d-\d\d|\d+(?:\.\d+)*")
_WORD = re.compile(r"\d[\w.,:/-]*\w|\w+(?:[.,:/'_-]\w+)*|[^\w\s]")
_SPACE = re.compile(r"[ \t\r]+|\s")
_BLANK_LINE = re.compile(r"[ \t\r]*\n[ \t\r]*\n\s*")

_ENTRY = re.compile(r"\s*(?:#{1,6}\s|\|)")  # a heading or a table row

MOSTLY_KEPT = 0.5
"""Below this share of the base a side was written anew, and nothing can be merged into it."""

APART = 2
"""Words that must stand between two edits: closer ones are about the same thing."""


# A version: three parts, or two behind a v, a comparison or a word that says so. A date.
_VERSION = re.compile(
    r"(?<!\d)(?:\d{4}-\d\d-\d\d|\d+(?:\.\d+){2,})"
    r"|(?:(?<=v)|(?<=[<>=~^])|(?<=[<>=~^] )|(?<=[Vv]ersion )|(?<=[Rr]elease ))\d+\.\d+"
)


def versions(region: Contested) -> Proposal | None:
    """The sides differ in versions or dates only: the higher, the later one of each."""
    return _numbers(region, _VERSION, "versions or dates")


def counts(region: Contested) -> Proposal | None:
    """The sides differ in numbers of any kind only: the higher one of each."""
    return _numbers(region, _NUMBER, "numbers")


def _numbers(region: Contested, pattern: re.Pattern[str], what: str) -> Proposal | None:
    if region.both_added or (region.base is None and _ENTRY.match("".join(region.ours))):
        return None  # two entries, as they may well be, and not one that was edited twice
    texts = ["".join(side) for side in (region.ours, region.theirs)]
    values = [pattern.findall(text) for text in texts]
    if not values[0] or len({pattern.sub("0", text) for text in texts}) > 1:
        return None
    differ = [(o, t) for o, t in zip(*values, strict=True) if o != t]
    base = _base_numbers(region, texts[0], pattern)
    if base is not None:
        taken = [_later(*three) for three in zip(*values, base, strict=True)]
    elif len({_value(o) > _value(t) for o, t in differ}) == 1:
        taken = [max(pair, key=_value) for pair in zip(*values, strict=True)]
    else:
        return None
    if None in taken:
        return None
    new = iter([str(number) for number in taken])
    text = pattern.sub(lambda _: next(new), texts[0])
    return _proposal(region, text, f"only {what} differ: {_few(differ)}")


def _base_numbers(region: Contested, text: str, pattern: re.Pattern[str]) -> list[str] | None:
    """The numbers of the base, if it is the same text but for them."""
    base = "".join(region.base or ())
    same = pattern.sub("0", base).split() == pattern.sub("0", text).split()
    return pattern.findall(base) if base and same else None


def _later(ours: str, theirs: str, base: str) -> str | None:
    """The number that one side changed; of two changed ones the higher, if both went up."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if min(_value(ours), _value(theirs)) < _value(base):
        return None
    return max(ours, theirs, key=_value)


def _value(number: str) -> tuple[tuple[int, str], ...]:
    """What numbers are ordered by: no `int`, which refuses more than 4,300 digits."""
    parts = (part.lstrip("0") for part in re.split(r"[.-]", number))
    return tuple((len(part), part) for part in parts)


def _few(pairs: Sequence[tuple[str, str]]) -> str:
    shown = ", ".join(f"{ours} and {theirs}" for ours, theirs in list(dict.fromkeys(pairs))[:3])
    return shown + (", …" if len(set(pairs)) > 3 else "")


class _Word(NamedTuple):
    """A word, a sign or a blank line, and the white space behind it."""

    text: str
    space: str


def _words(text: str) -> list[_Word]:
    words = [_Word("", "")]
    position = 0
    while position < len(text):
        found = _WORD.match(text, position)
        if found:
            words.append(_Word(found.group(), ""))
            position = found.end()
            continue
        blank = _BLANK_LINE.match(text, position)
        if blank:
            words.append(_Word("\n\n", blank.group()))
            position = blank.end()
            continue
        space = _SPACE.match(text, position)
        end = space.end() if space else position + 1
        words[-1] = words[-1]._replace(space=words[-1].space + text[position:end])
        position = end
    return words


def words(region: Contested) -> Proposal | None:
    """Both sides edited the same lines in different places: all edits together."""
    if not region.both_edited or region.base is None or _columns_differ(region):
        return None
    base, ours, theirs = (
        _words("".join(lines)) for lines in (region.base, region.ours, region.theirs)
    )
    plain = [[word.text for word in side] for side in (base, ours, theirs)]
    if min(kept(plain[0], plain[1]), kept(plain[0], plain[2])) < MOSTLY_KEPT:
        return None
    found = chunks(*plain)
    if found is None or _too_close(found, plain):
        return None
    merged = _merge(found, base, ours, theirs)
    if merged is None:
        return None
    text = "".join(_shown(word) for word in merged)
    count = sum(not chunk.stable for chunk in found)
    if not count:
        return None  # only white space differs, and in the words alone it says nothing
    return _proposal(region, text, f"the sides edited different words, in {count} places")


def _shown(word: _Word) -> str:
    return word.space if word.text == "\n\n" else word.text + word.space


def _merge(
    found: Sequence[Chunk], base: Sequence[_Word], ours: Sequence[_Word], theirs: Sequence[_Word]
) -> list[_Word] | None:
    merged: list[_Word] = []
    for chunk in found:
        three = base[chunk.base], ours[chunk.ours], theirs[chunk.theirs]
        if chunk.stable:
            merged += [_respace(*words) for words in zip(*three, strict=True)]
            continue
        part = _changed(*three)
        if part is None:
            return None
        merged += part
    return merged


def _respace(base: _Word, ours: _Word, theirs: _Word) -> _Word:
    """A word of all three with the white space that somebody changed."""
    return ours if theirs.space == base.space else theirs


def _changed(
    base: Sequence[_Word], ours: Sequence[_Word], theirs: Sequence[_Word]
) -> Sequence[_Word] | None:
    plain = [[word.text for word in side] for side in (base, ours, theirs)]
    if plain[2] in (plain[0], plain[1]):
        return ours
    if plain[1] == plain[0]:
        return theirs
    return _bump(base, ours, theirs)


def _bump(
    base: Sequence[_Word], ours: Sequence[_Word], theirs: Sequence[_Word]
) -> Sequence[_Word] | None:
    """Both sides raised the same number."""
    if {len(base), len(ours), len(theirs)} != {1}:
        return None
    texts = ours[0].text, theirs[0].text, base[0].text
    if not all(_NUMBER.fullmatch(text.lstrip("v")) for text in texts):
        return None
    later = _later(*(text.lstrip("v") for text in texts))
    return ours if later == texts[0].lstrip("v") else theirs if later else None


def _too_close(found: Sequence[Chunk], plain: Sequence[Sequence[str]]) -> bool:
    """Whether an edit of one side stands next to one of the other, and words were put in."""
    base, ours, theirs = plain
    edits = [chunk for chunk in found if not chunk.stable]
    for one, next_one in pairwise(edits):
        apart = [word for word in base[one.base.stop : next_one.base.start] if word.isalnum()]
        sides = [
            (ours[chunk.ours] != base[chunk.base], theirs[chunk.theirs] != base[chunk.base])
            for chunk in (one, next_one)
        ]
        if len(apart) < APART and sides[0] != sides[1] and not _only_swapped((one, next_one)):
            return True
    return False


def _only_swapped(edits: Sequence[Chunk]) -> bool:
    """Whether words were exchanged for as many others, or a sign was put to one."""
    return all(
        abs(_length(side) - _length(edit.base)) <= 1 and _length(edit.base)
        for edit in edits
        for side in (edit.ours, edit.theirs)
    )


def _length(part: slice) -> int:
    return int(part.stop - part.start)


def _columns_differ(region: Contested) -> bool:
    """Whether a side has given a table more or fewer columns."""
    widths = [
        {line.count("|") for line in lines if line.lstrip().startswith("|")}
        for lines in (region.base or (), region.ours, region.theirs)
    ]
    return any(a and b and a != b for a, b in pairwise(widths))


def _proposal(region: Contested, text: str, saw: str) -> Proposal:
    lines = tuple(_lines(text))
    for kind, side in ((Kind.OURS, region.ours), (Kind.THEIRS, region.theirs)):
        if lines == side:
            return Proposal(kind, side, saw)
    return Proposal(Kind.MERGED, lines, saw)


def _lines(text: str) -> Iterator[str]:
    yield from map(decode, split_lines(encode(text)))


def merged_lines(base: Lines, ours: Lines, theirs: Lines) -> Lines | None:
    """The lines with the edits of both sides, where `numbers` or `words` can tell."""
    region = Contested(ours, theirs, base)
    found = counts(region) or words(region)
    return found.lines if found else None
