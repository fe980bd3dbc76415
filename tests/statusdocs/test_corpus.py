"""The rules against labelled real documents, where these are at hand."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from benchmarks.statusdocs.corpus import cases, labels

from conftest import SHARED

CORPUS = SHARED / "corpus" / "status"

# What each rule found at least when this was written; none flagged a line that is right.
FLOORS = {
    "broken-link": 24,
    "complete-with-open-items": 4,
    "date-order": 0,
    "due-outside-section": 1,
    "heading-count": 6,
    "hour-sum": 2,
    "money-product": 1,
    "numbering": 3,
    "ratio-percent": 1,
    "status-emoji": 4,
    "table-total": 4,
    "ticket-conflict": 0,
    "week-range": 29,
    "weekday-date": 15,
    "wrong-year": 17,
}

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="needs the labelled documents")


@cache
def flagged() -> frozenset[tuple[str, int, str]]:
    return frozenset(
        (case.file, finding.line, finding.rule)
        for case in cases(CORPUS)
        for finding in case.findings()
    )


@pytest.mark.parametrize("rule", FLOORS)
def test_what_is_wrong_is_found_and_what_is_right_is_not(rule: str) -> None:
    counts: Counter[str] = Counter()
    for label in labels(CORPUS):
        if label.rule == rule and not label.unsure:
            hit = (label.file, label.line, rule) in flagged()
            counts["found" if label.severity else "false"] += hit
    assert counts["found"] >= FLOORS[rule]
    assert counts["false"] == 0
