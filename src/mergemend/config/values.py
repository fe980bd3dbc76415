"""What can stand in a setting: how it is read, what is wrong with it, and its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from mergemend.config.globs import FITS_NOTHING, SLOW_FOLDERS, SLOW_NAME, Globs, wrong_with
from mergemend.config.said import Said
from mergemend.model import Json
from mergemend.rules import NAMES
from mergemend.words import did_you_mean


class Value(Protocol):
    """A sort of values."""

    def read(self, said: Said) -> Any:
        """What it means; None where it is wrong, and that is noted."""
        ...

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema of the values that are right."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """A text. ``wrong`` says what is wrong with one, the schema ``says`` the same."""

    wrong: Callable[[str], str | None]
    says: Mapping[str, Json]

    def read(self, said: Said) -> str | None:
        """The text itself."""
        if not isinstance(said.data, str):
            said.wrong("must be a string")
            return None
        if problem := self.wrong(said.data):
            said.wrong(problem)
            return None
        return said.data

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        return {"type": "string", **self.says}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: type[StrEnum]

    def read(self, said: Said) -> StrEnum | None:
        """The word as a member of its class."""
        names = [str(word) for word in self.words]
        if isinstance(said.data, str) and said.data in names:
            return self.words(said.data)
        hint = did_you_mean(str(said.data), names)
        said.wrong(f"must be one of {', '.join(names)}, not {said.data!r}{hint}")
        return None

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        return {"enum": [str(word) for word in self.words]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of texts."""

    word: Word
    least: int = 0

    def read(self, said: Said) -> tuple[str, ...] | None:
        """The texts that are right."""
        if not isinstance(said.data, list) or not all(isinstance(one, str) for one in said.data):
            said.wrong("must be a list of strings")
            return None
        if len(said.data) < self.least:
            said.wrong("must not be empty")
            return None
        found = [self.word.read(item) for item in said.items()]
        return tuple(text for text in found if text is not None)

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        least: Mapping[str, Json] = {"minItems": self.least} if self.least else {}
        return {"type": "array", "items": self.word.schema(), **least}


@dataclass(frozen=True, slots=True)
class GlobsOf:
    """A list of globs, from the folder of their file."""

    least: int = 0

    def read(self, said: Said) -> Globs | None:
        """The globs that are right."""
        found = ListOf(GLOB, self.least).read(said)
        return None if found is None else Globs(said.source.folder, found)

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        return ListOf(GLOB, self.least).schema()


@dataclass(frozen=True, slots=True)
class FileName:
    """The name of a file, from the folder of the config file."""

    def read(self, said: Said) -> Path | None:
        """The file."""
        name = NAME.read(said)
        return None if name is None else said.source.path.parent / name

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        return NAME.schema()


def _rule(name: str) -> str | None:
    if name in NAMES:
        return None
    return f"{name!r} is not a rule{did_you_mean(name, NAMES)}; there are {', '.join(NAMES)}"


def _garbled(text: str) -> str | None:
    if not text.isascii():
        return None
    return f"{text!r} is never taken for garbled; name the garbled text, such as 'Ã©'"


def _name(text: str) -> str | None:
    return None if re.search(_NAMES, text) else f"must be a name, not {text!r}"


_NAMES = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"
RULE = Word(_rule, {"enum": list(NAMES)})
GARBLED = Word(_garbled, {"pattern": r"[^\u0000-\u007f]"})
NAME = Word(_name, {"pattern": _NAMES})
_NO_GLOB: list[Json] = [{"pattern": one} for one in (FITS_NOTHING, SLOW_NAME, SLOW_FOLDERS)]
GLOB = Word(wrong_with, {"not": {"anyOf": _NO_GLOB}})
