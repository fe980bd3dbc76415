"""What the page of a fleet shows, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_REPOSITORIES = 6_000
MOST_FINDINGS = 3_000
MOST_FILES = 200
MOST_RUNS = 60
"""What a page can carry: a browser opens it in about two seconds. Of more the worst are shown."""


@dataclass(frozen=True, slots=True)
class FleetFinding:
    """A finding; ``since`` is the day and the author of the damage, as far as git knows."""

    repository: str
    path: str
    line: int | None
    rule: str
    severity: str
    grade: str | None
    message: str
    since: str | None
    author: str | None
    link: str | None


@dataclass(frozen=True, slots=True)
class FleetRepository:
    """A repository: how many findings of each severity, those with a fix, and the days of damage.

    ``errors`` is how often something could not be looked at, ``why`` the first reason.
    """

    name: str
    link: str | None
    found: dict[str, int]
    fixable: int
    oldest: str | None
    newest: str | None
    errors: int
    why: str | None

    @property
    def findings(self) -> int:
        """All findings."""
        return sum(self.found.values())


@dataclass(frozen=True, slots=True)
class FleetFile:
    """A file with its number of findings, and where it can be read."""

    repository: str
    path: str
    findings: int
    link: str | None


@dataclass(frozen=True, slots=True)
class FleetRun:
    """The figures of a run: when it ended, and how many repositories and findings there were.

    ``counted`` are the findings that are no mere hints, ``failed`` the repositories with errors.
    """

    at: str
    repos: int
    findings: int
    counted: int
    failed: int


@dataclass(frozen=True, slots=True)
class Fleet:
    """All of it: the repositories, files and findings that are shown, the worst first.

    ``kinds`` are the numbers by rule, severity and grade, of all findings; ``total`` is how many
    repositories, files with findings and findings there are. ``rows`` names the file that has all.
    """

    repositories: Sequence[FleetRepository]
    files: Sequence[FleetFile]
    findings: Sequence[FleetFinding]
    kinds: Sequence[tuple[str, str, str, int]]
    failed: Sequence[FleetRepository]
    total: tuple[int, int, int]
    runs: Sequence[FleetRun] = ()
    rows: str | None = None
