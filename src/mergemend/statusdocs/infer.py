"""Writes a kind from examples: what they have in common, with its types, and how sure each part is.

First the shape is drafted from the outlines, all of it optional and of type text. Then the draft
reads the examples, and what it has read tells the types, and what is in all of them. So the
examples are of the kind that comes out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from mergemend.evidence import NoEvidence
from mergemend.statusdocs.blocks import Blocks
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.headings import Shape, fixed_shape, open_shape
from mergemend.statusdocs.inline import Field, name_of
from mergemend.statusdocs.kindfile import read_kind
from mergemend.statusdocs.kindtext import kind_text
from mergemend.statusdocs.learning import learn
from mergemend.statusdocs.outline import Outline, Section, Table
from mergemend.statusdocs.patterns import shown
from mergemend.statusdocs.reading import read_record
from mergemend.statusdocs.record import Record

_Node: TypeAlias = dict[str, Any]

_MOST_FIELD_WORDS = 5
_MOST_ROUNDS = 4


def infer_kind(name: str, examples: Sequence[Outline]) -> str:
    """The text of a kind's file, from examples. Raises `ValueError` if there are none."""
    if not examples:
        raise ValueError("there are no examples")
    tree = _draft(name, examples)
    learn(tree, [record.values for record in _records(tree, examples)])
    for _ in range(_MOST_ROUNDS):
        wrong = [v for record in _records(tree, examples) for v in record.verdicts]
        if not wrong:
            break
        for verdict in wrong:
            _weaken(tree, verdict.pointer)
    return kind_text(tree)


def _records(tree: _Node, examples: Iterable[Outline]) -> list[Record]:
    kind = read_kind(kind_text(tree), "the draft")
    return [read_record(outline, kind, Clock(outline, NoEvidence())) for outline in examples]


def _weaken(tree: _Node, pointer: str) -> None:
    """Take back the type of a value that is not of it in an example."""
    path = [key for key in pointer.split("/") if key and not key.isdigit()]
    for slot in slots_at(tree, path):
        slot["type"] = "text"
        slot.pop("required", None)


def slots_at(node: _Node, path: Sequence[str]) -> list[_Node]:
    """The slots of a drafted kind that fill the key at a path."""
    if len(path) == 2 and path[0] == "footer":
        return [node["footer"][path[1]]]
    found: list[_Node] = []
    if len(path) == 1:
        places = (node.get(name, {}) for name in ("fields", "lists", "captures"))
        found += [slots[path[0]] for slots in places if path[0] in slots]
    if len(path) == 2 and path[0] in node.get("tables", {}):
        columns = node["tables"][path[0]]["columns"]
        found += [columns[path[1]]] if path[1] in columns else []
    if len(path) > 1 and path[0] in node.get("sections", {}):
        found += slots_at(node["sections"][path[0]], path[1:])
    return found


@dataclass(frozen=True, slots=True)
class _Area:
    """The lines of a part in one of the examples; ``index`` is that of its section."""

    outline: Outline
    blocks: Blocks
    first: int
    after: int
    index: int

    def below(self) -> list[Section]:
        """The sections right below."""
        return [s for s in self.outline.sections[1:] if s.parent == self.index and s.level > 1]

    def of(self, section: Section) -> _Area:
        """The area of a section of the same example."""
        return replace(self, first=section.body, after=section.after, index=section.index)

    def own(self) -> _Area:
        """What stands before the first section below."""
        return replace(self, after=min([self.after, *(s.first for s in self.below())]))


def _draft(name: str, examples: Sequence[Outline]) -> _Node:
    heads, feet, areas = [], [], []
    for outline in examples:
        blocks = Blocks(outline)
        top = next((s for s in outline.sections if s.level == 1), outline.sections[0])
        head_after = next((s.first for s in outline.sections if s.first > top.first), None)
        after = len(outline.lines) if head_after is None else head_after
        heads.append(_Area(outline, blocks, 0, after, -1))
        areas.append(_Area(outline, blocks, top.body, top.after, top.index))
        last = outline.sections[-1]
        if last.level > 1:
            feet.append(_Area(outline, blocks, last.body, last.after, -1))
    tree: _Node = {"kind": name}
    least = _least(len(examples))
    fields = _fields(heads, least)
    footer = _fields(feet, least, after_rule=True)
    sections = _sections(areas, least)
    parts = {"fields": fields, "footer": footer, "sections": sections}
    for field in fields:
        if field in sections:
            sections[f"{field}-section"] = sections.pop(field)
    tree |= {key: value for key, value in parts.items() if value}
    return tree


def _least(count: int) -> int:
    """In how many of so many places a thing is that belongs to the kind: in half, and in two."""
    return max((count + 1) // 2, min(count, 2))


def _sections(areas: Sequence[_Area], least: int) -> _Node:
    """The sections below areas: those with a fixed heading, then those whose heading varies."""
    places: list[tuple[int, _Area, Section]] = [
        (number, area, section) for number, area in enumerate(areas) for section in area.below()
    ]
    node: _Node = {}
    left = []
    fixed = _grouped(places, fixed_shape)
    for place in places:
        group = fixed[fixed_shape(place[2].title)]
        once = len(group) == len({number for number, *_ in group})
        if not once or len(group) < least or not place[2].name:
            left.append(place)
    taken = {id(place) for place in left}
    for shape, group in fixed.items():
        if id(group[0]) not in taken:
            node[_free(shape.key, node)] = _part(shape, group, repeat=False)
    varying = _grouped(left, open_shape)
    for shape, group in varying.items():
        numbers = {number for number, *_ in group}
        if len(numbers) >= least:
            node[_free(shape.key, node)] = _part(shape, group, repeat=len(group) > len(numbers))
    return node


def _grouped(places: Iterable[tuple[int, _Area, Section]], shape: Any) -> dict[Shape, list[Any]]:
    found: defaultdict[Shape, list[Any]] = defaultdict(list)
    for place in places:
        if (key := shape(place[2].title)) is not None:
            found[key].append(place)
    return found


def _part(shape: Shape, group: Sequence[tuple[int, _Area, Section]], *, repeat: bool) -> _Node:
    title = group[0][2].title
    part: _Node = {}
    if shape.is_fixed:
        titles = {section.name: shown(section.title.text) for _, _, section in reversed(group)}
        part["heading"] = [title for name, title in titles.items() if name_of(title) == name]
    else:
        part |= {"pattern": shape.pattern, "example": shown(title.text)}
        captures = {name: {"type": type_} for name, type_ in shape.captures().items()}
        part |= {"captures": captures} if captures else {}
    if repeat:
        part["repeat"] = True
    areas = [area.of(section) for _, area, section in group]
    return part | _content(areas, set(part.get("captures", {})) | {"title"})


def _content(areas: Sequence[_Area], taken: set[str]) -> _Node:
    least = _least(len(areas))
    own = [area.own() for area in areas]
    parts: _Node = {}
    for name, found in (
        ("fields", _fields(own, least)),
        ("tables", _tables(own, least)),
        ("lists", _lists(own, least)),
        ("sections", _sections(areas, least)),
    ):
        free: _Node = {}
        for key, value in found.items():
            new = key if key not in taken else _free(f"{key}-{name[:-1]}", taken)
            taken.add(new)
            free[new] = value
            if new != key and name == "fields" and "names" not in value:
                value["names"] = [key.replace("-", " ")]
        if free:
            parts[name] = free
    return parts


def _fields(areas: Sequence[_Area], least: int, *, after_rule: bool = False) -> _Node:
    found: defaultdict[str, list[tuple[int, Field, _Area]]] = defaultdict(list)
    for number, area in enumerate(areas):
        for field in area.outline.fields_between(area.first, area.after):
            words = field.name.split()
            in_item = field.key.line in area.blocks.items_by_line
            if (
                0 < len(words) <= _MOST_FIELD_WORDS
                and re.search(r"[a-z]", field.name)
                and not (after_rule and in_item)
            ):
                found[field.name].append((number, field, area))
    node: _Node = {}
    for name, places in found.items():
        if len({number for number, *_ in places}) < least:
            continue
        slot: _Node = {"type": "text"}
        key = _slug(name)
        if key.replace("-", " ") != name:
            slot["names"] = [name]
        if all(not field.value.text and _items_below(field, area) for _, field, area in places):
            slot |= {"type": "item", "many": True}
        node[_free(key, node)] = slot
    return node


def _items_below(field: Field, area: _Area) -> bool:
    line = field.key.line
    after = area.blocks.field_after(field, area.after)
    return bool(area.blocks.own_items(line + 1, after))


def _tables(areas: Sequence[_Area], least: int) -> _Node:
    found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, area in enumerate(areas):
        for table in area.outline.tables_between(area.first, area.after):
            found[_header(table)].add(number)
    node: _Node = {}
    for header, numbers in found.items():
        names = [name for name in dict.fromkeys(header) if name]
        if len(numbers) < least or len(names) != len(header):
            continue
        columns: _Node = {}
        for name in names:
            key = _free(_slug(name), columns)
            columns[key] = {"type": "text"}
            if key.replace("-", " ") != name:
                columns[key]["names"] = [name]
        node[_free("table", node)] = {"columns": columns}
    return node


def _header(table: Table) -> tuple[str, ...]:
    return tuple(name_of(cell.text) for cell in table.header)


def _lists(areas: Sequence[_Area], least: int) -> _Node:
    """A list, if there is one in enough areas beside the items that are fields."""
    count = 0
    for area in areas:
        fields = {f.key.line for f in area.outline.fields_between(area.first, area.after)}
        items = area.blocks.own_items(area.first, area.after)
        count += any(item.text.line not in fields for item in items)
    return {"items": {"type": "item"}} if count >= least else {}


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "value"


def _free(key: str, taken: Iterable[str]) -> str:
    """The key, with a number behind it if it is taken."""
    key = _slug(key)
    names = set(taken)
    number, free = 2, key
    while free in names:
        free, number = f"{key}-{number}", number + 1
    return free
