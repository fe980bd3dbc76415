"""Tables in Markdown, lined up so that a terminal shows them as well."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A title, the names of the columns, the rows, and which columns are words, not numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: Collection[int] = (0,)


def table(told: Table, words: str = "") -> str:
    """The table as Markdown, under its title and ``words``; numbers stand to the right."""
    rows = [list(told.head), *map(list, told.rows)]
    widths = [max(3, *(len(row[n]) for row in rows)) for n in range(len(told.head))]
    lines = [_line(row, widths, told.words) for row in rows]
    rule = ["-" * w if n in told.words else f"{'-' * (w - 1)}:" for n, w in enumerate(widths)]
    return "\n".join(
        [
            told.title,
            "",
            *([words] if words else []),
            lines[0],
            _line(rule, widths, told.words),
            *lines[1:],
            "",
        ]
    )


def _line(row: Sequence[str], widths: Sequence[int], words: Collection[int]) -> str:
    cells = (
        cell.ljust(width) if n in words else cell.rjust(width)
        for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return f"| {' | '.join(cells)} |"
