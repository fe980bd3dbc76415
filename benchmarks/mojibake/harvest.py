"""Fills a folder with clean texts: ``python -m benchmarks.mojibake.harvest FOLDER``.

They come from the packages in ``packages.tsv``. The split ``train`` is for the counts of
characters, ``test`` for the benchmark, ``quoted`` holds packages about garbled text. A package is
in one split only, and a document of ``test`` that shares many lines with ``train`` is left out.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mojibake.fetch import FetchError, Package, cache_folder, fetch, packages
from benchmarks.mojibake.texts import CODE, PROSE, Text, duplicates, fingerprints, texts

INDEX = "index.tsv"
_MOST_SHARED = 0.3


@dataclass(frozen=True, slots=True)
class Entry:
    """A harvested text: one line of the folder's index."""

    split: str
    kind: str
    language: str
    package: str
    path: str

    def read(self, folder: Path) -> str:
        """The text."""
        return (folder / self.path).read_bytes().decode("utf-8")


def index(folder: Path) -> list[Entry]:
    """What a harvested folder holds. Raises `FetchError` if it is none."""
    try:
        with (folder / INDEX).open(encoding="utf-8", newline="") as file:
            return [Entry(*row) for row in csv.reader(file, delimiter="\t")]
    except FileNotFoundError:
        remedy = f"run python -m benchmarks.mojibake.harvest {folder}"
        raise FetchError(f"{folder}: no {INDEX}; {remedy}") from None


def harvest(folder: Path, cache: Path, wanted: Sequence[Package]) -> list[Entry]:
    """Write the texts of ``wanted`` packages, and the index, into ``folder``; train comes first."""
    order = {"train": 0, "test": 1, "quoted": 2}
    found = sorted(fetch(wanted, cache), key=lambda pair: order[pair[0].split])
    known: set[int] = set()
    entries = []
    for package, archive in found:
        for one in _chosen(package, archive, known):
            place = Path(package.split) / package.slug / one.path.lstrip("/")
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(one.text.encode())
            name = f"{package.name} {package.version}"
            entries.append(Entry(package.split, one.kind, one.language, name, place.as_posix()))
    with (folder / INDEX).open("w", encoding="utf-8", newline="") as file:
        rows = [[e.split, e.kind, e.language, e.package, e.path] for e in entries]
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)
    return entries


def _chosen(package: Package, archive: Path, known: set[int]) -> Iterator[Text]:
    for one in texts(archive, keep_garbled=package.split == "quoted"):
        if package.split == "train" and one.kind != CODE:
            known |= fingerprints(one.text)
            yield one
        elif package.split == "quoted" or (
            package.split == "test"
            and (one.kind in (CODE, PROSE) or duplicates(one.text, known) <= _MOST_SHARED)
        ):
            yield one


def main(arguments: Sequence[str] | None = None) -> None:
    """Harvest, and say what there is."""
    parser = argparse.ArgumentParser("python -m benchmarks.mojibake.harvest", description=__doc__)
    parser.add_argument("folder", type=Path, help="made anew")
    parser.add_argument("--cache", type=Path, default=cache_folder(), help="where archives are")
    options = parser.parse_args(arguments)
    if options.folder.exists():
        if not (options.folder / INDEX).exists() and any(options.folder.iterdir()):
            sys.exit(f"{options.folder}: not a harvested folder; name a new one")
        shutil.rmtree(options.folder)
    options.folder.mkdir(parents=True)
    try:
        entries = harvest(options.folder, options.cache, packages())
    except FetchError as error:
        sys.exit(str(error))
    for (split, kind), count in sorted(Counter((e.split, e.kind) for e in entries).items()):
        ones = [e for e in entries if (e.split, e.kind) == (split, kind)]
        sizes = sum((options.folder / e.path).stat().st_size for e in ones)
        told = f"{len({e.package for e in ones})} packages, {len({e.language for e in ones})}"
        print(f"{split:7} {kind:12} {count:5} texts {sizes / 1e6:7.2f} MB  {told} languages")


if __name__ == "__main__":
    main()
