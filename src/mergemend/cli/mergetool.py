"""`mergemend mergetool`: resolve a file for `git mergetool`."""

from __future__ import annotations

from pathlib import Path

import click

from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    date_option,
    echo,
    ended,
    found_settings,
    grade_option,
    strategy_option,
    tell_kept,
)
from mergemend.conflicts import markers_of
from mergemend.model import Document, FileReport
from mergemend.project import Skipped, Unread, open_project
from mergemend.report.terminal import printable
from mergemend.report.text import fix_lines, left_lines


@click.command(short_help="Resolve a file for `git mergetool`, if all of it can be.")
@click.argument("path", type=FILE_PATH)
@strategy_option
@grade_option
@date_option
def mergetool(path: Path, strategy: str | None, min_grade: str | None, date: str | None) -> int:
    """Resolve the conflicts of PATH as `mergemend fix` does, if none of them is left.

    `git mergetool` puts the old file back where a tool leaves something, so nothing is written
    then, and what is left is told. Exit code 0: resolved, 1: conflicts are left or there were none,
    2: wrong usage or settings, 3: the file could not be read or written, 4: a fault of mergemend.
    """
    settings = found_settings().with_options(
        strategy=strategy,
        min_grade=min_grade,
        date=date,
        select=("conflict",),
    )
    shown = printable(path.as_posix())
    with open_project(settings) as project:
        found = project.look(path)
        if isinstance(found, Unread):
            return ended([found], counts=False)
        if isinstance(found, Skipped):
            click.echo(f"{shown}: not resolved, {printable(found.why)}", err=True)
            return Exit.FINDINGS
        if not found.findings:
            click.echo(f"{shown}: holds no conflict; `git add` it if it is resolved", err=True)
            return Exit.FINDINGS
        if found.left or _are_turned_off(found):
            return _tell_left(found)
        kept, failed = project.write([found], "mergetool")
    if not failed:
        for line in fix_lines(found):
            echo(line)
        tell_kept(kept)
    return ended(failed, counts=False)


def _are_turned_off(report: FileReport) -> bool:
    """Whether markers are left where a comment turns rules off: they can be an example or not."""
    from mergemend.directives import off_parts

    document = Document(report.path, report.after)
    off = off_parts(document)
    return any(off.hold("conflict", m.line, m.line) for m in markers_of(document))


def _tell_left(report: FileReport) -> int:
    path = printable(report.path)
    for line in left_lines(report):
        echo(line)
    if not report.left:
        click.echo(f"{path}: markers are left in a part that is turned off", err=True)
    if report.changed:
        click.echo(f"{path}: left as it is; `mergemend fix` resolves a part of it", err=True)
    return Exit.FINDINGS
