"""Findings as SARIF 2.1.0, the format of OASIS that code scanning and editors read.

Paths are URIs relative to the top of the repository, which `TOP` stands for; where that lies on
the machine is not told. Columns are counted in code points, as everywhere in mergemend.
Fingerprints are ours (`mergemend.report.fingerprint`), under a name of our own: GitHub's action for
uploads adds the ones that GitHub goes by, and complains about others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import PurePath
from urllib.parse import quote

from mergemend import __version__
from mergemend.model import Edit, FileReport, Finding, Json, Severity, encode, is_utf8
from mergemend.report.data import dump
from mergemend.report.fingerprint import VERSION
from mergemend.report.positions import Positions
from mergemend.report.results import Results
from mergemend.report.rule import rule_page, rule_text
from mergemend.report.terminal import printable
from mergemend.ruledocs import RuleDocError, rule_doc
from mergemend.rules import RULES
from mergemend.words import count

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
TOP = "SRCROOT"
MOST = 5_000
"""Results that are written; GitHub shows no more of a run and refuses files with many more."""

MOST_BYTES = 20_000
"""Of the new text of a fix; `mergemend fix` makes those that are longer."""

MOST_TEXT = 4_000_000
"""Bytes of a file whose fixes are written: their places are counted in its text."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_NUMBERS = {rule: number for number, rule in enumerate(RULES)}


def render(results: Results) -> str:
    """A log with one run; it has no results if there is nothing to say."""
    found = {finding.rule for _, finding in islice(results.worst_first(), MOST)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "mergemend",
                "semanticVersion": __version__,
                "rules": [_rule(rule, in_full=rule in found) for rule in RULES],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not results.unread,
                "toolExecutionNotifications": list(_notifications(results)),
            }
        ],
        "originalUriBaseIds": {
            TOP: {"description": {"text": "The top of the repository that was checked."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": list(_results(results)),
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(rule: str, *, in_full: bool) -> Json:
    """A rule in a line; one with results in full, as `mergemend rule` explains it."""
    brief = RULES[rule]
    text = f"{brief[0].upper()}{brief[1:]}."
    full = {"text": text}
    if in_full:
        with suppress(RuleDocError):  # Python leaves no docstrings with -OO
            doc = rule_doc(rule)
            full = {"text": rule_text(doc), "markdown": rule_page(doc, alone=True)}
    return {
        "id": rule,
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": full,
    }


def _results(results: Results) -> Iterator[Json]:
    positions: dict[str, Positions] = {}
    for report, finding in islice(results.worst_first(), MOST):
        result: dict[str, Json] = {
            "ruleId": finding.rule,
            "ruleIndex": _NUMBERS[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": printable(finding.message)},
            "locations": [_location(report.path, finding)],
            "partialFingerprints": {f"mergemend/v{VERSION}": finding.fingerprint},
        }
        if _can_be_told(report, finding.edits):
            if report.path not in positions:
                positions[report.path] = Positions(report.before)
            result["fixes"] = [_fix(report, finding.edits, positions[report.path])]
        yield result


def _can_be_told(report: FileReport, edits: Sequence[Edit]) -> bool:
    """Whether there is a fix that is no longer than it may be, and text that columns can tell."""
    new = b"".join(edit.new for edit in edits)
    is_short = len(new) <= MOST_BYTES and 0 < len(report.before) <= MOST_TEXT
    return bool(edits) and is_short and is_utf8(new) and is_utf8(report.before)


def _fix(report: FileReport, edits: Sequence[Edit], positions: Positions) -> Json:
    replacements: list[Json] = []
    for edit in sorted(edits):
        start, end = positions.of(edit.span.start), positions.of(edit.span.end)
        region: Json = {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        }
        inserted: Json = {"text": edit.new.decode()}
        replacements.append({"deletedRegion": region, "insertedContent": inserted})
    change: Json = {"artifactLocation": _artifact(report.path), "replacements": replacements}
    return {
        "description": {"text": "What `mergemend fix` would do."},
        "artifactChanges": [change],
    }


def _location(path: str, finding: Finding | None = None) -> Json:
    place: dict[str, Json] = {"artifactLocation": _artifact(path)}
    if finding is not None:
        place["region"] = {"startLine": finding.line, "startColumn": finding.column}
    return {"physicalLocation": place}


def _artifact(path: str) -> Mapping[str, Json]:
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    # a colon in the first part would make a scheme of it
    return {"uri": quote(encode(path), safe="/"), "uriBaseId": TOP}


def _notifications(results: Results) -> Iterator[Json]:
    """What the results do not say: files that were not read, what did not run, what is left out."""
    for path, why in results.unread:
        yield _notification("error", f"not read: {why}", path)
    for path, why in results.not_run():
        yield _notification("warning", why, path)
    found = sum(len(report.findings) for report in results.reports)
    if found > MOST:
        left = f"the other {found - MOST:,} are left out, those that count less first"
        yield _notification("warning", f"{count(MOST, 'result')} of {found:,} are here; {left}")


def _notification(level: str, text: str, path: str | None = None) -> Json:
    said: dict[str, Json] = {"level": level, "message": {"text": printable(text)}}
    if path is not None:
        said["locations"] = [_location(path)]
    return said
