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
from mergemend.mojibake.pages import least_cost, page_cost, read

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
    as_it_is = [least_cost(line) for line in lines]
    found = (bound for wrong in _READ for bound in _bounds(lines, as_it_is, wrong, most))
    return sorted((bound for bound in found if bound[0] < most), key=itemgetter(0))


def _bounds(
    lines: Sequence[str], as_it_is: Sequence[float], wrong: str, most: float
) -> Iterator[tuple[float, Pair]]:
    raws = [_raw(line, wrong) for line in lines]
    staying = sum(cost for raw, cost in zip(raws, as_it_is, strict=True) if raw is None)
    if staying >= most:
        return
    some = _beyond(raw for raw in raws if raw is not None)
    for right in _WRITTEN:
        if right != wrong:
            costs, counts, rest = _costs(right), some, staying
            if not counts.keys() <= costs.keys():
                fit = [raw is not None and _is_text(raw, right) for raw in raws]
                counts = _beyond(raw for raw, fits in zip(raws, fit, strict=True) if raw and fits)
                rest = sum(cost for cost, fits in zip(as_it_is, fit, strict=True) if not fits)
            least = sum(map(mul, map(costs.__getitem__, counts), counts.values()))
            yield page_cost(right) + rest + least, Pair(right, wrong)


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
    return {code: least_cost(bytes([code]).decode(page)) for code in beyond}
