"""The page of a clean-up: every decision, and what becomes of the documents."""

from __future__ import annotations

from collections.abc import Mapping

from mergemend.model import Json
from mergemend.plan import Survey
from mergemend.report.page import Cell, Row, Section, page, table
from mergemend.words import count


def cleanup_page(survey: Survey, plan: Mapping[str, Json]) -> str:  # noqa: ARG001
    """The page for a survey and its plan; the same input gives the same bytes."""
    rows = [
        Row([Cell(file.path), Cell(d.first + 1), Cell(d.finding.rule), Cell(d.finding.message)])
        for file in survey.files
        for d in file.decisions
    ]
    shown = table(None, ["File", "Line", "Rule", "What"], rows, name="decisions", label="Decisions")
    lead = count(survey.checked, "file")
    return page("cleanup", f"Clean-up of {lead}", [], [Section("decisions", "Decisions", shown)])
