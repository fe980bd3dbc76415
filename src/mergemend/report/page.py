"""The one page behind every HTML report: a document that holds all it needs and loads nothing.

Its policy allows its own style and script, by their hashes, and nothing else, so that no text of a
document can run or load anything even if it got past the escaping. Without script it is whole;
script adds sorting and filters. It follows the reader's choice of light or dark.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from mergemend.places import PAGE
from mergemend.report.html import Child, element, joined, own_text, text

_START = Markup(PAGE.decode("ascii") + '{}">')  # noqa: S704  # nosec B704


def beginning(report: str) -> bytes:
    """How every page of a report begins: a file that begins so can be made again."""
    return str(_START.format(report)).encode()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: what stands below a heading, and the name that links lead to.

    ``kind`` is a class for its style.
    """

    name: str
    heading: str
    body: Markup
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``key`` is what it is sorted by where that is not its text."""

    content: Child
    kind: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; the first cell is its header. ``groups`` are those that a filter knows."""

    cells: Sequence[Cell]
    groups: str | None = None


@cache
def _asset(name: str) -> str:
    return files("mergemend.report").joinpath("assets", name).read_text("utf-8").strip()


def _hashes(assets: Iterable[str]) -> str:
    digests = (b64encode(sha256(asset.encode()).digest()).decode("ascii") for asset in assets)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def page(
    report: str,
    title: str,
    lead: Iterable[Markup],
    sections: Iterable[Section],
    *,
    own: str | None = None,
    end: Iterable[Markup] = (),
) -> str:
    """A whole page of the ``report`` with this name; the same input gives the same bytes.

    ``own`` names a style and a script that only this report has, and ``end`` is what stands
    behind the content.
    """
    names = ["page", *([own] if own else [])]
    styles = [_asset(f"{name}.css") for name in names]
    scripts = [_asset(f"{name}.js") for name in names]
    policy = (
        f"default-src 'none'; style-src {_hashes(styles)}; script-src {_hashes(scripts)};"
        " base-uri 'none'; form-action 'none'"
    )
    head = [
        _START.format(report),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        *(own_text("style", style) for style in styles),
    ]
    main = [
        element(
            "section",
            element("h2", part.heading, id=f"{part.name}-heading"),
            part.body,
            id=part.name,
            class_=part.kind,
            aria_labelledby=f"{part.name}-heading",
        )
        for part in sections
    ]
    body = [
        element("a", "Skip to the content", href="#content", class_="skip"),
        element("header", element("div", element("h1", title)), _scheme()),
        element("main", joined([*lead, *main], "\n"), id="content", tabindex=-1),
        element("footer", "Made by mergemend. This page loads nothing."),
        *end,
        *(own_text("script", script) for script in scripts),
    ]
    closing = Markup("</head><body>\n"), joined(body, "\n"), Markup("\n</body></html>\n")
    return str(Markup("\n").join(head) + Markup("").join(closing))


def _scheme() -> Markup:
    """The choice between light and dark, which style alone carries out."""
    choices = [
        element(
            "label",
            element(
                "input", type="radio", name="scheme", id=f"scheme-{name}", checked=name == "auto"
            ),
            name.title(),
        )
        for name in ("auto", "light", "dark")
    ]
    return element("fieldset", element("legend", "Colours"), *choices)


def table(
    caption: str | None,
    columns: Sequence[str],
    rows: Iterable[Row],
    *,
    name: str | None = None,
    label: str | None = None,
) -> Markup:
    """A table that scrolls by itself; with a ``name`` its columns can be sorted.

    ``label`` says what it is where it has no caption.
    """
    heads = [element("th", column, scope="col") for column in columns]
    body = [_row(row) for row in rows]
    shown = element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", *heads)),
        element("tbody", joined(body, "\n")),
        id=name,
        data_sorts=name is not None,
        aria_label=None if caption else label,
    )
    return element(
        "div", shown, class_="scroll", tabindex=0, role="region", aria_label=caption or label
    )


def _row(row: Row) -> Markup:
    cells = [
        element("td" if number else "th", cell.content, class_=cell.kind, data_key=cell.key)
        if number
        else element("th", cell.content, scope="row", class_=cell.kind, data_key=cell.key)
        for number, cell in enumerate(row.cells)
    ]
    return element("tr", *cells, data_groups=row.groups)


def controls(table_name: str, groups: Sequence[tuple[str, str]]) -> Markup:
    """A filter for a table by words and by one of the groups; hidden where no script runs."""
    options = [element("option", label, value=value) for value, label in groups]
    return element(
        "form",
        element("label", "Words", element("input", type="search", name="words")),
        element("label", "Show", element("select", *options, name="group")),
        element("output", class_="soft"),
        class_="controls",
        role="search",
        hidden=True,
        data_table=table_name,
    )


def figures(found: Iterable[tuple[str, int, str, str | None]]) -> Markup:
    """The numbers that tell most: name of the section, number, what it counts, and its class."""
    items = [
        element(
            "li",
            element("a", element("strong", f"{number:,}"), what, href=f"#{section}"),
            class_=kind if number else None,
        )
        for section, number, what, kind in found
    ]
    return element("ul", *items, class_="figures")


def tag(label: str, kind: str | None) -> Markup:
    """A word with a colour of its class: bad, warn, good or none."""
    return element("span", label, class_=f"tag {kind}" if kind else "tag")


def note(content: Child) -> Markup:
    """A smaller line below a cell's first."""
    return element("span", text(content), class_="note")
