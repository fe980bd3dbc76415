"""What a run over a fleet writes: rows, plans, and a page."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from mergemend.cli.common import tell_kept
from mergemend.config import Settings
from mergemend.fleet.rows import PARQUET, Write, json_lines, parquet, refuse_other
from mergemend.fleet.summary import Link, Summary
from mergemend.fleet.task import Result, Row, Task
from mergemend.project import NoReportError, Report, open_project
from mergemend.report.page import beginning
from mergemend.report.terminal import printable

_ADDRESS = re.compile(r"(?:\{repo\}|(?!javascript|data|vbscript)[a-z][a-z0-9+.-]*://).*")
_MOST_NAME = 150  # characters of the name of a plan's file


def address(_: click.Context, __: click.Parameter, word: str | None) -> str | None:
    """Checks what `--link` is given."""
    if word and not (_ADDRESS.fullmatch(word) and "{path}" in word):
        raise click.BadParameter("begins with https://, the like or {repo}, and has {path} in it")
    return word


def linker(template: str | None, page: Path) -> Link:
    """Where the line of a row can be read: at the address given, else in a work tree here."""
    folder = page.parent.resolve()

    def given(task: Task, row: Row) -> str | None:
        if template is None or row.path is None:
            return None
        parts = {
            "{repo}": quote(task.name.removesuffix(".git"), safe="/:"),
            "{commit}": row.commit or "HEAD",
            "{path}": quote(os.fsencode(row.path)),
            "{line}": str(row.line or 1),
        }
        made = re.sub("|".join(map(re.escape, parts)), lambda match: parts[match[0]], template)
        is_safe = not template.startswith("{repo}") or re.match("https?://", made)
        return made if is_safe else None

    def here(task: Task, row: Row) -> str | None:
        if task.is_url or task.history or row.path is None or not _has_files(task.location):
            return None
        path = os.path.relpath(os.path.join(task.location, row.path), folder)  # noqa: PTH118
        return f"{quote(os.fsencode(path))}#L{row.line or 1}"

    return given if template else here


def _has_files(location: str) -> bool:
    """Whether a repository here has a work tree."""
    return os.path.exists(os.path.join(location, ".git"))  # noqa: PTH110, PTH118


def rows_to(file: Path | None) -> AbstractContextManager[Write]:
    """Where rows go. Raises `mergemend.fleet.rows.NoRowsError` and `OSError`."""
    if file is None:
        return json_lines(sys.stdout.buffer)
    refuse_other(file)
    return parquet(file) if file.suffix == PARQUET else _lines_to(file)


@contextmanager
def _lines_to(file: Path) -> Iterator[Write]:
    with file.open("wb") as out, json_lines(out) as write:
        yield write


def refuse_other_page(page: Path) -> None:
    """See to it, before hours of work, that a page can be written later on.

    Raises `click.UsageError` and `OSError`.
    """
    if page.exists():
        with page.open("rb") as stream:
            if stream.read(len(beginning("fleet"))) != beginning("fleet"):
                raise _no_page(page)
    elif not page.parent.is_dir():
        raise click.UsageError(f"{printable(str(page))}: there is no such folder; make it first")


def _no_page(page: Path) -> click.UsageError:
    return click.UsageError(
        f"{printable(str(page))} is no page of a fleet, and stays; name another file"
    )


def write_page(
    page: Path, summary: Summary, runs: Sequence[dict[str, Any]], rows: Path | None
) -> None:
    """Write the page. Raises `click.UsageError` and `OSError`."""
    from mergemend.report.fleet import fleet_page

    shown = fleet_page(summary.fleet(runs, str(rows) if rows else None))
    report = Report("page of a fleet", shown.encode(), (beginning("fleet"),))
    with open_project(Settings(Path.cwd())) as project:
        try:
            project.publish(page, report, overwrite=False)
        except NoReportError:
            raise _no_page(page) from None


@dataclass(frozen=True)
class Plans:
    """Writes a plan for each repository with findings; what was there is kept first."""

    folder: Path
    names: dict[str, str]  # of files by locations of repositories

    @classmethod
    def of(cls, folder: Path, tasks: Sequence[Task]) -> Plans:
        """The plans of these tasks; two that would have the same name are told apart."""
        plain = {task.location: _plain(task.name) for task in tasks}
        often = Counter(name.casefold() for name in plain.values())
        return cls(
            folder,
            {
                place: name if often[name.casefold()] == 1 else f"{name}-{_short(place)}"
                for place, name in plain.items()
            },
        )

    def write(self, task: Task, result: Result) -> None:
        """Write the plan of a repository. Raises `OSError`."""
        from mergemend.plan import How, plan_of_files
        from mergemend.report.data import dump

        self.folder.mkdir(parents=True, exist_ok=True)
        text = dump(plan_of_files(result.files, How(), result.head))
        report = Report("plan", text.encode() + b"\n", ())
        with open_project(Settings(Path.cwd())) as project:
            file = self.folder / f"{self.names[task.location]}.json"
            tell_kept(project.publish(file, report, overwrite=True))


def _plain(name: str) -> str:
    """A name for a file; one that is cut is told apart from others that begin so."""
    plain = re.sub(r"[^\w.-]+", "_", name).strip("._") or "repository"
    return plain if len(plain) <= _MOST_NAME else f"{plain[:_MOST_NAME]}-{_short(name)}"


def _short(text: str) -> str:
    return sha256(os.fsencode(text)).hexdigest()[:8]
