"""What a command has put in the place of each region, and whether that is what people wrote.

Lines are counted from 0. A row's chunks are lines of the conflict as git writes it without bases
(``at``: the first and the last) and of the truth (``to``: the first and the one after the last).
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.conflicts.build import Row, encode


class Outcome(StrEnum):
    """What became of a region or a file."""

    RIGHT = "right"
    DECLINED = "declined"
    WRONG = "wrong"
    ERROR = "error"


@dataclass(frozen=True)
class Region:
    """A region's lines in the conflict, ``first`` to before ``end``; what people wrote there.

    ``human`` names what they took (None: not known). ``truth`` is None where that is not known.
    """

    first: int
    end: int
    truth: bytes | None
    human: str | None


def lines_of(data: bytes) -> list[bytes]:
    """The lines, with their ends; lines end at a line feed and nowhere else."""
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def fold(data: bytes) -> bytes:
    """The text with its white space folded: what is compared."""
    return b" ".join(data.split())


def regions_of(row: Row) -> list[Region]:
    """The regions of a ``replay`` or ``committed`` row, in the order of the file."""
    if row.get("style", "merge") == "merge":
        truth = lines_of(encode(row["truth"]))
        return [_region(chunk, truth) for chunk in row["chunks"]]
    return _regions_with_bases(row)


def _region(chunk: Row, truth: Sequence[bytes]) -> Region:
    first, last = chunk["at"]
    text = b"".join(truth[slice(*chunk["to"])]) if chunk["to"] else None
    return Region(first, last + 1, text, chunk.get("human"))


@dataclass(frozen=True)
class _Place:
    """A region's lines in the conflict and, on ours, the lines that it stands for."""

    first: int
    end: int
    ours: int
    ours_end: int


_MARKER = re.compile(rb"(<)<{6} |(\|)\|{6} |(=)={6}\r?$|(>)>{6} ")
_NEXT = {b"": b"<", b"<": b"|=", b"|": b"=", b"=": b">"}  # by the part of a region a line is in


def _places(lines: Sequence[bytes]) -> list[_Place]:
    """The regions of a conflict of one layer."""
    places = []
    count = start = ours = ours_end = 0
    part = b""
    for number, line in enumerate(lines):
        match = _MARKER.match(line)
        if match is None or line[:1] not in _NEXT[part]:
            count += part in (b"", b"<")
            continue
        if part == b"":
            start, ours = number, count
        elif part == b"<":
            ours_end = count
        elif part == b"=":
            places.append(_Place(start, number + 1, ours, ours_end))
        part = b"" if part == b"=" else line[:1]
    return places


def _regions_with_bases(row: Row) -> list[Region]:
    """With bases git does not trim what both sides begin and end with: a region spans more."""
    truth = lines_of(encode(row["truth"]))
    short = {(p.first, p.end - 1): p for p in _places(lines_of(_without_bases(row)))}
    regions = []
    for place in _places(lines_of(encode(row["conflict"]))):
        inner = [
            (chunk, short[tuple(chunk["at"])])
            for chunk in row["chunks"]
            if tuple(chunk["at"]) in short
            and place.ours <= short[tuple(chunk["at"])].ours
            and short[tuple(chunk["at"])].ours_end <= place.ours_end
        ]
        regions.append(_spanning(place, inner, truth))
    return regions


def _spanning(place: _Place, inner: Sequence[tuple[Row, _Place]], truth: Sequence[bytes]) -> Region:
    if not inner or any(chunk["to"] is None for chunk, _ in inner):
        return Region(place.first, place.end, None, None)
    (first, before), (last, after) = inner[0], inner[-1]
    start = first["to"][0] - (before.ours - place.ours)
    end = last["to"][1] + (place.ours_end - after.ours_end)
    human = first["human"] if len(inner) == 1 else None
    return Region(place.first, place.end, b"".join(truth[max(start, 0) : end]), human)


def _without_bases(row: Row) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder, name)) for name in ("ours", "base", "theirs")]
        for name in names:
            Path(name).write_bytes(encode(row[Path(name).name] or ""))
        command = ["git", "merge-file", "-p", "-L", "HEAD", "-L", "base", "-L", "x", *names]
        return subprocess.run(command, capture_output=True, check=False).stdout


def placed(conflict: bytes, regions: Sequence[Region], result: bytes) -> list[bytes] | None:
    """What stands in ``result`` in the place of each region of ``conflict``.

    None if the text outside of the regions is not what it was. Where that text can be found in more
    than one way, as few lines as can be are taken for new ones.
    """
    before, after = lines_of(conflict), lines_of(result)
    cuts = [0, *(n for region in regions for n in (region.first, region.end)), len(before)]
    outside = [before[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    if not _starts(after, outside[0], 0):
        return None
    # ends[k]: where the k-th text outside may end in the result -> (new lines so far, starts)
    ways: dict[int, tuple[int, tuple[int, ...]]] = {len(outside[0]): (0, ())}
    for number, region in enumerate(regions, 1):
        known = set(before[region.first : region.end])
        ways = _go_on(ways, after, outside[number], known, last=number == len(regions))
    found = ways.get(len(after))
    if found is None:
        return None
    starts = iter(found[1])
    return [b"".join(after[a:b]) for a, b in zip(starts, starts, strict=True)]


def _go_on(
    ways: dict[int, tuple[int, tuple[int, ...]]],
    after: Sequence[bytes],
    text: Sequence[bytes],
    known: set[bytes],
    *,
    last: bool,
) -> dict[int, tuple[int, tuple[int, ...]]]:
    new = [0]
    for line in after:
        new.append(new[-1] + (line not in known))
    tail = len(after) - len(text)
    starts = [tail] if last else range(tail + 1)
    fitting = [at for at in starts if at >= 0 and _starts(after, text, at)]
    result: dict[int, tuple[int, tuple[int, ...]]] = {}
    for at in fitting:
        options = [
            (cost + new[at] - new[end], (*cuts, end, at))
            for end, (cost, cuts) in ways.items()
            if end <= at
        ]
        if options:
            result[at + len(text)] = min(options, key=lambda option: option[0])
    return result


def _starts(lines: Sequence[bytes], text: Sequence[bytes], at: int) -> bool:
    return list(lines[at : at + len(text)]) == list(text)


@dataclass(frozen=True)
class Verdict:
    """What became of a region, and the text now there (None: it cannot be told)."""

    region: Region
    outcome: Outcome
    text: bytes | None


def judge(conflict: bytes, regions: Sequence[Region], result: bytes) -> list[Verdict]:
    """A verdict for every region of which the truth is known."""
    found = placed(conflict, regions, result)
    texts: list[bytes | None] = [None] * len(regions) if found is None else [*found]
    lines = lines_of(conflict)
    verdicts = []
    for region, text in zip(regions, texts, strict=True):
        if region.truth is not None:
            held = b"".join(lines[region.first : region.end])
            verdicts.append(Verdict(region, _outcome(region.truth, held, text), text))
    return verdicts


def _outcome(truth: bytes, held: bytes, text: bytes | None) -> Outcome:
    if text is None:
        return Outcome.WRONG
    if text == held:
        return Outcome.DECLINED
    return Outcome.RIGHT if fold(text) == fold(truth) else Outcome.WRONG
