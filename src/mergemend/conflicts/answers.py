"""What is put in the place of each cluster of a stack, by which name, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mergemend.conflicts.choice import Choice
from mergemend.conflicts.decide import Decision, Known, name
from mergemend.conflicts.resolve.ladder import Ranked
from mergemend.conflicts.resolve.odds import odds_of
from mergemend.conflicts.resolve.region import Kind
from mergemend.conflicts.revisions import LayerKey, Pick, Revision, Stack
from mergemend.conflicts.sides import named_sides
from mergemend.evidence import LayerEvidence, Side
from mergemend.lines import split_lines
from mergemend.model import Json, Safety, decode, encode


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
    return kind_name(ranked.proposal.kind, name(layer.ours), name(layer.theirs))


def kind_name(kind: Kind, ours: str, theirs: str) -> str:
    """What a proposal is made of, in words, with the names of the sides."""
    return {
        Kind.OURS: ours,
        Kind.THEIRS: theirs,
        Kind.BOTH: "both sides",
        Kind.MERGED: "the edits of both sides",
    }[kind]


def title(report: StackReport, revision: Revision) -> str:
    """A revision's name: the side that it is, if the markers make any."""
    if not revision.path:
        return "the file as it is"
    return name(side_of(report.known, revision.path[revision.principal]))


def side_of(known: Known, step: tuple[LayerKey, Pick]) -> Side:
    """What is known of a side."""
    evidence: LayerEvidence = known[step[0]]
    return evidence.ours if step[1] is Pick.OURS else evidence.theirs


def evidence_of(
    report: StackReport, number: int, lines: tuple[int, int], answer: Answer | None
) -> Mapping[str, Json]:
    """What a finding about a cluster rests on; ``lines`` are its first and last, from 0."""
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
        "alternatives": alternatives(report, number),
        "sides": named_sides(_sides(report)),
        "best": _better(report, number, answer),
    }


def _sides(report: StackReport) -> Iterator[Side]:
    for layer in report.stack.layers:
        yield report.known[layer].ours
        yield report.known[layer].theirs


def _discarded(report: StackReport, number: int, answer: Answer) -> Iterator[str]:
    """The revisions that are not taken, and how many lines that only they have."""
    kept = Counter(split_lines(answer.text))
    seen = set()
    for revision in report.stack.revisions:
        gone = Counter(split_lines(revision.texts[number])) - kept
        said = title(report, revision)
        if gone and said not in seen:
            seen.add(said)
            yield f"{said} ({_count_lines(gone.total())})"


def _count_lines(number: int) -> str:
    """A number of lines in words."""
    return f"{number} line{'' if number == 1 else 's'}"


def alternatives(report: StackReport, number: int) -> list[Json]:
    """The different answers for a cluster, the likeliest first."""
    if report.choices:
        return [
            {
                "kind": str(one.proposal.kind),
                "label": proposal_name(report, one),
                "resolver": one.resolver,
                "grade": str(one.grade),
                "odds": str(one.odds),
                "saw": one.proposal.saw,
                "text": one.proposal.text,
            }
            for one in report.choices[number].ranked
        ]
    whole = [revision for revision in report.stack.revisions if revision.whole]
    texts = {revision.texts[number]: revision for revision in reversed(whole)}
    taken = report.decision.texts
    ordered = sorted(texts, key=lambda text: taken is None or text != taken[number])
    return [
        {"kind": "revision", "label": title(report, texts[text]), "text": decode(text)}
        for text in ordered
    ]


def _better(report: StackReport, number: int, answer: Answer | None) -> Json:
    """What the likeliest proposal would keep of what the newest side discards."""
    best = report.choices[number].best if report.choices else None
    if (
        answer is None
        or answer.resolver != "newest"
        or best is None
        or encode(best.proposal.text) == answer.text
    ):
        return None
    return {
        "kind": str(best.proposal.kind),
        "name": proposal_name(report, best),
        "resolver": best.resolver,
        "grade": str(best.grade),
        "saw": best.proposal.saw,
    }
