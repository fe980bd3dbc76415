"""Where the conflicts of a text lie, whatever they say, and how another text fits around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.lines import joined, split_lines

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
    return [joined(lines[first:after]) for first, after in spans(find_markers(lines))]


def same_conflicts(one: bytes, other: bytes) -> bool:
    """Whether two texts hold the same conflicts, and some."""
    conflicts = conflicts_of(one)
    return bool(conflicts) and conflicts == conflicts_of(other)


def put(lines: Sequence[bytes], found: Iterable[Span], texts: Iterable[bytes]) -> bytes:
    """The lines with a text in the place of each span."""
    parts: list[bytes] = []
    position = 0
    for (first, after), text in zip(found, texts, strict=True):
        parts += (joined(lines[position:first]), text)
        position = after
    return b"".join((*parts, joined(lines[position:])))


def fit(lines: Sequence[bytes], found: Sequence[Span], whole: bytes) -> tuple[bytes, ...] | None:
    """What ``whole`` has in the place of each span, or None where that can't be told.

    Outside of the spans ``whole`` may differ: what was merged cleanly stays as it is in ``lines``.
    But the lines next to a span must be in both, or nothing says where its place is.
    """
    outside = list(_outside(lines, found))
    inside = [lines[first:after] for first, after in found]
    pieces = _exactly(outside, inside, whole)
    if pieces is None:
        pieces = _around(outside, split_lines(whole))
        if pieces is not None and _loses(outside, inside, pieces, whole):
            return None
    return pieces


def _loses(
    outside: Sequence[Sequence[bytes]],
    inside: Sequence[Sequence[bytes]],
    pieces: Sequence[bytes],
    whole: bytes,
) -> bool:
    """Whether a line of ``whole`` that stands in a span only has no place in the pieces.

    Then lines that repeat have led the comparison astray.
    """
    placed = Counter(ended(line) for piece in pieces for line in split_lines(piece))
    beside = Counter(ended(line) for part in outside for line in part)
    lost = Counter(map(ended, split_lines(whole))) - placed - beside
    return any(ended(line) in lost for part in inside for line in part)


def _outside(lines: Sequence[bytes], found: Sequence[Span]) -> Iterator[Sequence[bytes]]:
    position = 0
    for first, after in found:
        yield lines[position:first]
        position = after
    yield lines[position:]


def _exactly(
    outside: Sequence[Sequence[bytes]], inside: Sequence[Sequence[bytes]], whole: bytes
) -> tuple[bytes, ...] | None:
    """The pieces where ``whole`` is the lines outside with something in between.

    Where lines repeat there are several ways to cut; that one is taken in which each piece is
    within its span, or the first.
    """
    texts = [joined(part) for part in outside]
    start, end = len(texts[0]), len(whole) - len(texts[-1])
    if not (whole.startswith(texts[0]) and whole.endswith(texts[-1])):
        return None
    if end < start or not _starts_line(whole, end):
        return None
    return _cut(whole[start:end], texts[1:-1], inside) or _cut(whole[start:end], texts[1:-1], None)


def _cut(
    whole: bytes, between: Sequence[bytes], inside: Sequence[Sequence[bytes]] | None
) -> tuple[bytes, ...] | None:
    """Cut ``whole`` at the texts ``between``, in order, each at the start of a line."""
    dead: set[tuple[int, int]] = set()
    cuts: list[tuple[int, int]] = []  # where each piece starts and ends
    start = at = 0
    while True:
        number = len(cuts)
        found = _next_cut(whole, between, inside, number, start, at, dead)
        if found is not None:
            cuts.append((start, found))
            if number == len(between):
                return tuple(whole[first:after] for first, after in cuts)
            start = at = found + len(between[number])
        elif cuts:
            dead.add((number, start))
            start, at = cuts.pop()
            at += 1
        else:
            return None


def _next_cut(
    whole: bytes,
    between: Sequence[bytes],
    inside: Sequence[Sequence[bytes]] | None,
    number: int,
    start: int,
    at: int,
    dead: set[tuple[int, int]],
) -> int | None:
    """Where the piece ``number``, which starts at ``start``, can end: at ``at`` or later."""
    last = number == len(between)
    while at <= len(whole):
        at = len(whole) if last else whole.find(between[number], at)
        if at < 0:
            return None
        follows = (number + 1, at + (0 if last else len(between[number])))
        fits = inside is None or is_within(whole[start:at], inside[number])
        if fits and _starts_line(whole, at) and follows not in dead:
            return at
        at += 1
    return None


def _starts_line(text: bytes, at: int) -> bool:
    return at in (0, len(text)) or text[at - 1 : at] == b"\n"


def _around(outside: Sequence[Sequence[bytes]], whole: Sequence[bytes]) -> tuple[bytes, ...] | None:
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
        pieces.append(joined(whole[before + 1 : after]))
    return tuple(pieces)


def is_within(part: bytes, lines: Sequence[bytes]) -> bool:
    """Whether the lines of ``part`` are among ``lines``, in order; the last may lack its end."""
    left = iter(lines)
    return all(any(ended(line) == ended(other) for other in left) for line in split_lines(part))


def ended(line: bytes) -> bytes:
    """A line with its end, which the last one of a file may lack."""
    return line if line.endswith(b"\n") else line + b"\n"
