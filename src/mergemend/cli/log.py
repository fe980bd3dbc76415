"""`mergemend log`: what runs have changed, why, and what they discarded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mergemend.cli.common import Exit, echo, format_option
from mergemend.config import load_settings
from mergemend.project import open_project
from mergemend.report.data import dump

if TYPE_CHECKING:
    from mergemend.journal import Runs
    from mergemend.run import Run


@click.command(short_help="Tell what runs have changed, and what they discarded.")
@click.argument("run", required=False)
@click.option("--discarded", is_flag=True, help="Print the text that RUN has discarded.")
@format_option
def log(run: str | None, discarded: bool, output_format: str) -> int:
    """List the runs that wrote files here, the latest first, or tell what RUN has changed.

    What a run changed, and what files held before, is kept for 90 days, and of the latest 20 runs
    for longer.
    """
    from mergemend.undo import entries, find, store_of

    if discarded and run is None:
        raise click.UsageError("--discarded is for one run; name it")
    with open_project(load_settings(Path())) as project:
        store = store_of(project, Path.cwd())
        if run is None:
            _list([(entry.run, entry.undone_by) for entry in entries(store)], output_format)
        else:
            _tell(store, find(store, run), discarded, output_format)
    return Exit.CLEAN


def _list(found: list[tuple[Run, str | None]], output_format: str) -> None:
    from mergemend.report.runs import entry_line, runs_data

    if output_format == "json":
        click.echo(dump(runs_data(found)))
        return
    for run, undone_by in reversed(found):
        echo(entry_line(run, undone_by))
    if not found:
        click.echo("no run has changed a file here", err=True)


def _tell(store: Runs, run: Run, discarded: bool, output_format: str) -> None:
    from mergemend.report.runs import discarded_lines, run_lines, runs_data
    from mergemend.run import gone

    if output_format == "json":
        click.echo(dump(runs_data([(run, None)])))
    elif discarded:
        whole = [
            b""
            if file.changes
            else gone(store.text(run, file.path), store.text(run, file.path, after=True))
            for file in run.files
        ]
        for line in discarded_lines(run, whole):
            echo(line)
    else:
        for line in run_lines(run):
            echo(line)
