"""Where a text's conflicts lie, without a reading of them, and how another text fits around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.model import split_lines

Span = tuple[int, int]  # the first line and the one after the last


def spans(markers: Sequence[Marker]) -> list[Span]:
    """The runs of lines in which some region is open, or one run where they do not add up."""
    found: list[Span] = []
    depth = first = 0
    for marker in markers:
        if marker.kind is Kind.START:
            first = first if depth else marker.line
            depth += 1
        elif marker.kind is Kind.END:
            depth -= 1
            if depth == 0:
                found.append((first, marker.line + 1))
        if depth < 0:
            break
    if depth or not found:
        return [(markers[0].line, markers[-1].line + 1)] if markers else []
    return found


def nesting(markers: Sequence[Marker]) -> int:
    """How many regions are open at once where they are most, told by starts and ends alone."""
    depth = most = 0
    for marker in markers:
        depth += (marker.kind is Kind.START) - (marker.kind is Kind.END)
        most = max(most, depth)
    return most


def conflicts_of(text: bytes) -> list[bytes]:
    """What stands in each span of a text."""
    lines = split_lines(text)
    return [b"".join(lines[first:after]) for first, after in spans(find_markers(lines))]


def same_conflicts(one: bytes, other: bytes) -> bool:
    """Whether two texts hold the same conflicts, and some."""
    conflicts = conflicts_of(one)
    return bool(conflicts) and conflicts == conflicts_of(other)


def fit(lines: Sequence[bytes], found: Sequence[Span], whole: bytes) -> tuple[bytes, ...] | None:
    """What ``whole`` has in the place of each span, or None where that can't be told.

    Outside of the spans ``whole`` may differ: what was merged cleanly stays as it is in ``lines``.
    But the lines next to a span must be in both, or nothing says where its place is.
    """
    outside = list(_outside(lines, found))
    return _exactly(outside, whole) or _around(outside, split_lines(whole))


def _outside(lines: Sequence[bytes], found: Sequence[Span]) -> Iterator[Sequence[bytes]]:
    position = 0
    for first, after in found:
        yield lines[position:first]
        position = after
    yield lines[position:]


def _exactly(outside: Sequence[Sequence[bytes]], whole: bytes) -> tuple[bytes, ...] | None:
    """The pieces where ``whole`` is the lines outside with something in between."""
    texts = [b"".join(part) for part in outside]
    tail = texts[-1]
    if not whole.startswith(texts[0]) or not whole.endswith(tail):
        return None
    pieces = []
    position, end = len(texts[0]), len(whole) - len(tail)
    if end < position or not _starts_line(whole, end):
        return None
    for text in texts[1:-1]:
        at = _find_lines(whole, text, position, end)
        if at is None:
            return None
        pieces.append(whole[position:at])
        position = at + len(text)
    return (*pieces, whole[position:end])


def _find_lines(whole: bytes, text: bytes, start: int, end: int) -> int | None:
    at = whole.find(text, start, end)
    while at >= 0 and not _starts_line(whole, at):
        at = whole.find(text, at + 1, end)
    return at if at >= 0 else None


def _starts_line(text: bytes, at: int) -> bool:
    return at in (0, len(text)) or text[at - 1 : at] == b"\n"


def _around(
    outside: Sequence[Sequence[bytes]], whole: Sequence[bytes]
) -> tuple[bytes, ...] | None:
    """The pieces by a comparison of the lines outside with those of ``whole``."""
    lines = [line for part in outside for line in part]
    twin: dict[int, int] = {-1: -1, len(lines): len(whole)}
    for at, in_whole, size in SequenceMatcher(None, lines, whole, False).get_matching_blocks():
        twin.update((at + n, in_whole + n) for n in range(size))
    pieces, position = [], 0
    for part in outside[:-1]:
        position += len(part)
        before, after = twin.get(position - 1), twin.get(position)
        if before is None or after is None:
            return None
        pieces.append(b"".join(whole[before + 1 : after]))
    return tuple(pieces)


def is_within(part: bytes, lines: Sequence[bytes]) -> bool:
    """Whether each line of ``part`` is among ``lines``, in their order; the last may lack its end.
    """
    left = iter(lines)
    return all(any(ended(line) == ended(other) for other in left) for line in split_lines(part))


def ended(line: bytes) -> bytes:
    """A line with its end, which the last one of a file may lack."""
    return line if line.endswith(b"\n") else line + b"\n"
