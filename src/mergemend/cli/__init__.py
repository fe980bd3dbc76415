"""The command line: one module a command, and one place where every error ends."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from mergemend import __version__
from mergemend.cli.common import Exit
from mergemend.config import ConfigError
from mergemend.git.runner import GitError
from mergemend.model import (
    BaselineError,
    ChoiceError,
    KindError,
    PlanError,
    RunError,
    UnrecordedError,
)
from mergemend.report.terminal import printable_lines
from mergemend.sieve import Told

# The commands and their modules: only the one that is run is loaded.
_MODULES = {
    "check": "check",
    "commit-msg": "commit_msg",
    "fix": "fix",
    "undo": "undo",
    "log": "log",
    "cleanup": "cleanup",
    "explain": "explain",
    "rule": "rule",
    "board": "board",
    "extract": "extract",
    "fleet": "fleet",
    "kinds": "kinds",
    "new": "kinds",
    "config": "config",
    "server": "server",
    "install": "install",
    "uninstall": "install",
    "mergetool": "mergetool",
    "merge-driver": "merge_driver",
    "completion": "completion",
}


class _Commands(click.Group):
    """Loads a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of the commands."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name; None if there is none."""
        if cmd_name not in _MODULES:
            return None
        found = getattr(
            import_module(f"mergemend.cli.{_MODULES[cmd_name]}"), cmd_name.replace("-", "_")
        )
        return found if isinstance(found, click.Command) else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Repair committed merge conflicts and garbled text in documents kept in git.

    Exit code 0: all is well, 1: something was found, changed or is left, 2: wrong usage or
    settings, 3: a file could not be read or written, 4: a fault of mergemend. What exactly, a
    command's own help says.
    """


def main(told: Told | None = None) -> None:
    """Run a command and exit with its code; every exception ends here.

    ``told`` is what is known already of the files that it names.
    """
    for stream in (sys.stdout, sys.stderr):
        _let_print_all(stream)
    sys.exit(run(told=told))


def _let_print_all(stream: object) -> None:
    """Programs read UTF-8; a terminal shows what it can't as an escape: not all of them can all."""
    if isinstance(stream, io.TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def run(arguments: list[str] | None = None, told: Told | None = None) -> int:
    """Run a command, by default the process's own arguments, and return its exit code."""
    try:
        Path.cwd()
    except FileNotFoundError:
        click.echo("mergemend: this folder is gone: it was removed; go to another one", err=True)
        return Exit.USAGE
    try:
        result = commands.main(arguments, "mergemend", standalone_mode=False, obj=told)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(printable_lines(shown.getvalue()), err=True, nl=False)
        return Exit.USAGE
    except (
        BaselineError,
        ChoiceError,
        ConfigError,
        GitError,
        KindError,
        PlanError,
        RunError,
    ) as error:
        click.echo(f"mergemend: {printable_lines(str(error))}", err=True)
        return Exit.USAGE
    except UnrecordedError as error:
        click.echo(f"mergemend: {printable_lines(str(error))}", err=True)
        return Exit.UNREAD
    except BrokenPipeError:
        # what reads our output has gone; nothing more must be written to it on the way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINDINGS
    except Exception:
        import traceback  # a third of the time that a start takes

        click.echo(printable_lines(traceback.format_exc()), err=True)
        click.echo("mergemend: this is a fault of mergemend; nothing was lost", err=True)
        return Exit.FAULT
    return result if isinstance(result, int) else Exit.CLEAN
