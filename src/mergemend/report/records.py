"""Records as JSON, YAML and CSV. Their shape is described in docs/record.md."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from mergemend.model import Json
from mergemend.report.data import dump
from mergemend.statusdocs.record import VERSION, Record

COLUMNS = ("path", "kind", "key", "value", "line", "column")


def records_data(records: Sequence[Record], not_extracted: Iterable[tuple[str, str]]) -> Json:
    """The records of a run, and the documents that have none, with the reason."""
    return {
        "version": VERSION,
        "records": [record.data() for record in records],
        "not_extracted": [{"path": path, "message": why} for path, why in not_extracted],
    }


def as_json(data: Json) -> str:
    """The data as JSON."""
    return dump(data)


def as_yaml(data: Json) -> str:
    """The data as YAML. Bytes that are no UTF-8 come out as replacement characters."""
    import yaml

    # libyaml's dumper escapes emoji
    text = yaml.safe_dump(_plain(data), allow_unicode=True, sort_keys=False, width=100)
    return str(text).removesuffix("\n")


def _plain(data: Json) -> Json:
    """The same, as YAML can hold it."""
    if isinstance(data, str):
        return data.encode("utf-8", "replace").decode()
    if isinstance(data, dict):
        return {str(_plain(key)): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data


def as_csv(records: Iterable[Record]) -> str:
    """A row for each single value: nothing for null, true and false in small letters."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records:
        for pointer, value, place in record.leaves():
            row = (record.path, record.kind, pointer, _cell(value), place.line, place.column)
            # a lone CR would end a row for some readers
            writer.writerow([str(_plain(cell)).replace("\r", " ") for cell in row])
    return out.getvalue().removesuffix("\n")


def _cell(value: bool | int | float | str | None) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
