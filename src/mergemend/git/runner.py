"""Runs git as a plain process: for the hook's start, where GitPython would cost 0.1 s to import."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from typing import IO

from mergemend.git.answer import communicate
from mergemend.git.given import Given, above
from mergemend.git.safe import LOCAL, OPTIONS, SAFE_ENVIRONMENT
from mergemend.git.safe import MAX_SECONDS as MAX_SECONDS

_WRITES_REFS = frozenset(
    {"fast-import", "update-ref"}
)  # and would run the hook `reference-transaction`
_NO_WORK_TREE = (
    "not a git repository (or any",  # of the parent directories; a broken link to one is an error
    "must be run in a work tree",
    "cannot use bare repository",
)
_REMEDIES = (  # where git names none
    ("index file", "`git reset` makes the index anew, without what was staged"),
    ("not a git repository: ", "repair or remove the file .git that names it"),
    ("gitfile format", "repair or remove the file .git"),
    ("unknown repository extension", "a newer git may know it"),
)


class GitError(Exception):
    """git is missing, refused or did not answer; the message is git's own, in one line."""


def run_git(
    arguments: Sequence[str | bytes],
    folder: Path,
    stdin: bytes | IO[bytes] | None = None,
    most: int = 0,
) -> bytes:
    """Run git in ``folder``, with bytes or a file to read from, and return what it printed.

    Raises `GitError`, also where git ends with a status above ``most``.
    """
    variables = variables_at(folder)
    if not _WRITES_REFS.isdisjoint(arguments):
        variables |= _hooks_off(folder, variables)
    return call_git(arguments, folder, variables, stdin, most)


def call_git(
    arguments: Sequence[str | bytes],
    folder: Path,
    variables: Mapping[str, str],
    stdin: bytes | IO[bytes] | None = None,
    most: int = 0,
) -> bytes:
    """The same with these ``variables`` in place of those that name a repository."""
    environment = {name: value for name, value in os.environ.items() if name not in LOCAL}
    environment |= SAFE_ENVIRONMENT | dict(variables)
    command = ["git", *OPTIONS, *arguments]
    text = stdin if isinstance(stdin, bytes) else None
    source = PIPE if isinstance(stdin, bytes) else stdin or DEVNULL
    try:
        with Popen(
            command, cwd=folder, env=environment, stdin=source, stdout=PIPE, stderr=PIPE
        ) as process:
            printed, complaint = communicate(process, MAX_SECONDS, text)
    except FileNotFoundError as error:
        if error.filename == "git" or folder.is_dir():  # Windows names no file
            raise GitError("git is not installed, or not on the PATH") from None
        raise GitError(f"{folder.absolute()}: no such folder") from None
    except TimeoutExpired:
        raise GitError(f"{folder.absolute()}: {no_answer(arguments[0])}") from None
    except (OSError, ValueError) as error:  # no access to the folder, or a NUL in its name
        raise GitError(f"{folder.absolute()}: git can't be run there: {error}") from None
    if not 0 <= process.returncode <= most:
        said = explained(complaint.decode("utf-8", "replace"))
        raise GitError(f"{folder.absolute()}: {said or f'git {_word(arguments[0])} failed'}")
    return printed


def no_answer(command: str | bytes) -> str:
    """What to say of a ``command`` of git that takes longer than `MAX_SECONDS`."""
    hint = "is there a named pipe in the place of a file, in the work tree or in .git?"
    return f"git {_word(command)} gave no answer in {MAX_SECONDS:g} s; {hint}"


def explained(stderr: str) -> str:
    """What git complains of in one line, with the remedy."""
    lines = stderr.replace(":\n\t", ": ").splitlines()
    lines = [line for line in lines if not line.startswith("warning: ")]
    told = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines[:1]
    told += [f"run `{line.strip()}`" for line in lines if "git config --global --add " in line]
    told += [remedy for words, remedy in _REMEDIES if words in stderr]
    return "; ".join(dict.fromkeys(told))


def find_top(folder: Path) -> Path | None:
    """The top of the work tree that ``folder`` lies in, or None outside of one.

    Of the work tree around ``folder`` and the one that the environment names (git's hooks do), the
    inner one counts. Raises `GitError` where git refuses to look (``safe.directory``) or is not
    installed.
    """
    folder = folder.resolve()
    given = Given.of_environment(folder, _show_top)
    return given.top if given else above(folder, _show_top(folder, {}))


def variables_at(folder: Path) -> dict[str, str]:
    """The variables that make git take the repository that ``folder`` belongs to.

    Empty where it is found around the folder. Raises `GitError`.
    """
    given = Given.of_environment(folder.resolve(), _show_top)
    return given.variables if given else {}


def _show_top(folder: Path, variables: Mapping[str, str]) -> Path | None:
    try:
        said = call_git(["rev-parse", "--show-toplevel"], folder, variables)
    except GitError as error:
        if any(words in str(error) for words in _NO_WORK_TREE):
            return None
        raise
    return Path(os.fsdecode(said.removesuffix(b"\n")))


def _hooks_off(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Settings that turn off each hook that a setting names: git 2.54 can't do it for an event."""
    names = _named(r"^hook\..*\.(command|event)$", folder, variables)
    return _with_settings((f"{name}.enabled", "false") for name in names)


def filters_off(folder: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """Settings that turn off each filter that a setting names: comparing texts would run them.

    What differs from its blob only by its filter counts as changed then. Raises `GitError`.
    """
    names = _named(r"^filter\..*\.(clean|process|required)$", folder, variables)
    off = {"clean": "", "process": "", "required": "false"}
    return _with_settings((f"{name}.{key}", value) for name in names for key, value in off.items())


def _named(pattern: str, folder: Path, variables: Mapping[str, str]) -> list[str]:
    """The sections of the settings that match, such as ``filter.lfs``."""
    asked = ["config", "-z", "--name-only", "--get-regexp", pattern]
    listed = os.fsdecode(call_git(asked, folder, variables, most=1)).split("\0")[:-1]
    return sorted({name.rpartition(".")[0] for name in listed})


def _with_settings(settings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Variables that set them for one call, besides those that the environment sets."""
    first = number = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    found: dict[str, str] = {}
    for number, (key, value) in enumerate(settings, first + 1):
        found |= {
            f"GIT_CONFIG_KEY_{number - 1}": key,
            f"GIT_CONFIG_VALUE_{number - 1}": value,
        }
    return {"GIT_CONFIG_COUNT": str(number), **found}


def _word(argument: str | bytes) -> str:
    return argument if isinstance(argument, str) else os.fsdecode(argument)
