"""What is to be done with a repository, and what came of it, as plain data that can travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self, TypeVar

from mergemend.model import Json

File = TypeVar("File")

MAX_FILES = 20_000
MAX_TEXTS = 50_000
"""Of more a part of its own is made: some seconds of work, so that none holds the rest up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For one repository, or one part of it: seconds, and megabytes of memory and of a clone."""

    seconds: float = 600
    memory: int = 2000
    disk: int = 5000


@dataclass(frozen=True, slots=True)
class Task:
    """A repository, or the part ``number`` of ``parts`` of it, that is to be looked at.

    ``known`` is the digest of the refs that it had when it was finished last; if they are the same
    still, nothing is done. With ``history`` all texts of all commits are looked at, else those of
    the commit that HEAD names. With ``plans`` the plan of a clean-up is made, too.
    """

    name: str
    location: str
    is_url: bool = False
    history: bool = False
    plans: bool = False
    shallow: bool = False
    credentials: bool = False
    limits: Limits = Limits()
    known: str = ""
    number: int = 0
    parts: int = 1

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The inverse of `data`."""
        return cls(**{**data, "limits": Limits(**data["limits"])})

    def cut(self, number: int, most: int) -> int:
        """Into how many parts it is cut for so many files or texts; 0 for a part, or if it fits."""
        parts = -(-number // most)
        return parts if parts > 1 and self.parts == 1 else 0

    def share(self, files: Sequence[File]) -> Sequence[File]:
        """Those of all files that this part looks at."""
        size = -(-len(files) // self.parts)
        return files[self.number * size : (self.number + 1) * size]


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a repository, or with ``error`` why there is nothing to be told of it.

    ``commit`` is the one that was looked at; in a history the first that has the text. ``grade``
    says how sure the fix is, ``proposal`` what it takes. ``since_…`` is the commit that wrote the
    line, as far as git knows.
    """

    repo: str
    commit: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None
    rule: str | None = None
    severity: str | None = None
    grade: str | None = None
    message: str | None = None
    proposal: str | None = None
    since_commit: str | None = None
    since_author: str | None = None
    since_date: str | None = None
    error: str | None = None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def key(self) -> tuple[tuple[bool, str | int], ...]:
        """What rows of a repository are ordered by: all that they say, path and line first."""
        order = ("path", "line", "column", "rule", "commit", *COLUMNS)
        found = (getattr(self, name) for name in order)
        return tuple((value is not None, value if value is not None else "") for value in found)


COLUMNS = tuple(field.name for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a task.

    ``parts`` is how many it must be cut into before anything is looked at; ``unchanged`` says that
    its refs are the known ones. ``looked`` is the number of files or texts, ``files`` are those of
    the plan. ``error`` says why nothing came of it.
    """

    rows: tuple[Row, ...] = ()
    refs: str = ""
    looked: int = 0
    parts: int = 0
    unchanged: bool = False
    head: str | None = None
    files: tuple[Json, ...] = ()
    error: str | None = None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """The inverse of `data`."""
        rows = tuple(Row(**row) for row in data["rows"])
        return cls(**{**data, "rows": rows, "files": tuple(data["files"])})
