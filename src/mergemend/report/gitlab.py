"""Findings as a report of GitLab's code quality, which merge requests show.

The fields are those that GitLab documents for tools of one's own; a fingerprint must be there once,
of equal ones only the first is shown. A report has no other place for what could not be read or did
not run, so these are entries, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Json, Severity
from mergemend.report.data import dump
from mergemend.report.fingerprint import of_whole
from mergemend.report.results import Results
from mergemend.report.terminal import printable

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(results: Results) -> str:
    """A list of entries as JSON, empty if there is nothing to say."""
    return dump(list(_entries(results))) + "\n"


def _entries(results: Results) -> Iterator[Json]:
    for path, why in results.unread:
        yield _entry("not-read", "major", path, 1, f"not read: {why}", of_whole(path, "not read"))
    for report, finding in results.worst_first():
        mark = finding.fingerprint or ""
        severity = _SEVERITIES[finding.severity]
        yield _entry(finding.rule, severity, report.path, finding.line, finding.message, mark)
    for path, why in results.not_run():
        yield _entry("not-run", "info", path, 1, why, of_whole(path, why))


def _entry(check: str, severity: str, path: str, line: int, what: str, mark: str) -> Json:
    return {
        "description": printable(what),
        "check_name": check,
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": printable(path), "lines": {"begin": line}},
    }
