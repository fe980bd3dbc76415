"""A kind: what one sort of status document is made of.

`mergemend.statusdocs.kindfile` reads one from YAML, `mergemend.statusdocs.reading` takes a document
apart by one. The words are explained in docs/kinds.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mergemend.model import Json, Severity


class Only(StrEnum):
    """Which items a list takes."""

    TASKS = "tasks"
    NUMBERED = "numbered"
    BULLETS = "bullets"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value: a field, a column, an item of a list, a named group of a pattern.

    ``names`` are what the document calls it, in lower case; ``words`` what an enum allows.
    ``many``: it has a list of values. ``unique``: no two of them are the same. ``refers`` is the
    path of the values one of which it must be: ``blockers.ticket``.
    """

    key: str
    type: str = "text"
    names: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    words: tuple[str, ...] = ()
    unique: bool = False
    refers: tuple[str, ...] = ()
    only: Only | None = None


@dataclass(frozen=True, slots=True)
class TableRule:
    """A table with its columns. With ``repeat`` there can be several."""

    key: str
    columns: tuple[Slot, ...]
    required: bool = False
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression and the slots of its named groups; ``example`` is a text it matches."""

    regex: re.Pattern[str]
    example: str
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class LineRule:
    """Lines of text, also in blocks of code, that match a pattern."""

    key: str
    pattern: Pattern
    required: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its heading, or a group with its label, and what is in it.

    It is found by one of ``names`` (in lower case, without signs around) or by ``pattern``.
    ``level`` is that of the heading, None for any. ``text`` is the key for its paragraphs.
    ``counts`` says which named group counts the values of which key.
    """

    key: str
    names: tuple[str, ...] = ()
    pattern: Pattern | None = None
    level: int | None = None
    required: bool = False
    repeat: bool = False
    text: str | None = None
    fields: tuple[Slot, ...] = ()
    lists: tuple[Slot, ...] = ()
    tables: tuple[TableRule, ...] = ()
    lines: tuple[LineRule, ...] = ()
    groups: tuple[Part, ...] = ()
    sections: tuple[Part, ...] = ()
    counts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of status document.

    ``paths`` are patterns for the paths of its documents, see
    `mergemend.statusdocs.matching.fits`. ``statuses`` adds words and emoji to classes of
    states. With ``ordered``, sections come in the order of the kind. ``schema`` is the path of a
    JSON Schema for its records, from the kind's file, ``json_schema`` what stands there.
    """

    name: str
    about: str = ""
    paths: tuple[str, ...] = ()
    severity: Severity = Severity.WARNING
    ordered: bool = False
    statuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: Pattern | None = None
    fields: tuple[Slot, ...] = ()
    footer: tuple[Slot, ...] = ()
    tables: tuple[TableRule, ...] = ()
    lists: tuple[Slot, ...] = ()
    sections: tuple[Part, ...] = ()
    schema: str = ""
    json_schema: Mapping[str, Json] | None = None
    source: str = ""
