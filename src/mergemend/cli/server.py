"""`mergemend server`: findings, fixes and facts for editors, by the Language Server Protocol."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import BinaryIO

import click


@click.command(short_help="Serve an editor, by the Language Server Protocol.")
def server() -> int:
    """Serve an editor over standard input and output, by the Language Server Protocol.

    The editor starts it. It tells what is found while you write, offers each way to decide as a
    quick fix, and shows who wrote the sides of a conflict, and when. No file is written: the editor
    makes the changes. It needs pygls: pip install 'mergemend[server]'.

    Exit code 0: the editor has shut it down, 1: it ended without that, 2: wrong usage, 4: a fault
    of mergemend.
    """
    if find_spec("pygls") is None:
        raise click.UsageError(
            "the server needs pygls, which is not installed: pip install 'mergemend[server]'"
        )
    if sys.stdin is None or sys.stdout is None:
        raise click.UsageError("the server speaks over standard input and output; one is closed")
    if sys.stdin.isatty():
        raise click.UsageError("the server is started by an editor, not in a terminal")
    from mergemend.server.handlers import serve

    return serve(*_kept_for_the_protocol())


def _kept_for_the_protocol() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output, which nobody else can read or write from here on.

    What is printed goes to standard error; processes that we start find no input.
    """
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing if sys.stderr is None else 2, 1)
    os.close(nothing)
    return stdin, stdout
