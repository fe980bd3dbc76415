"""`mergemend kinds` and `mergemend new`: kinds of status documents, and documents from them."""

from __future__ import annotations

import re
from pathlib import Path

import click

from mergemend.cli.common import FILE_PATH, Exit, echo_data, tell_unread
from mergemend.config import load_settings
from mergemend.files import read_file
from mergemend.limits import over_status
from mergemend.model import Document
from mergemend.places import KINDS_FOLDER
from mergemend.project import Unread
from mergemend.report.terminal import printable

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _name(_: click.Context, __: click.Parameter, value: str) -> str:
    if not _NAME.fullmatch(value):
        raise click.BadParameter("must be of small letters, digits and dashes")
    return value


@click.group(short_help="List, show and write kinds of status documents.")
def kinds() -> None:
    """Kinds of status documents: what mergemend expects in them."""


@kinds.command("list", short_help="List the kinds there are.")
def list_kinds() -> None:
    """List the kinds that come with mergemend and those of this project.

    Exit code 0: listed, 2: wrong usage or settings, 4: a fault of mergemend.
    """
    known = load_settings(Path()).kinds
    names = known.names()
    width = max(map(len, names))
    for name in names:
        kind = known.get(name)
        own = f" ({kind.source})" if name in known.own else ""
        click.echo(f"{printable(name):{width}}  {printable(kind.about + own)}")


@kinds.command("show", short_help="Print the file of a kind.")
@click.argument("name")
def show(name: str) -> None:
    """Print the file of the kind NAME.

    Exit code 0: printed, 2: wrong usage or settings, 4: a fault of mergemend.
    """
    echo_data(load_settings(Path()).kinds.text(name))


@kinds.command("new", short_help="Write a kind to start from.")
@click.argument("name", callback=_name)
@click.option(
    "--extends",
    metavar="KIND",
    default="status-document",
    show_default=True,
    help="The kind that it adds to.",
)
def new_kind(name: str, extends: str) -> None:
    """Write a kind NAME into .mergemend/kinds, to start from. No file is replaced.

    Exit code 0: written, 2: wrong usage or settings, 4: a fault of mergemend.
    """
    settings = load_settings(Path())
    settings.kinds.get(extends)
    path = settings.kinds.folder / KINDS_FOLDER / f"{name}.yaml"
    _write(path, _SKELETON.format(name=name, extends=extends, path=f"*{name}*"))


_SKELETON = """\
# What can stand here: docs/kinds.md
kind: {name}
extends: {extends}
about: ""
paths: ["{path}"]

fields:
  status: status

sections:
  summary:
    heading: [Summary, Overview]
    text: text
"""


@kinds.command("infer", short_help="Write a kind from examples.")
@click.argument("paths", nargs=-1, required=True, type=FILE_PATH)
@click.option(
    "--name",
    metavar="NAME",
    default="my-kind",
    show_default=True,
    callback=_name,
    help="What the kind is called.",
)
def infer(paths: tuple[Path, ...], name: str) -> int:
    """Print a kind that the documents in PATHS are of; comments say how many have each part.

    What only one of several has is left out, what all have is required.

    Exit code 0: printed, 1: an example has conflict markers, 2: wrong usage or settings, 3: a file
    could not be read, 4: a fault of mergemend.
    """
    from mergemend.conflicts import markers_of
    from mergemend.statusdocs.infer import infer_kind
    from mergemend.statusdocs.markdown import read_outline

    documents, unread = [], []
    for path in paths:
        try:
            documents.append(Document(path.as_posix(), read_file(path)))
        except OSError as error:
            unread.append(Unread(path.as_posix(), error.strerror or str(error)))
    tell_unread(unread)
    if unread:
        return Exit.UNREAD
    for document in documents:
        for over in over_status(document):
            raise click.UsageError(f"{document.path}: {over.message}")
        if markers_of(document):
            click.echo(f"{printable(document.path)}: conflict markers are left", err=True)
            return Exit.FINDINGS
    echo_data(infer_kind(name, [read_outline(document) for document in documents]))
    return Exit.CLEAN


@click.command(short_help="Write a document from a kind.")
@click.argument("kind")
@click.argument("path", required=False, type=FILE_PATH)
def new(kind: str, path: Path | None) -> None:
    """Write a document of the kind KIND to PATH, or print it. No file is replaced.

    Exit code 0: written, 2: wrong usage or settings, 4: a fault of mergemend.
    """
    from mergemend.statusdocs.writing import write_document

    text = write_document(load_settings(Path()).kinds.get(kind))
    if path is None:
        echo_data(text)
    else:
        _write(path, text)


def _write(path: Path, text: str) -> None:
    """Write a file that is not there yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise click.UsageError(f"{path} is there already") from error
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error
    click.echo(f"wrote {printable(str(path))}", err=True)
