"""What is wrong in config files, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mergemend.words import count


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a config file; lines and columns (in characters) count from 1."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """As editors and terminals know it."""
        return f"{self.file}:{self.line}:{self.column}"

    def seen_from(self, folder: Path) -> str:
        """The same, from a folder where the file is below it."""
        inside = self.file.is_relative_to(folder)
        file = self.file.relative_to(folder) if inside else self.file
        return str(Place(file, self.line, self.column))


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a config file: it says what would be right."""

    place: Place
    message: str

    def __str__(self) -> str:
        """The place and the message."""
        return f"{self.place}: {self.message}"


class ConfigError(Exception):
    """Settings that are wrong: the message names the file, the line and what would be right."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        more = len(problems) - 1
        rest = f" (and {count(more, 'error')} more: `mergemend config check`)" if more > 0 else ""
        super().__init__(f"{problems[0]}{rest}")
