"""The command line: one module a command, and one place where every error ends."""

from __future__ import annotations

import os
import sys
import traceback

import click

from mergemend import __version__
from mergemend.cli.board import board
from mergemend.cli.check import check
from mergemend.cli.common import Exit
from mergemend.cli.explain import explain
from mergemend.cli.fix import fix
from mergemend.config import ConfigError
from mergemend.git.runner import GitError
from mergemend.model import ChoiceError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Repair committed merge conflicts and garbled text in documents kept in git."""


commands.add_command(check)
commands.add_command(fix)
commands.add_command(explain)
commands.add_command(board)


def main() -> None:
    """Run a command and exit with its code; every exception ends here."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run a command, by default the process's own arguments, and return its exit code."""
    try:
        result = commands.main(arguments, "mergemend", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (ChoiceError, ConfigError, GitError) as error:
        click.echo(f"mergemend: {error}", err=True)
        return Exit.USAGE
    except BrokenPipeError:
        # what reads our output has gone; nothing more must be written to it on the way out
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINDINGS
    except Exception:
        traceback.print_exc()
        click.echo("mergemend: this is a fault of mergemend; nothing was lost", err=True)
        return Exit.FAULT
    return result if isinstance(result, int) else Exit.CLEAN
