"""`mergemend completion`: what a shell needs to complete commands, options, rules and files."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

_SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
_VARIABLE = "_MERGEMEND_COMPLETE"


@click.command(short_help="Print what completes commands and options in a shell.")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, rules and files in SHELL.

    For bash (4.4 or later), put `eval "$(mergemend completion bash)"` into ~/.bashrc; for zsh the
    same with zsh into ~/.zshrc, behind compinit; for fish run
    `mergemend completion fish > ~/.config/fish/completions/mergemend.fish`.

    Exit code 0: printed, 2: wrong usage, 4: a fault of mergemend.
    """
    program = context.find_root().command
    click.echo(_SHELLS[shell](program, {}, "mergemend", _VARIABLE).source())
