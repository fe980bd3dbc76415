"""What is damaged how: the slices of the benchmark, and the cases of each."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from pathlib import Path

from benchmarks.mojibake import damage
from benchmarks.mojibake.damage import Damage, Piece, text_of
from benchmarks.mojibake.harvest import Entry, index
from benchmarks.mojibake.texts import PROSE, README, STATUS, TRANSLATION

TEST = "test"
_MOST_LINES = 400
_LEAST_LINES = 3
_MIXED_SHARE = 0.4
_CHANGED_SHARE = 0.1

# Prose is damaged in these languages only: their code in gettext, and in the declaration of human
# rights. Clean text is tried in all that were harvested.
_LANGUAGES = {
    "ar": "arb",
    "bg": "bul",
    "bn": "ben",
    "ca": "cat",
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "es": "spa",
    "et": "est",
    "fa": "pes",
    "fi": "fin",
    "fr": "fra",
    "he": "heb",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "id": "ind",
    "is": "isl",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "lt": "lit",
    "lv": "lvs",
    "nb": "nob",
    "nl": "nld",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "sr": "srp",
    "sv": "swe",
    "th": "tha",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh-Hans": "cmn",
}
_PROSE = {code: name for name, other in _LANGUAGES.items() for code in (name, other)}
_GROUPS = {README: (README,), STATUS: (STATUS,), TRANSLATION: (TRANSLATION, PROSE)}


@dataclass(frozen=True)
class Slice:
    """Damages, and the kinds of documents that they are done to.

    ``mixed`` damages only some lines. ``history`` puts the document into a repository with an
    earlier clean revision. ``lossy`` counts only the lines that lost something. Slices with few
    damages draw ``times`` as many documents for each.
    """

    name: str
    damages: tuple[Damage, ...]
    kinds: tuple[str, ...] = (STATUS, README, TRANSLATION)
    mixed: bool = False
    history: bool = False
    lossy: bool = False
    times: int = 1


@dataclass(frozen=True)
class Case:
    """A document that was damaged. ``lines`` are the pieces of each line."""

    slice: Slice
    damage: Damage
    entry: Entry
    kind: str
    lines: tuple[tuple[Piece, ...], ...]
    earlier: str = ""

    @property
    def data(self) -> bytes:
        """The damaged document."""
        return "\n".join(text_of([*line]) for line in self.lines).encode()


_TEXT = (STATUS, README)
_LOST = tuple(
    damage.lossy(codec, kind) for kind in damage.UNDEFINED for codec in damage.LEAKY
) + tuple(damage.no_break_space(codec) for codec in ("cp1252", "cp1254", "latin-1", "cp1250"))
_PAIRS = tuple(
    damage.multi_byte(codec, kind)
    for kind in ("ignore", "replace", "windows")
    for codec in damage.MULTI
    if (codec, kind) != ("gb18030", "windows")
)
_MIX_UPS = tuple(
    damage.mix_up(*pair)
    for pair in (
        ("cp1252", "cp1250"),
        ("cp1252", "cp437"),
        ("cp1252", "mac-roman"),
        ("cp1250", "cp1252"),
        ("cp1251", "cp1252"),
        ("koi8-r", "cp1251"),
    )
)
_QUOTES = tuple(damage.straightened(codec) for codec in ("cp1252", "cp1254", "cp1250"))
_KEPT = tuple(damage.lossless(codec) for codec in damage.SINGLE)

SLICES = (
    Slice("lossless", _KEPT),
    Slice("mixed", _KEPT, mixed=True),
    Slice("double", tuple(damage.lossless(codec, 2) for codec in damage.SINGLE)),
    Slice("triple", tuple(damage.lossless(c, 3) for c in ("cp1252", "cp1254", "latin-1"))),
    Slice("lost", _LOST, _TEXT, lossy=True),
    Slice("lost, mixed", _LOST, _TEXT, mixed=True, lossy=True),
    Slice("lost, with history", _LOST, _TEXT, history=True, lossy=True),
    Slice("cjk", _PAIRS, _TEXT),
    Slice("cjk, with history", _PAIRS, _TEXT, history=True),
    Slice("utf-16", (damage.low_bytes(),), _TEXT, times=8),
    Slice("utf-16, with history", (damage.low_bytes(),), _TEXT, history=True, times=8),
    Slice("??", (damage.beyond(),), _TEXT, times=8),
    Slice("??, with history", (damage.beyond(),), _TEXT, history=True, times=8),
    Slice("quotes", _QUOTES, _TEXT, lossy=True, times=3),
    Slice("best fit", (damage.best_fit(),), _TEXT, times=8),
    Slice("mix-up", _MIX_UPS, (TRANSLATION,), times=3),
)


@lru_cache(maxsize=1)
def pools(folder: Path) -> dict[str, list[list[Entry]]]:
    """The test documents by kind, those of one package, or prose of one language, together."""
    found: dict[str, dict[str, list[Entry]]] = {kind: defaultdict(list) for kind in _GROUPS}
    for entry in index(folder):
        for kind, members in _GROUPS.items():
            if entry.split == TEST and entry.kind in members:
                group = _PROSE.get(entry.language) if entry.kind == PROSE else entry.package
                if group:
                    found[kind][group].append(entry)
    return {kind: list(groups.values()) for kind, groups in found.items()}


def cases(folder: Path, one: Slice, kind: str, how: Damage, seed: int, size: int) -> list[Case]:
    """Documents of a ``kind`` damaged by ``how``, drawn by ``seed``: ``size``, or its multiple."""
    draw = random.Random(f"{seed} {one.name} {kind} {how.codec} {how.kind}")  # noqa: S311
    found: list[Case] = []
    for entry in _drawn(pools(folder)[kind], draw):
        if len(found) == size * one.times:
            break
        text = "\n".join(entry.read(folder).split("\n")[:_MOST_LINES])
        case = _case(one, how, entry, kind, text, draw)
        if case:
            found.append(case)
    return found


def _drawn(groups: Sequence[Sequence[Entry]], draw: random.Random) -> Iterator[Entry]:
    """One document of each group, then another of each, in random order."""
    shuffled = [draw.sample(group, len(group)) for group in draw.sample(groups, len(groups))]
    return (entry for entry in chain.from_iterable(zip_longest(*shuffled)) if entry)


def _case(
    one: Slice, how: Damage, entry: Entry, kind: str, text: str, draw: random.Random
) -> Case | None:
    lines = []
    damaged = 0
    for line in text.split("\n"):
        pieces = how(line) if not line.isascii() else [(line, line)]
        is_damaged = text_of(pieces) != line
        if is_damaged and one.mixed and draw.random() > _MIXED_SHARE:
            pieces, is_damaged = [(line, line)], False
        damaged += is_damaged and not (one.lossy and how.keeps(line))
        lines.append(tuple(pieces))
    if damaged < _LEAST_LINES:
        return None
    earlier = edited(text, draw) if one.history else ""
    return Case(one, how, entry, kind, tuple(lines), earlier)


def edited(text: str, draw: random.Random) -> str:
    """``text`` as it may have been before: about a tenth of the lines are other ones, or none."""
    lines = []
    for line in text.split("\n"):
        chance = draw.random() / _CHANGED_SHARE
        words = line.split(" ")
        if chance >= 1:
            lines.append(line)
        elif chance < 0.6 and len(words) > 2:
            words[draw.randrange(1, len(words))] = "earlier"
            lines.append(" ".join(words))
        elif chance < 0.8:
            lines += [line, "A line that was taken out later."]
    return "\n".join(lines)


def lost_something(case: Case, number: int) -> bool:
    """Whether a line cannot be had back from its own bytes alone."""
    line = "".join(before for before, _ in case.lines[number])
    return not case.damage.keeps(line)
