"""`mergemend check`: find, and change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from mergemend.cli.common import (
    echo,
    ended,
    exclude_option,
    format_option,
    ignore_option,
    no_cache_option,
    paths_argument,
    problems,
    quiet_option,
    select_option,
)
from mergemend.config import load_settings
from mergemend.model import FileReport
from mergemend.project import Outcome, Skipped, Unread, open_project
from mergemend.report.data import check_data, dump
from mergemend.report.text import check_summary, choice_lines, finding_line, not_run_lines
from mergemend.sieve import Told
from mergemend.words import count
from mergemend.workers import look_at


@click.command(short_help="Find conflict markers and garbled text.")
@paths_argument
@select_option
@ignore_option
@exclude_option
@quiet_option
@format_option
@no_cache_option
@click.option("--history", is_flag=True, help="Look at what files have ever held, in all commits.")
@click.pass_obj
def check(
    told: Told | None,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    quiet: bool,
    output_format: str,
    no_cache: bool,
    history: bool,
) -> int:
    """Find conflict markers and garbled text in PATHS; nothing is changed.

    A PATH is a file or a folder. Without one, all files below this folder are checked that git
    tracks or would track. Exit code 0: nothing found, 1: findings, 2: wrong usage or settings,
    3: a file could not be read, 4: a fault of mergemend.
    """
    settings = load_settings(Path()).with_options(select=select, ignore=ignore, exclude=exclude)
    if history:
        from mergemend.cli.history import check_history

        return check_history(settings, paths or (Path(),), output_format, quiet=quiet)
    with open_project(settings) as project:
        files = list(project.files(paths or (Path(),)))
        outcomes = look_at(project, files, told, cache=not (paths or no_cache), shown=not quiet)
        if output_format == "json":
            return _as_json(outcomes)
        tally = _Tally()
        summary = check_summary(_told(outcomes, tally))
    if not quiet:
        left_out = f", {count(tally.skipped, 'file')} skipped" if tally.skipped else ""
        click.echo(f"{count(tally.checked, 'file')} checked{left_out}: {summary}", err=True)
    return ended(tally.unread, counts=tally.counts)


def _as_json(outcomes: Iterable[Outcome]) -> int:
    reports, unread, skipped = problems(outcomes)
    told = [(u.path, u.why) for u in unread], [(s.path, s.why) for s in skipped]
    click.echo(dump(check_data(reports, *told)))
    return ended(unread, counts=any(f.counts for r in reports for f in r.findings))


@dataclass
class _Tally:
    """What is left of the outcomes that were told: there can be many."""

    checked: int = 0
    skipped: int = 0
    counts: bool = False
    unread: list[Unread] = field(default_factory=list)


def _told(outcomes: Iterable[Outcome], tally: _Tally) -> Iterator[FileReport]:
    """The reports, each when it has been told."""
    for outcome in outcomes:
        if isinstance(outcome, Unread):
            tally.unread.append(outcome)
        elif isinstance(outcome, Skipped):
            tally.skipped += 1
        else:
            tally.checked += 1
            tally.counts |= any(finding.counts for finding in outcome.findings)
            _tell(outcome)
            yield outcome


def _tell(report: FileReport) -> None:
    for finding in report.findings:
        place, rule, message, colour = finding_line(finding)
        echo(f"{place} {click.style(rule, fg=colour)} {message}")
    for line in (*choice_lines(report.path, report.findings), *not_run_lines(report)):
        echo(line)
