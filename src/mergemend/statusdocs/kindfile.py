"""Reads a kind from YAML text. Every error says where: ``file:line: key: what is wrong``.

YAML is read into nodes, not objects, since only nodes know their lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from mergemend.model import KindError, Severity, UnknownKindError
from mergemend.statusdocs.inline import name_of
from mergemend.statusdocs.kind import Kind, LineRule, Only, Part, Pattern, Slot, TableRule
from mergemend.statusdocs.nodes import NodeReader, compose, is_null, is_scalar, not_one_of
from mergemend.statusdocs.patterns import PatternError, compile_pattern
from mergemend.statusdocs.types import STATES, TYPES

if TYPE_CHECKING:
    from yaml import Node


class _HasKey(Protocol):
    @property
    def key(self) -> str: ...


_Keyed = TypeVar("_Keyed", bound=_HasKey)

SLOT_KEYS = ("type", "names", "required", "many", "words", "unique", "refers")
LIST_KEYS = (*SLOT_KEYS, "only")
PART_KEYS = (
    *("heading", "label", "pattern", "example", "captures", "level", "required", "repeat", "text"),
    *("fields", "lists", "tables", "lines", "groups", "sections", "counts"),
)
TITLE_KEYS = ("pattern", "example", "captures")
TABLE_KEYS = ("columns", "required", "repeat")
LINE_KEYS = ("pattern", "example", "captures", "required")
KIND_KEYS = (
    *("kind", "about", "extends", "paths", "severity", "ordered", "statuses", "title"),
    *("fields", "footer", "lists", "tables", "sections", "schema"),
)


def read_kind(
    text: str, source: str, base: Callable[[str], Kind] | None = None, *, known: bool = False
) -> Kind:
    """The kind that a YAML text describes; ``source`` is the name of its file.

    ``base`` gives the kind that it extends, by name. The patterns of one that is ``known`` are
    taken to be quick. Raises `KindError`.
    """
    return _Reader(source, base, known).kind(compose(text, source))


@dataclass(frozen=True, slots=True)
class _Reader(NodeReader):
    """Turns nodes into a kind."""

    base: Callable[[str], Kind] | None
    known: bool

    def kind(self, node: Node | None) -> Kind:
        if node is None:
            raise KindError(f"{self.source}:1: is empty; a kind begins with kind: NAME")
        found = self.mapping(node, "a kind", KIND_KEYS)
        if "kind" not in found:
            raise self.error(node, "kind", "is missing: the kind's name")
        name = self.name(found["kind"], "kind")
        base = self.extended(found, name)
        read = Kind(
            name=name,
            about=self.text(found, "about"),
            paths=self.texts(found, "paths"),
            severity=Severity(self.one_of(found, "severity", list(Severity), Severity.WARNING)),
            ordered=self.flag(found, "ordered"),
            statuses={**base.statuses, **self.statuses(found)},
            title=self.title(found) or base.title,
            fields=self.keyed(found, "fields", base.fields, self.slot),
            footer=self.keyed(found, "footer", base.footer, self.slot),
            lists=self.keyed(found, "lists", base.lists, self.list_slot),
            tables=self.keyed(found, "tables", base.tables, self.table),
            sections=self.keyed(found, "sections", base.sections, self.section),
            schema=self.text(found, "schema") or base.schema,
            source=self.source,
        )
        self.prove_keys(kind_keys(read), "kind", node)
        return read

    def extended(self, found: Mapping[str, Node], name: str) -> Kind:
        if "extends" not in found:
            return Kind(name)
        wanted = self.name(found["extends"], "extends")
        if self.base is None:
            raise self.error(found["extends"], "extends", f"there is no kind {wanted!r}")
        try:
            return self.base(wanted)
        except UnknownKindError as error:
            raise self.error(found["extends"], "extends", str(error)) from error

    def keyed(
        self,
        found: Mapping[str, Node],
        key: str,
        inherited: tuple[_Keyed, ...],
        read: Callable[[str, Node], _Keyed],
    ) -> tuple[_Keyed, ...]:
        """What stands under ``key``, by name, and before it what is inherited and not replaced."""
        if key not in found:
            return inherited
        own = {n: v for n, v in self.mapping(found[key], key).items() if self.key(v, key, n)}
        kept = {old.key: old for old in inherited if old.key not in own}
        new = [read(name, node) for name, node in own.items() if not is_null(node)]
        return (*new, *kept.values())

    def statuses(self, found: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
        if "statuses" not in found:
            return {}
        classes = self.mapping(found["statuses"], "statuses", STATES)
        return {state: self.texts(classes, state) for state in classes}

    def title(self, found: Mapping[str, Node]) -> Pattern | None:
        if "title" not in found:
            return None
        inner = self.mapping(found["title"], "title", TITLE_KEYS)
        if "pattern" not in inner:
            raise self.error(found["title"], "title", "needs a pattern")
        return self.pattern(inner, "title", found["title"])

    def slot(self, key: str, node: Node, allowed: tuple[str, ...] = SLOT_KEYS) -> Slot:
        """A slot; a text alone is its type."""
        if is_scalar(node):
            return Slot(key, self.type(node, key), _default_names(key))
        found = self.mapping(node, key, allowed)
        kind = self.type(found["type"], "type") if "type" in found else "text"
        words = self.texts(found, "words")
        if (kind == "enum") != bool(words):
            raise self.error(node, key, "needs words, and type: enum, to be one of some words")
        return Slot(
            key=key,
            type=kind,
            names=tuple(map(name_of, self.texts(found, "names"))) or _default_names(key),
            required=self.flag(found, "required"),
            many=self.flag(found, "many"),
            words=words,
            unique=self.flag(found, "unique"),
            refers=tuple(filter(None, self.text(found, "refers").split("."))),
            only=Only(value) if (value := self.one_of(found, "only", list(Only), "")) else None,
        )

    def list_slot(self, key: str, node: Node) -> Slot:
        """The slot of a list: its values are those of the items."""
        return replace(self.slot(key, node, LIST_KEYS), many=True)

    def type(self, node: Node, key: str) -> str:
        value = self.string(node, key)
        if value not in TYPES:
            raise self.error(node, key, not_one_of(value, TYPES))
        return value

    def table(self, key: str, node: Node) -> TableRule:
        found = self.mapping(node, key, TABLE_KEYS)
        columns = self.keyed(found, "columns", (), self.slot)
        if not columns:
            raise self.error(node, key, "needs columns")
        return TableRule(key, columns, self.flag(found, "required"), self.flag(found, "repeat"))

    def section(self, key: str, node: Node) -> Part:
        return self.part(key, node, "heading", "label")

    def group(self, key: str, node: Node) -> Part:
        return self.part(key, node, "label", "heading")

    def part(self, key: str, node: Node, by: str, other: str) -> Part:
        found = self.mapping(node, key, tuple(name for name in PART_KEYS if name != other))
        names = tuple(map(name_of, self.texts(found, by)))
        pattern = self.pattern(found, key, node) if "pattern" in found else None
        if names and pattern:
            raise self.error(node, key, f"has {by} and pattern; one of them says how it is found")
        level = self.number(found, "level") if "level" in found else None
        part = Part(
            key=key,
            names=names or (() if pattern else _default_names(key)),
            pattern=pattern,
            level=level,
            required=self.flag(found, "required"),
            repeat=self.flag(found, "repeat"),
            text=self.text(found, "text") or None,
            fields=self.keyed(found, "fields", (), self.slot),
            lists=self.keyed(found, "lists", (), self.list_slot),
            tables=self.keyed(found, "tables", (), self.table),
            lines=tuple(self.line(*pair) for pair in self.pairs(found, "lines")),
            groups=self.keyed(found, "groups", (), self.group),
            sections=self.keyed(found, "sections", (), self.section),
            counts={n: self.string(v, n) for n, v in self.pairs(found, "counts")},
        )
        self.prove_part(part, found)
        return part

    def prove_part(self, part: Part, found: Mapping[str, Node]) -> None:
        """Raise `KindError` where a part speaks of what it does not have, or has twice."""
        keys = part_keys(part)
        self.prove_keys(keys, part.key, next(iter(found.values()), None))
        captures = [slot.key for slot in part.pattern.slots] if part.pattern else []
        for capture, counted in part.counts.items():
            node = found["counts"]
            if capture not in captures:
                raise self.error(node, f"counts.{capture}", not_one_of(capture, captures))
            if counted not in keys:
                raise self.error(node, f"counts.{capture}", not_one_of(counted, keys))

    def prove_keys(self, keys: list[str], where: str, node: Node | None) -> None:
        """Raise `KindError` for two rules that would fill the same key of a record."""
        for key in keys:
            if keys.count(key) > 1 and node is not None:
                raise self.error(node, where, f"has {key!r} twice")

    def line(self, key: str, node: Node) -> LineRule:
        found = self.mapping(node, key, LINE_KEYS)
        if "pattern" not in found:
            raise self.error(node, key, "needs a pattern")
        return LineRule(key, self.pattern(found, key, node), self.flag(found, "required"))

    def pattern(self, found: Mapping[str, Node], key: str, node: Node) -> Pattern:
        try:
            regex = compile_pattern(self.text(found, "pattern"), known=self.known)
        except PatternError as error:
            raise self.error(found["pattern"], "pattern", str(error)) from error
        if "example" not in found:
            raise self.error(node, key, "needs an example: a text that the pattern matches")
        example = self.text(found, "example")
        if not regex.fullmatch(example):
            raise self.error(
                found["example"], "example", f"{example!r} is not what pattern matches"
            )
        names = tuple(name.replace("_", "-") for name in regex.groupindex)
        given = self.mapping(found["captures"], "captures", names) if "captures" in found else {}
        slots = tuple(self.slot(n, given[n]) if n in given else Slot(n) for n in names)
        return Pattern(regex, example, slots)


def part_keys(part: Part) -> list[str]:
    """All keys that the data of a part can have."""
    captures = part.pattern.slots if part.pattern else ()
    groups = captures, part.fields, part.lists, part.tables, part.lines, part.groups, part.sections
    return [rule.key for rules in groups for rule in rules] + ([part.text] if part.text else [])


def kind_keys(kind: Kind) -> list[str]:
    """All keys that the data of a document can have at the top, that of the title first."""
    captures = kind.title.slots if kind.title else ()
    groups = captures, kind.fields, kind.lists, kind.tables, kind.sections
    keys = [rule.key for rules in groups for rule in rules]
    return ["title", *keys, *(["footer"] if kind.footer else [])]


def _default_names(key: str) -> tuple[str, ...]:
    return (key.replace("-", " "),)
