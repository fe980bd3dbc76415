"""The baseline: a file with the findings that there were when it was written, which are left out.

Entries are fingerprints (`mergemend.report.fingerprint`), so a finding stays known when lines move.
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mergemend.model import BaselineError, FileReport
from mergemend.project import NoReportError, Outcome, Project, Report
from mergemend.report.fingerprint import VERSION

BEGINNING = b'{"mergemend-baseline": '
"""What tells that a file is a baseline, and so may be replaced by one."""

MAX_BYTES = 64_000_000


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A finding that is known: the path is from the top of the repository."""

    path: str
    rule: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """Known findings by their fingerprints, and what a run has seen of them."""

    entries: Mapping[str, Entry]
    _seen: set[str] = field(default_factory=set)
    _looked: dict[str, Path] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """How many of them the run has found again."""
        return len(self._seen)

    def without_known(self, project: Project, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """The outcomes, of reports only the findings that are new."""
        for outcome in outcomes:
            if not isinstance(outcome, FileReport):
                yield outcome
                continue
            new = []
            for finding in outcome.findings:
                mark = finding.fingerprint or ""
                if mark in self.entries:
                    self._seen.add(mark)
                else:
                    new.append(finding)
            if not outcome.not_run:
                file = Path(outcome.path)
                self._looked[project.from_top(file)] = file
            yield replace(outcome, findings=tuple(new))

    def gone(self, project: Project, below: Path | None) -> list[Entry]:
        """The entries that no longer occur, as far as the run, which is over, can tell.

        It can of the files that it has looked at, and of rules that it has looked for; if it has
        looked at all files ``below`` a folder, also of those that are not there any more.
        """
        inside = None if below is None else project.from_top(below / "x").removesuffix("x")

        def is_gone(entry: Entry) -> bool:
            file = self._looked.get(entry.path)
            if file is not None:
                return project.settings.options_for(file).wanted(entry.rule)
            if below is None or inside is None or not entry.path.startswith(inside):
                return False
            return not os.path.lexists(below / entry.path.removeprefix(inside))

        unseen = (e for e in self.entries.values() if e.fingerprint not in self._seen)
        return sorted(entry for entry in unseen if is_gone(entry))


def read_baseline(project: Project, path: Path) -> Baseline:
    """The baseline in a file. Raises `mergemend.model.BaselineError`."""
    try:
        data = project.read(path, MAX_BYTES + 1)
    except FileNotFoundError:
        raise BaselineError(f"{path}: no such baseline; {_writes(path)} one") from None
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise BaselineError(f"{path}: more than {MAX_BYTES:,} bytes: it can't be a baseline")
    if not data.startswith(BEGINNING):
        raise BaselineError(f"{path}:1: is no baseline; move it away, then {_writes(path)} one")
    try:
        return Baseline({entry.fingerprint: entry for entry in _entries(json.loads(data))})
    except json.JSONDecodeError as error:
        why = f"{path}:{error.lineno}: is damaged: {error.msg}"
    except (ValueError, RecursionError) as error:
        why = f"{path}: {error}"
    raise BaselineError(f"{why}; {_writes(path)} it anew")


def _entries(data: Any) -> Iterator[Entry]:
    """Raises `ValueError`."""
    version = data["mergemend-baseline"]
    if version != VERSION:
        raise ValueError(f"is of another version, this mergemend knows {VERSION}")
    findings = data.get("findings")
    if not isinstance(findings, list):
        raise ValueError("is damaged: it has no list of findings")
    for number, one in enumerate(findings, 1):
        table = one if isinstance(one, dict) else {}
        given = [value for key in Entry.__slots__ if isinstance(value := table.get(key), str)]
        if len(given) < len(Entry.__slots__):
            raise ValueError(f"is damaged: entry {number} needs {', '.join(Entry.__slots__)}")
        yield Entry(*given)


def write_baseline(project: Project, path: Path, reports: Iterable[FileReport]) -> int:
    """Write the findings of ``reports`` to a file, and say how many.

    A baseline that is there is replaced, any other file is not. Raises
    `mergemend.model.BaselineError`.
    """
    entries = sorted(
        Entry(project.from_top(Path(report.path)), finding.rule, finding.fingerprint or "")
        for report in reports
        for finding in report.findings
    )
    lines = ",\n".join(
        json.dumps({key: getattr(entry, key) for key in Entry.__slots__}) for entry in entries
    )
    data = BEGINNING + f'{VERSION}, "findings": [\n{lines}\n]}}\n'.encode()
    try:
        project.publish(path, Report("baseline", data, (BEGINNING,)), overwrite=False)
    except NoReportError:
        raise BaselineError(f"{path}: is no baseline; name another file, or move it away") from None
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror or error}") from error
    return len(entries)


def _writes(path: Path) -> str:
    return f"`mergemend check --write-baseline {shlex.quote(str(path))}` writes"
