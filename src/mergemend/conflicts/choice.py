"""Decides the regions of plain conflicts one by one, from what their texts say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mergemend.conflicts.decide import Known, Order, compare
from mergemend.conflicts.resolve.bases import parts_of
from mergemend.conflicts.resolve.ladder import Ranked, rank
from mergemend.conflicts.resolve.region import Contested, Lines
from mergemend.conflicts.resolve.structure import MARKDOWN, is_sound, outside_fences
from mergemend.conflicts.revisions import LayerKey, Pick, Region, Stack
from mergemend.conflicts.rule import Rule, Strategy
from mergemend.evidence import Evidence, LayerQuery, Side
from mergemend.limits import MAX_RESOLVED
from mergemend.lines import split_lines
from mergemend.model import Document, Safety, decode, encode

_MOST_BYTES = 8_000_000  # of a file whose lines are dated: git needs some 20 times as much for it
_NEAR = 200  # lines on each side that resolvers look at
_TRUNK = re.compile(r"(?:[^ ]*/)?(?:main|master|trunk|develop|dev|default|v?\d+(?:\.\w+)*)")
# `git checkout --merge` writes "theirs", whatever was merged
_BRANCH = re.compile(r"(?!theirs$|[0-9a-f]{7,64}$)[^ ]+")


@dataclass(frozen=True, slots=True)
class Choice:
    """What could be put in the place of one region, and what is.

    ``ranked`` are the proposals, the likeliest first. ``taken`` is the one that the rule takes for
    this region; None where what is decided for the file as a whole holds.
    """

    ranked: tuple[Ranked, ...]
    taken: Ranked | None = None

    @property
    def best(self) -> Ranked | None:
        """The likeliest proposal that something speaks for."""
        return next((one for one in self.ranked if one.is_reasoned), None)


def choices(
    document: Document,
    stack: Stack,
    known: Known,
    query: LayerQuery,
    evidence: Evidence,
    rule: Rule,
) -> tuple[Choice, ...]:
    """A choice for each cluster of a stack that has one layer.

    None for other stacks, and in files of more than `MAX_RESOLVED` bytes.
    """
    if len(stack.layers) != 1 or len(stack.regions) != len(stack.clusters):
        return ()
    if len(document.data) > MAX_RESOLVED:
        return ()
    contested = _contested(document, stack, known, query, evidence, rule)
    ranked = [ranked_for(region) for region in contested]
    if len(document.data) <= _MOST_BYTES and any(_goes_by_dates(one) for one in ranked):
        layer = known[stack.layers[0]]
        here = _newest_lines(contested, (layer.ours, layer.theirs), evidence)
        if here is not None:
            ranked = [ranked_for(replace(region, newer_here=here)) for region in contested]
    return tuple(_choose(one, rule) for one in ranked)


def ranked_for(region: Contested) -> tuple[Ranked, ...]:
    """The proposals for a region that leave its document sound, the likeliest first."""
    return tuple(one for one in rank(region) if is_sound(region, one.proposal))


def _goes_by_dates(ranked: tuple[Ranked, ...]) -> bool:
    """Whether the answer is a matter of dates: then those of the very lines are worth asking."""
    best = Choice(ranked).best
    return best is None or best.resolver in ("newest", "newest-commit", "pieces")


def _choose(ranked: tuple[Ranked, ...], rule: Rule) -> Choice:
    best = Choice(ranked).best
    if best is None or best.resolver == "newest":
        return Choice(ranked)
    asked = rule.strategy is Strategy.BEST
    proven = rule.strategy is Strategy.NEWEST and best.grade is Safety.SAFE
    return Choice(ranked, best if asked or proven else None)


def _contested(
    document: Document,
    stack: Stack,
    known: Known,
    query: LayerQuery,
    evidence: Evidence,
    rule: Rule,
) -> list[Contested]:
    layer = known[stack.layers[0]]
    newer = _newer(layer.ours, layer.theirs, evidence, rule)
    commit = None
    if newer is None:
        commit = _newer(_as_touch(layer.ours), _as_touch(layer.theirs), evidence, rule)
    inputs = evidence.inputs(query)
    base = None if inputs is None else inputs.base or b""
    regions = stack.regions_in(0, len(document.lines))
    return [
        replace(region, newer=newer, newer_commit=commit)
        for region in contested_in(document, regions, base)
    ]


def contested_in(
    document: Document, regions: Sequence[Region], base: bytes | None
) -> list[Contested]:
    """The regions of one layer as resolvers see them, without what is known of dates.

    ``base`` is the file as it was before both sides changed it, empty where there was none, None
    where that is not known.
    """
    lines = tuple(map(decode, document.lines))
    before = None if base is None else tuple(map(decode, split_lines(base)))
    around = _Around.build(lines, regions)
    is_markdown = document.path.lower().endswith(MARKDOWN)
    return [
        Contested(
            ours=part.ours,
            theirs=part.theirs,
            base=part.base,
            before=around.before(number),
            after=around.after(number),
            shared_before=part.shared_before,
            shared_after=part.shared_after,
            incoming_is_trunk=_is_trunk(regions[number].layer),
            is_markdown=is_markdown,
        )
        for number, part in enumerate(parts_of(lines, regions, before))
    ]


def _newer(ours: Side, theirs: Side, evidence: Evidence, rule: Rule) -> Pick | None:
    order = compare(ours, theirs, evidence, rule.date).order
    return {Order.NEWER: Pick.OURS, Order.OLDER: Pick.THEIRS, Order.UNSURE: None}[order]


def _as_touch(side: Side) -> Side:
    """The side as if its commit itself had touched the file."""
    return replace(side, touch=side.commit)


def _newest_lines(
    regions: Sequence[Contested], sides: tuple[Side, Side], evidence: Evidence
) -> Pick | None:
    """The side with the newest line of its own in most of the regions.

    People mostly take one side throughout a file, so the regions vote (58 of 63 files).
    """
    dated = [evidence.line_dates(side) for side in sides]
    if not all(dated):
        return None
    votes: Counter[Pick] = Counter()
    for region in regions:
        dates = [
            _newest(own, region.base, known)
            for own, known in zip((region.ours, region.theirs), dated, strict=True)
        ]
        if dates[0] is not None and dates[1] is not None and dates[0] != dates[1]:
            votes[Pick.OURS if dates[0] > dates[1] else Pick.THEIRS] += 1
    ours, theirs = votes[Pick.OURS], votes[Pick.THEIRS]
    return None if ours == theirs else Pick.OURS if ours > theirs else Pick.THEIRS


def _newest(own: Lines, base: Lines | None, dated: dict[bytes, datetime]) -> datetime | None:
    old = frozenset(base or ())
    new = [line for line in own if line.strip() and line not in old]
    return max((dated[key] for line in new if (key := encode(line)) in dated), default=None)


def _is_trunk(layer: LayerKey) -> bool | None:
    """Whether what comes in is the line of development that others build upon, by its name."""
    label = decode(layer.labels.end or b"")
    if _TRUNK.fullmatch(label):
        return True
    return False if _BRANCH.fullmatch(label) else None


@dataclass(frozen=True, slots=True)
class _Around:
    """The file with *ours* in every region: what stands before and after each."""

    lines: Lines
    spans: tuple[tuple[int, int], ...]
    outside: tuple[bool, ...]

    @classmethod
    def build(cls, lines: Lines, regions: Sequence[Region]) -> _Around:
        text: list[str] = []
        spans = []
        position = 0
        for region in regions:
            text += lines[position : region.start]
            start = len(text)
            text += lines[region.start + 1 : region.end_of_ours]
            spans.append((start, len(text)))
            position = region.end + 1
        text += lines[position:]
        return cls(tuple(text), tuple(spans), tuple(outside_fences(text)))

    def before(self, number: int) -> Lines:
        """The lines before a region, from one that no fenced block holds."""
        end = self.spans[number][0]
        start = next((n for n in range(max(0, end - _NEAR), end) if self.outside[n]), end)
        return self.lines[start:end]

    def after(self, number: int) -> Lines:
        """The lines after a region."""
        end = self.spans[number][1]
        return self.lines[end : end + _NEAR]
