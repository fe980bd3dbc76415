"""The board as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from markupsafe import Markup

from mergemend.model import Finding, Severity
from mergemend.report.data import iso
from mergemend.report.html import element, joined, text
from mergemend.report.page import (
    Cell,
    Row,
    Section,
    controls,
    figures,
    note,
    page,
    table,
    tag,
)
from mergemend.report.terminal import count, shorten, things
from mergemend.report.timeline import timeline
from mergemend.statusdocs.board import Board, StatusDocument, Work
from mergemend.statusdocs.stated import without_signs
from mergemend.statusdocs.values.states import State

Link = Callable[[str, int], str]
"""Where a line of a document can be read: its path and the number of the line give an address."""

TITLE = "Status board"

_MOST_PLACES = 8
_CLASSES = {
    **dict.fromkeys((State.BLOCKED, State.FAILED), "bad"),
    **dict.fromkeys((State.ACTIVE, State.PARTIAL), "warn"),
    **dict.fromkeys((State.DONE, State.READY), "good"),
}
_SEVERITIES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: None}
_GROUPS = (
    ("", "all work"),
    ("open", "open"),
    ("late", "overdue"),
    ("blocker", "blockers"),
    ("blocked", "blocked"),
    ("closed", "done or dropped"),
)


def board_page(board: Board, link: Link) -> str:
    """The page. What is empty is told in a line, so that nobody looks for it."""
    pen = _Pen(board.now, link)
    parts = [
        Section("blockers", "Blockers by owner", pen.blockers(board)),
        Section("overdue", "Overdue", pen.late(board)),
        Section("contradictions", "Contradictions and mistakes", pen.findings(board.findings)),
        Section("timeline", "Time line", pen.timeline(board.dated)),
        Section("work", "All work", pen.work(board.work)),
        Section("documents", "Documents", pen.documents(board.documents)),
    ]
    if board.left:
        parts.append(Section("not-read", "Not read", pen.left(board.left)))
    return page("board", TITLE, _lead(board), parts)


def figures_of(board: Board) -> list[tuple[str, int, str, str | None]]:
    """The numbers that tell most: section, number, what it counts, how bad that is."""
    blockers = sum(work.is_blocker for work in board.work)
    mistakes = sum(finding.counts for finding in board.findings)
    documents, left = len(board.documents), len(board.left)
    found: list[tuple[str, int, str, str | None]] = [
        ("blockers", blockers, things(blockers, "blocker"), "bad"),
        ("overdue", len(board.late), "overdue", "bad"),
        ("contradictions", mistakes, things(mistakes, "finding"), "warn"),
        ("work", sum(not work.is_closed for work in board.work), "open", None),
        ("documents", documents, things(documents, "document"), None),
    ]
    if left:
        found.append(("not-read", left, "not read", "warn"))
    return found


def now_line(now: date | None) -> str:
    """What day the board goes by."""
    if now is None:
        return "No commit tells the day, so nothing is told to be overdue; --now gives one."
    return f"As of {_long(now)}."


def _lead(board: Board) -> Iterator[Markup]:
    yield element("p", now_line(board.now), class_="soft")
    yield figures(figures_of(board))


class _Pen:
    """Draws the parts of the board that goes by the day ``now``."""

    def __init__(self, now: date | None, link: Link) -> None:
        self.now = now
        self.link = link

    def blockers(self, board: Board) -> Markup:
        parts = [
            table(
                f"{owner or 'Nobody named'} ({len(works)})",
                ("Blocker", "Due", "State", "In the way of", "Effort", "Where"),
                (self._blocker(work) for work in works),
            )
            for owner, works in board.blockers
        ]
        if not parts:
            parts = [_nothing("Nothing is in the way.")]
        if board.blocked:
            rows = (self._blocked(work) for work in board.blocked)
            columns = ("Work", "Waits for", "State", "Owner", "Due", "Where")
            parts.append(element("h3", f"What is blocked ({len(board.blocked)})"))
            parts.append(table(None, columns, rows, label="What is blocked"))
        return joined(parts)

    def _blocker(self, work: Work) -> Row:
        return Row(
            (
                Cell(_title(work)),
                self._due(work),
                _state(work),
                Cell(work.told("blocks")),
                Cell(work.told("effort")),
                self._places(work),
            )
        )

    def _blocked(self, work: Work) -> Row:
        return Row(
            (
                Cell(_title(work)),
                Cell(work.told("waits_for")),
                _state(work),
                _owners(work),
                self._due(work),
                self._places(work),
            )
        )

    def late(self, board: Board) -> Markup:
        if self.now is None:
            return _nothing(now_line(None))
        if not board.late:
            return _nothing("Nothing is overdue.")
        rows = (
            Row(
                (
                    Cell(_title(work)),
                    _owners(work),
                    self._due(work),
                    _state(work),
                    self._places(work),
                )
            )
            for work in board.late
        )
        return table(None, ("Work", "Owner", "Due", "State", "Where"), rows, label="Overdue")

    def findings(self, findings: Sequence[Finding]) -> Markup:
        if not findings:
            return _nothing("The rules for status documents find nothing.")
        rows = (
            Row(
                (
                    Cell(finding.rule),
                    Cell(
                        tag(finding.severity, _SEVERITIES[finding.severity]),
                        key=str(list(Severity).index(finding.severity)),
                    ),
                    Cell(finding.message),
                    Cell(self._link(finding.path, finding.line), "place"),
                )
            )
            for finding in findings
        )
        return table(
            None,
            ("Rule", "Severity", "What", "Where"),
            rows,
            name="findings-table",
            label="Findings",
        )

    def timeline(self, dated: Sequence[Work]) -> Markup:
        if not dated:
            return _nothing("No work has a due date.")
        rows = (
            Row(
                (
                    Cell(iso(work.due), "date"),
                    Cell(_title(work)),
                    _owners(work),
                    _state(work),
                    self._places(work),
                )
            )
            for work in dated
        )
        columns = ("Due", "Work", "Owner", "State", "Where")
        shown = table(None, columns, rows, label="Due dates in their order")
        return timeline(dated, self.now) + shown

    def work(self, works: Sequence[Work]) -> Markup:
        if not works:
            return _nothing("The documents state no work.")
        rows = (
            Row(
                (
                    Cell(_title(work)),
                    _state(work),
                    _owners(work),
                    self._due(work),
                    Cell(work.told("effort")),
                    Cell(work.told("priority")),
                    _tasks(work),
                    self._places(work),
                ),
                self._groups(work),
            )
            for work in works
        )
        columns = ("Work", "State", "Owner", "Due", "Effort", "Priority", "Tasks", "Where")
        shown = table(None, columns, rows, name="work-table", label="All work")
        return controls("work-table", _GROUPS) + shown

    def _groups(self, work: Work) -> str:
        groups = ["closed" if work.is_closed else "open"]
        groups += ["late"] if work.is_late(self.now) else []
        groups += ["blocker"] if work.is_blocker else []
        groups += ["blocked"] if work.is_blocked else []
        return " ".join(groups)

    def documents(self, documents: Sequence[StatusDocument]) -> Markup:
        if not documents:
            return _nothing("There are no status documents.")
        rows = (
            Row(
                (
                    Cell(shorten(document.title, 90)),
                    Cell(document.kind),
                    Cell(iso(document.dated), "date"),
                    Cell(_tagged(document.state, document.status)),
                    Cell(f"{_open(document):,} of {len(document.entries):,}"),
                    Cell(sum(finding.counts for finding in document.findings)),
                    Cell(self._link(document.path, 1, with_line=False), "place"),
                )
            )
            for document in documents
        )
        columns = ("Document", "Kind", "Dated", "Status", "Open", "Findings", "Where")
        return table(None, columns, rows, name="documents-table", label="Documents")

    def left(self, left: Iterable[tuple[str, str]]) -> Markup:
        rows = (
            Row((Cell(self._link(path, 1, with_line=False), "place"), Cell(why)))
            for path, why in left
        )
        return table(None, ("Document", "Why"), rows, label="Documents that were not read")

    def _link(self, path: str, line: int, *, with_line: bool = True) -> Markup:
        shown = _breakable(f"{path}:{line}" if with_line else path)
        return element("a", shown, href=self.link(path, line))

    def _places(self, work: Work) -> Cell:
        places = [(place.document.path, place.entry.line) for place in work.places]
        shown, last = [], None
        for path, line in places[:_MOST_PLACES]:
            link = self._again(path, line) if path == last else self._link(path, line)
            shown.append(text(", ") + link if path == last else element("br") + link)
            last = path
        more = len(places) - len(shown)
        links = joined(shown).removeprefix("<br>")
        return Cell(links + note(f"and {more} more") if more else links, "place")

    def _again(self, path: str, line: int) -> Markup:
        """A further line of a document that was just named."""
        return element("a", line, href=self.link(path, line), aria_label=f"{path}:{line}")

    def _due(self, work: Work) -> Cell:
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


def _title(work: Work) -> Markup:
    missing = [ticket for ticket in work.first.tickets if ticket not in work.title]
    title = text(shorten(work.title, 160))
    return title + note(", ".join(missing)) if missing else title


def _state(work: Work) -> Cell:
    return Cell(_tagged(work.state, work.status), key=work.state or "")


def _tagged(state: State | None, status: str) -> Markup | None:
    """The class of a status as a tag, and its words where they say more."""
    shown = shorten(without_signs(status), 70)
    if state is None:
        return note(shown) if shown else None
    said = tag(state, _CLASSES.get(state))
    is_same = "".join(filter(str.isalpha, status)).lower() == state
    return said if is_same or not shown else said + note(shown)


def _owners(work: Work) -> Cell:
    return Cell(", ".join(work.owners))


def _tasks(work: Work) -> Cell:
    every = work.first.open + work.first.done
    return Cell(f"{work.first.done} of {every} done" if every else "")


def _open(document: StatusDocument) -> int:
    return sum(not entry.is_closed for entry in document.entries)


def _nothing(words: str) -> Markup:
    return element("p", words, class_="soft")


def _long(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"
