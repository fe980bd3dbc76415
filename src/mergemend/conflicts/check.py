"""One document's conflicts: found, taken apart, decided, and told as findings with edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod

from mergemend.conflicts.decide import Decision, Known, decide, name, orders
from mergemend.conflicts.history import Choice, Peeled, UnprovenError, peel
from mergemend.conflicts.markers import BOM, Kind, Marker, markers_of
from mergemend.conflicts.reading import Cluster, Parse
from mergemend.conflicts.revisions import LayerKey, Pick, Revision, Stack, build_stack
from mergemend.conflicts.rule import Rule, Strategy
from mergemend.conflicts.spans import nesting
from mergemend.conflicts.stack import WORK, parse
from mergemend.edits import apply
from mergemend.evidence import Evidence, LayerEvidence, LayerQuery, Side
from mergemend.model import Document, Edit, Finding, Json, Safety, Severity, decode

WORK_BESIDE_HISTORY = 6_000  # steps for a parse that is there to contradict history, not to decide
MAX_COMBINATIONS = 64  # of readings of a stack; a file with more is left to its author


@dataclass(frozen=True, slots=True)
class StackReport:
    """A stack in each of its readings, what is known of its layers, and the decision.

    ``agreed`` is False where the readings, or such as were not looked at, lead to different texts;
    the decision is then the first reading's.
    """

    readings: tuple[Stack, ...]
    known: Known
    decision: Decision
    agreed: bool = True

    @property
    def stack(self) -> Stack:
        """The simplest reading."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """What `examine` has to say of a document's conflicts.

    ``peeled`` is what history says of them, where it was asked and knows; it then decides.
    """

    parse: Parse
    stacks: tuple[StackReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    peeled: Peeled | None = None

    @property
    def texts(self) -> Iterator[bytes]:
        """The pieces of text that the stacks hold, revision by revision."""
        for whole in self.peeled.wholes if self.peeled else ():
            yield whole.text
        for report in self.stacks:
            for revision in report.stack.revisions:
                yield from revision.texts

    def with_texts(
        self, document: Document, choices: Iterable[tuple[Stack, Sequence[bytes]]]
    ) -> bytes:
        """The document with texts in the place of each stack's clusters."""
        edits = []
        for stack, texts in choices:
            for cluster, text in zip(stack.clusters, texts, strict=True):
                first = self.parse.markers[cluster.first].line
                last = self.parse.markers[cluster.last].line
                span = document.span_of_lines(first, last + 1)
                edits.append(Edit(span, _keep_bom(document, first, text)))
        return apply(document.data, edits)


def examine(document: Document, evidence: Evidence, rule: Rule) -> ConflictReport:
    """Find the conflicts of ``document`` and decide them by ``rule`` and ``evidence``.

    The edits of the findings put one text in the place of each cluster of regions. Where the
    markers do not fit together, or nothing is sure enough, there are findings without edits.
    """
    markers = markers_of(document)
    peeled: Peeled | str | None = None
    if nesting(markers) > 1 or len({m.label for m in markers if m.kind is Kind.END}) > 1:
        peeled = _ask_history(document, markers, evidence, rule)
    work = WORK_BESIDE_HISTORY if isinstance(peeled, Peeled) else WORK
    parsed = parse(document.lines, markers, work)
    if peeled is None and markers and not parsed.exact:
        peeled = _ask_history(document, markers, evidence, rule)
    if isinstance(peeled, Peeled):
        return _by_history(document, parsed, peeled, evidence, rule)
    return _by_reading(document, parsed, evidence, rule, peeled)


def _ask_history(
    document: Document, markers: Sequence[Marker], evidence: Evidence, rule: Rule
) -> Peeled | str | None:
    """What history says, or why it says nothing; None where the rule does not go by dates."""
    if rule.strategy is not Strategy.NEWEST:
        return None
    try:
        return peel(document, markers, evidence, rule.date)
    except UnprovenError as error:
        return str(error)


def _by_reading(
    document: Document, parsed: Parse, evidence: Evidence, rule: Rule, unproven: str | None
) -> ConflictReport:
    """Decide by what the markers say. ``unproven`` is why history did not."""
    if parsed.limit is not None:
        return ConflictReport(parsed, findings=(_unreadable(document, parsed, unproven),))
    stacks = tuple(
        _report(document, parsed, clusters, evidence, rule) for clusters in _stacks(parsed.clusters)
    )
    if unproven is not None and len(stacks) > 1:
        stacks = tuple(_undated(report, unproven) for report in stacks)
    findings = [*_orphans(document, parsed)]
    for report in stacks:
        findings += _findings(document, parsed, report)
    return ConflictReport(parsed, stacks, tuple(sorted(findings, key=lambda f: f.line)))


def _undated(report: StackReport, unproven: str) -> StackReport:
    """A stack beside others: HEAD had theirs in it, so that its date is not that of its text."""
    if report.decision.safety is Safety.SAFE:
        return report
    return replace(report, decision=Decision(None, (unproven,)))


def _by_history(
    document: Document, parsed: Parse, peeled: Peeled, evidence: Evidence, rule: Rule
) -> ConflictReport:
    """Decide by history, unless the markers can be read in one way only and say otherwise."""
    told = tuple(sorted(_told(document, peeled), key=lambda f: f.line))
    read = _by_reading(document, parsed, evidence, rule, None)
    odd = [c for c in peeled.choices if parsed.exact and not all(_is_read(read, c))]
    if odd:
        return replace(read, findings=tuple(_disagreement(document, choice) for choice in odd))
    return ConflictReport(parsed, read.stacks, told, peeled)


def _is_read(read: ConflictReport, choice: Choice) -> Iterator[bool]:
    """For each stack: whether a revision of the only reading holds the text, or may hold it."""
    texts = dict(zip(choice.spans, choice.texts, strict=True))
    markers = read.parse.markers
    for report in read.stacks:
        lines = [(markers[c.first].line, markers[c.last].line + 1) for c in report.stack.clusters]
        taken = tuple(texts[span] for span in lines if span in texts)
        revisions = report.stack.revisions
        if len(taken) == len(lines) and all(r.whole for r in revisions):
            yield taken in [r.texts for r in revisions]


def _disagreement(document: Document, choice: Choice) -> Finding:
    first, after = choice.spans[0][0], choice.spans[-1][1]
    message = (
        f"{_layers(choice)}: not decided, history takes {name(choice.taken.side)} and"
        f" the markers in lines {first + 1} to {after} hold another text"
    )
    return _finding(document, first, "conflict", message, {"lines": [first + 1, after]})


def _told(document: Document, peeled: Peeled) -> Iterator[Finding]:
    """One finding for each span of conflicts that history decides."""
    held = f", byte for byte in {peeled.held.sha[:7]}" if peeled.held else ""
    for choice in peeled.choices:
        took = f"take {name(choice.taken.side)}{held}, {choice.reasons[0]}"
        message = f"{_layers(choice)}: {took}"
        for (first, after), text in zip(choice.spans, choice.texts, strict=True):
            evidence: Mapping[str, Json] = {
                "lines": [first + 1, after],
                "layers": len(choice.labels),
                "decided": True,
                "by": "history",
                "chosen": name(choice.taken.side),
                "held_by": peeled.held.sha if peeled.held else None,
                "reasons": list(choice.reasons),
                "discarded": list(dict.fromkeys(name(w.side) for w in choice.discarded)),
            }
            edit = Edit(document.span_of_lines(first, after), _keep_bom(document, first, text))
            found = _finding(document, first, "conflict", message, evidence)
            yield replace(found, edits=(edit,), safety=choice.safety)


def _layers(choice: Choice) -> str:
    layers = len(choice.labels)
    return f"{layers} conflicts over each other" if layers > 1 else "conflict"


def _stacks(clusters: Iterable[Cluster]) -> list[list[Cluster]]:
    """The clusters that are conflicts, those with a layer in common together."""
    groups: list[tuple[set[object], list[Cluster]]] = []
    for cluster in clusters:
        labels: set[object] = {
            reading.labels[role - 1]
            for reading in cluster.readings
            for role in reading.roles
            if role
        }
        if not labels:
            continue
        together = [cluster]
        apart = []
        for group in groups:
            if group[0] & labels:
                labels |= group[0]
                together = group[1] + together
            else:
                apart.append(group)
        groups = [*apart, (labels, together)]
    return [sorted(group, key=lambda c: c.first) for _, group in groups]


def _report(
    document: Document,
    parsed: Parse,
    clusters: Sequence[Cluster],
    evidence: Evidence,
    rule: Rule,
) -> StackReport:
    """Decide a stack in each of its readings; it is decided if all of them agree."""
    number = prod(len(c.readings) for c in clusters)
    combinations = product(*(c.readings for c in clusters))
    stacks = [
        build_stack(document.lines, parsed.markers, clusters, readings)
        for readings in islice(combinations, MAX_COMBINATIONS)
    ]
    layers = list(dict.fromkeys(layer for stack in stacks for layer in stack.layers))
    known = dict(zip(layers, evidence.layers([_query(layer) for layer in layers]), strict=True))
    stacks = [s for s in stacks if all(orders(s, known))] or stacks
    decisions = [decide(stack, known, evidence, rule) for stack in stacks]
    complete = number <= MAX_COMBINATIONS and not any(c.more for c in clusters)
    agreed = complete and len({d.texts for d in decisions}) == 1
    return StackReport(tuple(stacks), known, decisions[0], agreed)


def _query(layer: LayerKey) -> LayerQuery:
    labels = layer.labels
    base = None if labels.base is None else decode(labels.base)
    return LayerQuery(decode(labels.start), base, decode(labels.end or b""), layer.nth)


def _orphans(document: Document, parsed: Parse) -> Iterator[Finding]:
    """The markers that the cheapest readings take for text at a cost: they have no partner."""
    for cluster in parsed.clusters:
        if cluster.cost:
            roles = cluster.readings[0].roles
            for marker, role in zip(parsed.markers[cluster.first :], roles, strict=False):
                if not role:
                    what = f"conflict marker '{_shown(document, marker)}' without its counterpart"
                    message = f"{what}: somebody removed the others, or it is not a conflict"
                    yield _finding(document, marker.line, "conflict-orphan-marker", message)


def _unreadable(document: Document, parsed: Parse, unproven: str | None) -> Finding:
    lines = [m.line + 1 for m in parsed.markers]
    message = (
        f"{len(lines)} conflict markers (lines {lines[0]} to {lines[-1]}) do not fit together:"
        f" {parsed.limit}{f', and {unproven}' if unproven else ''}; resolve some of them by hand"
    )
    evidence: Mapping[str, Json] = {"lines": lines, "limit": parsed.limit, "history": unproven}
    return _finding(document, lines[0] - 1, "conflict-unreadable", message, evidence)


def _findings(document: Document, parsed: Parse, report: StackReport) -> Iterator[Finding]:
    """One finding for each cluster of a stack."""
    decision = report.decision
    odd = bool(parsed.cost)
    for cluster, number in zip(
        report.stack.clusters, range(len(report.stack.clusters)), strict=True
    ):
        first, last = parsed.markers[cluster.first].line, parsed.markers[cluster.last].line
        what = _what(report, first, last)
        evidence = _evidence(report, first, last)
        if not report.agreed:
            readings = f"{len(cluster.readings)}{' or more' if cluster.more else ''}"
            message = (
                f"{what}: the markers in lines {first + 1} to {last + 1} can be read in"
                f" {readings} ways that lead to different texts"
            )
            yield _finding(document, first, "conflict-ambiguous", message, evidence)
        elif odd:
            message = f"{what}: not decided while some markers of the file fit nowhere"
            yield _finding(document, first, "conflict", message, evidence)
        elif decision.texts is None:
            message = f"{what}: not decided, {'; '.join(decision.reasons)}"
            yield _finding(document, first, "conflict", message, evidence)
        else:
            text = _keep_bom(document, first, decision.texts[number])
            edit = Edit(document.span_of_lines(first, last + 1), text)
            message = f"{what}: take {taken(report)}, {decision.reasons[0]}"
            found = _finding(document, first, "conflict", message, evidence)
            yield replace(found, edits=(edit,), safety=decision.safety)


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


def _keep_bom(document: Document, line: int, text: bytes) -> bytes:
    """A byte-order mark that stands before the first marker belongs to the file."""
    if line == 0 and document.data.startswith(BOM) and not text.startswith(BOM):
        return BOM + text
    return text


def _what(report: StackReport, first: int, last: int) -> str:
    regions = report.stack.regions_in(first, last)
    layers = len({r.layer for r in regions})
    if layers > 1:
        return f"{layers} conflicts over each other"
    sides = [report.known[regions[0].layer].ours, report.known[regions[0].layer].theirs]
    return "unresolved conflict between " + " and ".join(name(side) for side in sides)


def taken(report: StackReport) -> str:
    """What a decision takes, in words."""
    revision = report.decision.revision
    return "both sides" if revision is None else title(report, revision)


def title(report: StackReport, revision: Revision) -> str:
    """A revision's name: the side that it is."""
    return name(side_of(report.known, revision.path[revision.principal]))


def side_of(known: Known, step: tuple[LayerKey, Pick]) -> Side:
    """What is known of a side."""
    evidence: LayerEvidence = known[step[0]]
    return evidence.ours if step[1] is Pick.OURS else evidence.theirs


def _evidence(report: StackReport, first: int, last: int) -> Mapping[str, Json]:
    revision = report.decision.revision
    chosen = report.decision.texts
    discarded: list[Json] = [
        title(report, r) for r in report.stack.revisions if chosen is not None and r.texts != chosen
    ]
    return {
        "lines": [first + 1, last + 1],
        "layers": len(report.stack.layers),
        "decided": report.agreed and chosen is not None,
        "chosen": title(report, revision) if revision is not None and chosen is not None else None,
        "reasons": list(report.decision.reasons),
        "discarded": list(dict.fromkeys(str(d) for d in discarded)),
    }


def _shown(document: Document, marker: Marker) -> str:
    return decode(document.lines[marker.line]).strip()[:60]
