"""Findings as workflow commands, which GitHub Actions shows as annotations.

``::error file=…,line=…,col=…,title=…::message``, as GitHub documents them. Ten of each kind are
shown for a step, so errors come first. What the runner would read as another command is escaped
(`mergemend.report.terminal`), and so are the characters that end a value.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Severity
from mergemend.report.results import Results, told
from mergemend.report.terminal import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_VALUES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def render(results: Results) -> str:
    """One command a line; nothing if there is nothing to say."""
    return "".join(f"{line}\n" for line in _lines(results))


def _lines(results: Results) -> Iterator[str]:
    for path, why in results.unread:
        yield _command("error", {"file": path, "title": "not read"}, printable(f"{path}: {why}"))
    for report, finding in results.worst_first():
        values = {
            "file": report.path,
            "line": str(finding.line),
            "col": str(finding.column),
            "title": finding.rule,
        }
        yield _command(_COMMANDS[finding.severity], values, told(report.path, finding))
    for path, why in results.not_run():
        yield _command("notice", {"file": path, "title": "not run"}, printable(f"{path}: {why}"))


def _command(name: str, values: dict[str, str], message: str) -> str:
    given = ",".join(f"{k}={printable(v).translate(_IN_VALUES)}" for k, v in values.items())
    return f"::{name} {given}::{message.translate(_IN_MESSAGES)}"
