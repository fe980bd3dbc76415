"""What was read of status documents, as JSON text and back.

Reading believes nothing: what is not of the shape that was written raises `ValueError`. What the
board needs is loaded only for the board.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from mergemend.model import Edit, Finding, Safety, Severity, Span, decode, encode
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.record import Place, Record, Verdict

if TYPE_CHECKING:
    from mergemend.statusdocs.board import StatusDocument

Read = TypeVar("Read", bound="Record | StatusDocument")
_Reader: TypeAlias = "Callable[[Any], Any]"


def written(value: Record | StatusDocument) -> bytes:
    """As ASCII without NUL bytes. Raises `ValueError` for what JSON can't hold."""
    try:
        return json.dumps(value, default=_parts, separators=(",", ":")).encode("ascii")
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _parts(value: object) -> object:
    """What JSON has no word for: the values of a dataclass in their order, a day, bytes."""
    if isinstance(value, bytes):
        return decode(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} can't be kept")


def read(sort: type[Read], text: bytes) -> Read:
    """The inverse of `written` for a value of that sort. Raises `ValueError`."""
    reader = _record() if sort is Record else _status_document()
    try:
        found: Read = reader(json.loads(text))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return found


def _exactly(wanted: type) -> _Reader:
    def read(value: Any) -> Any:
        if type(value) is not wanted:
            raise ValueError(f"{value!r} is no {wanted.__name__}")
        return value

    return read


def _or_none(reader: _Reader) -> _Reader:
    return lambda value: None if value is None else reader(value)


def _each(reader: _Reader) -> _Reader:
    return lambda value: tuple(map(reader, _LIST(value)))


def _both(first: _Reader, second: _Reader) -> _Reader:
    def read(value: Any) -> Any:
        one, other = _LIST(value)
        return first(one), second(other)

    return read


def _made(of: type, **readers: _Reader) -> _Reader:
    """Reads a dataclass; ``readers`` are those of all its fields, in their order."""
    if [*readers] != [field.name for field in fields(of)]:
        raise AssertionError(f"the fields of {of.__name__} have changed")
    each = tuple(readers.values())

    def read(value: Any) -> Any:
        return of(*[reader(part) for reader, part in zip(each, _LIST(value), strict=True)])

    return read


_INT, _STR, _BOOL, _LIST, _DICT = map(_exactly, (int, str, bool, list, dict))
_STRINGS = _each(_STR)
_TEXT = _made(Text, line=_INT, column=_INT, text=_STR)


def _date(value: Any) -> date:
    return date.fromisoformat(_STR(value))


def _bytes(value: Any) -> bytes:
    return encode(_STR(value))


@cache
def _record() -> _Reader:
    verdict = _made(Verdict, rule=_STR, at=_TEXT, message=_STR, pointer=_STR)
    place = _made(Place, line=_INT, column=_INT, end_line=_INT, end_column=_INT)

    def places(value: Any) -> dict[str, Place]:
        return {pointer: place(where) for pointer, where in _DICT(value).items()}

    return _made(Record, path=_STR, kind=_STR, values=_DICT, places=places, verdicts=_each(verdict))


@cache
def _status_document() -> _Reader:
    from mergemend.statusdocs.board import StatusDocument
    from mergemend.statusdocs.entry import Entry
    from mergemend.statusdocs.values.states import State

    entry = _made(
        Entry,
        place=_TEXT,
        title=_STR,
        thing=_or_none(_both(_STR, _BOOL)),
        tickets=_STRINGS,
        state=_or_none(State),
        status=_STR,
        owners=_STRINGS,
        due=_or_none(_date),
        effort=_STR,
        priority=_STR,
        blocks=_STR,
        waits_for=_STR,
        is_blocker=_BOOL,
        open=_INT,
        done=_INT,
    )
    finding = _made(
        Finding,
        path=_STR,
        line=_INT,
        column=_INT,
        rule=_STR,
        severity=Severity,
        message=_STR,
        edits=_each(_made(Edit, span=_made(Span, start=_INT, end=_INT), new=_bytes)),
        safety=_or_none(Safety),
        evidence=_DICT,
        fingerprint=_or_none(_STR),
    )
    return _made(
        StatusDocument,
        path=_STR,
        kind=_STR,
        title=_STR,
        dated=_or_none(_date),
        state=_or_none(State),
        status=_STR,
        entries=_each(entry),
        findings=_each(finding),
    )
