"""What holds for a path, value by value, and where each was set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mergemend.config.globs import whole
from mergemend.config.nearest import AnySettings
from mergemend.config.problems import Place
from mergemend.config.reading import ConfigFile
from mergemend.config.said import Said
from mergemend.config.settings import Settings
from mergemend.config.table import SETTINGS, Setting
from mergemend.model import Json


class Origin(StrEnum):
    """Where a value comes from that no config file sets."""

    DEFAULT = "default"
    COMMAND = "command line"


@dataclass(frozen=True, slots=True)
class Part:
    """A value, or an item of a list, and where it was set."""

    value: Json
    origin: Place | Origin


@dataclass(frozen=True, slots=True)
class Shown:
    """What holds for a setting: its value as in TOML, and the parts that this was made of."""

    name: str
    value: Json
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ShownSettings:
    """What holds for a path: the config files, the nearest first, and every setting."""

    files: tuple[Path, ...]
    is_excluded: bool
    settings: tuple[Shown, ...]


def show(settings: AnySettings, path: Path) -> ShownSettings:
    """What holds for a file, or for all that is in a folder. Raises `ConfigError`."""
    is_folder = path.is_dir()
    at = settings.at(path if is_folder else path.parent)
    full = path.resolve() if is_folder else whole(path)
    tables = [*_tables(at.chain), *_tables_by_path(at, full, is_folder=is_folder)]
    files = tuple(file.path for file in reversed(at.chain))
    is_excluded = settings.excludes_folder(path) if is_folder else settings.excludes(path)
    shown = tuple(_shown(setting, tables, at) for setting in _settings())
    return ShownSettings(files, is_excluded, shown)


def _settings() -> Iterator[Setting]:
    """The settings that hold for paths; the others tell which files and paths are meant."""
    return (one for one in SETTINGS.settings if one.name not in ("extend", "paths"))


def _tables(chain: Sequence[ConfigFile]) -> list[Mapping[str, Said]]:
    return [dict(file.said.parts()) for file in chain]


def _tables_by_path(
    settings: Settings, path: Path, *, is_folder: bool
) -> Iterator[Mapping[str, Said]]:
    for file in settings.chain:
        paths = dict(file.said.parts()).get("paths")
        if paths is None:
            continue
        for one, said in zip(file.values["paths"], paths.items(), strict=True):
            if one.globs.fit(path, is_folder=is_folder):
                yield dict(said.parts())


def _shown(setting: Setting, tables: Sequence[Mapping[str, Said]], settings: Settings) -> Shown:
    parts: list[Part] = []
    for table in tables:
        if setting.name in table:
            parts = _joined(setting, parts, _parts(table[setting.name]))
    if commanded := _of_command(setting, settings):
        parts = _joined(setting, parts, commanded)
    if not isinstance(setting.default, list):
        value = parts[-1].value if parts else setting.default
        return Shown(setting.name, value, tuple(parts) or (Part(value, Origin.DEFAULT),))
    return Shown(setting.name, [part.value for part in parts], tuple(parts))


def _joined(setting: Setting, before: list[Part], after: list[Part]) -> list[Part]:
    if not setting.adds:
        return after
    # of kinds the first that fits counts, so the nearest come first
    return [*after, *before] if setting.name == "kinds" else [*before, *after]


def _parts(said: Said) -> list[Part]:
    items = said.items() if isinstance(said.data, list) else [said]
    return [Part(item.data, item.place) for item in items]


def _of_command(setting: Setting, settings: Settings) -> list[Part]:
    if setting.name == "exclude":
        in_files = sum("exclude" in file.values for file in settings.chain)
        given = [line for globs in settings.exclude[in_files:] for line in globs.lines]
    else:
        value = getattr(settings.command, setting.field, None)
        given = [] if value is None else [*value] if isinstance(value, tuple) else [str(value)]
    return [Part(one, Origin.COMMAND) for one in given]
