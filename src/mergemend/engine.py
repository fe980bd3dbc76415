"""Takes one document through the checkers, conflicts first, and proves what fixing makes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from mergemend.cheap import may_be_cut
from mergemend.conflicts import Rule, markers_of
from mergemend.directives import OffParts, off_parts
from mergemend.edits import apply
from mergemend.evidence import Evidence
from mergemend.limits import over_beyond, over_marks, over_status
from mergemend.model import (
    ChoiceError,
    Choices,
    Document,
    FileReport,
    Finding,
    Json,
    Safety,
    left_message,
)
from mergemend.rules import LIMIT, UNUSED

if TYPE_CHECKING:
    from mergemend.mojibake.gate import Doubts
    from mergemend.mojibake.restored import History
    from mergemend.statusdocs.kind import Kind
    from mergemend.statusdocs.look import Look

MAX_LOOKS = 7  # two are the rule
_GARBLED = "mojibake"


class ProofError(Exception):
    """A fix did not do what it said. Nothing was written; it is a fault of mergemend."""


def _every_rule(_: str) -> bool:
    return True


def _no_rule(_: str) -> bool:
    return False


def no_kind(_: Document) -> Kind | None:
    """No document is a status document."""
    return None


Settle: TypeAlias = "Callable[[Document, tuple[Finding, ...], bool], tuple[Finding, ...]]"
"""What becomes of the findings in a document before they are fixed; True at the first look."""


def _as_found(_: Document, findings: tuple[Finding, ...], __: bool) -> tuple[Finding, ...]:
    return findings


@dataclass(frozen=True, slots=True)
class Options:
    """What to look for and how to decide.

    ``wanted`` says whether a rule counts, ``named`` whether it was selected by name: some fixes are
    made only then. ``allow`` are texts that are never taken for garbled. With ``history`` garbled
    lines get back what they were before the commit that garbled them. ``choices`` are texts for
    garbled places of the document as it is. ``kind`` tells which status document it is, if any.
    ``settle`` is what somebody decided of the findings (`mergemend.decisions`).
    """

    rule: Rule = field(default_factory=Rule)
    wanted: Callable[[str], bool] = _every_rule
    named: Callable[[str], bool] = _no_rule
    allow: tuple[str, ...] = ()
    history: History | None = None
    choices: Choices = field(default_factory=dict)
    kind: Callable[[Document], Kind | None] = no_kind
    settle: Settle = _as_found


def examine(document: Document, evidence: Evidence, options: Options) -> FileReport:
    """Check ``document`` and say what fixing it would give.

    What is fixed can tell more of what was left, so it is looked at again until nothing changes.
    Raises `ProofError` if that has no end, and `mergemend.model.ChoiceError`.
    """
    first = look = _look(document, evidence, options, is_first=True)
    stages = list(first.stages)
    before = document.data
    for _ in range(MAX_LOOKS):
        if look.after == before:
            findings = look.findings
            kept = tuple(stage for stage in stages if stage)
            return FileReport(
                document.path,
                document.data,
                look.after,
                first.findings,
                kept,
                findings,
                look.not_run,
            )
        before, options = look.after, replace(options, choices={})
        look = _look(Document(document.path, before), evidence, options, is_first=False)
        stages += look.stages
    raise ProofError(
        f"{document.path}: fixing it again and again would give one text after another"
    )


@dataclass(frozen=True, slots=True)
class _Look:
    after: bytes
    findings: tuple[Finding, ...]
    stages: tuple[tuple[Finding, ...], ...]
    not_run: tuple[str, ...]


def _look(document: Document, evidence: Evidence, options: Options, *, is_first: bool) -> _Look:
    if over := tuple(over_marks(document)):
        found = tuple(finding for finding in over if options.wanted(finding.rule))
        why = "not looked for, because conflicts come first"
        return _Look(document.data, found, (), (f"garbled text: {why}",))
    conflicts, texts = _in_conflict(document, evidence, options)
    in_conflict = options.settle(document, _wanted(document, conflicts, options), is_first)
    merged = _applied(document, in_conflict)
    # the sides of a conflict that is left are compared with what git holds, byte for byte
    is_left = len(_fixable(in_conflict)) < len(conflicts)
    encoded = _encoded(merged, evidence, options, fixable=not is_left)
    encoded = options.settle(merged, encoded, is_first)
    decoded = _applied(merged, encoded)
    if options.choices and decoded.data != document.data:
        raise ChoiceError(
            f"{document.path}: mending conflicts and encodings comes first, and can move the"
            " lines; run `mergemend fix` without choices, then choose"
        )
    garbled = options.settle(decoded, _garbled(decoded, texts, evidence, options), is_first)
    readable = _applied(decoded, garbled)
    status, not_run = _status(readable, evidence, options)
    status = options.settle(readable, status, is_first)
    after = _applied(readable, status).data
    found = (*encoded, *garbled)
    if decoded.data != document.data:
        found = (
            *_encoded(document, evidence, options, fixable=not is_left),
            *_garbled(document, texts, evidence, options),
        )
    if readable.data == document.data:
        found = (*found, *status)
    stages = [_fixable(in_conflict), _fixable(encoded), _fixable(garbled), _fixable(status)]
    if readable.data == document.data and not (in_conflict or not_run):
        unused = options.settle(document, _unused(document, found, evidence, options), is_first)
        found = (*found, *unused)
        if after == document.data:  # else what is mended first moves the lines
            after, stages = _applied(document, unused).data, [_fixable(unused)]
    findings = sorted((*in_conflict, *found), key=lambda f: (f.line, f.column))
    return _Look(after, tuple(findings), tuple(stages), not_run)


def _unused(
    document: Document, found: Collection[Finding], evidence: Evidence, options: Options
) -> tuple[Finding, ...]:
    """The comments that turn off nothing; only where all was looked for that they can turn off."""
    is_whole = options.kind is not no_kind and not (options.history or options.choices)
    if b"mergemend:" not in document.data or not (is_whole and options.wanted(UNUSED)):
        return ()
    if any(finding.rule == LIMIT for finding in found):
        return ()
    from mergemend.unused import find_unused

    others = replace(
        options,
        wanted=lambda rule: rule != UNUSED and options.wanted(rule),
        settle=_as_found,
    )

    def look(changed: Document) -> tuple[Finding, ...]:
        return _look(changed, evidence, others, is_first=False).findings

    return _wanted(document, [*find_unused(document, found, options.wanted, look)], options)


def _in_conflict(
    document: Document, evidence: Evidence, options: Options
) -> tuple[tuple[Finding, ...], tuple[bytes, ...]]:
    """The conflicts, and the texts that their sides hold."""
    if not markers_of(document) or (options.history and options.history.alone):
        return (), ()
    from mergemend.conflicts.check import examine as examine_conflicts

    report = examine_conflicts(document, evidence, options.rule)
    return report.findings, tuple(report.texts)


def _encoded(
    document: Document, evidence: Evidence, options: Options, *, fixable: bool
) -> tuple[Finding, ...]:
    """What is no plain UTF-8."""
    if document.data.isascii() and b"\0" not in document.data:
        return ()
    if (options.history and options.history.alone) or any(over_beyond(document)):
        return ()
    from mergemend.mojibake.encoding import Circumstances, check_encoding

    @cache
    def parts() -> OffParts:
        return off_parts(document)

    given = Circumstances(
        options.named,
        lambda rule, line: parts().hold(rule, line, line),
        lambda: {marker.line for marker in markers_of(document)},
        evidence.encoding,
        fixable,
    )
    found = _wanted(document, check_encoding(document, given), options)
    return _sure(found, options.rule.min_grade)


def _garbled(
    document: Document, texts: tuple[bytes, ...], evidence: Evidence, options: Options
) -> tuple[Finding, ...]:
    """The garbled lines; another revision in the file, or in history, may have them intact."""
    given = options.history or options.choices
    if over := tuple(over_beyond(document)):
        return _wanted(document, over, options) if options.wanted(_GARBLED) else ()
    doubts = _doubts(document)
    if not (doubts or given):
        return ()
    from mergemend.mojibake.check import check  # it loads tables of all code pages
    from mergemend.mojibake.past import unseen_lines
    from mergemend.mojibake.wide import find_wide

    if find_wide(document.data) and not options.choices:
        return ()

    def earlier() -> Iterator[bytes]:
        return unseen_lines(chain(texts, evidence.earlier()))

    skipped = unlooked_lines(document)
    if options.history is None:
        found = check(
            document, earlier, skipped, options.allow, options.choices, evidence.neighbours, doubts
        )
        wanted = _wanted(document, found, options)
        _prove_choices(document, wanted, options.choices)
        return _sure(wanted, options.rule.min_grade)
    found = options.history.findings(document, evidence, skipped)
    skipped.update(finding.line - 1 for finding in found if finding.edits)
    rest = (
        ()
        if options.history.alone
        else check(document, earlier, skipped, options.allow, None, evidence.neighbours, doubts)
    )
    mended = {finding.line for finding in rest if finding.edits}
    left = {finding.line for finding in found if not finding.edits} - mended
    found = tuple(f for f in found if f.edits or f.line in left)
    wanted = _wanted(document, (*found, *(f for f in rest if f.line not in left)), options)
    return _sure(wanted, options.rule.min_grade)


def _doubts(document: Document) -> Doubts | None:
    """What may be garbled; only if anything may be what judges it is loaded."""
    if document.data.isascii() and not may_be_cut(document.path, document.data):
        return None
    from mergemend.mojibake.gate import Doubts

    return Doubts(document.path, document.data)


def _status(
    document: Document, evidence: Evidence, options: Options
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """What does not fit in a status document, and what was not run, with the reason."""
    kind = options.kind(document)
    if kind is None or (options.history and options.history.alone):
        return (), ()
    if markers_of(document):
        return (), (f"{kind.name}: not checked, because conflict markers are left",)
    if over := tuple(over_status(document)):
        return _wanted(document, over, options), ()
    from mergemend.statusdocs.look import Look
    from mergemend.statusdocs.markdown import read_outline

    return status_findings(Look(read_outline(document), kind, evidence), options), ()


def status_findings(look: Look, options: Options) -> tuple[Finding, ...]:
    """What the rules for status documents find in one without conflicts."""
    from mergemend.statusdocs.check import check_look

    found = _wanted(look.outline.document, check_look(look, options.wanted), options)
    return _sure(found, options.rule.min_grade)


def unlooked_lines(document: Document) -> set[int]:
    """The lines, counted from 0, that are not looked at for garbled text."""
    lines = {marker.line for marker in markers_of(document)}
    return lines | off_parts(document).lines_of(_GARBLED)


def _wanted(
    document: Document, findings: Collection[Finding], options: Options
) -> tuple[Finding, ...]:
    """The findings of rules that the settings want and no comment in the document turns off."""
    if not findings:
        return ()
    parts = off_parts(document)
    return tuple(
        f
        for f in findings
        if options.wanted(f.rule) and not parts.hold(f.rule, f.line - 1, f.line - 1)
    )


def _prove_choices(document: Document, findings: Iterable[Finding], choices: Choices) -> None:
    """Raise `ChoiceError` if a choice is lost, because its rule is off."""
    lines = {finding.line for finding in findings}
    for line, _ in choices:
        if line not in lines:
            raise ChoiceError(f"{document.path}:{line}: the rules for garbled text are off there")


def _sure(findings: Iterable[Finding], least: Safety) -> tuple[Finding, ...]:
    """Findings without their edits where these are less sure than ``least``."""
    return tuple(
        _left(f, f.safety) if f.edits and f.safety and not f.safety.reaches(least) else f
        for f in findings
    )


def _left(finding: Finding, grade: Safety) -> Finding:
    """The edits are still told, as candidates."""
    evidence = dict(finding.evidence) | {"grade": str(grade)}
    places = evidence.get("places")
    if isinstance(places, Sequence):
        evidence["places"] = [_as_candidate(place) for place in places]
    return replace(
        finding,
        edits=(),
        safety=None,
        message=left_message(grade, finding.message),
        evidence=evidence,
    )


def _as_candidate(place: Json) -> Json:
    if not isinstance(place, Mapping) or "after" not in place:
        return place
    candidate = {key: place[key] for key in ("after", "odds", "steps") if key in place}
    kept = {key: value for key, value in place.items() if key not in candidate}
    return kept | {"candidates": [candidate]}


def _fixable(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(f for f in findings if f.edits)


def _applied(document: Document, findings: Iterable[Finding]) -> Document:
    """The document with all edits made; itself, with what is known of it, if there are none."""
    edits = [edit for finding in findings for edit in finding.edits]
    return Document(document.path, apply(document.data, edits)) if edits else document
