r"""Finds conflict marker lines in the bytes of a file.

What git writes and accepts as a marker: ``is_cmarker`` in git's rerere.c, ``fill_conflict_hunk`` in
its xdiff/xmerge.c. A marker stands in column 0, is one byte repeated as often as the attribute
``conflict-marker-size`` says (7, or more for nested merges), and ends at white space or the line's
end. Lines end at ``\n`` only; ``\r`` before it belongs to the line end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mergemend.model import Document

BOM = b"\xef\xbb\xbf"
GIT_LENGTH = 7  # DEFAULT_CONFLICT_MARKER_SIZE in git's xdiff/xdiff.h

_MARKER = re.compile(
    rb"(?:\xef\xbb\xbf)?"  # an editor that adds a byte-order mark puts it before the first marker
    rb"(?P<run>(?P<byte>[<|=>])(?P=byte){6,})"
    rb"(?:[ \t](?P<label>[^\n]*?))?"
    rb"[ \t]*\r?\n?",
    re.DOTALL,
)
_LIKELY = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>", BOM)

# Search/replace blocks in which coding tools write their edits look like a conflict and are none.
_EDIT_BLOCK_LABELS = frozenset({b"SEARCH", b"REPLACE", b"ORIGINAL", b"UPDATED"})


class Kind(StrEnum):
    """The four marker lines of a region, by the byte they repeat."""

    START = "<"
    BASE = "|"
    SEPARATOR = "="
    END = ">"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker line: its index among the file's lines (from 0), its length, what git wrote behind.

    ``label`` is empty where the marker stands bare.
    """

    kind: Kind
    line: int
    length: int
    label: bytes


def parse_marker(line: bytes, index: int = 0) -> Marker | None:
    """Read one line (with its end) as a marker, or return None."""
    match = _MARKER.fullmatch(line)
    if match is None:
        return None
    kind = Kind(match["byte"].decode())
    return Marker(kind, index, len(match["run"]), (match["label"] or b"").strip())


def find_markers(lines: Sequence[bytes]) -> tuple[Marker, ...]:
    """The marker lines among ``lines``, or none at all if nothing in the file speaks of a conflict.

    A line of seven ``=`` is a heading's underline in Markdown and reStructuredText and a bare row
    of ``>`` a deep quotation: they count only beside a marker that git alone would have written.
    """
    likely = ((i, line) for i, line in enumerate(lines) if line.startswith(_LIKELY))
    found = [m for i, line in likely if (m := parse_marker(line, i)) is not None]
    found = [m for m in found if m.label not in _EDIT_BLOCK_LABELS]
    return tuple(found) if _speaks_of_conflict(found) else ()


def markers_of(document: Document) -> tuple[Marker, ...]:
    """The marker lines of a document, without a look at each line where there can be none."""
    if b"<<<<<<<" not in document.data and b">>>>>>>" not in document.data:
        return ()
    return find_markers(document.lines)


def _speaks_of_conflict(markers: Sequence[Marker]) -> bool:
    """Whether a line among them is a marker beyond doubt, or they make a region together.

    Beyond doubt is a start or end of git's own length with a label. Other lengths are decoration as
    often as not, and bare runs are quotations: those count as start, separator and end in turn.
    """
    turn = {Kind.START: 0, Kind.SEPARATOR: 1, Kind.END: 2}
    reached: dict[int, int] = {}
    for marker in markers:
        if marker.kind in (Kind.START, Kind.END) and marker.label and marker.length == GIT_LENGTH:
            return True
        step = reached.get(marker.length, 0)
        if turn.get(marker.kind) == step:
            reached[marker.length] = step + 1
    return 3 in reached.values()
