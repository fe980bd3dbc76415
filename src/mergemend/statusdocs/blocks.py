"""What belongs together without a heading: a label or a field, and the lines below it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mergemend.late import late
from mergemend.statusdocs.inline import Field, Text
from mergemend.statusdocs.outline import Item, Outline

_BOLD_LINE = late(r"\W*?(?:\*\*|__)(?P<label>[^*_].*?)(?:\*\*|__)(?P<rest>.*)")
_MOST_WORDS_BEHIND = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the text of its line, and the part of that in bold."""

    text: Text
    bold: Text


@dataclass(frozen=True)
class Blocks:
    """The labels of an outline, and how far what stands below them goes."""

    outline: Outline

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The lines of paragraphs that are a label: in bold, and nothing but signs behind it."""
        fields: defaultdict[int, list[Field]] = defaultdict(list)
        for field in self.outline.fields:
            fields[field.key.line].append(field)
        bold = (text for text in self.paragraphs if "**" in text.text or "__" in text.text)
        return tuple(found for text in bold if (found := _label(text, fields.get(text.line, ()))))

    @cached_property
    def paragraphs(self) -> tuple[Text, ...]:
        """The lines that stand in no item, also those that only a missing blank line puts there."""
        inside = {text.line for text in self.outline.paragraphs}
        others = {section.title.line for section in self.outline.sections[1:]}
        others.update(self.items_by_line)
        return tuple(
            text
            for text in self.outline.texts
            if text.line in inside or (not text.column and text.line not in others)
        )

    @cached_property
    def _label_lines(self) -> list[int]:
        return [label.text.line for label in self.labels]

    @cached_property
    def _ends(self) -> list[int]:
        """The lines where a block ends: labels, fields of paragraphs, headings."""
        paragraphs = {text.line for text in self.paragraphs}
        fields = {f.key.line for f in self.outline.fields if f.key.line in paragraphs and f.bold}
        headings = {section.first for section in self.outline.sections[1:]}
        return sorted({*fields, *headings, *self._label_lines})

    def labels_between(self, first: int, after: int) -> tuple[Label, ...]:
        """The labels in the lines ``first`` up to ``after``."""
        lines = self._label_lines
        return self.labels[bisect_left(lines, first) : bisect_left(lines, after)]

    def group_after(self, label: Text, after: int) -> int:
        """The line behind what a label stands over: up to the next label or heading."""
        lines = self._label_lines
        at = bisect_right(lines, label.line)
        section = self.outline.section_at(label.line)
        return min([after, section.own_after, *lines[at : at + 1]])

    def field_after(self, field: Field, after: int) -> int:
        """The line behind what belongs to a field."""
        item = self.items_by_line.get(field.key.line)
        if item is not None:
            return min(after, self.item_after(item))
        at = bisect_right(self._ends, field.key.line)
        return min([after, *self._ends[at : at + 1]])

    def item_after(self, item: Item) -> int:
        """The line behind an item; a label or a field at the start of a line ends it."""
        at = bisect_right(self._ends, item.text.line)
        return min([item.after, *self._ends[at : at + 1]])

    @cached_property
    def items_by_line(self) -> dict[int, Item]:
        """The items by the line that they begin in."""
        return {item.text.line: item for item in self.outline.items}

    @cached_property
    def _continued(self) -> frozenset[int]:
        """The lines of texts that no item, field or heading begins in."""
        begun = {*self.items_by_line, *(f.key.line for f in self.outline.fields)}
        headings = {section.title.line for section in self.outline.sections[1:]}
        lines = {text.line for text in self.outline.texts}
        return frozenset(lines - begun - headings - {*self._label_lines})

    def texts_below(self, line: int, after: int, *, gaps: bool) -> Iterator[Text]:
        """The lines of text that go on below ``line``; ``gaps`` is for those of a new paragraph."""
        last = line
        for text in self.outline.texts_between(line + 1, after):
            if text.line not in self._continued or (not gaps and text.line != last + 1):
                return
            last = text.line
            yield text

    def item_texts(self, item: Item) -> list[Text]:
        """The lines of an item's text."""
        return [item.text, *self.texts_below(item.text.line, self.item_after(item), gaps=False)]

    def own_items(self, first: int, after: int) -> list[Item]:
        """The items between two lines that stand in no other item of them."""
        found: list[Item] = []
        inside = first
        for item in self.outline.items_between(first, after):
            if item.text.line >= inside:
                found.append(item)
                inside = self.item_after(item)
        return found


def _label(text: Text, fields: Sequence[Field]) -> Label | None:
    """The label that a line is; ``fields`` are those of the line."""
    if fields:
        only = fields[0]
        if len(fields) > 1 or not only.bold or re.search(r"\w", only.value.text):
            return None
        return Label(only.key, only.key)
    match = _BOLD_LINE.fullmatch(text.text)
    if match is None or len(re.findall(r"\w+", match["rest"])) > _MOST_WORDS_BEHIND:
        return None
    bold = text.part(*match.span("label"))
    return Label(text.part(match.start("label"), len(text.text)), bold)
