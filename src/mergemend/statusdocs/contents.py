"""What stands in a part of a document: its fields, tables, lists, lines and text, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mergemend.late import late
from mergemend.model import Json
from mergemend.statusdocs.blocks import Blocks
from mergemend.statusdocs.inline import Field, Text, masked, name_of
from mergemend.statusdocs.kind import Kind, LineRule, Only, Pattern, Slot, TableRule
from mergemend.statusdocs.outline import Item, Outline, Table
from mergemend.statusdocs.patterns import shown, span_text
from mergemend.statusdocs.record import Place, Verdict
from mergemend.statusdocs.references import Uses
from mergemend.statusdocs.stated import Context, item_data
from mergemend.statusdocs.types import ITEM, TYPES, is_nothing, unknown

MISSING = "kind-missing"
VALUE = "kind-value"

_COMMA = late(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True)
class Scope:
    """The lines of a part; those in ``taken`` belong to something inside of it."""

    first: int
    after: int
    pointer: str
    at: Text
    name: str
    taken: set[int] = field(default_factory=set)

    def take(self, first: int, after: int) -> None:
        """Say that the lines from ``first`` up to ``after`` belong to something inside."""
        self.taken.update(range(first, after))


@dataclass(frozen=True, slots=True)
class ContentReader:
    """Reads what stands in scopes; each method takes what it reads out of the scope.

    ``places`` gets the place of every value by its pointer, ``verdicts`` what is not as it should.
    With ``judges`` only the verdicts count: of items, about which there are none, nothing is read.
    """

    outline: Outline
    kind: Kind
    context: Context
    blocks: Blocks
    judges: bool = False
    places: dict[str, Place] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    uses: Uses = field(default_factory=Uses)

    def value(self, slot: Slot, texts: Sequence[Text], pointer: str) -> Json:
        """The data of a value that stands in one line or goes on over several."""
        text = _joined(texts)
        self.places[pointer] = Place.of(texts[0], texts[-1])
        found = TYPES[slot.type].parse(text, slot, self.context)
        if found is None:
            if not is_nothing(text.plain):
                what = f"{text.plain!r} is no {slot.type} that mergemend can read"
                if slot.words:
                    what += f" of {', '.join(slot.words)}"
                self.verdicts.append(Verdict(VALUE, texts[0], f"{slot.key}: {what}", pointer))
            return unknown(slot, text)
        self.uses.add(slot, pointer, found, texts[0])
        return found

    def missing(self, scope: Scope, problem: str) -> None:
        """Say that something required is not there."""
        self.verdicts.append(Verdict(MISSING, scope.at, f"{scope.name} {problem}"))

    def captures(
        self,
        pattern: Pattern,
        at: Text,
        match: re.Match[str],
        pointer: str,
    ) -> dict[str, Json]:
        """The values of a pattern's named groups."""
        values: dict[str, Json] = {}
        for slot in pattern.slots:
            start, end = match.span(slot.key.replace("-", "_"))
            if start >= 0:
                part = span_text(at, start, end)
                values[slot.key] = self.value(slot, [part], f"{pointer}/{slot.key}")
        return values

    # Fields

    def fields(self, slots: Sequence[Slot], scope: Scope) -> dict[str, Json]:
        """The values of the fields of a scope."""
        if not slots:
            return {}
        named = {name: slot for slot in reversed(slots) for name in slot.names}
        found: dict[str, Json] = {}
        for item in self.outline.fields_between(scope.first, scope.after):
            slot = named.get(item.name)
            if slot is None or slot.key in found or item.key.line in scope.taken:
                continue
            found[slot.key] = self.field(slot, item, scope)
        for slot in slots:
            if slot.required and slot.key not in found:
                self.missing(scope, f"has no field {slot.names[0]!r}")
        return {slot.key: found[slot.key] for slot in slots if slot.key in found}

    def field(self, slot: Slot, item: Field, scope: Scope) -> Json:
        """The value of a field: behind its key, or in the lines below it."""
        pointer = f"{scope.pointer}/{slot.key}"
        line = item.key.line
        after = self.blocks.field_after(item, scope.after)
        has_value = bool(item.value.text)
        items = [] if has_value else self.blocks.own_items(line + 1, after)
        if slot.many and items:
            scope.take(line, after)
            self.places[pointer] = Place.of(items[0].text, items[-1].text)
            return [self.item(slot, one, f"{pointer}/{i}") for i, one in enumerate(items)]
        texts = [item.value] if has_value else []
        if not slot.many and slot.type == "text":
            texts += self.blocks.texts_below(line, after, gaps=not has_value)
        if not texts and items:
            texts = [one.text for one in items]
        scope.take(line, texts[-1].line + 1 if texts else line + 1)
        if slot.many:
            self.places[pointer] = Place.of(item.value)
            parts = list(_split(item.value)) if has_value else []
            return [self.value(slot, [part], f"{pointer}/{i}") for i, part in enumerate(parts)]
        return self.value(slot, texts or [item.value], pointer)

    # Tables, lists, lines, text

    def table(self, rule: TableRule, scope: Scope) -> dict[str, Json]:
        """The rows of a table, each with its columns by their keys."""
        found: list[Json] = []
        pointer = f"{scope.pointer}/{rule.key}"
        for table in self.outline.tables_between(scope.first, scope.after):
            columns = _columns(rule, table)
            if table.first in scope.taken or columns is None or (found and not rule.repeat):
                continue
            here = f"{pointer}/{len(found)}" if rule.repeat else pointer
            self.places[here] = Place.of(table.header[0], (table.rows or (table.header,))[-1][-1])
            found.append(
                [self.row(columns, row, f"{here}/{i}") for i, row in enumerate(table.rows)]
            )
            scope.take(table.first, table.after)
        if not found:
            if rule.required:
                names = ", ".join(repr(slot.names[0]) for slot in rule.columns)
                self.missing(scope, f"has no table with the columns {names}")
            return {}
        if rule.repeat:
            self.places[pointer] = self.places[f"{pointer}/0"]
        return {rule.key: found if rule.repeat else found[0]}

    def row(self, columns: Sequence[Slot], row: Sequence[Text], pointer: str) -> dict[str, Json]:
        """The values of a table's row."""
        if row:
            self.places[pointer] = Place.of(row[0], row[-1])
        return {
            slot.key: self.value(slot, [cell], f"{pointer}/{slot.key}")
            for slot, cell in zip(columns, row, strict=False)
        }

    def list(self, slot: Slot, scope: Scope) -> dict[str, Json]:
        """The values of the items of a scope."""
        items = [
            item
            for item in self.blocks.own_items(scope.first, scope.after)
            if item.text.line not in scope.taken and _is_only(item, slot.only)
        ]
        if not items:
            if slot.required:
                self.missing(scope, f"has no list of {slot.key}")
            return {}
        pointer = f"{scope.pointer}/{slot.key}"
        self.places[pointer] = Place.of(items[0].text, items[-1].text)
        for item in items:
            scope.take(item.text.line, self.blocks.item_after(item))
        return {slot.key: [self.item(slot, one, f"{pointer}/{i}") for i, one in enumerate(items)]}

    def item(self, slot: Slot, item: Item, pointer: str) -> Json:
        """The value of an item."""
        if self.judges and slot.type == ITEM:
            return None
        texts = self.blocks.item_texts(item)
        if slot.type != ITEM:
            return self.value(slot, texts, pointer)
        self.places[pointer] = Place.of(texts[0], texts[-1])
        return item_data(_joined(texts), item.done, self.context)

    def lines(self, rule: LineRule, scope: Scope) -> dict[str, Json]:
        """The values of the lines that match."""
        found: list[Json] = []
        pointer = f"{scope.pointer}/{rule.key}"
        for number in range(scope.first, scope.after):
            line = self.outline.lines[number]
            if number in scope.taken or not line or line.isspace():
                continue
            text = Text(number, 0, line).stripped()
            if match := rule.pattern.regex.fullmatch(shown(text.text)):
                here = f"{pointer}/{len(found)}"
                self.places[here] = Place.of(text)
                found.append(self.captures(rule.pattern, text, match, here))
                scope.take(number, number + 1)
        if not found:
            if rule.required:
                self.missing(scope, f"has no line like {rule.pattern.example!r}")
            return {}
        self.places[pointer] = self.places[f"{pointer}/0"]
        return {rule.key: found}

    def text(self, key: str, scope: Scope) -> dict[str, Json]:
        """The text of the paragraphs of a scope."""
        texts = [
            text
            for text in self.outline.paragraphs_between(scope.first, scope.after)
            if text.line not in scope.taken
        ]
        if not texts:
            return {}
        self.places[f"{scope.pointer}/{key}"] = Place.of(texts[0], texts[-1])
        return {key: _joined(texts).plain}


def _columns(rule: TableRule, table: Table) -> tuple[Slot, ...] | None:
    """The slots of a table's columns; None if it is not the table that the rule is for.

    A column that the kind does not know is a text with its header as key.
    """
    named = {name: slot for slot in rule.columns for name in slot.names}
    names = [name_of(cell.text) for cell in table.header]
    known = [named.get(name) for name in names]
    keys = {slot.key for slot in known if slot}
    needed = [slot.key for slot in rule.columns if slot.required]
    if not set(needed) <= keys or 2 * len(keys) < len(rule.columns) or not keys:
        return None
    others = (
        re.sub(r"[\W_]+", "-", name).strip("-") or f"column-{i}" for i, name in enumerate(names)
    )
    return tuple(slot or Slot(other) for slot, other in zip(known, others, strict=True))


def _is_only(item: Item, only: Only | None) -> bool:
    match only:
        case Only.TASKS:
            return item.done is not None
        case Only.NUMBERED:
            return item.number is not None
        case Only.BULLETS:
            return item.number is None
        case None:
            return True


def _joined(texts: Sequence[Text]) -> Text:
    """Lines as one text."""
    if len(texts) == 1:
        return texts[0]
    return Text(texts[0].line, texts[0].column, " ".join(text.text for text in texts))


def _split(text: Text) -> Iterator[Text]:
    """The parts of a list on one line."""
    hidden, start = masked(text.text), 0
    for match in _COMMA.finditer(hidden):
        yield text.part(start, match.start())
        start = match.end()
    yield text.part(start, len(text.text))
