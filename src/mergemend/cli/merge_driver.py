"""`mergemend merge-driver`: one file of a merge, called by git."""

from __future__ import annotations

from pathlib import Path

import click

from mergemend.cli.common import FILE_PATH, Exit, ended
from mergemend.model import Safety
from mergemend.project import Unread
from mergemend.report.terminal import printable
from mergemend.words import count

LEFT = 100
"""The exit code where conflicts are left, with their markers: git takes any up to 127 for that. No
other ending of a program that fails has it, so that what git runs can tell the two apart."""

grade_option = click.option(
    "--min-grade",
    type=click.Choice([str(Safety.SAFE), str(Safety.LIKELY)]),
    default=str(Safety.SAFE),
    show_default=True,
    help="Leave what has a less sure answer to git, with its markers.",
)


@click.command(short_help="Merge one file; git calls this, see `mergemend install`.")
@click.argument("base", type=FILE_PATH)
@click.argument("ours", type=FILE_PATH)
@click.argument("theirs", type=FILE_PATH)
@click.argument("length", type=click.IntRange(min=1))
@click.argument("path")
@click.argument("labels", nargs=-1)
@grade_option
def merge_driver(
    base: Path,
    ours: Path,
    theirs: Path,
    length: int,
    path: str,
    labels: tuple[str, ...],
    min_grade: str,
) -> int:
    """Merge the files OURS and THEIRS, which were BASE, into OURS.

    Git calls this while it merges PATH, with markers of LENGTH bytes; LABELS are those of base,
    ours and theirs. What git can't merge is decided where that is sure enough, and keeps its
    markers elsewhere. Exit code 0: merged, 100: conflicts are left, 2 and 3: not merged, nothing
    was written, 4: a fault of mergemend.
    """
    from mergemend.driver import Asked, merge

    shown = printable(path)
    try:
        done = merge(Asked(base, ours, theirs, length, path, labels), Safety(min_grade))
    except OSError as error:
        return ended([Unread(path, f"not merged: {error.strerror or error}")], counts=False)
    for one in done.decided:
        answer = one.answer
        said = f"take {one.name}, {answer.proposal.saw} ({answer.grade}: {answer.odds})"
        click.echo(f"mergemend: {shown}:{one.line}: {printable(said)}", err=True)
    if done.decided:
        left = f", {done.left} left" if done.left else ""
        sides = " and ".join(f"`git show {name[:12]}`" for name in done.sides)
        decided = count(len(done.decided), "conflict")
        click.echo(f"mergemend: {shown}: {decided} decided{left}; the sides: {sides}", err=True)
    if done.why:
        click.echo(f"mergemend: {printable(done.why)}", err=True)
    return Exit.CLEAN if done.is_clean else LEFT
