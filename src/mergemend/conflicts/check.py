"""One document's conflicts: found, taken apart, decided, and told as findings with edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod

from mergemend.conflicts.choice import Choice, choices
from mergemend.conflicts.decide import Decision, Known, decide, name, orders
from mergemend.conflicts.examples import Sifted, sift
from mergemend.conflicts.leftover import (
    ORPHAN,
    Comparison,
    Recovery,
    comparisons,
    explained,
    is_damaged,
)
from mergemend.conflicts.markers import BOM, Marker, markers_of
from mergemend.conflicts.reading import Cluster, Parse
from mergemend.conflicts.resolve.ladder import Ranked
from mergemend.conflicts.resolve.odds import odds_of
from mergemend.conflicts.resolve.region import Kind
from mergemend.conflicts.revisions import LayerKey, Pick, Revision, Stack, build_stack
from mergemend.conflicts.rule import Rule
from mergemend.conflicts.stack import parse
from mergemend.directives import is_off, off_parts
from mergemend.edits import apply
from mergemend.evidence import Evidence, LayerEvidence, LayerQuery, Side
from mergemend.model import (
    Document,
    Edit,
    Finding,
    Json,
    Safety,
    Severity,
    decode,
    encode,
    split_lines,
)

_RULE = "conflict"
MAX_COMBINATIONS = 64  # of readings of a stack; a file with more is left to its author


@dataclass(frozen=True, slots=True)
class StackReport:
    """A stack in each of its readings, what is known of its layers, and the decision.

    ``agreed`` is False where the readings, or such as were not looked at, lead to different texts;
    the decision is then the first reading's. ``choices`` has one for each cluster of a stack that
    has but one layer.
    """

    readings: tuple[Stack, ...]
    known: Known
    decision: Decision
    agreed: bool = True
    choices: tuple[Choice, ...] = ()

    @property
    def stack(self) -> Stack:
        """The simplest reading."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class ConflictReport:
    """What `examine` has to say of a document's conflicts."""

    parse: Parse
    stacks: tuple[StackReport, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def texts(self) -> Iterator[bytes]:
        """The pieces of text that the stacks hold, revision by revision."""
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
    sifted, parsed = _read(document, evidence)
    damaged = not sifted.doubtful and is_damaged(parsed)
    tried = list(_recover(document, parsed, evidence)) if damaged else []
    whole = tried[-1] if tried else None
    report = _decide(document, sifted, parsed, evidence, rule)
    if whole is not None and not whole.unknown and not whole.recovery.is_empty:
        recovery = whole.recovery
        again = _decide(recovery.document, *_read(recovery.document, evidence), evidence, rule)
        mended = [*recovery.findings, *map(recovery.back, again.findings)]
        return replace(report, findings=tuple(sorted(mended, key=lambda f: f.line)))
    unknown = next((c.unknown[0] for c in tried if c.unknown), None)
    return replace(report, findings=explained(document, report.findings, unknown, evidence))


def _read(document: Document, evidence: Evidence) -> tuple[Sifted, Parse]:
    """The markers that count, and how they can be read."""
    sifted = sift(document, _wanted(document, markers_of(document)), evidence)
    return sifted, parse(document.lines, sifted.markers)


def _recover(document: Document, parsed: Parse, evidence: Evidence) -> Iterator[Comparison]:
    """Compare with texts in which the damaged regions are whole; the last one explains them.

    Where nothing does, the last one has regions that are unknown, or changes nothing.
    """
    for found in comparisons(document, parsed, evidence):
        reading = _read(found.recovery.document, evidence)[1]
        clean = not found.unknown and not reading.cost and reading.limit is None
        if clean and not found.recovery.is_empty:
            yield found
            return
        yield replace(found, recovery=Recovery(document, (), {}))


def _decide(
    document: Document, sifted: Sifted, parsed: Parse, evidence: Evidence, rule: Rule
) -> ConflictReport:
    if parsed.limit is not None:
        return ConflictReport(parsed, findings=(_unreadable(document, parsed),))
    stacks = tuple(
        _report(document, parsed, clusters, evidence, rule) for clusters in _stacks(parsed.clusters)
    )
    findings = [*_orphans(document, parsed)]
    for report in stacks:
        in_doubt = _in_doubt(parsed, report, sifted.doubtful)
        findings += _findings(document, parsed, report, rule, in_doubt=in_doubt)
    return ConflictReport(parsed, stacks, tuple(sorted(findings, key=lambda f: f.line)))


def _wanted(document: Document, markers: Sequence[Marker]) -> Sequence[Marker]:
    """The markers that no comment turns off; with one of a cluster all of it is off."""
    parts = off_parts(document)
    if not parts:
        return markers
    off: set[int] = set()
    for cluster in parse(document.lines, markers).clusters:
        first, last = markers[cluster.first].line, markers[cluster.last].line
        if is_off(parts, _RULE, first, last):
            off.update(range(first, last + 1))
    return [m for m in markers if m.line not in off and not is_off(parts, _RULE, m.line, m.line)]


def _in_doubt(parsed: Parse, report: StackReport, doubtful: Collection[int]) -> bool:
    """Whether a stack has markers that may be an example's."""
    return any(
        marker.line in doubtful
        for cluster in report.stack.clusters
        for marker in parsed.markers[cluster.first : cluster.last + 1]
    )


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
    chosen: tuple[Choice, ...] = ()
    if agreed and len(stacks) == 1 and len(layers) == 1:
        chosen = choices(document, stacks[0], known, _query(layers[0]), evidence, rule)
    return StackReport(tuple(stacks), known, decisions[0], agreed, chosen)


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
                    yield _finding(document, marker.line, ORPHAN, message)


def _unreadable(document: Document, parsed: Parse) -> Finding:
    lines = [m.line + 1 for m in parsed.markers]
    message = (
        f"{len(lines)} conflict markers (lines {lines[0]} to {lines[-1]}) do not fit together:"
        f" {parsed.limit}; resolve some of them by hand"
    )
    evidence: Mapping[str, Json] = {"lines": lines, "limit": parsed.limit}
    return _finding(document, lines[0] - 1, "conflict-unreadable", message, evidence)


def _findings(
    document: Document, parsed: Parse, report: StackReport, rule: Rule, *, in_doubt: bool
) -> Iterator[Finding]:
    """One finding for each cluster of a stack; what may be an example is never changed."""
    for number, cluster in enumerate(report.stack.clusters):
        first, last = parsed.markers[cluster.first].line, parsed.markers[cluster.last].line
        what = _what(report, first, last)
        decided = report.agreed and not parsed.cost and not in_doubt
        answer = answer_for(report, number) if decided else None
        evidence = _evidence(report, number, (first, last), answer)
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
            message = f"{what}: left, a {answer.grade} is not sure enough: {answer.reason}"
            yield _finding(document, first, "conflict", message, evidence)
        else:
            text = _keep_bom(document, first, answer.text)
            edit = Edit(document.span_of_lines(first, last + 1), text)
            message = f"{what}: take {answer.name}, {answer.reason}"
            found = _finding(document, first, "conflict", message, evidence)
            yield replace(found, edits=(edit,), safety=answer.grade)


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What is put in the place of a cluster, by which name, why, and how sure that is."""

    text: bytes
    name: str
    reason: str
    grade: Safety
    resolver: str


def answer_for(report: StackReport, number: int) -> Answer | None:
    """The answer for a cluster: for the region itself, or for the file as a whole."""
    choice = report.choices[number] if report.choices else None
    if choice is not None and choice.taken is not None:
        name = proposal_name(report, choice.taken)
        proposal = choice.taken.proposal
        text = encode(proposal.text)
        return Answer(text, name, proposal.saw, choice.taken.grade, choice.taken.resolver)
    decision = report.decision
    if decision.texts is None or decision.safety is None:
        return None
    name = "both sides" if decision.revision is None else title(report, decision.revision)
    text = decision.texts[number]
    return Answer(text, name, decision.reasons[0], decision.safety, decision.resolver)


def proposal_name(report: StackReport, ranked: Ranked) -> str:
    """A proposal in words: the side that it is, or what it is made of."""
    layer = report.known[report.stack.layers[0]]
    return {
        Kind.OURS: name(layer.ours),
        Kind.THEIRS: name(layer.theirs),
        Kind.BOTH: "both sides",
        Kind.MERGED: "the edits of both sides",
    }[ranked.proposal.kind]


def title(report: StackReport, revision: Revision) -> str:
    """A revision's name: the side that it is."""
    return name(side_of(report.known, revision.path[revision.principal]))


def side_of(known: Known, step: tuple[LayerKey, Pick]) -> Side:
    """What is known of a side."""
    evidence: LayerEvidence = known[step[0]]
    return evidence.ours if step[1] is Pick.OURS else evidence.theirs


def _evidence(
    report: StackReport, number: int, lines: tuple[int, int], answer: Answer | None
) -> Mapping[str, Json]:
    decision = report.decision
    return {
        "lines": [lines[0] + 1, lines[1] + 1],
        "layers": len(report.stack.layers),
        "decided": answer is not None,
        "chosen": answer.name if answer else None,
        "resolver": answer.resolver if answer else None,
        "grade": str(answer.grade) if answer else None,
        "odds": str(odds_of(answer.resolver)) if answer and answer.resolver else None,
        "reasons": [answer.reason] if answer and report.choices else list(decision.reasons),
        "discarded": list(_discarded(report, number, answer)) if answer else [],
        "alternatives": _alternatives(report, number),
        "best": _better(report, number, answer),
    }


def _discarded(report: StackReport, number: int, answer: Answer) -> Iterator[str]:
    """The revisions that are not taken, and how many lines that only they have."""
    kept = Counter(split_lines(answer.text))
    seen = set()
    for revision in report.stack.revisions:
        gone = Counter(split_lines(revision.texts[number])) - kept
        said = title(report, revision)
        if revision.texts[number] != answer.text and said not in seen:
            seen.add(said)
            yield f"{said} ({count_lines(gone.total())})"


def count_lines(number: int) -> str:
    """A number of lines in words."""
    return f"{number} line{'' if number == 1 else 's'}"


def _alternatives(report: StackReport, number: int) -> list[Json]:
    """The different answers for a cluster, the likeliest first."""
    if report.choices:
        return [
            {
                "kind": str(one.proposal.kind),
                "resolver": one.resolver,
                "grade": str(one.grade),
                "odds": str(one.odds),
                "saw": one.proposal.saw,
                "text": one.proposal.text,
            }
            for one in report.choices[number].ranked
        ]
    texts = {revision.texts[number]: revision for revision in reversed(report.stack.revisions)}
    taken = report.decision.texts
    ordered = sorted(texts, key=lambda text: taken is None or text != taken[number])
    return [
        {"kind": "revision", "label": title(report, texts[text]), "text": decode(text)}
        for text in ordered
    ]


def _better(report: StackReport, number: int, answer: Answer | None) -> Json:
    """What the likeliest proposal would keep of what the answer discards."""
    best = report.choices[number].best if report.choices else None
    if answer is None or best is None or encode(best.proposal.text) == answer.text:
        return None
    return {
        "kind": str(best.proposal.kind),
        "name": proposal_name(report, best),
        "resolver": best.resolver,
        "grade": str(best.grade),
        "saw": best.proposal.saw,
    }


def _shown(document: Document, marker: Marker) -> str:
    return decode(document.lines[marker.line]).strip()[:60]
