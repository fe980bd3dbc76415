"""What several documents say together."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mergemend.evidence import NoEvidence, Written
from mergemend.model import Document
from mergemend.statusdocs.board import Board, StatusDocument, read_document
from mergemend.statusdocs.check import check_look
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.markdown import read_outline

NOW = date(2026, 1, 20)


class Committed(NoEvidence):
    """A document that was committed on a day."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.day = day

    def written(self) -> Written | None:
        moment = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        return Written(moment, moment, unchanged=True)


def document(path: str, text: str, day: int = 12) -> StatusDocument:
    evidence = Committed(date(2026, 1, day))
    look = Look(read_outline(Document(path, text.encode())), Kind("blockers"), evidence)
    return read_document(look, check_look(look, lambda _: True))


def board(*documents: StatusDocument, now: date | None = NOW) -> Board:
    return Board(documents, (), now)


def ticket(name: str, *fields: str) -> str:
    return f"## {name}\n" + "".join(f"- **{field}\n" for field in fields)


def test_statements_about_one_ticket_are_one_piece_of_work() -> None:
    found = board(
        document(
            "a.md",
            "# A\n\n"
            + ticket("HAR-1: Dredge", "Status:** 🔴 Backlog", "Blocking:** The ferries")
            + ticket("Plan: start HAR-1", "Owner:** Ada", "Due:** 2026-01-14"),
        )
    )
    (work,) = found.work
    assert (work.title, work.owners, work.due) == ("HAR-1: Dredge", ("Ada",), date(2026, 1, 14))
    assert [place.entry.line for place in work.places] == [3, 6]
    assert found.blockers == (("Ada", (work,)),)
    assert found.late == (work,)


def test_the_newest_document_counts() -> None:
    old = document("old.md", "# Old\n\n" + ticket("HAR-1: Dredge", "Status:** Blocked"), 5)
    new = document("new.md", "# New\n\n" + ticket("HAR-1: Dredging", "Status:** ✅ Done"), 9)
    for order in ((old, new), (new, old)):
        (work,) = board(*order).work
        assert work.title == "HAR-1: Dredging"
        assert work.is_closed
        assert not work.is_blocked


def test_when_it_begins_is_not_when_it_is_due() -> None:
    first = ticket("Priority 1: Start HAR-1", "Due:** 2026-01-14")
    last = ticket("HAR-1: Dredge", "Due:** 2026-01-30")
    for text in (first + last, last + first):
        (work,) = board(document("a.md", "# A\n\n" + text)).work
        assert work.due == date(2026, 1, 30)
    (work,) = board(document("a.md", "# A\n\n" + first)).work
    assert work.due == date(2026, 1, 14)


def test_parts_and_things_without_a_ticket_stay_apart() -> None:
    text = (
        "# A\n\n"
        + ticket("HAR-1: Dredge", "Status:** Todo")
        + ticket("HAR-1 Phase 2", "Status:** Blocked")
        + ticket("The crane", "Status:** Todo")
    )
    other = "# B\n\n" + ticket("The crane", "Status:** Blocked")
    assert len(board(document("a.md", text), document("b.md", other)).work) == 4


@pytest.mark.parametrize(
    ("now", "late"),
    [
        (None, []),
        (date(2026, 1, 14), []),
        (date(2026, 1, 15), ["HAR-1"]),
        (date(2027, 1, 1), ["HAR-1", "HAR-2"]),
    ],
)
def test_what_is_late_hangs_on_the_day(now: date | None, late: list[str]) -> None:
    text = (
        "# A\n\n"
        + ticket("HAR-2", "Status:** Todo", "Due:** 2026-02-01")
        + ticket("HAR-1", "Status:** Todo", "Due:** 2026-01-14")
        + ticket("HAR-3", "Status:** Done", "Due:** 2026-01-02")
        + ticket("HAR-4", "Status:** Todo")
    )
    found = board(document("a.md", text), now=now)
    assert [work.title for work in found.late] == late
    assert [work.title for work in found.dated] == ["HAR-3", "HAR-1", "HAR-2"]


def test_owners_come_by_their_first_due_date_and_nobody_last() -> None:
    text = "# A\n\n## Blockers\n\n" + "".join(
        f"### HAR-{number}: Thing\n- **Status:** Todo\n- **Owner:** {owner}\n- **Due:** {due}\n\n"
        for number, owner, due in (
            (1, "Zoe", "2026-01-10"),
            (2, "TBD", "2026-01-01"),
            (3, "Ada and Zoe", "2026-01-09"),
            (4, "Bo", "some day"),
        )
    )
    found = board(document("a.md", text))
    order = [(owner, [work.first.tickets[0] for work in works]) for owner, works in found.blockers]
    assert order == [
        ("Ada", ["HAR-3"]),
        ("Zoe", ["HAR-3", "HAR-1"]),
        ("Bo", ["HAR-4"]),
        ("", ["HAR-2"]),
    ]


def test_a_document_says_what_it_is() -> None:
    found = document(
        "docs/a.md",
        "# The **harbour** 🚢\n\n**Status:** 🔴 BLOCKED\n**Date:** 2026-01-10\n\n## B\n",
    )
    assert (found.title, found.kind, found.status) == (
        "The harbour 🚢",
        "blockers",
        "🔴 BLOCKED",
    )
    assert found.dated == date(2026, 1, 10)
    assert document("docs/a.md", "Nothing\n").title == "a.md"
    assert document("docs/a.md", "Nothing\n").dated == date(2026, 1, 12)
