"""Decisions about a document's conflicts as findings with edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mergemend.cheap import BOM
from mergemend.conflicts.answers import StackReport, answer_for, evidence_of
from mergemend.conflicts.decide import name
from mergemend.conflicts.history import Peeled, Settled
from mergemend.conflicts.leftover import ORPHAN
from mergemend.conflicts.markers import Marker
from mergemend.conflicts.reading import Parse
from mergemend.conflicts.rule import Rule
from mergemend.conflicts.sides import named_sides
from mergemend.conflicts.spans import Span
from mergemend.model import Document, Edit, Finding, Json, Severity, decode, left_message


def findings_of(
    document: Document, parsed: Parse, report: StackReport, rule: Rule, *, in_doubt: bool
) -> Iterator[Finding]:
    """One finding for each cluster of a stack; what may be an example is never changed."""
    for number, cluster in enumerate(report.stack.clusters):
        first, last = parsed.markers[cluster.first].line, parsed.markers[cluster.last].line
        what = _what(report, first, last)
        decided = report.agreed and not parsed.cost and not in_doubt
        answer = answer_for(report, number) if decided else None
        evidence = evidence_of(report, number, (first, last), answer)
        if in_doubt:
            why = "in a code block, and nothing in git says that it is more than an example"
            yield _finding(document, first, "conflict", f"{what}: left alone, {why}", evidence)
        elif not report.agreed:
            readings = f"{len(cluster.readings)}{' or more' if cluster.more else ''}"
            message = (
                f"{what}: the markers in lines {first + 1} to {last + 1} can be read in"
                f" {readings} ways that lead to different texts"
            )
            yield _finding(document, first, "conflict-ambiguous", message, evidence)
        elif parsed.cost:
            message = f"{what}: not decided while some markers of the file fit nowhere"
            yield _finding(document, first, "conflict", message, evidence)
        elif answer is None:
            message = f"{what}: not decided, {'; '.join(report.decision.reasons)}"
            yield _finding(document, first, "conflict", message, evidence)
        elif not answer.grade.reaches(rule.min_grade):
            message = f"{what}: {left_message(answer.grade, f'{answer.name}, {answer.reason}')}"
            yield _finding(document, first, "conflict", message, evidence)
        else:
            text = keep_bom(document, first, answer.text)
            edit = Edit(document.span_of_lines(first, last + 1), text)
            message = f"{what}: take {answer.name}, {answer.reason}"
            found = _finding(document, first, "conflict", message, evidence)
            yield replace(found, edits=(edit,), safety=answer.grade)


def settled_findings(
    document: Document, peeled: Peeled, rule: Rule, read: Mapping[Span, list[Json]]
) -> Iterator[Finding]:
    """One finding for each span of conflicts that history decides.

    ``read`` has what else the markers hold for a span, where they can be read.
    """
    held = f", byte for byte in {peeled.held.sha[:7]}" if peeled.held else ""
    for choice in peeled.choices:
        sure = choice.safety.reaches(rule.min_grade)
        answer = f"{name(choice.taken.side)}{held}, {choice.reasons[0]}"
        for (first, after), text in zip(choice.spans, choice.texts, strict=True):
            said = f"take {answer}" if sure else left_message(choice.safety, answer)
            evidence: Mapping[str, Json] = {
                "lines": [first + 1, after],
                "layers": len(choice.labels),
                "decided": True,
                "by": "history",
                "chosen": name(choice.taken.side),
                "held_by": peeled.held.sha if peeled.held else None,
                "grade": str(choice.safety),
                "reasons": list(choice.reasons),
                "discarded": list(dict.fromkeys(name(w.side) for w in choice.discarded)),
                "alternatives": read.get((first, after), []),
                "sides": named_sides(w.side for w in choice.wholes),
            }
            edit = Edit(document.span_of_lines(first, after), keep_bom(document, first, text))
            found = _finding(document, first, "conflict", f"{_layers(choice)}: {said}", evidence)
            yield replace(found, edits=(edit,), safety=choice.safety) if sure else found


def _layers(choice: Settled) -> str:
    layers = len(choice.labels)
    return f"{layers} conflicts over each other" if layers > 1 else "conflict"


def disagreement(document: Document, choice: Settled) -> Finding:
    """The finding where history takes what the only reading does not hold."""
    first, after = choice.spans[0][0], choice.spans[-1][1]
    message = (
        f"{_layers(choice)}: not decided, history takes {name(choice.taken.side)} and"
        f" the markers in lines {first + 1} to {after} hold another text"
    )
    return _finding(document, first, "conflict", message, {"lines": [first + 1, after]})


def orphans(document: Document, parsed: Parse) -> Iterator[Finding]:
    """The markers that the cheapest readings take for text at a cost: they have no partner."""
    for cluster in parsed.clusters:
        if cluster.cost:
            roles = cluster.readings[0].roles
            for marker, role in zip(parsed.markers[cluster.first :], roles, strict=False):
                if not role:
                    what = f"conflict marker '{_shown(document, marker)}' without its counterpart"
                    message = f"{what}: somebody removed the others, or it is not a conflict"
                    yield _finding(document, marker.line, ORPHAN, message)


def unreadable(document: Document, parsed: Parse, unproven: str | None) -> Finding:
    """The finding about markers that do not fit together; ``unproven`` is what history says."""
    lines = [m.line + 1 for m in parsed.markers]
    message = (
        f"{len(lines)} conflict markers (lines {lines[0]} to {lines[-1]}) do not fit together:"
        f" {parsed.limit}{f', and {unproven}' if unproven else ''}; resolve some of them by hand"
    )
    evidence: Mapping[str, Json] = {"lines": lines, "limit": parsed.limit, "history": unproven}
    return _finding(document, lines[0] - 1, "conflict-unreadable", message, evidence)


def _finding(
    document: Document,
    line: int,
    rule: str,
    message: str,
    evidence: Mapping[str, Json] | None = None,
) -> Finding:
    return Finding(
        document.path, line + 1, 1, rule, Severity.ERROR, message, evidence=evidence or {}
    )


def keep_bom(document: Document, line: int, text: bytes) -> bytes:
    """A byte-order mark that stands before the first marker belongs to the file."""
    if line == 0 and document.data.startswith(BOM) and not text.startswith(BOM):
        return BOM + text
    return text


def _what(report: StackReport, first: int, last: int) -> str:
    regions = report.stack.regions_in(first, last)
    layers = len({r.layer for r in regions})
    if layers > 1:
        return f"{layers} conflicts over each other"
    if not regions:
        return "unresolved conflict"
    sides = [report.known[regions[0].layer].ours, report.known[regions[0].layer].theirs]
    return "unresolved conflict between " + " and ".join(name(side) for side in sides)


def _shown(document: Document, marker: Marker) -> str:
    return decode(document.lines[marker.line]).strip()[:60]
