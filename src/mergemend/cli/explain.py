"""`mergemend explain`: what is known of a file's conflicts and of its garbled lines."""

from __future__ import annotations

from pathlib import Path

import click

from mergemend.api import Session, Unread
from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    date_option,
    echo,
    echo_data,
    format_option,
    found_settings,
    strategy_option,
    tell_unread,
)
from mergemend.report.data import dump
from mergemend.report.terminal import printable


@click.command(short_help="Show how a file's conflicts and garbled lines came about.")
@click.argument("path", type=FILE_PATH)
@strategy_option
@date_option
@click.option("--revision", metavar="LABEL", help="Print the revision with this label, whole.")
@format_option
def explain(
    path: Path, strategy: str | None, date: str | None, revision: str | None, output_format: str
) -> int:
    """Show how the conflicts of PATH lie over each other, and what would be taken and why.

    For each side: how its label was resolved, the commit, the dates. For garbled lines: the commit
    that garbled them, and how many lines of how many files it garbled. Nothing is changed.

    Exit code 0: told, 1: the revision that was asked for has markers left in it, 2: wrong usage or
    settings, 3: the file could not be read, 4: a fault of mergemend.
    """
    from mergemend.conflicts.lookup import LookupFailedError
    from mergemend.report.accidents import accident_lines
    from mergemend.report.explain import explain_lines

    settings = found_settings().with_options(strategy=strategy, date=date)
    with Session(settings) as session:
        try:
            explained = session.explain(path)
        except OSError as error:
            tell_unread([Unread(path.as_posix(), error.strerror or str(error))])
            return Exit.UNREAD
        if revision is not None:
            try:
                text, whole = explained.revision(revision)
            except LookupFailedError as error:
                raise click.UsageError(f"{path}: {error}") from error
            echo_data(text)
            if not whole:
                click.echo(
                    f"{printable(str(path))}: this revision is not whole: markers are left in it",
                    err=True,
                )
            return Exit.CLEAN if whole else Exit.FINDINGS
        if output_format == "json":
            click.echo(dump(explained.data()))
        else:
            garbled = accident_lines(explained.accidents)
            for line in (*explain_lines(explained.explanation), *garbled):
                echo(line)
    return Exit.CLEAN
