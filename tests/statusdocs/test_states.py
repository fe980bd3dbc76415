"""What statuses, tickets and owners say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.statusdocs.values.people import people_in
from mergemend.statusdocs.values.states import WORDS, State, read_status, state_of
from mergemend.statusdocs.values.tickets import find_tickets

STATES = {
    "Done": State.DONE,
    "✅ **COMPLETE**": State.DONE,
    "COMPLETE (5/5)": State.DONE,
    "Complete - 6/6 tasks": State.DONE,
    "100% complete": State.DONE,
    "Complete 10/15/2025": State.DONE,
    "Complete, 92% coverage": State.DONE,
    "Complete as of Jan 3": State.DONE,
    "Deployed on Jan 3": State.DONE,
    "Production-ready": State.READY,
    "Ready for review": State.READY,
    "80% complete": State.PARTIAL,
    "Mostly done": State.PARTIAL,
    "NOT COMPLETE": State.PARTIAL,
    "In progress (60%)": State.ACTIVE,
    "🔄 WIP": State.ACTIVE,
    "In Progress - Phase 2": State.ACTIVE,
    "Not ready": State.BLOCKED,
    "BLOCKED by QUA-41": State.BLOCKED,
    "On hold": State.BLOCKED,
    "❌ Failing: tides": State.FAILED,
    "Not started": State.TODO,
    "not yet started.": State.TODO,
    "Waiting for the tide": State.TODO,
    "Pending": State.TODO,
    "Deferred to spring": State.DROPPED,
    "Cancelled": State.DROPPED,
    "Open → Done": State.DONE,
    "~~Blocked~~ Done": State.DONE,
    "In progress ✅": State.ACTIVE,
    # none, or none of the whole
    "": None,
    "✅": None,
    "Complete by Jan 15": None,
    "Complete the survey": None,
    "Complete (4/5)": None,
    "Complete - 80%": None,
    "Completeness": None,
    "Unblocked": None,
    "No longer blocked": None,
    "Failed: 0": None,
    "Blocking: 3": None,
    "Opening soon": None,
    "Solid": None,
    "Basin ✅ COMPLETE": None,
    "Basin ✅ COMPLETE | Quay 🔴 BLOCKED": None,
    "Done / Blocked": None,
    "Pending questions": None,
}


@pytest.mark.parametrize("value", STATES)
def test_states(value: str) -> None:
    assert state_of(value) is STATES[value]


def test_parts_of_a_value() -> None:
    value = "Basin ✅ COMPLETE | Quay 🔴 BLOCKED; ⏳ Pending"
    assert [(s.subject, s.state, s.emoji) for s in read_status(value)] == [
        ("Basin", State.DONE, "✅"),
        ("Quay", State.BLOCKED, "🔴"),
        ("", State.TODO, "⏳"),
    ]


@given(st.sampled_from([(word, state) for state, words in WORDS.items() for word in words]))
def test_every_word_has_the_state_it_is_listed_for(pair: tuple[str, State]) -> None:
    word, state = pair
    assert state_of(word) is state
    assert state_of(f"⚠️ **{word.upper()}**") is state


TICKETS = {
    "QUA-42: Quay": ["QUA-42"],
    "QUA-42, QUA-43 and QUA-42": ["QUA-42", "QUA-43"],
    "(AB2-1)": ["AB2-1"],
    "GH-12": ["GH-12"],
    "fixes #123": ["#123"],
    "[QUA-42](https://example.org/QUA-42)": ["QUA-42"],
    "Bug #1": [],
    "berth #123456789": [],
    "#123abc": [],
    "a#123": [],
    "&#123;": [],
    "UTF-8 and SHA-256": [],
    "ISO-8601, HTTP-404, COVID-19": [],
    "GPT-4 and RTX-4090": [],
    "P0-1 and Q1-2026": [],
    "PHASE-2, WEEK-3": [],
    "ADR-012": [],
    "UTC-5": [],
    "QUA-42.1": [],
    "QUA-42-a": [],
    "qua-42": [],
    "A-1": [],
    "X-QUA-42": [],
    "Python 3.12": [],
    "2026-01-15": [],
}


@pytest.mark.parametrize("text", TICKETS)
def test_tickets(text: str) -> None:
    assert find_tickets(text) == TICKETS[text]


PEOPLE = {
    "Ada": ("Ada",),
    "@ada": ("ada",),
    "**Ada Lovelace** (part-time)": ("Ada Lovelace",),
    "Ada, Grace & Edsger": ("Ada", "Grace", "Edsger"),
    "Ada and Grace": ("Ada", "Grace"),
    "DevOps team": ("DevOps team",),
    "TBD": (),
    "unassigned": (),
    "": (),
}


@pytest.mark.parametrize("value", PEOPLE)
def test_people(value: str) -> None:
    assert people_in(value) == PEOPLE[value]


@given(st.text(st.sampled_from("✅❌ /|→-#%()*~0123ABab@,;") | st.characters(), max_size=40))
def test_any_value_is_read(value: str) -> None:
    read_status(value)
    people_in(value)
    for ticket in find_tickets(value):
        assert find_tickets(ticket) == [ticket]
