"""Findings and fixes as lines for people."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mergemend.lines import split_lines
from mergemend.model import FileReport, Finding, Severity, decode, encode
from mergemend.report.terminal import printable, shorten
from mergemend.words import count

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
    yield from choice_lines(report.path, report.left)
    yield from not_run_lines(report)


def not_run_lines(report: FileReport) -> Iterator[str]:
    """What was not checked in a file, and why."""
    for why in report.not_run:
        yield f"{printable(report.path)}: {printable(why)}"


def choice_lines(path: str, findings: Iterable[Finding]) -> Iterator[str]:
    """How the user can settle what can be several: for the first such line, to be copied."""
    open_ = [one for one in map(_likeliest, findings) if one]
    if open_ and path.isprintable():
        name = shlex.quote(path)
        ask = f"`mergemend fix -i {name}`"
        if all(text.isprintable() for text in open_[0].values()):
            words = (shlex.quote(f"{place}={text}") for place, text in open_[0].items())
            chosen = " ".join(f"--choose {word}" for word in words)
            yield f"    to settle it: `mergemend fix {name} {chosen}`, or be asked: {ask}"
        else:
            yield f"    to settle it, be asked: {ask}"


def _likeliest(finding: Finding) -> Mapping[str, str]:
    """The likeliest text for every open or chosen place of a line; empty if one has none."""
    chosen, places = (finding.evidence.get(key, ()) for key in ("chosen", "places"))
    if finding.edits or not isinstance(chosen, Sequence) or not isinstance(places, Sequence):
        return {}
    from mergemend.decisions import candidates_of

    found: dict[str, str] = {}
    for place in (*chosen, *places):
        if not isinstance(place, Mapping) or "before" not in place:
            return {}
        text = place.get("after") or next((text for text, _ in candidates_of(place)), "")
        found[f"{finding.line}:{place['column']}"] = str(text)
    return found if all(found.values()) else {}


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
