"""Runs git as a plain process: for the hook's start, where GitPython would cost 0.1 s to import."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

# A repository is data: nothing that its configuration names is run, and nothing is fetched.
SAFE_CONFIG = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "log.mailmap=false",
    "i18n.logOutputEncoding=UTF-8",
    "color.ui=false",
    "protocol.allow=never",
)
SAFE_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class GitError(Exception):
    """git is missing or refused; the message is git's own, in one line."""


def run_git(
    arguments: Sequence[str | bytes], folder: Path, stdin: bytes | None = None, most: int = 0
) -> bytes:
    """Run git in ``folder`` and return what it printed.

    Raises `GitError`, also where git ends with a status above ``most``.
    """
    options = [word for setting in SAFE_CONFIG for word in ("-c", setting)]
    command = ["git", "--literal-pathspecs", *options, *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | SAFE_ENVIRONMENT,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the PATH") from None
    if not 0 <= done.returncode <= most:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[0] if said else f"git {arguments[0]!r} failed: {done.returncode}")
    return done.stdout


def find_top(folder: Path) -> Path | None:
    """The top of the work tree that ``folder`` lies in, or None outside of one.

    Raises `GitError` where git refuses to look (``safe.directory``) or is not installed.
    """
    try:
        top = run_git(["rev-parse", "--show-toplevel"], folder)
    except GitError as error:
        if "not a git repository" in str(error) or "must be run in a work tree" in str(error):
            return None
        raise
    return Path(os.fsdecode(top.removesuffix(b"\n")))
