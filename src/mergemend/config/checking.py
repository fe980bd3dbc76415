"""What is wrong in config files, all of it, and what looks like a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mergemend.config.globs import Globs
from mergemend.config.problems import ConfigError, Place, Problem
from mergemend.config.reading import ConfigFile, missing, read_chain, read_file, settings_of
from mergemend.config.said import Said
from mergemend.model import KindError
from mergemend.places import CONFIG_NAMES

_KIND_FILE = re.compile(r"(?P<path>.+?):(?P<line>\d+): (?P<message>.*)", re.DOTALL)


@dataclass
class Checked:
    """What was found in how many config files: errors, and what is only warned of."""

    files: int = 0
    errors: set[Problem] = field(default_factory=set)
    warnings: set[Problem] = field(default_factory=set)


def check_files(paths: Iterable[Path], files: Sequence[Path]) -> Checked:
    """Check config files; ``files`` are those that their globs can fit, by whole paths."""
    found = Checked()
    for path in paths:
        try:
            file = read_file(path)
            if file is None and path.name in CONFIG_NAMES:
                continue
            if file is None:
                raise missing(path)
            chain = read_chain(file)
            settings_of(chain)
        except ConfigError as error:
            found.errors.update(error.problems)
        else:
            found.errors.update(_wrong_kinds(chain))
            found.warnings.update(_warnings(file, files))
        found.files += 1
    return found


def _wrong_kinds(chain: Sequence[ConfigFile]) -> Iterator[Problem]:
    """The kinds that can't be read; of those beside the config file the first."""
    kinds = settings_of(chain).kinds
    try:
        kinds.own  # noqa: B018 (it is read when it is asked for)
    except KindError as error:
        yield _of_kind(error, Place(chain[-1].path))
        return
    own = chain[-1]
    for said, one in zip(_items(own.said, "kinds"), own.values.get("kinds", ()), strict=True):
        path = own.path.parent / one.kind
        try:
            kinds.get(str(path) if path.is_file() else one.kind)
        except KindError as error:
            place = Said(one.kind, (*said.way, "kind"), said.source).place
            yield _of_kind(error, place)


def _of_kind(error: KindError, place: Place) -> Problem:
    """An error of a kind's file where it is, one of the name where that stands."""
    match = _KIND_FILE.fullmatch(str(error))
    if match is None:
        return Problem(place, f"kind: {error}")
    return Problem(Place(Path(match["path"]), int(match["line"])), match["message"])


def _items(said: Said, name: str) -> list[Said]:
    table = dict(said.parts())
    return list(table[name].items()) if name in table else []


def _warnings(file: ConfigFile, files: Sequence[Path]) -> Iterator[Problem]:
    tables = [file.said, *_items(file.said, "paths"), *_items(file.said, "kinds")]
    for table in tables:
        for name in ("select", "ignore"):
            yield from _twice(_items(table, name), name)
        for name in ("exclude", "globs"):
            for item in _items(table, name):
                yield from _fitting_nothing(item, name, files)
    first = file.path.with_name(CONFIG_NAMES[0])
    if file.path.name == CONFIG_NAMES[1] and first.is_file():
        yield Problem(file.said.place, f"this table is not read, {first.name} beside it counts")


def _twice(items: Iterable[Said], name: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for item in items:
        if item.data in seen:
            yield Problem(item.place, f"{name}: {item.data!r} is listed twice")
        seen.add(item.data)


def _fitting_nothing(item: Said, name: str, files: Iterable[Path]) -> Iterator[Problem]:
    globs = Globs(item.source.folder, (item.data.removeprefix("!"),))
    if not any(map(globs.fit, files)):
        yield Problem(item.place, f"{name}: {item.data!r} fits no file, tracked or new")
