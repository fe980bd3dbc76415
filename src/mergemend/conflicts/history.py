"""Decides a stack by history: the whole texts that went into it, and which of them is the newest.

History often holds these texts outright: a merge's parents, the commits that labels name. Where a
label's commit is gone, what is left of the stacked text when ours is taken out of it is theirs
(`peel.take_off`). Each text is again a whole revision or a stack.

A revision is taken if it is newer than every other and the file itself holds it: each of its lines
stands in the conflicts, in order, and each line of the conflicts is a line of some revision. What
is outside of the conflicts stays as it is: clean hunks were merged by git and are nobody's side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mergemend.conflicts.decide import Order, Verdict, compare_sides, name, short, show
from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.conflicts.peel import take_off
from mergemend.conflicts.rule import DateKind
from mergemend.conflicts.spans import Span, ended, fit, is_within, spans
from mergemend.evidence import Commit, Evidence, Origin, Part, Rung, Side
from mergemend.model import Document, Safety, split_lines


class UnprovenError(Exception):
    """History does not account for the stack; the message says why."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole revision that went into a stack, and the side that it is."""

    text: bytes
    side: Side


@dataclass(frozen=True, slots=True)
class Peeled:
    """What history says of a file's conflicts: where they lie, and what goes in their places.

    ``taken`` is the newest of ``wholes``; ``held`` a commit that holds the result byte for byte.
    """

    spans: tuple[Span, ...]
    texts: tuple[bytes, ...]
    taken: Whole
    wholes: tuple[Whole, ...]
    layers: int
    reasons: tuple[str, ...]
    result: bytes
    held: Commit | None

    @property
    def safety(self) -> Safety:
        """As for any side taken by its date; equal sides leave nothing to decide."""
        return Safety.LIKELY if self.discarded else Safety.SAFE

    @property
    def discarded(self) -> tuple[Whole, ...]:
        """The revisions with another text than the one taken."""
        return tuple(w for w in self.wholes if w.text != self.taken.text)


def peel(
    document: Document, markers: Sequence[Marker], evidence: Evidence, date: DateKind
) -> Peeled:
    """Decide the conflicts of ``document`` by history. Raises `UnprovenError`."""
    origin = evidence.origin()
    if origin is None:
        raise UnprovenError("history does not say how the markers came in")
    layers = _Layers(evidence)
    wholes = layers.wholes(origin)
    found = spans(markers)
    _account(document, markers, found, wholes, layers.texts)
    taken, reasons = _newest(wholes, evidence, date)
    texts = fit(document.lines, found, taken.text)
    result = None if texts is None else _put(document.lines, found, texts)
    if texts is None or result is None or not is_within(result, document.lines):
        raise UnprovenError(f"the text of {name(taken.side)} is not in the file line by line")
    return Peeled(
        tuple(found),
        texts,
        taken,
        tuple(wholes),
        layers.count,
        reasons,
        result,
        evidence.held(result),
    )


@dataclass
class _Layers:
    """Follows an origin down to the whole revisions, the innermost first."""

    evidence: Evidence
    count: int = 0

    def __post_init__(self) -> None:
        self.texts: list[bytes] = []

    def wholes(self, origin: Origin) -> list[Whole]:
        self.texts.append(origin.text)
        ours, *theirs = origin.parts
        found = self._of(ours)
        self.count += len(theirs)
        for part in theirs:
            if len(theirs) == 1 and not _is_certain(part):
                part = replace(part, text=self._left(origin, part, found))
            found += self._of(part)
        return found

    def _of(self, part: Part) -> list[Whole]:
        if part.text is None:
            raise UnprovenError(f"the text of {name(part.side)} is unknown: {part.side.why}")
        if not find_markers(split_lines(part.text)):
            return [Whole(part.text, self._dated(part.side, part.text))]
        if part.origin is None:
            raise UnprovenError(f"history does not say how the markers in {name(part.side)} came")
        return self.wholes(part.origin)

    def _dated(self, side: Side, text: bytes) -> Side:
        """A side whose label says nothing is as old as the commit that holds its very text."""
        held = self.evidence.held(text) if side.touch is None else None
        if held is None:
            return side
        why = f"its text is byte for byte that of {held.sha[:10]}"
        return Side(side.label, Rung.EXACT, why, held, held)

    def _left(self, origin: Origin, part: Part, below: Sequence[Whole]) -> bytes | None:
        """The text of theirs by what is left of the stacked text without ours."""
        ours = origin.parts[0].text
        ways = take_off(origin.text, ours, part.side.label) if ours is not None else []
        if part.text in ways:
            return part.text
        if len(ways) > 1:
            ways = [text for text in ways if self.evidence.held(text)]
        if len(ways) != 1:
            return part.text
        return _without_inner(ways[0], part.side, below)


def _is_certain(part: Part) -> bool:
    return part.text is not None and part.side.rung is not Rung.REWRITTEN


def _without_inner(text: bytes, side: Side, below: Sequence[Whole]) -> bytes:
    """A text of theirs that has inner markers where ours was merged cleanly.

    There it was as it had been in the commit before. In a rebase that is the one that the layer
    below put there; of anything else it is unknown.
    """
    lines = split_lines(text)
    markers = find_markers(lines)
    if not markers:
        return text
    before = below[-1]
    rebased = (Rung.REWRITTEN, Rung.EXACT)
    if side.rung not in rebased or before.side.rung not in rebased:
        raise UnprovenError(f"what {name(side)} had between its conflicts is unknown")
    found = spans(markers)
    texts = fit(lines, found, before.text)
    if texts is None:
        raise UnprovenError(f"{name(before.side)} does not fit below {name(side)}")
    return _put(lines, found, texts)


def _put(lines: Sequence[bytes], found: Iterable[Span], texts: Iterable[bytes]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for (first, after), text in zip(found, texts, strict=True):
        parts += (*lines[position:first], text)
        position = after
    return b"".join((*parts, *lines[position:]))


# Proof


def _account(
    document: Document,
    markers: Iterable[Marker],
    found: Iterable[Span],
    wholes: Iterable[Whole],
    texts: Iterable[bytes],
) -> None:
    """Raise if a line of a conflict is in no revision: somebody wrote it there by hand."""
    known = {ended(line) for whole in wholes for line in split_lines(whole.text)}
    plain = _plain_lines(document, markers)
    for first, after in found:
        for number in range(first, after):
            if number in plain and ended(document.lines[number]) not in known:
                raise UnprovenError(f"line {number + 1} is in no revision that git knows")


def _plain_lines(document: Document, markers: Iterable[Marker]) -> set[int]:
    """The lines that are no markers and in no base: a base need not be a revision known here."""
    plain = set(range(len(document.lines)))
    base: Marker | None = None
    for marker in markers:
        plain.discard(marker.line)
        if marker.kind is Kind.BASE and base is None:
            base = marker
        elif base and marker.kind is Kind.SEPARATOR and marker.length == base.length:
            plain.difference_update(range(base.line, marker.line))
            base = None
    return plain


# Decision


def _newest(
    wholes: Sequence[Whole], evidence: Evidence, date: DateKind
) -> tuple[Whole, tuple[str, ...]]:
    """The text that is newer than every other, by one of its revisions each."""
    texts: defaultdict[bytes, list[Whole]] = defaultdict(list)
    for whole in wholes:
        texts[whole.text].append(whole)
    if len(texts) == 1:
        return wholes[0], ("all sides hold the same text",)
    doubts: list[str] = []
    for text, holders in texts.items():
        others = [w for w in wholes if w.text != text]
        reasons = []
        for other in others:
            verdicts = [_compare(holder, other, evidence, date) for holder in holders]
            newer = next((v for v in verdicts if v.order is Order.NEWER), None)
            if newer is None:
                doubts += [v.reason for v in verdicts if v.order is Order.UNSURE]
                break
            reasons.append(newer.reason)
        else:
            return _dated(holders, others, evidence, date), tuple(dict.fromkeys(reasons))
    raise UnprovenError("; ".join(dict.fromkeys(doubts)) or "no revision is newer than all others")


def _dated(
    holders: Sequence[Whole], others: Sequence[Whole], evidence: Evidence, date: DateKind
) -> Whole:
    """The one of equal revisions that is newer than the most others."""

    def beaten(holder: Whole) -> int:
        verdicts = (_compare(holder, other, evidence, date) for other in others)
        return sum(v.order is Order.NEWER for v in verdicts)

    return max(holders, key=beaten)


def _compare(one: Whole, other: Whole, evidence: Evidence, date: DateKind) -> Verdict:
    return compare_sides(one.side, other.side, evidence, date)
