"""A time line as a drawing: one square for each thing that is due, by day, week or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from markupsafe import Markup

from mergemend.report.html import element, joined
from mergemend.statusdocs.board import Work
from mergemend.words import count

_WIDTH, _HEIGHT, _EDGE, _BASE = 960, 190, 30, 150
_MOST_SLOTS = 110
_LARGEST = 16
_GAP = 2
_TICK_ROOM = 90
_STEPS = (1, 7, 14, 31, 92, 183, 366, 1830)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to columns: the first day that is drawn, and how many days there are."""

    first: date
    days: int
    slot: int  # days of one

    @property
    def unit(self) -> float:
        """The width of a day."""
        return (_WIDTH - 2 * _EDGE) / self.days

    def x(self, day: date) -> float:
        """The column where a day begins."""
        return round(_EDGE + (day - self.first).days * self.unit, 1)

    def slot_of(self, day: date) -> date:
        """The first day of the slot that a day belongs to."""
        return day - timedelta((day - self.first).days % self.slot)


def timeline(work: Sequence[Work], now: date | None) -> Markup:
    """The drawing for work that has due dates; ``now`` is drawn where it is known.

    What it shows is told beside it for those who do not see it.
    """
    scale = _scale([one.due for one in work if one.due], now)
    slots: defaultdict[date, list[Work]] = defaultdict(list)
    for one in work:
        if one.due:
            slots[scale.slot_of(one.due)].append(one)
    highest = max(map(len, slots.values()))
    side = min(_LARGEST, scale.unit * scale.slot - 1, (_BASE - 30) / highest)
    squares = [
        element(
            "rect",
            x=round(scale.x(day) + (scale.unit * scale.slot - side) / 2, 1),
            y=round(_BASE - _GAP - (number + 1) * side, 1),
            width=round(max(side - _GAP, 1), 1),
            height=round(max(side - min(_GAP, side / 4), 0.5), 1),
            rx=2 if side > 6 else None,
            class_=f"is-{condition(one, now)}",
        )
        for day, stack in sorted(slots.items())
        for number, one in enumerate(sorted(stack, key=lambda one: condition(one, now)))
    ]
    axis = element("line", x1=_EDGE, x2=_WIDTH - _EDGE, y1=_BASE, y2=_BASE, class_="axis")
    label = f"{count(len(work), 'due date')}; the table below has them all"
    drawing = element(
        "svg",
        axis,
        *_ticks(scale),
        *squares,
        *_now(scale, now),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=label,
    )
    return element("div", drawing, _key(now), class_="scroll chart")


def condition(work: Work, now: date | None) -> str:
    """Whether work is ``closed``, ``late`` or ``open``."""
    if work.is_closed:
        return "closed"
    return "late" if work.is_late(now) else "open"


def _scale(dues: Sequence[date], now: date | None) -> _Scale:
    days = [*dues, now] if now else list(dues)
    first, last = min(days), max(days)
    margin = timedelta(max(2, (last - first).days // 40))
    if first.toordinal() > margin.days:
        first -= margin
    span = min((last - first).days + margin.days + 1, (date.max - first).days)
    slot = next((step for step in _STEPS if span / step <= _MOST_SLOTS), span // _MOST_SLOTS + 1)
    return _Scale(first, span, slot)


def _ticks(scale: _Scale) -> Iterator[Markup]:
    step = next((s for s in _STEPS if s * scale.unit >= _TICK_ROOM), scale.days)
    ends = (scale.first + timedelta(offset) for offset in range(0, scale.days, step))
    for day in takewhile(lambda day: scale.x(day) < _WIDTH - _EDGE - _TICK_ROOM / 2, ends):
        x = scale.x(day)
        yield element("line", x1=x, x2=x, y1=_BASE, y2=_BASE + 6, class_="axis")
        yield element("text", day.isoformat(), x=x, y=_BASE + 22)


def _now(scale: _Scale, now: date | None) -> Iterator[Markup]:
    if now:
        x = scale.x(now)
        anchor = "end" if x > _WIDTH - 150 else "start"
        yield element("line", x1=x, x2=x, y1=12, y2=_BASE, class_="now")
        aside = -6 if anchor == "end" else 6
        place = {"x": x + aside, "y": 20}
        yield element("text", f"now, {now}", **place, text_anchor=anchor, class_="now-label")


def _key(now: date | None) -> Markup:
    names = [("late", "overdue")] if now else []
    names += [("open", "open"), ("closed", "done or dropped")]
    items = [
        element(
            "li",
            element(
                "svg",
                element("rect", width=10, height=10, rx=2, class_=f"is-{name}"),
                viewBox="0 0 10 10",
                aria_hidden="true",
            ),
            label,
        )
        for name, label in names
    ]
    return element("ul", joined(items), class_="key")
