"""The gate: whether a text beyond ASCII may be garbled at all. It is fast, and loads little.

Every text goes through it, on the light way in as in the whole program, so there is one truth: what
it lets by is certainly clean, and all else is looked at with care. Its tables follow from the code
pages and from what `channel` makes of them (`gate_pages`, `gate_strings`, `gate_far` and
`gate_cyrillic`: generated).

A garbled character shows in one of these ways, or too little to speak of:

- two neighbours that are a first and a following byte of UTF-8 in some code page;
- the same with what a lost byte has left between them: a mark, a quotation mark or a blank;
- the same after Windows wrote what a console showed with best fit, behind an ASCII character;
- Cyrillic letters alone within Latin words;
- characters of East Asia that only garbling would put there.
"""

from __future__ import annotations

from itertools import pairwise

from mergemend.cheap import ASCII, chunks, may_be_cut, pieces_of
from mergemend.mojibake.gate_pages import (
    COMMON_FIRSTS,
    FIRSTS,
    FIRSTS_OF_LONGER,
    FITTING,
    LETTERS,
    LONGER,
    NEXTS,
    PAIRS,
    QUOTING,
    SIGNS,
    SMALL,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_LOST = "\ufffd"
_FAR = "\u2e80"  # what is before it is not of East Asia
_HOLES, _HOLE_BYTES = "?\"' ", b"?\"' "


def beyond(data: bytes) -> bytes:
    """The lines of ``data`` that are not ASCII."""
    return b"\n".join(
        line
        for first, after in chunks(data)
        if not (chunk := data[first:after]).isascii()
        for line in chunk.split(b"\n")
        if not line.isascii()
    )


class Doubts:
    """What may have become of a text: cut marks, the wrong code page for all, garbled places."""

    def __init__(self, path: str, data: bytes) -> None:
        lines = beyond(data)
        self.cut = may_be_cut(path, data)
        self.mixed_up = may_be_mixed_up(lines)
        self.garbled = may_be_garbled(lines)

    def __bool__(self) -> bool:
        return self.cut or self.mixed_up or self.garbled


_WIDTHS = [2 if byte < 0xE0 else 3 if byte < 0xF0 else 4 for byte in range(0x100)]
"""How many bytes a character has in UTF-8, by its first."""

_FEW = 60  # bytes beyond ASCII that are looked for one by one


def lines_with(data: bytes, signs: bytes) -> bytes:
    """The same, where ``signs`` are known to be all that ``data`` has beyond ASCII.

    To find a byte takes far less time than to take all lines apart. A single character is given
    without its line: it has no neighbours.
    """
    if len(signs) > _FEW:
        return beyond(data)
    if _WIDTHS[signs[0]] == len(signs) and data.startswith(signs, data.find(signs[:1])):
        return signs
    lines, seen, end = [], 0, 0
    while seen < len(signs):
        at = data.find(signs[seen : seen + 1], end)
        end = data.find(b"\n", at)
        line = data[data.rfind(b"\n", 0, at) + 1 : end if end >= 0 else None]
        seen += len(line.translate(None, ASCII))
        lines.append(line)
    return b"\n".join(lines)


# First bytes of the letters of Europe in UTF-8; with fewer of them no language can be judged.
_FIRST_OF_LETTERS = tuple(bytes([first]) for first in (0xC3, 0xC4, 0xC5, 0xCE, 0xCF, 0xD0, 0xD1))
_FEWEST = 3


def may_be_mixed_up(data: bytes) -> bool:
    """Whether ``data`` may have been written in one code page and read in another."""
    if sum(map(data.count, _FIRST_OF_LETTERS)) < _FEWEST:
        return False
    from mergemend.mojibake.ordinary import is_ordinary

    return not is_ordinary(data.decode("utf-8", "surrogateescape"))


def may_be_garbled(data: bytes) -> bool:
    """Whether ``data`` may hold garbled UTF-8; text that is no UTF-8 itself may."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    marks = set(data.translate(None, ASCII).decode())
    firsts, nexts = _bits(marks, FIRSTS), _bits(marks, NEXTS)
    if firsts & nexts or nexts & QUOTING or any(map(_is_told_by_more, marks)):
        stretches = {piece.lstrip(_HOLES) for piece in pieces_of(data, _HOLE_BYTES)}
        # a character by itself, blanks behind it or not, can only be far
        several = [piece for piece in stretches if len(piece) > 1 and piece[1:].strip(_HOLES)]
        if several and (
            _has_pair(several, data)
            or _has_cyrillic_in_word(stretches)
            or any(map(_has_hole, several))
        ):
            return True
        if max(marks) >= _FAR and _may_be_far(stretches, data):
            return True
    return not FITTING.isdisjoint(marks) and any(
        _is_fitted(piece) for piece in pieces_of(data, _FITS) if len(piece) > 1
    )


def _is_told_by_more(mark: str) -> bool:
    """Whether it is Cyrillic or, perhaps, of East Asia: the pages are not all that tells."""
    return _is_cyrillic(mark) or mark >= _FAR


def _bits(marks: Iterable[str], table: Mapping[str, int]) -> int:
    """All pages that read any of ``marks`` so."""
    bits = 0
    for mark in marks:
        bits |= table.get(mark, 0)
    return bits


# Neighbours.


def _has_pair(stretches: Collection[str], data: bytes) -> bool:
    pairs: set[tuple[str, str]] = set()
    for stretch in _without_frames(stretches):
        if len(stretch) > 1:
            pairs.update(pairwise(stretch))
    suspects = set()
    usual = set()
    cyrillic = False
    for first, following in pairs:
        bits = NEXTS.get(following, 0)
        if bits & COMMON_FIRSTS.get(first, 0):
            if not _is_usual(first, following, data):
                return True
            usual.add(first + following)
        if bits & FIRSTS.get(first, 0):
            suspects.add(first + following)
        cyrillic = cyrillic or (first in LONGER and following in _FOLLOWING)
    asked = stretches if cyrillic or usual else ()
    words = {word for stretch in asked for word in stretch.split(" ")}
    if cyrillic and any(map(_has_longer, words)):
        return True
    if usual and any(
        any(map(word.__contains__, usual)) and not _is_in_usual_company(word) for word in words
    ):
        return True
    return bool(suspects) and any(
        _speaks(stretch, suspects) for stretch in _without_frames(stretches)
    )


_DRAWN = ("──", "══")  # no UTF-8 in any page


def _without_frames(stretches: Collection[str]) -> Collection[str]:
    """Without stretches that are all frame, if one shows that frames are drawn here."""
    if not any(drawn in stretch for drawn in _DRAWN for stretch in stretches):
        return stretches
    return [one for one in stretches if any(not _is_frame(character) for character in one)]


def _is_frame(character: str) -> bool:
    return "\u2500" <= character <= "\u259f" or character == " "


_CLOSING, _OPENING, _FREE = "»”", "«“„", "’…—–"
_ODD = "œâïðğ"  # these are told by less


_SMALL = SMALL - {*_ODD, "İ"}


def _is_usual(first: str, following: str, data: bytes) -> bool:
    """Whether two neighbours are small letters, or one and a sign that ends words.

    Not even ftfy, which judges what is left of a line when nothing else does, finds that odd.
    """
    if not first.islower() or first in _ODD:
        return False
    if following in _FREE or (following in _SMALL and first in _SMALL):
        return True
    if following not in _CLOSING:
        return False
    if _is_cyrillic(first):
        return True
    pair = (first + following).encode()
    at = data.find(pair)
    while at >= 0:
        behind = data[at + len(pair) : at + len(pair) + 1]
        if behind.isalnum() or behind == b"_" or not behind.isascii():
            return False
        at = data.find(pair, at + 1)
    return True


_COMPANY = frozenset("«»–—„“”’…\N{NO-BREAK SPACE}")
_RARE = frozenset("ЂҐґ΄΅")  # in some company ftfy does not take them for letters of a language


def _is_in_usual_company(word: str) -> bool:
    """Whether all of it is small letters and Cyrillic, and what stands beside them all the time."""
    return all(
        one <= "\x7f" or one in _COMPANY or one in _SMALL or _is_plain(one) for one in word
    ) and not any(map(_is_misplaced, pairwise(f" {word}"), f"{word[1:]} "))


def _is_misplaced(pair: tuple[str, str], behind: str) -> bool:
    """Whether a quotation mark stands within a word, or right before a letter with an accent."""
    before, quote = pair
    if quote in _CLOSING:
        return behind in _SMALL or (before in _SMALL and behind.isalpha())
    return quote in _OPENING and before in _SMALL and behind.isalpha()


def _is_plain(one: str) -> bool:
    """Whether it is a letter of Greek or Cyrillic."""
    return "\u0370" <= one <= "\u052f" and one not in _RARE


_MOST_FOUND = 10_000
_found: dict[tuple[str, str], bool] = {}


def _is_in(one: str, table: str) -> bool:
    """Whether it is in a table, which is searched from its start: texts have mostly the same."""
    key = one, table
    if key not in _found:
        if len(_found) >= _MOST_FOUND:
            _found.clear()
        _found[key] = f",{one}," in table
    return _found[key]


def _speaks(stretch: str, suspects: Collection[str]) -> bool:
    """Whether a stretch with one of the suspects was likely something else."""
    from mergemend.mojibake.gate_strings import STRONG, WEAK

    more = sum(one > "\x7f" for one in stretch) > 2
    for at in range(len(stretch) - 1):
        pair = stretch[at : at + 2]
        if pair in suspects and (
            _is_in(pair, STRONG)
            or _is_in(stretch[at : at + 3], STRONG)
            or (more and _is_in(pair, WEAK))
            or FIRSTS_OF_LONGER.get(pair[0], 0)
            & NEXTS.get(pair[1], 0)
            & NEXTS.get(stretch[at + 2 : at + 3], 0)
        ):
            return True
    return False


_FOLLOWING = LETTERS | SIGNS


def _has_longer(word: str) -> bool:
    """Whether Cyrillic letters stand as longer sequences would have them, or two in a row.

    Half of the following bytes are letters of Ukrainian and others in windows-1251, so that a pair
    with one of them says nothing.
    """
    for at, first in enumerate(word[:-2]):
        second, third = word[at + 1], word[at + 2]
        if first not in LONGER or second not in _FOLLOWING:
            continue
        if first not in PAIRS:
            from mergemend.mojibake.gate_cyrillic import CYRILLIC

            if _is_in(word[at : at + 3], CYRILLIC):
                return True
            if third in _FOLLOWING and not _is_in_usual_company(word):
                return True
        elif third in PAIRS and word[at + 3 : at + 4] in _FOLLOWING:
            return True
    return False


_IN_WORD = "ГДЕ"  # the first bytes of Latin letters with accents (U+00C0 to U+017F), as Cyrillic


def _has_cyrillic_in_word(stretches: Iterable[str]) -> bool:
    """Whether there is Cyrillic that Latin letters came out as, and no other Cyrillic."""
    cyrillic = [one for one in stretches if any(map(_is_cyrillic, one))]
    return bool(cyrillic) and all(
        one[0] in _IN_WORD and (one[1:2] in _FOLLOWING or one[1:2] == _LOST) for one in cyrillic
    )


def _is_cyrillic(one: str) -> bool:
    return "\u0400" <= one <= "\u052f"


# East Asia.


def _may_be_far(stretches: Iterable[str], data: bytes) -> bool:
    """Whether characters that double bytes are read as stand where only garbling puts them."""
    far = [one for one in stretches if max(one) >= _FAR]
    if any(_LOST * 3 in one for one in far):
        return True
    if not any(any(map(_is_far, one)) for one in far):
        return False
    from mergemend.mojibake.gate_far import MULTIBYTE, TELLING

    counts: dict[str, int] = {}
    for one in data.translate(None, ASCII).decode():
        if _is_foreign(one):
            counts[one] = counts.get(one, 0) + 1
    total = sum(counts.values())
    return any(
        8 * sum(counts[one] for one in telling & counts.keys()) > total
        and _may_be_read(far, telling, codec)
        for codec, telling in zip(MULTIBYTE, TELLING, strict=True)
    )


_NEVER = frozenset((0xC0, 0xC1, *range(0xF5, 0x100)))  # bytes that UTF-8 has not (RFC 3629)


def _may_be_read(stretches: Iterable[str], telling: frozenset[str], codec: str) -> bool:
    """Whether a stretch with a telling character is all of bytes that UTF-8 has."""
    return any(
        not telling.isdisjoint(stretch)
        and not any(_is_foreign(one) and _is_never(one, codec) for one in stretch)
        for stretch in stretches
    )


def _is_never(one: str, codec: str) -> bool:
    try:
        return not _NEVER.isdisjoint(one.encode(codec))
    except UnicodeEncodeError:
        return False


def _is_far(one: str) -> bool:
    return one >= _FAR and (
        one <= "\u303f"
        or "\u3040" <= one <= "\u9fff"
        or "\uac00" <= one <= "\ud7af"
        or "\ue000" <= one <= "\ufaff"
        or "\uff00" <= one <= "\uffef"
    )


def _is_foreign(one: str) -> bool:
    return one >= _FAR and (
        one <= "\u9fff"
        or "\uac00" <= one <= "\ud7af"
        or "\ue000" <= one <= "\ufaff"
        or "\uff61" <= one <= "\uff9f"
    )


# What lost bytes left between two characters, and what best fit made of text of consoles.

_NEAR = 3  # the most that stands between two characters of a garbled one
_FITS = b"G=+pn-_P"  # in ASCII, what can be left of a garbled character beside those beyond it
_FIT_FIRST = "G=+pn\xad-"


def _has_hole(stretch: str) -> bool:
    beyond = [at for at, one in enumerate(stretch) if one > "\x7f"]
    if len(beyond) == len(stretch):
        return False
    for here, there in pairwise(beyond):
        first, second = stretch[here], stretch[there]
        following = NEXTS.get(second, 0)
        if here + 1 < there <= here + _NEAR and following & FIRSTS_OF_LONGER.get(first, 0):
            from mergemend.mojibake.gate_strings import HOLED

            if _is_in(stretch[here : there + 1], HOLED):
                return True
        elif there == here + 1 and here and following & NEXTS.get(first, 0):
            from mergemend.mojibake.gate_strings import QUOTED

            if _is_in(stretch[here - 1 : here + 2], QUOTED):
                return True
    return False


def _is_fitted(stretch: str) -> bool:
    beyond = [at for at, one in enumerate(stretch) if one > "\x7f"]
    if len(beyond) < 2 or not any(first in stretch for first in _FIT_FIRST):
        return False
    from mergemend.mojibake.gate_strings import FITTED

    for here, there in pairwise(beyond):
        if there <= here + 2:
            ends = stretch[here] + stretch[there]
            if any(_is_in(one + ends, FITTED) for one in (*stretch[max(0, here - 2) : here], "")):
                return True
    return False
