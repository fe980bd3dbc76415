"""The board as a table for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from mergemend.model import Finding
from mergemend.report.board import figures_of, now_line
from mergemend.report.terminal import printable
from mergemend.statusdocs.board import Board, Work
from mergemend.words import count

_GAP = "  "
_LEAST = 12  # columns that a title keeps in a narrow terminal


def board_lines(board: Board, width: int) -> Iterator[str]:
    """The board in lines of at most ``width`` columns; places are never cut."""
    numbers = [f"{number:,} {what}" for _, number, what, _ in figures_of(board)]
    yield f"{now_line(board.now)} {', '.join(numbers)}"
    for owner, works in board.blockers:
        heading = f"Blockers: {owner or 'nobody named'}"
        yield from _part(heading, works, board, width, with_owner=False)
    yield from _part("Blocked", board.blocked, board, width)
    yield from _part("Overdue", board.late, board, width)
    if found := [finding for finding in board.findings if finding.counts]:
        yield ""
        yield f"Contradictions and mistakes ({len(found)})"
        yield from (_finding_line(finding) for finding in found)
    later = [work for work in board.dated if not work.is_closed and not work.is_late(board.now)]
    yield from _part("Due next" if board.now else "Due", later, board, width)
    if board.left:
        yield ""
        yield f"Not read ({len(board.left)})"
        yield from (f"  {printable(path)}: {printable(why)}" for path, why in board.left)


def _finding_line(finding: Finding) -> str:
    place = f"{printable(finding.path)}:{finding.line}"
    return f"  {place} {finding.rule} {printable(finding.message)}"


def _part(
    heading: str, works: Sequence[Work], board: Board, width: int, *, with_owner: bool = True
) -> Iterator[str]:
    if not works:
        return
    yield ""
    yield f"{printable(heading)} ({len(works)})"
    rows = [_row(work, board, with_owner=with_owner) for work in works]
    widths = [max(map(columns, cells)) for cells in zip(*rows, strict=True)]
    # the title gives way, so that the place behind it stays whole
    rest = sum(widths) - widths[0] + len(_GAP) * len(widths)
    widths[0] = min(widths[0], max(_LEAST, width - rest))
    for row in rows:
        cells = (fitted(cell, wide) for cell, wide in zip(row, widths, strict=True))
        yield f"  {_GAP.join(cells).rstrip()}"


def _row(work: Work, board: Board, *, with_owner: bool) -> tuple[str, ...]:
    due = work.due.isoformat() if work.due else ""
    if board.now and work.due and work.is_late(board.now):
        due += f" ({count((board.now - work.due).days, 'day')} late)"
    place = work.places[0]
    where = f"{place.document.path}:{place.entry.line}"
    owners = [", ".join(work.owners)] if with_owner else []
    cells = (work.title, due, work.state or "", *owners, where)
    return tuple(printable(cell) for cell in cells)


def columns(shown: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, marks none."""
    return sum(map(_columns_of, shown))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fitted(shown: str, width: int) -> str:
    """A text cut or filled up to a number of columns."""
    taken = columns(shown)
    if taken <= width:
        return shown + " " * (width - taken)
    kept = ""
    for character in shown:
        if columns(kept + character) >= width:
            break
        kept += character
    return kept + "…" + " " * (width - columns(kept) - 1)
