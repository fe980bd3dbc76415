"""The shim, the scenes, and the table of what was tried."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping

import pytest

from fault.lab import Lab
from fault.names import all_names
from fault.rig import compile_shim
from fault.table import PAGE, Table, Tried, put_into

_TABLE = Table()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("fault")
    library = compile_shim(folder)
    if library is None:
        pytest.skip("no C compiler, or not Linux: calls can't be made to fail")
    made = Lab(library, folder)
    yield made
    made.close()


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Tried:
    """Say for the table what was tried in a job, and how often what came out."""

    def say(job: str, name: str, counts: Mapping[str, int]) -> None:
        record_property("fault", json.dumps({"job": job, "name": name, "counts": counts}))

    return say


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        for name, value in report.user_properties:
            if name == "fault":
                _TABLE.add(json.loads(str(value)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table; with FAULT_TABLE set, put it into its page."""
    if not _TABLE.rows:
        return
    table = _TABLE.text(all_names())
    terminalreporter.write_line(table)
    if os.environ.get("FAULT_TABLE"):
        PAGE.write_text(put_into(PAGE.read_text("utf-8"), table), "utf-8")
