"""Chooses between the revisions that a stack holds, or says why it does not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mergemend.conflicts.revisions import LayerKey, Pick, Revision, Stack, choose
from mergemend.conflicts.rule import DateKind, Rule, Strategy
from mergemend.evidence import Ancestry, Commit, Evidence, LayerEvidence, Rung, Side
from mergemend.model import Safety


@dataclass(frozen=True, slots=True)
class Decision:
    """What to put in the place of each cluster of a stack, and the reasons.

    ``texts`` is None where nothing is sure enough. ``revision`` is the one taken (None for a
    union, and where nothing is).
    """

    texts: tuple[bytes, ...] | None
    reasons: tuple[str, ...]
    revision: Revision | None = None
    safety: Safety | None = None


Known = Mapping[LayerKey, LayerEvidence]


def decide(stack: Stack, known: Known, evidence: Evidence, rule: Rule) -> Decision:
    """Decide for ``stack``. ``known`` says for each of its layers what the sides are."""
    revisions = stack.revisions
    if len({r.texts for r in revisions}) == 1 and revisions[0].whole:
        reason = "all sides hold the same text"
        return Decision(revisions[0].texts, (reason,), revisions[0], Safety.SAFE)
    if rule.strategy is Strategy.UNION:
        return Decision(stack.union, ("the lines of all sides are kept",), safety=Safety.LIKELY)
    if rule.strategy is Strategy.NEWEST:
        return _newest(revisions, known, evidence, rule.date)
    pick = Pick(rule.strategy)
    taken = choose(revisions, dict.fromkeys(stack.layers, pick))
    return _take(taken, [f"{pick} was asked for at every layer"])


def _take(revision: Revision | None, reasons: Sequence[str]) -> Decision:
    if revision is None or not revision.whole:
        why = "its text in this file has markers of a layer that it was never a side of"
        return Decision(None, (*reasons, why), revision)
    return Decision(revision.texts, tuple(reasons), revision, Safety.LIKELY)


def _newest(
    revisions: Sequence[Revision], known: Known, evidence: Evidence, date: DateKind
) -> Decision:
    """The text that is newer than every other, by one of its revisions each."""
    judge = _Judge(known, evidence, date)
    texts: defaultdict[tuple[bytes, ...], list[Revision]] = defaultdict(list)
    for revision in revisions:
        texts[revision.texts].append(revision)
    doubts: list[str] = []
    for text, held_by in texts.items():
        holders = sorted(held_by, key=judge.known_rung)
        reasons: list[str] = []
        for other in (r for r in revisions if r.texts != text):
            verdicts = [judge.compare(holder, other) for holder in holders]
            newer = next((v for v in verdicts if v.order is Order.NEWER), None)
            if newer is None:
                doubts += [v.reason for v in verdicts if v.order is Order.UNSURE]
                break
            reasons.append(newer.reason)
        else:
            return _take(holders[0], _unique(reasons))
    return Decision(None, tuple(_unique(doubts)) or ("no revision is newer than all others",))


def _unique(reasons: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(reasons))


class Order(Enum):
    """How one revision stands to another in time."""

    NEWER = "newer"
    OLDER = "older"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An order and what it rests on."""

    order: Order
    reason: str


_RUNGS = list(Rung)
_SHA_AND_SUBJECT = re.compile(r"([0-9a-f]{7,64})(?:\.\.\.)? ")


@dataclass(frozen=True, slots=True)
class _Judge:
    known: Known
    evidence: Evidence
    date: DateKind

    def side(self, step: tuple[LayerKey, Pick]) -> Side:
        layer, pick = step
        return self.known[layer].ours if pick is Pick.OURS else self.known[layer].theirs

    def known_rung(self, revision: Revision) -> int:
        return _RUNGS.index(self.side(revision.path[revision.principal]).rung)

    def compare(self, one: Revision, other: Revision) -> Verdict:
        principal, others = one.path[one.principal], other.path[other.principal]
        if principal != others:
            return self.newer(self.side(principal), self.side(others))
        steps = dict(other.path)
        differing = [step for step in one.path if steps.get(step[0], step[1]) is not step[1]]
        layer, pick = differing[0]
        mine, theirs = self.side((layer, pick)), self.side((layer, steps[layer]))
        kin = self._kin(self.side(principal), mine, theirs)
        return kin or self.newer(mine, theirs)

    def _kin(self, principal: Side, one: Side, other: Side) -> Verdict | None:
        """A text goes with the side that its own commit descends from, if only one is such."""
        from_one, from_other = self._descends(principal, one), self._descends(principal, other)
        if from_one and not from_other:
            return Verdict(Order.NEWER, f"{name(principal)} descends from {name(one)}")
        if from_other and not from_one:
            return Verdict(Order.OLDER, f"{name(principal)} descends from {name(other)}")
        return None

    def _descends(self, side: Side, ancestor: Side) -> bool:
        if side.touch is None or ancestor.touch is None or not _in_place(side, ancestor):
            return False
        ancestry = self.evidence.ancestry(side.touch, ancestor.touch)
        return ancestry in (Ancestry.SAME, Ancestry.DESCENDANT)

    def newer(self, one: Side, other: Side) -> Verdict:
        for side in (one, other):
            if side.touch is None:
                return Verdict(Order.UNSURE, f"{name(side)} is unknown: {side.why}")
        assert one.touch is not None  # noqa: S101
        assert other.touch is not None  # noqa: S101
        both = " and ".join(sorted((name(one), name(other))))
        if one.touch.sha == other.touch.sha:
            return Verdict(Order.UNSURE, f"{both} both go back to {short(one.touch)}")
        dates = self._when(one.touch), self._when(other.touch)
        if _in_place(one, other):
            ancestry = self.evidence.ancestry(one.touch, other.touch)
            if ancestry is Ancestry.DESCENDANT:
                return Verdict(Order.NEWER, self._by_descent(one, other, dates))
            if ancestry is Ancestry.ANCESTOR:
                return Verdict(Order.OLDER, self._by_descent(other, one, dates[::-1]))
        if dates[0] == dates[1]:
            same = f"have the same {self.date} date {show(dates[0])}"
            return Verdict(Order.UNSURE, f"{both} {same}")
        if dates[0] > dates[1]:
            return Verdict(Order.NEWER, self._by_date(one, other, dates))
        return Verdict(Order.OLDER, self._by_date(other, one, dates[::-1]))

    def _when(self, commit: Commit) -> datetime:
        return commit.authored if self.date is DateKind.AUTHOR else commit.committed

    def _by_descent(self, newer: Side, older: Side, dates: tuple[datetime, ...]) -> str:
        reason = f"{name(newer)} descends from {name(older)}"
        if dates[0] < dates[1]:
            reason += (
                f", though its {self.date} date {show(dates[0])} is before {show(dates[1])}:"
                " one of the clocks was wrong"
            )
        return reason

    def _by_date(self, newer: Side, older: Side, dates: tuple[datetime, ...]) -> str:
        return (
            f"{name(newer)}, {self.date} date {show(dates[0])},"
            f" is newer than {name(older)}, {show(dates[1])}"
        )


def compare_sides(one: Side, other: Side, evidence: Evidence, date: DateKind) -> Verdict:
    """How ``one`` stands to ``other`` in time, by ancestry and then by date."""
    return _Judge({}, evidence, date).newer(one, other)


def _in_place(one: Side, other: Side) -> bool:
    """Whether ancestry can be asked: a rewritten commit descends from what it was put upon."""
    return Rung.REWRITTEN not in (one.rung, other.rung)


def name(side: Side) -> str:
    """A side in a sentence: its label, and the commit that last touched the file if it differs."""
    sha = _SHA_AND_SUBJECT.match(side.label)
    label = sha[1] if sha else side.label or "a side without a label"
    if side.touch is None or side.touch.sha.startswith(label):
        return label
    return f"{label} ({short(side.touch)})"


def short(commit: Commit) -> str:
    """A commit's sha as people write it."""
    return commit.sha[:7]


def show(date: datetime) -> str:
    """A date with its zone, to the minute."""
    return date.strftime("%Y-%m-%d %H:%M %z")


def orders(stack: Stack, known: Known) -> Iterator[bool]:
    """For each layer and the one within: whether the outer one came into the file no earlier."""
    for outer, inner in zip(stack.layers, stack.layers[1:], strict=False):
        ages = known[outer].age, known[inner].age
        if ages[0] is not None and ages[1] is not None:
            yield ages[0] <= ages[1]
