"""The page of a fleet: repositories by findings and age, the worst files, and how it went on."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from mergemend.model import Severity
from mergemend.report.fleet_data import Fleet, FleetFinding, FleetRepository
from mergemend.report.html import element, text
from mergemend.report.page import Cell, Row, Section, controls, figures, note, page, table, tag
from mergemend.report.terminal import shorten
from mergemend.report.trend import trend
from mergemend.words import things

TITLE = "Fleet"

_CLASSES = {"error": "bad", "warning": "warn"}
_SEVERITIES = [str(severity) for severity in Severity]
_GROUPS_OF_REPOSITORIES = (
    ("", "all repositories"),
    ("found", "with findings"),
    ("error", "with errors"),
    ("fixable", "with a fix"),
    ("clean", "clean"),
    ("failed", "not or not wholly looked at"),
)
_GROUPS_OF_FINDINGS = (
    ("", "all findings"),
    *((severity, severity) for severity in _SEVERITIES),
    ("safe", "with a safe fix"),
    ("fixable", "with any fix"),
)


def fleet_page(fleet: Fleet) -> str:
    """The page; the same input gives the same bytes."""
    parts = [
        Section("repositories", "Repositories", _repositories(fleet)),
        Section("files", "Worst files", _files(fleet)),
        Section("kinds", "By rule, severity and grade", _kinds(fleet)),
        Section("runs", "From run to run", trend(fleet.runs)),
        Section("findings", "Findings", _findings(fleet)),
    ]
    if fleet.failed:
        parts.insert(1, Section("not-looked-at", "Not or not wholly looked at", _failed(fleet)))
    return page("fleet", TITLE, _lead(fleet), parts)


def _lead(fleet: Fleet) -> Iterator[Markup]:
    repositories, _, findings = fleet.total
    by_severity = dict.fromkeys(_SEVERITIES, 0)
    for _, severity, _, number in fleet.kinds:
        by_severity[severity] = by_severity.get(severity, 0) + number
    found: list[tuple[str, int, str, str | None]] = [
        ("repositories", repositories, _things(repositories, "repository"), None),
        ("findings", findings, things(findings, "finding"), None),
        ("findings", by_severity["error"], things(by_severity["error"], "error"), "bad"),
        ("findings", by_severity["warning"], things(by_severity["warning"], "warning"), "warn"),
    ]
    if fleet.failed:
        found.append(("not-looked-at", len(fleet.failed), "not or not wholly looked at", "warn"))
    yield figures(found)


def _things(number: int, thing: str) -> str:
    return thing if number == 1 else f"{thing.removesuffix('y')}ies"


def _beyond(shown: int, total: int, what: str, rows: str | None) -> Markup:
    """What is told of things that the page does not carry."""
    if shown >= total:
        return Markup("")
    where = f"; {rows} has all" if rows else "; the rows that the command prints have all"
    said = f"The worst {shown:,} of {total:,} {what} are shown{where}."
    return element("p", said, class_="soft")


def _named(name: str, link: str | None) -> Markup | str:
    return element("a", name, href=link) if link else name


def _repositories(fleet: Fleet) -> Markup:
    rows = (
        Row(
            (
                Cell(_named(one.name, one.link)),
                Cell(one.findings),
                *(Cell(one.found.get(severity, 0)) for severity in _SEVERITIES),
                Cell(one.fixable),
                Cell(one.oldest, "date"),
                Cell(one.newest, "date"),
            ),
            _groups(one),
        )
        for one in fleet.repositories
    )
    columns = (
        *("Repository", "Findings", "Errors", "Warnings", "Hints"),
        *("With a fix", "Oldest damage", "Newest damage"),
    )
    beyond = _beyond(len(fleet.repositories), fleet.total[0], "repositories", fleet.rows)
    shown = table(None, columns, rows, name="repositories-table", label="Repositories")
    return beyond + controls("repositories-table", _GROUPS_OF_REPOSITORIES) + shown


def _groups(one: FleetRepository) -> str:
    groups = ["found" if one.findings else "failed" if one.errors else "clean"]
    groups += ["failed"] if one.errors and one.findings else []
    groups += ["error"] if one.found.get("error") else []
    groups += ["fixable"] if one.fixable else []
    return " ".join(groups)


def _failed(fleet: Fleet) -> Markup:
    rows = (Row((Cell(_named(one.name, one.link)), Cell(_reasons(one)))) for one in fleet.failed)
    return table(None, ("Repository", "Why"), rows, name="failed-table", label="Failed")


def _reasons(one: FleetRepository) -> Markup:
    said = element("span", shorten(one.why or "", 400))
    return said + note(f"and {one.errors - 1:,} more") if one.errors > 1 else said


def _files(fleet: Fleet) -> Markup:
    if not fleet.files:
        return element("p", "Nothing was found.", class_="soft")
    rows = (
        Row((Cell(_named(one.path, one.link), "place"), Cell(one.repository), Cell(one.findings)))
        for one in fleet.files
    )
    beyond = _beyond(len(fleet.files), fleet.total[1], "files", fleet.rows)
    columns = ("File", "Repository", "Findings")
    return beyond + table(None, columns, rows, name="files-table", label="Worst files")


def _kinds(fleet: Fleet) -> Markup:
    if not fleet.kinds:
        return element("p", "Nothing was found.", class_="soft")
    rows = (
        Row((Cell(rule), _severity(severity), Cell(grade), Cell(number)))
        for rule, severity, grade, number in fleet.kinds
    )
    columns = ("Rule", "Severity", "Grade of the fix", "Findings")
    return table(None, columns, rows, name="kinds-table", label="Findings by rule")


def _severity(severity: str) -> Cell:
    order = _SEVERITIES.index(severity) if severity in _SEVERITIES else len(_SEVERITIES)
    return Cell(tag(severity, _CLASSES.get(severity)), key=str(order))


def _findings(fleet: Fleet) -> Markup:
    if not fleet.findings:
        return element("p", "Nothing was found.", class_="soft")
    rows = (
        Row(
            (
                Cell(one.repository),
                Cell(_told(one), "place", _place(one)),
                Cell(one.rule),
                _severity(one.severity),
                Cell(one.grade),
                Cell(one.since, "date"),
                Cell(one.author),
            ),
            " ".join([one.severity, *(["fixable"] if one.grade else []), one.grade or ""]),
        )
        for one in fleet.findings
    )
    columns = (
        *("Repository", "Where and what", "Rule", "Severity", "Grade of the fix"),
        *("Since", "Written by"),
    )
    beyond = _beyond(len(fleet.findings), fleet.total[2], "findings", fleet.rows)
    shown = table(None, columns, rows, name="findings-table", label="Findings")
    return beyond + controls("findings-table", _GROUPS_OF_FINDINGS) + shown


def _told(one: FleetFinding) -> Markup:
    return text(_named(_place(one), one.link)) + note(shorten(one.message, 160))


def _place(one: FleetFinding) -> str:
    return one.path if one.line is None else f"{one.path}:{one.line}"
