"""Runs git and the commands to be scored, shut off from the machine's own settings."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import scratch

BIN = Path(sys.executable).parent
TIMEOUT = 120.0  # seconds; a command that takes longer has failed


@dataclass(frozen=True)
class Done:
    """How a command ended (124: it took too long), and how long it took."""

    code: int
    output: str
    seconds: float


def environment(state: Path | None = None) -> dict[str, str]:
    """The environment of a command; ``state`` is where a tool may keep things.

    Modules may be compiled, as they are where a tool is installed.
    """
    inherited = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("GIT_") and k != "PYTHONDONTWRITEBYTECODE"
    }
    places = {"XDG_STATE_HOME": str(state), "XDG_CACHE_HOME": str(state)} if state else {}
    path = os.pathsep.join((str(BIN), os.environ.get("PATH", "")))
    return inherited | scratch.ENVIRONMENT | places | {"PATH": path}


def git(top: Path, *arguments: str, check: bool = True, **more: str) -> str:
    """Run git in ``top`` and return what it printed."""
    done = subprocess.run(
        ["git", *arguments], cwd=top, env=environment() | more, capture_output=True, check=False
    )
    if check and done.returncode:
        raise RuntimeError(f"git {arguments}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


def command_for(template: str, path: str) -> list[str]:
    """The words of a command for a file: ``{path}`` stands for the file's path."""
    return [word.replace("{path}", path) for word in shlex.split(template)]


def run(words: Sequence[str], top: Path, state: Path) -> Done:
    """Run a command in a repository."""
    start = time.perf_counter()
    try:
        done = subprocess.run(
            list(words),
            cwd=top,
            env=environment(state),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return Done(124, "took too long", time.perf_counter() - start)
    except OSError as error:
        return Done(127, str(error), time.perf_counter() - start)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    return Done(done.returncode, output, time.perf_counter() - start)
