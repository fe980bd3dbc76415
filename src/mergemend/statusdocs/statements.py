"""What a document states about single things: the status, owner, due date, effort of a ticket.

Only typed positions count: the fields below a heading or a bold line that names the thing, and the
cells of a table's row that begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mergemend.statusdocs.inline import Field, Text, name_of, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.tickets import find_tickets


class Property(StrEnum):
    """What can be stated of a thing."""

    STATUS = "status"
    OWNER = "owner"
    DUE = "due date"
    TARGET = "target date"
    EFFORT = "effort"


NAMES: dict[str, Property] = {
    **dict.fromkeys(("status", "state", "current status"), Property.STATUS),
    **dict.fromkeys(
        ("owner", "assignee", "assigned to", "assigned", "responsible", "lead"), Property.OWNER
    ),
    **dict.fromkeys(("due", "due date", "deadline", "due by"), Property.DUE),
    **dict.fromkeys(("target", "target date", "eta", "target completion"), Property.TARGET),
    **dict.fromkeys(
        ("effort", "estimate", "estimated effort", "time estimate", "estimated time"),
        Property.EFFORT,
    ),
}
"""The names of fields and columns that state something."""

_KEYS = frozenset({"ticket", "ticket id", "issue", "issue id", "id", "key", "task", "item"})
"""The names of columns that say what a row is about; else the first column does."""

_PART = re.compile(r"\b(?:phase|part|step|stage|week|day)s?\s*\d", re.IGNORECASE)
_LABEL = re.compile(r"\*\*[^*]+\*\*")
_NUMBER = re.compile(r"^(?:[\W_]*\d{1,3}[.):]\s+|[\W_]+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """``value`` is said to be a property of ``thing``, a ticket id or a name in lower case.

    ``table`` is the first line of the table it stands in, if it does.
    """

    thing: str
    is_ticket: bool
    what: Property
    value: Text
    table: int | None = None


def statements(look: Look) -> tuple[Statement, ...]:
    """All statements of a document, in its order."""
    found = [*_of_sections(look), *_of_labels(look), *_of_tables(look)]
    return tuple(sorted(found, key=lambda statement: statement.value.line))


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
    seen: set[Property] = set()
    for field in fields:
        what = NAMES[field.name] if _states(field) else None
        if what and what not in seen and field.value.text:
            seen.add(what)
            yield Statement(*thing, what, field.value)


def _of_tables(look: Look) -> Iterator[Statement]:
    for table in look.outline.tables:
        names = [name_of(cell.text) for cell in table.header]
        key = next((i for i, name in enumerate(names) if name in _KEYS), 0)
        if not names or names[key] in NAMES:
            continue
        columns = [(i, NAMES[name]) for i, name in enumerate(names) if name in NAMES]
        for row in table.rows if columns else ():
            thing = thing_of(row[key].text) if key < len(row) else None
            if thing is None:
                continue
            for index, what in columns:
                if index < len(row) and row[index].text.strip(" -–—"):
                    yield Statement(*thing, what, row[index], table.first)
