"""Settings, and what they say of a file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from mergemend.config.globs import Globs, whole
from mergemend.conflicts import DateKind, Rule, Strategy
from mergemend.engine import Options
from mergemend.kinds import Kinds
from mergemend.model import Safety
from mergemend.rules import chooser, namer

if TYPE_CHECKING:
    from mergemend.config.reading import ConfigFile


@dataclass(frozen=True, slots=True)
class Values:
    """What one place says of files: a config file, one of its ``[[paths]]``, the command line.

    None is what it says nothing of.
    """

    strategy: Strategy | None = None
    date: DateKind | None = None
    min_grade: Safety | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()

    def over(self, below: Values) -> Values:
        """Both together: this wins, and what is ignored and allowed adds up."""
        return Values(
            self.strategy or below.strategy,
            self.date or below.date,
            self.min_grade or below.min_grade,
            below.select if self.select is None else self.select,
            (*below.ignore, *self.ignore),
            (*below.allow, *self.allow),
        )


@dataclass(frozen=True, slots=True)
class PathSettings:
    """Values for the files that ``globs`` fit."""

    globs: Globs
    values: Values


class Commanded:
    """Settings that take what the command line says."""

    __slots__ = ()

    @property
    def glob_folder(self) -> Path:
        """The folder from which globs on the command line count."""
        raise NotImplementedError

    def commanded(self, command: Values, exclude: tuple[Globs, ...]) -> Self:
        """The same, with what the command line says."""
        raise NotImplementedError

    def with_options(
        self,
        *,
        strategy: Strategy | str | None = None,
        date: DateKind | str | None = None,
        min_grade: Safety | str | None = None,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> Self:
        """The same, with what the command line says: it wins, ignored and excluded add up.

        Globs count from the folder of `Settings`, or from the current one.
        """
        command = Values(
            Strategy(strategy) if strategy else None,
            DateKind(date) if date else None,
            Safety(min_grade) if min_grade else None,
            tuple(select) or None,
            tuple(ignore),
        )
        folder = Path(os.path.realpath(self.glob_folder))
        return self.commanded(command, (Globs(folder, tuple(exclude)),) if exclude else ())


@dataclass(frozen=True, slots=True)
class Settings(Commanded):
    """What holds for files, whichever they are.

    ``command`` is what the command line says: it wins. ``chain`` are the config files that this was
    read from, the one that was found at the end. Paths need not be there.
    """

    folder: Path
    strategy: Strategy = Strategy.NEWEST
    date: DateKind = DateKind.AUTHOR
    min_grade: Safety = Safety.GUESS
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[Globs, ...] = ()
    allow: tuple[str, ...] = ()
    paths: tuple[PathSettings, ...] = ()
    kinds: Kinds = field(default_factory=lambda: Kinds(Path()))
    baseline: Path | None = None
    command: Values = Values()
    chain: tuple[ConfigFile, ...] = field(default=(), compare=False, repr=False)

    @property
    def told(self) -> tuple[object, ...]:
        """What settings say, but for kinds."""
        return (
            *(self.folder, self.command, self.strategy, self.date, self.min_grade),
            *(self.select, self.ignore, self.exclude, self.allow, self.paths),
        )

    @property
    def is_default(self) -> bool:
        """Whether nothing is set."""
        return self.told == Settings(self.folder).told and not self.has_own_kinds

    @property
    def has_own_kinds(self) -> bool:
        """Whether there are kinds of the user's own, or files that are named to be of a kind."""
        return bool(self.kinds.named or self.kinds.own)

    def at(self, folder: Path) -> Settings:  # noqa: ARG002
        """The settings of a folder: these."""
        return self

    def options_for(self, path: Path) -> Options:
        """The options for one file."""
        return self.options_of(whole(path) if self.paths else path)

    def excludes(self, path: Path) -> bool:
        """Whether a file is left out."""
        return bool(self.exclude) and self.leaves_out(whole(path))

    def excludes_folder(self, folder: Path) -> bool:
        """Whether a folder is left out with all that is in it."""
        return self.leaves_out(Path(os.path.realpath(folder)), is_folder=True)

    def options_of(self, path: Path) -> Options:
        """The options for one file. ``path`` is whole, as `Globs.fit` needs it."""
        found = self.values_of(path)
        strategy, date = found.strategy or self.strategy, found.date or self.date
        rule = Rule(strategy, date, found.min_grade or self.min_grade)
        select = found.select or ()
        wanted = chooser(select, found.ignore)
        return Options(rule, wanted, namer(select), found.allow, kind=self.kinds.of)

    def values_of(self, path: Path) -> Values:
        """What is said of one file. Of several settings for its path the last one counts."""
        found = Values(
            *(self.strategy, self.date, self.min_grade),
            *(self.select, self.ignore, self.allow),
        )
        for settings in self.paths:
            if settings.globs.fit(path):
                found = settings.values.over(found)
            elif any(path == file.path for file in self.chain):
                # the file that names them holds them
                found = Values(allow=settings.values.allow).over(found)
        return self.command.over(found)

    def leaves_out(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether a file or folder is left out. ``path`` is whole, as `Globs.fit` needs it."""
        return any(globs.fit(path, is_folder=is_folder) for globs in self.exclude)

    @property
    def glob_folder(self) -> Path:
        """The folder from which globs on the command line count."""
        return self.folder

    def commanded(self, command: Values, exclude: tuple[Globs, ...]) -> Settings:
        """The same, with what the command line says."""
        both = command.over(self.command)
        return replace(self, command=both, exclude=(*self.exclude, *exclude))
