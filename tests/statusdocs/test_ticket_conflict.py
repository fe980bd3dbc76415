"""Statements about one ticket that cannot both be true, and those that can."""

from __future__ import annotations

import pytest

from statusdocs.around import findings, lines

RULE = "ticket-conflict"


def table(name: str, *values: str, ticket: str = "QUA-42") -> str:
    rows = "".join(f"| {ticket} | {value} |\n" for value in values)
    return f"| Ticket | {name} |\n|---|---|\n{rows}\n"


def section(*fields: str, title: str = "QUA-42: Quay repair") -> str:
    return f"### {title}\n\n" + "".join(f"- **{field}\n" for field in fields) + "\n"


def label(*fields: str, title: str = "QUA-42: Quay repair") -> str:
    return f"**{title}**\n" + "".join(f"- **{field}\n" for field in fields) + "\n"


HEAD = "# Harbour\n\n**Date:** January 12, 2026\n\n## Overview\n\n"

# Two statements; the finding stands on the last line that is not empty.
WRONG = [
    table("Status", "✅ Done") + section("Status:** 🔴 Blocked"),
    table("Status", "Complete") + section("Status:** Not started"),
    table("Status", "🔴 BLOCKED") + section("Status:** READY"),
    table("Status", "Cancelled") + section("Status:** In progress"),
    section("Status:** Done") + "## Later\n\n" + table("Status", "Failing"),
    table("Due Date", "Jan 15") + section("Due:** Jan 24, 2026"),
    table("Deadline", "2026-01-15") + section("Due:** January 16"),
    section("Target:** Complete by Jan 15") + label("Target:** Jan 24"),
    table("Owner", "Ada") + section("Owner:** Grace"),
    table("Assignee", "@ada") + section("Owner:** Grace Hopper"),
    table("Owner", "Backend team") + section("Owner:** Security team"),
    table("Effort", "3 hours") + section("Effort:** 8 hours"),
    table("Estimate", "2-4 h") + section("Effort:** 8-12 hours"),
    label("Due:** Jan 15") + label("Due:** Jan 20"),
    table("Status", "Done", ticket="GH-12") + section("Status:** Open", title="Repair (GH-12)"),
    table("Status", "Done", ticket="#123") + section("Status:** Open", title="Repair (#123)"),
    "| # | Ticket | Status |\n|---|---|---|\n| 1 | QUA-42 | Done |\n\n" + section("Status:** Open"),
    table("Status", "✅ Done", ticket="**QUA-42**") + section("Status:** ~~Done~~ Blocked"),
]


@pytest.mark.parametrize("text", WRONG)
def test_two_statements_that_speak_against_each_other(text: str) -> None:
    whole = HEAD + text
    assert lines(RULE, whole) == [(len(whole.rstrip().split("\n")), "warning")]


RIGHT = [
    table("Status", "✅ Done") + section("Status:** Resolved"),
    table("Status", "✅ Done") + section("Status:** READY"),
    table("Status", "🔄 In progress") + section("Status:** Blocked"),
    table("Status", "Done") + section("Status:** Solid baseline"),
    table("Status", "Done") + section("Priority:** High"),
    table("Status", "Done") + section("Status:** Open", title="QUA-43: Paving"),
    table("Status", "Done") + section("Status:** Open", title="QUA-42 Phase 2: Paving"),
    table("Status", "Done") + section("Status:** Open", title="QUA-42 and QUA-43"),
    table("Status", "Done") + section("Status:** was blocked until Jan 3"),
    table("Status", "Done") + section("Status:** Blocked → Done"),
    table("Status", "Done", "Open"),
    table("Status", "Done") + "1. Complete QUA-42 (Quay)\n",
    table("Status", "Done") + "- QUA-42 not complete by Jan 16 (1 day late)\n",
    table("Status", "Open") + "- ✅ Walls are ready (QUA-42 for the rest)\n",
    "| Work | Status | Blocked by |\n|---|---|---|\n| Paving | 🔴 BLOCKED | QUA-42 |\n\n"
    + section("Status:** Done"),
    table("Blocked by", "QUA-41") + section("Status:** Done"),
    table("Due Date", "Jan 15") + section("Due:** January 15, 2026"),
    table("Due Date", "Jan 15") + section("Due:** Complete by Jan 15"),
    table("Due Date", "Jan 15") + section("Target:** Jan 20"),
    table("Due Date", "Jan 15") + section("Due:** was Jan 10"),
    table("Due Date", "Jan 15") + section("Due:** Jan 15 to Jan 20"),
    table("Due Date", "Jan 15") + section("Next Review:** Jan 20"),
    table("Due Date", "TBD") + section("Due:** Jan 20"),
    table("Owner", "Ada") + section("Owner:** Ada Lovelace"),
    table("Owner", "Ada, Grace") + section("Owner:** Grace"),
    table("Owner", "Ada") + section("Owner:** DevOps team"),
    table("Owner", "DevOps") + section("Owner:** DevOps team"),
    table("Owner", "TBD") + section("Owner:** Ada"),
    table("Owner", "@ada") + section("Owner:** Ada (part-time)"),
    table("Effort", "8-12 hours") + section("Effort:** 8-12h"),
    table("Effort", "8-12 hours") + section("Effort:** 10 hours"),
    table("Effort", "~8 hours") + section("Effort:** 12 hours"),
    table("Effort", "2 days") + section("Effort:** 16 hours"),
    table("Effort", "12 hours") + section("Effort:** 4 hours remaining"),
    table("Effort", "4 hours") + "\n" + table("Effort", "8 hours"),
    table("Status", "Done", ticket="UTF-8") + section("Status:** Open", title="UTF-8 everywhere"),
    table("Status", "Done", ticket="P0-1") + section("Status:** Open", title="P0-1 Paving"),
    "## Sprint 1\n\n"
    + table("Status", "In progress")
    + "## Sprint 2\n\n"
    + table("Status", "Done"),
    table("Due Date", "Jan 15") + "## Proposed dates\n\n" + section("Due:** Jan 24"),
    table("Owner", "Ada") + "## Recommendations\n\n" + section("Owner:** Grace"),
    "## Before\n\n" + table("Status", "Blocked") + "## Now\n\n" + table("Status", "Done"),
    "## Log, Jan 3\n\n" + table("Status", "Open") + "## Log, Jan 5\n\n" + table("Status", "Done"),
    "```\n" + table("Status", "Done") + "```\n" + section("Status:** Open"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_statements_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, HEAD + text)


def test_the_finding_names_the_earlier_statement() -> None:
    (found,) = findings(RULE, HEAD + table("Owner", "Ada") + section("Owner:** Grace"))
    assert found.evidence == {"ticket": "QUA-42", "line": 9, "property": "owner"}
    assert "'Ada'" in found.message
    assert not found.edits
