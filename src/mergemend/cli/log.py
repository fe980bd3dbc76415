"""`mergemend log`: what runs have changed, why, and what they discarded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mergemend.cli.common import Exit, echo, format_option, found_settings, tell_damaged
from mergemend.project import open_project
from mergemend.report.data import dump

if TYPE_CHECKING:
    from mergemend.undo import Entry


@click.command(short_help="Tell what runs have changed, and what they discarded.")
@click.argument("run", required=False)
@click.option("--discarded", is_flag=True, help="Print the text that RUN has discarded.")
@format_option
def log(run: str | None, discarded: bool, output_format: str) -> int:
    """List the runs that wrote files here, the latest first, or tell what RUN has changed.

    What a run changed, and what files held before, is kept for 90 days, and of the latest 20 runs
    for longer.

    Exit code 0: told, 2: there is no such run, or wrong settings, 4: a fault of mergemend.
    """
    from mergemend.undo import entries, find

    if discarded and run is None:
        raise click.UsageError("--discarded is for one run; name it")
    with open_project(found_settings(isolated=True)) as project:
        found, damaged = entries(project, Path.cwd())
        tell_damaged(damaged)
        if run is None:
            _list(found, output_format)
        else:
            _tell(find(found, run), discarded, output_format)
    return Exit.CLEAN


def _list(found: list[Entry], output_format: str) -> None:
    from mergemend.report.runs import entry_line, runs_data

    if output_format == "json":
        click.echo(dump(runs_data((entry.run, entry.undone_by) for entry in found)))
        return
    for entry in reversed(found):
        echo(entry_line(entry.run, entry.undone_by))
    if not found:
        click.echo("no run has changed a file here", err=True)


def _tell(chosen: list[Entry], discarded: bool, output_format: str) -> None:
    from mergemend.report.runs import discarded_lines, run_lines, runs_data

    if output_format == "json":
        click.echo(dump(runs_data((entry.run, entry.undone_by) for entry in chosen)))
        return
    for entry in chosen:
        run = entry.run
        told = run_lines(run, entry.undone_by)
        for line in discarded_lines(run, _replaced(entry)) if discarded else told:
            echo(line)


def _replaced(entry: Entry) -> list[bytes]:
    """What of each file is gone that was replaced as a whole."""
    from mergemend.run import gone

    whole = [file.path for file in entry.run.files if not file.changes]
    before, after = (entry.store.texts(entry.run, whole, after=after) for after in (False, True))
    lost = dict(zip(whole, map(gone, before, after), strict=True))
    return [lost.get(file.path, b"") for file in entry.run.files]
