"""YAML text as nodes that know their lines, and a reader of them that says what is wrong where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mergemend.model import KindError
from mergemend.words import did_you_mean

if TYPE_CHECKING:
    from yaml import Node

MOST_CHARACTERS = 500_000
MOST_DEPTH = 60


def compose(text: str, source: str) -> Node | None:
    """The node of a YAML text; None for an empty one. Raises `KindError`."""
    import yaml  # 28 ms, only where a kind is needed

    if len(text) > MOST_CHARACTERS:
        raise KindError(f"{source}:1: is too long for a kind")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_bombs(yaml.parse(text, loader), source)
        node: Node | None = yaml.compose(text, loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise KindError(f"{source}:{line}: not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise KindError(f"{source}:1: not YAML: {error}") from error
    return node


def _refuse_bombs(events: Iterable[Any], source: str) -> None:
    """Raise `KindError` for aliases, with which a short text says a long one, and for depth.

    Events are read one by one; nodes are made by functions that call themselves.
    """
    from yaml import AliasEvent, CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in events:
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if isinstance(event, AliasEvent) or depth > MOST_DEPTH:
            line = event.start_mark.line + 1
            what = "aliases are not used in kinds" if depth <= MOST_DEPTH else "is too deep"
            raise KindError(f"{source}:{line}: not a kind: {what}")


@dataclass(frozen=True, slots=True)
class NodeReader:
    """Reads nodes of the file ``source``. Every method raises `KindError`."""

    source: str

    def mapping(
        self, node: Node, key: str, allowed: Iterable[str] | None = None
    ) -> dict[str, Node]:
        """The keys of a mapping and their nodes."""
        from yaml import MappingNode

        if not isinstance(node, MappingNode):
            raise self.error(node, key, "must be a mapping of keys to values")
        found: dict[str, Node] = {}
        for name_node, value in node.value:
            name = self.string(name_node, key)
            if allowed is not None and name not in allowed:
                raise self.error(name_node, name, not_one_of(name, allowed, "is no key here"))
            if name in found:
                raise self.error(name_node, name, "is there twice")
            found[name] = value
        return found

    def key(self, node: Node, key: str, name: str) -> bool:
        """Whether ``name`` can be a key of a record; always true, or an error."""
        if name != name.lower() or not name.replace("-", "").isalnum():
            raise self.error(node, f"{key}.{name}", "must be of small letters, digits and dashes")
        return True

    def pairs(self, found: Mapping[str, Node], key: str) -> Iterable[tuple[str, Node]]:
        """The keys and nodes of the mapping under ``key``; none if there is none."""
        return self.mapping(found[key], key).items() if key in found else ()

    def string(self, node: Node, key: str) -> str:
        """The text of a node."""
        from yaml import ScalarNode

        if not isinstance(node, ScalarNode) or is_null(node):
            raise self.error(node, key, "must be a text")
        return str(node.value)

    def name(self, node: Node, key: str) -> str:
        """The text of a node that is a name."""
        value = self.string(node, key)
        self.key(node, key, value)
        return value

    def text(self, found: Mapping[str, Node], key: str) -> str:
        """The text under ``key``, empty if there is none."""
        return self.string(found[key], key).strip() if key in found else ""

    def texts(self, found: Mapping[str, Node], key: str) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one."""
        from yaml import SequenceNode

        if key not in found:
            return ()
        node = found[key]
        if not isinstance(node, SequenceNode):
            return (self.string(node, key),)
        return tuple(self.string(item, key) for item in node.value)

    def flag(self, found: Mapping[str, Node], key: str) -> bool:
        """Whether ``key`` is there and true."""
        if key not in found:
            return False
        value = self.string(found[key], key)
        if value not in {"true", "false"}:
            raise self.error(found[key], key, f"must be true or false, not {value!r}")
        return value == "true"

    def number(self, found: Mapping[str, Node], key: str) -> int:
        """The number under ``key``, of a heading's level."""
        value = self.string(found[key], key)
        if value not in "123456":
            raise self.error(found[key], key, f"must be a number from 1 to 6, not {value!r}")
        return int(value)

    def one_of(self, found: Mapping[str, Node], key: str, allowed: list[Any], default: str) -> str:
        """The text under ``key``, which must be one of those allowed."""
        if key not in found:
            return default
        value = self.string(found[key], key)
        if value not in allowed:
            raise self.error(found[key], key, not_one_of(value, map(str, allowed)))
        return value

    def error(self, node: Node, key: str, problem: str) -> KindError:
        """An error at a node."""
        return KindError(f"{self.source}:{node.start_mark.line + 1}: {key}: {problem}")


def is_scalar(node: Node) -> bool:
    """Whether a node is a single value."""
    from yaml import ScalarNode

    return isinstance(node, ScalarNode)


def is_null(node: Node) -> bool:
    """Whether a node is ``null``, ``~`` or nothing."""
    return bool(node.tag == "tag:yaml.org,2002:null")


def not_one_of(value: str, allowed: Iterable[str], problem: str = "is not allowed") -> str:
    """What is said of a word that is none of those that are allowed, with the nearest of them."""
    names = list(allowed)
    return (
        f"{value!r} {problem}{did_you_mean(value, names)}; allowed are {', '.join(names) or 'none'}"
    )
