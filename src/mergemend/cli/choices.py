"""What to put for garbled text whose odds leave it open, said on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from mergemend.api import Outcome, Session
from mergemend.model import Choices, FileReport

_CHOICE = re.compile(r"([1-9][0-9]*)(?::([1-9][0-9]*))?=(.+)", re.DOTALL)


def _parsed(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> Choices:
    choices: dict[tuple[int, int | None], str] = {}
    for value in values:
        match = _CHOICE.fullmatch(value)
        if not match:
            raise click.BadParameter(
                f"{value!r} is not LINE:COLUMN=TEXT; `mergemend check` says what is open"
            )
        line, column, text = match.groups()
        key = (int(line), int(column) if column else None)
        if key in choices:
            raise click.BadParameter(f"two texts for {value.partition('=')[0]}; give one")
        choices[key] = text
    return choices


choose_option = click.option(
    "--choose",
    "choices",
    multiple=True,
    metavar="LINE:COLUMN=TEXT",
    callback=_parsed,
    help="What garbled text is that can be several; for one file, as often as needed."
    " Where a line has one such place, LINE=TEXT will do.",
)


def look_chosen(session: Session, paths: tuple[Path, ...], choices: Choices) -> Iterator[Outcome]:
    """Examine the only file in ``paths`` with ``choices``. Raises `ChoiceError` where none fits."""
    try:
        outcomes = list(session.preview(paths, choices=choices))
    except ValueError as error:
        raise click.UsageError("--choose is for exactly one file; name it") from error
    if not outcomes:
        raise click.UsageError(
            f"{paths[0]} is excluded by the settings, so nothing is chosen in it"
        )
    if why := [o.why for o in outcomes if not isinstance(o, FileReport)]:
        raise click.UsageError(f"{paths[0]}: {why[0]}; nothing can be chosen in it")
    yield from outcomes
