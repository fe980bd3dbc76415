"""Where a text looks garbled: a cheap test for whole texts, a careful one for single places.

The cheap test only looks at which characters stand side by side, and needs nothing but the code
pages. The careful one asks ftfy (``ftfy.badness``), which takes a tenth of a second to import:
only texts that the cheap test found something in get that far.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from mergemend.mojibake.garble import CODECS, REPLACEMENT, characters

# The first byte of a UTF-8 sequence of two, three and four bytes, and the bytes that follow
# it (RFC 3629, section 4).
_LEAD_2 = range(0xC2, 0xE0)
_LEAD_3 = range(0xE0, 0xF0)
_LEAD_4 = range(0xF0, 0xF5)
_LEAD = range(0xC2, 0xF5)
_NEXT = range(0x80, 0xC0)

# Those that begin something common: Latin letters and signs, Greek, Cyrillic (up to U+017F, U+0380
# to U+047F), and all longer sequences. The others are what ß“ and É» would have to be.
COMMON_LEAD = (*range(0xC2, 0xC6), *range(0xCE, 0xD2), *_LEAD_3, *_LEAD_4)

RUN = re.compile(r"[^\x00-\x7f]+")
"""The longest stretches that garbling can have touched: it turns nothing into ASCII letters."""

_TWO_OR_MORE = re.compile(r"[^\x00-\x7f]{2,}")

CONTEXT = 2
"""How far ftfy's patterns look past the ends of such a run."""

# A word in capitals that ends in Ã and a no-break space: Portuguese, and not a garbled à.
_CAPITALS = re.compile(r"[^\W\d_a-zß-ÿ]{2}[ÂÃ]\N{NO-BREAK SPACE}")


def _read(codec: str, codes: Iterable[int]) -> list[str]:
    return [characters(codec)[byte] or chr(byte) for byte in codes]


def _class(*letters: Iterable[str]) -> str:
    return "[" + "".join(sorted({re.escape(letter) for some in letters for letter in some})) + "]"


def _pairs(codec: str, leads: Iterable[int] = _LEAD) -> str:
    """A pattern for a first byte and a following byte, both read as ``codec``."""
    following = _read(codec, _NEXT)
    if codec != "windows-1251":
        return _class(_read(codec, leads)) + _class(following, REPLACEMENT)
    # Half of the following bytes are letters of Ukrainian, Serbian and Belarusian here: with one
    # of those it takes a longer sequence, or two in a row.
    signs = _class((sign for sign in following if not sign.isalpha()), REPLACEMENT)
    two = _class(_read(codec, _LEAD_2)) + _class(following)
    three = f"{_class(_read(codec, (*_LEAD_3, *_LEAD_4)))}{_class(following)}{{2}}"
    return f"{_class(_read(codec, leads))}{signs}|(?:{two}){{2}}|{three}"


@cache
def _any_pair() -> re.Pattern[str]:
    leads = _class(*(_read(codec, _LEAD) for codec in CODECS))
    return re.compile(leads + _class(REPLACEMENT, *(_read(codec, _NEXT) for codec in CODECS)))


@cache
def _pair_of_one_codec() -> re.Pattern[str]:
    return re.compile("|".join(map(_pairs, CODECS)))


@cache
def _pair_of_lossy_codec() -> re.Pattern[str]:
    return re.compile(
        "|".join(_pairs(codec, COMMON_LEAD) for codec in CODECS if None in characters(codec))
    )


# The first bytes of the Latin letters with accents (U+00C0 to U+017F).
_LEAD_LATIN = range(0xC3, 0xC6)


@cache
def _latin_read_as_cyrillic() -> re.Pattern[str]:
    leads = _class(_read("windows-1251", _LEAD_LATIN))
    following = _class(_read("windows-1251", _NEXT), REPLACEMENT)
    return re.compile(f"(?:{leads}{following}{REPLACEMENT}?)+")


@lru_cache(maxsize=4096)
def is_built_like_utf8(run: str) -> bool:
    """Whether a first and a following byte of UTF-8, read as one code page, meet in ``run``."""
    return bool(_pair_of_one_codec().search(run))


_HOLES = re.compile(r"""[?"' ]""")
_FITTED = re.compile(r"""[G=+pn\xad-][-+=_\u00a1-\u017f\u2014\u0192\u02dc\xb4¦¬¯]""")


def is_suspect(stretch: str) -> bool:
    """Whether ``stretch`` may be UTF-8 that some code page garbled."""
    return is_built_like_utf8(_HOLES.sub(REPLACEMENT, stretch))


def is_suspect_in_word(stretch: str) -> bool:
    """Whether ``stretch`` may be garbled though its pairs are Cyrillic letters: ``pГҐ`` for på.

    Only where it touches Latin letters: no word is written in both scripts. Most letters with
    accents of the languages of Western and Northern Europe come out so.
    """
    return bool(_latin_read_as_cyrillic().fullmatch(_HOLES.sub(REPLACEMENT, stretch)))


def is_fitted(stretch: str) -> bool:
    """Whether ``stretch`` may be what best fit left of UTF-8 that a console garbled."""
    return bool(_FITTED.match(stretch))


def may_be_garbled(text: str) -> bool:
    """The cheap test: could two neighbours be a first and a following byte of UTF-8?

    The first pattern goes through a megabyte in about ten milliseconds and lets some clean text
    pass; the second is exact and slow, and sees no run of characters twice.
    """
    return bool(_any_pair().search(text)) and any(
        map(is_built_like_utf8, {*_TWO_OR_MORE.findall(text)})
    )


@cache
def _badness() -> re.Pattern[str]:
    from ftfy.badness import BADNESS_RE

    return BADNESS_RE


def _bad_places(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    low, high = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    while found := _badness().search(text, low, high):
        if found.end() > start and found.start() < end:
            yield found
        low = found.start() + 1


def is_bad(text: str, start: int, end: int) -> bool:
    """Whether ftfy finds the characters from ``start`` to ``end`` unlikely where they stand."""
    return any(
        not _CAPITALS.match(text, max(0, found.start() - 2))
        for found in _bad_places(text, start, end)
    )


def looks_garbled(text: str, start: int, end: int) -> bool:
    """Whether the run from ``start`` to ``end`` is like UTF-8 that was garbled and lost bytes.

    Only code pages that leave bytes undefined lose any.
    """
    if not has_pair(text[start:end]):
        return False
    return is_bad(text, start, end) or bool(_beginning().search(text, start, end))


def has_pair(text: str) -> bool:
    """Whether a first and a following byte, read as one code page that can lose bytes, meet."""
    return bool(_pair_of_lossy_codec().search(text))


@cache
def _beginning() -> re.Pattern[str]:
    """A pattern for the beginning of a sign of three or four bytes that nothing else explains.

    It is not behind a letter: words end in â and a quotation mark, but none begins so. The
    following byte was none of those that are read as ordinary punctuation or blanks.
    """
    following = {*_read("windows-1252", _NEXT), *_read("windows-1254", _NEXT)}
    odd = (sign for sign in following if unicodedata.category(sign)[0] not in "PZ")
    return re.compile(rf"(?<![^\W\d_])[âïðğ]{_class(odd, REPLACEMENT)}")


def losses(line: str) -> list[tuple[int, int]]:
    """Return the spans of ``line`` that look garbled."""
    return [run.span() for run in RUN.finditer(line) if looks_garbled(line, *run.span())]
