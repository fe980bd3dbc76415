"""Writes `gate_pages`, `gate_far` and `gate_strings` of `mergemend.mojibake`: run as a module.

They follow from the code pages and from the garbled characters that `mergemend.mojibake.channel`
knows, and must be written anew when those change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import ascii_letters

from mergemend.mojibake import channel, suspects
from mergemend.mojibake.alphabets import LATIN
from mergemend.mojibake.company import common
from mergemend.mojibake.doublebyte import MULTIBYTE, garble_multibyte
from mergemend.mojibake.garble import CODECS, REPLACEMENT, Kind, characters
from mergemend.mojibake.stretches import FOREIGN

FOLDER = Path(suspects.__file__).parent

_CYRILLIC = "windows-1251"
_FIRST, _TWO, _NEXT = range(0xC2, 0xF5), range(0xC2, 0xE0), range(0x80, 0xC0)
_QUOTES = frozenset("“”„‘’‚")
_IN_FITTED = "G=+pn-_P"  # of ASCII, in a stretch that `suspects.is_fitted` takes

# What stands in texts of China and Japan all the time; garbled, it is as telling as common signs.
_THEIR_SIGNS = "，。、「」：（）！？・ー"

# What letters follow right away.
_BESIDE_LETTERS = "—–‘“"

_LONG = "# ruff: noqa: E501\n"
_HEAD = '''"""What garbled characters look like, for the `gate`{words}: generated.

Written by ``python -m benchmarks.mojibake.gates``.
"""
# fmt: off
{noqa}'''


def _read(codec: str, codes: Iterable[int]) -> str:
    return "".join(characters(codec)[code] or chr(code) for code in codes)


def high(codec: str) -> str:
    """What a code page reads as bytes of UTF-8 sequences."""
    return _read(codec, (*_NEXT, *_FIRST))


def _pages() -> Iterator[tuple[str, str, str]]:
    for codec in CODECS:
        following = _read(codec, _NEXT)
        if codec == _CYRILLIC:
            following = "".join(one for one in following if not one.isalpha())
        common = _read(codec, suspects.COMMON_LEAD) if None in characters(codec) else ""
        yield _read(codec, _FIRST), following, common


def pages() -> str:
    """The text of `gate_pages`."""
    following = _read(_CYRILLIC, _NEXT)
    firsts: dict[str, int] = {}
    longer: dict[str, int] = {}
    nexts = {REPLACEMENT: -1}
    commons: dict[str, int] = {}
    for bit, (first, follow, usual) in enumerate(_pages()):
        for known, some in (
            (firsts, first),
            (longer, first[len(_TWO) :]),
            (nexts, follow),
            (commons, usual),
        ):
            for one in some:
                known[one] = known.get(one, 0) | 1 << bit
    quoting = sum(1 << bit for bit, page in enumerate(_pages()) if _QUOTES & {*page[0]})
    return (
        _HEAD.format(words=", by code pages: a bit for each", noqa=_LONG)
        + _table("FIRSTS", firsts, "Read as first bytes of UTF-8.")
        + _table("FIRSTS_OF_LONGER", longer, "As first ones of three bytes and more.")
        + _table("NEXTS", nexts, "As following ones.")
        + _table("COMMON_FIRSTS", commons, "As common first ones, where a page loses bytes.")
        + _text("LONGER", _read(_CYRILLIC, _FIRST), "First bytes in windows-1251.")
        + _text("PAIRS", _read(_CYRILLIC, _TWO), "Those of two bytes.")
        + _text("LETTERS", filter(str.isalpha, following), "Letters that follow there.")
        + _text("SIGNS", (one for one in following if not one.isalpha()), "Signs that follow.")
        + _text("FITTING", sorted({*"".join(_fitted())} - {*_IN_FITTED}), "What best fit leaves.")
        + f"\nQUOTING = {quoting}\n"
        '"""The pages that read first bytes as quotation marks."""\n'
        + _text("SMALL", sorted({*"".join(LATIN.values())}), "Letters beyond ASCII of languages.")
    )


def _table(name: str, table: Mapping[str, int], words: str) -> str:
    return f'\n{name} = {dict(sorted(table.items()))!r}\n"""{words}"""\n'


def _text(name: str, some: Iterable[str], words: str) -> str:
    return f'\n{name} = frozenset({"".join(some)!r})\n"""{words}"""\n'


@cache
def _gains() -> Mapping[str, float]:
    """What two characters cost less as the one that they were, without the switch to it."""
    gains: dict[str, float] = {}
    for codec in CODECS:
        for lead in _read(codec, _FIRST[: len(_TWO)]):
            for following in _read(codec, _NEXT):
                gain = channel.gain_of(lead + following, codec)
                gains[lead + following] = max(gain, gains.get(lead + following, gain))
    return gains


def _keys(*, fit: bool) -> Iterator[tuple[str, int, int]]:
    """The likely strings that have lost something, and where the first two beyond ASCII are."""
    for model in channel.MODELS:
        for key, readings in channel.table(model).items() if model.fit is fit else ():
            if channel.literal(key) - readings[0].cost <= channel.SWITCH:
                continue
            beyond = [at for at, one in enumerate(key) if one > "\x7f"]
            if len(beyond) > 1:
                yield key, beyond[0], beyond[1]


def _is_triple(key: str) -> bool:
    return len(key) > 2 and any(
        key[0] in first[len(_TWO) :] and key[1] in following and key[2] in f"{following}\ufffd"
        for first, following, _ in _pages()
    )


def _cyrillic() -> Iterator[str]:
    """What windows-1251 makes of likely characters, up to three characters of it."""
    # beyond these code points nothing is assigned
    for code in (*range(0x800, 0xD800), *range(0xE000, 0x33000)):
        garbled = _read(_CYRILLIC, chr(code).encode())
        if garbled.isalpha() and 0x2E80 <= code < 0x10000:
            continue  # `choose` takes three letters for a word, never for an ideograph
        if channel.gain_of(garbled, _CYRILLIC) > channel.SWITCH:
            yield garbled[:3]


def _telling(codec: str) -> frozenset[str]:
    """The foreign characters of the common signs when they are read as ``codec``."""
    signs = [sign for sign in common() if sign > "\u07ff"] + list(_THEIR_SIGNS)
    kinds = (Kind.DROPPED, Kind.SWALLOWED)
    written = "\n".join(
        [f"{sign}{after} " for sign in signs for after in ("", "s", "─")]
        + [f"{sign}{letter} " for sign in _BESIDE_LETTERS for letter in ascii_letters]
    )
    read = "".join(garble_multibyte(written, codec, kind) for kind in kinds)
    return frozenset("".join(FOREIGN.findall(read))) - {*_THEIR_SIGNS, REPLACEMENT}


@cache
def _fitted() -> set[str]:
    fitted = {(k[:1] if a else "") + k[a] + k[b] for k, a, b in _keys(fit=True)}
    return {one for one in fitted if one[0] > "\x7f" or one[0] in _IN_FITTED}


def strings() -> str:
    """The text of `gate_strings`."""
    lossy = [*_keys(fit=False)]
    lost = {k[:3] for k, a, b in lossy if (a, b) == (0, 1) and not _is_triple(k)}
    holed = {k[: b + 1] for k, a, b in lossy if not a and b > 1}
    quoted = {k[a - 1 : a + 1] + k[b] for k, a, b in lossy if a}
    strong = {pair for pair, gain in _gains().items() if gain > channel.SWITCH}
    strong |= {one for one in lost if one[:2] not in strong}
    weak = {pair for pair, gain in _gains().items() if gain > 0} - strong
    return (
        _HEAD.format(words=" that looks closer", noqa=_LONG)
        + _set("STRONG", strong, "Neighbours that speak by themselves.")
        + _set("WEAK", weak, "Two that speak together with others.")
        + _set("HOLED", holed, "Two characters of what has lost one, and what is between.")
        + _set("QUOTED", quoted, "Two behind a quotation mark that was the first byte.")
        + _set("FITTED", _fitted(), "Two after best fit, with the ASCII character before.")
    )


def cyrillic() -> str:
    """The text of `gate_cyrillic`."""
    some = {one for one in _cyrillic() if one[1].isalpha()}
    return _HEAD.format(words=" of Cyrillic", noqa=_LONG) + _set(
        "CYRILLIC", some, "Three characters that longer sequences begin with in windows-1251."
    )


def far() -> str:
    """The text of `gate_far`."""
    telling = ("".join(sorted(_telling(codec))) for codec in MULTIBYTE)
    rows = "".join(f"    frozenset({one!r}),\n" for one in telling)
    return (
        _HEAD.format(words=" of East Asia", noqa="")
        + f"\nMULTIBYTE = {MULTIBYTE!r}\n"
        + f"\nTELLING = (\n{rows})\n"
        '"""What common signs are read as in each of these code pages."""\n'
    )


def _set(name: str, some: set[str], words: str) -> str:
    """One string with a comma on both sides of each: it takes no time to load."""
    return f'\n{name} = {",".join(["", *sorted(some), ""])!r}\n"""{words}"""\n'


if __name__ == "__main__":
    (FOLDER / "gate_pages.py").write_text(pages(), encoding="utf-8")
    (FOLDER / "gate_cyrillic.py").write_text(cyrillic(), encoding="utf-8")
    (FOLDER / "gate_far.py").write_text(far(), encoding="utf-8")
    (FOLDER / "gate_strings.py").write_text(strings(), encoding="utf-8")
