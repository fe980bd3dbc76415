"""Writes a document from a kind: everything that the kind names, with a sample of each value.

The document is one of its kind: read by it, it has no verdicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import capwords

from mergemend.statusdocs.inline import name_of
from mergemend.statusdocs.kind import Kind, Only, Part, Pattern, Slot, TableRule
from mergemend.statusdocs.types import TYPES


def write_document(kind: Kind) -> str:
    """The text of a document with everything that a kind names."""
    return _Writer(kind).document()


@dataclass(frozen=True, slots=True)
class _Writer:
    kind: Kind

    def document(self) -> str:
        kind = self.kind
        title = kind.title.example if kind.title else capwords(kind.name.replace("-", " "))
        blocks = [f"# {title}", *self.fields(kind.fields)]
        blocks += [block for table in kind.tables for block in self.table(table)]
        blocks += [block for slot in kind.lists for block in self.list(slot)]
        for part in kind.sections:
            blocks += self.section(part, 2)
        if kind.footer:
            blocks += ["---", *self.fields(kind.footer)]
        return "\n\n".join(blocks) + "\n"

    def section(self, part: Part, level: int) -> Iterator[str]:
        level = part.level or min(level, 6)
        yield f"{'#' * level} {_heading(part)}"
        yield from self.content(part, level)

    def group(self, part: Part, level: int) -> Iterator[str]:
        label = part.pattern.example if part.pattern else _name(part.names)
        yield f"**{label}**" if part.pattern else f"**{label}:**"
        yield from self.content(part, level)

    def content(self, part: Part, level: int) -> Iterator[str]:
        yield from self.fields(part.fields)
        if part.text:
            yield TYPES["text"].sample
        for table in part.tables:
            yield from self.table(table)
        for slot in part.lists:
            yield from self.list(slot)
        for line in part.lines:
            yield line.pattern.example
        for group in part.groups:
            yield from self.group(group, level)
        for section in part.sections:
            yield from self.section(section, level + 1)

    def fields(self, slots: Sequence[Slot]) -> Iterator[str]:
        """The fields that have one value as lines of one block, then those with a list."""
        lines = [f"**{_name(s.names)}:** {self.sample(s)}" for s in slots if not s.many]
        if lines:
            yield "  \n".join(lines)
        for slot in slots:
            if slot.many:
                yield f"**{_name(slot.names)}:**\n- {self.sample(slot)}"

    def table(self, rule: TableRule) -> Iterator[str]:
        names = " | ".join(_name(slot.names) for slot in rule.columns)
        rule_line = " | ".join("---" for _ in rule.columns)
        values = " | ".join(self.sample(slot) for slot in rule.columns)
        yield f"| {names} |\n| {rule_line} |\n| {values} |"

    def list(self, slot: Slot) -> Iterator[str]:
        mark = {Only.TASKS: "- [ ]", Only.NUMBERED: "1."}.get(slot.only or Only.BULLETS, "-")
        yield f"{mark} {self.sample(slot)}"

    def sample(self, slot: Slot) -> str:
        """A value of the slot's type; for a reference one that the document has."""
        if slot.refers and (found := _sample_at(self.kind.sections, slot.refers)):
            return found
        if slot.words:
            return slot.words[0]
        return TYPES[slot.type].sample


def _heading(part: Part) -> str:
    if part.pattern is None:
        return _name(part.names)
    for capture, key in part.counts.items():
        if not any(section.key == key and section.pattern for section in part.sections):
            continue
        match = part.pattern.regex.fullmatch(part.pattern.example)
        start, end = match.span(capture.replace("-", "_")) if match else (-1, -1)
        if start >= 0:
            return f"{part.pattern.example[:start]}1{part.pattern.example[end:]}"
    return part.pattern.example


def _name(names: Sequence[str]) -> str:
    """The first of some names as a heading has it, or as it is where that would not be the same."""
    shown = capwords(names[0])
    return shown if name_of(shown) in names else names[0]


def _sample_at(parts: Sequence[Part], path: Sequence[str]) -> str | None:
    """What stands at a path in the document that is written."""
    for part in parts:
        if part.key != path[0]:
            continue
        if len(path) > 2:
            return _sample_at((*part.sections, *part.groups), path[1:])
        if found := _captured(part.pattern, path[-1]):
            return found
        for slot in (*part.fields, *part.lists):
            if slot.key == path[-1]:
                return slot.words[0] if slot.words else TYPES[slot.type].sample
        for table in part.tables:
            for slot in table.columns:
                if slot.key == path[-1]:
                    return TYPES[slot.type].sample
    return None


def _captured(pattern: Pattern | None, key: str) -> str | None:
    match = pattern.regex.fullmatch(pattern.example) if pattern else None
    name = key.replace("-", "_")
    return match[name] if match and name in match.re.groupindex else None
