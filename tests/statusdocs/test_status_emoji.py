"""Emoji that speak against the word beside them, and those that only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.statusdocs.values.states import AGAINST, WORDS
from statusdocs.around import findings, lines

RULE = "status-emoji"

TYPED = "# Quay\n\n**Status:** {}\n"

WARNINGS = [
    "✅ IN PROGRESS",
    "✅ **In Progress** (60%)",
    "✅ Not started",
    "✅ NOT COMPLETE",
    "✅ Blocked by the survey",
    "☑️ Partially done",
    "✔️ Failing",
    "❌ Complete",
    "❌ READY",
    "🔴 **RESOLVED**",
    "🚫 Done",
    "🟢 Blocked",
    "🔄 Complete",
    "🚧 Completed",
    "⏳ Done",
    "⏸️ In progress",
    "⬜ Done",
    "BLOCKED ✅",
    "Dredging ✅ IN PROGRESS",
    "Dredging ✅ COMPLETE | Paving ❌ COMPLETE",
    "✅ Waiting for the permit",
]


@pytest.mark.parametrize("value", WARNINGS)
def test_an_emoji_and_a_word_that_disagree(value: str) -> None:
    assert lines(RULE, TYPED.format(value)) == [(3, "warning")]


INFOS = [
    TYPED.format("✅ 85% complete"),
    "# Quay\n\n## ✅ PARTIAL SUCCESS\n",
    "# Quay\n\n## ✅ Dredging - IN PROGRESS\n",
    "# Quay\n\n### ✅ NOT STARTED\n",
    "# Quay\n\n### ✅ Phase 2: IN PROGRESS\n",
    "# Quay\n\n### ✅ **Dredging** (NOT COMPLETE)\n",
    "# Quay\n\n### Dredging - IN PROGRESS ✅\n",
    "# Quay\n\n### BLOCKED ✅\n",
    "| Attack | Status |\n|---|---|\n| Boarding | ✅ Blocked |\n",
]


@pytest.mark.parametrize("text", INFOS)
def test_what_is_only_told(text: str) -> None:
    assert lines(RULE, text) == [(3, "info")]


@pytest.mark.parametrize("name", ["Status", "Overall Status", "Current state", "Phase 2 Status"])
def test_fields_that_hold_a_status(name: str) -> None:
    assert lines(RULE, f"# Quay\n\n**{name}:** ✅ Blocked\n") == [(3, "warning")]


def test_cells_of_a_status_column() -> None:
    text = (
        "# Quay\n\n| Work | Status |\n|---|---|\n| Dredging | ✅ Done |\n| Paving | ✅ Failing |\n"
    )
    (found,) = findings(RULE, text)
    assert (found.line, found.column, found.edits) == (6, 12, ())


RIGHT = [
    "✅ COMPLETE",
    "✅ Complete (5/5)",
    "❌ NOT READY",
    "❌ Not complete",
    "🔴 BLOCKED",
    "🟢 On track",
    "🔄 In progress",
    "⏸️ Ready for the tide (awaiting pilots)",
    "⚠️ Passing, but slow",
    "🟡 Done, not inspected",
    "Dredging ✅ COMPLETE | Paving 🔴 BLOCKED",
    "✅ Phase 2 Complete | 🔄 Phase 3 In Progress",
    "IN PROGRESS - Phases 1-3 Complete ✅",
    "✅ All missing bollards have been put in place",
    "✅ Failed: 0",
    "✅ Failing (0)",
    "✅ FAULT CONFIRMED — the fail-safe blocks the crane",
    "✅ COMPLETE - 6/6 piles driven, inspection pending",
    "✅ Complete, failure rate acceptable",
    "✅ READY (with a repair pending)",
    "✅ Blocked → Resolved",
    "~~✅ Blocked~~ 🔴 Blocked",
    "✅ No longer blocked",
    "✅ Unblocked",
    "✅ Open",
    "✅ Rejected",
    "❌ Enabled",
    "❌ Closed",
    "🔴 Active (a leak at berth 4)",
    "❌ Cancelled",
    "✅ Deferred",
    "✅ Complete by Jan 15",
    "✅",
    "TBD",
    "🔴 High",
    '✅ "Blocked" is no longer shown',
    "🔄✅ In progress",
]


@pytest.mark.parametrize("value", RIGHT)
def test_statuses_that_are_left_alone(value: str) -> None:
    assert not lines(RULE, TYPED.format(value))


ELSEWHERE = [
    "- ✅ Fail-safe for cranes\n",
    "- ✅ TODO comments: 254\n",
    "- ✅ Failed loads are logged\n",
    "✅ Failures: 0\n",
    "- ✅ In progress reports go to the harbour master\n",
    "## ✅ FAULT 2: Missing Required Bollards\n",
    "## 🎯 FAULT 1: CRANES FAILING ✅ RESOLVED\n",
    "## ✅ Pending questions\n",
    "## Repair of what was BLOCKED ✅\n",
    "## IN PROGRESS - Phases 1-3 COMPLETE ✅\n",
    "## ✅ Cranes: lifting (was BLOCKED)\n",
    "**Previous status:** ✅ Blocked\n",
    "**Expected state:** ✅ Blocked\n",
    "**Empty state:** ✅ In progress\n",
    "| Work | Note |\n|---|---|\n| Paving | ✅ Blocked |\n",
    "```\n**Status:** ✅ BLOCKED\n```\n",
    "`**Status:** ✅ BLOCKED`\n",
    "Status: ✅ BLOCKED in a sentence\n",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_emoji_are_bullets_elsewhere(text: str) -> None:
    assert not lines(RULE, "# Quay\n\n" + text)


@given(
    st.sampled_from([word for words in WORDS.values() for word in words]),
    st.sampled_from("".join(AGAINST)),
)
def test_case_and_emphasis_change_nothing(word: str, emoji: str) -> None:
    plain = lines(RULE, TYPED.format(f"{emoji} {word}"))
    assert lines(RULE, TYPED.format(f"{emoji}\ufe0f **{word.upper()}**")) == plain


@given(st.text(st.sampled_from("✅❌🔄\ufe0f *_~`|/→-()%019:;") | st.characters(), max_size=40))
def test_any_value_is_read(value: str) -> None:
    findings(RULE, TYPED.format(value))
