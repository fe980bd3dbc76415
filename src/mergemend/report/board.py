"""The board as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from markupsafe import Markup

from mergemend.model import Finding, Severity
from mergemend.report.board_cells import Link, Pen, owners, state_of, tagged, tasks, title
from mergemend.report.data import iso
from mergemend.report.html import element, joined
from mergemend.report.page import Cell, Row, Section, controls, figures, page, table, tag
from mergemend.report.terminal import shorten
from mergemend.report.timeline import timeline
from mergemend.statusdocs.board import Board, StatusDocument, Work
from mergemend.words import things

TITLE = "Status board"

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
    part = _Parts(board.now, link)
    parts = [
        Section("blockers", "Blockers by owner", part.blockers(board)),
        Section("overdue", "Overdue", part.late(board)),
        Section("contradictions", "Contradictions and mistakes", part.findings(board.findings)),
        Section("timeline", "Time line", part.timeline(board.dated)),
        Section("work", "All work", part.work(board.work)),
        Section("documents", "Documents", part.documents(board.documents)),
    ]
    if board.left:
        parts.append(Section("not-read", "Not read", part.left(board.left)))
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


class _Parts(Pen):
    """Writes the parts of the board."""

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
                Cell(title(work)),
                self.due(work),
                state_of(work),
                Cell(work.told("blocks")),
                Cell(work.told("effort")),
                self.places(work),
            )
        )

    def _blocked(self, work: Work) -> Row:
        return Row(
            (
                Cell(title(work)),
                Cell(work.told("waits_for")),
                state_of(work),
                owners(work),
                self.due(work),
                self.places(work),
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
                    Cell(title(work)),
                    owners(work),
                    self.due(work),
                    state_of(work),
                    self.places(work),
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
                    Cell(self.place(finding.path, finding.line), "place"),
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
                    Cell(title(work)),
                    owners(work),
                    state_of(work),
                    self.places(work),
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
                    Cell(title(work)),
                    state_of(work),
                    owners(work),
                    self.due(work),
                    Cell(work.told("effort")),
                    Cell(work.told("priority")),
                    tasks(work),
                    self.places(work),
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
                    Cell(tagged(document.state, document.status)),
                    Cell(f"{_open(document):,} of {len(document.entries):,}"),
                    Cell(sum(finding.counts for finding in document.findings)),
                    Cell(self.place(document.path, 1, with_line=False), "place"),
                )
            )
            for document in documents
        )
        columns = ("Document", "Kind", "Dated", "Status", "Open", "Findings", "Where")
        return table(None, columns, rows, name="documents-table", label="Documents")

    def left(self, left: Iterable[tuple[str, str]]) -> Markup:
        rows = (
            Row((Cell(self.place(path, 1, with_line=False), "place"), Cell(why)))
            for path, why in left
        )
        return table(None, ("Document", "Why"), rows, label="Documents that were not read")


def _open(document: StatusDocument) -> int:
    return sum(not entry.is_closed for entry in document.entries)


def _nothing(words: str) -> Markup:
    return element("p", words, class_="soft")


def _long(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"
