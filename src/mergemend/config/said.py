"""What a config file says: each value with its place, and the problems that are found in it."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from mergemend.config.positions import Key, positions
from mergemend.config.problems import ConfigError, Place, Problem

MAX_CONFIG = 1_000_000  # bytes
PYPROJECT = "pyproject.toml"
_TABLE: Key = ("tool", "mergemend")

# tomllib takes the square of the parts of a key: 40 KB of them take seven seconds
_DEEP = re.compile(r"(?<![\w.'\"-])(?:[\w'\"-]+[ \t]*\.[ \t]*){50}")
_WHERE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True)
class Source:
    """A config file that was read. Globs in it count from ``folder``."""

    path: Path
    text: str
    folder: Path
    problems: list[Problem] = field(default_factory=list, compare=False)

    @cached_property
    def _positions(self) -> tuple[Mapping[Key, int], Mapping[Key, int]]:
        return positions(self.text)

    def place(self, way: Key, *, of_key: bool = False) -> Place:
        """Where a value stands, or its key; of what is not there, where it would belong."""
        keys, values = self._positions
        first, second = (keys, values) if of_key else (values, keys)
        while way and way not in first and way not in second:
            way = way[:-1]
        start = first.get(way, second.get(way, 0))
        before = self.text.rfind("\n", 0, start) + 1
        return Place(self.path, self.text.count("\n", 0, start) + 1, start - before + 1)


@dataclass(frozen=True, slots=True)
class Said:
    """A value in a config file, and the way to it."""

    data: Any
    way: Key
    source: Source

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return self.source.place(self.way)

    @property
    def key_place(self) -> Place:
        """Where its key stands, or the header of its table."""
        return self.source.place(self.way, of_key=True)

    def parts(self) -> Iterator[tuple[str, Said]]:
        """What a table has, by its keys."""
        for key, value in self.data.items():
            yield key, Said(value, (*self.way, key), self.source)

    def items(self) -> Iterator[Said]:
        """What a list has."""
        for number, value in enumerate(self.data):
            yield Said(value, (*self.way, number), self.source)

    def wrong(self, message: str, *, key: bool = False) -> None:
        """Note a problem of the value, or of its ``key``."""
        named = [part for part in self.way if isinstance(part, str)]
        place = self.key_place if key else self.place
        prefix = f"{named[-1]}: " if len(self.way) else ""
        self.source.problems.append(Problem(place, prefix + message))


def read_text(path: Path) -> str | None:
    """The text of a config file; None where there is none, or one that is not about us.

    Raises `ConfigError` if it can't be read.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return None  # also in a folder that is closed to us: no file in it can be read
    if not stat.S_ISREG(mode):
        raise ConfigError(Problem(Place(path), "is no regular file"))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CONFIG + 1)
        if path.name == PYPROJECT and b"mergemend" not in data:
            return None
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(path, data.count(b"\n", 0, error.start) + 1)
        raise ConfigError(Problem(place, f"cannot be read: {error}")) from error
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise ConfigError(Problem(Place(path), message)) from error
    if len(data) > MAX_CONFIG:
        message = f"more than {MAX_CONFIG:,} bytes: it can't be a config file"
        raise ConfigError(Problem(Place(path), message))
    return text


def parse(path: Path, text: str, folder: Path) -> Said | None:
    """What a config file says; None if it has no table for us. Raises `ConfigError`."""
    if deep := _DEEP.search(text):
        place = Place(path, text.count("\n", 0, deep.start()) + 1)
        message = "has a key of more than 50 parts: it can't be a config file"
        raise ConfigError(Problem(place, message))
    import tomllib  # most have no settings

    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = _WHERE.search(str(error))
        place = Place(path, *map(int, where.groups())) if where else _end(path, text)
        message = _WHERE.sub("", str(error)).removesuffix(" (at end of document)")
        raise ConfigError(Problem(place, f"not TOML: {message}")) from error
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(Problem(Place(path), f"not TOML: {error}")) from error
    except RecursionError as error:
        message = "lists or tables lie too deep in each other"
        raise ConfigError(Problem(Place(path), message)) from error
    source = Source(path, text, folder)
    if path.name != PYPROJECT:
        return Said(data, (), source)
    tool = data.get("tool")
    table = tool.get("mergemend") if isinstance(tool, dict) else None
    return None if table is None else Said(table, _TABLE, source)


def _end(path: Path, text: str) -> Place:
    return Place(path, max(len(text.splitlines()), 1))
