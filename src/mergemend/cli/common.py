"""What the commands have in common: exit codes, options, how paths and lines are printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mergemend.config import AnySettings, Nested, Settings, named_settings
from mergemend.conflicts import DateKind, Strategy
from mergemend.model import FileReport, RunError, Safety, decode
from mergemend.project import Outcome, Skipped, Unread
from mergemend.report.terminal import printable, printable_lines
from mergemend.rules import GROUPS, RULES, UnknownRuleError, chooser

if TYPE_CHECKING:
    from mergemend.journal import Kept


class Exit(IntEnum):
    """Exit codes. With `fix`, FINDINGS says that something changed or is left."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREAD = 3
    FAULT = 4


class _FilePath(click.Path):
    """A path; not an empty name, as an unset variable gives, which would be this folder."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        if not os.fspath(value):
            self.fail("an empty name is no file; '.' is this folder", param, ctx)
        return super().convert(value, param, ctx)


FILE_PATH = _FilePath(path_type=Path)

paths_argument = click.argument("paths", nargs=-1, type=FILE_PATH)
strategy_option = click.option(
    "--strategy",
    type=click.Choice([str(s) for s in Strategy]),
    help="What to take from a conflict, at every layer. [default: newest]",
)
grade_option = click.option(
    "--min-grade",
    type=click.Choice([str(s) for s in Safety]),
    help="Leave what has a less sure answer as it is, with its markers. [default: guess]",
)
date_option = click.option(
    "--date",
    type=click.Choice([str(d) for d in DateKind]),
    help="Which of a commit's dates decides. [default: author]",
)


def _known_rules(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    try:
        chooser(names, ())
    except UnknownRuleError as error:
        raise click.BadParameter(str(error)) from error
    return names


def _fitting_rules(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """What a shell offers for what was typed of a name."""
    return [name for name in (*RULES, *GROUPS) if name.startswith(typed)]


select_option = click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    callback=_known_rules,
    shell_complete=_fitting_rules,
    help="Look for this rule, or group of rules, only; as often as needed.",
)
ignore_option = click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    callback=_known_rules,
    shell_complete=_fitting_rules,
    help="Leave this rule, or group of rules, out; as often as needed.",
)
exclude_option = click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="Leave out files that fit, as in .gitignore; as often as needed.",
)
config_option = click.option(
    "--config",
    type=FILE_PATH,
    metavar="FILE",
    help="Take the settings from this file, for all files; its globs count from this folder.",
)
isolated_option = click.option("--isolated", is_flag=True, help="Read no config file.")


def found_settings(config: Path | None = None, *, isolated: bool = False) -> AnySettings:
    """The settings that the command line asks for. Raises `ConfigError`."""
    if config and isolated:
        raise click.UsageError("--isolated reads no config file, so it goes without --config")
    if config:
        return named_settings(config)
    if isolated:
        return Settings(Path(os.path.realpath(Path())))
    settings = Nested()
    settings.at(Path())  # what is wrong here is told, whatever is looked at
    return settings


def keep_settings(settings: AnySettings) -> None:
    """Keep for the next run which config files it can do with without reading them."""
    if isinstance(settings, Nested):
        from mergemend.config.settling import settle

        settle(settings)


quiet_option = click.option("--quiet", "-q", is_flag=True, help="Print no summary.")
no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Look at every file, also at those known to be clean."
)
read_anew_option = click.option(
    "--no-cache", is_flag=True, help="Read every document, also those that were read before."
)
format_option = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is told.",
)


def problems(outcomes: Iterable[Outcome]) -> tuple[list[FileReport], list[Unread], list[Skipped]]:
    """Outcomes by what they are."""
    reports: list[FileReport] = []
    unread: list[Unread] = []
    skipped: list[Skipped] = []
    for outcome in outcomes:
        if isinstance(outcome, FileReport):
            reports.append(outcome)
        elif isinstance(outcome, Unread):
            unread.append(outcome)
        else:
            skipped.append(outcome)
    return reports, unread, skipped


def tell_unread(unread: Iterable[Unread]) -> None:
    """Name the files that could not be read or written."""
    for file in unread:
        click.echo(f"{printable(file.path)}: {printable(file.why)}", err=True)


def ended(unread: Collection[Unread], *, counts: bool) -> Exit:
    """Name what could not be read or written, and say how a command ends."""
    tell_unread(unread)
    if unread:
        return Exit.UNREAD
    return Exit.FINDINGS if counts else Exit.CLEAN


def tell_kept(kept: Iterable[Kept]) -> None:
    """Say where the old bytes are, and how to get them back."""
    for one in kept:
        elsewhere = one.top and not Path.cwd().is_relative_to(one.top)
        where = f", in {printable(str(one.top))}," if elsewhere else ""
        words = f"old bytes kept in {printable(one.place)}; `mergemend undo {one.run}`{where}"
        click.echo(f"{words} brings them back", err=True)


def tell_damaged(damaged: Iterable[RunError]) -> None:
    """Name the records of runs that can't be read; the others can be used."""
    for error in damaged:
        click.echo(f"mergemend: {printable(str(error))}", err=True)


def echo_data(data: str | bytes) -> None:
    """Print data, such as a patch or a revision, without a line end of its own.

    Files and programs get it as it is; on a terminal what that would act upon is escaped.
    """
    if sys.stdout.isatty():
        data = printable_lines(decode(data) if isinstance(data, bytes) else data)
    click.echo(data, nl=False)


def echo(text: str) -> None:
    """Print a line, colours only on a terminal that wants them."""
    colour = False if os.environ.get("NO_COLOR") else None
    click.echo(text, color=colour)
