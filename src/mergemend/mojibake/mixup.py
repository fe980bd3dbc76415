"""Text that was never UTF-8 when it was garbled: written in one code page, read in another.

``Ïðèâåò`` is Russian of windows-1251 that was read as windows-1252. Nothing in the characters
proves that, as the bytes of UTF-8 do; what tells is that they make no language as they stand, and
one if they are read anew (`pages` judges both). So it is decided for all lines of a document
together, by a wide margin, and a line is changed only if it says the same by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from mergemend.mojibake.garble import MIXED_UP, Step
from mergemend.mojibake.pages import Extent, Reading, judge, read, tongues
from mergemend.mojibake.repair import Mended, Repair

# What text was wrongly read in, and what it had been written in: those of Western and Eastern
# Windows, of old Macs and of consoles.
_READ = ("cp1252", "cp1250", "cp1251", "koi8-r", "mac-roman", "cp437", "cp850", "cp866")
_WRITTEN = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "koi8-r", "cp866"),
    *("iso8859-2", "iso8859-5", "iso8859-7", "mac-roman", "cp437", "cp850"),
)

# First bytes of the letters of Europe in UTF-8; with fewer of them there is nothing to judge by.
_LETTERS = tuple(bytes([first]) for first in (0xC3, 0xC4, 0xC5, 0xCE, 0xCF, 0xD0, 0xD1))
_LEAST = 6
_SAMPLE = 3000

# Nats. Text that is no more surprising than this for each letter is some language as it stands; a
# reading must be better by so much for each, and in all; and a line by so much.
_ORDINARY = 5.0
_EACH = 1.8
_IN_ALL = 25.0
_IN_LINE = 2.0

_AS_IT_IS = "cp1252"  # the page that costs nothing
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_PART = re.compile(r"[^\x00-\x7f](?:.*[^\x00-\x7f])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Written in one code page, read in another."""

    written: str
    read: str

    @property
    def step(self) -> Step:
        return Step(f"{self.written}{MIXED_UP}{self.read}")

    def undone(self, text: str) -> str | None:
        """What a text was before; None if it cannot have been garbled so."""
        try:
            raw = text.encode(self.read)
        except UnicodeEncodeError:
            return None
        return read(raw, self.written)


def may_be_mixed_up(data: bytes) -> bool:
    """The cheap test: whether there are letters enough to judge by."""
    return sum(map(data.count, _LETTERS)) >= _LEAST


def mend_mixed_up(lines: Mapping[int, str]) -> dict[int, Mended]:
    """The lines that were read in the wrong code page, and what they were."""
    sample = _sample(lines)
    if len(_NO_ASCII.findall("".join(sample))) < _LEAST:
        return {}
    languages = tongues("\n".join(sample))
    pair = _decide(sample, languages)
    if pair is None:
        return {}
    return {n: mended for n, line in lines.items() if (mended := _mended(line, pair, languages))}


def _sample(lines: Mapping[int, str]) -> list[str]:
    """The words with letters beyond ASCII of each line, up to a length in all."""
    sample: list[str] = []
    length = 0
    for line in lines.values():
        words = [word for word in line.split() if any(map(str.isalpha, _NO_ASCII.findall(word)))]
        if words:
            sample.append(" ".join(words))
            length += len(sample[-1])
        if length > _SAMPLE:
            break
    return sample


def _decide(sample: Sequence[str], languages: Mapping[str, float]) -> _Pair | None:
    """The pair of code pages that makes a language of a sample, if one clearly does.

    A line that cannot have been garbled by a pair stays as it is in its reading.
    """
    as_it_is = "\n".join(sample)
    pairs: dict[str, _Pair] = {}
    for pair in _pairs():
        text = "\n".join(pair.undone(line) or line for line in sample)
        pairs.setdefault(text, pair)
    pairs.pop(as_it_is, None)
    found = [Reading(pair.written, Extent.LINE, text) for text, pair in pairs.items()]
    verdict = judge([Reading(_AS_IT_IS, Extent.LINE, as_it_is), *found], languages)
    best = verdict.clear
    if best is None or best.text == as_it_is:
        return None
    stays = next(reading.cost for reading in verdict.readings if reading.text == as_it_is)
    gain, count = stays - best.cost, len(_NO_ASCII.findall(best.text))
    plausible = best.cost <= _ORDINARY * count
    return pairs[best.text] if plausible and gain >= max(_IN_ALL, _EACH * count) else None


def _pairs() -> Iterator[_Pair]:
    for wrong in _READ:
        for right in _WRITTEN:
            if wrong != right:
                yield _Pair(right, wrong)


def _mended(line: str, pair: _Pair, languages: Mapping[str, float]) -> Mended | None:
    match = _PART.search(line)
    after = pair.undone(match[0]) if match else None
    if match is None or after is None or after == match[0]:
        return None
    readings = [Reading(pair.written, Extent.LINE, text) for text in (match[0], after)]
    costs = {reading.text: reading.cost for reading in judge(readings, languages).readings}
    gain = costs[match[0]] - costs[after]
    repair = Repair(*match.span(), match[0], after, (pair.step,), _odds(gain))
    return Mended((repair,)) if gain >= _IN_LINE and repair.is_proven else None


def _odds(gain: float) -> float:
    """Never quite sure: languages are judged by their letters only."""
    return min(0.999, 1 / (1 + exp(-gain)))
