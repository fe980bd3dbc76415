"""Rows as they come, as JSON lines or as Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from mergemend.fleet.task import COLUMNS, Row

if TYPE_CHECKING:
    from pyarrow import Schema

Write = Callable[[Iterable[Row]], None]

_NUMBERS = frozenset({"line", "column"})
PARQUET = ".parquet"


class NoParquetError(Exception):
    """Parquet can't be written; the message says what to do."""


_BEGINNINGS = {PARQUET: b"PAR1"}
_BEGINNING = b'{"repo": '


class NoRowsError(Exception):
    """The file that rows should be written to holds something else; the message names it."""


def refuse_other(file: Path) -> None:
    """See to it that a file holds rows or nothing. Raises `NoRowsError` and `OSError`."""
    if not file.is_file():
        return
    beginning = _BEGINNINGS.get(file.suffix, _BEGINNING)
    with file.open("rb") as stream:
        found = stream.read(len(beginning))
    if found and found != beginning:
        raise NoRowsError(f"{file}: holds something else than rows; name another file")


@contextmanager
def json_lines(out: IO[bytes]) -> Iterator[Write]:
    """Writes rows to ``out``, a line each, whole lines only."""

    def write(rows: Iterable[Row]) -> None:
        out.write(b"".join(line_of(row) for row in rows))
        out.flush()

    yield write


def line_of(row: Row) -> bytes:
    """A row as a line of JSON, in ASCII: nothing in it acts upon a terminal."""
    return json.dumps(row.data()).encode("ascii") + b"\n"


@contextmanager
def parquet(file: Path) -> Iterator[Write]:
    """Writes rows to a Parquet file, a group for each repository with rows.

    The file is there when all is written, and not before. Raises `NoParquetError` without pyarrow,
    and `OSError`.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise NoParquetError(
            f"{file}: Parquet needs pyarrow: pip install 'mergemend[fleet]'"
        ) from None
    schema = _schema()
    temporary = file.with_name(f".{file.name}.tmp")
    try:
        with ParquetWriter(temporary, schema) as writer:

            def write(rows: Iterable[Row]) -> None:
                if data := [_printable(row.data()) for row in rows]:
                    writer.write_table(pa.Table.from_pylist(data, schema=schema))

            yield write
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)


def _schema() -> Schema:
    import pyarrow as pa

    kinds = {name: pa.int64() if name in _NUMBERS else pa.string() for name in COLUMNS}
    return pa.schema(list(kinds.items()))


def _printable(data: dict[str, Any]) -> dict[str, Any]:
    """Parquet's texts are UTF-8: bytes that are none, as paths can have, come out escaped."""
    return {
        key: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for key, value in data.items()
    }
