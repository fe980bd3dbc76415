"""A document as what it is made of: sections, fields, items, tables, code, links.

`mergemend.statusdocs.markdown` reads one from a document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TypeVar

from mergemend.model import Document, Edit, Span, encode
from mergemend.statusdocs.inline import (
    Field,
    Link,
    Text,
    fields_in,
    html_links_in,
    links_in,
    name_of,
    wrapped_link,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, up to the next heading that is not deeper.

    ``first`` is the line of the heading, ``own_after`` the line behind what belongs to no deeper
    heading, ``after`` the line behind all of it. ``parent`` is the index of the section around.
    The part before the first heading is a section of level 0 without a title.
    """

    index: int
    level: int
    title: Text
    first: int
    body: int
    own_after: int
    after: int
    parent: int | None

    @property
    def name(self) -> str:
        """The title in lower case, without emphasis and signs around it."""
        return name_of(self.title.text)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with the first line of its text.

    ``number`` is that of a numbered item, ``done`` whether the box of a task is ticked (None: there
    is no box), ``depth`` counts the lists around the item's own, ``list_index`` tells lists apart,
    ``after`` is the line behind the item. ``text`` comes without box and number.
    """

    text: Text
    depth: int
    list_index: int
    after: int
    number: int | None = None
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header cells and rows of cells. A short row is as it is written."""

    first: int
    after: int
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]

    def column(self, index: int) -> tuple[Text | None, ...]:
        """The cells of a column; None where a row has none."""
        return tuple(row[index] if index < len(row) else None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Code:
    """A block of code: its lines ``first`` up to, not including, ``after``, fences left out."""

    first: int
    after: int
    language: str


@dataclass(frozen=True)
class Outline:
    """A document and what it is made of, in the order of the document.

    ``texts`` are all lines of headings, paragraphs and items, ``paragraphs`` only those that stand
    in no item, heading or table; ``cells`` are the cells of all tables. ``html`` are the lines of
    blocks of HTML, comments blanked out; ``definitions`` say where the labels of links lead.
    """

    document: Document
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    texts: tuple[Text, ...]
    paragraphs: tuple[Text, ...]
    items: tuple[Item, ...]
    tables: tuple[Table, ...]
    code: tuple[Code, ...]
    front: tuple[Field, ...] = ()
    html: tuple[Text, ...] = ()
    definitions: tuple[Link, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields of front matter, paragraphs and items, in their order."""
        found = [field for text in self.body_texts for field in fields_in(text)]
        return (*self.front, *found)

    @cached_property
    def body_texts(self) -> tuple[Text, ...]:
        """The lines of paragraphs and items; of an item without its number and box."""
        headings = {section.title.line for section in self.sections[1:]}
        firsts = {item.text.line: item.text for item in self.items}
        return tuple(
            firsts[t.line] if t.line in firsts and t.end == firsts[t.line].end else t
            for t in self.texts
            if t.line not in headings
        )

    @cached_property
    def cells(self) -> tuple[Text, ...]:
        """The cells of all tables, header cells too."""
        return tuple(c for table in self.tables for row in (table.header, *table.rows) for c in row)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links of texts and cells, and those in HTML; each definition of a label is one."""
        if not self.has("](", "<"):
            return tuple(sorted(self.definitions, key=_place))
        texts = (*self.texts, *self.cells)
        found = [link for text in texts for link in links_in(text)]
        found += [link for pair in pairwise(self.texts) if (link := wrapped_link(*pair))]
        found += [link for text in (*texts, *self.html) for link in html_links_in(text)]
        found += self.definitions
        return tuple(sorted(found, key=_place))

    @cached_property
    def _starts(self) -> list[int]:
        return [section.first for section in self.sections]

    def section_at(self, line: int) -> Section:
        """The innermost section that a line stands in."""
        return self.sections[max(bisect_left(self._starts, line + 1) - 1, 0)]

    def sections_around(self, line: int) -> Iterator[Section]:
        """The sections that a line stands in, the innermost first."""
        index: int | None = self.section_at(line).index
        while index is not None:
            yield self.sections[index]
            index = self.sections[index].parent

    def sections_between(self, first: int, after: int) -> Sequence[Section]:
        """The sections whose headings stand in the lines ``first`` up to ``after``."""
        return _between(self.sections, self._starts, first, after)

    def items_between(self, first: int, after: int) -> Sequence[Item]:
        """The items that begin in the lines ``first`` up to, not including, ``after``."""
        return _between(self.items, self._item_lines, first, after)

    def texts_between(self, first: int, after: int) -> Sequence[Text]:
        """The lines of headings, paragraphs and items from ``first`` up to ``after``."""
        return _between(self.texts, self._text_lines, first, after)

    def paragraphs_between(self, first: int, after: int) -> Sequence[Text]:
        """The lines of paragraphs, from ``first`` up to ``after``."""
        return _between(self.paragraphs, self._paragraph_lines, first, after)

    def fields_between(self, first: int, after: int) -> Sequence[Field]:
        """The fields from line ``first`` up to ``after``."""
        return _between(self.fields, self._field_lines, first, after)

    def tables_between(self, first: int, after: int) -> Sequence[Table]:
        """The tables that begin in the lines ``first`` up to, not including, ``after``."""
        return _between(self.tables, self._table_lines, first, after)

    def code_between(self, first: int, after: int) -> Sequence[Code]:
        """The blocks of code that begin in the lines ``first`` up to ``after``."""
        return _between(self.code, self._code_lines, first, after)

    def code_at(self, line: int) -> Code | None:
        """The block of code that a line stands in."""
        place = bisect_right(self._code_lines, line) - 1
        code = self.code[place] if place >= 0 else None
        return code if code and line < code.after else None

    def below(self, section: Section) -> Sequence[Section]:
        """The sections right below one."""
        return self._children.get(section.index, ())

    @cached_property
    def _children(self) -> Mapping[int, Sequence[Section]]:
        children: defaultdict[int, list[Section]] = defaultdict(list)
        for section in self.sections:
            if section.parent is not None:
                children[section.parent].append(section)
        return children

    @cached_property
    def _table_lines(self) -> list[int]:
        return [table.first for table in self.tables]

    @cached_property
    def _code_lines(self) -> list[int]:
        return [code.first for code in self.code]

    @cached_property
    def _item_lines(self) -> list[int]:
        return [item.text.line for item in self.items]

    @cached_property
    def _text_lines(self) -> list[int]:
        return [text.line for text in self.texts]

    @cached_property
    def _paragraph_lines(self) -> list[int]:
        return [text.line for text in self.paragraphs]

    @cached_property
    def _field_lines(self) -> list[int]:
        return [field.key.line for field in self.fields]

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """All lines as one text, and where each begins in it."""
        starts = accumulate((len(line) + 1 for line in self.lines), initial=0)
        return "\n".join(self.lines), list(starts)

    def has(self, *signs: str) -> bool:
        """Whether any of some texts stands in a line: a cheap test before all lines are tried."""
        text = self._text[0]
        return any(sign in text for sign in signs)

    def lines_saying(self, word: str) -> Iterator[int]:
        """The lines in which a word stands, in small letters or capitals, each once."""
        text = self._text[0].lower()
        line = last = 0
        at = text.find(word)
        while at >= 0:
            line += text.count("\n", last, at)
            yield line
            last = at
            end = text.find("\n", at)
            at = text.find(word, end) if end >= 0 else -1

    def lines_with(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """The lines in which a pattern is found, each once; it must not reach over a line's end.

        One search of the whole text is many times faster than one of each line.
        """
        text, starts = self._text
        after = 0
        for match in pattern.finditer(text):
            if match.start() >= after:
                line = bisect_right(starts, match.start()) - 1
                after = starts[line + 1]
                yield line

    def stretch(self, line: int, start: int, end: int) -> Text:
        """What stands in a line from column ``start`` up to, not including, ``end``."""
        return Text(line, start, self.lines[line][start:end])

    def span(self, text: Text) -> Span:
        """The bytes that a text stands for."""
        start = self.document.span_of_lines(text.line, text.line).start
        line = self.lines[text.line]
        first = start + len(encode(line[: text.column]))
        return Span(first, first + len(encode(line[text.column : text.end])))

    def edit(self, text: Text, new: str) -> Edit:
        """The edit that puts ``new`` in the place of a text."""
        return Edit(self.span(text), encode(new))


def _place(link: Link) -> tuple[int, int]:
    return link.target.line, link.target.column


def _between(things: Sequence[_T], lines: Sequence[int], first: int, after: int) -> Sequence[_T]:
    return things[bisect_left(lines, first) : bisect_left(lines, after)]
