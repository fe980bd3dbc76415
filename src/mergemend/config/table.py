"""The settings: this table is what they are read by, and what their documentation is made of.

A setting is a row here, and a field of `mergemend.config.Settings` of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mergemend.config.globs import Globs
from mergemend.config.said import Said
from mergemend.config.settings import PathSettings, Values
from mergemend.config.values import GARBLED, NAME, RULE, FileName, GlobsOf, ListOf, OneOf, Value
from mergemend.conflicts import DateKind, Strategy
from mergemend.model import Json, Safety
from mergemend.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of a table in a config file.

    ``default`` and ``example`` are as in TOML. Where ``adds`` is true, what several places say adds
    up; else the nearest counts.
    """

    name: str
    value: Value
    about: str
    default: Json = None
    example: str = ""
    adds: bool = False

    @property
    def field(self) -> str:
        """The name in Python."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its keys, those that it must have, and what is made of them."""

    settings: Sequence[Setting]
    required: Sequence[str] = ()

    def read(self, said: Said) -> dict[str, Any] | None:
        """What is said, by the names in Python; what is wrong is left out and noted."""
        if not isinstance(said.data, dict):
            said.wrong("must be a table")
            return None
        by_name = {setting.name: setting for setting in self.settings}
        found: dict[str, Any] = {}
        for name, part in said.parts():
            if name not in by_name:
                hint = did_you_mean(name, by_name)
                known = ", ".join(by_name)
                part.wrong(f"is not a setting{hint}; there are {known}", key=True)
                continue
            value = by_name[name].value.read(part)
            if value is not None:
                found[by_name[name].field] = value
        for name in self.required:
            if name not in said.data:
                said.wrong(f'needs "{name}": {by_name[name].about}', key=True)
        return found

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        return {
            "type": "object",
            "properties": {one.name: _described(one) for one in self.settings},
            "required": list(self.required),
            "additionalProperties": False,
        }


def _described(setting: Setting) -> Json:
    default: Mapping[str, Json] = {} if setting.default is None else {"default": setting.default}
    return {"description": setting.about, **setting.value.schema(), **default}


@dataclass(frozen=True, slots=True)
class TablesOf:
    """A list of tables: what each says, by the names in Python; None for one that is wrong."""

    table: Table

    def read(self, said: Said) -> list[dict[str, Any] | None] | None:
        """What each table says."""
        if not isinstance(said.data, list):
            said.wrong(f"must be a list of tables: [[{said.way[-1]}]]", key=True)
            return None
        return [self.table.read(item) for item in said.items()]

    def schema(self) -> Mapping[str, Json]:
        """The JSON Schema."""
        return {"type": "array", "items": self.table.schema()}


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """Files that the config says to be of a kind: its name, or the path of its file."""

    kind: str
    globs: Globs


class _Paths(TablesOf):
    def read(self, said: Said) -> Any:
        """A `PathSettings` for each table."""
        tables = [table for table in super().read(said) or () if table and "globs" in table]
        return tuple(PathSettings(table.pop("globs"), Values(**table)) for table in tables)


class _Kinds(TablesOf):
    def read(self, said: Said) -> Any:
        """`NamedFiles` for each table."""
        tables = super().read(said) or ()
        return tuple(NamedFiles(**table) for table in tables if table and len(table) > 1)


_BY_PATH = (
    Setting(
        "strategy",
        OneOf(Strategy),
        "What to take from a conflict, at every layer of a stack.",
        str(Strategy.NEWEST),
        'strategy = "best"',
    ),
    Setting(
        "min-grade",
        OneOf(Safety),
        "Leave what has a less sure answer as it is, with its markers.",
        str(Safety.GUESS),
        'min-grade = "likely"',
    ),
    Setting(
        "date",
        OneOf(DateKind),
        "Which of a commit's dates decides what is newer.",
        str(DateKind.AUTHOR),
        'date = "committer"',
    ),
    Setting(
        "select",
        ListOf(RULE),
        "Look for these rules only; an empty list is for all of them. A name stands for the rules"
        " whose names go on from it, too: `mojibake` for `mojibake-lossy`.",
        [],
        'select = ["conflict", "mojibake"]',
    ),
    Setting(
        "ignore",
        ListOf(RULE),
        "Do not look for these rules, also where they are selected.",
        [],
        'ignore = ["stale-stamp"]',
        adds=True,
    ),
    Setting(
        "allow",
        ListOf(GARBLED),
        "Texts that are never taken for garbled.",
        [],
        'allow = ["Ã©", "â€™"]',
        adds=True,
    ),
)

_GLOBS = Setting(
    "globs",
    GlobsOf(least=1),
    "The files that the table is for: globs as in .gitignore, from the folder of the config file.",
    example='globs = ["CHANGELOG.md", "docs/**/*.md"]',
)

PATHS = Table(
    (_GLOBS, *(replace(setting, default=None) for setting in _BY_PATH)), required=("globs",)
)

KINDS = Table(
    (
        Setting(
            "kind",
            NAME,
            "A kind of status documents by its name, or the path of its file, from the folder of"
            " the config file.",
            example='kind = "blockers"',
        ),
        _GLOBS,
    ),
    required=("kind", "globs"),
)

SETTINGS = Table(
    (
        Setting(
            "extend",
            NAME,
            "Another config file of the repository that this one adds to, from its folder.",
            example='extend = "../mergemend.toml"',
        ),
        *_BY_PATH,
        Setting(
            "exclude",
            GlobsOf(),
            "Files and folders to leave out, also where they are named on the command line: globs"
            " as in .gitignore, from the folder of the config file.",
            [],
            'exclude = ["vendor/", "*.min.md"]',
            adds=True,
        ),
        Setting(
            "paths",
            _Paths(PATHS),
            "Settings for some files. Of several that fit a file the last one counts; what is"
            " ignored and allowed adds up.",
            [],
            '[[paths]]\nglobs = ["CHANGELOG.md"]\nstrategy = "union"',
            adds=True,
        ),
        Setting(
            "kinds",
            _Kinds(KINDS),
            "Files that are status documents of a kind, whatever their names and texts say. Of"
            " several that fit a file the first one counts.",
            [],
            '[[kinds]]\nkind = "blockers"\nglobs = ["docs/releases/"]',
            adds=True,
        ),
        Setting(
            "baseline",
            FileName(),
            "A file of known findings, which `mergemend check` leaves out. That of the config file"
            " counts that holds for the current folder.",
            example='baseline = "mergemend-baseline.json"',
        ),
    )
)
