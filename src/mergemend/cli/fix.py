"""`mergemend fix`: repair files, and keep what they held before."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from mergemend.api import Outcome, Session
from mergemend.cli.asking import Asker, interactive_option
from mergemend.cli.choices import choose_option, look_chosen
from mergemend.cli.common import (
    config_option,
    date_option,
    echo_data,
    ended,
    exclude_option,
    found_settings,
    grade_option,
    ignore_option,
    isolated_option,
    keep_settings,
    paths_argument,
    problems,
    quiet_option,
    select_option,
    strategy_option,
)
from mergemend.cli.stdin import (
    look_at_stdin,
    print_mended,
    read_stdin,
    stdin_option,
)
from mergemend.cli.writing import write_reports
from mergemend.model import Choices, FileReport
from mergemend.report.text import diff, left_lines
from mergemend.sieve import Told


@click.command(short_help="Repair files, and keep what they held before.")
@paths_argument
@click.option("--all", "all_files", is_flag=True, help="Fix every file below this folder.")
@click.option(
    "--from-history",
    is_flag=True,
    help="Undo the commits that garbled PATHS, also in the other files that they garbled.",
)
@choose_option
@interactive_option
@strategy_option
@grade_option
@date_option
@select_option
@ignore_option
@exclude_option
@config_option
@isolated_option
@click.option("--diff", "show_diff", is_flag=True, help="Show the changes, write nothing.")
@stdin_option
@quiet_option
@click.pass_obj
def fix(
    told: Told | None,
    paths: tuple[Path, ...],
    all_files: bool,
    from_history: bool,
    choices: Choices,
    interactive: bool,
    strategy: str | None,
    min_grade: str | None,
    date: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    config: Path | None,
    isolated: bool,
    show_diff: bool,
    stdin_filename: Path | None,
    quiet: bool,
) -> int:
    """Resolve conflicts and repair garbled text in PATHS.

    A conflict is resolved only where its sides are known, text is repaired only where what it was
    is proven; the rest is left and named. Before anything is written, the old bytes of every file
    are kept: `mergemend undo` brings them back, `mergemend log` tells what was changed.

    With --from-history the commits are found that garbled the lines of PATHS (without a PATH: of
    all files), and every line that they garbled is restored as it was before, in every file; lines
    that were changed since are left and named.

    With --interactive every decision that is not proven is asked for, one at a time, with both
    sides, their authors and dates. Quitting keeps the answers so far, Ctrl-C writes nothing. Where
    garbled text can be several, --choose says what it is; garbling the text must give what stands
    in the file.

    With --stdin-filename the text comes from standard input and goes, mended, to standard output;
    what was mended and what is left is told on standard error, and no file is written. The exit
    code is 0 then if the text could be printed, whatever was found.

    Exit code 0: nothing to do, 1: something was changed or is left, 2: wrong usage or settings, 3:
    a file could not be read or written, 4: a fault of mergemend.
    """
    if stdin_filename and (all_files or from_history or interactive):
        raise click.UsageError(
            "--stdin-filename goes without --all, --from-history and --interactive"
        )
    if not stdin_filename and bool(paths) == all_files and (paths or not from_history):
        raise click.UsageError("name the files to fix, or say --all")
    _refuse_together(from_history, choices, interactive)
    settings = found_settings(config, isolated=isolated).with_options(
        strategy=strategy,
        min_grade=min_grade,
        date=date,
        select=select,
        ignore=ignore,
        exclude=exclude,
    )
    with Session(settings) as session:
        project = session.project
        outcomes: Iterable[Outcome]
        if stdin_filename:
            data = read_stdin(stdin_filename, paths)
            outcomes = look_at_stdin(project, stdin_filename, data, choices)
            if not show_diff:
                return print_mended(outcomes, data)
        elif choices:
            outcomes = look_chosen(session, paths, choices)
        else:
            outcomes = session.preview(paths or (Path(),), from_history=from_history, told=told)
        if interactive:
            outcomes = Asker(project).settle(outcomes)
        found = (o for o in outcomes if not isinstance(o, FileReport) or o.changed or o.left)
        reports, unread, _ = problems(found)
        if show_diff:
            for report in reports:
                echo_data(diff(report))
                for line in left_lines(report):
                    click.echo(line, err=True)
        else:
            unread += write_reports(project, reports, "fix", quiet=quiet)
    keep_settings(settings)
    counts = any(r.changed or any(f.counts for f in r.left) for r in reports)
    return ended(unread, counts=counts)


def _refuse_together(from_history: bool, choices: Choices, interactive: bool) -> None:
    """Raise `click.UsageError` for ways to decide that do not go together."""
    if from_history and (choices or interactive):
        raise click.UsageError("--from-history goes without --choose and --interactive")
    if choices and interactive:
        raise click.UsageError("--choose goes without --interactive, which asks for all places")
