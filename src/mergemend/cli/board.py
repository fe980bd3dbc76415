"""`mergemend board`: what all status documents say together."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from mergemend.cli.common import (
    FILE_PATH,
    Exit,
    echo_data,
    ended,
    exclude_option,
    found_settings,
    paths_argument,
    read_anew_option,
    tell_kept,
    tell_unread,
)
from mergemend.project import Conflicted, NoReportError, Project, Report, Unread, open_project
from mergemend.report.terminal import printable

if TYPE_CHECKING:
    from mergemend.statusdocs.board import Board

_ADDRESS = re.compile(r"(?!javascript|data|vbscript)[a-z][a-z0-9+.-]*://.*\{(?:path|file)\}.*")
_FORMATS = {".html": "html", ".htm": "html", ".json": "json"}


def _day(_: click.Context, __: click.Parameter, word: str | None) -> date | None:
    if word is None:
        return None
    if word == "today":
        return date.today()
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise click.BadParameter("is a date such as 2026-01-15, or today") from error


def _address(_: click.Context, __: click.Parameter, address: str | None) -> str | None:
    if address and not _ADDRESS.fullmatch(address):
        raise click.BadParameter("begins with https:// or the like, and has {path} or {file} in it")
    return address


@click.command(short_help="Tell what all status documents say together.")
@paths_argument
@exclude_option
@click.option("--output", "-o", type=FILE_PATH, metavar="FILE", help="Write to this file.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "html", "json"]),
    help="How it is told. [default: by the name of the file, else text]",
)
@click.option("--overwrite", is_flag=True, help="Replace a FILE that is no board; it is kept.")
@click.option(
    "--now",
    callback=_day,
    metavar="DATE",
    help="The day that tells what is overdue, or today. [default: the newest commit's]",
)
@read_anew_option
@click.option(
    "--link",
    callback=_address,
    metavar="URL",
    help="Where lines can be read: https://…/{path}?plain=1#L{line}, {path} from the top of the"
    " repository, or an editor's vscode://file{file}:{line}. [default: the files]",
)
def board(
    paths: tuple[Path, ...],
    exclude: tuple[str, ...],
    output: Path | None,
    output_format: str | None,
    overwrite: bool,
    now: date | None,
    link: str | None,
    no_cache: bool,
) -> int:
    """Tell what the status documents in PATHS say: blockers by owner, what is overdue, what
    contradicts, and a time line, each with its line.

    A PATH is a file or a folder; without one it is this folder. With a FILE such as board.html the
    board is one page that loads nothing. A document with conflict markers is not read.

    Exit code 0: all were read, 1: some were not, because of conflicts, 2: wrong usage or settings,
    3: a file could not be read or written, 4: a fault of mergemend.
    """
    from mergemend.record_cache import RecordCache
    from mergemend.statusdocs.board import Board, StatusDocument

    chosen = output_format or _FORMATS.get(output.suffix.lower() if output else "", "text")
    settings = found_settings().with_options(exclude=exclude)
    with open_project(settings) as project:
        files = project.all_files(paths or (Path(),))
        cache = RecordCache(project, () if no_cache else files)
        outcomes = [outcome for file in files if (outcome := cache.status(file))]
        cache.save()
        unread = [outcome for outcome in outcomes if isinstance(outcome, Unread)]
        documents = tuple(outcome for outcome in outcomes if isinstance(outcome, StatusDocument))
        left = [(o.path, o.why) for o in outcomes if isinstance(o, Unread | Conflicted)]
        if now is None:
            folders = {Path(document.path).parent.resolve() for document in documents}
            moment = project.newest_commit(folders)
            now = moment.date() if moment else None
        found = Board(documents, tuple(left), now)
        text = _drawn(found, chosen, _linker(project, link, output))
        if output is None:
            echo_data(text)
        elif not _written(project, output, text, overwrite):
            return Exit.UNREAD
    return ended(unread, counts=bool(left))


def _linker(project: Project, link: str | None, output: Path | None) -> Callable[[str, int], str]:
    """Where a line can be read: at the address that was given, else in the file beside the page."""
    folder = output.parent if output else Path()

    def address(path: str, line: int) -> str:
        if link:
            quoted = _quoted(project.from_top(Path(path)))
            whole = _quoted(str(Path(path).resolve()))
            parts = {"{path}": quoted, "{file}": whole, "{line}": str(line)}
            return re.sub(r"\{(?:path|file|line)\}", lambda match: parts[match[0]], link)
        return f"{_quoted(os.path.relpath(path, folder))}#L{line}"

    return address


def _quoted(path: str) -> str:
    return quote(os.fsencode(path), safe="/")


def _drawn(found: Board, chosen: str, address: Callable[[str, int], str]) -> str:
    if chosen == "html":
        from mergemend.report.board import board_page

        return board_page(found, address)
    if chosen == "json":
        from mergemend.report.board_data import board_data
        from mergemend.report.data import dump

        return dump(board_data(found)) + "\n"
    from mergemend.report.board_text import board_lines

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    return "".join(f"{line}\n" for line in board_lines(found, width))


def _written(project: Project, output: Path, text: str, overwrite: bool) -> bool:
    """Write the board and tell what was kept; False, with the reason told, if it can't be."""
    from mergemend.report.board_data import BEGINNING
    from mergemend.report.page import beginning

    report = Report("board", text.encode(), (beginning("board"), BEGINNING))
    try:
        kept = project.publish(output, report, overwrite=overwrite)
    except NoReportError as error:
        raise click.UsageError(printable(str(error))) from error
    except OSError as error:
        tell_unread([Unread(output.as_posix(), error.strerror or str(error))])
        return False
    tell_kept(kept)
    return True
