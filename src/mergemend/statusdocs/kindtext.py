"""A kind's file as text, from a tree; what stands under ``in`` becomes a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mergemend.late import late
from mergemend.statusdocs.learning import COMMENT

# What YAML takes for a text without quotes, whatever its version; words that it takes for something
# else are quoted.
_BARE = late(r"[A-Za-z][A-Za-z0-9 _/.-]*[A-Za-z0-9]|[A-Za-z]")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def kind_text(tree: Mapping[str, Any]) -> str:
    """The text of a kind's file."""
    return "\n".join(_lines(tree, "")) + "\n"


def _lines(node: Mapping[str, Any], indent: str) -> Iterator[str]:
    # single values first: what a part is, then what is in it
    for key, value in sorted(node.items(), key=lambda item: isinstance(item[1], Mapping)):
        if key == COMMENT:
            continue
        if not isinstance(value, Mapping):
            yield f"{indent}{_scalar(key)}: {_value(value)}"
            continue
        comment = f"  # {value[COMMENT]}" if COMMENT in value else ""
        inner = {name: part for name, part in value.items() if name != COMMENT}
        if list(inner) == ["type"]:
            yield f"{indent}{_scalar(key)}: {inner['type']}{comment}"
        elif not any(isinstance(part, Mapping) for part in inner.values()) and "type" in inner:
            flat = ", ".join(f"{name}: {_value(part)}" for name, part in inner.items())
            yield f"{indent}{_scalar(key)}: {{{flat}}}{comment}"
        else:
            yield f"{indent}{_scalar(key)}:{comment}" if inner else f"{indent}{_scalar(key)}: {{}}"
            yield from _lines(inner, indent + "  ")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_scalar, value))}]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    text = str(value)
    if _BARE.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if not text.isprintable():
        return '"' + "".join(map(_escaped, text)) + '"'
    return "'" + text.replace("'", "''") + "'"


def _escaped(character: str) -> str:
    """A character in double quotes; YAML has no halves of surrogate pairs."""
    if "\ud800" <= character <= "\udfff":
        return "\N{REPLACEMENT CHARACTER}"
    if character in '"\\':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08X}"
