"""Pairs of code pages: what a text was written in, and what it was wrongly read in.

There are so many that what each makes of a text is not judged: most pairs are ruled out by what
their reading costs at the least, which the bytes tell that are in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter, mul

from mergemend.mojibake.garble import MIXED_UP, Step, bytes_of
from mergemend.mojibake.pages import cost_of_language, counts_of, least_cost, page_cost, read

# Those of Western and Eastern Windows, of old Macs and of consoles.
_READ = ("cp1252", "cp1250", "cp1251", "koi8-r", "mac-roman", "cp437", "cp850", "cp866")
_WRITTEN = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "koi8-r", "cp866"),
    *("iso8859-2", "iso8859-5", "iso8859-7", "mac-roman", "cp437", "cp850"),
)
_ASCII = bytes(range(0x80))


@dataclass(frozen=True, slots=True)
class Pair:
    """Written in one code page, read in another."""

    written: str
    read: str

    @property
    def step(self) -> Step:
        """What garbled a text so."""
        return Step(f"{self.written}{MIXED_UP}{self.read}")

    def undone(self, text: str) -> str | None:
        """What a text was before; None if it cannot have been garbled so."""
        raw = _raw(text, self.read)
        return raw.decode(self.written) if raw is not None and _is_text(raw, self.written) else None


def bounds(lines: Sequence[str], most: float) -> list[tuple[float, Pair]]:
    """The pairs whose reading of ``lines`` may cost less than ``most``, the cheapest first.

    With each is what it costs at the least. A line that cannot have been garbled by a pair stays as
    it is in its reading.
    """
    found = (bound for wrong in _READ for bound in _bounds(lines, wrong, most))
    return sorted(found, key=itemgetter(0))


def _bounds(lines: Sequence[str], wrong: str, most: float) -> Iterator[tuple[float, Pair]]:
    raws = [_raw(line, wrong) for line in lines]
    some = _beyond(raw for raw in raws if raw is not None)
    rest = _beyond_of(lines, [raw is None for raw in raws])
    if least_cost(rest) >= most:
        return
    for right in _WRITTEN:
        if right == wrong:
            continue
        costs, codes, left = _costs(right), some, rest
        if not codes.keys() <= costs.keys():
            stays = [raw is None or not _is_text(raw, right) for raw in raws]
            codes = _beyond(raw for raw, at in zip(raws, stays, strict=True) if raw and not at)
            left = _beyond_of(lines, stays)
        least = sum(map(mul, map(costs.__getitem__, codes), codes.values()))
        if page_cost(right) + least_cost(left) + least < most:  # else no language need be asked
            read = dict(left)
            for code, count in codes.items():
                character = bytes([code]).decode(right)
                read[character] = read.get(character, 0) + count
            least = page_cost(right) + cost_of_language(read)
            if least < most:
                yield least, Pair(right, wrong)


def _beyond_of(lines: Sequence[str], wanted: Sequence[bool]) -> Counter[str]:
    return counts_of("".join(line for line, at in zip(lines, wanted, strict=True) if at))


def _beyond(raws: Iterable[bytes]) -> Counter[int]:
    return Counter(b"".join(raws).translate(None, _ASCII))


def _raw(text: str, page: str) -> bytes | None:
    """The bytes that show as ``text`` in a code page; None if none do."""
    known = bytes_of(page)
    try:
        return bytes([known[character] for character in text])
    except KeyError:
        return None


def _is_text(raw: bytes, page: str) -> bool:
    """Whether ``raw`` is text in a code page that a repair may write."""
    return not raw.translate(None, _shown(page))


@cache
def _shown(page: str) -> bytes:
    """The bytes that are text in a code page, each by itself: these pages have single bytes."""
    return bytes(code for code in range(256) if read(bytes([code]), page) is not None)


@cache
def _costs(page: str) -> Mapping[int, float]:
    """What each byte beyond ASCII that is text in a code page costs at the least."""
    beyond = _shown(page).translate(None, _ASCII)
    return {code: least_cost(counts_of(bytes([code]).decode(page))) for code in beyond}
