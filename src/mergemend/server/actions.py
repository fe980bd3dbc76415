"""The ways to decide what was found, as edits that the editor makes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lsprotocol import types

from mergemend.decisions import Decision, Option, decisions_in
from mergemend.model import Document, Edit, FileReport, Finding, Safety, Span, encode
from mergemend.report.options import shown, sides_of, visible
from mergemend.report.terminal import printable, shorten
from mergemend.server.comments import turned_off
from mergemend.server.diagnostics import diagnostic, extent, is_conflict, lines_of
from mergemend.server.examination import Examined
from mergemend.server.positions import Positions

QUICK_FIX = str(types.CodeActionKind.QuickFix.value)
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.mergemend"

_WIDTH = 120  # of a title
_MOST = 50  # findings of a place: an editor can ask for the whole of a text


@dataclass(frozen=True, slots=True)
class Actions:
    """Makes the actions for a document.

    ``versioned`` says that edits can name their version; ``unions`` are the edits that keep the
    lines of all sides of a conflict, by its line.
    """

    examined: Examined
    positions: Positions
    versioned: bool
    unions: Mapping[int, tuple[Edit, ...]] = field(default_factory=dict)

    @property
    def _document(self) -> Document:
        return self.examined.document

    def at(self, place: types.Range) -> Iterator[types.CodeAction]:
        """Each way to decide what was found at a place, and to have it told no more."""
        start, end = self.positions.offset(place.start), self.positions.offset(place.end)
        report = self.examined.report
        found = (f for f in report.findings if self._is_at(f, start, end)) if report else ()
        here = list(islice(found, _MOST))
        for decision in decisions_in(self._document, here):
            yield from self._options(decision)
        for finding in here:
            last = min(lines_of(finding)[1], len(self._document.lines) - 1)
            edits = turned_off(self._document, finding, last)
            place_name = "here" if len(here) == 1 else f"in line {finding.line}"
            title = f"Turn {finding.rule} off {place_name}"
            yield from self._action(title, QUICK_FIX, edits, finding)

    def fix_all(self, mended: FileReport) -> Iterator[types.CodeAction]:
        """All that is safe, as ``mended`` has it."""
        edits = _all_edits(mended)
        yield from self._action("Fix all that is safe (mergemend)", FIX_ALL, edits)

    def _is_at(self, finding: Finding, start: int, end: int) -> bool:
        span = extent(self._document, finding, self.positions)
        return span.start <= end and start <= span.end

    def _options(self, decision: Decision) -> Iterator[types.CodeAction]:
        for number in shown(decision):
            option = decision.options[number]
            edits = option.edits or (_put(decision, option),)
            is_fix = number == 0 and decision.is_proposed
            preferred = is_fix and option.grade is Safety.SAFE
            title = _title(decision, number)
            yield from self._action(title, QUICK_FIX, edits, decision.finding, preferred)
        union = self.unions.get(decision.finding.line, ())
        if is_conflict(decision.finding) and not any(o.edits == union for o in decision.options):
            title = "Take the lines of all sides (guess)"
            yield from self._action(title, QUICK_FIX, union, decision.finding)

    def _action(
        self,
        title: str,
        kind: str,
        edits: Sequence[Edit],
        finding: Finding | None = None,
        preferred: bool | None = None,
    ) -> Iterator[types.CodeAction]:
        """The action; none where there is nothing to change, or the client has no such text."""
        sent = self.positions.text_edits(edits)
        if not sent:
            return
        if self._document.data != self.examined.buffer.data:  # its editor has no \r\n
            sent = [types.TextEdit(e.range, e.new_text.replace("\r\n", "\n")) for e in sent]
        told = [diagnostic(self._document, finding, self.positions)] if finding else None
        yield types.CodeAction(
            shorten(title, _WIDTH),
            kind,
            told,
            preferred or None,
            edit=self._workspace_edit(sent),
        )

    def _workspace_edit(self, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        """Edits of this very version: a client refuses them once the text has changed."""
        buffer = self.examined.buffer
        if not self.versioned:
            return types.WorkspaceEdit(changes={buffer.uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(buffer.uri, buffer.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])


def _title(decision: Decision, number: int) -> str:
    """What is done, and how sure it is."""
    option = decision.options[number]
    if decision.place is not None:
        return f"Put {visible(option.text)} for {visible(decision.place)} ({option.odds})"
    if is_conflict(decision.finding):
        side = sides_of(decision).get(option.name)
        facts = [
            *([str(option.grade)] if option.grade else []),
            *(["proposed"] if number == 0 and decision.is_proposed else []),
            *(["newest"] if side and side.is_newest else []),
            *([side.said] if side else []),
        ]
        return f"Take {printable(option.name)}" + (f" ({', '.join(facts)})" if facts else "")
    return f"Fix ({option.grade}): {printable(option.why)}"


def _put(decision: Decision, option: Option) -> Edit:
    """The edit that puts a text in a garbled place."""
    start = (decision.column or 1) - 1
    before = encode(decision.lines[:start])
    at = decision.document.span_of_lines(decision.first, decision.after).start + len(before)
    return Edit(Span(at, at + len(encode(decision.place or ""))), encode(option.text))


def _all_edits(report: FileReport) -> Sequence[Edit]:
    """What fixing changes: its edits, or one for all where some go on from what others left."""
    if len(report.stages) == 1:
        return [edit for finding in report.stages[0] for edit in finding.edits]
    before, after = report.before, report.after
    if before == after:
        return []
    start = _alike(zip(before, after, strict=False))
    rest = min(len(before), len(after)) - start
    end = min(_alike(zip(reversed(before), reversed(after), strict=False)), rest)
    while start and not _starts_a_character(before, start):
        start -= 1
    while end and not _starts_a_character(before, len(before) - end):
        end -= 1
    return [Edit(Span(start, len(before) - end), after[start : len(after) - end])]


def _alike(pairs: Iterable[tuple[int, int]]) -> int:
    """How many pairs of bytes are equal, up to the first that is not."""
    number = 0
    for one, other in pairs:
        if one != other:
            break
        number += 1
    return number


def _starts_a_character(data: bytes, at: int) -> bool:
    return at >= len(data) or data[at] & 0xC0 != 0x80
