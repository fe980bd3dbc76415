"""How time grows: 1, 10 and 100 times as many files, conflicts, layers, past commits and blobs."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts.run import git
from benchmarks.conflicts.tables import Table, table
from benchmarks.speed import build, tools
from benchmarks.speed.jobs import Place
from benchmarks.speed.measure import Command, once

_TIMES = (1, 10, 100)
_ROUNDS = 3
_HUGE_REGIONS = 33_333  # 99,999 marker lines: the most that mergemend reads in one file

_WORDS = """\
Seconds of `mergemend check` on 1, 10 and 100 times as much, medians of {rounds}. *Slope* is that
of the line from 10 to 100 times when both axes are logarithmic and the time of a run on one clean
file is taken off: 1 is linear.

![Time against size, both logarithmic]({plot})
"""


@dataclass(frozen=True)
class Curve:
    """Seconds for each size; ``start`` is what a run takes that has next to nothing to do."""

    name: str
    sizes: Sequence[int]
    seconds: Sequence[float]
    start: float

    def slope(self) -> float | None:
        """The exponent of growth over the last step; None where the start is all there is."""
        before, last = (seconds - self.start for seconds in self.seconds[-2:])
        if before <= 0 or last <= 0:
            return None
        return math.log(last / before) / math.log(self.sizes[-1] / self.sizes[-2])


def curves(place: Place) -> list[Curve]:
    """All curves; commands of different sizes take turns."""
    one = build.tree(place.home, 1)
    start = _seconds([tools.mergemend(one)])[0]
    found = []
    for name, (unit, make) in _shapes(place.home).items():
        sizes = [unit * times for times in _TIMES]
        found.append(Curve(name, sizes, _seconds([make(size) for size in sizes]), start))
    return found


def huge(place: Place) -> str:
    """A row: the seconds, once, of a file with as many markers as are read at all."""
    seconds = once(_findings(place.home, _HUGE_REGIONS)).seconds
    return f"A file with {3 * _HUGE_REGIONS:,} marker lines takes {seconds:.1f} s.\n"


def told(found: Sequence[Curve], plot: str) -> str:
    """The table of the curves."""
    rows = []
    for curve in found:
        cells = [
            f"{size:,}: {seconds:.2f}"
            for size, seconds in zip(curve.sizes, curve.seconds, strict=True)
        ]
        slope = curve.slope()
        rows.append([curve.name, *cells, "-" if slope is None else f"{slope:.2f}"])
    head = ["of", *(f"{times} ×" for times in _TIMES), "slope"]
    words = _WORDS.format(rounds=_ROUNDS, plot=plot)
    return f"## {table(Table('Growth', head, rows), words)}"


def _seconds(commands: Sequence[Command]) -> list[float]:
    for command in commands:
        once(command)
    rounds = [[once(command).seconds for command in commands] for _ in range(_ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def _shapes(home: Path) -> dict[str, tuple[int, Callable[[int], Command]]]:
    shapes: dict[str, tuple[int, Callable[[int], Command]]] = {
        "files of a tree": (40, lambda size: tools.mergemend(build.tree(home, size))),
        "conflicts in a file": (33, lambda size: _findings(home, size)),
        "layers in a file, three by three": (3, lambda size: _layers(home, size)),
        "commits behind a conflict": (20, lambda size: _commits(home, size)),
    }
    if tools.has_option("--history"):
        shapes["blobs of a history"] = (
            200,
            lambda size: tools.mergemend(build.history(home, size), "--history"),
        )
    return shapes


def _findings(home: Path, regions: int) -> Command:
    text = "text {0}\n<<<<<<< HEAD\nours {0}\n=======\ntheirs {0}\n>>>>>>> branch\n"
    many = "".join(text.format(number) for number in range(regions))
    return _one_file(home, f"conflicts-{regions}", many)


def _layers(home: Path, layers: int) -> Command:
    def stack(number: int, depth: int) -> str:
        inner = stack(number, depth - 1) if depth > 1 else f"ours {number}\n"
        return f"<<<<<<< HEAD\n{inner}=======\ntheirs {number}.{depth}\n>>>>>>> branch{depth}\n"

    many = "".join(f"text {number}\n\n{stack(number, 3)}\n" for number in range(layers // 3))
    return _one_file(home, f"layers-{layers}", many)


def _one_file(home: Path, name: str, text: str) -> Command:
    def make(top: Path) -> None:
        build.write(top, "many.md", b"start\n")
        git(top, "add", "-A")
        git(top, "commit", "-q", "-m", "start")
        (top / "many.md").write_text(text)

    top = build.built(home, name, make)
    return _finding(tools.mergemend(top, "--quiet", "many.md"))


def _commits(home: Path, commits: int) -> Command:
    """A conflict that came in half way through the commits of its file."""
    conflict = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n"

    def make(top: Path) -> None:
        build.commits(
            top,
            (
                ("notes.md", f"line {n}\n\n{conflict if 2 * n > commits else ''}".encode())
                for n in range(commits)
            ),
        )

    top = build.built(home, f"past-{commits}", make)
    return _finding(tools.mergemend(top, "--quiet", "notes.md"))


def _finding(command: Command) -> Command:
    return Command(command.name, command.words, command.folder, (1,))
