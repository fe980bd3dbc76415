"""Text that was never UTF-8 when it was garbled: written in one code page, read in another.

``Ïðèâåò`` is Russian of windows-1251 that was read as windows-1252. Nothing in the characters
proves that, as the bytes of UTF-8 do; what tells is that they make no language as they stand, and
one if they are read anew (`pages` judges both). So it is decided for all lines of a document
together, by a wide margin; if there is a line that speaks against it, only those are changed that
say the same by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import exp, inf

from mergemend.mojibake.ordinary import LEAST, LETTERS_OF, ORDINARY, SAMPLE, is_letter
from mergemend.mojibake.pages import CLEAR, Extent, Reading, judge, tongues
from mergemend.mojibake.pages import cost as surprise
from mergemend.mojibake.pairs import Pair, bounds
from mergemend.mojibake.repair import Mended, Repair

# With fewer different characters beyond ASCII there is nothing to judge by.
_DISTINCT = 2

# Nats. A reading must be better by so much for each letter, and in all; and a line by so much.
_WELL_READ = 4.3
_EACH = 1.8
_EACH_LATIN = 2.5  # there are many languages in Latin letters, and few are known here
_IN_ALL = 25.0
_IN_LINE, _AGAINST = 2.0, 6.0

_SHORT, _SWAPPED = 2, 6.0
_AFTER_LATIN = "\u0370"
_AS_IT_IS = "cp1252"  # the page that costs nothing
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_PART = re.compile(r"[^\x00-\x7f](?:.*[^\x00-\x7f])?", re.DOTALL)


def mend_mixed_up(lines: Mapping[int, str]) -> dict[int, Mended]:
    """The lines that were read in the wrong code page, and what they were."""
    sample = _sample(lines)
    as_it_is = "\n".join(sample)
    beyond = _NO_ASCII.findall(as_it_is)
    letters = sum(map(is_letter, beyond))
    if letters < max(LEAST, LETTERS_OF * len(beyond)) or surprise(as_it_is) <= ORDINARY * len(
        beyond
    ):
        return {}
    languages = tongues(as_it_is)
    pair = _decide(sample, languages)
    if pair is None:
        return {}
    repairs = dict(_repairs(lines, pair, languages))
    whole = all(gain > -_AGAINST for _, gain in repairs.values())
    return {n: Mended((r,)) for n, (r, gain) in repairs.items() if whole or gain > _IN_LINE}


def _sample(lines: Mapping[int, str]) -> list[str]:
    """The words with letters beyond ASCII of each line, each once, up to a length in all."""
    sample: list[str] = []
    seen: set[str] = set()
    length = 0
    for line in lines.values():
        words = [word for word in line.split() if any(map(is_letter, word))]
        if new := " ".join(word for word in words if word not in seen):
            sample.append(new[:SAMPLE])
            seen.update(words)
            length += len(sample[-1])
        if length > SAMPLE:
            break
    return sample


def _decide(sample: Sequence[str], languages: Mapping[str, float]) -> Pair | None:
    """The pair of code pages that makes a language of a sample, if one clearly does.

    A line that cannot have been garbled by a pair stays as it is in its reading.
    """
    as_it_is = "\n".join(sample)
    count = len(_NO_ASCII.findall(as_it_is))  # the same in all readings: a byte for a byte
    now = _cost(_AS_IT_IS, as_it_is, languages)
    most = min(_WELL_READ * count, now - max(_IN_ALL, _EACH * count))
    pairs: dict[str, Pair] = {}
    costs: dict[str, float] = {}
    least = inf
    for bound, pair in bounds(sample, most + CLEAR):
        if bound > (least + CLEAR if least <= most else most):
            break
        in_all = pair.undone(as_it_is)
        text = in_all or "\n".join(pair.undone(line) or line for line in sample)
        if text != as_it_is and text not in pairs:
            pairs[text], costs[text] = pair, _cost(pair.written, text, languages)
            least = min(least, costs[text])
    if least > most:
        return None
    best, *others = sorted(costs, key=costs.__getitem__)
    if others and costs[others[0]] - least < CLEAR:
        return None
    if now - least < _EACH_LATIN * count and _is_latin(as_it_is) and _is_latin(best):
        return None
    read_anew = (line for line in sample if pairs[best].undone(line) not in (None, line))
    distinct = {character for line in read_anew for character in _NO_ASCII.findall(line)}
    return pairs[best] if len(distinct) >= _DISTINCT else None


def _cost(page: str, text: str, languages: Mapping[str, float]) -> float:
    reading = Reading(page, Extent.LINE, text)
    return judge([reading], languages).readings[0].cost + _case_cost(text)


def _case_cost(text: str) -> float:
    """What capitals behind a small letter cost, and words of capitals: koi8-r has them swapped."""
    words = [word for word in text.split() if len(word) > _SHORT]
    swapped = sum(word[0].islower() and word[1:].isupper() for word in words)
    return _SWAPPED * swapped + sum(map(str.isupper, words))


def _is_latin(text: str) -> bool:
    """Whether most of the letters beyond ASCII are Latin ones."""
    letters = list(filter(is_letter, text))
    latin = [letter for letter in letters if letter < _AFTER_LATIN]
    return 2 * len(latin) > len(letters)


def _repairs(
    lines: Mapping[int, str], pair: Pair, languages: Mapping[str, float]
) -> Iterator[tuple[int, tuple[Repair, float]]]:
    """What each line was by a pair, and how much better that is."""
    for number, line in lines.items():
        match = _PART.search(line)
        after = pair.undone(match[0]) if match else None
        if match is None or after is None or after == match[0]:
            continue
        readings = [Reading(_AS_IT_IS, Extent.LINE, text) for text in (match[0], after)]
        costs = {reading.text: reading.cost for reading in judge(readings, languages).readings}
        gain = costs[match[0]] - costs[after]
        repair = Repair(*match.span(), match[0], after, (pair.step,), _odds(gain))
        if repair.is_proven:
            yield number, (repair, gain)


def _odds(gain: float) -> float:
    """Never quite sure: languages are judged by their letters only; the document counts too."""
    return min(0.999, 1 / (1 + exp(-gain - _IN_LINE)))
