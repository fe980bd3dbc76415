"""`mergemend cleanup`: a whole repository, first as a plan and a page, then as the plan says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, TypedDict

import click

from mergemend.cli.bar import bar
from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    date_option,
    echo_data,
    ended,
    exclude_option,
    found_settings,
    grade_option,
    ignore_option,
    paths_argument,
    quiet_option,
    select_option,
    strategy_option,
    tell_kept,
    tell_unread,
)
from mergemend.cli.writing import write_reports
from mergemend.config import AnySettings
from mergemend.files import read_file
from mergemend.plan import How, Plan, Survey, plan_data, read_plan
from mergemend.project import NoReportError, Project, Report, Unread, open_project
from mergemend.report.terminal import printable
from mergemend.report.text import diff
from mergemend.words import count

if TYPE_CHECKING:
    from mergemend.past import BranchFinding, Past

_PLAN, _PAGE = Path("mergemend-plan.json"), Path("mergemend-cleanup.html")


@click.command(short_help="Clean up a whole repository, by a plan that you review.")
@paths_argument
@click.option(
    "--plan",
    "plan_file",
    type=FILE_PATH,
    metavar="FILE",
    default=_PLAN,
    show_default=True,
    help="Write the plan to this file.",
)
@click.option(
    "--report",
    "page_file",
    type=FILE_PATH,
    metavar="FILE",
    default=_PAGE,
    show_default=True,
    help="Write the page to this file.",
)
@click.option("--overwrite", is_flag=True, help="Replace a plan that is there; it is kept.")
@click.option(
    "--all-branches", is_flag=True, help="Tell also what is in the newest commit of every branch."
)
@click.option("--history", is_flag=True, help="Tell also what was in any commit.")
@click.option("--apply", "applied", type=FILE_PATH, metavar="FILE", help="Do what a plan says.")
@click.option("--diff", "show_diff", is_flag=True, help="With --apply: show it, write nothing.")
@strategy_option
@grade_option
@date_option
@select_option
@ignore_option
@exclude_option
@quiet_option
def cleanup(
    paths: tuple[Path, ...],
    plan_file: Path,
    page_file: Path,
    overwrite: bool,
    all_branches: bool,
    history: bool,
    applied: Path | None,
    show_diff: bool,
    strategy: str | None,
    min_grade: str | None,
    date: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    quiet: bool,
) -> int:
    """Look through PATHS, by default all files below this folder, and write a plan and a page.

    The plan is a JSON file with every decision, its options and the one that is proposed. The page
    shows them: layers, revisions, both sides, and what becomes of the documents; decisions can be
    changed there and the plan downloaded. Nothing else is written. Then `mergemend cleanup --apply
    FILE` does what the plan says, and `mergemend undo` takes it back. A file that has changed
    meanwhile is left and named.

    Exit code 0: nothing found or to do, 1: findings, or files were changed, 2: wrong usage,
    settings or plan, 3: a file could not be read or written, 4: a fault of mergemend.
    """
    how = How(strategy, date, min_grade, select, ignore)
    if applied is not None:
        if paths or exclude or all_branches or history or how != How():
            raise click.UsageError("--apply does what the plan says; it goes with --diff and -q")
        return _apply(applied, show_diff=show_diff, quiet=quiet)
    if show_diff:
        raise click.UsageError("--diff goes with --apply; the page shows what would change")
    settings = _settings(how).with_options(exclude=exclude)
    if plan_file.exists() and not overwrite:
        raise click.UsageError(
            f"{printable(str(plan_file))} is there already: apply it, or remove it, or write"
            " another with --plan; --overwrite replaces it and keeps its bytes"
        )
    with open_project(settings) as project:
        survey = _surveyed(project, paths or (Path(),), shown=not quiet)
        survey = replace(survey, **_beyond(settings, paths, all_branches, history, not quiet))
        if not _published(project, survey, how, (plan_file, page_file)):
            return Exit.UNREAD
    if not quiet:
        _tell(survey, plan_file, page_file)
    return _ended(survey)


def _settings(how: How) -> AnySettings:
    return found_settings().with_options(
        strategy=how.strategy,
        min_grade=how.min_grade,
        date=how.date,
        select=how.select,
        ignore=how.ignore,
    )


def _surveyed(project: Project, paths: Sequence[Path], *, shown: bool) -> Survey:
    from mergemend.cleanup import Surveyor

    files = [*project.files(paths)]
    surveyor = Surveyor(project, files)
    with bar(len(files), "files", shown=shown) as tell:
        for done in surveyor.look():
            tell(done)
    return surveyor.survey()


def _beyond(
    settings: AnySettings, paths: Sequence[Path], branches: bool, history: bool, shown: bool
) -> _Beyond:
    """What is found where no plan changes anything, if that was asked for."""
    found: _Beyond = {}
    if branches:
        from mergemend.branches import look_at_branches

        found["branches"] = tuple(look_at_branches(settings, Path.cwd(), shown=shown))
    if history:
        from mergemend.history import look_into_past

        found["past"] = look_into_past(settings, paths or (Path(),), shown=shown)
    return found


class _Beyond(TypedDict, total=False):
    branches: tuple[BranchFinding, ...]
    past: Past


def _published(project: Project, survey: Survey, how: How, files: tuple[Path, Path]) -> bool:
    """Write plan and page and tell what was kept; False, with the reason told, if that fails."""
    from mergemend.report.cleanup import cleanup_page
    from mergemend.report.data import dump
    from mergemend.report.page import beginning

    plan = plan_data(survey, how)
    plan_file, page_file = files
    shown = cleanup_page(survey, plan, plan_file.name).encode()
    # the page first: if it can't be written, no plan stands in the way of the next run
    for file, report in (
        (page_file, Report("page of a clean-up", shown, (beginning("cleanup"),))),
        (plan_file, Report("plan", dump(plan).encode() + b"\n", ())),
    ):
        try:
            tell_kept(project.publish(file, report, overwrite=not report.beginnings))
        except NoReportError as error:
            raise click.UsageError(printable(str(error))) from error
        except OSError as error:
            tell_unread([Unread(file.as_posix(), error.strerror or str(error))])
            return False
    return True


def _tell(survey: Survey, plan_file: Path, page_file: Path) -> None:
    decisions = sum(len(file.decisions) for file in survey.files)
    looked = f"{count(survey.checked, 'file')} looked at: "
    if not survey.files:
        click.echo(f"{looked}nothing found", err=True)
        return
    open_ = sum(not d.is_proposed for file in survey.files for d in file.decisions)
    click.echo(
        f"{looked}{count(decisions, 'decision')} in {count(len(survey.files), 'file')},"
        f" {open_:,} without a proposal",
        err=True,
    )
    plan, page = printable(str(plan_file)), printable(str(page_file))
    command = f"mergemend cleanup --apply {quote(plan)}"
    click.echo(f"look at {page}, or edit {plan}; then `{command}`", err=True)


def _ended(survey: Survey) -> Exit:
    found = [f for file in survey.files for f in file.report.findings]
    found += [one.finding for one in survey.branches or ()]
    found += [one.finding for one in survey.past.findings] if survey.past else []
    unread = [Unread(*file) for file in survey.unread]
    return ended(unread, counts=any(f.counts for f in found))


def _apply(file: Path, *, show_diff: bool, quiet: bool) -> Exit:
    """Do what a plan says."""
    from mergemend.cleanup import Done, carry_out

    plan = _read(file)
    with open_project(_settings(plan.how)) as project:
        outcomes = list(carry_out(project, plan))
        done = [one for one in outcomes if isinstance(one, Done)]
        unread = [one for one in outcomes if isinstance(one, Unread)]
        for one in done:
            for line in one.gone:
                where = f"{printable(one.report.path)}:{line}"
                click.echo(f"{where}: no longer there, by another decision", err=True)
        reports = [one.report for one in done]
        if show_diff:
            for report in reports:
                echo_data(diff(report))
        else:
            unread += write_reports(project, reports, "cleanup", quiet=quiet)
    return ended(unread, counts=any(report.changed for report in reports))


def _read(file: Path) -> Plan:
    try:
        data = read_file(file)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror or error}") from error
    return read_plan(str(file), data)
