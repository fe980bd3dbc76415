"""`mergemend extract`: status documents as data."""

from __future__ import annotations

from pathlib import Path

import click

from mergemend.api import Conflicted, Session, Unread
from mergemend.cli.common import (
    echo_data,
    ended,
    exclude_option,
    found_settings,
    paths_argument,
    read_anew_option,
)
from mergemend.report.terminal import printable


@click.command(short_help="Print status documents as data.")
@paths_argument
@exclude_option
@click.option(
    "--output-format",
    type=click.Choice(["json", "yaml", "csv"]),
    default="json",
    show_default=True,
    help="How the data is written.",
)
@read_anew_option
def extract(
    paths: tuple[Path, ...], exclude: tuple[str, ...], output_format: str, no_cache: bool
) -> int:
    """Print what the status documents in PATHS say, as data with the place of every value.

    A PATH is a file or a folder. Without one, all status documents below this folder are read. A
    document with conflict markers is not read.

    Exit code 0: all were read, 1: some were not, because of conflicts, 2: wrong usage or settings,
    3: a file could not be read, 4: a fault of mergemend.
    """
    from mergemend.report.records import as_csv, as_json, as_yaml, records_data
    from mergemend.statusdocs.record import Record

    settings = found_settings().with_options(exclude=exclude)
    with Session(settings) as session:
        outcomes = session.extract(paths or (Path(),), cache=not no_cache)
    records = [outcome for outcome in outcomes if isinstance(outcome, Record)]
    left = [outcome for outcome in outcomes if isinstance(outcome, Conflicted)]
    unread = [outcome for outcome in outcomes if isinstance(outcome, Unread)]
    if output_format == "csv":
        echo_data(as_csv(records) + "\n")
    else:
        data = records_data(records, [(one.path, one.why) for one in left])
        echo_data((as_json(data) if output_format == "json" else as_yaml(data)) + "\n")
    for one in left:
        click.echo(f"{printable(one.path)}: not extracted, {one.why}", err=True)
    for path in paths:
        if path.is_file() and not any(o.path == path.as_posix() for o in outcomes if o):
            click.echo(f"{printable(path.as_posix())}: is no status document", err=True)
    return ended(unread, counts=bool(left))
