"""When the lines of a file were garbled: as data, and told to a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mergemend.conflicts.decide import show
from mergemend.conflicts.sides import commit_data
from mergemend.model import Json
from mergemend.mojibake.accidents import Accident, Accidents, Deed
from mergemend.report.explain import touch_title
from mergemend.report.terminal import printable
from mergemend.words import count

_MOST_SHOWN = 12  # ranges of lines; the data has all lines


def accidents_data(accidents: Accidents) -> Json:
    """All that is known, as JSON; lines are counted from 1, a commit of null is the work tree."""
    return {
        "lines": _from_1(accidents.lines),
        "commits": [_accident_data(accident) for accident in accidents.known],
        "unknown": [
            {"lines": _from_1(lines), "why": why} for why, lines in accidents.unknown.items()
        ],
    }


def _accident_data(accident: Accident) -> Json:
    whole = accident.extent
    return {
        "commit": commit_data(accident.commit),
        "did": str(accident.deed),
        "lines": _from_1(accident.lines),
        "lines_in_this_file": accident.here,
        "lines_in_all_files": None if whole is None else whole.lines,
        "files": None if whole is None else sorted(whole.files),
        "more_files": whole is not None and whole.more,
    }


def _from_1(lines: Sequence[int]) -> list[int]:
    return [number + 1 for number in lines]


def accident_lines(accidents: Accidents) -> Iterator[str]:
    """The commits, each with the lines that it garbled; nothing if no line is garbled."""
    if not accidents.lines:
        return
    yield f"Garbled: {count(len(accidents.lines), 'line')}"
    for accident in accidents.known:
        yield f"  {_numbers(accident.lines)}: {_culprit(accident)}"
        if accident.extent is not None:
            files = count(len(accident.extent.files), "file")
            least = "at least " if accident.extent.more else ""
            total = f"{least}{count(accident.extent.lines, 'line')} of {files}"
            here = f"{count(accident.here or 0, 'line')} of this file"
            yield f"      it garbled {here}, {total} in all"
    for why, lines in accidents.unknown.items():
        yield f"  {_numbers(lines)}: unknown since when: {printable(why)}"


def _culprit(accident: Accident) -> str:
    if accident.commit is None:
        return f"{accident.deed} in the work tree, not committed yet"
    commit = accident.commit
    by = "garbled by" if accident.deed is Deed.GARBLED else "garbled from the start, added by"
    return f"{by} {commit.sha[:10]}, {show(commit.authored)}, {touch_title(commit)}"


def _numbers(lines: Sequence[int]) -> str:
    """Lines in words: "lines 3-5, 9"."""
    ranges: list[list[int]] = []
    for number in _from_1(lines):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    parts = [str(a) if a == b else f"{a}-{b}" for a, b in ranges[:_MOST_SHOWN]]
    more = ", …" if len(ranges) > _MOST_SHOWN else ""
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(parts)}{more}"
