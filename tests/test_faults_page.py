"""The page about faults has a row for everything that `make fault` tries."""

from __future__ import annotations

from fault.names import all_names
from fault.table import PAGE, read_names


def test_rows() -> None:
    assert read_names(PAGE.read_text("utf-8")) == all_names()
