"""A clean-up as a plan: a JSON file with every decision, to be read, edited and applied.

Each decision lists its options by number; ``answer`` is the number that is taken, 0 leaves the text
as it is. A plan holds for the very bytes that it was made of: each file has its SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from mergemend.conflicts import DateKind, Strategy
from mergemend.decisions import Answers, Decision
from mergemend.model import FileReport, Finding, Json, PlanError, Safety
from mergemend.past import BranchFinding, Past
from mergemend.rules import UnknownRuleError, chooser

VERSION = 1
MAX_PLAN = 500_000_000  # bytes


@dataclass(frozen=True, slots=True)
class How:
    """What the command line said when the plan was made; None where it said nothing."""

    strategy: str | None = None
    date: str | None = None
    min_grade: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file with findings: what fixing makes of it, and what can be decided.

    ``path`` is from the top of the repository, ``explained`` how its conflicts lie over each other.
    """

    path: str
    report: FileReport
    decisions: tuple[Decision, ...]
    explained: Mapping[str, Json] | None = None

    @property
    def left(self) -> tuple[Finding, ...]:
        """The findings that there is nothing to decide about."""
        keys = {(d.finding.line, d.finding.rule) for d in self.decisions}
        return tuple(f for f in self.report.left if (f.line, f.rule) not in keys)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a clean-up has found: of ``checked`` files those with findings, and those not read.

    ``unread`` has their paths and why. ``past`` and ``branches`` are what was found beyond the work
    tree, where it was looked for; a plan does not change that. ``head`` is the commit checked out.
    """

    checked: int
    files: tuple[Reviewed, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    past: Past | None = None
    branches: tuple[BranchFinding, ...] | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """What is to become of a file: the answers by the keys of its decisions, and their lines."""

    path: str
    sha256: str
    answers: Answers
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of files, and how the plan was made."""

    how: How
    files: tuple[PlannedFile, ...]


def digest(data: bytes) -> str:
    """What tells the bytes of a file from all others."""
    return sha256(data).hexdigest()


def plan_data(survey: Survey, how: How) -> dict[str, Json]:
    """A plan that does what `fix` would do."""
    return plan_of_files([file_data(one) for one in survey.files], how, survey.head)


def plan_of_files(files: Sequence[Json], how: How, head: str | None) -> dict[str, Json]:
    """A plan for files that are `file_data` already."""
    return {
        "mergemend": "plan",
        "version": VERSION,
        "help": "answer: the number of an option, 0 leaves the text as it is; then"
        " `mergemend cleanup --apply FILE`",
        "head": head,
        "how": {
            "strategy": how.strategy,
            "date": how.date,
            "min_grade": how.min_grade,
            "select": list(how.select),
            "ignore": list(how.ignore),
        },
        "files": list(files),
    }


def file_data(file: Reviewed) -> dict[str, Json]:
    """A file of a plan."""
    return {
        "path": file.path,
        "sha256": digest(file.report.before),
        "decisions": [_decision_data(decision) for decision in file.decisions],
        "left": [{"line": f.line, "rule": f.rule, "message": f.message} for f in file.left],
        "not_run": list(file.report.not_run),
    }


def _decision_data(decision: Decision) -> Json:
    finding = decision.finding
    return {
        "key": decision.key,
        "line": decision.first + 1,
        "column": decision.column,
        "rule": finding.rule,
        "message": finding.message,
        "answer": 1 if decision.is_proposed else 0,
        "text": decision.lines if decision.place is None else decision.place,
        "options": [
            {
                "number": number,
                "name": option.name,
                "grade": None if option.grade is None else str(option.grade),
                "odds": option.odds,
                "why": option.why,
                "text": option.text,
            }
            for number, option in enumerate(decision.options, 1)
        ],
    }


def read_plan(name: str, data: bytes) -> Plan:
    """Read a plan. Raises `PlanError`."""
    reader = _Reader(name, data)
    table = reader.table(reader.parsed(), "the plan", "mergemend", "version", "how", "files")
    if table["mergemend"] != "plan" or table["version"] != VERSION:
        raise reader.error(None, f'is no plan of version {VERSION}: make one with "cleanup"')
    how = reader.how(table["how"])
    return Plan(how, tuple(reader.file(one) for one in reader.items(table["files"], "files")))


class _Reader:
    """Checks what comes from outside; a wrong value is told with the line of what it belongs to."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._data = data

    def parsed(self) -> Any:
        """The JSON value."""
        if len(self._data) > MAX_PLAN:
            raise self.error(None, f"more than {MAX_PLAN:,} bytes: it can't be a plan")
        try:
            return json.loads(self._data.decode("utf-8", "strict"))
        except json.JSONDecodeError as error:
            raise PlanError(
                f"{self._name}:{error.lineno}:{error.colno}: not JSON: {error.msg}"
            ) from None
        except UnicodeDecodeError as error:
            raise self.error(None, f"not UTF-8: {error.reason}") from None
        except RecursionError:
            raise self.error(None, "lists or tables lie too deep in each other") from None

    def error(self, near: str | None, problem: str) -> PlanError:
        """``near`` is a text that stands once in the plan, close to what is wrong."""
        at = self._data.find(json.dumps(near).encode()) if near else -1
        line = self._data.count(b"\n", 0, at) + 1 if at >= 0 else 1
        return PlanError(f"{self._name}:{line}: {problem}")

    def table(self, value: Any, what: str, *keys: str) -> Mapping[str, Any]:
        """A table that has ``keys``."""
        if not isinstance(value, dict):
            raise self.error(None, f"{what} must be a table")
        for key in keys:
            if key not in value:
                raise self.error(self._near(value), f'{what} lacks "{key}"')
        return value

    def _near(self, value: Mapping[str, Any]) -> str | None:
        for key in ("key", "path"):
            if isinstance(value.get(key), str):
                return str(value[key])
        return None

    def items(self, value: Any, what: str, near: str | None = None) -> Sequence[Any]:
        """A list."""
        if not isinstance(value, list):
            raise self.error(near, f'"{what}" must be a list')
        return value

    def string(self, value: Any, what: str, near: str | None = None) -> str:
        """A text."""
        if not isinstance(value, str):
            raise self.error(near, f'"{what}" must be a string')
        return value

    def how(self, value: Any) -> How:
        """What the command line said."""
        table = self.table(value, '"how"', "strategy", "date", "min_grade", "select", "ignore")
        return How(
            self._one_of(table, "strategy", Strategy),
            self._one_of(table, "date", DateKind),
            self._one_of(table, "min_grade", Safety),
            self._rules(table, "select"),
            self._rules(table, "ignore"),
        )

    def _one_of(self, table: Mapping[str, Any], key: str, words: type[StrEnum]) -> str | None:
        names = [str(word) for word in words]
        value = table[key]
        if value is None:
            return None
        if value not in names:
            raise self.error(key, f'"{key}" must be null or one of {", ".join(names)}')
        return str(value)

    def _rules(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        names = tuple(self.string(one, key) for one in self.items(table[key], key))
        try:
            chooser(names, ())
        except UnknownRuleError as error:
            raise self.error(key, str(error)) from None
        return names

    def file(self, value: Any) -> PlannedFile:
        """A file and the answers for it."""
        table = self.table(value, "a file", "path", "sha256", "decisions")
        path = self.string(table["path"], "path")
        answers: dict[str, str | None] = {}
        lines: dict[str, int] = {}
        for one in self.items(table["decisions"], "decisions", path):
            key, line, answer = self._decision(one, path)
            if key in answers:
                raise self.error(key, f"{path} has two decisions with the key {key!r}")
            answers[key], lines[key] = answer, line
        return PlannedFile(path, self.string(table["sha256"], "sha256", path), answers, lines)

    def _decision(self, value: Any, path: str) -> tuple[str, int, str | None]:
        table = self.table(value, f"a decision of {path}", "key", "line", "answer", "options")
        key = self.string(table["key"], "key", path)
        options = self.items(table["options"], "options", key)
        texts = [self._option(one, key) for one in options]
        answer, line = table["answer"], table["line"]
        if not isinstance(line, int) or isinstance(line, bool):
            raise self.error(key, '"line" must be a number')
        if isinstance(answer, str):  # another text, for a garbled place
            return key, line, answer
        if isinstance(answer, bool) or not isinstance(answer, int) or not 0 <= answer <= len(texts):
            most = f"0 to {len(texts)}"
            raise self.error(key, f'"answer" must be a number from {most}, not {answer!r}')
        return key, line, texts[answer - 1] if answer else None

    def _option(self, value: Any, key: str) -> str:
        return self.string(self.table(value, f"an option of {key}", "text")["text"], "text", key)
