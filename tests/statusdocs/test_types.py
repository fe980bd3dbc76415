"""What the types of values understand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.evidence import NoEvidence, Written
from mergemend.model import Document
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.kind import Slot
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.stated import Context
from mergemend.statusdocs.types import TYPES, guess_type, is_nothing


class Dated(NoEvidence):
    def written(self) -> Written | None:
        date = datetime(2026, 1, 10, tzinfo=UTC)
        return Written(date, date, unchanged=True)


DATED = Context(Clock(read_outline(Document("a.md", b"# A\n")), Dated()), {})
UNDATED = Context(Clock(read_outline(Document("a.md", b"# A\n")), NoEvidence()), {})
OWN = Context(UNDATED.clock, {"active": ("at sea", "⛵"), "blocked": ("done",)})


def parse(kind: str, text: str, context: Context = DATED, **options: Any) -> Any:
    return TYPES[kind].parse(Text(0, 0, text), Slot("key", kind, **options), context)


VALUES = [
    ("text", "**bold** `code` [link](a.md)", "bold code link"),
    ("number", "1,200 boats", 1200),
    ("number", "9.81%", 9.81),
    ("number", "none yet", None),
    ("boolean", "✅ fine", True),
    ("boolean", "No.", False),
    ("boolean", "perhaps", None),
    ("version", "v1.4.0-rc.1 of March", "v1.4.0-rc.1"),
    ("path", "see `docs/a.md`", "docs/a.md"),
    ("path", "[the guide](docs/guide.md)", "docs/guide.md"),
    ("path", "README.md", "README.md"),
    ("path", "nowhere", None),
    ("link", "see [it](a.md) there", {"text": "it", "target": "a.md"}),
    ("link", "a.md", None),
    ("ticket", "THR-42 and THR-41", "THR-42"),
    ("ticket", "#42", "#42"),
    ("ticket", "UTF-8", None),
    ("ticket", "page#42", None),
    ("person", "👤 Ada (harbour)", "Ada (harbour)"),
    ("person", "@ada", "@ada"),
    ("person", "42", None),
    ("item", "🔄 fit it", {"text": "fit it", "emoji": "🔄", "state": "active", "done": None}),
    ("item", "🔴 fit it", {"text": "fit it", "emoji": "🔴", "state": None, "done": None}),
    ("item", "done so far", {"text": "done so far", "emoji": None, "state": None, "done": None}),
    ("item", "(a) `b`", {"text": "(a) b", "emoji": None, "state": None, "done": None}),
    ("item", "-5 °C", {"text": "-5 °C", "emoji": None, "state": None, "done": None}),
]


@pytest.mark.parametrize(("kind", "text", "expected"), VALUES)
def test_values(kind: str, text: str, expected: object) -> None:
    assert parse(kind, text) == expected


PARTS = [
    ("date", "Complete by Jan 15, 2026", {"date": "2026-01-15"}),
    ("date", "2026-01-15 (was 2026-01-12)", {"date": "2026-01-15"}),
    ("date", "15 January", {"date": "2026-01-15"}),
    ("date", "Dec 30", {"date": "2025-12-30"}),
    ("date", "15.01.2026", {"date": "2026-01-15"}),
    ("date", "Jan 13-17, 2026", {"date": "2026-01-17"}),
    ("date", "March 2026", {"date": "2026-03"}),
    ("date", "March 5-9 and soon", {"date": "2026-03-09"}),
    ("week", "Week of Jan 12-16", {"first": "2026-01-12", "last": "2026-01-16"}),
    ("week", "Dec 29 - Jan 2", {"first": "2025-12-29", "last": "2026-01-02"}),
    ("duration", "6-8 hours remaining", {"low": 6, "high": 8, "unit": "hours"}),
    ("duration", "90 min", {"low": 1.5, "high": 1.5, "unit": "hours"}),
    ("duration", "10 minutes", {"low": 10, "high": 10, "unit": "minutes"}),
    ("duration", "1h 30m", {"low": 1.5, "high": 1.5, "unit": "hours"}),
    ("duration", "~3 weeks", {"low": 3, "high": 3, "unit": "weeks"}),
    ("duration", "5 tests in 2 days", {"low": 2, "high": 2, "unit": "days"}),
    ("percent", "about 85%", {"low": 85, "high": 85}),
    ("percent", "80-90.5%", {"low": 80, "high": 90.5}),
    ("money", "$16,800-$25,200", {"low": 16800, "high": 25200, "currency": "$", "per": None}),
    ("money", "€3k/month", {"low": 3000, "high": 3000, "currency": "€", "per": "month"}),
    ("status", "🟡 IN PROGRESS (Ada)", {"state": "active", "states": ["active"]}),
    ("status", "Launch 🔴 BLOCKED", {"state": "blocked", "states": ["blocked"]}),
    ("status", "A ✅ DONE | B 🔴 BLOCKED", {"state": None, "states": ["done", "blocked"]}),
    ("status", "✅", {"state": "done", "states": ["done"]}),
    ("status", "✅ 100%", {"state": "done", "states": ["done"]}),
    ("status", "✅ splendid", {"state": None, "states": []}),
    ("status", "Both are partially fixed", {"state": "partial", "states": ["partial"]}),
    ("status", "Phase 2.1 Complete", {"state": "done", "states": ["done"]}),
    ("status", "🔴 until all is complete", {"state": None, "states": []}),
]


@pytest.mark.parametrize(("kind", "text", "expected"), PARTS)
def test_values_with_parts(kind: str, text: str, expected: dict[str, object]) -> None:
    assert parse(kind, text) == {"text": text, **expected}
    assert tuple(expected) == TYPES[kind].parts


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("date", text) for text in ("soon", "2026-02-30", "01/02/2026", "May be", "Sprint 3")),
        *(("week", text) for text in ("Jan 12", "Week 3", "1-2", "Feb 30-31")),
        *(("duration", text) for text in ("5 tests", "soon", "85%", "v2.0 h")),
        *(("percent", text) for text in ("85", "most")),
        *(("money", text) for text in ("120 hours", "5", "a $ or two")),
        *(("status", text) for text in ("Complete THR-42", "Not all are complete", "Ada")),
    ],
)
def test_what_is_not_of_a_type(kind: str, text: str) -> None:
    assert parse(kind, text) is None


def test_dates_without_a_year_keep_it_open() -> None:
    assert parse("date", "Jan 15", UNDATED) == {"text": "Jan 15", "date": "--01-15"}
    week = parse("week", "Jan 12-16", UNDATED)
    assert (week["first"], week["last"]) == ("--01-12", "--01-16")


@pytest.mark.parametrize(
    ("text", "state"),
    [("At sea since May", "active"), ("⛵", "active"), ("done", "blocked"), ("READY", "ready")],
)
def test_a_kind_adds_statuses(text: str, state: str) -> None:
    assert parse("status", text, OWN)["state"] == state


def test_an_enum_is_one_of_its_words() -> None:
    words = ("north", "south")
    assert parse("enum", "the **North** quay", words=words) == "north"
    assert parse("enum", "northern", words=words) is None


@pytest.mark.parametrize("text", ["-", "TBD", "None", "{{date}}", "<name>", "YYYY-MM-DD", "n/a"])
def test_some_texts_say_that_there_is_nothing(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["0", "no", "nobody", "[a](b) and c", "MM"])
def test_others_do_not(text: str) -> None:
    assert not is_nothing(text)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["3", "1,200", "-"], "number"),
        (["5%", "80 %"], "percent"),
        (["TIDE-1", "#3"], "ticket"),
        (["v1.2", "3.4.5"], "version"),
        (["yes", "No"], "boolean"),
        (["Jan 5, 2026", "2026-01-05 (new)"], "date"),
        (["Jan 5-9", "Jan 12-16"], "week"),
        (["READY", "🔴 BLOCKED"], "status"),
        (["READY", "whatever"], "text"),
        (["5%", "3"], "text"),
        (["on Jan 5, 2026 all boats of the harbour sailed"], "text"),
        (["-", "TBD"], "text"),
        ([], "text"),
    ],
)
def test_types_are_guessed_where_all_values_have_them(texts: list[str], kind: str) -> None:
    assert guess_type(texts) == kind


@given(st.sampled_from(sorted(TYPES)), st.text(max_size=40))
def test_any_text_is_of_a_type_or_not(kind: str, text: str) -> None:
    found = parse(kind, text, words=("a",) if kind == "enum" else ())
    if isinstance(found, dict):
        assert tuple(found) == ("text", *TYPES[kind].parts)


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"enum"}))
def test_samples_are_of_their_type(kind: str) -> None:
    assert parse(kind, TYPES[kind].sample) is not None
