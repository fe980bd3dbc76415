"""`mergemend check`: find, and change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mergemend.api import Outcome, Session, Skipped, Unread
from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    config_option,
    echo,
    echo_data,
    ended,
    exclude_option,
    found_settings,
    ignore_option,
    isolated_option,
    keep_settings,
    no_cache_option,
    paths_argument,
    problems,
    quiet_option,
    select_option,
    tell_unread,
)
from mergemend.cli.stdin import look_at_stdin, read_stdin, stdin_option
from mergemend.model import FileReport
from mergemend.project import Project
from mergemend.report.data import check_data, dump
from mergemend.report.results import Results
from mergemend.report.terminal import printable
from mergemend.report.text import check_summary, choice_lines, finding_line, not_run_lines
from mergemend.sieve import Told
from mergemend.words import count

if TYPE_CHECKING:
    from mergemend.baseline import Baseline

# text and JSON are written here, each of the others by the module of its name
_PLATFORMS = ("github", "gitlab", "sarif", "junit")
_LISTED = 3  # entries of the baseline that no longer occur


@click.command(short_help="Find conflict markers and garbled text.")
@paths_argument
@select_option
@ignore_option
@exclude_option
@config_option
@isolated_option
@click.option(
    "--changed",
    is_flag=False,
    flag_value="",
    metavar="[BASE]",
    help="Only files that differ from where the branch left BASE, a branch or commit. [default: the"
    " base that CI names, else the default branch of origin]",
)
@click.option("--baseline", type=FILE_PATH, metavar="FILE", help="Leave out what FILE knows.")
@click.option(
    "--write-baseline", type=FILE_PATH, metavar="FILE", help="Write what is found into FILE."
)
@quiet_option
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", *_PLATFORMS]),
    default="text",
    show_default=True,
    help="A report for people, programs, or a platform of CI.",
)
@no_cache_option
@click.option("--history", is_flag=True, help="Look at what files have ever held, in all commits.")
@stdin_option
@click.pass_obj
def check(
    told: Told | None,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    config: Path | None,
    isolated: bool,
    changed: str | None,
    baseline: Path | None,
    write_baseline: Path | None,
    quiet: bool,
    output_format: str,
    no_cache: bool,
    history: bool,
    stdin_filename: Path | None,
) -> int:
    """Find conflict markers and garbled text in PATHS; nothing is changed.

    A PATH is a file or a folder. Without one, all files below this folder are checked that git
    tracks or would track. With --stdin-filename a text from standard input is checked as if it
    were what that file holds: its settings and its past count. `mergemend rule NAME` explains a
    rule.

    Exit code 0: nothing found, 1: findings, 2: wrong usage or settings, 3: a file could not be
    read, 4: a fault of mergemend.
    """
    if write_baseline and (changed is not None or baseline or history or output_format != "text"):
        raise click.UsageError(
            "--write-baseline goes without --changed, --baseline, --history and --output-format"
        )
    if stdin_filename and (changed is not None or write_baseline or history):
        raise click.UsageError(
            "--stdin-filename goes without --changed, --write-baseline and --history"
        )
    settings = found_settings(config, isolated=isolated).with_options(
        select=select, ignore=ignore, exclude=exclude
    )
    if history:
        if changed is not None or baseline or output_format in _PLATFORMS:
            raise click.UsageError(
                "--history goes without --changed and --baseline, and tells as text or json: what"
                " it finds stands in no file of today"
            )
        from mergemend.cli.history import check_history

        found = check_history(settings, paths or (Path(),), output_format, quiet=quiet)
        keep_settings(settings)
        return found
    with Session(settings) as session:
        project = session.project
        known = (
            baseline or settings.at(stdin_filename.parent if stdin_filename else Path()).baseline
        )
        run = _Run(project, output_format, quiet=quiet)
        if known and not write_baseline:
            from mergemend.baseline import read_baseline

            run.baseline = read_baseline(project, known)
        if stdin_filename:
            text = read_stdin(stdin_filename, paths)
            return run.tell(look_at_stdin(project, stdin_filename, text))
        run.is_whole = paths in ((), (Path(),)) and changed is None
        if told and run.is_whole:  # all files are listed, and all but these counted
            files = list(project.files(map(Path, told.doubtful())))
            run.tally = _Tally(told.clean, told.binary)
        elif changed is None:
            files = list(project.files(paths or (Path(),)))
        else:
            files, run.bases = project.changed_files(paths or (Path(),), changed or None)
        cache = run.is_whole and not no_cache
        keep = _kept(output_format)
        outcomes = session.check_files(files, told=told, cache=cache, shown=not quiet, keep=keep)
        result = run.write(outcomes, write_baseline) if write_baseline else run.tell(outcomes)
    keep_settings(settings)
    return result


def _kept(output_format: str) -> int:
    """How many bytes of a text with fixes a format needs to write them."""
    if output_format != "sarif":
        return 0
    from mergemend.report.sarif import MOST_TEXT

    return MOST_TEXT


@dataclass
class _Tally:
    """What is left of the outcomes that were told: there can be many."""

    checked: int = 0
    skipped: int = 0
    counts: bool = False
    unread: list[Unread] = field(default_factory=list)

    def counted(self, outcome: Outcome) -> Outcome:
        """The same outcome, once it has been counted."""
        if isinstance(outcome, Unread):
            self.unread.append(outcome)
        elif isinstance(outcome, Skipped):
            self.skipped += 1
        else:
            self.checked += 1
            self.counts |= any(finding.counts for finding in outcome.findings)
        return outcome


@dataclass
class _Run:
    """Tells what is found, in one of the formats."""

    project: Project
    output_format: str
    quiet: bool
    baseline: Baseline | None = None
    bases: list[str] = field(default_factory=list)
    is_whole: bool = False  # all files below this folder
    tally: _Tally = field(default_factory=_Tally)

    def tell(self, outcomes: Iterable[Outcome]) -> Exit:
        if self.baseline:
            outcomes = self.baseline.without_known(self.project, outcomes)
        if self.output_format == "text":
            self._tell_end(check_summary(self._told(outcomes)))
        elif self.output_format == "json":
            self._as_json(outcomes)
        else:
            self._as_platform(outcomes)
        if self.baseline and not self.quiet:
            self._tell_gone(self.baseline)
        return ended(self.tally.unread, counts=self.tally.counts)

    def write(self, outcomes: Iterable[Outcome], path: Path) -> Exit:
        """Write the baseline, unless something of it could not be read."""
        reports, unread, _ = problems(outcomes)
        if unread:
            tell_unread(unread)
            click.echo(f"{printable(str(path))}: not written, as not all could be read", err=True)
            return Exit.UNREAD
        from mergemend.baseline import write_baseline

        written = write_baseline(self.project, path, reports)
        if not self.quiet:
            click.echo(f"{printable(str(path))}: {count(written, 'finding')} written", err=True)
        return Exit.CLEAN

    def _as_json(self, outcomes: Iterable[Outcome]) -> None:
        reports, unread, skipped = problems(map(self.tally.counted, outcomes))
        told = [(u.path, u.why) for u in unread], [(s.path, s.why) for s in skipped]
        echo_data((dump(check_data(reports, *told)) + "\n").encode())

    def _as_platform(self, outcomes: Iterable[Outcome]) -> None:
        reports = [
            replace(report, path=self.project.from_top(Path(report.path)))
            for report in map(self.tally.counted, outcomes)
            if isinstance(report, FileReport) and (report.findings or report.not_run)
        ]
        unread = [(self.project.from_top(Path(file.path)), file.why) for file in self.tally.unread]
        render = import_module(f"mergemend.report.{self.output_format}").render
        # not in the encoding of the place, which can be another than the report's
        echo_data(render(Results(self.tally.checked, reports, unread)).encode())
        self._tell_end(check_summary(reports))

    def _told(self, outcomes: Iterable[Outcome]) -> Iterator[FileReport]:
        """The reports, each when it has been told."""
        for outcome in map(self.tally.counted, outcomes):
            if isinstance(outcome, FileReport):
                tell_report(outcome)
                yield outcome

    def _tell_end(self, summary: str) -> None:
        if self.quiet:
            return
        left_out = f", {count(self.tally.skipped, 'file')} skipped" if self.tally.skipped else ""
        since = f", changed since {printable(', '.join(self.bases))}" if self.bases else ""
        seen = self.baseline.seen if self.baseline else 0
        known = f"; {count(seen, 'finding')} known from the baseline" if seen else ""
        checked = count(self.tally.checked, "file")
        click.echo(f"{checked} checked{left_out}{since}: {summary}{known}", err=True)

    def _tell_gone(self, baseline: Baseline) -> None:
        gone = baseline.gone(self.project, Path() if self.is_whole else None)
        if gone:
            names = ", ".join(printable(f"{one.path} ({one.rule})") for one in gone[:_LISTED])
            more = ", …" if len(gone) > _LISTED else ""
            what = f"{count(len(gone), 'finding')} of the baseline no longer there: {names}{more}"
            click.echo(f"{what}; --write-baseline writes it anew", err=True)


def tell_report(report: FileReport) -> None:
    """Print what was found in a file, and what was not looked for."""
    for finding in report.findings:
        place, rule, message, colour = finding_line(finding)
        echo(f"{place} {click.style(rule, fg=colour)} {message}")
    for line in (*choice_lines(report.path, report.findings), *not_run_lines(report)):
        echo(line)
