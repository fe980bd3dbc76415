"""The work that documents state, in each way of writing, and what only looks like it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SHARED
from mergemend.evidence import NoEvidence
from mergemend.model import Document
from mergemend.statusdocs.entries import entries
from mergemend.statusdocs.entry import Entry, state_in, title_of
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.values.people import assigned_in, people_in
from mergemend.statusdocs.values.states import State

HEAD = "# Harbour\n\n**Date:** January 12, 2026\n\n"
PLAIN = Kind("x")
SEED = SHARED / "seed" / "BLOCKING_ISSUES_SUMMARY.repaired.md"


def read(text: str | bytes) -> tuple[Entry, ...]:
    return entries(look_at(text))


def look_at(text: str | bytes, kind: Kind = PLAIN) -> Look:
    data = text.encode() if isinstance(text, str) else text
    return Look(read_outline(Document("a.md", data)), kind, NoEvidence())


def only(text: str) -> Entry:
    (entry,) = read(HEAD + text)
    return entry


WRITINGS: list[tuple[str, dict[str, Any]]] = [
    (
        "### 1. HAR-7: Dredge the basin\n- **Status:** 🟡 IN PROGRESS (Ada assigned)\n"
        "- **Blocking:** The ferries\n- **Effort:** 6-8 hours\n- **Priority:** P0\n\n"
        "- [x] Hire a boat\n- [ ] Dig\n\n**Target:** Complete by Jan 15, 2026\n",
        {
            "title": "HAR-7: Dredge the basin",
            "tickets": ("HAR-7",),
            "state": State.ACTIVE,
            "status": "🟡 IN PROGRESS (Ada assigned)",
            "owners": ("Ada",),
            "due": date(2026, 1, 15),
            "effort": "6-8 hours",
            "priority": "P0",
            "blocks": "The ferries",
            "is_blocker": True,
            "open": 1,
            "done": 1,
            "line": 5,
        },
    ),
    (
        "## This week\n\n**Priority 2: Paint the gates** 🔴 NEW\n- [ ] Sand\n- [ ] Paint\n"
        "- **Owner:** Bo & Cy\n- **Due:** Jan 16\n",
        {
            "title": "Priority 2: Paint the gates",
            "owners": ("Bo", "Cy"),
            "due": date(2026, 1, 16),
            "open": 2,
            "is_blocker": False,
            "line": 7,
        },
    ),
    (
        "| # | Task | Owner | ETA | Status |\n|---|---|---|---|---|\n"
        "| 1 | Mend the lamp | **Dee** | 2026-02-01 | 🔄 In progress |\n",
        {
            "title": "Mend the lamp",
            "owners": ("Dee",),
            "due": date(2026, 2, 1),
            "state": State.ACTIVE,
        },
    ),
    (
        "| Ticket | What | Status |\n|---|---|---|\n| HAR-9 | Count the ropes | ✅ |\n",
        {"title": "HAR-9: Count the ropes", "state": State.DONE, "is_closed": True},
    ),
    (
        "| Component | Status | Blocker |\n|---|---|---|\n| Unloading | 🔴 BLOCKED | **HAR-7** |\n",
        {"title": "Unloading", "state": State.BLOCKED, "waits_for": "HAR-7", "is_blocker": False},
    ),
    (
        "- [ ] Call the pilot @dee (due Jan 16)\n",
        {"title": "Call the pilot", "owners": ("dee",), "due": date(2026, 1, 16)},
    ),
    ("- [x] Call the pilot 📅 2026-01-16\n", {"state": State.DONE, "due": date(2026, 1, 16)}),
    (
        "## Work\n\n1. **Call the pilot**\n   - Owner: Dee\n   - Due: 2026-01-16\n",
        {"title": "Call the pilot", "owners": ("Dee",), "due": date(2026, 1, 16)},
    ),
    (
        "## HAR-3: The crane\n\n**Status:** Blocked\n\n### Timeline\n\n**Deadline:** 2026-03-01\n",
        {"title": "HAR-3: The crane", "due": date(2026, 3, 1), "state": State.BLOCKED},
    ),
    (
        "## Phase 2: Docks\n**Status:** 🔄 In progress | **Owner:** Bo\n",
        {"title": "Phase 2: Docks", "state": State.ACTIVE, "owners": ("Bo",)},
    ),
    (
        "## Blockers\n\n- HAR-5: No permit yet\n",
        {"title": "HAR-5: No permit yet", "is_blocker": True},
    ),
    (
        "## Critical blockers\n\n### 1. No permit\nIt was lost.\n",
        {"title": "No permit", "is_blocker": True},
    ),
    (
        "## HAR-3: The crane\n- **Status:** Todo\n- **Due:** Jan 14 → Jan 20, 2026\n",
        {"due": date(2026, 1, 20)},
    ),
    (
        "## HAR-3: The crane\n- **Owner:** TBD\n- **Due:** the week of Jan 19-23, 2026\n",
        {"owners": (), "due": date(2026, 1, 23)},
    ),
]


@pytest.mark.parametrize(("text", "said"), WRITINGS)
def test_each_way_of_writing_is_read(text: str, said: dict[str, Any]) -> None:
    entry = only(text)
    assert {name: getattr(entry, name) for name in said} == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## Summary\n\n**Status:** ✅ Complete\n",
        "## Conclusion\n\nAll is well.\n\n**Status:** ✅ Complete\n",
        "## Next milestone\n\n**Target:** 5 trades in a row\n",
        "## Work\n\n- [ ] Paint the gates\n- [x] Sand\n",
        "## Work\n\n- [ ] Install `@types/node` and @scope/name, write to ada@example.org\n",
        "## Blockers\n\n- None\n",
        "## Blockers\n\n- None at this time.\n",
        "## Blockers\n\nNone.\n",
        "## Blockers\n\n- [x] HAR-5: No permit\n",
        "## Blockers\n\n- ✅ HAR-5: No permit\n",
        "## Blocker resolution\n\n### 1. The crane\n",
        "## Blocking calls\n\n### 1. Keep them short\n",
        "## No blockers\n\n- HAR-5 is done\n",
        "## Resolved blockers\n\n- HAR-5: No permit\n",
        "## Potential blockers\n\n- HAR-5: No permit\n",
        "| Status | Count |\n|---|---|\n| ✅ Done | 12 |\n",
        "| Task | Hours |\n|---|---|\n| Paint | 12 |\n",
        "| Task | Owner |\n|---|---|\n| **Total** | Ada |\n",
        "| Task | Owner | Due |\n|---|---|---|\n| Paint | - | TBD |\n",
        "```\n## HAR-3: The crane\n- **Status:** Blocked\n```\n",
        "Fix the blocking call, @ada said on Jan 14, 2026.\n",
        "- Mention @ada here\n",
        "## Contact\n\n**Owner:** Harbour Office\n",
        "## Why\n\n**Why it is blocking:**\nNobody knows.\n",
    ],
)
def test_what_is_no_work_is_left_alone(text: str) -> None:
    assert read(HEAD + text) == ()


@pytest.mark.parametrize(
    ("text", "is_blocker"),
    [
        ("## Blockers\n\n### HAR-3: The crane\n- **Status:** Todo\n", True),
        ("## Blockers\n\n### HAR-3: The crane\n- **Status:** ✅ Done\n", False),
        ("## Blocking issues (2)\n\n### HAR-3: The crane\n- **Status:** Todo\n", True),
        ("## Non-blocking issues\n\n### HAR-3: The crane\n- **Status:** Todo\n", False),
        ("## Previously blocking\n\n### HAR-3: The crane\n- **Status:** Todo\n", False),
        ("## HAR-3: The crane\n- **Status:** Todo\n- **Blocking:** No\n", False),
        ("## HAR-3: The crane\n- **Status:** Todo\n- **Blocking:** None\n", False),
        ("## HAR-3: The crane\n- **Status:** Todo\n- **Blocks:** HAR-4\n", True),
        ("## HAR-3: The crane\n- **Status:** Blocked\n- **Blocked by:** HAR-4\n", False),
        ("## Blockers\n\n### ✅ HAR-3: The crane\n- **Effort:** 4 hours\n- **Owner:** Bo\n", False),
        ("## Blockers\n\n### HAR-3: The crane ✅ FIXED\n- **Owner:** Bo\n", False),
        ("## Blockers\n\n### HAR-3: The crane 🔴 BACKLOG - URGENT\n- **Owner:** Bo\n", True),
        ("## HAR-3: Unblock the crane\n- **Status:** Todo\n", False),
    ],
)
def test_what_is_in_the_way(text: str, is_blocker: bool) -> None:
    assert only(text).is_blocker is is_blocker


def test_tasks_below_a_blocker_are_no_blockers() -> None:
    text = (
        "## BLOCKER #1: HAR-7\n\n**Due:** Jan 14\n\n### Task 1.1: Hire a boat\n\n**Owner:** Ada\n"
        "\n### Task 1.2: Dig\n\n**Owner:** Bo\n**Status:** Todo\n"
    )
    assert [(e.title, e.is_blocker) for e in read(HEAD + text)] == [
        ("BLOCKER #1: HAR-7", True),
        ("Task 1.1: Hire a boat", False),
        ("Task 1.2: Dig", False),
    ]


def test_fields_belong_to_the_innermost_thing() -> None:
    text = (
        "## HAR-1: Docks\n**Owner:** Ada\n\n**Task 1: Piles**\n- **Owner:** Bo\n\n"
        "**Task 2: Planks**\n- **Owner:** Cy\n- **Due:** Jan 20\n"
    )
    found = [(e.title, e.owners, e.due) for e in read(HEAD + text)]
    assert found == [
        ("HAR-1: Docks", ("Ada",), None),
        ("Task 1: Piles", ("Bo",), None),
        ("Task 2: Planks", ("Cy",), date(2026, 1, 20)),
    ]


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("Ada Marsh", ("Ada Marsh",)),
        ("@ada", ("ada",)),
        ("**Backend team**", ("Backend team",)),
        ("Ada, Bo and Cy", ("Ada", "Bo", "Cy")),
        ("Ada (lead), Bo", ("Ada", "Bo")),
        ("DevOps & QA", ("DevOps", "QA")),
        ("Jean-Luc O'Neil", ("Jean-Luc O'Neil",)),
        ("李雷", ("李雷",)),
        ("TBD", ()),
        ("n/a", ()),
        ("—", ()),
        ("", ()),
        ("Unassigned", ()),
        ("We still have to find out who could do this for us", ()),
    ],
)
def test_people(value: str, people: tuple[str, ...]) -> None:
    assert people_in(value) == people


@pytest.mark.parametrize(
    ("status", "people"),
    [
        ("🟡 In progress (Ada assigned)", ("Ada",)),
        ("Assigned to Bo Marsh", ("Bo Marsh",)),
        ("In progress (not assigned)", ()),
        ("Done", ()),
    ],
)
def test_people_of_a_status(status: str, people: tuple[str, ...]) -> None:
    assert assigned_in(status) == people


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("✅ Done", State.DONE),
        ("✅", State.DONE),
        ("⏸️", State.BLOCKED),
        ("🔴", None),
        ("Milestone ✅ | Deployment 🔴", None),
        ("✅ Complete | 🔴 Blocked", State.BLOCKED),
        ("🔴 9.81%", None),
        ("✅ 12 of 12", None),
        ("Complete the survey", None),
    ],
)
def test_states(value: str, state: State | None) -> None:
    assert state_in(look_at(HEAD), value) is state


def test_the_words_of_a_kind_count() -> None:
    kind = Kind("x", statuses={"blocked": ("at anchor",)})
    (entry,) = entries(look_at("# A\n\n## HAR-1: Dredge\n- **Status:** At anchor\n", kind))
    assert entry.state is State.BLOCKED


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1. **HAR-7**: Dredge", "HAR-7: Dredge"),
        ("1. HAR-7: Dredge 🔴 NEW BLOCKER", "HAR-7: Dredge"),
        ("🚨 CRITICAL (4)", "CRITICAL (4)"),
        ("`run()` twice", "run() twice"),
        ("2.2 Workflow", "2.2 Workflow"),
        ("C++ and C#", "C++ and C#"),
        ("🔴", "🔴"),
        ("[the docks](docks.md) ✅", "the docks"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert title_of(text) == title


@given(st.text(alphabet="#*|-: []x\n1@OwnerStatusDue:Jan 5, 2026🔴✅", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for entry in read(text):
        assert text.split("\n")[entry.line - 1]


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    read(data)


@pytest.mark.skipif(not SEED.exists(), reason="needs the folder of real documents")
def test_a_real_document() -> None:
    found = read(SEED.read_bytes())
    blockers = [(e.line, e.due and e.due.day, e.owners, e.effort) for e in found if e.is_blocker]
    assert blockers == [
        (11, 15, ("Christian",), "6-8 hours remaining"),
        (32, 24, (), "8-12 hours"),
        (54, 17, (), "20-26 hours"),
        (75, 17, (), "14-20 hours"),
    ]
    planned = [(e.line, e.owners[0], e.due and e.due.day, e.open) for e in found if e.open]
    assert planned == [
        (153, "DevOps team", 14, 4),
        (161, "Backend team", 16, 3),
        (168, "Christian", 15, 4),
        (176, "Backend team", 17, 4),
        (184, "DevOps team", 24, 4),
        (192, "Backend team", 16, 3),
    ]
    blocked = {e.title: e.waits_for for e in found if e.state is State.BLOCKED}
    assert blocked == {
        "TLS/HTTPS security": "THR-42",
        "Automated deployment": "THR-41",
        "Dependencies": "pyarrow, fastparquet",
        "Resource leaks": "THR-37 + async fixes",
    }
