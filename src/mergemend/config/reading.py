"""A config file, and those that it extends, read into settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from mergemend.config.globs import Globs, is_there, whole
from mergemend.config.problems import ConfigError, Place, Problem
from mergemend.config.said import PYPROJECT, Said, parse, read_text
from mergemend.config.settings import PathSettings, Settings
from mergemend.config.table import SETTINGS, NamedFiles
from mergemend.kinds import SUFFIXES, Kinds, NamedKind

_NOT_FIELDS = ("extend", "paths", "kinds", "exclude")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A config file: what it says, as data with places, and what that means.

    ``values`` are by the names of the fields of `Settings`. ``path`` is whole.
    """

    path: Path
    said: Said
    values: Mapping[str, Any] = field(compare=False)

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong in it."""
        return self.said.source.problems


def read_file(path: Path, folder: Path | None = None) -> ConfigFile | None:
    """What a config file says, with its problems; None if it is not there, or not about us.

    Globs count from ``folder``, by default that of the file. Raises `ConfigError` if it can't be
    read as a whole.
    """
    text = read_text(path)
    if text is None:
        return None
    path = whole(path)
    said = parse(path, text, folder or path.parent)
    return None if said is None else ConfigFile(path, said, SETTINGS.read(said) or {})


def read_chain(file: ConfigFile, folder: Path | None = None) -> tuple[ConfigFile, ...]:
    """A config file and those that it extends, itself at the end.

    Problems with what it extends are noted as its own. Raises `ConfigError` like `read_file`.
    """
    chain = [file]
    while "extend" in chain[0].values:
        base = _extended(chain, folder)
        if base is None:
            break
        chain.insert(0, base)
    return tuple(chain)


def _extended(chain: Sequence[ConfigFile], folder: Path | None) -> ConfigFile | None:
    """The file that the first of a chain extends; None, and noted, if that can't be."""
    file = chain[0]
    name = file.values["extend"]
    said = Said(name, (*file.said.way, "extend"), file.said.source)
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or name.startswith("~"):
        said.wrong(f"{name!r} must be a path from the folder of this file, the same everywhere")
        return None
    path = Path(os.path.realpath(file.path.parent / name))
    top = next((f for f in file.path.parents if is_there(f / ".git")), None)
    if top is not None and not path.is_relative_to(top):
        said.wrong(f"{name!r} lies outside of the repository, so others may not have it")
        return None
    if any(path == Path(os.path.realpath(one.path)) for one in chain):
        said.wrong(f"{name!r} extends itself: {' extends '.join(_names(chain, path))}")
        return None
    if not is_there(path):
        said.wrong(f"there is no file {path}")
        return None
    found = read_file(path, folder)
    if found is None:
        said.wrong(f"{path} has no table [tool.mergemend]")
    return found


def _names(chain: Sequence[ConfigFile], path: Path) -> list[str]:
    return [str(one.path) for one in reversed(chain)] + [str(path)]


def settings_of(chain: Sequence[ConfigFile]) -> Settings:
    """The settings of a chain of config files. Raises `ConfigError` with all problems in them."""
    problems = [problem for file in chain for problem in file.problems]
    if problems:
        raise ConfigError(*sorted(problems))
    values: dict[str, Any] = {}
    for setting in SETTINGS.settings:
        name = setting.field
        said = [file.values[name] for file in chain if name in file.values]
        if name in _NOT_FIELDS or not said:
            continue
        values[name] = tuple(one for part in said for one in part) if setting.adds else said[-1]
    own = chain[-1]
    folder = own.said.source.folder
    exclude: tuple[Globs, ...] = tuple(_all(chain, "exclude"))
    paths: tuple[PathSettings, ...] = tuple(one for part in _all(chain, "paths") for one in part)
    return Settings(
        folder, **values, exclude=exclude, paths=paths, kinds=_kinds(chain), chain=tuple(chain)
    )


def _all(chain: Sequence[ConfigFile], name: str) -> list[Any]:
    return [file.values[name] for file in chain if name in file.values]


def _kinds(chain: Sequence[ConfigFile]) -> Kinds:
    """The nearest first: the first that fits counts."""
    named: list[NamedKind] = []
    for file in reversed(chain):
        files: Sequence[NamedFiles] = file.values.get("kinds", ())
        for one in files:
            is_path = one.kind.endswith(SUFFIXES)
            kind = str(file.path.parent / one.kind) if is_path else one.kind
            named.append((kind, one.globs.match))
    own, *above = dict.fromkeys(file.path.parent for file in reversed(chain))
    return Kinds(own, tuple(named), tuple(above))


def missing(path: Path) -> ConfigError:
    """What is said of a config file that was named and is not there, or not about us."""
    has_no_table = path.name == PYPROJECT and is_there(path)
    message = "has no table [tool.mergemend]" if has_no_table else "there is no such file"
    return ConfigError(Problem(Place(path), message))
