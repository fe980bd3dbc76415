"""The rows of the page about faults are those that `make fault` tries, in their order."""

from __future__ import annotations

from fault.names import all_names
from fault.table import PAGE, read_names


def test_rows() -> None:
    rows = read_names(PAGE.read_text("utf-8"))
    assert rows == all_names()
    assert len(set(all_names())) == len(all_names())
