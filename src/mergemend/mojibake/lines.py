"""What sort of line a line of Markdown is, and where on it a character stands.

What a symbol is likely to be depends on both: counts are kept, and asked for, by these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum


class LineKind(StrEnum):
    """What a line's own markup says."""

    HEADING = "heading"
    TASK = "task"
    ITEM = "item"
    NUMBERED = "numbered"
    ROW = "row"
    QUOTE = "quote"
    LABEL = "label"
    """It opens with words in bold and a colon."""
    FENCED = "fenced"
    PLAIN = "plain"


class Position(StrEnum):
    """Where in the line's text, or in the cell of a table."""

    FIRST = "first"
    LAST = "last"
    INSIDE = "inside"


_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})(.*)")
_MARKUP = re.compile(
    r"[ \t]*(?:(?P<heading>\#{1,6}[ \t]+)|(?P<task>[-*+][ \t]+\[[ xX]\][ \t]+)"
    r"|(?P<item>[-*+][ \t]+)|(?P<numbered>\d{1,9}[.)][ \t]+)|(?P<row>\|)|(?P<quote>>[> \t]*)"
    r"|(?P<label>(?=\*\*[^*]+(?::\*\*|\*\*:))))"
)
_DECORATION = " \t*_~\"'([{"
_CLOSING = " \t*_~\"')]}\ufe0f"


def line_kinds(lines: Iterable[str]) -> Iterator[tuple[LineKind, int]]:
    """For each line of a document its kind, and the index where its text begins."""
    known: dict[tuple[LineKind, int], tuple[LineKind, int]] = {}  # a file has many lines, few kinds
    return (known.setdefault(kind, kind) for kind in _line_kinds(lines))


def _line_kinds(lines: Iterable[str]) -> Iterator[tuple[LineKind, int]]:
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if match and not fence:
            fence = match[1]
            yield LineKind.FENCED, 0
        elif fence:
            if match and match[1].startswith(fence) and not match[2].strip():
                fence = ""
            yield LineKind.FENCED, 0
        else:
            yield line_kind(line)


def line_kind(line: str) -> tuple[LineKind, int]:
    """The kind of a line outside fences, and the index where its text begins."""
    match = _MARKUP.match(line)
    if not match or match.lastgroup is None:
        return LineKind.PLAIN, 0
    return LineKind(match.lastgroup), match.end()


def position(line: str, kind: LineKind, begin: int, start: int, end: int) -> Position:
    """Where the characters from ``start`` to ``end`` stand; ``kind`` and ``begin`` as above."""
    stop = len(line)
    if kind is LineKind.ROW:
        begin = line.rfind("|", 0, start) + 1
        stop = line.find("|", end) if "|" in line[end:] else stop
    if not line[begin:start].strip(_DECORATION):
        return Position.FIRST
    if not line[end:stop].strip(_CLOSING):
        return Position.LAST
    return Position.INSIDE
