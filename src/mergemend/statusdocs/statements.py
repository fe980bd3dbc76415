"""What a document states about single things: the status, owner, due date, effort of a ticket.

Only typed positions count: the fields below a heading or a bold line that names the thing, and the
cells of a table's row that begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mergemend.late import late
from mergemend.statusdocs.inline import Field, Text, name_of, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.tickets import find_tickets


class Property(StrEnum):
    """What can be stated of a thing."""

    STATUS = "status"
    OWNER = "owner"
    DUE = "due date"
    EFFORT = "effort"


AIMS = frozenset({"target", "target date", "eta", "target completion"})
"""The names of dates that are rather aimed at than due; a thing can have one of each sort."""

NAMES: dict[str, Property] = {
    **dict.fromkeys(("status", "state", "current status"), Property.STATUS),
    **dict.fromkeys(
        ("owner", "assignee", "assigned to", "assigned", "responsible", "lead"), Property.OWNER
    ),
    **dict.fromkeys(("due", "due date", "deadline", "due by", *sorted(AIMS)), Property.DUE),
    **dict.fromkeys(
        ("effort", "estimate", "estimated effort", "time estimate", "estimated time"),
        Property.EFFORT,
    ),
}
"""The names of fields and columns that state something."""

_KEYS = frozenset({"ticket", "ticket id", "issue", "issue id", "id", "key", "task", "item"})
"""The names of columns that say what a row is about; else the first column does."""

_PART = late(r"\b(?:phase|part|step|stage|week|day)s?\s*\d", re.IGNORECASE)
_LABEL = late(r"\*\*[^*]+\*\*")
_NUMBER = late(r"^(?:[\W_]*\d{1,3}[.):]\s+|[\W_]+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """``value`` is said to be a property of ``thing``, a ticket id or a name in lower case.

    ``table`` is the first line of the table it stands in, if it does; ``aim`` says that a date is
    rather aimed at than due.
    """

    thing: str
    is_ticket: bool
    what: Property
    value: Text
    table: int | None = None
    aim: bool = False

    @property
    def key(self) -> tuple[str, Property, bool]:
        """What it is about: of two statements with the same key one can be wrong."""
        return self.thing, self.what, self.aim


def statements(look: Look) -> tuple[Statement, ...]:
    """All statements of a document, in its order."""
    found = [*_of_sections(look), *_of_labels(look), *_of_tables(look)]
    return tuple(sorted(found, key=lambda statement: statement.value.line))


@lru_cache(maxsize=1024)
def thing_of(title: str) -> tuple[str, bool] | None:
    """The thing that a title names: its only ticket, or else its words.

    None if it names several tickets, or a part of one.
    """
    tickets = find_tickets(title)
    if len(tickets) > 1 or (tickets and _PART.search(title)):
        return None
    if tickets:
        return tickets[0], True
    name = name_of(_NUMBER.sub("", plain(title)))
    return (name, False) if name else None


def _of_sections(look: Look) -> Iterator[Statement]:
    labels = [t.line for t in look.outline.paragraphs if is_label(t)]
    with_ticket = [line for line in labels if find_tickets(look.outline.lines[line])]
    for section in look.outline.sections[1:]:
        if not any(map(_states, look.outline.fields_between(section.body, section.own_after))):
            continue
        thing = thing_of(section.title.text)
        if thing:
            # from the first bold line with a ticket on, fields are that one's
            own = (line for line in with_ticket if section.body <= line < section.own_after)
            after = next(own, section.own_after)
            yield from _of_fields(look.outline.fields_between(section.body, after), thing)


def _states(field: Field) -> bool:
    return field.bold and field.name in NAMES


def is_label(text: Text) -> bool:
    """Whether a line is bold from its start and ends there, but for emoji and words in capitals."""
    match = _LABEL.match(text.text)
    return bool(match) and not re.search(r"[a-z]", text.text[match.end() :] if match else "")


def _of_labels(look: Look) -> Iterator[Statement]:
    labels = [t for t in look.outline.paragraphs if is_label(t)]
    for number, label in enumerate(labels):
        thing = thing_of(label.text)
        if thing is None or not thing[1]:
            continue
        after = look.outline.section_at(label.line).own_after
        if number + 1 < len(labels):
            after = min(after, labels[number + 1].line)
        yield from _of_fields(look.outline.fields_between(label.line + 1, after), thing)


def _of_fields(fields: Sequence[Field], thing: tuple[str, bool]) -> Iterator[Statement]:
    seen: set[tuple[str, Property, bool]] = set()
    for field in fields:
        if not _states(field) or not field.value.text:
            continue
        found = Statement(*thing, NAMES[field.name], field.value, aim=field.name in AIMS)
        if found.key not in seen:
            seen.add(found.key)
            yield found


def _of_tables(look: Look) -> Iterator[Statement]:
    for table in look.outline.tables:
        names = [name_of(cell.text) for cell in table.header]
        key = next((i for i, name in enumerate(names) if name in _KEYS), 0)
        if not names or names[key] in NAMES:
            continue
        columns = [(i, name) for i, name in enumerate(names) if name in NAMES]
        for row in table.rows if columns else ():
            thing = thing_of(row[key].text) if key < len(row) else None
            if thing is None:
                continue
            for index, name in columns:
                if index < len(row) and row[index].text.strip(" -–—"):
                    aim = name in AIMS
                    yield Statement(*thing, NAMES[name], row[index], table.first, aim)
