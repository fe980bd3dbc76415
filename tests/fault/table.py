"""The table in docs/faults.md: what was tried, how often, and what came out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fault.judge import Outcome

PAGE = Path(__file__).resolve().parents[2] / "docs" / "faults.md"
HEAD = "| command | what goes wrong | tried | what came out |\n|---|---|--:|---|\n"
KEPT = "what the others wrote stayed"
Tried = Callable[[str, str, Mapping[str, int]], None]
Name = tuple[str, str]  # of a row: the command, and what goes wrong


class Table:
    """Sums up what the tests report."""

    def __init__(self) -> None:
        self.rows: defaultdict[Name, Counter[str]] = defaultdict(Counter)

    def add(self, reported: Any) -> None:
        self.rows[reported["job"], reported["name"]].update(reported["counts"])

    def text(self, names: list[Name]) -> str:
        """The table, its rows in the order of ``names``; those that did not run are left out."""
        return HEAD + "".join(_line(name, self.rows[name]) for name in names if name in self.rows)


def _line(name: Name, counts: Counter[str]) -> str:
    order = [*Outcome, KEPT]
    parts = [f"{counts[what]:,} {what}" for what in order if counts[what]]
    return f"| {' | '.join(name)} | {counts.total():,} | {'; '.join(parts) or KEPT} |\n"


def read_names(page: str) -> list[Name]:
    """The names of the rows in a page."""
    lines = page.partition(HEAD)[2].splitlines()
    cells = (line.strip("|").split("|") for line in lines if line.startswith("| "))
    return [(row[0].strip(), row[1].strip()) for row in cells]


def put_into(page: str, table: str) -> str:
    """A page with the table in the place of its old one, which goes on to an empty line."""
    before, _, after = page.partition(HEAD)
    return before + table + after.partition("\n\n")[1] + after.partition("\n\n")[2]
