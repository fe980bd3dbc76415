"""From the bytes of a Markdown document to its outline.

Blocks are found by markdown-it-py, without its inline parsing: that tells no places and costs half
of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from mergemend.late import late
from mergemend.model import Document, decode
from mergemend.statusdocs.inline import Field, Link, Text, definition_in
from mergemend.statusdocs.outline import Code, Item, Outline, Section, Table
from mergemend.statusdocs.quickrules import quicken

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_BOM = "\ufeff"
_TASK = late(r"\[([ xX])\](?=\s|$)\s*")
_CELL = late(r"(?:\\.|[^|\\]|\\$)*")
_COMMENT = late(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNDERLINE_END = late(r"[-=][ \t]*$", re.MULTILINE)
_FRONT_END = late(r"(?:---|\.\.\.)\s*")
_FRONT_FIELD = late(r"([A-Za-z][\w-]*)\s*:(?:\s+|$)(.*)")
_MOST_FRONT_LINES = 200


def parser_for(text: str) -> MarkdownIt:
    """The parser of a text's blocks, without rules for what nothing in it can be."""
    return _parser(underlines=_may_underline(text), defines="]:" in text)


def _may_underline(text: str) -> bool:
    """Whether a line ends like what underlines a heading, below one that is not empty."""
    for match in _UNDERLINE_END.finditer(text):
        after = text.rfind("\n", 0, match.start())
        if text[text.rfind("\n", 0, max(after, 0)) + 1 : max(after, 0)].strip(" \t"):
            return True
    return False


@cache
def _parser(*, underlines: bool, defines: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # 70 ms, only where a document is of a kind

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    left_out = {"lheading": underlines, "reference": defines}
    parser.block.ruler.disable([name for name, needed in left_out.items() if not needed])
    return quicken(parser)


def read_outline(document: Document) -> Outline:
    """The outline of a document. Any bytes have one."""
    lines = _lines(decode(document.data))
    front = _front_lines(lines)
    text = "\n".join(lines)
    # markdown-it-py ends lines at a lone CR too
    read = text.replace("\r", " ").replace("\0", " ")
    seen = read.split("\n") if read is not text else lines
    if front:
        read = "\n" * front + "\n".join(seen[front:])
    elif read.startswith(_BOM):
        read = read[1:]
    reader = _Reader(lines, seen)
    known: dict[str, Any] = {}
    reader.read(parser_for(read).parse(read, known))
    return Outline(
        document=document,
        lines=lines,
        sections=_sections(reader.headings, len(lines)),
        texts=tuple(reader.texts),
        paragraphs=tuple(reader.paragraphs),
        items=tuple(reader.items),
        tables=tuple(reader.tables),
        code=tuple(reader.code),
        front=tuple(_front_fields(lines[:front])),
        html=tuple(reader.html),
        definitions=tuple(_definitions(known, lines)),
    )


def _lines(text: str) -> tuple[str, ...]:
    """The lines without their ends, CRLF or LF."""
    *whole, last = text.split("\n")
    if "\r" in text:
        whole = [line.removesuffix("\r") for line in whole]
    return (*whole, last) if last else tuple(whole)


def _front_lines(lines: Sequence[str]) -> int:
    """How many lines of front matter there are; without a field, it is text between rules."""
    if not lines or lines[0].lstrip(_BOM).rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:_MOST_FRONT_LINES], start=1):
        if _FRONT_END.fullmatch(line):
            return number + 1 if any(map(_FRONT_FIELD.fullmatch, lines[:number])) else 0
    return 0


def _front_fields(lines: Sequence[str]) -> Iterator[Field]:
    for number, line in enumerate(lines):
        if match := _FRONT_FIELD.fullmatch(line):
            whole = Text(number, 0, line)
            value = whole.part(*match.span(2)).stripped()
            yield Field(whole.part(*match.span(1)), value, bold=False)


def _definitions(known: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Link]:
    """The labels that markdown-it-py knows; those with their target in another line are left."""
    for reference in known.get("references", {}).values():
        first = reference["map"][0]
        if definition := definition_in(Text(first, 0, lines[first])):
            yield definition


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    title: Text
    first: int
    body: int


@dataclass(slots=True)
class _OpenItem:
    """An item whose text has not come yet."""

    number: int | None
    after: int
    list_index: int
    depth: int


@dataclass(slots=True)
class _Reader:
    """Goes through the tokens of a document once; ``seen`` are the lines as the parser has them."""

    lines: Sequence[str]
    seen: Sequence[str]
    headings: list[_Heading] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    paragraphs: list[Text] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    code: list[Code] = field(default_factory=list)
    html: list[Text] = field(default_factory=list)
    _lists: list[int] = field(default_factory=list)
    _count: int = 0
    _item: _OpenItem | None = None
    _head: Token | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        """Take in all tokens."""
        for token in tokens:
            match token.type:  # what is frequent comes first
                case "inline":
                    self._inline(token)
                case "paragraph_open" | "paragraph_close":
                    pass
                case "list_item_open":
                    self._open_item(token)
                case "list_item_close":
                    self._item = None
                case "bullet_list_open" | "ordered_list_open":
                    self._lists.append(self._count)
                    self._count += 1
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "heading_open":
                    self._head = token
                case _:
                    self._leaf(token)

    def _open_item(self, token: Token) -> None:
        _, after = token.map or (0, 0)
        number = int(token.info) if token.info else None
        self._item = _OpenItem(number, after, self._lists[-1], len(self._lists) - 1)

    def _inline(self, token: Token) -> None:
        texts = self._placed(token)
        self.texts += texts
        if self._head:
            self._heading(self._head, texts)
            self._head = None
        elif self._item and texts:
            self.items.append(_item(self._item, texts[0]))
            self._item = None
        elif not self._lists:
            self.paragraphs += texts

    def _heading(self, token: Token, texts: Sequence[Text]) -> None:
        first, after = token.map or (0, 0)
        title = texts[0] if texts else Text(first, len(self.lines[first]), "")
        self._item = None
        self.headings.append(_Heading(int(token.tag[1]), title, first, after))

    def _placed(self, token: Token) -> list[Text]:
        """The lines of a token's text, each where it stands."""
        first, _ = token.map or (0, 0)
        found = []
        for line, content in enumerate(token.content.split("\n"), start=first):
            shown = content.strip()
            column = self.seen[line].rfind(shown)
            found.append(Text(line, column, self.lines[line][column : column + len(shown)]))
        return found

    def _table(self, first: int, after: int) -> None:
        mark = len(self.lines[first]) - len(self.lines[first].removeprefix(_BOM))
        header = tuple(_cells(Text(first, mark, self.lines[first][mark:])))
        rows = tuple(
            tuple(_cells(Text(line, 0, self.lines[line]))) for line in range(first + 2, after)
        )
        self.tables.append(Table(first, after, header, rows))

    def _html(self, first: int, after: int) -> None:
        shown = _COMMENT.sub(_blank, "\n".join(self.lines[first:after]))
        self.html += [Text(line, 0, text) for line, text in enumerate(shown.split("\n"), first)]

    def _leaf(self, token: Token) -> None:
        first, after = token.map or (0, 0)
        match token.type:
            case "table_open":
                self._table(first, after)
            case "html_block":
                self._html(first, after)
            case "fence":
                content = token.content  # has no line end at the end where the document ends it
                count = content.count("\n") + (content != "" and not content.endswith("\n"))
                self.code.append(Code(first + 1, first + 1 + count, token.info.strip()))
            case "code_block":
                self.code.append(Code(first, after, ""))


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _item(opened: _OpenItem, text: Text) -> Item:
    done = None
    if box := _TASK.match(text.text):
        done = box[1] != " "
        text = text.part(box.end(), len(text.text))
    return Item(text, opened.depth, opened.list_index, opened.after, opened.number, done)


def _cells(line: Text) -> Iterator[Text]:
    """The cells of a table's line; a bar is escaped by a backslash and by nothing else.

    https://github.github.com/gfm/#tables-extension-
    """
    line = line.stripped()
    text = line.text
    start = 1 if text.startswith("|") else 0
    while start < len(text):
        match = _CELL.match(text, start)
        end = match.end() if match else start
        cell = text[start:end]
        lead = len(cell) - len(cell.lstrip())
        yield Text(line.line, line.column + start + lead, cell.strip())
        start = end + 1


def _sections(headings: Sequence[_Heading], lines: int) -> tuple[Section, ...]:
    top = _Heading(0, Text(0, 0, ""), 0, 0)
    every = [top, *headings]
    afters = [lines] * len(every)
    parents: list[int | None] = [None]
    open_ones = [0]
    for index, heading in enumerate(every[1:], start=1):
        while every[open_ones[-1]].level >= heading.level:
            afters[open_ones.pop()] = heading.first
        parents.append(open_ones[-1])
        open_ones.append(index)
    nexts = [heading.first for heading in every[1:]] + [lines]
    return tuple(
        Section(i, h.level, h.title, h.first, h.body, nexts[i], afters[i], parents[i])
        for i, h in enumerate(every)
    )
