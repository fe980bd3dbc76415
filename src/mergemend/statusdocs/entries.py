"""The work that a document states: what is to do, by whom, until when, and what is in its way.

It is read from four writings: sections with fields, bold lines and items with fields below them,
rows of tables, and tasks that name a person or a date.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mergemend.late import late
from mergemend.statusdocs.entry import (
    BLOCKERS,
    CLOSED,
    FACETS,
    NONE,
    NOT_NOW,
    Entry,
    More,
    read_entry,
    title_of,
)
from mergemend.statusdocs.inline import Text, fields_in, masked, name_of, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Section
from mergemend.statusdocs.statements import Property, is_label
from mergemend.statusdocs.values.people import MENTION
from mergemend.statusdocs.values.states import State
from mergemend.statusdocs.values.tickets import find_tickets

_BLOCKERS_ONLY = late(
    r"(?:(?:current|critical|known|open|active|remaining|major|key|key risks and) )*"
    r"(?:blockers?|blocking issues)(?: \([^()]*\)| \d+)?"
)
_NUMBERED = late(
    r"^[\W_]*(?:\d{1,3}[.):]|P\d\b"
    r"|(?:priority|task|item|issue|blocker|phase|step|milestone|sprint|tier|week) #?\d+\b)",
    re.IGNORECASE,
)
_AMOUNT = late(r"[~<>≈]?\d[\d.,–-]*\s*(?:hours?|hrs?|h|days?|weeks?|min(?:ute)?s?|[km]b?|%)")
_DUE = late(r"(?:\b(?:due|deadline|eta|by|until)\b:?|📅|⏰)\s*(?:on\s|by\s)?$", re.IGNORECASE)
# Headings of what belongs to the thing around them.
_ASPECTS = frozenset(
    {"timeline", "schedule", "effort", "overview", "summary", "status", "current status", "details"}
    | {
        "description",
        "background",
        "next steps",
        "notes",
        "estimate",
        "metadata",
        "ownership",
        "sign-off",
    }
)


@dataclass(frozen=True, slots=True)
class _Block:
    """What names a thing, and the lines with what is stated about it, from ``first`` on."""

    place: Text
    first: int
    after: int
    is_sure: bool  # else it is one only beside others like it


def entries(look: Look) -> tuple[Entry, ...]:
    """The entries of a document, in its order."""
    found = [*_of_blocks(look), *_of_tables(look), *_of_tasks(look), *_of_blocker_lists(look)]
    by_line: dict[tuple[int, int], Entry] = {}
    for entry in found:
        by_line.setdefault((entry.place.line, entry.place.column), entry)
    return tuple(by_line[place] for place in sorted(by_line))


def _of_blocks(look: Look) -> Iterator[Entry]:
    """Sections, bold lines and items with fields: a field belongs to the innermost of them."""
    sections = [
        _Block(s.title, s.body, s.after, True)
        for s in look.outline.sections[1:]
        if s.name not in _ASPECTS
    ]
    labels = [*_labels(look), *_items(look)]
    stated = _stated(look, [*sections, *labels])
    with_fields = [block for block in labels if block in stated]
    beside = Counter(_section_of(look, block) for block in with_fields)
    sure = (b for b in with_fields if b.is_sure or beside[_section_of(look, b)] > 1)
    kept = [*sections, *sure]
    stated = _stated(look, kept)
    for block in kept:
        facts = stated.get(block, {})
        section = look.outline.section_at(block.place.line)
        in_blockers = _is_in_blockers(look, block.place, section)
        entry = read_entry(look, block.place, facts, in_blockers=in_blockers)
        if not _counts(look, block, section, entry):
            continue
        tasks = [i.done for i in look.outline.items_between(block.first, block.after)]
        yield replace(entry, open=tasks.count(False), done=tasks.count(True))


def _stated(look: Look, blocks: Sequence[_Block]) -> dict[_Block, dict[Property | More, Text]]:
    """The fields of each block that has some."""
    found: defaultdict[_Block, dict[Property | More, Text]] = defaultdict(dict)
    starts = sorted(blocks, key=lambda block: (block.first, -block.after))
    around: list[_Block] = []
    position = 0
    for field in look.outline.fields:
        line = field.key.line
        while position < len(starts) and starts[position].first <= line:
            around.append(starts[position])
            position += 1
        around = [block for block in around if line < block.after]
        facet = FACETS.get(field.name)
        if facet and around and field.value.text:
            found[around[-1]].setdefault(facet, field.value)
    return dict(found)


def _labels(look: Look) -> Iterator[_Block]:
    """Bold lines, each with what stands below it, up to the next."""
    found = [t for t in look.outline.paragraphs if is_label(t) and not _is_field(t)]
    for number, label in enumerate(found):
        after = look.outline.section_at(label.line).own_after
        if number + 1 < len(found):
            after = min(after, found[number + 1].line)
        yield _Block(label, label.line + 1, after, _is_work(label.text))


def _items(look: Look) -> Iterator[_Block]:
    """Items of lists with further lines."""
    for item in look.outline.items:
        if item.after > item.text.line + 1 and not _is_field(item.text):
            is_sure = item.number is not None or item.done is not None or item.text.text[:2] == "**"
            yield _Block(
                item.text, item.text.line + 1, item.after, is_sure or _is_work(item.text.text)
            )


def _is_field(text: Text) -> bool:
    return bool(fields_in(text))


def _is_work(title: str) -> bool:
    return bool(find_tickets(title) or _NUMBERED.match(plain(title)))


def _section_of(look: Look, block: _Block) -> int:
    return look.outline.section_at(block.place.line).index


def _counts(look: Look, block: _Block, section: Section, entry: Entry) -> bool:
    """Whether what is stated makes it a thing to do."""
    if block.place == section.title and section.index == _title_section(look) and not entry.tickets:
        return False  # that is the document itself
    if entry.is_blocker and _is_work(block.place.text):
        return True
    stated = entry.status and entry.state  # a sign in a heading alone is decoration as often
    said = (stated, entry.owners, entry.due, entry.blocks, entry.waits_for)
    others = (entry.effort, entry.priority)
    is_open = stated and entry.state not in CLOSED
    least = 1 if is_open or entry.is_blocker or _is_work(block.place.text) else 2
    return any(said) and sum(map(bool, (*said, *others))) >= least


def _title_section(look: Look) -> int:
    return next((s.index for s in look.outline.sections[1:]), 0)


def _is_in_blockers(look: Look, place: Text, section: Section) -> bool:
    """Whether a thing stands in a section about what is in the way."""
    own = section.index if section.title == place else None
    return any(
        BLOCKERS.search(around.name) and not NOT_NOW.search(around.name)
        for around in look.outline.sections_around(place.line)
        if around.index not in (own, _title_section(look)) and not _is_work(around.title.text)
    )


def _of_tables(look: Look) -> Iterator[Entry]:
    for table in look.outline.tables:
        facets = {i: FACETS.get(name_of(cell.text)) for i, cell in enumerate(table.header)}
        titles = [i for i, facet in facets.items() if facet is None]
        if not titles or not {Property.STATUS, Property.OWNER, Property.DUE} & set(facets.values()):
            continue
        section = look.outline.section_at(table.first)
        for row in table.rows:
            entry = _of_row(look, row, facets, titles, section)
            if entry and (entry.state or entry.owners or entry.due):
                yield entry


def _of_row(
    look: Look,
    row: Sequence[Text],
    facets: Mapping[int, Property | More | None],
    titles: Sequence[int],
    section: Section,
) -> Entry | None:
    cells = [row[i] for i in titles if i < len(row)]
    place = next((cell for cell in cells if _names(cell)), None)
    if place is None or re.match(
        r"(?:sub)?totals?\b|average\b|sum\b|overall\b", name_of(place.text)
    ):
        return None
    title = title_of(place.text)
    if not re.search(r"[^\W\d_]{3}(?!-?\d)", title):  # the next column says what it is about
        rest = next((c for c in cells if c != place and _names(c)), None)
        title = f"{title}: {title_of(rest.text)}" if rest else title
    facts = {
        facet: row[i]
        for i, facet in facets.items()
        if facet and i < len(row) and row[i].text.strip(" -–—")
    }
    in_blockers = _is_in_blockers(look, place, section) or bool(BLOCKERS.search(section.name))
    if NOT_NOW.search(section.name) or More.WAITS in facets.values():
        in_blockers = False  # with such a column the rows are what is blocked
    return read_entry(look, place, facts, in_blockers=in_blockers, title=title)


def _names(cell: Text) -> bool:
    return bool(re.search(r"[^\W\d_]", cell.plain)) and not _AMOUNT.fullmatch(cell.plain)


def _of_tasks(look: Look) -> Iterator[Entry]:
    """Tasks that name a person or a date themselves."""
    for item in look.outline.items:
        if item.done is None or _is_field(item.text):
            continue
        owners = tuple(match["name"] for match in MENTION.finditer(masked(item.text.text)))
        due = _due_in(look, item.text)
        if owners or due:
            title = _without_notes(item.text.text)
            state = State.DONE if item.done else State.TODO
            entry = read_entry(look, item.text, {}, in_blockers=False, title=title)
            yield replace(entry, state=state, owners=owners or entry.owners, due=due)


def _of_blocker_lists(look: Look) -> Iterator[Entry]:
    """The items of a section that lists what is in the way, and nothing else."""
    for section in look.outline.sections[2:]:
        if not _BLOCKERS_ONLY.fullmatch(section.name):
            continue
        for item in look.outline.items_between(section.body, section.own_after):
            if item.depth == 0 and not item.done and not _is_field(item.text):
                entry = read_entry(look, item.text, {}, in_blockers=True)
                if entry.is_blocker and entry.title and not NONE.fullmatch(entry.title):
                    yield entry


def _due_in(look: Look, text: Text) -> date | None:
    """The date of a task that stands behind a word or sign for it."""
    line = look.outline.lines[text.line]
    for day in look.clock.days_at(text.line, text.column, text.end):
        if _DUE.search(line[text.column : day.start]):
            return look.clock.date_of(day)
    return None


def _without_notes(text: str) -> str:
    """A task without its mentions and the bracket with its date."""
    text = re.sub(r"\s*\((?:due|by|deadline|eta)\b[^()]*\)|\s*📅.*$", "", text, flags=re.IGNORECASE)
    return title_of(MENTION.sub("", text))
