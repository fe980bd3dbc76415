"""The commands that are timed: mergemend and its peers; what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.conflicts.peers import HOME, PYTHON, peers
from benchmarks.conflicts.run import BIN
from benchmarks.speed.measure import Command
from mergemend.rules import RULES

PASS = "python -c pass"  # noqa: S105
OURS = "mergemend"
WARM = "mergemend, warm"
MARKERS_ONLY = "mergemend, markers only"
CHECKER = "check-merge-conflict"
PREK = "prek"
RIPGREP = "ripgrep"
GIT_GREP = "git grep"
FTFY = "ftfy.fix_text"
FTFY_ENCODING = "ftfy.fix_encoding"
PLSFIX = "plsfix.fix_text"
BARE = "markdown-it-py"
MARKDOWNLINT = "markdownlint-cli2"
RUMDL = "rumdl"

_NPM = HOME / "npm/node_modules/.bin/markdownlint-cli2"
_FIXERS = Path(__file__).with_name("peer_fixers.py")
_PARSER = Path(__file__).with_name("peer_markdown.py")

# a start or an end as git writes it; a row of seven = is a heading as well, so no tool looks for it
RUST_REGEX = r"^(?:\x{FEFF})?(?:<{7,}|>{7,})(?:[ \t]|\r*$)"
POSIX_REGEX = "^(\ufeff)?(<<<<<<<+|>>>>>>>+)([[:space:]]|$)"

HOW = {
    RIPGREP: "`apt-get install ripgrep`",
    CHECKER: "`make bench` installs it",
    PREK: "`make bench` installs it",
    PLSFIX: "`make bench` installs it",
    RUMDL: "`make bench` installs it",
    MARKDOWNLINT: f"`npm install --prefix {HOME.name}/npm markdownlint-cli2` in `.venv`",
}


@cache
def has_option(option: str) -> bool:
    """Whether ``mergemend check`` knows an option."""
    done = subprocess.run(
        [str(BIN / "mergemend"), "check", "--help"], capture_output=True, text=True, check=True
    )
    return option in done.stdout.replace("[", " ").replace(",", " ").split()


def mergemend(folder: Path, *arguments: str, name: str = OURS, cache: bool = False) -> Command:
    """`mergemend check`, as the hook runs it; without its cache unless ``cache``."""
    plain = ["--no-cache"] if not cache and has_option("--no-cache") else []
    words = [str(BIN / "mergemend"), "check", *plain, *arguments]
    return Command(name, words, folder)


def only(*beginnings: str) -> list[str]:
    """The options that select the rules that begin so."""
    return [word for rule in RULES if rule.startswith(beginnings) for word in ("--select", rule)]


def nothing(folder: Path) -> Command:
    """Starting Python and ending it."""
    return Command(PASS, [sys.executable, "-c", "pass"], folder)


def searchers(folder: Path) -> list[Command]:
    """ripgrep and git grep, over all files that git tracks; they end with 1 where nothing is."""
    grep = ["git", "grep", "-lE", POSIX_REGEX]
    words = ["rg", "-l", "--hidden", "--glob", "!.git", RUST_REGEX]
    found = [Command(RIPGREP, words, folder, (0, 1))] if shutil.which("rg") else []
    return [*found, Command(GIT_GREP, grep, folder, (0, 1))]


def detectors(folder: Path, files: Sequence[str], settings: Path) -> list[Command]:
    """What hooks run to find markers, for the same files."""
    found = []
    for name, template in peers(settings).detectors.items():
        *words, _path = template.split()
        found.append(Command(name, [*words, *files], folder, (0, 1)))
    return found


def fixers(folder: Path, listing: Path) -> list[Command]:
    """What mends garbled text, over all files that ``listing`` names, each in one process."""
    programs = {FTFY: sys.executable, FTFY_ENCODING: sys.executable}
    if _has("plsfix"):
        programs[PLSFIX] = str(PYTHON)
    return [Command(n, [p, str(_FIXERS), n, str(listing)], folder) for n, p in programs.items()]


def linters(folder: Path, listing: Path) -> list[Command]:
    """markdown-it-py alone, and two linters with their own rules, over all Markdown files."""
    found = [Command(BARE, [sys.executable, str(_PARSER), str(listing)], folder)]
    if shutil.which("node") and (_NPM.exists() or shutil.which(_NPM.name)):
        program = str(_NPM if _NPM.exists() else shutil.which(_NPM.name))
        found.append(Command(MARKDOWNLINT, [program, "**/*.md"], folder, (0, 1)))
    if (rumdl := PYTHON.with_name("rumdl")).exists():
        words = [str(rumdl), "check", "--no-cache", "--quiet", "."]
        found.append(Command(RUMDL, words, folder, (0, 1)))
    return found


def every_object(folder: Path) -> Command:
    """git that prints all objects, and nobody who looks at them."""
    words = ["git", "cat-file", "--batch", "--batch-all-objects", "--unordered", "--buffer"]
    return Command(" ".join(words[:3]), words, folder)


def missing(wanted: Sequence[str], commands: Sequence[Command]) -> dict[str, str]:
    """The peers that are not among the commands, and how to get them."""
    there = {command.name for command in commands}
    return {name: f"missing: {HOW[name]}" for name in wanted if name not in there}


def on_cpus(command: Command, name: str, count: int) -> Command:
    """The command under another name and on so many CPUs, so in as many processes."""
    cpus = ",".join(map(str, sorted(os.sched_getaffinity(0))[:count]))
    return Command(name, ["taskset", "-c", cpus, *command.words], command.folder, command.codes)


def _has(module: str) -> bool:
    command = [str(PYTHON), "-c", f"import {module}"]
    return (
        PYTHON.exists() and not subprocess.run(command, capture_output=True, check=False).returncode
    )
