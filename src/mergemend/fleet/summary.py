"""Sums rows up as they come, for the figures of a run and for its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Any

from mergemend.fleet.task import Row, Task
from mergemend.model import Severity
from mergemend.report.fleet_data import (
    MOST_FILES,
    MOST_FINDINGS,
    MOST_REPOSITORIES,
    MOST_RUNS,
    Fleet,
    FleetFile,
    FleetFinding,
    FleetRepository,
    FleetRun,
)

Link = Callable[[Task, Row], str | None]
"""Where the line of a row can be read."""

_FIGURES = ("repos", "findings", "counted", "failed")
_ORDER = {str(severity): number for number, severity in enumerate(Severity)}


@dataclass
class Tally:
    """The figures of a run."""

    repos: int = 0
    findings: int = 0
    failed: int = 0
    counted: int = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Count the rows of a repository."""
        rows = list(rows)
        self.repos += 1
        self.failed += any(row.error for row in rows)
        self.findings += sum(row.error is None for row in rows)
        self.counted += sum(row.severity not in (None, Severity.INFO) for row in rows)


@dataclass
class Summary:
    """What a page needs of rows; of findings and files no more is kept than it can carry."""

    link: Link
    _repositories: list[FleetRepository] = field(default_factory=list)
    _kinds: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _files: list[FleetFile] = field(default_factory=list)
    _file_count: int = 0
    _findings: dict[int, list[FleetFinding]] = field(default_factory=dict)

    def add(self, task: Task, rows: Sequence[Row]) -> None:
        """Take in the rows of a repository; all of them at once."""
        found = [row for row in rows if row.error is None]
        errors = [
            f"{row.path}: {row.error}" if row.path else row.error for row in rows if row.error
        ]
        days = sorted(day for row in found if (day := _day(row)))
        self._repositories.append(
            FleetRepository(
                task.name,
                task.location if re.match("https?://", task.location) else None,
                dict(Counter(str(row.severity) for row in found)),
                sum(row.grade is not None for row in found),
                days[0] if days else None,
                days[-1] if days else None,
                len(errors),
                errors[0] if errors else None,
            )
        )
        self._kinds.update((str(r.rule), str(r.severity), r.grade or "") for r in found)
        self._add_files(task, found)
        for row in found:
            self._add_finding(task, row)

    def _add_files(self, task: Task, found: Iterable[Row]) -> None:
        numbers = Counter(row.path for row in found)
        first = {row.path: row for row in reversed(list(found))}
        self._file_count += len(numbers)
        self._files += (
            FleetFile(task.name, str(path), number, self.link(task, first[path]))
            for path, number in numbers.most_common(MOST_FILES)
        )
        if len(self._files) > 2 * MOST_FILES:
            self._files = _worst(self._files)

    def _add_finding(self, task: Task, row: Row) -> None:
        kept = self._findings.setdefault(_ORDER.get(str(row.severity), len(_ORDER)), [])
        if len(kept) < MOST_FINDINGS:
            kept.append(
                FleetFinding(
                    task.name,
                    str(row.path),
                    row.line,
                    str(row.rule),
                    str(row.severity),
                    row.grade,
                    row.message or "",
                    _day(row),
                    row.since_author,
                    self.link(task, row),
                )
            )

    def fleet(self, runs: Iterable[dict[str, Any]], rows: str | None) -> Fleet:
        """What the page shows, with the figures of ``runs`` and the file that has all rows."""
        order = sorted(
            self._repositories,
            key=lambda one: (-one.findings, not one.errors, one.oldest or "", one.name),
        )
        findings = [one for rank in sorted(self._findings) for one in self._findings[rank]]
        kinds = sorted(self._kinds.items(), key=lambda kind: (-kind[1], kind[0]))
        return Fleet(
            order[:MOST_REPOSITORIES],
            _worst(self._files),
            findings[:MOST_FINDINGS],
            [(*kind, number) for kind, number in kinds],
            [one for one in self._repositories if one.errors],
            (len(order), self._file_count, self._kinds.total()),
            [*_runs(runs)][-MOST_RUNS:],
            rows,
        )


def _day(row: Row) -> str | None:
    return row.since_date[:10] if row.since_date else None


def _worst(files: Iterable[FleetFile]) -> list[FleetFile]:
    return nsmallest(MOST_FILES, files, key=lambda one: (-one.findings, one.repository, one.path))


def _runs(runs: Iterable[dict[str, Any]]) -> Iterable[FleetRun]:
    """The runs of which all figures are there; what is kept can be damaged."""
    for run in runs:
        at = run.get("at")
        found = (run.get(name) for name in _FIGURES)
        numbers = [number for number in found if isinstance(number, int)]
        if isinstance(at, str) and len(numbers) == len(_FIGURES):
            yield FleetRun(at, *numbers)
