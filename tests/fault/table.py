"""The table in docs/faults.md: what was tried, how often, and what came out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from fault.judge import Outcome

Tried = Callable[[str, str, Mapping[str, int]], None]


class Table:
    """Sums up what the tests report."""

    def __init__(self) -> None:
        self.rows: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, reported: Any) -> None:
        self.rows[reported["job"], reported["name"]].update(reported["counts"])

    def text(self) -> str:
        lines = []
        for (job, name), counts in self.rows.items():
            tried = sum(counts.values())
            came_out = (str(counts[outcome]) for outcome in Outcome)
            lines.append(f"| {job} | {name} | {tried} | {' | '.join(came_out)} |")
        return "\n".join(lines) + "\n"
