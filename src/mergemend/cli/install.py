"""`mergemend install` and `mergemend uninstall`: git runs mergemend while it merges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mergemend.cli.common import Exit, echo, ended
from mergemend.cli.merge_driver import grade_option
from mergemend.model import Safety
from mergemend.project import Unread
from mergemend.report.terminal import printable

if TYPE_CHECKING:
    from mergemend.install import Written

global_option = click.option(
    "--global", "for_user", is_flag=True, help="For all repositories of this user."
)


@click.command(short_help="Let git merge documents with mergemend.")
@click.argument("globs", nargs=-1, metavar="[GLOB]...")
@click.option(
    "--merge-driver",
    is_flag=True,
    required=True,
    expose_value=False,
    help="Register a merge driver and a mergetool.",
)
@global_option
@click.option(
    "--shared", is_flag=True, help="Write the globs to .gitattributes, which is to be committed."
)
@grade_option
def install(globs: tuple[str, ...], for_user: bool, shared: bool, min_grade: str) -> int:
    """Register mergemend as git's merge driver for GLOBs, and as a mergetool.

    While git merges, rebases, picks or pops a stash, what is sure about a conflict is decided; the
    rest has git's own markers. Without a GLOB: *.md *.markdown *.rst *.txt *.adoc. Written are
    settings of this repository and its file info/attributes, or those of the user.

    Exit code 0: installed, 2: not installed, as the message says, 3: a file could not be read or
    written, 4: a fault of mergemend.
    """
    from mergemend.git.attribute_lines import GlobError
    from mergemend.git.settings import Scope
    from mergemend.install import GLOBS, InstallError, Place
    from mergemend.install import install as put

    if for_user and shared:
        raise click.UsageError("--shared is for one repository; it goes without --global")
    folder = Path()
    try:
        place = Place.of(folder, Scope.GLOBAL if for_user else Scope.LOCAL, shared=shared)
        done = put(place, folder, globs or GLOBS, Safety(min_grade))
    except (InstallError, GlobError) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        return _failed(error)
    _tell("", done)
    if not done.settings and done.attributes is None:
        click.echo("nothing to do: all of it is installed", err=True)
    return Exit.CLEAN


@click.command(short_help="Take back what `mergemend install` has written.")
@global_option
def uninstall(for_user: bool) -> int:
    """Remove what `mergemend install` has written for this repository, and nothing else.

    Exit code 0: all is removed, or there was nothing, 2: not in a repository, 3: a file could not
    be read or written, 4: a fault of mergemend.
    """
    from mergemend.git.settings import Scope
    from mergemend.install import InstallError, Place
    from mergemend.install import uninstall as remove

    folder = Path()
    scopes = [(Scope.GLOBAL, False)] if for_user else [(Scope.LOCAL, False), (Scope.LOCAL, True)]
    is_found = False
    try:
        for scope, shared in scopes:
            done = remove(Place.of(folder, scope, shared=shared), folder)
            _tell("removed ", done)
            is_found |= bool(done.settings or done.globs)
    except InstallError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        return _failed(error)
    if not is_found:
        click.echo("nothing to do: it is not installed here", err=True)
    return Exit.CLEAN


def _failed(error: OSError) -> int:
    where = str(error.filename or "a file of attributes")
    return ended([Unread(where, error.strerror or str(error))], counts=False)


def _tell(how: str, done: Written) -> None:
    for name, value in done.settings:
        echo(f"{how}{name}" if how else f"{name} = {printable(value)}")
    if done.attributes is not None:
        for glob in done.globs:
            echo(f"{how}{printable(str(done.attributes))}: {printable(glob)} merge=mergemend")
