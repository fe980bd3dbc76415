"""Findings and fixes as lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from mergemend.model import FileReport, Finding, Severity, decode, encode, split_lines
from mergemend.report.terminal import count, printable, shorten

_NO_NEWLINE = "\n\\ No newline at end of file\n"
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


def finding_line(finding: Finding) -> tuple[str, str, str, str]:
    """A finding as place, rule, message, and the colour of the rule."""
    place = f"{printable(finding.path)}:{finding.line}:{finding.column}:"
    return place, finding.rule, printable(finding.message), _COLOURS[finding.severity]


def check_summary(reports: Iterable[FileReport]) -> str:
    """What a check has found, in a sentence."""
    files = findings = fixable = 0
    for report in reports:
        counted = [f for f in report.findings if f.counts]
        files += bool(counted)
        findings += len(counted)
        fixable += sum(bool(f.edits) for f in counted)
    if not findings:
        return "nothing found"
    found = f"{count(findings, 'finding')} in {count(files, 'file')}"
    return f"{found}; `mergemend fix` mends {fixable:,} of them" if fixable else found


def fix_lines(report: FileReport) -> Iterator[str]:
    """What was fixed in a file, and what that discarded."""
    path = printable(report.path)
    fixed = [finding for stage in report.stages for finding in stage]
    for message, findings in _by_message(f for f in fixed if f.rule != "mojibake"):
        yield f"{path}:{_lines(findings)}: {message}"
        for finding in findings:
            yield from _region_lines(finding, alone=len(findings) == 1)
        yield from _grade_line(findings[0])
    repaired = [finding for finding in fixed if finding.rule == "mojibake"]
    if repaired:
        yield f"{path}: {count(len(repaired), 'garbled line')} repaired"
    for name, lines in _undone(repaired):
        yield f"    {count(lines, 'line')} as before {printable(name)}"


def _undone(repaired: Iterable[Finding]) -> Iterable[tuple[str, int]]:
    """The commits of which the damage was undone, and the number of lines of each."""
    found: Counter[str] = Counter()
    for finding in repaired:
        commits = finding.evidence.get("commits")
        for commit in commits if isinstance(commits, list) else ():
            if isinstance(commit, Mapping):
                found[f"{str(commit['sha'])[:10]} ({commit['subject']})"] += 1
    return found.most_common()


def _region_lines(finding: Finding, *, alone: bool) -> Iterator[str]:
    """What was discarded at a place, and where the likeliest answer would have kept more."""
    place = "" if alone else f"line {finding.line}: "
    discarded = finding.evidence.get("discarded")
    if isinstance(discarded, list) and discarded:
        yield f"    {place}discarded: {', '.join(printable(str(d)) for d in discarded)}"
    better = finding.evidence.get("best")
    if isinstance(better, Mapping):
        what = printable(f"{better['name']}, {better['saw']} ({better['grade']})")
        yield f"    {place}`--strategy best` would keep {what}"


def _grade_line(finding: Finding) -> Iterator[str]:
    """How sure the answer is."""
    grade, odds = finding.evidence.get("grade"), finding.evidence.get("odds")
    if grade:
        yield f"    {grade}: {odds}" if odds else f"    {grade}"


def left_lines(report: FileReport) -> Iterator[str]:
    """What is left in a file, and why."""
    for message, findings in _by_message(report.left):
        yield f"{printable(report.path)}:{_lines(findings)}: left: {message}"


def _by_message(findings: Iterable[Finding]) -> Iterable[tuple[str, list[Finding]]]:
    """The regions of a stack are decided together: say it once."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(printable(finding.message), []).append(finding)
    return groups.items()


def _lines(findings: Iterable[Finding]) -> str:
    return ",".join(str(finding.line) for finding in findings)


def diff(report: FileReport) -> bytes:
    """What fixing changes, as a unified diff that `git apply` takes."""
    import difflib

    before, after = (list(map(decode, split_lines(d))) for d in (report.before, report.after))
    names = f"a/{report.path}", f"b/{report.path}"
    lines = difflib.unified_diff(before, after, *names)
    return encode("".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines))


def one_line(text: str, width: int = 72) -> str:
    """Text of a document in one short line."""
    return shorten(printable(text), width)
