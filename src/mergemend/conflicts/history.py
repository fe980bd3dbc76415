"""Decides a stack by history: the whole texts that went into it, and which of them is the newest.

History often holds these texts outright: a merge's parents, the commits that labels name. Where a
label's commit is gone, what is left of the stacked text when ours is taken out of it is theirs
(`peel.take_off`). Each text is again a whole revision or a stack.

A revision is taken if it is newer than every other and the file itself holds it: each of its lines
stands in the conflicts, in order, and each line of the conflicts is a line of some revision. What
is outside of the conflicts stays as it is: clean hunks were merged by git and are nobody's side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mergemend.conflicts.decide import name
from mergemend.conflicts.layers import Layers
from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.conflicts.newest import Judge, UnplacedError, UnprovenError, Whole
from mergemend.conflicts.rule import DateKind
from mergemend.conflicts.spans import Span, ended, fit, is_within, put, spans
from mergemend.evidence import Commit, Evidence, Origin
from mergemend.lines import split_lines
from mergemend.model import Document, Safety, decode


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


_NOT_HELD = UnprovenError(
    "no commit holds what the newest revision gives, and the layers do not say it either"
)


def peel(
    document: Document, markers: Sequence[Marker], evidence: Evidence, date: DateKind
) -> Peeled:
    """Decide the conflicts of ``document`` by history. Raises `UnprovenError`.

    `UnplacedError` where history knows all the revisions and still does not decide.
    """
    origin = evidence.origin()
    if origin is None:
        raise UnprovenError("history does not say how the markers came in")
    layers = Layers(Judge(evidence, date))
    wholes = layers.wholes(origin)
    found = spans(markers)
    plain = _plain_lines(document, markers)
    _account(document, plain, found, wholes, evidence)
    place = _Place(document, plain)
    try:
        choices = _by_wholes(place, layers.judge, markers, wholes)
        held = _held(wholes, place.result(choices), evidence)
        doubt = None if held else _NOT_HELD
    except UnprovenError as error:
        choices, held, doubt = [], None, error
    if doubt is not None:
        settled = _by_layers(place, layers, found, wholes, origin, doubt)
        if not choices or place.result([settled]) != place.result(choices):
            choices = [settled]
            held = _held(wholes, place.result(choices), evidence)
    return Peeled(tuple(choices), tuple(wholes), held)


def _by_wholes(
    place: _Place, judge: Judge, markers: Sequence[Marker], wholes: Sequence[Whole]
) -> list[Settled]:
    """The newest revision in each conflict, or each by its own sides if some share no layer."""
    found = spans(markers)
    try:
        return [place.choose(found, wholes, judge)]
    except UnprovenError:
        groups = _groups(found, markers)
        if len(groups) == 1:
            raise
        return [place.choose(group, _sides_of(wholes, labels), judge) for group, labels in groups]


def _by_layers(
    place: _Place,
    layers: Layers,
    found: Sequence[Span],
    wholes: Sequence[Whole],
    origin: Origin,
    error: UnprovenError,
) -> Settled:
    """The newer side of each layer, where the newest revision alone does not say it.

    Where they do not say it either, raises `UnplacedError` with the reasons of ``error``.
    """
    try:
        answer = layers.answer(origin)
        texts = place.fitted(found, answer.text, answer.taken)
    except UnprovenError:
        raise UnplacedError(str(error)) from None
    beside = [f"where it has no part, {reason}" for reason in answer.beside]
    reasons = (*answer.reasons, *beside)
    return Settled(tuple(found), texts, answer.taken, tuple(wholes), reasons)


def _held(wholes: Iterable[Whole], result: bytes, evidence: Evidence) -> Commit | None:
    known = (w.side.touch for w in wholes if w.stored and w.text == result)
    return next(known, None) or evidence.held(result)


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
class _Place:
    """Where a text has to be: in conflicts. ``plain`` are the lines that can be a side's."""

    document: Document
    plain: set[int]

    def choose(self, found: Sequence[Span], wholes: Sequence[Whole], judge: Judge) -> Settled:
        """The newest of ``wholes``, as far as it lies in the spans."""
        taken, reasons = judge.newest(wholes)
        texts = self.fitted(found, taken.text, taken)
        return Settled(tuple(found), texts, taken, tuple(wholes), reasons)

    def fitted(self, found: Sequence[Span], text: bytes, taken: Whole) -> tuple[bytes, ...]:
        """What ``text`` has in the spans; the file must hold it there, or `UnprovenError`."""
        texts = fit(self.document.lines, found, text)
        if texts is None or not self._are_within(found, texts):
            raise UnprovenError(f"the text of {name(taken.side)} is not in the file line by line")
        return texts

    def result(self, choices: Iterable[Settled]) -> bytes:
        """The file with what was chosen in the place of the spans."""
        placed = sorted(p for c in choices for p in zip(c.spans, c.texts, strict=True))
        return put(self.document.lines, [p[0] for p in placed], [p[1] for p in placed])

    def _are_within(self, found: Sequence[Span], texts: Sequence[bytes]) -> bool:
        """Whether the file holds the texts, sides only: what only a base has is nobody's."""
        lines = self.document.lines
        inside = {n for first, after in found for n in range(first, after)}
        sides = [line for n, line in enumerate(lines) if n in self.plain or n not in inside]
        return is_within(put(lines, found, texts), sides)
