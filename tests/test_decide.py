"""Which of two sides is newer, and what a strategy takes, on evidence made up for the purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from mergemend.conflicts import DateKind, Rule, Strategy
from mergemend.conflicts.check import examine
from mergemend.evidence import (
    Ancestry,
    Commit,
    Evidence,
    LayerEvidence,
    LayerQuery,
    NoEvidence,
    Rung,
    Side,
)
from mergemend.model import Document, Safety
from test_stack import NESTED, script

START = datetime(2026, 1, 1, tzinfo=UTC)


def commit(name: str, authored: int, committed: int | None = None) -> Commit:
    """A commit; times in hours."""
    at = START + timedelta(hours=authored)
    late = at if committed is None else START + timedelta(hours=committed)
    return Commit(name * 8, f"subject of {name}", "Ada", at, late)


@dataclass
class Told(NoEvidence):
    """Evidence by end label: ours, theirs, age; and who descends from whom."""

    known: Mapping[str, tuple[Commit | None, Commit | None, int | None]]
    parents: dict[str, str] = field(default_factory=dict)
    rung: Rung = Rung.EXACT

    def layers(self, queries: Sequence[LayerQuery]) -> Sequence[LayerEvidence]:
        return [self._layer(query) for query in queries]

    def _layer(self, query: LayerQuery) -> LayerEvidence:
        ours, theirs, age = self.known[query.end]
        return LayerEvidence(self._side(query.start, ours), self._side(query.end, theirs), age)

    def _side(self, label: str, touch: Commit | None) -> Side:
        rung = Rung.UNKNOWN if touch is None else self.rung
        return Side(label, rung, "for the test", touch, touch)

    def ancestry(self, one: Commit, other: Commit) -> Ancestry:
        if one.sha == other.sha:
            return Ancestry.SAME
        if other.sha in self._line(one.sha):
            return Ancestry.DESCENDANT
        return Ancestry.ANCESTOR if one.sha in self._line(other.sha) else Ancestry.UNRELATED

    def _line(self, sha: str) -> Iterator[str]:
        while (name := self.parents.get(sha[0])) is not None:
            sha = name * 8
            yield sha


SIMPLE = "S:HEAD a M b E:1"
OLD, NEW = commit("c", 1, 30), commit("d", 2, 20)


def texts(shape: str, evidence: Evidence, rule: Rule | None = None) -> tuple[bytes, ...] | None:
    report = examine(Document("d.md", script(shape)), evidence, rule or Rule())
    assert len(report.stacks) == 1
    return report.stacks[0].decision.texts if report.stacks[0].agreed else None


@pytest.mark.parametrize(
    ("evidence", "date", "taken"),
    [
        (Told({"1": (OLD, NEW, 1)}), DateKind.AUTHOR, (b"b\n",)),
        (Told({"1": (OLD, NEW, 1)}), DateKind.COMMITTER, (b"a\n",)),
        (Told({"1": (NEW, OLD, 1)}), DateKind.AUTHOR, (b"a\n",)),
        (Told({"1": (NEW, OLD, 1)}, {"c": "d"}), DateKind.AUTHOR, (b"b\n",)),
        (Told({"1": (NEW, OLD, 1)}, {"c": "d"}, Rung.REWRITTEN), DateKind.AUTHOR, (b"a\n",)),
        (Told({"1": (NEW, None, 1)}), DateKind.AUTHOR, None),
        (Told({"1": (None, NEW, 1)}), DateKind.AUTHOR, None),
        (Told({"1": (OLD, OLD, 1)}), DateKind.AUTHOR, None),
        (Told({"1": (OLD, commit("e", 1), 1)}), DateKind.AUTHOR, None),
        (NoEvidence(), DateKind.AUTHOR, None),
    ],
)
def test_the_newer_of_two(
    evidence: Evidence, date: DateKind, taken: tuple[bytes, ...] | None
) -> None:
    assert texts(SIMPLE, evidence, Rule(Strategy.NEWEST, date)) == taken


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ((5, 1), (9, 2), b"a\n"),  # main is the newest: the stack's own side is not a revision
        ((1, 2), (9, 3), b"c\n"),
        ((1, 3), (9, 2), b"b\n"),
    ],
)
def test_the_newest_of_three(first: tuple[int, int], second: tuple[int, int], taken: bytes) -> None:
    known = {
        "1": (commit("m", first[0]), commit("c", first[1]), 2),
        "2": (commit("f", second[0]), commit("d", second[1]), 1),
    }
    assert texts(NESTED, Told(known)) == (taken,)


@pytest.mark.parametrize(
    ("strategy", "shape", "taken"),
    [
        (Strategy.OURS, SIMPLE, b"a\n"),
        (Strategy.THEIRS, SIMPLE, b"b\n"),
        (Strategy.UNION, SIMPLE, b"a\nb\n"),
        (Strategy.OURS, NESTED, b"a\n"),
        (Strategy.THEIRS, NESTED, b"c\n"),
        (Strategy.UNION, NESTED, b"a\nb\nc\n"),
    ],
)
def test_a_strategy_needs_no_history(strategy: Strategy, shape: str, taken: bytes) -> None:
    assert texts(shape, NoEvidence(), Rule(strategy)) == (taken,)


def test_equal_sides_need_no_history_and_are_safe() -> None:
    document = Document("d.md", script("S:HEAD a M a E:1"))
    report = examine(document, NoEvidence(), Rule())
    assert [f.safety for f in report.findings] == [Safety.SAFE]
    assert report.stacks[0].decision.texts == (b"a\n",)


AMBIGUOUS = "S:HEAD a M b S:HEAD c E:1 x M d E:2"


@pytest.mark.parametrize(
    ("ages", "decided"), [((2, 1), True), ((1, 2), True), ((None, None), False)]
)
def test_history_decides_between_readings(
    ages: tuple[int | None, int | None], decided: bool
) -> None:
    known = {
        "1": (commit("m", 1), commit("c", 2), ages[0]),
        "2": (commit("f", 3), commit("d", 9), ages[1]),
    }
    report = examine(Document("d.md", script(AMBIGUOUS)), Told(known), Rule())
    assert len(report.stacks[0].readings) == (1 if decided else 2)


def test_clocks_that_contradict_ancestry_are_named() -> None:
    report = examine(
        Document("d.md", script(SIMPLE)), Told({"1": (NEW, OLD, 1)}, {"c": "d"}), Rule()
    )
    assert "one of the clocks was wrong" in report.findings[0].message


def test_what_is_discarded_is_listed() -> None:
    report = examine(Document("d.md", script(SIMPLE)), Told({"1": (OLD, NEW, 1)}), Rule())
    assert report.findings[0].evidence["discarded"] == ["HEAD (ccccccc) (1 line)"]


def test_a_byte_order_mark_before_the_first_marker_stays() -> None:
    document = Document("d.md", b"\xef\xbb\xbf" + script(SIMPLE))
    report = examine(document, NoEvidence(), Rule(Strategy.THEIRS))
    assert [e.new for f in report.findings for e in f.edits] == [b"\xef\xbb\xbfb\n"]


@pytest.mark.parametrize(
    ("shape", "rules"),
    [
        ("S:HEAD a", ["conflict-orphan-marker"]),
        ("a E:b x", ["conflict-orphan-marker"]),
        ("S:HEAD a M b E:1 x S:HEAD y", ["conflict", "conflict-orphan-marker"]),
        ("S:HEAD a M b E:1 x E:1", ["conflict-ambiguous", "conflict-orphan-marker"]),
        ("S:H a M x M y E:1", ["conflict-orphan-marker", "conflict-ambiguous"]),
    ],
)
def test_markers_that_do_not_fit_are_findings_without_edits(shape: str, rules: list[str]) -> None:
    report = examine(Document("d.md", script(shape)), NoEvidence(), Rule(Strategy.OURS))
    assert sorted(f.rule for f in report.findings) == sorted(rules)
    assert not any(f.edits for f in report.findings)
