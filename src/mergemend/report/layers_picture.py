"""The layers of a stack of conflicts as a drawing: a column a layer, a row a marker line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from mergemend.model import Document, decode
from mergemend.report.html import element, joined
from mergemend.report.page import tag
from mergemend.report.text import one_line
from mergemend.words import count

PATTERNS = 6
"""So many layers look different; deeper ones begin again. Their numbers tell them apart."""

_MOST_ROWS = 240
_ROW, _NUMBERS, _LANE, _LABELS, _STRIP = 18, 56, 76, 430, 14
_LABEL = 56  # characters of a marker line
_PARTS = (
    ("start_line", "ours"),
    ("base_line", "base"),
    ("separator_line", "theirs"),
    ("end_line", None),
)

Stack = Mapping[str, Any]
"""A stack as `mergemend.report.explain.explain_data` has it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A marker line of the layer ``lane`` (from 0), or so many lines between two of them."""

    line: int
    lane: int | None = None
    part: str | None = None
    between: int = 0


def patterns() -> Markup:
    """What layers are filled with, once a page: told apart by their shape, not only by colour."""
    drawn = (
        ("path", {"d": "M0 8L8 0"}),
        ("path", {"d": "M4 0V8"}),
        ("path", {"d": "M0 0L8 8"}),
        ("path", {"d": "M0 4H8"}),
        ("path", {"d": "M0 0L8 8M0 8L8 0"}),
        ("path", {"d": "M2 2H6V6H2Z"}),
    )
    found = [
        element(
            "pattern",
            element("rect", width=8, height=8, class_=f"back-{number}"),
            element(name, **attributes, class_=f"line-{number}"),
            id=f"layer-{number}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for number, (name, attributes) in enumerate(drawn, 1)
    ]
    return element("svg", element("defs", *found), class_="patterns", aria_hidden="true")


def layers_picture(stack: Stack, document: Document, name: str) -> Markup:
    """The drawing and its key. ``name`` tells it from others on the page."""
    rows = list(_rows(stack["regions"]))
    shown = rows[:_MOST_ROWS]
    width, height = _width(stack), _ROW * len(shown) + 2
    drawing = element(
        "svg",
        element("title", _title(stack), id=f"{name}-title"),
        element("desc", _told(stack), id=f"{name}-desc"),
        *_regions(stack, shown),
        *(_row_text(stack, document, row, number) for number, row in enumerate(shown)),
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
    more = len(rows) - len(shown)
    rest = f"{count(more, 'row')} more: `mergemend explain` draws them." if more else None
    return joined(
        [
            _key(stack),
            element(
                "div",
                drawing,
                class_="scroll layers",
                tabindex=0,
                role="region",
                aria_label=_title(stack),
            ),
            element("p", rest, class_="soft") if rest else Markup(""),
        ]
    )


def _rows(regions: Sequence[Mapping[str, Any]]) -> Iterator[_Row]:
    """All marker lines in their order, and what lies between them."""
    markers = sorted(
        (region[key], region["layer"] - 1, part or "end")
        for region in regions
        for key, part in _PARTS
        if region[key] is not None
    )
    above = 0
    for line, lane, part in markers:
        if line > above + 1:
            yield _Row(above + 1, between=line - above - 1)
        yield _Row(line, lane, part)
        above = line


def _width(stack: Stack) -> int:
    return _NUMBERS + _LANE * len(stack["layers"]) + _LABELS


def _regions(stack: Stack, rows: Sequence[_Row]) -> Iterator[Markup]:
    """A box for each region, in the column of its layer, with a line where a side begins."""
    places = {row.line: number for number, row in enumerate(rows) if row.lane is not None}
    for region in sorted(stack["regions"], key=lambda one: (one["layer"], one["start_line"])):
        first = places.get(region["start_line"])
        if first is None:
            continue
        last = places.get(region["end_line"], len(rows) - 1)
        lane, pattern = region["layer"] - 1, (region["layer"] - 1) % PATTERNS + 1
        x, y, height = _NUMBERS + _LANE * lane, first * _ROW + 1, (last - first + 1) * _ROW
        yield element("rect", x=x, y=y, width=_LANE - 6, height=height, rx=3, class_="region")
        fill = f"url(#layer-{pattern})"
        yield element("rect", x=x, y=y, width=_STRIP, height=height, rx=3, fill=fill)
        for key in ("base_line", "separator_line"):
            part = places.get(region[key]) if region[key] is not None else None
            if part is not None:
                at = part * _ROW + 1
                yield element("line", x1=x, x2=x + _LANE - 6, y1=at, y2=at, class_="part")


def _row_text(stack: Stack, document: Document, row: _Row, number: int) -> Markup:
    """The number of a line, which side begins there, and what the marker says."""
    y = number * _ROW + 14
    behind = _NUMBERS + _LANE * len(stack["layers"]) + 8
    if row.lane is None:
        return element("text", count(row.between, "line"), x=behind, y=y, class_="between")
    label = one_line(decode(document.lines[row.line - 1]).strip().lstrip("\ufeff"), _LABEL)
    side = _NUMBERS + _LANE * row.lane + _STRIP + 5
    return joined(
        [
            element("text", row.line, x=_NUMBERS - 10, y=y, text_anchor="end"),
            element("text", row.part, x=side, y=y, class_="side"),
            element("text", label, x=behind, y=y, class_="marker"),
        ]
    )


def _title(stack: Stack) -> str:
    layers, regions = len(stack["layers"]), len(stack["regions"])
    return f"{count(layers, 'layer')} with {count(regions, 'region')}"


def _told(stack: Stack) -> str:
    """What the drawing shows, in words."""
    parts = []
    for layer in stack["layers"]:
        lines = [
            f"{region['start_line']} to {region['end_line']}"
            for region in stack["regions"]
            if region["layer"] == layer["number"]
        ]
        parts.append(f"Layer {layer['number']}: lines {', '.join(lines)}.")
    return " ".join(parts)


def _key(stack: Stack) -> Markup:
    items = [_layer(layer) for layer in stack["layers"]]
    return element("ol", joined(items), class_="layer-key")


def _layer(layer: Mapping[str, Any]) -> Markup:
    pattern = (layer["number"] - 1) % PATTERNS + 1
    swatch = element(
        "svg",
        element("rect", width=24, height=14, rx=3, fill=f"url(#layer-{pattern})"),
        viewBox="0 0 24 14",
        aria_hidden="true",
    )
    sides = f"{_label(layer['ours'])} and {_label(layer['theirs'])}"
    return element(
        "li",
        swatch,
        element("strong", f"Layer {layer['number']}"),
        " ",
        tag(layer["style"], None),
        element("span", sides, class_="note"),
        element("span", _since(layer), class_="note"),
    )


def _label(side: Mapping[str, Any]) -> str:
    return one_line(side["label"]) or "(no label)"


def _since(layer: Mapping[str, Any]) -> str:
    """How the layer came into the file."""
    came = layer["introduced_by"]
    if layer["age"] == 0:
        return "not committed yet"
    if came is None:
        return "unknown which commit brought it in"
    who, when = one_line(came["author"], 30), came["committer_date"][:10]
    return f"came in with {came['sha'][:10]}, {who}, {when}"
