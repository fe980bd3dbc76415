"""What a whole check has found, as the reports for platforms of CI take it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mergemend.model import FileReport, Finding, Severity
from mergemend.report.terminal import printable

_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Results:
    """A check of so many files. Paths are from the top of the repository, with forward slashes.

    ``reports`` are those with findings, which have fingerprints, and those where something did not
    run. ``unread`` are files that could not be read, each with the reason.
    """

    checked: int
    reports: Sequence[FileReport] = ()
    unread: Sequence[tuple[str, str]] = ()

    def worst_first(self) -> Iterator[tuple[FileReport, Finding]]:
        """The findings, errors before warnings before what is only told, else in their order."""
        found = [(report, finding) for report in self.reports for finding in report.findings]
        return iter(sorted(found, key=lambda one: _ORDER.index(one[1].severity)))

    def not_run(self) -> Iterator[tuple[str, str]]:
        """What was not checked: the path of the file, and why."""
        return ((report.path, why) for report in self.reports for why in report.not_run)


def told(path: str, finding: Finding) -> str:
    """A finding in one line that does nothing to a terminal: place, rule and message."""
    return printable(f"{path}:{finding.line}:{finding.column}: {finding.rule} {finding.message}")
