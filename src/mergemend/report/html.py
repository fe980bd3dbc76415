"""HTML elements from values: whatever is text is escaped, and nothing else can get in.

markupsafe marks what is HTML already; it is the escaping that Jinja2 rests on, and small.
Templates would be a second language that the type checker does not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from markupsafe import Markup, escape

from mergemend.report.terminal import printable

Child: TypeAlias = "Markup | str | int | None"
Attribute: TypeAlias = "str | float | bool | None"

_VOID = frozenset({"br", "input", "meta"})


def element(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element with its children and attributes.

    Of an attribute's name a trailing ``_`` is dropped and others become dashes: ``class_``,
    ``aria_label``. One that is None or False is left out, one that is True has no value.
    """
    given = Markup("").join(_attributes(attributes))
    if name in _VOID:
        return Markup("<{}{}>").format(name, given)
    inner = Markup("").join(text(child) for child in children if child is not None)
    return Markup("<{}{}>{}</{}>").format(name, given, inner, name)


def own_text(name: str, content: str, **attributes: Attribute) -> Markup:
    """A style or script of ours, or data that can't end it, in which nothing is escaped."""
    given = Markup("").join(_attributes(attributes))
    return Markup(f"<{name}{given}>{content}</{name}>")  # noqa: S704  # nosec B704


def _attributes(attributes: dict[str, Attribute]) -> list[Markup]:
    found = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        shown = Markup(" ") + name.rstrip("_").replace("_", "-")
        found.append(shown if value is True else shown + Markup('="{}"').format(text(str(value))))
    return found


def text(value: Child) -> Markup:
    """A value as HTML: what is no markup is escaped, and what must not stand in a page is shown."""
    if isinstance(value, Markup):
        return value
    return escape(printable(str(value)))


def joined(parts: Iterable[Markup], between: str = "") -> Markup:
    """Elements one after another, with a text between them."""
    return escape(between).join(parts)
