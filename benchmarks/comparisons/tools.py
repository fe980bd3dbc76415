"""The tools: how each is told to check a file and to mend it, and its version."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

from benchmarks.conflicts.peers import HOME, PYTHON
from benchmarks.conflicts.run import Done, run

_BIN = HOME / "bin"
OURS = "mergemend"

# the hooks of pre-commit-hooks that look for what the cases have; prek has the same inside
DAMAGE = {"check-merge-conflict": ("--assume-in-merge",), "fix-byte-order-marker": ()}
OTHERS: Mapping[str, Sequence[str]] = {
    "trailing-whitespace": (),
    "end-of-file-fixer": (),
    "detect-private-key": (),
}
_COMMANDS = {"trailing-whitespace": "trailing-whitespace-fixer"}


@dataclass(frozen=True)
class Tool:
    """``checks`` and ``fixes`` are commands that get the path; any that fails says: found."""

    name: str
    package: str
    checks: tuple[Sequence[str], ...]
    fixes: tuple[Sequence[str], ...]
    program: Path

    def finds(self, top: Path, path: str, state: Path) -> bool:
        """Whether a check of a file fails."""
        return any(done.code for done in self._all(self.checks, top, path, state))

    def mend(self, top: Path, path: str, state: Path) -> None:
        """Let the tool mend a file."""
        self._all(self.fixes, top, path, state)

    def takes(self, words: Sequence[str], top: Path, state: Path) -> Done:
        """What the tool does with words of the command line."""
        return run([str(self.program), *words], top, state)

    @staticmethod
    def _all(commands: Sequence[Sequence[str]], top: Path, path: str, state: Path) -> list[Done]:
        return [run([*words, path], top, state) for words in commands]

    @property
    def version(self) -> str:
        """The version of the package that is installed."""
        if self.name == OURS:
            return installed(self.package)
        asked = f"from importlib.metadata import version; print(version({self.package!r}))"
        done = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, check=True)
        return done.stdout.decode().strip()


def tools(folder: Path, hooks: Mapping[str, Sequence[str]]) -> Mapping[str, Tool]:
    """The tools by name, those that run hooks with ``hooks``; ``folder`` is for prek's settings."""
    config = folder / f"{'-'.join(hooks)}.yaml"
    listed = "".join(f"  - id: {hook}\n    args: {list(words)}\n" for hook, words in hooks.items())
    config.write_text(f"repos:\n- repo: builtin\n  hooks:\n{listed}")
    plain = tuple((str(_BIN / _COMMANDS.get(hook, hook)), *hooks[hook]) for hook in hooks)
    ours = Path(sys.executable).with_name("mergemend")
    prek = ((str(_BIN / "prek"), "run", "-q", "-c", str(config), "--files"),)
    name = "pre-commit-hooks"
    # rumdl's rule for garbled text is off as it comes
    rumdl = ("check", "--no-cache", "--extend-enable", "MD083")
    found = [
        Tool(OURS, OURS, ((str(ours), "check", "-q"),), ((str(ours), "fix", "-q"),), ours),
        Tool(name, name, plain, plain, _BIN / "check-merge-conflict"),
        Tool("prek", "prek", prek, prek, _BIN / "prek"),
        _of("ruff", ("check", "--no-cache"), ("check", "--no-cache", "--fix")),
        _of("rumdl", rumdl, (*rumdl, "--fix")),
        _of("typos", ("--force-exclude",), ("-w",)),
    ]
    return {tool.name: tool for tool in found}


def _of(name: str, check: Sequence[str], fix: Sequence[str]) -> Tool:
    program = str(_BIN / name)
    return Tool(name, name, ((program, *check),), ((program, *fix),), Path(program))
