"""Which code page bytes that are no UTF-8 were written in: the likeliest reading, or none.

A noisy channel in small: a reading costs the surprise of its code page, of its language and of each
character where it stands, in nats. A reading is clear if every other text costs much more. Code
pages that give the same text do not compete.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from mergemend.mojibake.alphabets import (
    EAST_SIGNS,
    FRAMES,
    HANGUL,
    LATIN,
    OTHER,
    SIMPLIFIED,
    TRADITIONAL,
    WORDS,
)
from mergemend.mojibake.surprise import (
    CAPITAL,
    RARE_LETTER,
    TRIPLED,
    costs_of,
    frame_cost,
    place_cost,
    script,
)

# Python's name of a code page: how surprising it is, and its name for iconv.
_PAGES: Mapping[str, tuple[float, str]] = {
    "cp1252": (0.0, "WINDOWS-1252"),
    "cp1251": (2.0, "WINDOWS-1251"),
    "cp1250": (2.5, "WINDOWS-1250"),
    "gb18030": (2.5, "GB18030"),
    "cp932": (2.5, "CP932"),
    "iso8859-2": (3.0, "ISO-8859-2"),
    "koi8-r": (2.5, "KOI8-R"),
    "cp1254": (3.0, "WINDOWS-1254"),
    "cp1253": (3.0, "WINDOWS-1253"),
    "big5": (3.0, "BIG5"),
    "cp949": (3.0, "CP949"),
    "euc-jp": (3.5, "EUC-JP"),
    "mac-roman": (3.5, "MACINTOSH"),
    "cp1257": (2.5, "WINDOWS-1257"),
    "cp1255": (3.5, "WINDOWS-1255"),
    "cp1256": (3.5, "WINDOWS-1256"),
    "cp1258": (3.5, "WINDOWS-1258"),
    "koi8-u": (3.5, "KOI8-U"),
    "cp437": (4.0, "CP437"),
    "cp850": (4.0, "CP850"),
    "cp866": (4.2, "CP866"),
    "iso8859-15": (4.0, "ISO-8859-15"),
    "iso8859-7": (4.0, "ISO-8859-7"),
    "iso8859-9": (4.0, "ISO-8859-9"),
    "cp874": (4.0, "CP874"),
    "cp737": (4.5, "CP737"),
    "iso8859-3": (5.0, "ISO-8859-3"),
    "cp852": (5.0, "CP852"),
    "iso8859-5": (5.0, "ISO-8859-5"),
    "mac-cyrillic": (4.5, "MAC-CYRILLIC"),
}
PAGES = tuple(_PAGES)
"""The code pages that are tried, the likeliest first."""

MULTIBYTE = {
    "gb18030": "Simplified Chinese",
    "cp932": "Japanese",
    "big5": "Traditional Chinese",
    "cp949": "Korean",
    "euc-jp": "Japanese",
}
"""Code pages of one and more bytes a character, and the language that each is for."""

CLEAR = 4.0
"""By how many nats the best text must be ahead: odds of 55 to 1."""

# Nats for each character that is not ASCII, on average. Random ones cost 9 and up, random ones of
# two bytes 12.
_PLAUSIBLE, _PLAUSIBLE_WIDE = 6.5, 8.5

_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_NEVER = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})

_WORD = re.compile(r"\b[a-z]{1,8}\b", re.ASCII)
_WORDS = {language: frozenset(words.split()) for language, words in WORDS.items()}
_ENOUGH = 4000  # characters that tell a language
_HIT, _MOST_HITS = 0.8, 5  # what a short word of a language is worth, and how many count
_SWITCH = 6.0  # what a text in another language than the rest costs at most

_UNKNOWN_LETTER, _UNKNOWN_SIGN, _FORMAT = 13.0, 10.0, 12.0
_SCRIPTS = frozenset(
    {
        *("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI"),
        *("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "COMBINING"),
    }
)
_EAST = {
    "level 1": 7.6,
    "level 2": 13.0,
    "frequent": 5.5,
    "frequent hangul": 4.8,
    "kana": 4.3,
    "hangul": 7.4,
    "rare": 14.0,
}
_EAST_SIGN = 4.0


def iconv_name(page: str) -> str:
    """What ``iconv`` calls a code page."""
    return _PAGES[page][1]


class Extent(StrEnum):
    """How much of a line is in a code page."""

    PLACES = "the bytes that are no UTF-8"
    LINE = "the line"


@dataclass(frozen=True, slots=True)
class Reading:
    """A code page, how much is read so, what that gives, and how surprising it is.

    ``kept`` is the part of the text that was UTF-8 already.
    """

    page: str
    extent: Extent
    text: str
    kept: str = ""
    cost: float = 0.0

    @property
    def surprise(self) -> float:
        """How surprising what is read anew is, without what was there already."""
        return self.cost - cost(self.kept)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The likeliest readings, one for each text, the best first."""

    readings: tuple[Reading, ...]

    @property
    def near(self) -> list[Reading]:
        """The plausible readings that are about as likely as the best one."""
        near = [r for r in self.readings if r.cost - self.readings[0].cost < CLEAR]
        return [reading for reading in near if is_plausible(reading)]

    @property
    def clear(self) -> Reading | None:
        """The best reading, if it is plausible and no other text comes near it."""
        alone = len(self.readings) == 1 or self.readings[1].cost - self.readings[0].cost >= CLEAR
        return self.near[0] if self.near and alone else None


def is_plausible(reading: Reading) -> bool:
    """Whether a reading is text that somebody may have written, by its cost."""
    new = len(_NO_ASCII.findall(reading.text)) - len(_NO_ASCII.findall(reading.kept))
    most = _PLAUSIBLE_WIDE if reading.page in MULTIBYTE else _PLAUSIBLE
    return reading.surprise <= most * (new + 1)


def read(raw: bytes, page: str) -> str | None:
    """``raw`` in a code page; None unless it is text there that gives back the very same bytes."""
    try:
        text = raw.decode(page)
        same = text.encode(page) == raw
    except UnicodeError:
        return None
    return text if same and is_text(text) else None


def is_text(text: str) -> bool:
    """Whether all characters are ones that a repair may write."""
    return not any(unicodedata.category(c) in _NEVER for c in set(_NO_ASCII.findall(text)))


def tongues(known: str) -> Mapping[str, float]:
    """How surprising each language is in a document that holds ``known``.

    Short words tell, and characters; a text in another language is never ruled out.
    """
    words = _WORD.findall(known[:_ENOUGH].lower())
    spoken = _in_each(counts_of(known))
    hits = {language: sum(w in some for w in words) for language, some in _WORDS.items()}
    most = min(_MOST_HITS, max(hits.values()))
    costs = {
        language: prior + _HIT * max(0, most - hits.get(language, 0)) + spoken[language]
        for language, prior in _PRIORS.items()
    }
    least = min(costs.values())
    return {language: min(_SWITCH, cost - least) for language, cost in costs.items()}


def judge(readings: Iterable[Reading], languages: Mapping[str, float]) -> Verdict:
    """Rank readings of the same bytes, in a document for which `tongues` gave ``languages``."""
    best: dict[str, Reading] = {}
    for reading in readings:
        text = reading.text
        counts = counts_of(text)
        cost = page_cost(reading.page) + _place_cost(text)
        only = MULTIBYTE.get(reading.page)
        if only:
            cost += languages[only] + _cost(only, counts)
        else:
            spoken = _in_each(counts)
            cost += min(spoken[language] + more for language, more in languages.items())
        if text not in best or cost < best[text].cost:
            best[text] = replace(reading, cost=cost)
    return Verdict(tuple(sorted(best.values(), key=lambda reading: reading.cost)))


@lru_cache(maxsize=1024)
def cost(text: str) -> float:
    """How surprising a text is in the language that fits best."""
    return _place_cost(text) + cost_of_language(counts_of(text))


def page_cost(page: str) -> float:
    """How surprising a code page is."""
    return _PAGES[page][0]


def counts_of(text: str) -> Counter[str]:
    """How often a text has each character beyond ASCII."""
    return Counter(_NO_ASCII.findall(text))


def least_cost(counts: Mapping[str, int]) -> float:
    """What a text costs at the least, with each character in the language that fits it best."""
    return sum(_characters[character].least * count for character, count in counts.items())


def cost_of_language(counts: Mapping[str, int]) -> float:
    """What its characters cost in the language that fits them best together."""
    return min(_in_each(counts).values())


# What a character costs in a language.


def _cost(language: str, counts: Mapping[str, int]) -> float:
    table = _table(language)
    return sum(table[character] * count for character, count in counts.items())


def _in_each(counts: Mapping[str, int]) -> Mapping[str, float]:
    """What characters cost in each language: most of them are foreign in most."""
    in_any = 0.0
    more = [0.0] * len(_PRIORS)
    for character, count in counts.items():
        usual, _, some = _characters[character]
        in_any += usual * count
        for place, extra in some:
            more[place] += extra * count
    return {language: in_any + extra for language, extra in zip(_PRIORS, more, strict=True)}


class _Table(dict[str, float]):
    """Character to cost in a language; what the language does not have is not kept."""

    def __missing__(self, character: str) -> float:
        lower = character.lower()
        is_capital = lower != character and lower in self
        return self[lower] + CAPITAL if is_capital else _foreign(character)


@lru_cache(maxsize=20_000)
def _foreign(character: str) -> float:
    if character in FRAMES:
        return frame_cost(character)
    kind = unicodedata.category(character)
    if kind[0] in "LM":
        script_name = unicodedata.name(character, "?").split()[0]
        return _UNKNOWN_LETTER if script_name in _SCRIPTS else RARE_LETTER
    return _FORMAT if kind == "Cf" else _UNKNOWN_SIGN


@cache
def _table(language: str) -> _Table:
    letters = LATIN.get(language) or OTHER.get(language)
    table = _Table(costs_of(language, letters or ""))
    if letters:
        return table
    for character in EAST_SIGNS:
        table[character] = _EAST_SIGN
    return _EASTERN[language](table)


class _Chinese(_Table):
    frequent = frozenset(SIMPLIFIED)
    page, levels = "gb2312", range(0xB0, 0xD8)

    def __missing__(self, character: str) -> float:
        if character in self.frequent:
            kind = "frequent"
        elif not unicodedata.name(character, "").startswith("CJK UNIFIED"):
            return super().__missing__(character)
        else:
            raw = character.encode(self.page, "ignore")
            kind = "rare" if not raw else "level 1" if raw[0] in self.levels else "level 2"
        self[character] = _EAST[kind]
        return _EAST[kind]


class _Traditional(_Chinese):
    frequent = frozenset(TRADITIONAL)
    page, levels = "big5", range(0xA4, 0xC7)


class _Japanese(_Chinese):
    frequent = frozenset[str]()
    page, levels = "shift_jis", range(0x88, 0x99)

    def __missing__(self, character: str) -> float:
        if "\u3041" <= character <= "\u30fe":
            self[character] = _EAST["kana"]
            return _EAST["kana"]
        return super().__missing__(character)


class _Korean(_Table):
    def __missing__(self, character: str) -> float:
        if "가" <= character <= "힣":
            known = "hangul" if character.encode("euc-kr", "ignore") else "rare"
            self[character] = _EAST["frequent hangul" if character in HANGUL else known]
            return self[character]
        foreign = unicodedata.name(character, "").startswith(("CJK UNIFIED", "HIRA", "KATA"))
        self[character] = _EAST["rare"] if foreign else _foreign(character)
        return self[character]


_EASTERN: Mapping[str, Callable[[Mapping[str, float]], _Table]] = {
    "Simplified Chinese": _Chinese,
    "Traditional Chinese": _Traditional,
    "Japanese": _Japanese,
    "Korean": _Korean,
}
_PRIORS = {
    language: 0.0 if language == "English" else 1.0 for language in (*LATIN, *OTHER, *_EASTERN)
}


class _Costs(NamedTuple):
    """What a character costs in most languages, at the least, and what more in some by place."""

    usual: float
    least: float
    more: tuple[tuple[int, float], ...]


class _Characters(dict[str, _Costs]):
    def __missing__(self, character: str) -> _Costs:
        costs = [_table(language)[character] for language in _PRIORS]
        [(usual, _)] = Counter(costs).most_common(1)
        more = tuple((place, one - usual) for place, one in enumerate(costs) if one != usual)
        self[character] = _Costs(usual, min(costs), more)
        return self[character]


_characters = _Characters()


# What a character costs where it stands, in any language.

_at_its_place = lru_cache(maxsize=5_000)(place_cost)


def _place_cost(text: str) -> float:
    cost = 0.0
    for found in _NO_ASCII.finditer(text):
        at, character = found.start(), found.group()
        before = text[max(0, at - 2) : at]
        cost += _at_its_place(character, before, text[at + 1 : at + 2])
        cost += TRIPLED if before == character * 2 and script(character) else 0
    return cost
