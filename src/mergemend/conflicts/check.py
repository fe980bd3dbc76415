"""One document's conflicts: found, taken apart, decided, and told as findings with edits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod

from mergemend.conflicts.answers import StackReport, alternatives
from mergemend.conflicts.choice import Choice, choices
from mergemend.conflicts.decide import Decision, decide, orders
from mergemend.conflicts.examples import Sifted, sift
from mergemend.conflicts.history import Peeled, Settled, peel
from mergemend.conflicts.leftover import Comparison, Recovery, comparisons, explained, is_damaged
from mergemend.conflicts.markers import Kind, Marker, markers_of
from mergemend.conflicts.newest import UnplacedError, UnprovenError
from mergemend.conflicts.reading import Cluster, Parse
from mergemend.conflicts.revisions import LayerKey, Stack, build_stack
from mergemend.conflicts.rule import Rule, Strategy
from mergemend.conflicts.spans import Span, nesting
from mergemend.conflicts.stack import WORK, parse
from mergemend.conflicts.tell import (
    disagreement,
    findings_of,
    keep_bom,
    orphans,
    settled_findings,
    unreadable,
)
from mergemend.directives import off_parts
from mergemend.edits import apply
from mergemend.evidence import Evidence, LayerQuery
from mergemend.limits import MAX_LAYER_LINES
from mergemend.model import Document, Edit, Finding, Json, Safety, decode

_RULE = "conflict"
WORK_BESIDE_HISTORY = 6_000  # steps for a parse that is there to contradict history, not to decide
MAX_COMBINATIONS = 64  # of readings of a stack; a file with more is left to its author


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
                edits.append(Edit(span, keep_bom(document, first, text)))
        return apply(document.data, edits)


def examine(document: Document, evidence: Evidence, rule: Rule) -> ConflictReport:
    """Find the conflicts of ``document`` and decide them by ``rule`` and ``evidence``.

    The edits of the findings put one text in the place of each cluster of regions. Where the
    markers do not fit together, or nothing is sure enough, there are findings without edits.
    """
    sifted = _sift(document, evidence)
    parsed, peeled = _read(document, sifted, evidence, rule)
    if isinstance(peeled, Peeled):
        return _by_history(document, parsed, peeled, evidence, rule)
    damaged = not sifted.doubtful and is_damaged(parsed)
    tried = list(_recover(document, parsed, evidence)) if damaged else []
    report = _by_reading(document, _Read(sifted, parsed, peeled), evidence, rule)
    recovery = tried[-1].recovery if tried else None
    if recovery is not None and not tried[-1].unknown and not recovery.is_empty:
        read = _read_plainly(recovery.document, evidence)
        again = _by_reading(recovery.document, read, evidence, rule)
        mended = [*recovery.findings, *map(recovery.back, again.findings)]
        return replace(report, findings=tuple(sorted(mended, key=lambda f: f.line)))
    unknown = next((c.unknown[0] for c in tried if c.unknown), None)
    return replace(report, findings=explained(document, report.findings, unknown, evidence))


@dataclass(frozen=True, slots=True)
class _Read:
    """The markers that count, how they can be read, and why history did not decide."""

    sifted: Sifted
    parse: Parse
    unproven: UnprovenError | None = None


def _read(
    document: Document, sifted: Sifted, evidence: Evidence, rule: Rule
) -> tuple[Parse, Peeled | UnprovenError | None]:
    """How the markers can be read, and what history says where it is asked.

    It is asked first where layers lie over each other, and else where the markers leave a doubt.
    """
    markers = sifted.markers
    peeled: Peeled | UnprovenError | None = None
    if nesting(markers) > 1 or len({m.label for m in markers if m.kind is Kind.END}) > 1:
        peeled = _ask_history(document, sifted, evidence, rule)
    work = WORK_BESIDE_HISTORY if isinstance(peeled, Peeled) else WORK
    parsed = parse(document.lines, markers, work)
    if peeled is None and markers and not parsed.exact:
        peeled = _ask_history(document, sifted, evidence, rule)
    return parsed, peeled


def _read_plainly(document: Document, evidence: Evidence) -> _Read:
    sifted = _sift(document, evidence)
    return _Read(sifted, parse(document.lines, sifted.markers))


def _ask_history(
    document: Document, sifted: Sifted, evidence: Evidence, rule: Rule
) -> Peeled | UnprovenError | None:
    """What history says, or why it says nothing; None where it is not asked.

    It is not where the rule does not go by dates, or markers may be an example's.
    """
    if rule.strategy not in (Strategy.NEWEST, Strategy.BEST) or sifted.doubtful:
        return None
    try:
        return peel(document, sifted.markers, evidence, rule.date)
    except UnprovenError as error:
        return error


def _recover(document: Document, parsed: Parse, evidence: Evidence) -> Iterator[Comparison]:
    """Compare with texts in which the damaged regions are whole; the last one explains them.

    Where nothing does, the last one has regions that are unknown, or changes nothing.
    """
    for found in comparisons(document, parsed, evidence):
        reading = _read_plainly(found.recovery.document, evidence).parse
        clean = not found.unknown and not reading.cost and reading.limit is None
        if clean and not found.recovery.is_empty:
            yield found
            return
        yield replace(found, recovery=Recovery(document, (), {}))


def _by_reading(document: Document, read: _Read, evidence: Evidence, rule: Rule) -> ConflictReport:
    """Decide by what the markers say."""
    parsed = read.parse
    if parsed.limit is not None:
        unproven = str(read.unproven) if read.unproven else None
        return ConflictReport(parsed, findings=(unreadable(document, parsed, unproven),))
    groups = _stacks(parsed.clusters)
    if len(groups) * len(document.lines) > MAX_LAYER_LINES:
        limit = f"{len(groups):,} layers in {len(document.lines):,} lines are too many to compare"
        parsed = Parse(parsed.markers, limit=limit)
        return ConflictReport(parsed, findings=(unreadable(document, parsed, None),))
    stacks = tuple(_report(document, parsed, clusters, evidence, rule) for clusters in groups)
    if read.unproven is not None:
        apart = len(stacks) > 1
        stacks = tuple(_undated(report, read.unproven, apart=apart) for report in stacks)
    findings = [*orphans(document, parsed)]
    for report in stacks:
        in_doubt = _in_doubt(parsed, report, read.sifted.doubtful)
        findings += findings_of(document, parsed, report, rule, in_doubt=in_doubt)
    return ConflictReport(parsed, stacks, tuple(sorted(findings, key=lambda f: f.line)))


def _undated(report: StackReport, unproven: UnprovenError, *, apart: bool) -> StackReport:
    """A stack beside others: HEAD had theirs in it, so that its date is not that of its text.

    Where history knows all the texts and does not decide a stack, the markers know no better.
    """
    known = isinstance(unproven, UnplacedError) and len(report.stack.layers) > 1
    if report.decision.safety is Safety.SAFE or not (apart or known):
        return report
    return replace(report, decision=Decision(None, (str(unproven),)))


def _by_history(
    document: Document, parsed: Parse, peeled: Peeled, evidence: Evidence, rule: Rule
) -> ConflictReport:
    """Decide by history, unless the markers can be read in one way only and say otherwise."""
    read = _by_reading(document, _Read(Sifted(parsed.markers), parsed), evidence, rule)
    found = settled_findings(document, peeled, rule, dict(_alternatives(read)))
    told = tuple(sorted(found, key=lambda f: f.line))
    odd = [c for c in peeled.choices if parsed.exact and not all(_is_read(read, c))]
    if odd:
        return replace(read, findings=tuple(disagreement(document, choice) for choice in odd))
    return ConflictReport(parsed, read.stacks, told, peeled)


def _alternatives(read: ConflictReport) -> Iterator[tuple[Span, list[Json]]]:
    """What the only reading holds for each cluster, by its lines."""
    markers = read.parse.markers
    for report in read.stacks if read.parse.exact else ():
        for number, cluster in enumerate(report.stack.clusters):
            lines = markers[cluster.first].line, markers[cluster.last].line + 1
            yield lines, alternatives(report, number)


def _is_read(read: ConflictReport, choice: Settled) -> Iterator[bool]:
    """For each stack: whether a revision of the only reading holds the text, or may hold it."""
    texts = dict(zip(choice.spans, choice.texts, strict=True))
    markers = read.parse.markers
    for report in read.stacks:
        lines = [(markers[c.first].line, markers[c.last].line + 1) for c in report.stack.clusters]
        taken = tuple(texts[span] for span in lines if span in texts)
        revisions = report.stack.revisions
        if len(taken) == len(lines) and all(r.whole for r in revisions):
            yield taken in [r.texts for r in revisions]


def _sift(document: Document, evidence: Evidence) -> Sifted:
    """The markers that no comment turns off and that are none of an example's."""
    return sift(document, _wanted(document, markers_of(document)), evidence)


def _wanted(document: Document, markers: Sequence[Marker]) -> Sequence[Marker]:
    """The markers that no comment turns off; with one of a cluster all of it is off."""
    parts = off_parts(document)
    if not parts:
        return markers
    off: set[int] = set()
    for cluster in parse(document.lines, markers).clusters:
        first, last = markers[cluster.first].line, markers[cluster.last].line
        if parts.hold(_RULE, first, last):
            off.update(range(first, last + 1))
    return [m for m in markers if m.line not in off and not parts.hold(_RULE, m.line, m.line)]


def _in_doubt(parsed: Parse, report: StackReport, doubtful: Collection[int]) -> bool:
    """Whether a stack has markers that may be an example's."""
    return any(
        marker.line in doubtful
        for cluster in report.stack.clusters
        for marker in parsed.markers[cluster.first : cluster.last + 1]
    )


def _stacks(clusters: Iterable[Cluster]) -> list[list[Cluster]]:
    """The clusters that are conflicts, those with a layer in common together.

    Each in the order of the file, the groups by their last cluster.
    """
    group_of: dict[object, list[Cluster]] = {}
    for cluster in clusters:
        labels = _labels(cluster)
        if not labels:
            continue
        groups = {id(group): group for label in labels if (group := group_of.get(label))}
        together = max(groups.values(), key=len, default=[])
        for group in groups.values():
            if group is not together:
                labels = labels.union(*map(_labels, group))
                together += group
        together.append(cluster)
        group_of.update(dict.fromkeys(labels, together))
    found = {id(group): sorted(group, key=_first) for group in group_of.values()}
    return sorted(found.values(), key=lambda group: group[-1].first)


def _first(cluster: Cluster) -> int:
    return cluster.first


def _labels(cluster: Cluster) -> frozenset[object]:
    return frozenset(
        reading.labels[role - 1] for reading in cluster.readings for role in reading.roles if role
    )


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
    chosen: tuple[Choice, ...] = ()
    if agreed and len(stacks) == 1 and len(layers) == 1:
        chosen = choices(document, stacks[0], known, _query(layers[0]), evidence, rule)
    return StackReport(tuple(stacks), known, decisions[0], agreed, chosen)


def _query(layer: LayerKey) -> LayerQuery:
    labels = layer.labels
    base = None if labels.base is None else decode(labels.base)
    return LayerQuery(decode(labels.start), base, decode(labels.end or b""), layer.nth)
