r"""Tells conflicts from examples of conflicts, in documents that teach or show them.

What looks like git's work outside of a code block is taken for it, with or without a history: who
commits markers by mistake must be stopped. In a code block it may be either:

- A conflict, where git speaks for it: a merge or a rewritten commit brought the region in, an
  operation in progress puts the label's commit upon HEAD, or one side stood there before.
- An example, where the file's history is known and nothing in it speaks for a conflict.
- Where there is no history to ask, an example if the text around teaches (it speaks of conflicts
  or of edit blocks), or the region is all that the block holds. Otherwise a region with git's own
  labels is reported and left alone.

A conflict can open a fence on one side only; from there on nothing tells which lines are code. So a
block counts only if it, and all before it, begins and ends outside of every region.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice

from mergemend.conflicts.blocks import Block, find_blocks
from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.evidence import Evidence, Held, LayerQuery, Rung
from mergemend.lines import joined, split_lines
from mergemend.model import Document, decode

MAX_VERSIONS = 200  # of a file that are searched for a region in a code block

_SHA = re.compile(rb"(?:parent of )?(?P<sha>[0-9a-f]{7,64})\b(?P<rest>.*)", re.DOTALL)
_OURS = re.compile(rb"(?:HEAD|Updated upstream)(?::.*)?", re.DOTALL)
_TEACHES = re.compile(
    rb"\bconflict|\bmerge marker|\bgit (?:merge|rebase|rerere)\b"
    rb"|\bedit block|\bsearch.{1,5}replace",
    re.IGNORECASE,
)
_EMPTY = re.compile(rb"\s*(?:```|~~~|$)")  # a fence in a longer fence says nothing either
_TITLE = re.compile(rb"\s*(?:[$>%#] .*|(?=[\w\\-]*[./])[\w./\\-]+:?|(?:#|//|--|/\*|<!--).*)\s*")


class Verdict(Enum):
    """What markers in a code block are: a conflict, perhaps one, or an example of one."""

    CONFLICT = "conflict"
    PERHAPS = "perhaps a conflict"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The markers that are none of an example's, and the lines of those that may be."""

    markers: tuple[Marker, ...]
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Unit:
    """The markers in one code block, and what they have around them there."""

    lines: Sequence[bytes]
    block: Block
    markers: tuple[Marker, ...]

    @property
    def text(self) -> bytes:
        """The lines from the first marker to the last."""
        return joined(self.lines[self.markers[0].line : self.markers[-1].line + 1])

    @property
    def labels(self) -> tuple[bytes, bytes]:
        """The label of the first start, and of the last end."""
        starts = [m.label for m in self.markers if m.kind is Kind.START]
        ends = [m.label for m in self.markers if m.kind is Kind.END]
        return starts[0] if starts else b"", ends[-1] if ends else b""

    @property
    def end(self) -> bytes:
        """The line of the last marker."""
        return self.lines[self.markers[-1].line]

    @property
    def fills_block(self) -> bool:
        """Whether the block holds nothing else, but for a file's name, a command or a comment."""
        depth, others = 0, 0
        kinds = {m.line: m.kind for m in self.markers}
        for number in range(self.block.first + 1, self.block.last):
            kind = kinds.get(number)
            depth += (kind is Kind.START) - (kind is Kind.END)
            if kind is None and depth <= 0 and not _EMPTY.match(self.lines[number]):
                others += 1
                if others > 1 or not _TITLE.fullmatch(self.lines[number]):
                    return False
        return True

    @property
    def names_commit(self) -> bool:
        """Whether a label has the shape of a commit with its subject."""
        return any((m := _SHA.fullmatch(label)) and m["rest"].strip() for label in self.labels)

    @property
    def is_gits(self) -> bool:
        """Whether git writes such labels, whatever the branches are called."""
        return self.names_commit or bool(_OURS.fullmatch(self.labels[0]))


def sift(document: Document, markers: Sequence[Marker], evidence: Evidence) -> Sifted:
    """Leave the markers of examples out. ``evidence`` is asked where markers are in code blocks."""
    units = list(_units(document, markers))
    if not units:
        return Sifted(tuple(markers))
    judge = _Judge(document, markers, units, evidence)
    verdicts = [(unit, judge.judge(unit)) for unit in units]
    examples = set(_lines(u for u, verdict in verdicts if verdict is Verdict.EXAMPLE))
    doubtful = frozenset(_lines(u for u, verdict in verdicts if verdict is Verdict.PERHAPS))
    return Sifted(tuple(m for m in markers if m.line not in examples), doubtful)


def _lines(units: Iterable[_Unit]) -> Iterator[int]:
    return (marker.line for unit in units for marker in unit.markers)


def _units(document: Document, markers: Sequence[Marker]) -> Iterator[_Unit]:
    """The markers of each code block, as long as blocks and regions do not cut each other."""
    lines = document.lines
    left = list(markers)
    for block in find_blocks(document):
        depth = 0
        while left and left[0].line < block.first:
            marker = left.pop(0)
            depth = max(depth + (marker.kind is Kind.START) - (marker.kind is Kind.END), 0)
        if depth:
            return
        inside = tuple(m for m in left if m.line < block.last)
        del left[: len(inside)]
        if any(m.kind in (Kind.START, Kind.END) for m in inside):
            unit = _Unit(lines, block, inside)
            if not _is_balanced(inside) and not _shows_markers(unit):
                return
            yield unit


def _is_balanced(markers: Iterable[Marker]) -> bool:
    depth = 0
    for marker in markers:
        depth += (marker.kind is Kind.START) - (marker.kind is Kind.END)
        if depth < 0:
            return False
    return depth == 0


def _shows_markers(unit: _Unit) -> bool:
    """Whether a block holds marker lines and nothing else: it tells what they look like."""
    return len(unit.markers) == sum(
        bool(line.strip()) for line in unit.lines[unit.block.first + 1 : unit.block.last]
    )


class _Judge:
    def __init__(
        self,
        document: Document,
        markers: Sequence[Marker],
        units: Sequence[_Unit],
        evidence: Evidence,
    ) -> None:
        in_blocks = set(_lines(units))
        outside = [m for m in markers if m.line not in in_blocks]
        self.document = document
        self.evidence = evidence
        self.ends_outside = {m.label for m in outside if m.kind is Kind.END}
        self.versions = tuple(islice(evidence.versions(), MAX_VERSIONS))

    def judge(self, unit: _Unit) -> Verdict:
        known = self._by_history(unit)
        return known or self._by_text(unit)

    def _by_text(self, unit: _Unit) -> Verdict:
        if unit.fills_block:
            teaches = True
        elif unit.labels[1] in self.ends_outside:
            return Verdict.CONFLICT  # the merge that wrote the regions outside wrote this one
        else:
            teaches = _TEACHES.search(self._prose) is not None
        return Verdict.PERHAPS if unit.is_gits and not teaches else Verdict.EXAMPLE

    @cached_property
    def _prose(self) -> bytes:
        """The document without what stands between markers."""
        return re.sub(rb"(?ms)^<<<<<<<.*?^>>>>>>>[^\n]*", b"", self.document.data)

    def _by_history(self, unit: _Unit) -> Verdict | None:
        if not self.versions:
            return None
        arrivals = [v for v in self.versions if unit.text in v.data and not _held(v, unit)]
        if not arrivals:
            return self._in_work_tree(unit)
        if not all(v.before for v in arrivals):
            return None  # it came with the file itself, or the history is cut off there
        if any(_brought_in(v, unit) for v in arrivals):
            return Verdict.CONFLICT
        if any(unit.end in (data or b"") for v in arrivals for data in v.before):
            return self._by_end(unit)
        return self._by_label(unit)

    def _by_end(self, unit: _Unit) -> Verdict | None:
        """Of a region that somebody edited, what brought its last line in says what it is."""
        came = [v for v in self.versions if _came(unit.end, v)]
        return Verdict.CONFLICT if came and all(len(v.before) > 1 for v in came) else None

    def _in_work_tree(self, unit: _Unit) -> Verdict | None:
        """What is in no commit yet: the operation in progress says, or the sides in HEAD."""
        if any(unit.text in v.data for v in self.versions):
            return None  # it is older than the versions that were looked at
        if _stood_before(unit, self.versions[0].data) or self._resolved(unit) is Rung.OPERATION:
            return Verdict.CONFLICT
        if find_markers(split_lines(self.evidence.remerged(None) or b"")):
            return Verdict.CONFLICT  # the operation in progress conflicts in this file
        return self._by_label(unit) if unit.names_commit else None

    def _by_label(self, unit: _Unit) -> Verdict:
        """A label that names a commit of this repository is reported; the text may quote it."""
        exact = self._resolved(unit) is Rung.EXACT
        return Verdict.PERHAPS if exact else Verdict.EXAMPLE

    def _resolved(self, unit: _Unit) -> Rung:
        start, end = map(decode, unit.labels)
        return self.evidence.layers([LayerQuery(start, None, end)])[0].theirs.rung


def _held(version: Held, unit: _Unit) -> bool:
    return any(data is not None and unit.text in data for data in version.before)


def _came(line: bytes, version: Held) -> bool:
    """Whether a line is more frequent in a version than in each of those before it."""
    most = max(((data or b"").count(line) for data in version.before), default=0)
    return version.data.count(line) > most


def _brought_in(version: Held, unit: _Unit) -> bool:
    """Whether a version's commit wrote a unit by merging rather than by hand."""
    if len(version.before) > 1:
        return True
    subject = version.commit.subject.encode("utf-8", "surrogateescape")
    if any(m["rest"].strip(b" .()") == subject for label in unit.labels if (m := _sha(label))):
        return True
    return version.before[0] is not None and _stood_before(unit, version.before[0])


def _sha(label: bytes) -> re.Match[bytes] | None:
    match = _SHA.fullmatch(label)
    return match if match and match["rest"].strip() else None


def _stood_before(unit: _Unit, before: bytes) -> bool:
    """Whether one side of a unit's regions stood in their place in an earlier text.

    Its neighbours are asked for as well; where they are only the fences, the place says nothing.
    """
    if unit.fills_block:
        return False
    first, last = unit.markers[0].line, unit.markers[-1].line
    return any(
        side.strip() and b"".join([unit.lines[first - 1], side, unit.lines[last + 1]]) in before
        for side in _sides(unit)
    )


def _sides(unit: _Unit) -> Iterator[bytes]:
    """The text of a unit with ours taken in each region, and with theirs."""
    kinds = {m.line: m.kind for m in unit.markers}
    for wanted in (Kind.START, Kind.SEPARATOR):
        kept = []
        phase = Kind.END
        for number in range(unit.markers[0].line, unit.markers[-1].line + 1):
            if number in kinds:
                phase = kinds[number]
            elif phase in (Kind.END, wanted):
                kept.append(unit.lines[number])
        yield b"".join(kept)
