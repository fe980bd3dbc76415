"""What was taken out of a document: plain data, and where each value stands.

The shape is described in docs/record.md and by schemas/record.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mergemend.model import Json
from mergemend.statusdocs.inline import Text

VERSION = 1


@dataclass(frozen=True, slots=True)
class Place:
    """From the first character of a value up to the end of its last one.

    Lines count from 1, columns in characters from 1; ``end_column`` is that behind the value.
    """

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, first: Text, last: Text | None = None) -> Place:
        """The place of a text, or from one text to another."""
        last = last or first
        return cls(first.line + 1, first.column + 1, last.line + 1, last.end + 1)

    def data(self) -> dict[str, Json]:
        """The place as JSON."""
        return {
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a document is not what its kind says: the rule, the text it is about, a message.

    ``pointer`` is the path of the value that it is about, if there is one.
    """

    rule: str
    at: Text
    message: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The data of one document.

    ``places`` has a place for each value, by its path in ``data``, written as a JSON Pointer
    (https://www.rfc-editor.org/rfc/rfc6901).
    """

    path: str
    kind: str
    values: Mapping[str, Json]
    places: Mapping[str, Place]
    verdicts: tuple[Verdict, ...] = ()

    def data(self) -> dict[str, Json]:
        """The record as JSON."""
        return {
            "path": self.path,
            "kind": self.kind,
            "data": self.values,
            "places": {pointer: place.data() for pointer, place in self.places.items()},
        }

    def leaves(self) -> Iterator[tuple[str, bool | int | float | str | None, Place]]:
        """Each single value with its pointer and the place of it, or of the value it is part of."""
        for pointer, value in _leaves("", self.values):
            at = pointer
            while at and at not in self.places:
                at = at.rpartition("/")[0]
            if at:
                yield pointer, value, self.places[at]


def _leaves(pointer: str, value: Json) -> Iterator[tuple[str, bool | int | float | str | None]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(f"{pointer}/{key}", inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, inner in enumerate(value):
            yield from _leaves(f"{pointer}/{index}", inner)
    else:
        yield pointer, value
