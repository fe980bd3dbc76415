"""`--stdin-filename`: a text from standard input in the place of a file, for editors."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from mergemend.cli.common import FILE_PATH, Exit, echo_data, problems, tell_unread
from mergemend.model import Choices, Document
from mergemend.project import Outcome, Project, Unread
from mergemend.report.text import fix_lines, left_lines

stdin_option = click.option(
    "--stdin-filename",
    type=FILE_PATH,
    metavar="PATH",
    help="Read a text from standard input, and take it for what the file PATH holds.",
)


def read_stdin(name: Path, paths: tuple[Path, ...]) -> bytes:
    """What comes from standard input. Raises `click.UsageError` where ``paths`` are named, too."""
    if paths not in ((), (Path("-"),)):
        raise click.UsageError(
            f"--stdin-filename reads standard input; leave out {paths[0].as_posix()}"
        )
    if name.is_dir():
        raise click.UsageError(f"--stdin-filename {name.as_posix()}: is a folder; name a file")
    if sys.stdin is None:
        raise click.UsageError("--stdin-filename reads standard input, which is closed")
    return sys.stdin.buffer.read()


def look_at_stdin(
    project: Project, name: Path, data: bytes, choices: Choices | None = None
) -> list[Outcome]:
    """Examine the text; nothing is said of a file that the settings exclude."""
    if project.settings.excludes(name):
        return []
    document = Document(name.as_posix(), data)
    return [project.look_at_buffer(name, document, choices=choices)]


def print_mended(outcomes: list[Outcome], data: bytes) -> int:
    """Print what fixing makes of the text, or the text as it came; the rest is told on stderr."""
    reports, _, skipped = problems(outcomes)
    echo_data(next((report.after for report in reports if report.changed), data))
    for report in reports:
        for line in (*fix_lines(report), *left_lines(report)):
            click.echo(line, err=True)
    tell_unread(Unread(file.path, f"left, {file.why}") for file in skipped)
    return Exit.CLEAN
