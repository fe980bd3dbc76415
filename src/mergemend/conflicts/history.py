"""Decides a stack by history: the whole texts that went into it, and which of them is the newest.

History often holds these texts outright: a merge's parents, the commits that labels name. Where a
label's commit is gone, what is left of the stacked text when ours is taken out of it is theirs
(`peel.take_off`). Each text is again a whole revision or a stack.

A revision is taken if it is newer than every other and the file itself holds it: each of its lines
stands in the conflicts, in order, and each line of the conflicts is a line of some revision. What
is outside of the conflicts stays as it is: clean hunks were merged by git and are nobody's side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from mergemend.conflicts.decide import Order, Verdict, compare, name
from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.conflicts.peel import Way, put_upon, take_off
from mergemend.conflicts.rule import DateKind
from mergemend.conflicts.spans import Span, ended, fit, is_within, spans
from mergemend.evidence import Commit, Evidence, Origin, Part, Rung, Side
from mergemend.model import Document, Safety, decode, split_lines

MAX_BASES = 12  # earlier texts that are tried as the base of a merge to do again


class UnprovenError(Exception):
    """History does not account for the stack; the message says why."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole revision that went into a stack, the side that it is, and the layers it is a side of.

    ``labels`` are the end labels of those layers. ``stored`` says that git has the text as it is.
    """

    text: bytes
    side: Side
    labels: frozenset[str]
    stored: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What goes in the places of some spans: ``taken`` is the newest of ``wholes``."""

    spans: tuple[Span, ...]
    texts: tuple[bytes, ...]
    taken: Whole
    wholes: tuple[Whole, ...]
    reasons: tuple[str, ...]

    @property
    def labels(self) -> frozenset[str]:
        """The end labels of the layers that are decided."""
        return frozenset().union(*(whole.labels for whole in self.wholes))

    @property
    def discarded(self) -> tuple[Whole, ...]:
        """The revisions with another text than the one taken."""
        return tuple(w for w in self.wholes if w.text != self.taken.text)

    @property
    def safety(self) -> Safety:
        """As for any side taken by its date; equal sides leave nothing to decide."""
        return Safety.GUESS if self.discarded else Safety.SAFE


@dataclass(frozen=True, slots=True)
class Peeled:
    """What history says of a file's conflicts.

    ``choices`` is one for the whole file, or one for each of the conflicts that have no layer in
    common where the newest revision has nothing to do with some. ``held`` is a commit that holds
    the result byte for byte.
    """

    choices: tuple[Settled, ...]
    wholes: tuple[Whole, ...]
    held: Commit | None


def peel(
    document: Document, markers: Sequence[Marker], evidence: Evidence, date: DateKind
) -> Peeled:
    """Decide the conflicts of ``document`` by history. Raises `UnprovenError`."""
    origin = evidence.origin()
    if origin is None:
        raise UnprovenError("history does not say how the markers came in")
    wholes = _Layers(evidence).wholes(origin)
    found = spans(markers)
    plain = _plain_lines(document, markers)
    _account(document, plain, found, wholes, evidence)
    judge = _Judge(document, plain, evidence, date)
    try:
        choices = [judge.choose(found, wholes)]
    except UnprovenError:
        groups = _groups(found, markers)
        if len(groups) == 1:
            raise
        choices = [judge.choose(group, _sides_of(wholes, labels)) for group, labels in groups]
    placed = sorted(p for c in choices for p in zip(c.spans, c.texts, strict=True))
    result = _put(document.lines, [p[0] for p in placed], [p[1] for p in placed])
    known = (w.side.touch for w in wholes if w.stored and w.text == result)
    held = next(known, None) or evidence.held(result)
    if held is None:
        _agree(origin, choices, result)
    return Peeled(tuple(choices), tuple(wholes), held)


def _agree(origin: Origin, choices: Sequence[Settled], result: bytes) -> None:
    """Raise if the newest text, taken in each conflict, is not what its own merge gives.

    Where git merged other hunks cleanly beside the last layer, they stay. If among them is a
    conflict that the last layer's newer side has no part in, the newest revision and what was
    merged beside it say different things of it.
    """
    ours, *theirs = origin.parts
    if len(choices) != 1 or len(theirs) != 1 or ours.text is None:
        return
    if choices[0].taken.side.label != theirs[0].side.label:
        return
    ways = take_off(origin.text, ours.text, theirs[0].side.label)
    if len(ways) == 1 and ways[0].text != result:
        raise UnprovenError(
            f"{name(choices[0].taken.side)} has no part in some of the conflicts, and git merged"
            " other changes beside it"
        )


def _groups(
    found: Sequence[Span], markers: Sequence[Marker]
) -> list[tuple[list[Span], frozenset[str]]]:
    """The spans that have a layer in common together, with the labels of their layers."""
    groups: list[tuple[list[Span], frozenset[str]]] = []
    for span in found:
        inside = (m for m in markers if m.kind is Kind.END and span[0] <= m.line < span[1])
        labels = frozenset(decode(m.label) for m in inside)
        near = [group for group in groups if group[1] & labels]
        groups = [group for group in groups if not group[1] & labels]
        together = sorted([span, *(s for group in near for s in group[0])])
        groups.append((together, labels.union(*(group[1] for group in near))))
    return groups


def _sides_of(wholes: Iterable[Whole], labels: frozenset[str]) -> list[Whole]:
    return [whole for whole in wholes if whole.labels & labels]


@dataclass
class _Layers:
    """Follows an origin down to the whole revisions, the innermost first."""

    evidence: Evidence

    def wholes(
        self,
        origin: Origin,
        chain: frozenset[str] = frozenset(),
        above: frozenset[str] = frozenset(),
    ) -> list[Whole]:
        """The revisions of ``origin``.

        ``chain`` are the layers that it is ours of, ``above`` those that it is in theirs of.
        """
        ours, *theirs = origin.parts
        own = frozenset(part.side.label for part in theirs)
        found = self._of(ours, chain | own, above)
        for part in theirs:
            if len(theirs) == 1 and not _is_certain(part):
                part = replace(part, text=self._left(origin, part, found), stored=False)
            found += self._of(part, frozenset(), above | {part.side.label})
        return found

    def _of(self, part: Part, chain: frozenset[str], above: frozenset[str]) -> list[Whole]:
        if part.text is None:
            raise UnprovenError(f"the text of {name(part.side)} is unknown: {part.side.why}")
        if not find_markers(split_lines(part.text)):
            side = self._dated(part.side, part.text)
            return [Whole(part.text, side, chain | above, part.stored)]
        if part.origin is None:
            raise UnprovenError(f"history does not say how the markers in {name(part.side)} came")
        return self.wholes(part.origin, chain, above)

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
        if part.text is not None and (not ways or part.text in [way.text for way in ways]):
            return part.text
        if len(ways) == 1 and not find_markers(split_lines(ways[0].text)):
            return ways[0].text
        held = [way.text for way in ways if self.evidence.held(way.text)]
        if len(held) == 1:
            return held[0]
        return self._remade(origin, part, ways, below) or part.text

    def _remade(
        self, origin: Origin, part: Part, ways: Sequence[Way], below: Sequence[Whole]
    ) -> bytes | None:
        """The text of theirs that makes the very same stack when the merge is done again.

        Ours may have markers outside of the regions that theirs never had: there theirs was as the
        base, which in a rebase is the text of the layer below, else one that the file had before.
        """
        before = [below[-1].text] if _is_before(below[-1].side, part.side) else []
        earlier = (text for text in self.evidence.earlier() if not find_markers(split_lines(text)))
        for bases in (before, list(islice(earlier, MAX_BASES))):
            tried = {(base, put_upon(base, way)) for base in bases for way in ways}
            found = {text for base, text in tried if self._makes(origin, part, base, text)}
            if len(found) == 1:
                return found.pop()
        return None

    def _makes(self, origin: Origin, part: Part, base: bytes, theirs: bytes) -> bool:
        ours = origin.parts[0]
        if ours.text is None or find_markers(split_lines(theirs)):
            return False
        labels = (ours.side.label, _base_label(origin.text, ours.text), part.side.label)
        return origin.text in self.evidence.merged(ours.text, base, theirs, labels)


def _is_before(one: Side, other: Side) -> bool:
    """Whether a rebase can have put ``other`` upon ``one``."""
    rebased = all(side.rung in (Rung.REWRITTEN, Rung.EXACT) for side in (one, other))
    if not rebased or one.touch is None or other.touch is None:
        return False
    return one.touch.authored <= other.touch.authored


def _is_certain(part: Part) -> bool:
    return part.text is not None and part.side.rung is not Rung.REWRITTEN


def _base_label(text: bytes, ours: bytes) -> str | None:
    """The label of the bases that a layer has written, or None if it has written none."""
    now, before = (
        Counter(decode(m.label) for m in find_markers(split_lines(t)) if m.kind is Kind.BASE)
        for t in (text, ours)
    )
    return next(iter(now - before), None)


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
    plain: set[int],
    found: Iterable[Span],
    wholes: Iterable[Whole],
    evidence: Evidence,
) -> None:
    """Raise if a line of a conflict is in no revision: somebody wrote it there by hand.

    Where layers cut through each other's bases a base's lines can look like a side's. They are
    those of an earlier text, which no marker has gone through.
    """
    known = {ended(line) for whole in wholes for line in split_lines(whole.text)}
    lines = document.lines
    open_ = [
        n for span in found for n in range(*span) if n in plain and ended(lines[n]) not in known
    ]
    if not open_ or not _has_bases(document):
        earlier: Iterator[bytes] = iter(())
    else:
        earlier = (t for t in evidence.earlier() if not find_markers(split_lines(t)))
    for text in earlier:
        known = {ended(line) for line in split_lines(text)}
        open_ = [number for number in open_ if ended(lines[number]) not in known]
        if not open_:
            return
    if open_:
        raise UnprovenError(f"line {open_[0] + 1} is in no revision that git knows")


def _has_bases(document: Document) -> bool:
    return any(m.kind is Kind.BASE for m in find_markers(document.lines))


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


@dataclass(frozen=True, slots=True)
class _Judge:
    document: Document
    plain: set[int]
    evidence: Evidence
    date: DateKind

    def choose(self, found: Sequence[Span], wholes: Sequence[Whole]) -> Settled:
        """The newest of ``wholes``, as far as it lies in the spans; the file must hold it there."""
        taken, reasons = self._newest(wholes)
        lines = self.document.lines
        texts = fit(lines, found, taken.text)
        if texts is None or not self._are_within(found, texts):
            raise UnprovenError(f"the text of {name(taken.side)} is not in the file line by line")
        return Settled(tuple(found), texts, taken, tuple(wholes), reasons)

    def _are_within(self, found: Sequence[Span], texts: Sequence[bytes]) -> bool:
        """Whether the file holds the texts, sides only: what only a base has is nobody's."""
        lines = self.document.lines
        inside = {n for first, after in found for n in range(first, after)}
        sides = [line for n, line in enumerate(lines) if n in self.plain or n not in inside]
        return is_within(_put(lines, found, texts), sides)

    def _newest(self, wholes: Sequence[Whole]) -> tuple[Whole, tuple[str, ...]]:
        """The text that is newer than every other, by one of its revisions each."""
        texts: defaultdict[bytes, list[Whole]] = defaultdict(list)
        for whole in wholes:
            texts[whole.text].append(whole)
        if len(texts) == 1:
            return wholes[0], ("all sides hold the same text",)
        doubts: list[str] = []
        for text, holders in texts.items():
            others = [w for w in wholes if w.text != text]
            reasons = list(self._against(holders, others, doubts))
            if len(reasons) == len(others):
                return self._best(holders, others), tuple(dict.fromkeys(reasons))
        raise UnprovenError("; ".join(dict.fromkeys(doubts)) or "no revision is newer than others")

    def _against(
        self, holders: Sequence[Whole], others: Iterable[Whole], doubts: list[str]
    ) -> Iterator[str]:
        """Why one of ``holders`` is newer than each other, up to the first of which none is."""
        for other in others:
            verdicts = [self._compare(holder, other) for holder in holders]
            newer = next((v for v in verdicts if v.order is Order.NEWER), None)
            if newer is None:
                doubts += [v.reason for v in verdicts if v.order is Order.UNSURE]
                return
            yield newer.reason

    def _best(self, holders: Sequence[Whole], others: Sequence[Whole]) -> Whole:
        """The one of equal revisions that is newer than the most others."""

        def beaten(holder: Whole) -> int:
            return sum(self._compare(holder, other).order is Order.NEWER for other in others)

        return max(holders, key=beaten)

    def _compare(self, one: Whole, other: Whole) -> Verdict:
        return compare(one.side, other.side, self.evidence, self.date)
