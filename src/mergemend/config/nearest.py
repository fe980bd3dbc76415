"""Which settings hold for which file: those of the nearest config file above it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from mergemend.config.globs import Globs, is_there
from mergemend.config.reading import ConfigFile, missing, read_chain, read_file, settings_of
from mergemend.config.settings import Commanded, Settings, Values
from mergemend.engine import Options
from mergemend.kinds import Kinds
from mergemend.places import CONFIG_NAMES, KINDS_FOLDER

_NOTHING = Values()


class Nested(Commanded):
    """The settings of every file: those of the nearest config file above it in its repository.

    Folders are looked into once, when they are asked for. Every method raises `ConfigError` where a
    config file is wrong.
    """

    def __init__(self, command: Values = _NOTHING, exclude: tuple[Globs, ...] = ()) -> None:
        self._command = command, exclude
        self._real: dict[Path, Path] = {}
        self._by_folder: dict[Path, Settings] = {}
        self._left_out: dict[Path, bool] = {}

    def at(self, folder: Path) -> Settings:
        """The settings of the files in a folder."""
        real = self._real.get(folder)
        if real is None:
            real = self._real[folder] = Path(os.path.realpath(folder))
        return self._by_folder.get(real) or self._look(real)

    @property
    def is_commanded(self) -> bool:
        """Whether the command line says anything."""
        return self._command != (_NOTHING, ())

    @property
    def folders(self) -> list[Path]:
        """The folders that were looked into, without links on the way to them."""
        return list(self._by_folder)

    def options_for(self, path: Path) -> Options:
        """The options for one file."""
        settings, real = self._found(path)
        return settings.options_of(real)

    def values_of(self, path: Path) -> Values:
        """What is said of one file."""
        settings, real = self._found(path)
        return settings.values_of(real)

    def _found(self, path: Path) -> tuple[Settings, Path]:
        """The settings of a file, and its path without links in its folders."""
        return self.at(path.parent), self._real[path.parent] / path.name

    def excludes(self, path: Path) -> bool:
        """Whether a file is left out: by its own config, or with a folder that it is in."""
        settings = self.at(path.parent)
        if settings.exclude and settings.leaves_out(self._real[path.parent] / path.name):
            return True
        return self._leaves_out(settings)

    def excludes_folder(self, folder: Path) -> bool:
        """Whether a folder is left out with all that is in it."""
        self.at(folder)
        real = self._real[folder]
        return not _is_top(real) and self._is_out(real)

    def _leaves_out(self, settings: Settings) -> bool:
        """Whether the folder of a config file is left out by the config that holds around it."""
        folder = settings.folder
        if not settings.chain:
            return False
        if folder not in self._left_out:
            self._left_out[folder] = not _is_top(folder) and self._is_out(folder)
        return self._left_out[folder]

    def _is_out(self, folder: Path) -> bool:
        around = self.at(folder.parent)
        return around.leaves_out(folder, is_folder=True) or self._leaves_out(around)

    def _look(self, folder: Path) -> Settings:
        """Look from a folder upwards, as far as nothing is known."""
        waiting: list[Path] = []
        for above in (folder, *folder.parents):
            settings = self._by_folder.get(above)
            if settings is None and (found := _settings_in(above)):
                settings = found.commanded(*self._command)
            waiting.append(above)
            if settings or _is_top(above):
                break
        if settings is None:
            nothing = Settings(above, kinds=Kinds(above))
            settings = nothing.commanded(*self._command)
        for above in reversed(waiting):
            if not settings.chain and is_there(above / KINDS_FOLDER):
                # without a config file the nearest folder with kinds is that of the settings
                settings = replace(settings, folder=above, kinds=Kinds(above))
            self._by_folder[above] = settings
        return settings

    @property
    def glob_folder(self) -> Path:
        """The folder from which globs on the command line count."""
        return Path()

    def commanded(self, command: Values, exclude: tuple[Globs, ...]) -> Nested:
        """The same, with what the command line says."""
        before, globs = self._command
        return Nested(command.over(before), (*globs, *exclude))


AnySettings: TypeAlias = Settings | Nested


def load_settings(start: Path) -> Settings:
    """The settings of the files in a folder, without what the folders below it say.

    Without a config file the nearest folder with kinds is that of the settings, or else ``start``.
    Raises `ConfigError`.
    """
    settings = Nested().at(start)
    if settings.chain or is_there(settings.folder / KINDS_FOLDER):
        return settings
    folder = Path(os.path.realpath(start))
    return replace(settings, folder=folder, kinds=Kinds(folder))


def named_settings(path: Path) -> Settings:
    """The settings of a config file, for all files; its globs count from the current folder.

    Raises `ConfigError`.
    """
    here = Path(os.path.realpath(Path()))
    file = read_file(path, here)
    if file is None:
        raise missing(path)
    return settings_of(read_chain(file, here))


def config_in(folder: Path) -> ConfigFile | None:
    """The config file of a folder: the first of those that it has. Raises `ConfigError`."""
    found = (read_file(folder / name) for name in CONFIG_NAMES)
    return next((file for file in found if file), None)


def _settings_in(folder: Path) -> Settings | None:
    file = config_in(folder)
    return settings_of(read_chain(file)) if file else None


def _is_top(folder: Path) -> bool:
    return is_there(folder / ".git")


def distinct(settings: AnySettings, folders: Iterable[Path]) -> list[Settings]:
    """The settings of several folders, each once."""
    return list({id(one): one for one in map(settings.at, folders)}.values())
