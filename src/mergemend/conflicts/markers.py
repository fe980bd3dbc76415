r"""Finds conflict marker lines in the bytes of a file.

What git writes and accepts as a marker: ``is_cmarker`` in git's rerere.c, ``fill_conflict_hunk`` in
its xdiff/xmerge.c. A marker stands in column 0, is one byte repeated as often as the attribute
``conflict-marker-size`` says (7, or more for nested merges), and ends at white space or the line's
end. Lines end at ``\n`` only; ``\r`` before it belongs to the line end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from mergemend.cheap import BOM, may_be_in_conflict
from mergemend.model import Document

GIT_LENGTH = 7  # DEFAULT_CONFLICT_MARKER_SIZE in git's xdiff/xdiff.h

_MARKER = re.compile(
    rb"(?:\xef\xbb\xbf)?"  # an editor that adds a byte-order mark puts it before the first marker
    rb"(?P<run>(?P<byte>[<|=>])(?P=byte){6,})"
    rb"(?:[ \t](?P<label>[^\n]*)|\r*)"  # a line end that was turned to CRLF twice has two CR
    rb"\n?"
)
_RUN = re.compile(rb"^(?:<+|\|+|=+|>+)", re.MULTILINE)
_LIKELY = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>", BOM)

# Search/replace blocks, in which coding tools write their edits, look like a conflict and are none.
# Their labels say what the part is for; git's say whose it is. A pair of such words makes a block,
# and so does a pair of words in capitals, but for those that git and its mergetools use.
_OLD_WORDS = frozenset({b"search", b"find", b"original", b"old", b"before", b"edit"})
_NEW_WORDS = frozenset(
    {b"replace", b"replacement", b"updated", b"update", b"new", b"after", b"modified", b"edited"}
)
_PLAIN_EDIT_WORDS = frozenset({b"SEARCH", b"REPLACE", b"ORIGINAL", b"UPDATED"})
_SIDES = frozenset({b"HEAD", b"OURS", b"THEIRS", b"MINE", b"YOURS", b"LOCAL", b"REMOTE", b"BASE"})
_CAPITALS = re.compile(rb"[A-Z]{3,}(?:_[A-Z]+)*")
_FIRST_WORD = re.compile(rb"([A-Za-z]+)(?=[\s:(\[]|$)")
_DEEP_QUOTE = re.compile(rb">[ \t]*>")
_SHA = re.compile(rb"[0-9a-f]{7,64}\b")


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


class Names(NamedTuple):
    """What git writes behind the markers of a merge."""

    base: bytes
    ours: bytes
    theirs: bytes


def unused_length(*texts: bytes) -> int:
    """A length for markers that no line of the texts can be taken for."""
    runs = (match.group() for text in texts for match in _RUN.finditer(text))
    return max(chain((GIT_LENGTH,), map(len, runs))) + 1


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
    meant = _without_quotations(lines, _without_edit_blocks(_without_underlines(found)))
    return tuple(meant) if _speaks_of_conflict(meant) else ()


def markers_of(document: Document) -> tuple[Marker, ...]:
    """The marker lines of a document, without a look at each line where there can be none."""
    return find_markers(document.lines) if may_be_in_conflict(document.data) else ()


def _without_underlines(markers: Sequence[Marker]) -> list[Marker]:
    """The markers without headings' underlines and tables' borders: no region has their length."""
    lengths = {m.length for m in markers if m.kind in (Kind.START, Kind.END)}
    return [m for m in markers if m.kind in (Kind.START, Kind.END) or m.length in lengths]


def _without_edit_blocks(markers: Sequence[Marker]) -> list[Marker]:
    """The markers that are not those of an edit block; its separators go with it."""
    pairs = list(_pairs(markers))
    blocks = [(i, j) for i, j in pairs if is_edit_block(markers[i].label, markers[j].label)]
    if blocks:
        # A file that holds edit blocks has strays among them: a start that says HEAD.
        blocks += [(i, j) for i, j in pairs if markers[j].label in _NEW_WORDS]
    inside = {number for i, j in blocks for number in range(i, j + 1)}
    return [
        marker
        for number, marker in enumerate(markers)
        if number not in inside and _first_word(marker.label) not in _PLAIN_EDIT_WORDS
    ]


def _pairs(markers: Sequence[Marker]) -> Iterator[tuple[int, int]]:
    """Each start whose next start or end is an end, and that end."""
    start: int | None = None
    for number, marker in enumerate(markers):
        if marker.kind is Kind.START:
            start = number
        elif marker.kind is Kind.END and start is not None:
            yield start, number
            start = None


def is_edit_block(start: bytes, end: bytes) -> bool:
    """Whether a region with these labels is a coding tool's edit rather than a conflict.

    SEARCH and REPLACE, ORIGINAL and UPDATED and their like, in capitals perhaps with a file's name
    behind; any two lone words in capitals; ``HEAD`` where the end is a plain word of an edit.
    """
    old, new = _first_word(start), _first_word(end)
    if old in _PLAIN_EDIT_WORDS or new in _PLAIN_EDIT_WORDS:
        return True
    if start.lower() in _OLD_WORDS and end.lower() in _NEW_WORDS:
        return True
    capitals = _CAPITALS.fullmatch(start) and _CAPITALS.fullmatch(end)
    return bool(capitals) and not {start, end} & _SIDES


def _first_word(label: bytes) -> bytes:
    match = _FIRST_WORD.match(label)
    return match[1] if match else b""


def _without_quotations(lines: Sequence[bytes], markers: Sequence[Marker]) -> Sequence[Marker]:
    """A line quoted seven times over is no end marker: nothing starts, and less deep ones are by.

    An end that names a commit is one in any company.
    """
    if any(m.kind in (Kind.START, Kind.BASE) for m in markers):
        return markers
    quoted = _quoted(lines, markers)
    return [
        m for m in markers if m.kind is not Kind.END or _SHA.match(m.label) or m.line not in quoted
    ]


def _quoted(lines: Sequence[bytes], markers: Sequence[Marker]) -> set[int]:
    """The lines of quotations, runs that begin with ``>``, in which some are quoted less deep."""
    found: set[int] = set()
    after = 0
    for marker in markers:
        if marker.kind is not Kind.END or marker.line < after:
            continue
        first = after = marker.line
        while first and lines[first - 1].startswith(b">"):
            first -= 1
        while after < len(lines) and lines[after].startswith(b">"):
            after += 1
        run = range(first, after)
        if any(_DEEP_QUOTE.match(lines[n]) and parse_marker(lines[n]) is None for n in run):
            found.update(run)
    return found


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
