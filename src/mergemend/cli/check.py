"""`mergemend check`: find, and change nothing."""

from __future__ import annotations

from pathlib import Path

import click

from mergemend.cli.common import (
    Exit,
    echo,
    exclude_option,
    format_option,
    ignore_option,
    paths_argument,
    problems,
    quiet_option,
    select_option,
    tell_unread,
)
from mergemend.config import load_settings
from mergemend.model import FileReport, Json
from mergemend.project import Skipped, Unread, open_project
from mergemend.report.data import check_data, dump
from mergemend.report.terminal import count
from mergemend.report.text import check_summary, choice_lines, finding_line, not_run_lines
from mergemend.workers import look_at


@click.command(short_help="Find conflict markers and garbled text.")
@paths_argument
@select_option
@ignore_option
@exclude_option
@quiet_option
@format_option
def check(
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    quiet: bool,
    output_format: str,
) -> int:
    """Find conflict markers and garbled text in PATHS; nothing is changed.

    A PATH is a file or a folder. Without one, all files below this folder are checked that git
    tracks or would track. Exit code 0: nothing found, 1: findings, 2: wrong usage or settings,
    3: a file could not be read, 4: a fault of mergemend.
    """
    settings = load_settings(Path()).with_options(select=select, ignore=ignore, exclude=exclude)
    with open_project(settings) as project:
        files = list(project.files(paths or (Path(),)))
        reports, unread, skipped = problems(look_at(project, files))
    if output_format == "json":
        click.echo(dump(_json(reports, unread, skipped)))
    else:
        _tell(reports, skipped, quiet)
    tell_unread(unread)
    if unread:
        return Exit.UNREAD
    return Exit.FINDINGS if any(f.counts for r in reports for f in r.findings) else Exit.CLEAN


def _json(reports: list[FileReport], unread: list[Unread], skipped: list[Skipped]) -> Json:
    return check_data(
        reports, [(u.path, u.why) for u in unread], [(s.path, s.why) for s in skipped]
    )


def _tell(reports: list[FileReport], skipped: list[Skipped], quiet: bool) -> None:
    for report in reports:
        for finding in report.findings:
            place, rule, message, colour = finding_line(finding)
            echo(f"{place} {click.style(rule, fg=colour)} {message}")
        for line in (*choice_lines(report.path, report.findings), *not_run_lines(report)):
            echo(line)
    if not quiet:
        left_out = f", {count(len(skipped), 'file')} skipped" if skipped else ""
        click.echo(
            f"{count(len(reports), 'file')} checked{left_out}: {check_summary(reports)}", err=True
        )
