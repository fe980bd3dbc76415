"""What is known of a file's conflicts: as data, and drawn for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mergemend.conflicts import DateKind, Rule
from mergemend.conflicts.answers import StackReport, answer_for, proposal_name, side_of
from mergemend.conflicts.check import ConflictReport
from mergemend.conflicts.decide import name, show
from mergemend.conflicts.history import Peeled
from mergemend.conflicts.resolve.odds import odds_of
from mergemend.conflicts.revisions import LayerKey, Revision
from mergemend.conflicts.sides import commit_data, side_data
from mergemend.evidence import Commit, Evidence, Side
from mergemend.lines import split_lines
from mergemend.model import Document, Json, decode
from mergemend.report.data import VERSION
from mergemend.report.terminal import printable
from mergemend.report.text import one_line
from mergemend.words import count


@dataclass(frozen=True)
class Explanation:
    """A document, its conflicts, the rule they are decided by, and whom to ask about the past."""

    document: Document
    conflicts: ConflictReport
    rule: Rule
    evidence: Evidence


# As data


def explain_data(explanation: Explanation) -> dict[str, Json]:
    """All that is known, as JSON."""
    parse = explanation.conflicts.parse
    return {
        "version": VERSION,
        "path": explanation.document.path,
        "strategy": str(explanation.rule.strategy),
        "date": str(explanation.rule.date),
        "parse": {
            "markers": len(parse.markers),
            "depth": parse.depth,
            "cost": parse.cost,
            "outcomes": parse.outcomes,
            "more_outcomes": parse.more,
            "exact": parse.exact,
            "limit": parse.limit,
        },
        "stacks": [_stack_data(explanation, stack) for stack in explanation.conflicts.stacks],
        "history": _history_data(explanation.conflicts.peeled),
        "findings": [
            {"line": f.line, "rule": f.rule, "message": f.message, "evidence": f.evidence}
            for f in explanation.conflicts.findings
        ],
    }


def _history_data(peeled: Peeled | None) -> Json:
    """What was taken by history, and what else there was."""
    if peeled is None:
        return None
    return {
        "held_by": peeled.held.sha if peeled.held else None,
        "choices": [
            {
                "lines": [[first + 1, after] for first, after in choice.spans],
                "taken": side_data(choice.taken.side),
                "discarded": [side_data(whole.side) for whole in choice.discarded],
                "reasons": list(choice.reasons),
            }
            for choice in peeled.choices
        ],
    }


def _stack_data(explanation: Explanation, report: StackReport) -> Json:
    names = {layer: number for number, layer in enumerate(report.stack.layers, 1)}
    return {
        "layers": [_layer_data(report, layer, names[layer]) for layer in names],
        "regions": [
            {
                "layer": names[region.layer],
                "start_line": region.start + 1,
                "base_line": None if region.base is None else region.base + 1,
                "separator_line": region.separator + 1,
                "end_line": region.end + 1,
            }
            for region in sorted(report.stack.regions, key=lambda r: r.start)
        ],
        "revisions": [
            _revision_data(explanation, report, r, names) for r in report.stack.revisions
        ],
        "decision": {
            "decided": report.agreed and report.decision.texts is not None,
            "agreed": report.agreed,
            "readings": len(report.readings),
            "safety": None if report.decision.safety is None else str(report.decision.safety),
            "reasons": list(report.decision.reasons),
        },
    }


def _layer_data(report: StackReport, layer: LayerKey, number: int) -> Json:
    known = report.known[layer]
    base = layer.labels.base
    return {
        "number": number,
        "style": "diff3" if layer.labels.three_part else "merge",
        "marker_length": layer.labels.length,
        "introduced_by": commit_data(known.introduced),
        "age": known.age,
        "ours": side_data(known.ours),
        "theirs": side_data(known.theirs),
        "base": None if base is None else {"label": decode(base)},
    }


def _revision_data(
    explanation: Explanation, report: StackReport, revision: Revision, names: dict[LayerKey, int]
) -> Json:
    text = revision_text(explanation, report, revision)
    held = explanation.evidence.held(text) if revision.whole else None
    same = [
        number
        for number, other in enumerate(report.stack.revisions, 1)
        if other is not revision and other.texts == revision.texts
    ]
    side = _principal(report, revision)
    return {
        "number": report.stack.revisions.index(revision) + 1,
        "label": side.label,
        "last_touch": commit_data(side.touch),
        "sides": [{"layer": names[layer], "side": str(pick)} for layer, pick in revision.path],
        "whole": revision.whole,
        "lines": len(split_lines(text)),
        "bytes": len(text),
        "equal_to": same,
        "held_by": None if held is None else held.sha,
        "chosen": _is_chosen(report, revision),
    }


def _principal(report: StackReport, revision: Revision) -> Side:
    return side_of(report.known, revision.path[revision.principal])


def _is_chosen(report: StackReport, revision: Revision) -> bool:
    return report.agreed and revision.texts == report.decision.texts


def revision_text(explanation: Explanation, report: StackReport, revision: Revision) -> bytes:
    """The whole file as a revision of one stack has it; other stacks stay as they are."""
    choice = (report.stack, revision.texts)
    return explanation.conflicts.with_texts(explanation.document, [choice])


# For a person


def explain_lines(explanation: Explanation) -> Iterator[str]:
    """The layers, the map of the markers, the time line and the decision, drawn as text."""
    conflicts = explanation.conflicts
    path = printable(explanation.document.path)
    if not conflicts.parse.markers:
        yield f"{path}: no conflict markers"
        return
    yield f"{path}: {_parse_sentence(conflicts)}"
    for number, report in enumerate(conflicts.stacks, 1):
        yield ""
        if len(conflicts.stacks) > 1:
            yield f"Conflict {number} of {len(conflicts.stacks)}"
        yield from _stack_lines(explanation, report)
    if conflicts.peeled is not None:
        yield ""
        yield from _history_lines(conflicts.peeled)
    for finding in conflicts.findings:
        apart = ("conflict-orphan-marker", "conflict-unreadable")
        if finding.rule in apart or "put_back_before_lines" in finding.evidence:
            yield ""
            yield f"line {finding.line}: {printable(finding.message)}"


def _parse_sentence(conflicts: ConflictReport) -> str:
    parse = conflicts.parse
    markers = count(len(parse.markers), "marker line")
    if parse.limit is not None:
        return f"{markers} that do not fit together"
    regions = count(sum(len(s.stack.regions) for s in conflicts.stacks), "region")
    readings = f"{parse.outcomes}{' or more' if parse.more else ''} readings"
    reading = "one reading" if parse.outcomes == 1 and not parse.more else readings
    odd = f", {count(parse.cost, 'odd line')}" if parse.cost else ""
    layers = count(parse.depth, "layer")
    return f"{markers}, {regions}, {layers} deep, {reading}{odd}"


def _stack_lines(explanation: Explanation, report: StackReport) -> Iterator[str]:
    yield from _layer_lines(report)
    yield ""
    yield from _map_lines(explanation.document, report)
    yield ""
    yield from _time_lines(explanation, report)
    yield ""
    yield from _decision_lines(report)


def _layer_lines(report: StackReport) -> Iterator[str]:
    yield "Layers, the latest first"
    for number, layer in enumerate(report.stack.layers, 1):
        known = report.known[layer]
        regions = sum(region.layer == layer for region in report.stack.regions)
        came = known.introduced
        since = f", came in with {came.sha[:10]}, {show(came.committed)}" if came else ""
        if known.age == 0:
            since = ", not committed yet"
        yield f"  {number}  {count(regions, 'region')}{since}"
        yield from _side_lines("ours", known.ours)
        yield from _side_lines("theirs", known.theirs)


def _side_lines(pick: str, side: Side) -> Iterator[str]:
    yield f"     {pick:<6}  {one_line(side.label)}"
    if side.touch is None:
        yield f"             unknown: {printable(side.why)}"
        return
    touch = side.touch
    yield f"             {side.rung}: {printable(side.why)}"
    when = f"{touch.sha[:10]}, {show(touch.authored)}"
    yield f"             last touched by {when}, {touch_title(touch)}"


def touch_title(commit: Commit) -> str:
    """A commit's author and subject, fit for a line."""
    return f"{one_line(commit.author, 30)}: {one_line(commit.subject, 50)}"


_CORNERS = {"start": "┌", "base": "├", "separator": "├", "end": "└"}


def _map_lines(document: Document, report: StackReport) -> Iterator[str]:
    """A column a layer: where its regions begin, part and end, and which run on beside."""
    layers = report.stack.layers
    events: dict[int, tuple[int, str]] = {}
    for region in report.stack.regions:
        column = layers.index(region.layer)
        for corner in _CORNERS:
            line = getattr(region, corner)
            if line is not None:
                events[line] = (column, _CORNERS[corner])
    width = len(str(max(events) + 1))
    yield "Map: line, layers, label"
    open_columns: set[int] = set()
    for line in sorted(events):
        column, corner = events[line]
        open_columns.discard(column)
        drawn = "".join(
            corner if n == column else "│" if n in open_columns else " " for n in range(len(layers))
        )
        if corner != "└":
            open_columns.add(column)
        label = one_line(decode(document.lines[line]).strip().lstrip("\ufeff"), 60)
        yield f"  {line + 1:>{width}}  {drawn}  {label}".rstrip()


def _time_lines(explanation: Explanation, report: StackReport) -> Iterator[str]:
    """The revisions in the order of their dates, those without one last."""
    yield f"Revisions, by {explanation.rule.date} date"
    dated = [(_date(report, r, explanation.rule.date), r) for r in report.stack.revisions]
    dated.sort(key=lambda item: (item[0] is None, item[0].timestamp() if item[0] else 0))
    for position, (date, revision) in enumerate(dated):
        text = revision_text(explanation, report, revision)
        held = explanation.evidence.held(text) if revision.whole else None
        notes = [count(len(split_lines(text)), "line")]
        if not revision.whole:
            notes.append("not whole: it has markers of a layer that it was never a side of")
        twins = [
            str(n + 1)
            for n, (_, r) in enumerate(dated)
            if r is not revision and r.texts == revision.texts
        ]
        if twins:
            notes.append(f"equal to {', '.join(twins)}")
        if held is not None:
            notes.append(f"byte for byte in {held.sha[:10]}")
        notes.append(_fate(report, revision))
        when = show(date) if date else "date unknown"
        dot = "●" if _is_chosen(report, revision) else "○"
        yield f"  {position + 1}  {when:<22}  {dot}  {_sides(report, revision)}"
        yield f"     {'':<22}  │  {', '.join(n for n in notes if n)}"


def _date(report: StackReport, revision: Revision, kind: DateKind) -> datetime | None:
    touch = _principal(report, revision).touch
    if touch is None:
        return None
    return touch.authored if kind is DateKind.AUTHOR else touch.committed


def _sides(report: StackReport, revision: Revision) -> str:
    label = one_line(_principal(report, revision).label, 60) or "(no label)"
    others = [
        one_line(side_of(report.known, step).label, 24) or "(no label)"
        for step in revision.path[revision.principal + 1 :]
    ]
    return label + (f", with {' and '.join(others)}" if others else "")


def _fate(report: StackReport, revision: Revision) -> str:
    if not report.agreed or report.decision.texts is None:
        return ""
    if report.decision.revision is None:
        return "kept in part"
    return "taken" if _is_chosen(report, revision) else "discarded"


def _history_lines(peeled: Peeled) -> Iterator[str]:
    """What history takes for each conflict; this is what counts."""
    held = f", byte for byte in {peeled.held.sha[:10]}" if peeled.held else ""
    for choice in peeled.choices:
        lines = ", ".join(f"{first + 1} to {after}" for first, after in choice.spans)
        yield f"Decided by history: lines {lines}: {printable(name(choice.taken.side))}{held}"
        for reason in choice.reasons:
            yield f"  {printable(reason)}"


def _decision_lines(report: StackReport) -> Iterator[str]:
    decision = report.decision
    if not report.agreed:
        yield "Not decided: the markers can be read in more than one way, with different results"
    elif decision.texts is None:
        yield "Not decided:"
    else:
        yield "Decided:"
    for reason in decision.reasons:
        yield f"  {printable(reason)}"
    yield from _answer_lines(report)


def _answer_lines(report: StackReport) -> Iterator[str]:
    """For each region what is answered and how sure that is, and the other proposals in turn."""
    regions = sorted(report.stack.regions, key=lambda region: region.start)
    for number, (region, choice) in enumerate(zip(regions, report.choices, strict=False)):
        answer = answer_for(report, number)
        yield ""
        if answer is None:
            yield f"Line {region.start + 1}: no answer"
        else:
            odds = odds_of(answer.resolver)
            yield f"Line {region.start + 1}: take {printable(answer.name)}"
            yield f"  {answer.grade}, by `{answer.resolver}` (docs/resolvers.md): {odds}"
        for place, one in enumerate(choice.ranked, 1):
            what = f"{proposal_name(report, one)}: {one.proposal.saw} ({one.grade})"
            yield f"  {place}. {one_line(what, 90)}"
