"""Takes a document apart by its kind: outline and kind in, record and verdicts out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mergemend.model import Json
from mergemend.statusdocs.blocks import Blocks
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.contents import ContentReader, Scope
from mergemend.statusdocs.inline import Text, name_of
from mergemend.statusdocs.kind import Kind, Part
from mergemend.statusdocs.outline import Outline, Section
from mergemend.statusdocs.patterns import shown, span_text
from mergemend.statusdocs.record import Place, Record, Verdict
from mergemend.statusdocs.stated import Context

ORDER = "kind-order"
COUNT = "kind-count"

TITLE = "title"
FOOTER = "footer"


def read_record(outline: Outline, kind: Kind, clock: Clock) -> Record:
    """The record of a document of a kind; ``clock`` tells the years that dates leave out."""
    reader = _Reader(outline, kind, Context(clock, kind.statuses), Blocks(outline))
    values = reader.document()
    verdicts = (*reader.verdicts, *reader.uses.verdicts(values))
    return Record(outline.document.path, kind.name, values, reader.places, verdicts)


def read_verdicts(outline: Outline, kind: Kind, clock: Clock) -> tuple[Verdict, ...]:
    """The verdicts of the record alone, in a part of the time."""
    reader = _Reader(outline, kind, Context(clock, kind.statuses), Blocks(outline), judges=True)
    values = reader.document()
    if any(use.slot.refers for use in reader.uses.found):  # to what may not have been read
        return read_record(outline, kind, clock).verdicts
    return (*reader.verdicts, *reader.uses.verdicts(values))


@dataclass(frozen=True, slots=True)
class _Reader(ContentReader):
    """Finds the sections and groups of a document."""

    def document(self) -> dict[str, Json]:
        kind, sections = self.kind, self.outline.sections
        title = next((s for s in sections if s.level == 1), sections[0])
        whole = Scope(0, len(self.outline.lines), "", title.title, "the document")
        values = self.title(title)
        last = sections[-1]
        foot = Scope(last.body, last.after, f"/{FOOTER}", last.title, "the footer")
        footer = self.fields(kind.footer, foot) if kind.footer else {}
        whole.taken.update(foot.taken)
        parts = Part("", sections=kind.sections, lists=kind.lists, tables=kind.tables)
        head_after = next((s.first for s in sections if s.level and s.first > title.first), None)
        head = Scope(0, whole.after if head_after is None else head_after, "", whole.at, "the head")
        head.taken.update(foot.taken)
        values |= self.fields(kind.fields, head)
        whole.taken.update(head.taken)
        values |= self.content(parts, whole)
        if footer:
            values[FOOTER] = footer
            self.places[f"/{FOOTER}"] = Place.of(last.title)
        return values

    def title(self, section: Section) -> dict[str, Json]:
        if not section.level:
            return {}
        seen = shown(section.title.text)
        self.places[f"/{TITLE}"] = Place.of(span_text(section.title, 0, len(seen)))
        values: dict[str, Json] = {TITLE: seen}
        pattern = self.kind.title
        if pattern and (match := pattern.regex.fullmatch(seen)):
            values |= self.captures(pattern, section.title, match, "")
        return values

    def content(self, part: Part, scope: Scope) -> dict[str, Json]:
        """The data of what is in a part. What is inside of something inside comes first."""
        values: dict[str, Json] = {}
        sections = self.sections(part.sections, scope)
        groups = self.groups(part.groups, scope)
        values |= self.fields(part.fields, scope)
        for table in part.tables:
            values |= self.table(table, scope)
        for line in part.lines:
            values |= self.lines(line, scope)
        for slot in part.lists:
            values |= self.list(slot, scope)
        if part.text:
            values |= self.text(part.text, scope)
        return values | groups | sections

    # Sections and groups

    def sections(self, rules: Sequence[Part], scope: Scope) -> dict[str, Json]:
        if not rules:
            return {}
        found: list[tuple[Part, Section, _Match]] = []
        free, left = scope.first, list(rules)
        for section in self.outline.sections_between(scope.first, scope.after):
            if section.first < free or section.level < 2:
                continue
            for rule in left:
                if rule.level not in {None, section.level}:
                    continue
                if match := _match(rule, section.title, section.title):
                    found.append((rule, section, match))
                    free = section.after
                    if not rule.repeat:
                        left.remove(rule)
                    break
        self.check_order(rules, [(rule, section.title) for rule, section, _ in found])
        taken = set(scope.taken)
        for _, section, _ in found:
            scope.take(section.first, section.after)
        reads = [
            (rule, section.title, (section.body, section.after), match)
            for rule, section, match in found
        ]
        return self.parts(rules, reads, scope, taken)

    def groups(self, rules: Sequence[Part], scope: Scope) -> dict[str, Json]:
        if not rules:
            return {}
        taken, left = set(scope.taken), list(rules)
        found: list[tuple[Part, Text, tuple[int, int], _Match]] = []
        for label in self.blocks.labels_between(scope.first, scope.after):
            text = label.text
            if text.line in scope.taken:
                continue
            for rule in left:
                if match := _match(rule, text, label.bold):
                    after = self.blocks.group_after(text, scope.after)
                    found.append((rule, text, (text.line + 1, after), match))
                    scope.take(text.line, after)
                    if not rule.repeat:
                        left.remove(rule)
                    break
        return self.parts(rules, found, scope, taken)

    def parts(
        self,
        rules: Sequence[Part],
        found: Sequence[tuple[Part, Text, tuple[int, int], _Match]],
        scope: Scope,
        taken: set[int],
    ) -> dict[str, Json]:
        values: dict[str, Json] = {}
        for rule in rules:
            mine = [one for one in found if one[0] is rule]
            if not mine and rule.required:
                self.missing(scope, f"has no {rule.key}: {_wanted(rule)}")
            read: list[Json] = []
            for index, (_, label, (first, after), match) in enumerate(mine):
                pointer = f"{scope.pointer}/{rule.key}" + (f"/{index}" if rule.repeat else "")
                inner = Scope(first, after, pointer, label, repr(label.plain), set(taken))
                read.append(self.part(rule, inner, match))
            if read:
                values[rule.key] = read if rule.repeat else read[0]
                if rule.repeat:
                    self.places[f"{scope.pointer}/{rule.key}"] = Place.of(mine[0][1])
        return values

    def part(self, rule: Part, scope: Scope, match: _Match) -> dict[str, Json]:
        self.places[scope.pointer] = Place.of(scope.at)
        values: dict[str, Json] = {}
        if rule.pattern and match.match:
            values |= self.captures(rule.pattern, scope.at, match.match, scope.pointer)
        values |= self.content(rule, scope)
        for capture, key in rule.counts.items():
            self.check_count(values, capture, key, scope)
        return values

    def check_count(self, values: Mapping[str, Json], capture: str, key: str, scope: Scope) -> None:
        stated, counted = values.get(capture), values.get(key, ())
        if isinstance(stated, str) and stated.isdigit():
            stated = int(stated)
        there = len(counted) if isinstance(counted, Sequence) else 1
        if isinstance(stated, int) and stated != there:
            message = f"{scope.name} says {stated}, and there are {there} {key}"
            self.verdicts.append(Verdict(COUNT, scope.at, message))

    def check_order(self, rules: Sequence[Part], found: Sequence[tuple[Part, Text]]) -> None:
        if not self.kind.ordered:
            return
        for (before, _), (rule, at) in pairwise(found):
            if rules.index(rule) < rules.index(before):
                message = f"{rule.key} comes before {before.key} in documents of this kind"
                self.verdicts.append(Verdict(ORDER, at, message))


@dataclass(frozen=True, slots=True)
class _Match:
    """How a heading or label was found: by a name, or by a pattern."""

    match: re.Match[str] | None = None


def _match(rule: Part, text: Text, name: Text) -> _Match | None:
    if rule.pattern is None:
        return _Match() if name_of(name.text) in rule.names else None
    match = rule.pattern.regex.fullmatch(shown(text.text))
    return _Match(match) if match else None


def _wanted(rule: Part) -> str:
    wanted = [rule.pattern.example] if rule.pattern else rule.names
    return " or ".join(map(repr, wanted))
