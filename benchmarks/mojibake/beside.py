"""``python -m benchmarks.mojibake.beside FOLDER``: how often neighbours tell the truth.

Of every line of the harvested texts that loses bytes by a damage: the lines of other documents of
its package that the same damage makes the very same of. Counted by how many documents have one, and
whether all of them have the line itself, all the same other one, or several.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.mojibake.harvest import index
from benchmarks.mojibake.texts import README, STATUS
from mergemend.mojibake.garble import Kind, Step, garble_by
from mergemend.mojibake.past import skeleton

_DAMAGES = [
    Step(codec, kind)
    for codec in ("windows-1252", "windows-1254", "windows-1251")
    for kind in (Kind.DROPPED, Kind.REPLACED)
]
_MANY = 3
_WHAT = ("same", "different", "several")


def main(folder: Path) -> None:
    packages: defaultdict[str, set[str]] = defaultdict(set)
    for entry in index(folder):
        if entry.kind in (README, STATUS):
            packages[entry.package].add(entry.read(folder))
    documents = [[set(text.split("\n")) for text in texts] for texts in packages.values()]
    print(f"{'damage':36} others  same  different  several")
    for step in _DAMAGES:
        counts = Counter(told for texts in documents for told in _told(texts, step))
        for others in range(1, _MANY + 1):
            same, other, several = (counts[others, what] for what in _WHAT)
            name = f"{step.codec}, {step.kind}"
            print(f"{name:36} {others:6} {same:5} {other:10} {several:8}")


def _told(texts: list[set[str]], step: Step) -> Iterator[tuple[int, str]]:
    by_damage: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, lines in enumerate(texts):
        for line in filter(skeleton, lines):
            damaged = "" if line.isascii() else garble_by(line, [step])
            if damaged and damaged != garble_by(line, [Step(step.codec)]):
                by_damage[damaged][number].add(line)
    for held in by_damage.values():
        yield from _by_others(held)


def _by_others(held: Mapping[int, set[str]]) -> Iterator[tuple[int, str]]:
    for number, lines in held.items():
        others = [texts for other, texts in held.items() if other != number]
        union = set().union(*others)
        for line in lines if others else ():
            what = "several" if len(union) > 1 else "same" if line in union else "different"
            yield min(len(others), _MANY), what


if __name__ == "__main__":
    main(Path(sys.argv[1]))
