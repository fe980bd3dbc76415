"""The options that both commands of `mergemend fleet` have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from mergemend.cli.common import FILE_PATH
from mergemend.cli.fleet_output import address
from mergemend.fleet.task import Limits

_LIMITS = Limits()


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command these options."""
    found = (
        click.argument("repos", nargs=-1, required=True),
        click.option("--history", is_flag=True, help="Look at every text of all commits."),
        click.option(
            "--output",
            "-o",
            type=FILE_PATH,
            metavar="FILE",
            help="Write rows to this file, x.parquet as Parquet. [default: JSON lines, printed]",
        ),
        click.option(
            "--state",
            "folder",
            type=FILE_PATH,
            metavar="FOLDER",
            default=Path("mergemend-fleet"),
            show_default=True,
            help="Where it is kept which repositories are finished.",
        ),
        click.option(
            "--processes",
            type=click.IntRange(1),
            metavar="N",
            help="How many run here. [default: one for each CPU]",
        ),
        click.option("--scheduler", metavar="ADDRESS", help="Run on this Dask cluster instead."),
        click.option(
            "--allow",
            multiple=True,
            metavar="PREFIX",
            help="Clone from URLs that begin so; without it from none.",
        ),
        click.option(
            "--credentials", is_flag=True, help="Let git ask its own helpers for credentials."
        ),
        click.option(
            "--shallow",
            is_flag=True,
            help="Clone only the newest commit; who wrote a line is unknown then.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(0, min_open=True),
            metavar="SECONDS",
            default=_LIMITS.seconds,
            show_default=True,
            help="At most for each repository or part.",
        ),
        click.option(
            "--memory",
            type=click.IntRange(50),
            metavar="MB",
            default=_LIMITS.memory,
            show_default=True,
            help="At most for each repository or part.",
        ),
        click.option(
            "--disk",
            type=click.IntRange(1),
            metavar="MB",
            default=_LIMITS.disk,
            show_default=True,
            help="At most for each clone.",
        ),
        click.option(
            "--report",
            "page",
            type=FILE_PATH,
            metavar="FILE",
            help="Write a page, too: one file that loads nothing.",
        ),
        click.option(
            "--link",
            callback=address,
            metavar="URL",
            help="Where lines can be read, for the page: {repo}/blob/{commit}/{path}#L{line}."
            " [default: in the work trees here]",
        ),
        click.option("--quiet", "-q", is_flag=True, help="Print no progress and no summary."),
    )
    for option in reversed(found):
        command = option(command)
    return command
