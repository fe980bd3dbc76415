"""What a line says about itself: which of its garbled places can be mended with proof.

A place is mended only if taking the damage off gives whole, valid UTF-8, so that `garble` makes
the very same characters again; if ftfy finds the place unlikely before and likely afterwards; and
if no two code pages tell different stories about it. Everything else stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

from mergemend.mojibake.garble import CODECS, Step, garble_by, ungarble
from mergemend.mojibake.suspects import CONTEXT, RUN, has_pair, is_bad, looks_garbled, sequences

# No character is mended to one of these (Unicode's general categories): control, unassigned,
# private use, surrogate; line and paragraph separators, because line ends are never touched.
_IMPOSSIBLE = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})

# Of the characters that take two bytes in UTF-8 these may stand alone: signs and letters of Latin
# languages up to Latin Extended-A, the Romanian letters after it, accents that were split off their
# letters, and Greek for formulas; from the less usual code pages only the first. Any other one
# needs company of its script on the line: two characters that happen to fit are too little.
_COMMON = re.compile("[\u00a0-\u017f\u0192\u0218-\u021b\u0300-\u030c\u0370-\u03ff]")
_LATIN = re.compile("[\u00a0-\u017f]")
_LAST_OF_TWO_BYTES = "\u07ff"
_FIRST_SYMBOL = "\u2000"

# The code pages that damage is seen from most often. They win where several fit.
_USUAL = frozenset({"windows-1252", "latin-1", "windows-1254"})

# So many sequences of UTF-8 in a row that all give letters of one script are no accident, even
# where ftfy sees nothing. Not in cp437: frames drawn with its characters can be valid UTF-8.
_NO_ACCIDENT = 3
_DRAWS_FRAMES = "cp437"

# Nor is a sign of three or four bytes, alone or in a row, like ⚡ or ™, or what joins to one.
_JOINS_SYMBOLS = "\N{VARIATION SELECTOR-16}\N{ZERO WIDTH JOINER}"


@dataclass(frozen=True, slots=True, order=True)
class Repair:
    """The characters from ``start`` to ``end`` of a line are ``before`` and should be ``after``.

    ``steps`` is the proof: `garble_by` makes ``before`` out of ``after`` with them.
    """

    start: int
    end: int
    before: str
    after: str
    steps: tuple[Step, ...]

    @property
    def is_proven(self) -> bool:
        """Whether garbling the repaired text gives what stands in the line."""
        return self.before != self.after and garble_by(self.after, self.steps) == self.before


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a line while its damage is taken off, layer by layer.

    It stands from ``start`` to ``end`` in the line, and ``text`` is what has become of it.
    ``layers`` names for each layer the code pages that explain it, equally well.
    """

    start: int
    end: int
    text: str
    layers: tuple[tuple[str, ...], ...] = ()


Places = tuple[Place, ...]


def render(line: str, places: Iterable[Place | Repair]) -> tuple[str, list[tuple[int, int]]]:
    """Return ``line`` with the new texts in it, and the spans where these stand in the result.

    ``places`` must be in order and must not overlap.
    """
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    position = length = 0
    for place in places:
        text = place.text if isinstance(place, Place) else place.after
        parts += (line[position : place.start], text)
        start = length + place.start - position
        length = start + len(text)
        spans.append((start, length))
        position = place.end
    return "".join((*parts, line[position:])), spans


def mend(line: str, preferred: Collection[str] = (), culprits: Collection[str] = ()) -> Places:
    """Return the places of ``line`` that can be mended for sure, mended.

    ``preferred`` are the code pages that explain most of the document; they decide where several
    fit. ``culprits`` are code pages that are known to have garbled all of the document; then what
    they can have done they did, unlikely to look at or not. ``line`` must have no lone surrogates.
    """
    places = tuple(_cut(line, preferred))
    depth = 0
    while (peeled := _peel(line, places, depth, preferred, culprits)) != places:
        places, culprits = peeled, ()
        depth += 1
    return tuple(_accepted(line, places))


def proven(line: str, places: Iterable[Place], preferred: Collection[str] = ()) -> list[Repair]:
    """Return ``places`` as repairs of ``line``, each with its proof."""
    repairs = [
        Repair(
            place.start,
            place.end,
            line[place.start : place.end],
            place.text,
            tuple(
                Step(next((codec for codec in codecs if codec in preferred), codecs[0]))
                for codecs in reversed(place.layers)
            ),
        )
        for place in places
    ]
    return [repair for repair in repairs if repair.is_proven]


@lru_cache(maxsize=4096)
def readings(text: str) -> Mapping[str, str]:
    """What ``text`` can have been before its last layer of damage: code page to text."""
    found = ((codec, ungarble(text, codec)) for codec in CODECS)
    return {
        codec: before
        for codec, before in found
        if before and before != text and (is_possible(before) or readings(before))
    }


def is_possible(text: str) -> bool:
    """Whether ``text`` has only characters that a repair may write."""
    return not any(unicodedata.category(character) in _IMPOSSIBLE for character in text)


def _cut(line: str, preferred: Collection[str]) -> Iterator[Place]:
    """The places to look at: runs without ASCII; of one that is garbled in part only that part."""
    for run in RUN.finditer(line):
        if readings(run.group()) or not is_bad(line, *run.span()):
            yield Place(*run.span(), run.group())
        else:
            codecs = [codec for codec in CODECS if codec in _USUAL or codec in preferred]
            yield from _garbled_parts(line, *run.span(), codecs)


def _garbled_parts(line: str, start: int, end: int, codecs: Iterable[str]) -> Iterator[Place]:
    """The parts of a run that make all of it likely again; none if that can be had in two ways."""
    near = max(0, start - CONTEXT)
    around = line[near : end + CONTEXT]
    low, high = start - near, end - near
    found: dict[str, list[Place]] = {}
    for codec in codecs:
        parts = [
            Place(low + first, low + last, around[low + first : low + last])
            for first, last in sequences(around[low:high], codec)
            if is_bad(around, low + first, low + last)
        ]
        mended, _ = render(around, (replace(p, text=ungarble(p.text, codec) or "") for p in parts))
        left, _ = render(around, (replace(part, text=" ") for part in parts))
        if (
            parts
            and not has_pair(left)
            and not is_bad(mended, low, high + len(mended) - len(around))
        ):
            found.setdefault(mended, parts)
    if len(found) != 1:
        return
    for part in found.popitem()[1]:
        yield replace(part, start=near + part.start, end=near + part.end)


def _peel(
    line: str, places: Places, depth: int, preferred: Collection[str], culprits: Collection[str]
) -> Places:
    """Take one layer more off the places that have lost ``depth`` layers already."""
    text, spans = render(line, places)
    active = {place for place in places if len(place.layers) == depth}
    bad = {
        place
        for place, span in zip(places, spans, strict=True)
        if place in active
        and (
            is_bad(text, *span)
            or _is_no_accident(place.text, text[max(0, span[0] - 1) : span[0]].isalpha())
            or any(codec in readings(place.text) for codec in culprits)
        )
    }
    if not bad:
        return places
    # ftfy's way: what is bad condemns the whole line if all of it can be garbled alike.
    alike = [codec for codec in CODECS if all(codec in readings(place.text) for place in active)]
    chosen = active if alike else bad
    return tuple(
        _undo(place, alike or CODECS, preferred) if place in chosen else place for place in places
    )


def _undo(place: Place, codecs: Collection[str], preferred: Collection[str]) -> Place:
    """Take one layer off, if all code pages that can explain it agree on what is under it."""
    found: dict[str, tuple[str, ...]] = {}
    for codec, before in readings(place.text).items():
        if codec in codecs and _may_follow(codec, place.layers):
            found[before] = (*found.get(before, ()), codec)
    if len(found) > 1:
        found = _better(found, preferred)
    if len(found) != 1:
        return place
    ((before, names),) = found.items()
    return replace(place, text=before, layers=(*place.layers, names))


def _better(
    found: Mapping[str, tuple[str, ...]], preferred: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Those of several readings that the document, or else common sense, is for."""
    favoured = {before: names for before, names in found.items() if {*names} & {*preferred}}
    likely = {before: names for before, names in found.items() if not _rare(before, names)}
    if favoured or not any({*names} & _USUAL for names in likely.values()):
        return favoured
    return likely


def _may_follow(codec: str, layers: tuple[tuple[str, ...], ...]) -> bool:
    """Whether ``codec`` can have done the damage under ``layers``: a usual one, or one of them."""
    return not layers or codec in _USUAL or any(codec in names for names in layers)


@lru_cache(maxsize=4096)
def _is_no_accident(text: str, after_letter: bool) -> bool:
    """Whether ``text`` must be garbled, though ftfy may see nothing in it."""
    # The last letter of a word, a no-break space and a dash or the like can be a symbol as well.
    kinds = [unicodedata.category(character)[0] for character in text[1:]]
    punctuated = kinds[:1] == ["Z"] or (after_letter and {*kinds} <= {"P", "Z"})
    return any(
        (codec != _DRAWS_FRAMES and _is_word(before))
        or (not punctuated and all(map(_is_symbol, before)))
        for codec, before in readings(text).items()
    )


def _is_word(text: str) -> bool:
    return len(text) >= _NO_ACCIDENT and text.isalpha() and len(set(map(_script, text))) == 1


def _is_symbol(character: str) -> bool:
    """Whether this is a sign outside of the blocks of living scripts, or belongs to one."""
    return character >= _FIRST_SYMBOL and (
        unicodedata.category(character)[0] in "SNP" or character in _JOINS_SYMBOLS
    )


def _accepted(line: str, places: Places) -> Iterator[Place]:
    """The mended places that are beyond doubt when the whole line is looked at again."""
    changed = [place for place in places if place.layers]
    text, spans = render(line, changed)
    company = Counter(_script(letter) for place in changed for letter in place.text)
    as_usual = any(_is_usual(place) for place in changed)
    runs = [run.span() for run in RUN.finditer(text)]
    where = [runs[bisect(runs, (start, len(text))) - 1] for start, _ in spans]
    refused = {
        run
        for place, run in zip(changed, where, strict=True)
        if looks_garbled(text, *run)
        or (as_usual and not _is_usual(place))
        or _is_doubtful(place, company)
    }
    for place, run in zip(changed, where, strict=True):
        if run not in refused:
            yield place


def _is_usual(place: Place) -> bool:
    return not _USUAL.isdisjoint(place.layers[-1])


def _is_doubtful(place: Place, company: Mapping[str, int]) -> bool:
    # A second layer of a less usual code page that gives something rare is an accident.
    needed = 2 if len(place.layers) == 1 or _is_usual(place) else inf
    return (
        not is_possible(place.text)
        or any(company[_script(letter)] < needed for letter in _rare(place.text, place.layers[-1]))
        or _may_have_more_layers(place)
    )


def _script(letter: str) -> str:
    """The script of a letter: the first word of its Unicode name."""
    return unicodedata.name(letter, "?").split()[0]


def _rare(text: str, codecs: Iterable[str]) -> list[str]:
    """The characters of a reading by ``codecs`` that may not stand alone."""
    common = _LATIN if _USUAL.isdisjoint(codecs) else _COMMON
    return [letter for letter in text if letter <= _LAST_OF_TWO_BYTES and not common.match(letter)]


def _may_have_more_layers(place: Place) -> bool:
    """Whether what is left can be read by the same code page again, though it looks fine."""
    again = (readings(place.text).get(codec) for codec in place.layers[-1])
    return any(before and not _rare(before, place.layers[-1]) for before in again)


def losses(line: str) -> list[tuple[int, int]]:
    """Return the spans of ``line`` that look garbled; call it on lines that are mended."""
    return [run.span() for run in RUN.finditer(line) if looks_garbled(line, *run.span())]
