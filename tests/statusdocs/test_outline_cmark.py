"""Outlines against the trees of cmark-gfm, the implementation that GitHub's specification is of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mergemend.model import Document
from mergemend.statusdocs.inline import plain
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.outline import Outline
from statusdocs.cmark import Tree, read_tree

TOP = Path(__file__).parents[2]
DOCUMENTS = [*(TOP / "fixtures").rglob("*.md"), *(TOP / "docs").glob("*.md"), TOP / "README.md"]


def _compare(text: str) -> tuple[Outline, Tree]:
    ours, theirs = read_outline(Document("a.md", text.encode())), read_tree(text)
    sections = ours.sections[1:]
    assert [(s.level, s.first) for s in sections] == [(h[0], h[1]) for h in theirs.headings]
    # a heading can have several lines when it is underlined: an outline has the first
    titles = [title.strip().split("\n")[0].strip() for _, _, title in theirs.headings]
    assert [_shown(section.title.text) for section in sections] == [_shown(t) for t in titles]
    items = [(item.depth, item.number is not None) for item in ours.items]
    assert items == [(depth, numbered) for _, depth, numbered in theirs.items]
    assert _tables(ours) == [[[_shown(c) for c in row] for row in t] for t in theirs.tables]
    assert _code(ours) == [_lines(code) for code in theirs.code]
    return ours, theirs


def _shown(text: str) -> str:
    return re.sub(r"[\s`*_~]+", " ", plain(text)).strip()


def _tables(outline: Outline) -> list[list[list[str]]]:
    """The cells of every table. GFM fills short rows and drops what a row has too much."""
    tables = []
    for table in outline.tables:
        width = len(table.header)
        rows = [[_shown(cell.text) for cell in row] for row in (table.header, *table.rows)]
        tables.append([[*row, *[""] * width][:width] for row in rows])
    return tables


def _code(outline: Outline) -> list[list[str]]:
    """The lines of blocks of code, without the marks of the quotations and lists around them."""
    return [_lines("\n".join(outline.lines[c.first : c.after])) for c in outline.code]


def _lines(text: str) -> list[str]:
    lines = [re.sub(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*", "", line).strip() for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents(path: Path) -> None:
    _, theirs = _compare(path.read_text("utf-8"))
    assert theirs.headings


_INDENT = st.sampled_from(["", "", "", "", " ", "  ", "   ", "    ", "      ", "> ", "\t"])
_MARK = st.sampled_from(["", "", "", "- ", "* ", "3. ", "4) ", "-", "- [ ] ", "# ", "### ", "- - "])
_TEXTS = (
    *("one", "two three", "", "===", "---", "***", "```", "```text", "~~~", "~~~~ md"),
    *("# eight", "## nine ##", "#no", "10. ten", "+ eleven", "*twelve*", "`13`"),
)
_LINE = st.builds(lambda *parts: "".join(parts), _INDENT, _MARK, st.sampled_from(_TEXTS))
_ROW = st.sampled_from(["| 1 | 2 |", "| 3 |", "| 4 | 5 | 6 |", "7 | 8", "9", "| a \\| b | `c` |"])
# only outside of lists and quotations: there an outline's first cell holds their marks, too
_TABLE = st.lists(_ROW, max_size=3).map(
    lambda rows: "\n".join(["", "| a | b |", "|---|:-:|", *rows])
)
MARKDOWN = st.lists(st.one_of(_LINE, _LINE, _LINE, _LINE, _TABLE), max_size=9).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


# By the specification such a line goes on with its item's paragraph: indented too little to
# be a block of the item and too much to be one below it. markdown-it-py makes it a block of code.
_BETWEEN = re.compile(r"\S[ \t]*\n(?:\t| {4,})\s*[-*+#`~>\d]")


@settings(max_examples=400)
@given(MARKDOWN.filter(lambda text: _BETWEEN.search(text) is None))
def test_generated_markdown(text: str) -> None:
    _compare(text)


FLAVOURS = {
    "a rule between an item and what is below it": "  3. one\n\t---\n",
    "a heading there": "  3. one\n    # two\n",
    "a table in a list: its first cell holds the mark": "- a | b\n  --|--\n",
    "a table in a quotation: its first cell holds the mark": "> a | b\n> --|--\n",
}


@pytest.mark.parametrize("text", FLAVOURS.values(), ids=FLAVOURS)
def test_differences(text: str) -> None:
    with pytest.raises(AssertionError):
        _compare(text)
