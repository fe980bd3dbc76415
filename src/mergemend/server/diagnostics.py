"""Findings as a client shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lsprotocol import types

from mergemend.model import Document, Finding, Json, Severity, Span, decode, encode
from mergemend.report.terminal import printable
from mergemend.server.examination import Examined
from mergemend.server.positions import Positions

SOURCE = "mergemend"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


def diagnostics(examined: Examined, positions: Positions) -> list[types.Diagnostic]:
    """What a client is told of a document."""
    return [diagnostic(examined.document, one, positions) for one in examined.findings]


def diagnostic(document: Document, finding: Finding, positions: Positions) -> types.Diagnostic:
    """A finding with its place."""
    return types.Diagnostic(
        positions.range(extent(document, finding, positions)),
        printable(finding.message),
        _SEVERITIES[finding.severity],
        code=finding.rule,
        source=SOURCE,
    )


def is_conflict(finding: Finding) -> bool:
    """Whether it is about conflict markers."""
    return finding.rule.startswith("conflict")


def lines_of(finding: Finding) -> tuple[int, int]:
    """The first and the last line that a finding is about, from 0."""
    numbers = [line for line in listed(finding.evidence.get("lines")) if isinstance(line, int)]
    first = finding.line - 1
    return first, max([first, *(number - 1 for number in numbers)])


def extent(document: Document, finding: Finding, positions: Positions) -> Span:
    """The bytes that a finding is about, without the end of the last line."""
    if not document.lines:
        return Span(0, 0)
    first, last = (min(line, len(document.lines) - 1) for line in lines_of(finding))
    if is_conflict(finding) or last > first:
        whole = document.span_of_lines(first, last + 1)
        return Span(whole.start, positions.line_end(max(whole.end - 1, whole.start)))
    line = decode(document.lines[first])
    base = document.span_of_lines(first, first + 1).start
    places = list(_places(finding)) or list(_edited(document, finding, first))
    start = finding.column - 1
    end = max((column + length for column, length in places), default=None)
    columns = start, len(line) if end is None else max(end, start)
    here, there = (base + len(encode(line[:column])) for column in columns)
    there = min(there, positions.line_end(here))
    return Span(here, there) if here < there else Span(base, positions.line_end(base))


def _places(finding: Finding) -> Iterator[tuple[int, int]]:
    """The garbled places of the line: their columns from 0, and lengths."""
    for key in ("places", "chosen"):
        yield from _columns(finding.evidence.get(key))
    for line in listed(finding.evidence.get("lines")):
        if isinstance(line, Mapping) and line.get("line") == finding.line:
            yield from _columns(line.get("places"))


def _columns(places: Json) -> Iterator[tuple[int, int]]:
    for place in listed(places):
        if isinstance(place, Mapping) and isinstance(column := place.get("column"), int):
            yield column - 1, len(str(place.get("before", "")))


def _edited(document: Document, finding: Finding, line: int) -> Iterator[tuple[int, int]]:
    """What the edits of a finding replace, if all of that is in its line."""
    whole = document.span_of_lines(line, line + 1)
    if all(whole.start <= edit.span.start and edit.span.end <= whole.end for edit in finding.edits):
        for edit in finding.edits:
            before = decode(document.data[whole.start : edit.span.start])
            yield len(before), len(decode(document.data[edit.span.start : edit.span.end]))


def listed(value: Json) -> Sequence[Json]:
    """The items of a list in evidence; none where it is no list."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
