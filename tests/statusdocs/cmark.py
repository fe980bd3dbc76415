"""A document as GitHub's cmark reads it: what the tree behind its HTML holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_RAW = ("pre", "table")


@dataclass
class Tree:
    """Headings with level, line, text; items with line, depth, whether numbered; tables; code.

    Lines count from 0. Items without text of their own are left out, and tables are rows of cells.
    Text comes without markup.
    """

    headings: list[tuple[int, int, str]] = field(default_factory=list)
    items: list[tuple[int, int, bool]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    code: list[str] = field(default_factory=list)


def read_tree(text: str) -> Tree:
    """The tree of a Markdown text; raw HTML is left out of it."""
    html = cmarkgfm.markdown_to_html_with_extensions(
        text, Options.CMARK_OPT_SOURCEPOS, extensions=["table"]
    )
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.tree


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tree = Tree()
        self._lists: list[bool] = []
        self._text: list[str] = []
        self._item: tuple[int, int, bool] | None = None  # one whose text has not come yet
        self._raw = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = dict(attrs).get("data-sourcepos") or "0:0"
        line = int(place.split(":")[0]) - 1
        if tag in ("ul", "ol"):
            self._lists.append(tag == "ol")
        elif tag == "li":
            self._item = line, len(self._lists) - 1, self._lists[-1]
        elif tag == "table":
            self.tree.tables.append([])
        elif tag == "tr":
            self.tree.tables[-1].append([])
        if tag in _HEADINGS:
            self.tree.headings.append((_HEADINGS[tag], line, ""))
            self._item = None
        self._raw += tag in _RAW
        if tag in _HEADINGS or tag in ("th", "td", "pre"):
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        text = "".join(self._text)
        self._raw -= tag in _RAW
        if tag in ("ul", "ol"):
            self._lists.pop()
        elif tag == "li":
            self._item = None
        elif tag in ("th", "td"):
            self.tree.tables[-1][-1].append(text.strip())
        elif tag == "pre":
            self.tree.code.append(text)
        elif tag in _HEADINGS:
            level, line, _ = self.tree.headings[-1]
            self.tree.headings[-1] = (level, line, text)

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if self._item and not self._raw and data.strip():
            self.tree.items.append(self._item)
            self._item = None
