"""What an outline holds, and that it says where everything stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mergemend.edits import apply
from mergemend.lines import split_lines
from mergemend.model import Document
from mergemend.statusdocs.inline import Field, Text, fields_in, links_in, masked, plain
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.outline import Outline

FIXTURES = Path(__file__).parents[2] / "fixtures"

PIECES = [
    "# One\n",
    "## Two (3) ##\n",
    "Three\n===\n",
    "**Status:** ✅ Done\n",
    "- **Owner**: Ada | **Due:** Jan 3\n",
    "- [ ] open\n",
    "  - [x] `done`\n",
    "7. seven\n",
    "   more of it\n",
    "> quoted\n",
    "| a | b |\n|---|:-:|\n| 1 \\| 2 | `x` |\n| 3 |\n",
    "```text\n- [ ] code\n```\n",
    "    indented\n",
    "[a](b.md) and ![c](<d e.png> 'f')\n",
    "---\n",
    "\n",
    "\r\n",
    "text\rmore\r\n",
    "\ufeff",
    "nul \0 here\n",
    "<div>\n**K:** v\n</div>\n",
    "<p>\n<a href='f.md'>f</a> <!-- <a href='g.md'>\ng</a> -->\n</p>\n",
    'see <img src="h.png"> and [label]\n',
    "\n[label]: i.md 'title'\n",
    "> [other]:\n> <j k.md>\n",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join).map(str.encode) | st.binary()


def outline(text: str | bytes) -> Outline:
    return read_outline(Document("a.md", text.encode() if isinstance(text, str) else text))


def every_text(read: Outline) -> list[Text]:
    found = [*read.texts, *read.paragraphs, *read.cells, *(item.text for item in read.items)]
    for field in read.fields:
        found += [field.key, field.value]
    for link in read.links:
        found += [link.text, link.target]
    return found + [section.title for section in read.sections[1:]]


@given(TEXTS)
def test_every_text_stands_where_it_says(data: bytes) -> None:
    read = outline(data)
    for text in every_text(read):
        assert read.lines[text.line][text.column : text.end] == text.text
        span = read.span(text)
        assert data[span.start : span.end].decode("utf-8", "surrogateescape") == text.text
        assert apply(data, [read.edit(text, text.text)]) == data


@given(TEXTS)
def test_sections_cover_the_document_and_are_nested(data: bytes) -> None:
    read = outline(data)
    assert read.sections[0].after == len(read.lines) == len(split_lines(data))
    for section in read.sections[1:]:
        assert section.parent is not None
        around = read.sections[section.parent]
        assert around.level < section.level
        assert around.first <= section.first < section.own_after <= section.after <= around.after
        assert read.section_at(section.first) == section


@given(TEXTS)
def test_headings_items_and_cells_are_those_of_the_parser(data: bytes) -> None:
    read = outline(data)
    if data.removeprefix(b"\xef\xbb\xbf").startswith(b"---"):
        return  # front matter
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", " ")
    tokens = MarkdownIt("commonmark").enable("table").parse(text.replace("\0", " "))
    kinds = [token.type for token in tokens]
    assert len(read.sections) == 1 + kinds.count("heading_open")
    assert len(read.tables) == kinds.count("table_open")
    assert len(read.code) == kinds.count("fence") + kinds.count("code_block")
    assert len(read.items) <= kinds.count("list_item_open")


def test_sections() -> None:
    read = outline("intro\n\n# A\n\none\n\n### 1. B **bold**\ntwo\n\n## C ✅\n\n# D\n")
    shown = [(s.level, s.name, s.first, s.own_after, s.after, s.parent) for s in read.sections]
    assert shown == [
        (0, "", 0, 2, 12, None),
        (1, "a", 2, 6, 11, 0),
        (3, "1. b bold", 6, 9, 9, 1),
        (2, "c", 9, 11, 11, 1),
        (1, "d", 11, 12, 12, 0),
    ]
    assert [s.name for s in read.sections_around(7)] == ["1. b bold", "a", ""]


def test_items() -> None:
    read = outline("3. [x] three\n   - [ ] below\n   - plain\n4. four\n\n- other\n")
    shown = [(i.text.text, i.depth, i.list_index, i.number, i.done) for i in read.items]
    assert shown == [
        ("three", 0, 0, 3, True),
        ("below", 1, 1, None, False),
        ("plain", 1, 1, None, None),
        ("four", 0, 0, 4, None),
        ("other", 0, 2, None, None),
    ]
    assert read.items[0].after == 3


def test_tables_are_split_at_bars_that_are_not_escaped() -> None:
    read = outline("x\n\n| A | B |\n|---|---|\n| 1 \\| 2 | `a` |\n| short |\n|| 3 | more |\n")
    table = read.tables[0]
    assert [c.text for c in table.header] == ["A", "B"]
    rows = [[c.text for c in row] for row in table.rows]
    assert rows == [["1 \\| 2", "`a`"], ["short"], ["", "3", "more"]]
    assert [c and c.text for c in table.column(1)] == ["`a`", None, "3"]


@pytest.mark.parametrize("text", ["   three\n", "| A | B |\n|---|---|\n| 1 | 2 |\n", "# A\n"])
def test_a_byte_order_mark_changes_nothing(text: str) -> None:
    plain, marked = outline(text), outline("\ufeff" + text)
    assert [t.text for t in every_text(marked)] == [t.text for t in every_text(plain)]
    assert (len(marked.code), len(marked.tables)) == (len(plain.code), len(plain.tables))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("```\na\n```\n", (1, 2)),
        ("```\n```\n", (1, 1)),
        ("```\na\nb\n", (1, 3)),
        ("```\na\nb", (1, 3)),
        ("```", (1, 1)),
        ("    a\n", (0, 1)),
    ],
)
def test_code(text: str, lines: tuple[int, int]) -> None:
    (code,) = outline(text).code
    assert (code.first, code.after) == lines


def test_front_matter_is_fields_and_no_heading() -> None:
    read = outline("---\nstatus: accepted\nnot a field\ndate:\n---\n# Title\n")
    assert [(f.name, f.value.text) for f in read.fields] == [("status", "accepted"), ("date", "")]
    assert [s.name for s in read.sections] == ["", "title"]
    assert outline("---\nno end: of it\n").front == ()


FIELDS: dict[str, list[tuple[str, str, bool]]] = {
    "**Status:** ✅ Done": [("status", "✅ Done", True)],
    "**Status**: Done": [("status", "Done", True)],
    "**Status** : Done": [("status", "Done", True)],
    "__Owner:__ Ada": [("owner", "Ada", True)],
    "**📅 Due:** Jan 3": [("due", "Jan 3", True)],
    "⚠️ **Update:** four": [("update", "four", True)],
    "**A:** 1 | **B:** 2 | **C**: 3": [("a", "1", True), ("b", "2", True), ("c", "3", True)],
    "**Status:** Milestone ✅ | Deployment 🔴": [("status", "Milestone ✅ | Deployment 🔴", True)],
    "**Empty:**": [("empty", "", True)],
    "**Time:** 10:30 to 11:00": [("time", "10:30 to 11:00", True)],
    "Status: accepted": [("status", "accepted", False)],
    "Next Review: soon": [("next review", "soon", False)],
    "See **Status:** there": [],
    "**bold** and a: colon": [],
    "`**Status:** x`": [],
    "http://example.org": [],
    "Std::vector is fast": [],
    "**std::vector** is bold": [],
}


@pytest.mark.parametrize("line", FIELDS)
def test_fields(line: str) -> None:
    found = fields_in(Text(0, 0, line))
    assert [(field.name, field.value.text, field.bold) for field in found] == FIELDS[line]


LINKS = {
    "[a](b.md)": [("a", "b.md")],
    "![a](b.png 'title')": [("a", "b.png")],
    "[a](<b c.md>)": [("a", "b c.md")],
    "[![badge](b.svg)](c.md)": [("badge", "b.svg"), ("![badge](b.svg)", "c.md")],
    "[a](b(c).md)": [("a", "b(c).md")],
    "`[a](b.md)`": [],
    r"\[a](b.md)": [],
    r"\![a](b.md)": [("a", "b.md")],
    "a <!-- [a](b.md) --> [c](d.md)": [("c", "d.md")],
    "a <!-- [a](b.md)": [],
    "[a] (b.md)": [],
    "[a](b.md) [c](d.md#e)": [("a", "b.md"), ("c", "d.md#e")],
    r"[a\]](b.md)": [(r"a\]", "b.md")],
    "[](b.md)": [("", "b.md")],
}


@pytest.mark.parametrize("line", LINKS)
def test_links(line: str) -> None:
    found = links_in(Text(0, 0, line))
    assert [(link.text.text, link.target.text) for link in found] == LINKS[line]


MORE_LINKS = {
    '<a href="b.md">b</a>': ["b.md"],
    "<img alt='x' src='b.png' width=\"3\"> and <IMG SRC=\"c.png\">": ["b.png", "c.png"],
    '`<a href="b.md">`': [],
    '<a name="href">': [],
    '<a data-href="b.md">': [],
    '[![x](b.svg)](c.md) <a href="d.md">': ["b.svg", "c.md", "d.md"],
    '<div>\n<a href="b.md">\n</div>': ["b.md"],
    '<div><!--\n<a href="b.md">\n--></div>': [],
    '<!-- <a href="b.md"> -->': [],
    "[a\nb](c.md)": ["c.md"],
    "see [d](e.md) and [a\n   b](<c d.md> 'x') [f](g.md)": ["e.md", "c d.md", "g.md"],
    "[a\n\nb](c.md)": [],
    "a]\nb](c.md)": [],
    "[a]\n\n[a]: b.md": ["b.md"],
    "[a]: <b c.md> 'title'": ["b c.md"],
    "> [a]: b.md": ["b.md"],
    "[^1]: b.md": [],
    "text\n[a]: b.md": [],
    "```\n[a]: b.md\n```": [],
}


@pytest.mark.parametrize("text", MORE_LINKS)
def test_links_in_html_and_definitions(text: str) -> None:
    assert [link.target.text for link in outline(text).links] == MORE_LINKS[text]


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.md")), ids=lambda path: path.name)
def test_links_are_those_of_the_parser(path: Path) -> None:
    data = path.read_bytes()
    parsed = MarkdownIt("commonmark").enable("table").parse(data.decode())
    inline = [child for token in parsed for child in token.children or ()]
    theirs = [t.attrs.get("href", t.attrs.get("src")) for t in inline]
    ours = [link.target.text for link in outline(data).links]
    assert ours == [href for href in theirs if href is not None]


@given(st.text(st.sampled_from("`*_~[]()|:aB é\\"), max_size=40))
def test_lines_of_any_sort_are_read(text: str) -> None:
    assert len(masked(text)) == len(text)
    whole = Text(3, 2, text)
    for field in fields_in(whole):
        assert isinstance(field, Field)
        for part in (field.key, field.value):
            assert text[part.column - 2 : part.end - 2] == part.text
    for link in links_in(whole):
        assert text[link.target.column - 2 : link.target.end - 2] == link.target.text


PLAIN = {
    "**bold** _soft_ ~~gone~~": "bold soft gone",
    "snake_case_name": "snake_case_name",
    "`**code**` [link](x.md)": "**code** link",
    r"a \* b": "a * b",
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain(text: str) -> None:
    assert plain(text) == PLAIN[text]
