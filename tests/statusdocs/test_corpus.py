"""The rules against real documents with labelled findings, where those are at hand."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.statusdocs.corpus import cases, labels

from conftest import SHARED

FOLDER = SHARED / "corpus" / "status"

# rule: how many labelled findings are found at least; no line labelled as right is ever flagged
FLOORS = {
    "broken-link": 24,
    "complete-with-open-items": 4,
    "status-emoji": 4,
    "ticket-conflict": 0,
}


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the documents are not at hand")
def test_labelled_findings_are_found_and_nothing_that_is_right() -> None:
    known = {(label.file, label.line, label.rule): label for label in labels(FOLDER)}
    counts: Counter[str] = Counter()
    wrong = []
    for case in cases(FOLDER):
        for key in {(case.file, found.line, found.rule) for found in case.findings()}:
            label = known.get(key)
            if label and not label.unsure and key[2] in FLOORS:
                counts[key[2]] += label.severity is not None
                wrong += [key] if label.severity is None else []
    assert not wrong
    assert {rule: counts[rule] for rule in FLOORS if counts[rule] < FLOORS[rule]} == {}
