"""The laws of the house, for any bytes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mergemend.conflicts import Rule, Strategy
from mergemend.edits import apply
from mergemend.engine import Options, examine
from mergemend.evidence import (
    Commit,
    Evidence,
    LayerEvidence,
    LayerQuery,
    MergeInputs,
    NoEvidence,
    Rung,
    Side,
)
from mergemend.model import Document, FileReport, Safety
from test_stack import PIECES

GARBLED = [
    "âœ… done\n".encode(),
    "### âŒ lost\n".encode(),
    "Déjà vu, cafÃ©\r\n".encode(),
    "## 📎 intact\n".encode(),
]
TEXTS = st.lists(st.sampled_from(PIECES + GARBLED), max_size=16).map(b"".join) | st.binary()
STRATEGIES = st.sampled_from(Strategy)


class Merged(NoEvidence):
    """Evidence that knows what was there before, and which side is newer."""

    def __init__(self, base: bytes) -> None:
        super().__init__()
        self.base = base

    def layers(self, queries: Sequence[LayerQuery]) -> Sequence[LayerEvidence]:
        return [LayerEvidence(_side(q.start, 1), _side(q.end, 2), 0) for q in queries]

    def inputs(self, query: LayerQuery) -> MergeInputs | None:  # noqa: ARG002
        return MergeInputs(self.base, b"", b"", True, "for the test")


def _side(label: str, day: int) -> Side:
    date = datetime(2026, 1, day, tzinfo=UTC)
    commit = Commit(f"{day:040}", label, "Ada", date, date)
    return Side(label, Rung.EXACT, "for the test", commit, commit)


EVIDENCE = st.just(NoEvidence()) | TEXTS.map(Merged)
RULES = st.builds(Rule, STRATEGIES, min_grade=st.sampled_from(Safety))


def look(data: bytes, rule: Rule | Strategy, evidence: Evidence | None = None) -> FileReport:
    asked = rule if isinstance(rule, Rule) else Rule(rule)
    return examine(Document("d.md", data), evidence or NoEvidence(), Options(asked))


@given(TEXTS, RULES, EVIDENCE)
@settings(max_examples=300)
def test_fixing_converges_and_explains_itself(data: bytes, rule: Rule, evidence: Evidence) -> None:
    report = look(data, rule, evidence)
    replayed = data
    for stage in report.stages:
        replayed = apply(replayed, [edit for finding in stage for edit in finding.edits])
    assert replayed == report.after
    again = look(report.after, rule, evidence)
    assert not again.changed
    assert again.findings == report.left
    assert not any(finding.edits for finding in report.left)


@given(TEXTS, STRATEGIES)
@settings(max_examples=150)
def test_findings_point_into_the_file(data: bytes, strategy: Strategy) -> None:
    report = look(data, strategy)
    lines = len(Document("d.md", data).lines)
    assert all(1 <= f.line <= lines and f.column >= 1 and f.message for f in report.findings)
    assert report.changed is bool(report.stages)


def test_conflicts_come_first_then_the_lines_that_are_left() -> None:
    garbled = "âœ… done".encode()
    data = b"<<<<<<< HEAD\n" + garbled + b"\n=======\nother\n>>>>>>> b\n"
    report = look(data, Strategy.OURS)
    assert [[f.rule for f in stage] for stage in report.stages] == [["conflict"], ["mojibake"]]
    assert report.after == "✅ done\n".encode()
    assert look(data, Strategy.THEIRS).after == b"other\n"


def test_a_line_that_another_revision_of_the_stack_has_intact() -> None:
    """Both sides are kept: the one side's line is what the other side's lost."""
    lost, intact = "## ğŸ“ PAPERS\n".encode(), "## 📎 PAPERS\n".encode()
    data = b"<<<<<<< HEAD\n" + lost + b"=======\n" + intact + b">>>>>>> b\n"
    assert look(data, Strategy.OURS).after == intact
    assert look(data, Strategy.UNION).after == intact + intact


def test_garbled_labels_are_not_touched() -> None:
    data = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x (docs: âœ… done)\n".encode()
    report = look(data, Strategy.NEWEST)
    assert report.after == data
    assert [f.rule for f in report.findings] == ["conflict"]


def test_rules_that_are_not_wanted_are_neither_found_nor_fixed() -> None:
    data = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n" + "âœ… done\n".encode()
    options = Options(Rule(Strategy.OURS), lambda rule: rule == "mojibake")
    report = examine(Document("d.md", data), NoEvidence(), options)
    assert [f.rule for f in report.findings] == ["mojibake"]
    assert report.after.startswith(b"<<<<<<< HEAD\n")
    assert report.after.endswith("✅ done\n".encode())


@pytest.mark.parametrize(
    ("text", "part"), [("# tide", ""), ("# tide ✅ it’s done", ".check"), ("a 🔴 b", ".channel")]
)
def test_a_plain_file_loads_nothing_for_garbled_text(text: str, part: str) -> None:
    code = f"""
import sys
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document
examine(Document("d.md", {text!r}.encode()), NoEvidence(), Options())
assert not any(name.startswith("mergemend.mojibake{part}") for name in sys.modules)
"""
    run([sys.executable, "-c", code], check=True, timeout=60)
