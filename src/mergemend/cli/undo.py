"""`mergemend undo`: bring back what files held before a run."""

from __future__ import annotations

from pathlib import Path

import click

from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    echo_data,
    found_settings,
    quiet_option,
    tell_damaged,
    tell_kept,
    tell_unread,
)
from mergemend.project import open_project
from mergemend.report.terminal import printable
from mergemend.report.text import diff
from mergemend.words import count


@click.command(short_help="Bring back what files held before a run.")
@click.argument("run", required=False)
@click.argument("paths", nargs=-1, type=FILE_PATH)
@quiet_option
def undo(run: str | None, paths: tuple[Path, ...], quiet: bool) -> int:
    """Bring back exactly the bytes that files held before RUN.

    Without a RUN the latest one that was not undone; outside of git, of those that wrote files
    below this folder. With PATHS only these of its files. A file that has been changed since the
    run is left as it is, and what was changed is shown. An undo is a run, too, so it can be undone:
    name it.

    Exit code 0: all is as it was before the run, 1: files were left, 2: there is no such run, 3: a
    file could not be read or written, 4: a fault of mergemend.
    """
    from mergemend.undo import entries, find, latest
    from mergemend.undo import undo as undo_run

    with open_project(found_settings(isolated=True)) as project:
        _, left = project.write([])  # what a killed run has left is cleared up in any case
        tell_unread(left)
        found, damaged = entries(project, Path.cwd())
        tell_damaged(damaged)
        chosen = latest(found) if run is None else find(found, run)
        done = undo_run(project, chosen, paths)
    name = chosen[0].run.name
    for path in done.restored:
        click.echo(f"{printable(path)}: as before {name}")
    for path in done.already:
        click.echo(f"{printable(path)}: is already as before {name}")
    for one in done.refused:
        click.echo(f"{printable(one.path)}: {printable(one.why)}", err=True)
        if one.report:
            echo_data(diff(one.report))
    tell_unread(done.failed)
    if not quiet:
        click.echo(f"{count(len(done.restored), 'file')} restored", err=True)
        tell_kept(done.kept)
    if left or done.failed:
        return Exit.UNREAD
    return Exit.FINDINGS if done.refused else Exit.CLEAN
