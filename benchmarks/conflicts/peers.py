"""The tools to compare with, in a virtual environment of their own: they are no dependencies."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ROOT
from benchmarks.conflicts.run import git, run

HOME = ROOT / ".venv/bench"
PYTHON = HOME / "bin/python"
_PARSE = Path(__file__).with_name("peer_parse.py")
_PREK = """repos:
- repo: builtin
  hooks:
  - id: check-merge-conflict
    args: [--assume-in-merge]
"""


def requirements() -> list[str]:
    """The packages of the peers: the optional dependencies called ``bench``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted: list[str] = project["project"]["optional-dependencies"]["bench"]
    return wanted


def install() -> list[str]:
    """Make the environment; returns the packages that cannot be had."""
    if not PYTHON.exists():
        venv.create(HOME, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return [
        name
        for name in requirements()
        if subprocess.run([*pip, name], capture_output=True, check=False).returncode
    ]


@dataclass(frozen=True)
class Peers:
    """Commands by name: repairers change ``{path}``, detectors exit with 1 if they find something.

    ``parsers`` say what a file is taken for (None: it is refused). ``missing`` are not to be had.
    """

    repairers: Mapping[str, str]
    detectors: Mapping[str, str]
    parsers: Mapping[str, Callable[[Path, str, Path], bytes | None]]
    missing: tuple[str, ...]


def peers(folder: Path) -> Peers:
    """The peers that are installed. ``folder`` is for their settings."""
    config = folder / "prek.yaml"
    config.write_text(_PREK)
    has = {name: _has(module) for name, module in _MODULES.items()}
    repairers, detectors = {}, {}
    parsers: dict[str, Callable[[Path, str, Path], bytes | None]] = {"git rerere": rerere}
    if has["git-revise"]:
        parsers["git-revise"] = _parser("git-revise")
    if has["conflict-parser"]:
        parsers["conflict-parser"] = _parser("conflict-parser")
        words = f"{PYTHON} {_PARSE} conflict-parser-theirs {{path}}"
        repairers["conflict-parser, theirs"] = words
    if has["pre-commit-hooks"]:
        command = f"{HOME}/bin/check-merge-conflict --assume-in-merge {{path}}"
        detectors["check-merge-conflict"] = command
    if has["prek"]:
        detectors["prek"] = f"{HOME}/bin/prek run -q -c {config} --files {{path}}"
    missing = tuple(name for name, found in has.items() if not found)
    return Peers(repairers, detectors, parsers, missing)


_MODULES = {
    "git-revise": "gitrevise",
    "conflict-parser": "conflict_parser",
    "prek": "prek",
    "pre-commit-hooks": "pre_commit_hooks",
}


def _has(module: str) -> bool:
    command = [str(PYTHON), "-c", f"import {module}"]
    return (
        PYTHON.exists() and not subprocess.run(command, capture_output=True, check=False).returncode
    )


def rerere(top: Path, path: str, state: Path) -> bytes | None:
    """What git takes a file for when it records a conflict: ``rr-cache/*/preimage``.

    git looks only at files that are unmerged in its index, so the file is made one.
    """
    blob = git(top, "hash-object", "-w", "--", path)
    stages = "".join(f"100644 {blob} {stage}\t{path}\n" for stage in (1, 2, 3))
    run(["git", "rm", "-q", "--cached", "--", path], top, state)
    command = ["git", "update-index", "--index-info"]
    subprocess.run(command, cwd=top, input=stages.encode(), check=True, capture_output=True)
    run(["git", "-c", "rerere.enabled=true", "rerere"], top, state)
    recorded = [*(top / ".git/rr-cache").glob("*/preimage")]
    return recorded[0].read_bytes() if recorded else None


def _parser(name: str) -> Callable[[Path, str, Path], bytes | None]:
    def parse(top: Path, path: str, _state: Path) -> bytes | None:
        command = [str(PYTHON), str(_PARSE), name, str(top / path)]
        done = subprocess.run(command, capture_output=True, check=False)
        return None if done.returncode else done.stdout

    return parse


def holds(parsed: bytes, text: bytes) -> bool:
    """Whether some choice of a side in each conflict of a parse gives exactly ``text``."""
    return len(text) in _ends(parsed.splitlines(keepends=True), text)


def _ends(lines: list[bytes], text: bytes) -> set[int]:
    """Where ``text`` can have been read up to after ``lines``."""
    here = {0}
    stack: list[tuple[set[int], set[int] | None]] = []  # where a conflict began; a side's ends
    for line in lines:
        if line == b"<<<<<<<\n":
            stack.append((here, None))
        elif line == b"=======\n" and stack and stack[-1][1] is None:
            stack[-1] = stack[-1][0], here
            here = stack[-1][0]
        elif line == b">>>>>>>\n" and stack:
            here = here | (stack.pop()[1] or set())
        else:
            here = {at + len(line) for at in here if text.startswith(line, at)}
    return here


if __name__ == "__main__":
    for package in install():
        print(f"{package} cannot be had: it is left out", file=sys.stderr)
