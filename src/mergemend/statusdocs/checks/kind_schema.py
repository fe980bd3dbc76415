"""Data that does not fit the JSON Schema that its kind names.

A kind can name a JSON Schema for the data of its documents with ``schema: FILE``. References to
other files or addresses are not followed. Needs the extra ``mergemend[schema]``. The severity is
that of the kind.

Why: Programs that take the record for what the schema promises stop, or go wrong.

Severity: error, warning, info

Example, TIDES.md:

    # Tides

    **Status:** open

Around, .mergemend/kinds/tides.yaml:

    kind: tides
    extends: status-document
    paths: ["*tides*"]
    schema: tides.json

Around, .mergemend/kinds/tides.json:

    {"type": "object", "required": ["owner"]}

Fix (none): nobody knows the value.

Settings:

- ``kinds``: which files are of which kind, besides the paths that kinds name themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mergemend.model import Finding, Json, KindError
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.look import Look

RULE = "kind-schema"


def check_kind_schema(look: Look) -> Iterator[Finding]:
    """A finding for each part of the data that does not fit. Raises `KindError`."""
    schema = look.kind.json_schema
    if schema is None:
        return
    where = f"{look.kind.source}: schema: {look.kind.schema}"
    try:
        from jsonschema import Draft202012Validator, SchemaError
        from referencing import Registry
        from referencing.exceptions import Unresolvable
    except ImportError as error:
        raise KindError(f"{where} needs jsonschema: pip install 'mergemend[schema]'") from error
    try:
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema, registry=Registry())
        for problem in validator.iter_errors(look.record.values):
            at = _place(look, problem.absolute_path)
            yield look.finding(RULE, look.kind.severity, at, problem.message)
    except SchemaError as error:
        raise KindError(f"{where} is no JSON Schema: {error.message}") from error
    except Unresolvable as error:
        raise KindError(f"{where} refers to something outside of it: {error}") from error


def _place(look: Look, path: Iterable[Json]) -> Text:
    """The text of the value at a path, or of what it is part of."""
    keys = [str(key) for key in path]
    while keys:
        place = look.record.places.get("/" + "/".join(keys))
        if place is not None:
            return Text(place.line - 1, place.column - 1, "")
        keys.pop()
    return look.outline.sections[0].title
