"""Settings from ``mergemend.toml``, or from ``[tool.mergemend]`` in ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mergemend.conflicts import DateKind, Rule, Strategy
from mergemend.engine import Options
from mergemend.kinds import Kinds, NamedKind
from mergemend.model import Safety
from mergemend.places import CONFIG_NAMES, KINDS_FOLDER
from mergemend.rules import RULES, chooser, namer

if TYPE_CHECKING:
    from pathspec import PathSpec

MAX_CONFIG = 1_000_000  # bytes
MAX_STARS = 3  # in a name, or for any folders: some 0.02 s for the worst name

# tomllib takes the square of the parts of a key: 40 KB of them take seven seconds
_DEEP = re.compile(r"(?<![\w.'\"-])(?:[\w'\"-]+[ \t]*\.[ \t]*){50}")


class ConfigError(Exception):
    """A setting that is wrong: the message names the file, the line and what would be right."""


@dataclass(frozen=True, slots=True)
class PathSettings:
    """Settings for the files that match one of ``globs``."""

    globs: tuple[str, ...]
    strategy: Strategy | None = None
    ignore: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a run. Globs are those of ``.gitignore``, from ``folder``."""

    folder: Path
    strategy: Strategy = Strategy.NEWEST
    date: DateKind = DateKind.AUTHOR
    min_grade: Safety = Safety.GUESS
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    paths: tuple[PathSettings, ...] = ()
    forced: Strategy | None = field(default=None)
    kinds: Kinds = field(default_factory=lambda: Kinds(Path()))
    baseline: Path | None = None

    @property
    def told(self) -> tuple[object, ...]:
        """What settings say, but for kinds."""
        return (
            *(self.folder, self.forced, self.strategy, self.date, self.min_grade),
            *(self.select, self.ignore, self.exclude, self.allow, self.paths),
        )

    def options_for(self, path: Path) -> Options:
        """The options for one file. Of several settings for its path the last one counts."""
        strategy, ignore, allow = self.strategy, list(self.ignore), list(self.allow)
        for settings in self.paths:
            if _matches(settings.globs, self.folder, path):
                strategy = settings.strategy or strategy
                ignore += settings.ignore
                allow += settings.allow
            elif path.name in CONFIG_NAMES and path.resolve().parent == self.folder:
                allow += settings.allow  # the file that names them holds them
        rule = Rule(self.forced or strategy, self.date, self.min_grade)
        wanted = chooser(self.select, ignore)
        return Options(rule, wanted, namer(self.select), tuple(allow), kind=self.kinds.of)

    def excludes(self, path: Path) -> bool:
        """Whether a file is left out."""
        return _matches(self.exclude, self.folder, path)

    def with_options(
        self,
        *,
        strategy: Strategy | None = None,
        date: DateKind | None = None,
        min_grade: Safety | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> Settings:
        """The same, with what the command line says: it wins, ignored and excluded add up."""
        return replace(
            self,
            forced=strategy,
            date=date or self.date,
            min_grade=min_grade or self.min_grade,
            select=tuple(select) or self.select,
            ignore=(*self.ignore, *ignore),
            exclude=(*self.exclude, *exclude),
        )


def load_settings(start: Path) -> Settings:
    """The settings of the nearest config file in ``start`` or above, up to the repository's top.

    Without one, the nearest folder with kinds is that of the settings. Raises `ConfigError`.
    """
    start = start.resolve()
    nearest: Path | None = None
    for folder in (start, *start.parents):
        for name in CONFIG_NAMES:
            settings = _from_file(folder / name)
            if settings is not None:
                return settings
        if nearest is None and (folder / KINDS_FOLDER).is_dir():
            nearest = folder
        if (folder / ".git").exists():
            break
    folder = nearest or start
    return Settings(folder, kinds=Kinds(folder))


def _from_file(path: Path) -> Settings | None:
    try:
        with path.open("rb") as file:
            text = file.read(MAX_CONFIG + 1).decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    if path.name == "pyproject.toml" and "mergemend" not in text:
        return None
    if len(text) > MAX_CONFIG:
        raise ConfigError(f"{path}: more than {MAX_CONFIG:,} bytes: it can't be a config file")
    if _DEEP.search(text):
        raise ConfigError(f"{path}: has a key of more than 50 parts: it can't be a config file")
    try:
        data: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: lists or tables lie too deep in each other") from error
    if path.name == "pyproject.toml":
        tool = data.get("tool")
        data = tool.get("mergemend") if isinstance(tool, dict) else None
    return None if data is None else _Reader(path, text).settings(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns TOML data into settings, or says what is wrong and in which line."""

    path: Path
    text: str

    def settings(self, data: Any) -> Settings:
        table = self.table(data, "mergemend")
        readers: Mapping[str, Callable[[str, Any], Any]] = {
            "strategy": self.strategy,
            "date": self.date,
            "min-grade": self.min_grade,
            "select": self.rules,
            "ignore": self.rules,
            "exclude": self.globs,
            "allow": self.allowed,
            "paths": self.paths,
            "kinds": self.kinds,
            "baseline": self.file,
        }
        found = self.read(table, readers)
        kinds = Kinds(self.path.parent, found.pop("kinds", ()))
        return Settings(self.path.parent, **found, kinds=kinds)

    def kinds(self, key: str, value: Any) -> tuple[NamedKind, ...]:
        if not isinstance(value, list):
            raise self.error(key, "must be a list of tables: [[kinds]]")
        readers: Mapping[str, Callable[[str, Any], Any]] = {
            "kind": self.string,
            "globs": self.globs,
        }
        found = []
        for item in value:
            table = self.table(item, key)
            if set(table) != set(readers):
                raise self.error(key, 'needs "kind" and "globs", the files that are of the kind')
            read = self.read(table, readers)
            matches = partial(_matches, read["globs"], self.path.parent)
            found.append((read["kind"], matches))
        return tuple(found)

    def paths(self, key: str, value: Any) -> tuple[PathSettings, ...]:
        if not isinstance(value, list):
            raise self.error(key, "must be a list of tables: [[paths]]")
        readers: Mapping[str, Callable[[str, Any], Any]] = {
            "globs": self.globs,
            "strategy": self.strategy,
            "ignore": self.rules,
            "allow": self.allowed,
        }
        found = []
        for item in value:
            table = self.table(item, key)
            if "globs" not in table:
                raise self.error(key, 'needs "globs", the files it is for')
            found.append(PathSettings(**self.read(table, readers)))
        return tuple(found)

    def read(
        self, table: Mapping[str, Any], readers: Mapping[str, Callable[[str, Any], Any]]
    ) -> dict[str, Any]:
        for key in table:
            if key not in readers:
                raise self.error(key, f"is not a setting; there are {', '.join(readers)}")
        return {key.replace("-", "_"): readers[key](key, value) for key, value in table.items()}

    def table(self, value: Any, key: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.error(key, "must be a table")
        return value

    def string(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.error(key, "must be a string")
        return value

    def file(self, key: str, value: Any) -> Path:
        name = self.string(key, value)
        if not name or "\0" in name:
            raise self.error(key, "must be the name of a file")
        return self.path.parent / name

    def strings(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, "must be a list of strings")
        return tuple(value)

    def globs(self, key: str, value: Any) -> tuple[str, ...]:
        globs = self.strings(key, value)
        for glob in globs:
            if _is_slow(glob):
                raise self.error(key, f"{glob!r} is too slow: more than {MAX_STARS} stars")
        return globs

    def allowed(self, key: str, value: Any) -> tuple[str, ...]:
        texts = self.strings(key, value)
        for text in texts:
            if text.isascii():
                raise self.error(
                    key, f"{text!r} is never taken for garbled; name the garbled text, such as 'Ã©'"
                )
        return texts

    def rules(self, key: str, value: Any) -> tuple[str, ...]:
        names = self.strings(key, value)
        for name in names:
            if name not in RULES:
                raise self.error(key, f"{name!r} is not a rule; there are {', '.join(RULES)}")
        return names

    def strategy(self, key: str, value: Any) -> Strategy:
        return Strategy(self.one_of(key, value, list(Strategy)))

    def date(self, key: str, value: Any) -> DateKind:
        return DateKind(self.one_of(key, value, list(DateKind)))

    def min_grade(self, key: str, value: Any) -> Safety:
        return Safety(self.one_of(key, value, list(Safety)))

    def one_of(self, key: str, value: Any, allowed: Iterable[str]) -> str:
        names = list(allowed)
        if not isinstance(value, str) or value not in names:
            raise self.error(key, f"must be one of {', '.join(names)}, not {value!r}")
        return value

    def error(self, key: str, problem: str) -> ConfigError:
        return ConfigError(f"{self.path}:{self.line(key)}: {key}: {problem}")

    def line(self, key: str) -> int:
        """The first line that sets ``key`` below mergemend's own table; 1 if there is none."""
        start = 0
        if self.path.name == "pyproject.toml":
            start = max(self.text.find("tool.mergemend"), 0)
        setting = re.compile(
            rf"^\s*(?:\[+[^\]]*)?[\"']?{re.escape(key)}[\"']?\s*[\]=]", re.MULTILINE
        )
        match = setting.search(self.text, self.text.rfind("\n", 0, start) + 1)
        return 1 if match is None else self.text.count("\n", 0, match.end()) + 1


def _is_slow(glob: str) -> bool:
    """Whether telling that a path does not fit can take long; a glob comes with its repository.

    Each star multiplies the places that are tried, in a name of 255 characters or in all folders.
    """
    names = glob.split("/")
    return names.count("**") > MAX_STARS or any(
        name.count("*") > MAX_STARS for name in names if name != "**"
    )


_specs: dict[tuple[str, ...], PathSpec[Any]] = {}


def _matches(globs: tuple[str, ...], folder: Path, path: Path) -> bool:
    if not globs:
        return False
    if globs not in _specs:
        from pathspec import PathSpec  # loaded only where somebody uses globs

        _specs[globs] = PathSpec.from_lines("gitignore", globs)
    full = path.resolve()
    return full.is_relative_to(folder) and _specs[globs].match_file(full.relative_to(folder))
