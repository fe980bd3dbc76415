"""One thing to do, and what fields and columns state about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from mergemend.late import late
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.stated import Context, read_states
from mergemend.statusdocs.statements import NAMES, Property, thing_of
from mergemend.statusdocs.values.dates import Days
from mergemend.statusdocs.values.people import assigned_in, people_in
from mergemend.statusdocs.values.states import State, read_status
from mergemend.statusdocs.values.tickets import find_tickets

CLOSED = frozenset({State.DONE, State.READY, State.DROPPED})
"""The classes of what needs no more work."""


class More(StrEnum):
    """What is stated besides a `Property`."""

    PRIORITY = "priority"
    BLOCKS = "blocks"
    WAITS = "waits for"


FACETS: dict[str, Property | More] = {
    **NAMES,
    **dict.fromkeys(("complete by", "finish by"), Property.DUE),
    **dict.fromkeys(("owners", "assignees", "owner(s", "assigned team"), Property.OWNER),
    **dict.fromkeys(("priority", "severity"), More.PRIORITY),
    **dict.fromkeys(("blocking", "blocks", "in the way of"), More.BLOCKS),
    **dict.fromkeys(
        ("blocked by", "blocker", "blockers", "waiting for", "waiting on", "depends on"), More.WAITS
    ),
}
NONE = late(
    r"(?:none|no|nothing|n/?a|nil|not block\w+|not applicable|[-–—✅]*)(?!\w).*", re.IGNORECASE
)
BLOCKERS = late(
    r"\bblockers?\b|\bblocking (?:issue|item|problem|bug|task|defect|factor)s?\b", re.IGNORECASE
)
NOT_NOW = late(
    r"\b(?:no|non|not|resolved|previous\w*|past|resolution|removed|cleared|fixed|former|old|closed|potential"
    r"|possible|un\w+)\b",
    re.IGNORECASE,
)
_LEVEL = late(r"\b(?:P[0-4]\b|priority [0-9]\b)", re.IGNORECASE)
_LEAD = late(r"[^\w\s(\"'`@#<\[$~]+")
_TAIL = late(r"(?<=\s)[✅☑✔✓❌✗✖🔄🚧⏳⬜☐⏸🔴🟠🟡🟢][^✅☑✔✓❌✗✖🔄🚧⏳⬜☐⏸🔴🟠🟡🟢]*$")
_TRIMMED = late(
    r"^(?:[^\w(\"'`@#<\[$]*\d{1,3}[.)]\s+|[^\w(\"'`@#<\[$]+)"
    r"|(?:\s[^\w\s(\"'`<\[/&+-]+[A-Z -]*)?[^\w)\"'`%!?.…>\]#+]*$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do, or one that was to do.

    ``place`` is what names it in its document: a heading, a bold line, an item, a cell. ``thing``
    is its ticket or its words, and None for a part of a ticket's work: entries about the same
    thing can be told together. ``waits_for`` is what is in its way, ``blocks`` what it is in the
    way of; ``open`` and ``done`` count the boxes that belong to it.
    """

    place: Text
    title: str
    thing: tuple[str, bool] | None
    tickets: tuple[str, ...]
    state: State | None
    status: str
    owners: tuple[str, ...]
    due: date | None
    effort: str
    priority: str
    blocks: str
    waits_for: str
    is_blocker: bool
    open: int = 0
    done: int = 0

    @property
    def line(self) -> int:
        """The number of its line, from 1."""
        return self.place.line + 1

    @property
    def is_closed(self) -> bool:
        """Whether it is stated to need no more work."""
        if self.state is None:
            return self.done > 0 and self.open == 0
        return self.state in CLOSED


Facts = Mapping[Property | More, Text]


@lru_cache(maxsize=4096)
def title_of(text: str) -> str:
    """A heading, a cell or an item as a title: without emphasis, number and signs around it."""
    seen = plain(text)
    return _TRIMMED.sub("", _TRIMMED.sub("", seen)).strip() or seen


def read_entry(
    look: Look, place: Text, facts: Facts, *, in_blockers: bool, title: str | None = None
) -> Entry:
    """The entry for what ``place`` names, from the facts that are stated about it.

    ``in_blockers`` says that it is listed among what is in the way.
    """
    title = title_of(place.text) if title is None else title
    status, owner = facts.get(Property.STATUS), facts.get(Property.OWNER)
    state = state_in(look, status.text) if status else _told_by(look, place)
    owners = people_in(owner.text) if owner else assigned_in(status.text) if status else ()
    blocks, waits = _shown(facts.get(More.BLOCKS)), _shown(facts.get(More.WAITS))
    said = bool(BLOCKERS.search(title)) and not NOT_NOW.search(title)
    level = _LEVEL.search(place.plain)
    return Entry(
        place,
        title,
        thing_of(place.text),
        tuple(find_tickets(title)),
        state,
        status.plain if status else "",
        owners,
        _due(look, facts.get(Property.DUE)),
        _shown(facts.get(Property.EFFORT)),
        _shown(facts.get(More.PRIORITY)) or (level[0] if level else ""),
        blocks,
        waits,
        state not in CLOSED
        and bool((blocks and len(facts) > 1) or in_blockers or (said and facts)),
    )


def state_in(look: Look, value: str) -> State | None:
    """The class of a status as a whole, by the words of its kind too; None if that is not clear.

    Of several statuses one that is blocked or has failed tells.
    """
    found = read_states(Text(0, 0, value), Context(look.clock, look.kind.statuses))
    states = found["states"] if found else None
    if not isinstance(states, list) or not states:
        return None
    worst = next((state for state in states if state in (State.BLOCKED, State.FAILED)), None)
    is_clear = len(set(states)) == 1 and len(states) == len(read_status(value))
    return State(worst or states[0]) if worst or is_clear else None


def _told_by(look: Look, place: Text) -> State | None:
    """The state that a heading or an item tells itself: by the sign before it, or at its end."""
    seen = place.plain
    tail = _TAIL.search(seen)
    if tail and (state := state_in(look, tail[0])):
        return state
    lead = _LEAD.match(seen)
    is_done = lead is not None and state_in(look, lead[0]) is State.DONE
    return State.DONE if is_done else None  # other signs are bullets as often


def _shown(value: Text | None) -> str:
    """A value as a reader sees it; empty if it says that there is nothing."""
    return "" if value is None or NONE.fullmatch(value.plain) else value.plain


def _due(look: Look, value: Text | None) -> date | None:
    """The last date of a value: what it was moved to, the end of a span."""
    if value is None:
        return None
    dates = look.clock.by_line.get(value.line, ())
    inside = [day for day in dates if value.column <= day.start and day.end <= value.end]
    if not inside:
        return None
    last = inside[-1]
    if isinstance(last, Days):
        ends = look.clock.dates_of(last)
        return ends[1] if ends else None
    return look.clock.date_of(last)
