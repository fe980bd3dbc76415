"""The table of comparisons: what it says of mergemend is run again; the other columns are dated.

``python -m benchmarks.comparisons`` writes the page anew, with the versions that it has run.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.comparisons.facilities import FACILITIES
from benchmarks.comparisons.page import NOTHING, PAGE, YES, tables
from benchmarks.comparisons.tools import OURS

pytestmark = pytest.mark.slow

WRITTEN = PAGE.read_text("utf-8")


def column() -> dict[str, str]:
    """What the page says of mergemend, by the name of the row."""
    return dict(re.findall(r"^\| (.+?) \| \*\*(.+?)\*\* \|", WRITTEN, re.MULTILINE))


def test_our_column_is_what_comes_out(tmp_path: Path) -> None:
    found = {name: cells[OURS] for _, rows in tables(tmp_path, [OURS]) for name, cells in rows}
    assert column() == found


def test_the_page_says_when_and_with_what_it_was_run() -> None:
    assert re.search(r", on [A-Z][a-z]+ \d+, 20\d\d, by", WRITTEN)
    versions = re.findall(r"^\| ([a-z-]+) \| (\d+(?:\.\d+)+) \|", WRITTEN, re.MULTILINE)
    names = ["pre-commit-hooks", "prek", "ruff", "rumdl", "typos"]
    assert [name for name, _ in versions] == [OURS, *names]


def test_every_facility_is_had_by_somebody() -> None:
    """Else its question could be asked in the wrong words."""
    for facility in FACILITIES:
        (row,) = re.findall(rf"^\| {re.escape(facility.name)} \|(.+)$", WRITTEN, re.MULTILINE)
        assert YES in row
        assert NOTHING in row
