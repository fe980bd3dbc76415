"""The types of values: how what is written becomes data.

A type whose values can be written in many ways gives an object: ``text`` as it is written, and
beside it what was understood. The others give the text as a reader sees it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from mergemend.late import late
from mergemend.model import Json
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.inline import Text, links_in
from mergemend.statusdocs.kind import Slot
from mergemend.statusdocs.stated import Context, item_data, read_states, without_signs
from mergemend.statusdocs.values.amounts import find_amounts
from mergemend.statusdocs.values.dates import MONTHS, Day, Days, find_dates, month_number
from mergemend.statusdocs.values.states import State, state_of
from mergemend.statusdocs.values.tickets import find_tickets

STATES = tuple(State)


Parse: TypeAlias = Callable[[Text, Slot, Context], Json]
"""The data of a text; None if it is not of the type."""


@dataclass(frozen=True, slots=True)
class Type:
    """How values of a type are read.

    ``parts`` are the keys of its objects beside ``text``; without parts a value is no object.
    ``sample`` is a value as a document would have it.
    """

    parse: Parse
    sample: str
    parts: tuple[str, ...] = ()


_NOTHING = frozenset({"", "-", "–", "—", "n/a", "tbd", "tba", "none", "?", "..."})
_PLACEHOLDER = late(r"\W*(?:[{<\[$].*[}>\]]|[YMDHh]{2,4}(?:[-/.: ][YMDHh]{2,4})+)\W*")
_LONGEST_PLACEHOLDER = 500  # characters
_TRUE = frozenset({"yes", "true", "y", "✅", "✓", "✔", "[x]"})
_FALSE = frozenset({"no", "false", "n", "❌", "✗", "✘", "[ ]"})
_NUMBER = late(r"[-+−]?\d[\d,_ ]*(?:\.\d+)?")
_VERSION = late(r"v?(\d+(?:\.\d+)*(?:[-+.]?[A-Za-z][\w.+-]*)?)", re.IGNORECASE)
_PATH = late(r"[\w.@~-]*(?:/[\w.@~+-]+)+/?|[\w@~-][\w.@~-]*\.\w{1,10}")
_ISSUE = late(r"(?<![\w#/])#\d{1,6}(?!\w)")
_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(month[:3] for month in MONTHS)})\.?)"
_MONTH_OF_YEAR = late(rf"\b(?P<month>{_MONTH}),? (?P<year>(?:19|20)\d\d)\b")
_LEAP_YEAR = 2024
_TICK = "\N{VARIATION SELECTOR-16}"


def is_nothing(text: str) -> bool:
    """Whether a text says that there is no value, ``-`` or ``TBD``, or is one to be filled in."""
    said = text.strip()
    if len(said) > _LONGEST_PLACEHOLDER:
        return False
    return said.lower() in _NOTHING or _PLACEHOLDER.fullmatch(said) is not None


def _text(text: Text, _: Slot, __: Context) -> Json:
    return text.plain


def _enum(text: Text, slot: Slot, _: Context) -> Json:
    seen = text.plain.lower()
    for word in slot.words:
        if re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", seen):
            return word
    return None


def _number(text: Text, _: Slot, __: Context) -> Json:
    match = _NUMBER.search(text.plain)
    if match is None:
        return None
    written = re.sub(r"[,_ ]", "", match[0]).replace("−", "-")
    return float(written) if "." in written else int(written)


def _boolean(text: Text, _: Slot, __: Context) -> Json:
    words = text.plain.replace(_TICK, "").lower().split()
    first = words[0].rstrip(".,;:") if words else ""
    return True if first in _TRUE else False if first in _FALSE else None


def _version(text: Text, _: Slot, __: Context) -> Json:
    match = _VERSION.search(text.plain)
    return match[0] if match else None


def _path(text: Text, _: Slot, __: Context) -> Json:
    links = links_in(text)
    if links:
        return links[0].target.text
    match = _PATH.search(text.plain)
    return match[0] if match else None


def _link(text: Text, _: Slot, __: Context) -> Json:
    links = links_in(text)
    if not links:
        return None
    return {"text": links[0].text.plain, "target": links[0].target.text}


def _date(text: Text, _: Slot, context: Context) -> Json:
    """The first date; the end of the first span where there are only spans."""
    found = find_dates(text.text)
    day = next((one for one in found if isinstance(one, Day)), None)
    if day is None and found and isinstance(found[0], Days):
        day = found[0].last
    written = _iso(day, context.clock) if day else _month(text.plain)
    return {"text": text.plain, "date": written} if written else None


def _month(text: str) -> str | None:
    """A month with its year, as in ISO 8601."""
    match = _MONTH_OF_YEAR.search(text)
    return f"{match['year']}-{month_number(match['month']):02}" if match else None


def _iso(day: Day, clock: Clock) -> str | None:
    """A date as in ISO 8601; without its year, where that is unknown, as XML Schema's gMonthDay.

    None if there is no such day.
    """
    if found := clock.date_of(day):
        return found.isoformat()
    return (
        None
        if day.in_year(day.year or _LEAP_YEAR) is None or day.year
        else (f"--{day.month:02}-{day.day:02}")
    )


def _week(text: Text, _: Slot, context: Context) -> Json:
    days = next((one for one in find_dates(text.text) if isinstance(one, Days)), None)
    if days is None:
        return None
    ends = context.clock.dates_of(days)
    if ends:
        first, last = (end.isoformat() for end in ends)
        return {"text": text.plain, "first": first, "last": last}
    one, other = _iso(days.first, context.clock), _iso(days.last, context.clock)
    return {"text": text.plain, "first": one, "last": other} if one and other else None


_TIMES = {"time": "hours", "days": "days", "weeks": "weeks", "months": "months", "years": "years"}
_HOUR = 60  # amounts of time are in minutes
_CURRENCIES = "$€£"


def _duration(text: Text, _: Slot, __: Context) -> Json:
    for amount in find_amounts(text.plain):
        if amount.family in _TIMES:
            size, unit = 1, _TIMES[amount.family]
            if unit == "hours":
                size, unit = (_HOUR, unit) if amount.high >= _HOUR else (1, "minutes")
            low, high = _plain(amount.low / size), _plain(amount.high / size)
            return {"text": text.plain, "low": low, "high": high, "unit": unit}
    return None


def _money(text: Text, _: Slot, __: Context) -> Json:
    for amount in find_amounts(text.plain):
        if amount.family in _CURRENCIES:
            low, high, per = _plain(amount.low), _plain(amount.high), amount.per or None
            return {
                "text": text.plain,
                "low": low,
                "high": high,
                "currency": amount.family,
                "per": per,
            }
    return None


def _percent(text: Text, _: Slot, __: Context) -> Json:
    for amount in find_amounts(text.plain):
        if amount.family == "percent":
            return {"text": text.plain, "low": _plain(amount.low), "high": _plain(amount.high)}
    return None


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _status(text: Text, _: Slot, context: Context) -> Json:
    return read_states(text, context)


def _item(text: Text, _: Slot, context: Context) -> Json:
    return item_data(text, None, context)


def _ticket(text: Text, _: Slot, __: Context) -> Json:
    seen = text.plain
    return next(iter(find_tickets(seen)), None) or (_ISSUE.search(seen) or [None])[0]


def _person(text: Text, _: Slot, __: Context) -> Json:
    name = without_signs(text.plain).strip()
    return name if re.search(r"[^\W\d_]", name) and not is_nothing(name) else None


ITEM = "item"

TYPES: Mapping[str, Type] = {
    "text": Type(_text, "…"),
    "enum": Type(_enum, ""),
    "number": Type(_number, "1"),
    "boolean": Type(_boolean, "yes"),
    "version": Type(_version, "1.0.0"),
    "duration": Type(_duration, "2 hours", ("low", "high", "unit")),
    "money": Type(_money, "$100", ("low", "high", "currency", "per")),
    "percent": Type(_percent, "50%", ("low", "high")),
    "date": Type(_date, "January 12, 2026", ("date",)),
    "week": Type(_week, "January 12-16, 2026", ("first", "last")),
    "status": Type(_status, "IN PROGRESS", ("state", "states")),
    "ticket": Type(_ticket, "TIDE-12"),
    "person": Type(_person, "Ada"),
    ITEM: Type(_item, "Do this", ("emoji", "state", "done")),
    "path": Type(_path, "docs/example.md"),
    "link": Type(_link, "[example](https://example.org)", ("target",)),
}


def unknown(slot: Slot, text: Text) -> Json:
    """The data of a text that is not of the type of its slot: nothing was understood."""
    parts = TYPES[slot.type].parts
    if not parts:
        return text.plain if slot.type in {"ticket", "person"} else None
    return {"text": text.plain, **dict.fromkeys(parts)}


_WHOLE = {
    "number": late(r"[-+−]?\d[\d,]*(?:\.\d+)?"),
    "percent": late(r"[~≈]?\d+(?:\.\d+)?\s?%"),
    "ticket": late(r"[A-Z][A-Z0-9]{1,9}-\d{1,6}|#\d+"),
    "version": late(r"v?\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?"),
    "boolean": late(r"(?:yes|no|true|false)", re.IGNORECASE),
}
_DATE_ONLY = 0.6


def guess_type(texts: Sequence[str]) -> str:
    """The type that all of some values have, wholly or for the most part; else ``text``."""
    said = [text for text in texts if not is_nothing(text)]
    if not said:
        return "text"
    for name, pattern in _WHOLE.items():
        if all(map(pattern.fullmatch, said)):
            return name
    for name, kind in (("date", Day), ("week", Days)):
        if all(_is_mostly(text, kind) for text in said):
            return name
    return "status" if all(state_of(text) for text in said) else "text"


def _is_mostly(text: str, kind: type[Day | Days]) -> bool:
    found = find_dates(text)
    return (
        bool(found)
        and isinstance(found[0], kind)
        and (found[0].end - found[0].start >= _DATE_ONLY * len(text))
    )
