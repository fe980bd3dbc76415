"""Finds and opens the files of kinds: those that come with mergemend, and the user's.

The user's stand in ``.mergemend/kinds/`` beside the config file, or are named by it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from mergemend.model import Document, KindError, UnknownKindError
from mergemend.places import KINDS_FOLDER, is_markdown
from mergemend.statusdocs.matching import GENERIC, fits, kind_name
from mergemend.words import did_you_mean

if TYPE_CHECKING:
    from mergemend.statusdocs.kind import Kind

SUFFIXES = (".yaml", ".yml")

SHIPPED = (
    "blockers",
    "decision-record",
    "changelog",
    "incident-report",
    "roadmap",
    "action-plan",
    "sprint-report",
    "milestone-report",
    "project-status",
    GENERIC,
)
"""The kinds that come with mergemend, in the order in which their paths are tried."""


NamedKind: TypeAlias = "tuple[str, Callable[[Path], bool]]"
"""A kind that the config names, by its name or the path of its file, and which files are of it."""


class Kinds:
    """The kinds of a project. ``folder`` is that of the config file, from which paths count.

    Kinds of the folders ``above``, those of config files that it extends, are there, too.
    """

    def __init__(
        self, folder: Path, named: tuple[NamedKind, ...] = (), above: tuple[Path, ...] = ()
    ) -> None:
        self.folder = folder
        self.named = named
        self._folders = (folder, *above)
        self._by_path: dict[str, Kind] = {}
        self._texts: dict[str, str] = {}

    def of(self, document: Document) -> Kind | None:
        """The kind of a document; None if it is no status document.

        What the config says comes first, then the user's own kinds, then those of mergemend.
        Raises `mergemend.model.KindError`.
        """
        if not is_markdown(document.path):
            return None
        for kind, matches in self.named:
            if matches(Path(document.path)):
                return self.get(kind)
        for own in self.own.values():
            if fits(document.path, own.paths):
                return own
        name = kind_name(document)
        return None if name is None else self.get(name)

    def get(self, name: str) -> Kind:
        """A kind by its name, or by the path of its file.

        Raises `mergemend.model.KindError`.
        """
        if name.endswith(SUFFIXES):
            if name not in self._by_path:
                self._by_path[name] = self._read(self.folder / name, ())
            return self._by_path[name]
        if name in self.own:
            return self.own[name]
        return shipped_kind(name, self._known)

    def text(self, name: str) -> str:
        """The text of the file of a kind, by its name. Raises `mergemend.model.KindError`."""
        self.get(name)
        if name in SHIPPED and name not in self._files:
            return shipped_text(name)
        path = self.folder / name if name.endswith(SUFFIXES) else self._files[name]
        return path.read_text("utf-8")

    @cached_property
    def own(self) -> dict[str, Kind]:
        """The kinds in the user's folder, by name."""
        found: dict[str, Kind] = {}
        for name in self._files:
            kind = self._own(name, ())
            found[kind.name] = kind
        return found

    @cached_property
    def _files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for above in self._folders:
            folder = above / KINDS_FOLDER
            try:
                files = sorted(folder.iterdir()) if folder.is_dir() else []
            except OSError as error:
                raise KindError(f"{folder}: cannot be read: {error}") from error
            own = {path.stem: path for path in files if path.suffix in SUFFIXES}
            found = found | {name: path for name, path in own.items() if name not in found}
        return found

    def _own(self, name: str, above: tuple[str, ...]) -> Kind:
        kind = self._read(self._files[name], (*above, name))
        if kind.name != name:
            raise KindError(f"{kind.source}:1: kind: {kind.name!r} must be {name!r}, like its file")
        return kind

    def _read(self, path: Path, above: tuple[str, ...]) -> Kind:
        """``above`` are the kinds that are being read; what extends itself extends mergemend's."""
        from mergemend.statusdocs.kindfile import read_kind

        def base(name: str) -> Kind:
            if name in self._files and name not in above:
                return self._own(name, above)
            if name in above and name not in SHIPPED:
                raise UnknownKindError(f"{name!r} extends itself")
            return shipped_kind(name, self._known)

        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise KindError(f"{path}:1: cannot be read: {error}") from error
        self._texts[str(path)] = text
        kind = read_kind(text, str(path), base)
        if not kind.schema:
            return kind
        from dataclasses import replace

        schema = path.parent / kind.schema
        json_schema = _json_schema(schema)
        self._texts[str(schema)] = repr(json_schema)
        return replace(kind, json_schema=json_schema)

    @cached_property
    def _known(self) -> str:
        return ", ".join(self.names())

    @cached_property
    def told(self) -> tuple[tuple[str, str], ...]:
        """All files that kinds of the user's own are made of, by their paths, with their texts.

        Raises `mergemend.model.KindError`.
        """
        if not (self.named or self._files):
            return ()
        _ = self.own, [self.get(name) for name, _ in self.named]
        return tuple(sorted(self._texts.items()))

    def names(self) -> tuple[str, ...]:
        """The names of all kinds, the user's first."""
        return tuple(dict.fromkeys((*self._files, *SHIPPED)))


def _json_schema(path: Path) -> dict[str, Any]:
    import json

    try:
        schema = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise KindError(f"{path}:1: is no JSON Schema: {error}") from error
    if not isinstance(schema, dict):
        raise KindError(f"{path}:1: is no JSON Schema: it must be an object")
    return schema


@cache
def shipped_kind(name: str, known: str = ", ".join(SHIPPED)) -> Kind:
    """A kind that comes with mergemend. Raises `UnknownKindError`."""
    if name not in SHIPPED:
        hint = did_you_mean(name, known.split(", "))
        raise UnknownKindError(f"there is no kind {name!r}{hint}; there are {known}")
    from mergemend.statusdocs.kindfile import read_kind

    # a test asks of each how many steps its patterns take
    return read_kind(shipped_text(name), f"{name}.yaml", shipped_kind, known=True)


def shipped_text(name: str) -> str:
    """The text of the file of a kind that comes with mergemend."""
    # `importlib.resources` takes as long to load as reading a kind
    return (
        Path(__file__).with_name("statusdocs").joinpath("kinds", f"{name}.yaml").read_text("utf-8")
    )
