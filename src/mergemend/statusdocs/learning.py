"""What the examples of a drafted kind say of it: the types of values, and how many have a part.

A draft is a tree as in a kind's file; what is learned is put into it, ``in`` for what is told in a
comment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from mergemend.model import Json
from mergemend.statusdocs.types import guess_type

_Node: TypeAlias = dict[str, Any]

COMMENT = "in"


def learn(tree: _Node, records: Sequence[Mapping[str, Json]]) -> None:
    """Fill in the types of a drafted kind, what it requires, and how many examples have what.

    What no example has, because something else takes it, is left out.
    """
    _learn_slots(tree.get("fields", {}), records)
    _learn_slots(tree.get("footer", {}), [_mapping(r.get("footer")) for r in records])
    _learn_parts(tree.get("sections", {}), records)


def _learn_parts(parts: _Node, records: Sequence[Mapping[str, Json]]) -> None:
    _count_all(parts, records)
    for key, part in parts.items():
        inner = [
            _mapping(value) for record in records if key in record for value in _each(record[key])
        ]
        for name, slot in part.get("captures", {}).items():
            _learn_type(slot, [str(one[name]) for one in inner if one.get(name) is not None])
        _learn_slots(part.get("fields", {}), inner)
        _count_all(part.get("lists", {}), inner)
        _count_all(part.get("tables", {}), inner)
        for name, table in part.get("tables", {}).items():
            rows = [_mapping(row) for one in inner if name in one for row in _each(one[name])]
            _learn_slots(table["columns"], rows, count=False)
        _learn_parts(part.get("sections", {}), inner)


def _learn_slots(
    slots: _Node, records: Sequence[Mapping[str, Json]], *, count: bool = True
) -> None:
    if count:
        _count_all(slots, records)
    for key, slot in slots.items():
        if not slot.get("many"):
            _learn_type(slot, [str(r[key]) for r in records if isinstance(r.get(key), str)])


def _learn_type(slot: _Node, texts: Sequence[str]) -> None:
    if slot.get("type", "text") == "text":
        slot["type"] = guess_type(texts)


def _count_all(nodes: _Node, records: Sequence[Mapping[str, Json]]) -> None:
    for key, node in list(nodes.items()):
        there = sum(key in record for record in records)
        node[COMMENT] = f"in {there} of {len(records)}"
        if there == len(records) and there > 1:
            node["required"] = True
        if not there:
            del nodes[key]


def _each(value: Json) -> Iterator[Json]:
    """What a list has, or the value itself."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from value
    else:
        yield value


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}
