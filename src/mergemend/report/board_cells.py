"""The cells of a board: what is told of a piece of work in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from markupsafe import Markup

from mergemend.report.html import element, joined, text
from mergemend.report.page import Cell, note, tag
from mergemend.report.terminal import shorten
from mergemend.statusdocs.board import Work
from mergemend.statusdocs.stated import without_signs
from mergemend.statusdocs.values.states import State
from mergemend.words import count

Link = Callable[[str, int], str]
"""Where a line of a document can be read: its path and the number of the line give an address."""

_MOST_PLACES = 8
_CLASSES = {
    **dict.fromkeys((State.BLOCKED, State.FAILED), "bad"),
    **dict.fromkeys((State.ACTIVE, State.PARTIAL), "warn"),
    **dict.fromkeys((State.DONE, State.READY), "good"),
}


class Pen:
    """Writes what hangs on the day ``now`` and on where lines can be read."""

    def __init__(self, now: date | None, link: Link) -> None:
        self.now = now
        self.link = link

    def place(self, path: str, line: int, *, with_line: bool = True) -> Markup:
        """A link to a line of a document."""
        shown = _breakable(f"{path}:{line}" if with_line else path)
        return element("a", shown, href=self.link(path, line))

    def places(self, work: Work) -> Cell:
        """The lines that state a piece of work."""
        places = [(place.document.path, place.entry.line) for place in work.places]
        shown: list[Markup] = []
        last = None
        for path, line in places[:_MOST_PLACES]:
            if path == last:
                shown += [text(", "), self._again(path, line)]
            else:
                shown += [element("br")] * bool(shown) + [self.place(path, line)]
            last = path
        more = len(places) - _MOST_PLACES
        links = joined(shown)
        return Cell(links + note(f"and {more} more") if more > 0 else links, "place")

    def _again(self, path: str, line: int) -> Markup:
        """A further line of a document that was just named."""
        return element("a", line, href=self.link(path, line), aria_label=f"{path}:{line}")

    def due(self, work: Work) -> Cell:
        """When it is due, and how late it is."""
        if work.due is None:
            return Cell(None, "date")
        content = text(work.due.isoformat())
        if self.now and work.is_late(self.now):
            days = (self.now - work.due).days
            content += element("span", f"{count(days, 'day')} late", class_="note late")
        return Cell(content, "date", work.due.isoformat())


def _breakable(path: str) -> Markup:
    """A path that can go on in the next line behind its folders and words."""
    shown = text(path)
    for sign in "/_":
        shown = shown.replace(sign, sign + Markup("<wbr>"))
    return shown


def title(work: Work) -> Markup:
    """What it is called, with its tickets."""
    missing = [ticket for ticket in work.first.tickets if ticket not in work.title]
    title = text(shorten(work.title, 160))
    return title + note(", ".join(missing)) if missing else title


def state_of(work: Work) -> Cell:
    """Its state."""
    return Cell(tagged(work.state, work.status), key=work.state or "")


def tagged(state: State | None, status: str) -> Markup | None:
    """The class of a status as a tag, and its words where they say more."""
    shown = shorten(without_signs(status), 70)
    if state is None:
        return note(shown) if shown else None
    said = tag(state, _CLASSES.get(state))
    is_same = "".join(filter(str.isalpha, status)).lower() == state
    return said if is_same or not shown else said + note(shown)


def owners(work: Work) -> Cell:
    """Who does it."""
    return Cell(", ".join(work.owners))


def tasks(work: Work) -> Cell:
    """How many of its boxes are ticked."""
    every = work.first.open + work.first.done
    return Cell(f"{work.first.done} of {every} done" if every else "")
