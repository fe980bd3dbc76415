"""At every call that writes: killed, or told that it can't be. Nothing is lost, and all is said."""

from __future__ import annotations

from collections import Counter

import pytest

from fault.lab import Lab
from fault.rows import ROWS, Row
from fault.table import Tried

pytestmark = pytest.mark.fault

PARTS = 4  # of a row, so that two processes get done at the same time


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.job}: {row.name}")
def test_nothing_is_lost(lab: Lab, row: Row, part: int, tried: Tried) -> None:
    counts: Counter[str] = Counter()
    wrong = []
    for fault in list(row.faults(lab.prepared(row.job).calls))[part::PARTS]:
        came_out, complaints = lab.attempt(row.job, fault)
        counts[came_out] += 1
        wrong += complaints
    tried(row.job, row.name, counts)
    assert not wrong, "\n".join(wrong)
