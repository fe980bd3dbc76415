"""What is to be decided in a document, one decision at a time: by a person, a plan or an editor.

A decision is a finding with its options: the fix that was found, and for a conflict what else its
sides hold; or a garbled place with all that it can have been. A key tells it by what stands there,
not by where: lines that come and go above do not change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import TypeAlias

from mergemend.conflicts import markers_of
from mergemend.conflicts.spans import spans
from mergemend.edits import apply
from mergemend.model import (
    ChoiceError,
    Choices,
    Document,
    Edit,
    FileReport,
    Finding,
    Json,
    Safety,
    Span,
    decode,
    encode,
)

Answers: TypeAlias = "Mapping[str, str | None]"
"""By the keys of decisions: what their lines, or their garbled place, become; None leaves them."""

_KEY = 16  # hexadecimal digits: of a million decisions no two are likely to share one
_GARBLED = "mojibake"
LEFT = "left as decided: "


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide: ``text`` is what the lines of the decision, or its place, become.

    ``odds`` says in words how often such an answer is right, where that was counted.
    """

    name: str
    text: str
    why: str
    grade: Safety | None = None
    odds: str | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A finding in ``document`` and how it can be decided; the document is that of its stage.

    ``first`` and ``after`` count its lines from 0. With ``is_proposed`` the first option is what
    `fix` does. ``column`` (from 1) and ``place`` are those of a garbled place, which is decided
    after all else: it stands in the document that the other decisions give.
    """

    key: str
    finding: Finding
    document: Document
    first: int
    after: int
    options: tuple[Option, ...]
    is_proposed: bool
    column: int | None = None
    place: str | None = None

    @property
    def lines(self) -> str:
        """The lines as they are."""
        return _text(self.document, self.first, self.after)

    def lines_with(self, option: Option) -> str:
        """The lines as they are with an option."""
        if self.column is None or self.place is None:
            return option.text
        start = self.column - 1
        return self.lines[:start] + option.text + self.lines[start + len(self.place) :]


def decisions_of(report: FileReport) -> Iterator[Decision]:
    """All that can be decided in a file, in the order in which it is fixed."""
    seen = set()
    for decision in _all_of(report):
        if decision.key not in seen:
            seen.add(decision.key)
            yield decision


def decisions_in(document: Document, findings: Sequence[Finding]) -> Iterator[Decision]:
    """What can be decided in a document as it is; ``findings`` point into it."""
    yield from _decisions(document, findings)
    yield from _places(document, findings)


def _all_of(report: FileReport) -> Iterator[Decision]:
    document = Document(report.path, report.before)
    yield from _decisions(document, filter(_is_conflict, report.findings))
    for stage in report.stages:
        yield from _decisions(document, stage)
        edits = [edit for finding in stage for edit in finding.edits]
        document = Document(report.path, apply(document.data, edits))
    yield from _places(Document(report.path, report.after), report.left)


def _is_conflict(finding: Finding) -> bool:
    return finding.rule.startswith("conflict")


def _decisions(document: Document, findings: Iterable[Finding]) -> Iterator[Decision]:
    keys = _Keys(document)
    for finding in findings:
        if decision := _decision(document, finding, keys):
            yield decision


def _decision(document: Document, finding: Finding, keys: _Keys) -> Decision | None:
    """None where there is nothing to choose from."""
    options = tuple(_options(document, finding))
    if not options:
        return None
    lines = _lines(document, finding)
    key = keys.key(finding.rule, lines)
    return Decision(key, finding, document, *lines, options, bool(finding.edits))


@dataclass(frozen=True)
class _Keys:
    """Tells decisions in a document apart."""

    document: Document

    def key(self, what: str, lines: tuple[int, int]) -> str:
        """What tells a decision from others: what is found, the text, how often that was above.

        What stands in a conflict does not count for what stands outside: it goes with it.
        """
        span = self.document.span_of_lines(*lines)
        data = self.document.data
        text = data[span.start : span.end]
        above = data.count(text, 0, span.start)
        if not what.startswith("conflict"):
            inside = [s for s in self._conflicts if s.start < span.end]
            if inside and span.start < inside[-1].end:
                what = f"in a conflict: {what}"
            else:
                above -= sum(data.count(text, s.start, s.end) for s in inside)
        name = sha256(what.encode("utf-8", "surrogateescape") + b"\0" + text).hexdigest()[:_KEY]
        return f"{name}-{above + 1}"

    @cached_property
    def _conflicts(self) -> list[Span]:
        found = spans(markers_of(self.document))
        return [self.document.span_of_lines(*lines) for lines in found]


def _lines(document: Document, finding: Finding) -> tuple[int, int]:
    """The lines that a finding is about, the first and the one behind the last, from 0."""
    stated = finding.evidence.get("lines")
    if _is_conflict(finding) and isinstance(stated, list):
        first, last = stated
        return first - 1, last
    if not finding.edits:
        return finding.line - 1, finding.line
    start = min(edit.span.start for edit in finding.edits)
    end = max(edit.span.end for edit in finding.edits)
    return document.line_at(start), document.line_at(max(start, end - 1)) + 1


def _text(document: Document, first: int, after: int) -> str:
    span = document.span_of_lines(first, min(after, len(document.lines)))
    return decode(document.data[span.start : span.end])


def _options(document: Document, finding: Finding) -> Iterator[Option]:
    """The fix, and what else the sides of a conflict hold."""
    seen = set()
    if finding.edits:
        fixed = _fix(document, finding)
        seen.add(fixed.text)
        yield fixed
    others = finding.evidence.get("alternatives")
    if not _is_conflict(finding) or not isinstance(others, list):
        return
    first, after = _lines(document, finding)
    for other in others:
        if isinstance(other, Mapping):
            option = _alternative(document, (first, after), other)
            if option.text not in seen:
                seen.add(option.text)
                yield option


def _fix(document: Document, finding: Finding) -> Option:
    first, after = _lines(document, finding)
    span = document.span_of_lines(first, after)
    moved = [
        Edit(Span(e.span.start - span.start, e.span.end - span.start), e.new) for e in finding.edits
    ]
    text = apply(document.data[span.start : span.end], moved)
    chosen, odds = finding.evidence.get("chosen"), finding.evidence.get("odds")
    name = chosen if isinstance(chosen, str) else "the fix"
    said = odds if isinstance(odds, str) else None
    return Option(name, decode(text), finding.message, finding.safety, said, finding.edits)


def _alternative(document: Document, lines: tuple[int, int], data: Mapping[str, Json]) -> Option:
    from mergemend.conflicts.tell import keep_bom

    text = keep_bom(document, lines[0], encode(str(data["text"])))
    edit = Edit(document.span_of_lines(*lines), text)
    grade, odds = data.get("grade"), data.get("odds")
    name, why = str(data.get("label") or data["kind"]), str(data.get("saw") or "")
    sure = Safety(str(grade)) if grade else None
    return Option(name, decode(text), why, sure, str(odds) if odds else None, (edit,))


def _places(document: Document, findings: Iterable[Finding]) -> Iterator[Decision]:
    """The garbled places that the odds leave open."""
    keys = _Keys(document)
    for finding in findings:
        lines = finding.line - 1, finding.line
        for column, before, options in _open_places(finding):
            key = keys.key(f"{finding.rule} {column} {before}", lines)
            yield Decision(key, finding, document, *lines, options, False, column, before)


def _open_places(finding: Finding) -> Iterator[tuple[int, str, tuple[Option, ...]]]:
    places = finding.evidence.get("places")
    for place in places if isinstance(places, list) else ():
        if isinstance(place, Mapping) and "candidates" in place:
            column, before = place.get("column"), place.get("before")
            if isinstance(column, int) and isinstance(before, str):
                yield column, before, tuple(map(_candidate, candidates_of(place)))


def _candidate(candidate: tuple[str, float]) -> Option:
    text, odds = candidate
    return Option(text, text, "garbling it gives what stands there", None, f"odds {odds:.2f}")


def candidates_of(place: Mapping[str, Json]) -> tuple[tuple[str, float], ...]:
    """What a garbled place can have been, and the odds, as the evidence of a finding has it."""
    candidates = place.get("candidates")
    return tuple(
        (str(one["after"]), float(odds))
        for one in (candidates if isinstance(candidates, Sequence) else ())
        if isinstance(one, Mapping) and isinstance(odds := one.get("odds"), int | float)
    )


@dataclass(frozen=True)
class Settler:
    """Makes of findings what somebody decided: `mergemend.engine.Options.settle`.

    With ``strict`` what nobody decided is left. ``used`` collects the keys that were met. It is for
    one look at one file.
    """

    answers: Answers
    strict: bool = False
    used: set[str] = field(default_factory=set)
    _kept: set[str] = field(default_factory=set)  # texts that were left at the first look

    def __call__(
        self, document: Document, findings: tuple[Finding, ...], is_first: bool
    ) -> tuple[Finding, ...]:
        """The findings as decided.

        Raises `mergemend.model.ChoiceError` for an answer that is no longer an option.
        """
        if not self.answers and not self.strict:
            return findings
        keys = _Keys(document)
        return tuple(
            self._settled(finding, _decision(document, finding, keys), is_first)
            for finding in findings
        )

    def choices_in(self, decisions: Iterable[Decision]) -> Choices:
        """The answers for garbled places, by their lines and columns."""
        choices: dict[tuple[int, int | None], str] = {}
        for decision in decisions:
            if decision.column is not None and decision.key in self.answers:
                self.used.add(decision.key)
                answer = self.answers[decision.key]
                if answer is not None:
                    choices[decision.first + 1, decision.column] = answer
        return choices

    def after(self, choices: Choices) -> Settler | _OnlyLines:
        """What settles the rest when garbled places get what was chosen for them."""
        if self.strict:
            return _OnlyLines(frozenset(line for line, _ in choices))
        return Settler(self.answers)

    def _settled(self, finding: Finding, found: Decision | None, is_first: bool) -> Finding:
        if found is None:
            return finding
        name = found.key.rpartition("-")[0]
        if not is_first and name in self._kept:
            return _left(finding)
        key = found.key if is_first else self._alike(name, found.key)
        if key in self.answers:
            self.used.add(key)
        elif not self.strict:
            return finding
        answer = self.answers.get(key)
        if answer is None:
            self._kept.add(name)
            return _left(finding)
        return _taken(found, answer)

    def _alike(self, name: str, key: str) -> str:
        """The answer for a text at a later look, when those above that were fixed are gone.

        Which of several alike it is can't be told then; none of them was left.
        """
        return next((k for k in self.answers if k.startswith(f"{name}-")), key)


def _left(finding: Finding) -> Finding:
    if not finding.edits:
        return finding
    message = LEFT + finding.message
    return replace(finding, edits=(), safety=None, message=message)


def _taken(decision: Decision, answer: str) -> Finding:
    finding = decision.finding
    for number, option in enumerate(decision.options):
        if option.text == answer:
            if decision.is_proposed and not number:
                return finding
            message = f"take {option.name}, as decided"
            evidence = dict(finding.evidence) | {"chosen": option.name, "by": "decision"}
            grade = option.grade or Safety.GUESS
            return replace(
                finding, edits=option.edits, safety=grade, message=message, evidence=evidence
            )
    raise ChoiceError(
        f"{finding.path}:{finding.line}: what was decided is no longer an option;"
        " look at it again, and decide anew"
    )


@dataclass(frozen=True, slots=True)
class _OnlyLines:
    """Leaves all findings but those about garbled text in ``lines`` (from 1)."""

    lines: frozenset[int]

    def __call__(
        self, _: Document, findings: tuple[Finding, ...], is_first: bool
    ) -> tuple[Finding, ...]:
        """The findings, those elsewhere without their edits."""
        return tuple(
            f if is_first and f.line in self.lines and f.rule.startswith(_GARBLED) else _left(f)
            for f in findings
        )
