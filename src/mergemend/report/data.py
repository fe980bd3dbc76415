"""Findings as JSON. The shape has a version, which changes when a key changes its meaning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date

from mergemend.model import FileReport, Finding, Json
from mergemend.report.terminal import COMMAND, is_shown

VERSION = 1


def told_data(finding: Finding) -> dict[str, Json]:
    """What a finding says, and where."""
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
    }


def finding_data(finding: Finding) -> dict[str, Json]:
    """One finding. ``fixable`` says whether `mergemend fix` mends it."""
    return told_data(finding) | {
        "fixable": bool(finding.edits),
        "safety": None if finding.safety is None else str(finding.safety),
        "evidence": finding.evidence,
    }


def check_data(
    reports: Sequence[FileReport],
    unread: Iterable[tuple[str, str]],
    skipped: Iterable[tuple[str, str]],
) -> Json:
    """All findings of a run, and what was not checked."""
    return {
        "version": VERSION,
        "findings": [
            finding_data(f) | {"fingerprint": f.fingerprint} for r in reports for f in r.findings
        ],
        "not_run": [{"path": r.path, "message": why} for r in reports for why in r.not_run],
        "unread": [{"path": path, "message": why} for path, why in unread],
        "skipped": [{"path": path, "message": why} for path, why in skipped],
    }


def iso(day: date | None) -> str | None:
    """A day as ISO 8601 has it."""
    return None if day is None else day.isoformat()


def dump(data: Json) -> str:
    """JSON text that does nothing to a terminal: what is not shown comes out escaped.

    So is the start of a command of a CI's log. Bytes of a file that are no UTF-8 are lone
    surrogates.
    """
    text = json.dumps(data, ensure_ascii=False, indent=2)
    if "##" in text:
        text = COMMAND.sub(r"#\\u0023", text)
    unsafe = {c for c in set(text) if c != "\n" and not is_shown(c)}
    return text.translate({ord(c): json.dumps(c)[1:-1] for c in unsafe})
