"""Recovers conflicts that somebody has half removed: from the text in which they were whole.

Of a region some marker lines are left, or all of them and only one side. The versions of the file,
and the merges that brought markers in, made anew, are searched for a text in which the region is
whole; that text is laid beside the file. What stands in the region's place then says what to do:

- exactly one side, both one after the other, or the lines of both with all of one side's: somebody
  has resolved it, and the marker lines are strays;
- everything, and only a marker line or two are missing: put back, they make it a conflict again;
- anything else: unknown. What stood there is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple

from mergemend.cheap import BOM
from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.conflicts.reading import Parse
from mergemend.evidence import Commit, Evidence
from mergemend.lines import joined, split_lines
from mergemend.model import Document, Edit, Finding, Json, Safety, Severity, Span, decode

ORPHAN = "conflict-orphan-marker"
MAX_VERSIONS = 200  # of a file that are searched for the whole regions
MAX_TEXTS = 8  # of these that are laid beside the file
MAX_LINES = 2000  # to compare, without what is equal at the start and the end

_SHOWN = 2000  # characters of a region in the evidence


@dataclass(frozen=True, slots=True)
class Source:
    """A text with whole regions, and the commit that holds it or, merged anew, gives it.

    Without a commit it is what the operation in progress gives.
    """

    lines: Sequence[bytes]
    commit: Commit | None
    merged: bool = False

    @property
    def name(self) -> str:
        """Where the text is from, in words."""
        if self.commit is None:
            return "the operation in progress"
        how = ", merged anew" if self.merged else ""
        return f"{self.commit.sha[:7]} ({self.commit.subject}){how}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A region that is whole in its source: its marker lines there (from 0)."""

    source: Source
    markers: tuple[Marker, ...]

    def part(self, before: Kind) -> Sequence[bytes]:
        """The lines above the marker of a kind, back to the marker before it."""
        number = next(n for n, m in enumerate(self.markers) if m.kind is before)
        return self.source.lines[self.markers[number - 1].line + 1 : self.markers[number].line]

    @property
    def has_base(self) -> bool:
        """Whether the region holds a base."""
        return len(self.markers) == len(Kind)

    @property
    def ours(self) -> Sequence[bytes]:
        """The lines of the first side."""
        return self.part(Kind.BASE if self.has_base else Kind.SEPARATOR)

    @property
    def theirs(self) -> Sequence[bytes]:
        """The lines of the second side."""
        return self.part(Kind.END)

    @property
    def lines(self) -> Sequence[bytes]:
        """All lines, markers too."""
        return self.source.lines[self.markers[0].line : self.markers[-1].line + 1]


@dataclass(frozen=True, slots=True)
class Stray:
    """A marker line that is left of a resolved region, and what somebody took there."""

    marker: Marker
    kept: str
    region: Whole


class _Row(NamedTuple):
    """A line of the mended document: its line in the other one, or the one it stands above."""

    line: int
    text: bytes
    is_new: bool


@dataclass(frozen=True)
class Recovery:
    """A document with strays taken out and missing marker lines put back.

    ``missing`` are lines by the line of the document that they belong before.
    """

    before: Document
    strays: tuple[Stray, ...]
    missing: Mapping[int, Sequence[bytes]]

    @property
    def is_empty(self) -> bool:
        """Whether the document stands as it is."""
        return not self.strays and not self.missing

    @cached_property
    def document(self) -> Document:
        """The document as it would stand."""
        return Document(self.before.path, b"".join(row.text for row in self._rows))

    @cached_property
    def _rows(self) -> list[_Row]:
        strays = {stray.marker.line for stray in self.strays}
        rows = []
        lines = self.before.lines
        for number in range(len(lines) + 1):
            rows += [_Row(number, line, True) for line in self.missing.get(number, ())]
            if number < len(lines) and number not in strays:
                rows.append(_Row(number, lines[number], False))
        return rows

    def back(self, finding: Finding) -> Finding:
        """A finding in `document` as one in ``before``."""
        where = ", ".join(str(number + 1) for number in self.missing)
        back = f" (with what is missing put back before line {where})" if where else ""
        return replace(
            finding,
            message=finding.message + back,
            line=min(self._rows[finding.line - 1].line + 1, len(self.before.lines)),
            edits=tuple(Edit(self._span(edit.span), edit.new) for edit in finding.edits),
            evidence={**finding.evidence, "put_back_before_lines": [n + 1 for n in self.missing]},
        )

    def _span(self, span: Span) -> Span:
        starts = list(accumulate((len(row.text) for row in self._rows), initial=0))
        first = self._rows[starts.index(span.start)]
        last = self._rows[starts.index(span.end) - 1]
        return self.before.span_of_lines(first.line, last.line if last.is_new else last.line + 1)

    def _stray_span(self, line: int) -> Span:
        return self.before.span_of_lines(line, line + 1)

    @property
    def findings(self) -> Iterator[Finding]:
        """A finding for each stray, with the edit that takes it out."""
        for stray in self.strays:
            line = stray.marker.line
            bom = BOM if line == 0 and self.before.data.startswith(BOM) else b""
            shown = decode(self.before.lines[line]).strip()[:60]
            message = (
                f"conflict marker '{shown}' left over: {stray.kept} kept of the conflict in"
                f" {stray.region.source.name}; take the line out"
            )
            yield Finding(
                self.before.path,
                line + 1,
                1,
                ORPHAN,
                Severity.ERROR,
                message,
                (Edit(self._stray_span(line), bom),),
                Safety.LIKELY,
                {**told(stray.region), "kept": stray.kept},
            )


def told(region: Whole) -> Mapping[str, Json]:
    """What is known of a region, as data."""
    commit = region.source.commit
    return {
        "commit": commit.sha if commit else None,
        "subject": commit.subject if commit else None,
        "merged_anew": region.source.merged,
        "stood": decode(joined(region.lines))[:_SHOWN],
    }


def is_damaged(parsed: Parse) -> bool:
    """Whether markers have lost their counterparts, or a region one of its sides."""
    pairs = zip(parsed.markers, parsed.markers[1:], strict=False)
    return is_amiss(parsed) or any(
        b.line == a.line + 1 and (a.kind, b.kind) in _EMPTY_SIDES for a, b in pairs
    )


def is_amiss(parsed: Parse) -> bool:
    """Whether markers have lost their counterparts."""
    kinds = [m.kind for m in parsed.markers]
    numbers = {kinds.count(kind) for kind in (Kind.START, Kind.SEPARATOR, Kind.END)}
    return bool(parsed.cost) or (parsed.limit is not None and len(numbers) > 1)


_EMPTY_SIDES = {(Kind.START, Kind.SEPARATOR), (Kind.SEPARATOR, Kind.END), (Kind.START, Kind.BASE)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a text with whole regions makes of a document, and the regions it can't explain."""

    recovery: Recovery
    unknown: tuple[Whole, ...]


def comparisons(document: Document, parsed: Parse, evidence: Evidence) -> Iterator[Comparison]:
    """The document beside each text with whole regions, the latest text first."""
    for source in islice(_sources(document, parsed, evidence), MAX_TEXTS):
        yield _Beside(document, parsed.markers, source).compare()


def explained(
    document: Document, findings: Sequence[Finding], unknown: Whole | None, evidence: Evidence
) -> tuple[Finding, ...]:
    """Findings, those of orphans with what is known: the region that was whole, or the commit."""
    lines = {f.line: document.lines[f.line - 1].strip() for f in findings if f.rule == ORPHAN}
    came = {} if unknown or not lines else _arrivals(lines.values(), evidence)
    return tuple(
        _explained(f, lines[f.line], unknown, came) if f.rule == ORPHAN else f for f in findings
    )


def _explained(
    finding: Finding, line: bytes, unknown: Whole | None, came: Mapping[bytes, Commit]
) -> Finding:
    if unknown is not None:
        message = (
            f"conflict marker '{decode(line)[:60]}' left over: the conflict was whole in"
            f" {unknown.source.name}, and what stands there now is none of its sides"
        )
        return replace(finding, message=message, evidence=told(unknown))
    if line not in came:
        return finding
    commit = came[line]
    message = f"{finding.message}; {commit.sha[:7]} ({commit.subject}) brought it in"
    return replace(
        finding, message=message, evidence={"commit": commit.sha, "subject": commit.subject}
    )


def _arrivals(lines: Iterable[bytes], evidence: Evidence) -> Mapping[bytes, Commit]:
    """The latest commit that brought each of these marker lines in, where one did.

    Separators are left out: headings are underlined like that.
    """
    wanted = {line for line in lines if not line.startswith(b"=")}
    found: dict[bytes, Commit] = {}
    for version in islice(evidence.versions(), MAX_VERSIONS):
        if not wanted:
            break
        came = {n for n in wanted if _came([n], version.data, version.before or (None,))}
        found |= dict.fromkeys(came, version.commit)
        wanted -= came
    return found


def _sources(document: Document, parsed: Parse, evidence: Evidence) -> Iterator[Source]:
    ends = (Kind.START, Kind.END)
    labels = {document.lines[m.line].strip() for m in parsed.markers if m.kind in ends}
    seen: set[bytes] = set()
    for data, commit, merged in _texts(document, labels, evidence, is_amiss(parsed)):
        if data is not None and data not in seen and b"=======" in data:
            seen.add(data)
            source = Source(split_lines(data), commit, merged)
            if whole_regions(source):
                yield source


def _texts(
    document: Document, labels: Collection[bytes], evidence: Evidence, amiss: bool
) -> Iterator[tuple[bytes | None, Commit | None, bool]]:
    """Texts, whence they are, and whether by merging anew: where a merge brought a marker in.

    Where no marker is amiss, only a side is empty, texts from before the markers say nothing.
    """
    for number, version in enumerate(islice(evidence.versions(), MAX_VERSIONS)):
        if number == 0 and _came(labels, document.data, (version.data,)):
            yield evidence.remerged(None), None, True
        yield version.data, version.commit, False
        if len(version.before) > 1 and _came(labels, version.data, version.before):
            yield evidence.remerged(version.commit), version.commit, True
        if not amiss and _came(labels, version.data, version.before or (None,)):
            return


def _came(labels: Iterable[bytes], data: bytes, before: Iterable[bytes | None]) -> bool:
    """Whether one of these marker lines is in a text and not so often in those before it."""
    return any(data.count(label) > max((b or b"").count(label) for b in before) for label in labels)


def whole_regions(source: Source) -> tuple[Whole, ...]:
    """The regions of a text that have all their markers and no others within."""
    found = []
    run: list[Marker] = []
    for marker in find_markers(source.lines):
        if marker.kind is Kind.START:
            run = [marker]
        elif run and marker.length == run[0].length and marker.kind in _NEXT[run[-1].kind]:
            run.append(marker)
            if marker.kind is Kind.END:
                found.append(Whole(source, tuple(run)))
                run = []
        else:
            run = []
    return tuple(found)


_NEXT: Mapping[Kind, tuple[Kind, ...]] = {
    Kind.START: (Kind.BASE, Kind.SEPARATOR),
    Kind.BASE: (Kind.SEPARATOR,),
    Kind.SEPARATOR: (Kind.END,),
    Kind.END: (),
}


class _Beside:
    """A document beside a text in which its regions are whole."""

    def __init__(self, document: Document, markers: Sequence[Marker], source: Source) -> None:
        self.document = document
        self.markers = {m.line: m for m in markers}
        self.source = source

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """The lines of the source that are in the document too, and where."""
        old = _keys(self.source.lines, {m.line: m for m in find_markers(self.source.lines)})
        new = _keys(self.document.lines, self.markers)
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        places = {n: n for n in range(start)}
        places |= {len(old) - n: len(new) - n for n in range(1, end + 1)}
        old, new = old[start : len(old) - end], new[start : len(new) - end]
        if max(len(old), len(new)) <= MAX_LINES:
            for one, other, size in SequenceMatcher(None, old, new, False).get_matching_blocks():
                places |= {start + one + n: start + other + n for n in range(size)}
        return places

    def compare(self) -> Comparison:
        strays: list[Stray] = []
        missing: dict[int, list[bytes]] = {}
        unknown = []
        for region in whole_regions(self.source):
            place = self._place(region)
            left = [m for n, m in self.markers.items() if place and n in place]
            if place is None or not left:
                continue
            back = _missing(region, self.document.lines, place, left)
            kept = None if back == [] else _kept(region, self._text(place), len(left))
            if (back is None) is (kept is None):
                unknown.append(region)  # with an empty side it may be either
                continue
            for line, marker in back or ():
                missing.setdefault(line, []).append(marker)
            strays += [Stray(m, kept, region) for m in left if kept is not None]
        return Comparison(Recovery(self.document, tuple(strays), missing), tuple(unknown))

    def _place(self, region: Whole) -> range | None:
        """The lines of the document in a region's place: between its neighbours' lines there."""
        first, last = region.markers[0].line, region.markers[-1].line
        before = -1 if first == 0 else self._places.get(first - 1)
        at_end = last + 1 == len(self.source.lines)
        after = len(self.document.lines) if at_end else self._places.get(last + 1)
        return None if before is None or after is None else range(before + 1, after)

    def _text(self, place: range) -> tuple[bytes, ...]:
        return tuple(self.document.lines[n] for n in place if n not in self.markers)


def _keys(lines: Sequence[bytes], markers: Mapping[int, Marker]) -> list[object]:
    """What makes lines equal: labels differ where the merge was made anew."""
    return [
        (markers[n].kind, markers[n].length) if n in markers else line
        for n, line in enumerate(lines)
    ]


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _missing(
    region: Whole, lines: Sequence[bytes], place: range, left: Sequence[Marker]
) -> list[tuple[int, bytes]] | None:
    """The marker lines to put back, each before a line; None unless only such are missing.

    A region that has all its markers and all its lines misses none. One of which a single marker
    is left was resolved.
    """
    if len(left) < min(2, len(region.markers)):
        return None
    kinds = {m.line: m.kind for m in left}
    whole = {m.line: m.kind for m in region.markers}
    back: list[tuple[int, bytes]] = []
    at = place.start
    for number in range(region.markers[0].line, region.markers[-1].line + 1):
        kind = whole.get(number)
        here = at if at < place.stop else None
        if (
            here is not None
            and kinds.get(here) is kind
            and (kind is not None or lines[here] == region.source.lines[number])
        ):
            at += 1
        elif kind is not None:
            back.append((at, region.source.lines[number].rstrip(b"\n") + b"\n"))
        else:
            return None
    return back if at == place.stop else None


def _kept(region: Whole, text: Sequence[bytes], markers: int) -> str | None:
    """What somebody took of a region whose place holds ``text`` now; None if that is not sure."""
    ours, theirs = tuple(region.ours), tuple(region.theirs)
    resolutions = {"ours was": ours, "theirs was": theirs}
    if markers == 1:
        resolutions |= {
            "both sides were": ours + theirs,
            "both sides, theirs first, were": theirs + ours,
        }
    for kept, lines in resolutions.items():
        if tuple(text) == lines:
            return kept
    if markers > 1:
        return None
    for kept, one, other in (
        ("ours and more was", ours, theirs),
        ("theirs and more was", theirs, ours),
    ):
        if one and _is_woven(text, one, other):
            return kept
    return None


def _is_woven(text: Sequence[bytes], one: Sequence[bytes], other: Sequence[bytes]) -> bool:
    """Whether a text is all lines of ``one`` and some of ``other``, either in their order."""
    reached = {0: 0}  # how far in ``one``: the least that of ``other`` was used up
    for line in text:
        after: dict[int, int] = {}
        for done, used in reached.items():
            if done < len(one) and one[done] == line:
                after[done + 1] = min(used, after.get(done + 1, used))
            found = next((n for n in range(used, len(other)) if other[n] == line), None)
            if found is not None:
                after[done] = min(found + 1, after.get(done, found + 1))
        reached = after
    return len(one) in reached
