"""Looking at snippets with one rule."""

from __future__ import annotations

from mergemend.edits import apply
from mergemend.evidence import NoEvidence
from mergemend.model import Document, Finding
from mergemend.statusdocs.check import check_status
from mergemend.statusdocs.kind import Kind


def findings(rule: str, text: str) -> tuple[Finding, ...]:
    """What a rule finds in a text."""
    document = Document("STATUS.md", text.encode("utf-8", "surrogatepass"))
    return check_status(document, Kind("status-document"), NoEvidence(), lambda name: name == rule)


def told(rule: str, text: str) -> list[tuple[int, str, str]]:
    """The findings of a rule as line, severity and message."""
    return [(f.line, f.severity.value, f.message) for f in findings(rule, text)]


def fixed(rule: str, text: str) -> str:
    """The text with all fixes of a rule made, after which it must have no more to fix."""
    document = text.encode()
    edits = [edit for finding in findings(rule, text) for edit in finding.edits]
    new = apply(document, edits).decode()
    assert not [f for f in findings(rule, new) if f.edits]
    return new
