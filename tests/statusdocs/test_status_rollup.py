"""Tables and sections that give one thing different states."""

from __future__ import annotations

import pytest

from statusdocs.around import findings, lines

RULE = "status-rollup"


def table(name: str, status: str, column: str = "Status") -> str:
    return f"| Area | {column} |\n|---|---|\n| {name} | {status} |\n\n"


def section(title: str, status: str) -> str:
    return f"### {title}\n\n**Status:** {status}\n\n"


WRONG = [
    (table("Quay repair", "✅ READY"), section("Quay repair", "🔴 BLOCKED")),
    (table("**Quay repair**", "✅ Done"), section("1. Quay Repair", "Not started")),
    (table("Quay repair", "Complete"), section("🚧 Quay repair", "In progress")),
    (table("Quay repair", "Complete", "State"), section("Quay repair", "Failing")),
    (table("Quay repair", "Complete", "Current Status"), section("Quay repair:", "Open")),
    (table("Quay repair", "🔴 BLOCKED"), section("Quay repair", "✅ READY")),
    (table("Quay repair", "Cancelled"), section("Quay repair", "In progress")),
    (table("`Quay repair`", "✅ Done"), section("Quay repair", "**Blocked** (by tides)")),
    (table("Quay repair", "✅ Complete (5/5)"), section("Quay repair", "60% complete")),
    (table("2. Quay repair", "Fixed"), section("Quay repair", "❌ Not fixed")),
]


@pytest.mark.parametrize(("rows", "other"), WRONG)
def test_a_table_against_a_section(rows: str, other: str) -> None:
    assert lines(RULE, "# Harbour\n\n" + rows + other) == [(5, "warning")]
    assert lines(RULE, "# Harbour\n\n" + other + "## All\n\n" + rows) == [(11, "warning")]


RIGHT = [
    table("Quay repair", "✅ READY") + section("Quay repair", "✅ Done"),
    table("Quay repair", "✅ Done") + section("Quay repair", "Resolved"),
    table("Quay repair", "In progress") + section("Quay repair", "Blocked"),
    table("Quay repair", "In progress") + section("Quay repair", "Open"),
    table("Quay repair", "Done") + section("Quay repairs", "Open"),
    table("Quay repair", "Done") + section("Quay repair, phase 2", "Open"),
    table("Quay repair", "Done") + section("Paving", "Open"),
    table("Quay repair", "Done") + section("Quay repair", "Solid"),
    table("Quay repair", "✅") + section("Quay repair", "Open"),
    table("Quay repair", "-") + section("Quay repair", "Open"),
    table("Quay repair", "Done", "Previous Status") + section("Quay repair", "Open"),
    table("Quay repair", "Done", "Target") + section("Quay repair", "Open"),
    table("Quay repair", "Done") + "### Quay repair\n\n**Priority:** High\n",
    table("Quay repair", "Done") + "### Quay repair\n\nStatus: Open\n",
    table("Quay repair", "Done")
    + section("Quay repair", "Open")
    + section("Quay repair", "Done")
    + "",
    "## Before\n\n" + table("Quay repair", "Open") + "## Now\n\n" + section("Quay repair", "Done"),
    "## Sprint 1\n\n" + table("Repair", "Open") + "## Sprint 2\n\n" + section("Repair", "Done"),
    "| Area | Status |\n|---|---|\n| Repair | Open |\n| Repair | Blocked |\n\n"
    + section("Repair", "Done"),
    "```\n" + table("Quay repair", "Done") + "```\n" + section("Quay repair", "Open"),
    section("Quay repair", "Open") + "## Later\n\n" + section("Quay repair", "Done"),
    table("Quay repair", "Done → Open") + section("Quay repair", "Open"),
    table("Quay repair", "Walls ✅ Done") + section("Quay repair", "Open"),
]


@pytest.mark.parametrize("text", RIGHT)
def test_states_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, "# Harbour\n\n" + text)


def test_the_finding_names_the_section() -> None:
    text = table("Quay", "✅ READY") + section("Quay", "🔴 BLOCKED")
    (found,) = findings(RULE, text)
    assert found.evidence == {"line": 7}
    assert "'🔴 BLOCKED'" in found.message
