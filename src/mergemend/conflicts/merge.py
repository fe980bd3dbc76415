"""Settles what it can of a merge that git has just made; the rest keeps git's own markers.

Nobody looks on, so only what the texts say counts, never a date: a resolver's grade decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mergemend.conflicts.answers import kind_name
from mergemend.conflicts.choice import Choice, contested_in, ranked_for
from mergemend.conflicts.markers import GIT_LENGTH, Kind, Names, parse_marker
from mergemend.conflicts.reading import Labels
from mergemend.conflicts.resolve.ladder import Ranked
from mergemend.conflicts.resolve.region import Contested
from mergemend.conflicts.revisions import LayerKey, Region
from mergemend.directives import off_parts
from mergemend.limits import MAX_RESOLVED
from mergemend.lines import joined
from mergemend.model import Document, Safety, encode, is_utf8


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge of three texts of the file ``path``, and what git made of them.

    The markers in ``merged`` have ``size`` bytes, more than any line of the texts begins with.
    ``labels`` and ``length`` are those that the markers of the file must have.
    """

    path: str
    base: bytes
    ours: bytes
    theirs: bytes
    merged: bytes
    size: int
    labels: Names
    length: int = GIT_LENGTH


@dataclass(frozen=True, slots=True)
class Decided:
    """A settled region: the line (from 1) where its text begins, whose it is, and the answer."""

    line: int
    name: str
    answer: Ranked


@dataclass(frozen=True, slots=True)
class Settled:
    """What a merge comes to: the text, what was decided in it, and how many regions are left."""

    text: bytes
    decided: tuple[Decided, ...]
    left: int


def settle(merge: Merge, least: Safety) -> Settled:
    """Decide the regions whose likeliest answer has at least the grade ``least``.

    The text is what git made, byte for byte, but for these regions.
    """
    document = Document(merge.path, merge.merged)
    lines = document.lines
    regions = list(_regions(lines, merge))
    answers = _answers(document, regions, merge, least)
    pieces: list[bytes] = []
    decided: list[Decided] = []
    position = line = 0
    for region, answer in zip(regions, answers, strict=True):
        pieces.append(joined(lines[position : region.start]))
        position = region.end + 1
        line += pieces[-1].count(b"\n")
        if answer is None:
            written = (_marker(text, merge) for text in lines[region.start : position])
            pieces.append(b"".join(written))
        else:
            pieces.append(_without_added_end(answer, merge, last=position == len(lines)))
            sides = (name.decode("utf-8", "replace") for name in merge.labels[1:])
            decided.append(Decided(line + 1, kind_name(answer.proposal.kind, *sides), answer))
        line += pieces[-1].count(b"\n")
    pieces.append(joined(lines[position:]))
    return Settled(b"".join(pieces), tuple(decided), len(regions) - len(decided))


def _regions(lines: Sequence[bytes], merge: Merge) -> Iterator[Region]:
    labels = Labels(merge.labels.ours, None, merge.labels.theirs, None, merge.size)
    layer = LayerKey(labels)
    at: dict[Kind, int] = {}
    for number, line in enumerate(lines):
        kind = _kind(line, merge.size)
        if kind is not None:
            at[kind] = number
        if kind is Kind.END:
            base = at.get(Kind.BASE)
            yield Region(layer, at[Kind.START], base, at[Kind.SEPARATOR], number)
            at.clear()


def _kind(line: bytes, size: int) -> Kind | None:
    return next((kind for kind in Kind if line.startswith(kind.encode() * size)), None)


def _answers(
    document: Document, regions: Sequence[Region], merge: Merge, least: Safety
) -> list[Ranked | None]:
    """The answer for each region; None where none is sure enough, or none may be given."""
    texts = merge.base, merge.ours, merge.theirs
    if len(document.data) > MAX_RESOLVED or not all(map(is_utf8, texts)):
        return [None] * len(regions)
    off = off_parts(document)
    answers: list[Ranked | None] = []
    for region, contested in zip(regions, contested_in(document, regions, merge.base), strict=True):
        is_off = off.hold("conflict", region.start, region.end) or _has_markers(contested)
        best = None if is_off else Choice(ranked_for(contested)).best
        answers.append(best if best is not None and best.grade.reaches(least) else None)
    return answers


def _has_markers(region: Contested) -> bool:
    """Whether conflicts lie in a region: of the texts, or of a base that git has merged itself."""
    lines = map(encode, (*region.ours, *region.theirs, *(region.base or ())))
    found = (parse_marker(line) for line in lines if line[:1] in (b"<", b"|", b">"))
    return any(found)


def _marker(line: bytes, merge: Merge) -> bytes:
    """A line of a region; its markers as long as they must be, with their labels."""
    kind = _kind(line, merge.size)
    if kind is None:
        return line
    labels = dict(zip((Kind.BASE, Kind.START, Kind.END), merge.labels, strict=True))
    label = labels.get(kind)
    end = line[len(line.rstrip(b"\r\n")) :]
    return kind.encode() * merge.length + (b" " + label if label else b"") + end


def _without_added_end(answer: Ranked, merge: Merge, *, last: bool) -> bytes:
    """The text of an answer; git has put a line end to last lines that had none."""
    text = encode(answer.proposal.text)
    if last and not merge.ours.endswith(b"\n") and not merge.theirs.endswith(b"\n"):
        return text.removesuffix(b"\n").removesuffix(b"\r")
    return text
