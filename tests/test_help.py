"""The help of every command, as a terminal of 80 columns shows it; what shells complete."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mergemend.cli import commands
from scratch import Scratch

BIN = Path(sys.executable).parent


def all_commands(
    command: click.Command = commands, above: click.Context | None = None, name: str = "mergemend"
) -> Iterator[click.Context]:
    context = click.Context(command, above, name, **command.context_settings)
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from all_commands(found, context, name)


CONTEXTS = {context.command_path: context for context in all_commands()}


def test_all_commands_are_looked_at() -> None:
    assert {"mergemend", "mergemend check", "mergemend kinds infer"} <= set(CONTEXTS)


@pytest.mark.parametrize("path", CONTEXTS)
def test_help_reads_well(path: str) -> None:
    context = CONTEXTS[path]
    words = context.get_help()
    assert max(map(len, words.splitlines())) <= 80
    assert context.command.help
    for option in context.command.get_params(context):
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.help[0].isupper()
            assert option.help.rstrip().endswith((".", "]")), option.help
    if not isinstance(context.command, click.Group) or context.parent is None:
        paragraphs = " ".join(words.split())
        codes = paragraphs[paragraphs.index("Exit code 0: ") :]
        assert re.search(r"\b2( and 3)?: ", codes)
        assert "4: a fault of mergemend." in codes


@pytest.mark.parametrize("path", ["mergemend", "mergemend fix"])
def test_it_is_the_same_by_the_command_line(path: str, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"}
    words = [sys.executable, "-m", *path.split(), "--help"]
    done = subprocess.run(
        words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0].startswith(f"Usage: {path} ")
    assert done.stdout.split() == CONTEXTS[path].get_help().split()


_BASH = """
eval "$(mergemend completion bash)"
COMP_WORDS=({words})
COMP_CWORD=$(({count} - 1))
_mergemend_completion mergemend
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def completed(*words: str) -> set[str]:
    """What bash offers for the last of the words."""
    script = _BASH.format(words=" ".join(f"'{word}'" for word in words), count=len(words))
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    # outside of a completion that is going on bash can't be told to offer files
    assert set(done.stderr.splitlines()) <= {
        f"environment: line {n}: compopt: not currently executing completion function"
        for n in range(40)
    }, done.stderr
    return set(done.stdout.split())


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("mergemend", "ch"), {"check"}),
        (("mergemend", "comm"), {"commit-msg"}),
        (("mergemend", "check", "--sel"), {"--select"}),
        (("mergemend", "check", "--select", "utf"), {"utf-16"}),
        (("mergemend", "check", "--select", "stat"), {"status", "status-emoji", "status-rollup"}),
        (("mergemend", "fix", "--strategy", "th"), {"theirs"}),
        (("mergemend", "kinds", "sh"), {"show"}),
        (("mergemend", "completion", ""), {"bash", "zsh", "fish"}),
        (("mergemend", "check", "nothing-such"), set()),
    ],
)
def test_bash_completes(words: tuple[str, ...], offered: set[str]) -> None:
    assert completed(*words) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_reads_what_completes_in_it(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell} here")
    words = [str(BIN / "mergemend"), "completion", shell]
    script = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert "_MERGEMEND_COMPLETE" in script
    file = Scratch(tmp_path).write("script", script.encode())
    subprocess.run([shell, "-n", str(file)], check=True)


def test_another_shell_is_refused() -> None:
    words = [str(BIN / "mergemend"), "completion", "tcsh"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in done.stderr
