"""Counts characters for the prior: ``python -m benchmarks.mojibake.prior FOLDER --write``.

``FOLDER`` is a harvested one; only its split ``train`` is counted. A document counts a character
20 times at most, and a package 2,000 times, so that none speaks for all.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import ROOT
from benchmarks.mojibake.harvest import Entry, index
from benchmarks.mojibake.texts import CODE, PROSE, README, STATUS
from mergemend.mojibake.lines import line_kinds, position

MODULE = ROOT / "src/mergemend/mojibake/counts.py"
_PER_DOCUMENT, _PER_PACKAGE = 20, 2000
_WORD_FLOOR, _PAIR_FLOOR, _PLACE_FLOOR = 3, 4, 2
_MOST_WORDS, _MOST_PAIRS = 4000, 600
_WIDTH = 88

_NON_ASCII = re.compile("[^\0-\x7f]")
_FIRST_SYMBOL = "\u2000"
_JOINERS = "\ufe0f\u200d"
_NEXT_WORD = re.compile(r"[ \t*_`\[(:\ufe0f\u200d]*([A-Za-z]+)")
_LAST_WORD = re.compile(r"([A-Za-z]+)[ \t*_`\])(:.]*$")

_DOC = '''"""How often characters, symbols and their neighbours were seen in clean texts: generated.

Written by ``python -m benchmarks.mojibake.prior FOLDER --write`` from the packages of the split
``train`` in ``benchmarks/mojibake/packages.tsv``: {documents} English READMEs, manuals and status
documents of {packages} packages, and translations into {languages} languages. A document counts a
character {per_document} times at most, a package {per_package} times.

A table is one string: characters, each with its count behind it, so that
``re.findall("([^0-9])([0-9]+)", table)`` takes it apart. Symbols are what is no letter, mark or
digit, from U+2000 on.
"""
'''


@dataclass(slots=True)
class Counts:
    """What one document, one package or all of them together hold."""

    characters: Counter[str] = field(default_factory=Counter)
    places: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By kind of line, position and symbol."""
    after: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By symbol and the word behind it."""
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    variations: Counter[str] = field(default_factory=Counter)
    """Characters that a variation selector 16 follows."""
    pairs: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts, most: int) -> None:
        """Add what ``other`` has, of each thing ``most`` at most."""
        for name in self.__slots__:
            mine: Counter[object] = getattr(self, name)
            for key, count in getattr(other, name).items():
                mine[key] += min(count, most)


@dataclass(slots=True)
class Tables:
    """The counts of English documents, and of prose in all languages."""

    english: Counts = field(default_factory=Counts)
    prose: Counter[str] = field(default_factory=Counter)
    english_total: int = 0
    prose_total: int = 0
    documents: int = 0
    packages: int = 0
    languages: int = 0


def count(text: str) -> Counts:
    """Count one document."""
    counts = Counts(Counter(_NON_ASCII.findall(text)))
    lines = text.split("\n")
    for line, (kind, begin) in zip(lines, line_kinds(lines), strict=True):
        if line.isascii():
            continue
        for match in _NON_ASCII.finditer(line):
            character = match[0]
            if not is_symbol(character):
                continue
            start, end = match.span()
            where = position(line, kind, begin, start, end)
            counts.places[kind, where, character] += 1
            _neighbours(counts, line, start, end)
    return counts


def is_symbol(character: str) -> bool:
    """Whether it is no letter, mark or digit, and from U+2000 on."""
    return character >= _FIRST_SYMBOL and unicodedata.category(character)[0] not in "LMNC"


def _neighbours(counts: Counts, line: str, start: int, end: int) -> None:
    character = line[start]
    if word := _NEXT_WORD.match(line, end):
        counts.after[character, word[1].lower()] += 1
    if word := _LAST_WORD.search(line[max(0, start - 40) : start]):
        counts.before[character, word[1].lower()] += 1
    behind = line[end : end + 1]
    if behind == "\ufe0f":
        counts.variations[character] += 1
        behind = line[end + 1 : end + 2]
    if behind and behind not in _JOINERS and is_symbol(behind):
        counts.pairs[character + behind] += 1


def tables(folder: Path, entries: Iterable[Entry]) -> Tables:
    """Count all of the split ``train``."""
    result = Tables()
    packages: dict[str, Counts] = defaultdict(Counts)
    prose: dict[str, Counter[str]] = defaultdict(Counter)
    languages = set()
    for entry in entries:
        if entry.split != "train" or entry.kind == CODE:
            continue
        text = entry.read(folder)
        if entry.kind in (README, STATUS):
            packages[entry.package].add(count(text), _PER_DOCUMENT)
            result.english_total += len(text)
            result.documents += 1
        else:
            prose[entry.package].update(_NON_ASCII.findall(text))
            result.prose_total += len(text)
            languages |= {entry.language} if entry.kind == PROSE else set()
    for counts in packages.values():
        result.english.add(counts, _PER_PACKAGE)
    for characters in prose.values():
        result.prose.update(characters)
    result.packages, result.languages = len(packages), len(languages)
    return result


def module(found: Tables) -> str:
    """The text of the generated module."""
    english = found.english
    parts = [
        _DOC.format(
            documents=found.documents,
            packages=found.packages,
            languages=found.languages,
            per_document=_PER_DOCUMENT,
            per_package=_PER_PACKAGE,
        ),
        f"ENGLISH_TOTAL = {found.english_total}",
        '"""All characters of the English documents, ASCII ones too."""\n',
        _constant("ENGLISH", _joined(_some(english.characters, 1))),
        '"""Characters that are not ASCII, in English documents."""\n',
        f"PROSE_TOTAL = {found.prose_total}",
        '"""All characters of the translations."""\n',
        _constant("PROSE", _joined(_some(found.prose, 2))),
        '"""Characters that are not ASCII, in translations."""\n',
        _constant("VARIATIONS", _joined(_some(english.variations, 1))),
        '"""Characters that U+FE0F follows, in English documents."""\n',
        _constant("PAIRS", _joined(_some(english.pairs, _PAIR_FLOOR, _MOST_PAIRS))),
        '"""Two symbols in a row, not counting U+FE0F: two characters, then the count."""\n',
        _places(english.places),
        '"""Symbols by kind of line and position, as `mergemend.mojibake.lines` has them."""\n',
        _words("NEXT_WORDS", english.after),
        '"""A line for each symbol: itself, then words that follow it, each with its count."""\n',
        _words("LAST_WORDS", english.before),
        '"""The same for the words before it."""\n',
    ]
    return "\n".join(parts)


def _some(counts: Mapping[str, int], least: int, most: int | None = None) -> list[tuple[str, int]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [item for item in ordered[:most] if item[1] >= least]


def _joined(items: Iterable[tuple[str, int]]) -> str:
    return "".join(f"{key}{number}" for key, number in items)


def _places(places: Mapping[tuple[str, str, str], int]) -> str:
    by_place: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (kind, where, character), number in places.items():
        by_place[kind, where][character] = number
    lines = ["PLACES = {"]
    for (kind, where), counts in sorted(by_place.items()):
        lines.append(f'    ("{kind}", "{where}"): (')
        lines += _pieces(_joined(_some(counts, _PLACE_FLOOR)), 8)
        lines.append("    ),")
    return "\n".join([*lines, "}"])


def _words(name: str, counts: Mapping[tuple[str, str], int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_WORDS]
    by_symbol: dict[str, list[str]] = defaultdict(list)
    for (symbol, word), number in ordered:
        if number >= _WORD_FLOOR:
            by_symbol[symbol].append(f"{word}{number}")
    text = "\n".join(" ".join([symbol, *words]) for symbol, words in sorted(by_symbol.items()))
    return _constant(name, text)


def _constant(name: str, text: str) -> str:
    return "\n".join([f"{name} = (", *_pieces(text, 4), ")"])


def _pieces(text: str, indent: int) -> Iterator[str]:
    """The lines of a string literal that holds ``text``."""
    piece = ""
    width = 0
    for character in text:
        shown = _quoted(character)
        step = sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in shown)
        if width + step > _WIDTH - indent or piece.endswith("\\n"):
            yield f'{" " * indent}"{piece}"'
            piece, width = "", 0
        piece += shown
        width += step
    yield f'{" " * indent}"{piece}"'


def _quoted(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if unicodedata.combining(character):
        return ascii(character)[1:-1]
    return character if character.isprintable() else repr(character)[1:-1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Count, and print or write the module."""
    parser = argparse.ArgumentParser("python -m benchmarks.mojibake.prior", description=__doc__)
    parser.add_argument("folder", type=Path, help="a harvested folder")
    parser.add_argument("--write", action="store_true", help=f"write {MODULE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    text = module(tables(options.folder, index(options.folder)))
    if options.write:
        MODULE.write_text(text, "utf-8")
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", MODULE], check=True)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
