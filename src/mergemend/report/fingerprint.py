"""What tells a finding from all others, and stays the same while lines are added and removed.

Platforms match the findings of two runs by it, and so does the baseline. It is made of the rule,
the path from the top of the repository, and the text that the finding is about; not of the line's
number, nor of the message, which can tell of lines and of history. White space does not count: the
same file has other line ends elsewhere. A file that is moved has other fingerprints.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mergemend.lines import split_lines
from mergemend.model import FileReport, Finding, decode, encode

VERSION = 1
"""Changes when the same finding gets another fingerprint: baselines are written anew then."""

_DIGITS = 32  # hexadecimal
_ENOUGH = 100  # bytes of a conflict, besides white space, that tell it from others


def marked(report: FileReport, path: str) -> FileReport:
    """A report whose findings have their fingerprints; ``path`` is that from the top.

    Of findings that nothing tells apart the first has one, the second another, and so on.
    """
    if not report.findings:
        return report
    lines = split_lines(report.before)
    seen: Counter[bytes] = Counter()
    findings = []
    for finding in report.findings:
        key = _key(finding, path, lines)
        findings.append(replace(finding, fingerprint=_hashed(key, b"%d" % seen[key])))
        seen[key] += 1
    return replace(report, findings=tuple(findings))


def _key(finding: Finding, path: str, lines: Sequence[bytes]) -> bytes:
    about = b"\n".join(_about(finding, lines))
    return encode(f"{finding.rule}\0{path}\0") + about


def _about(finding: Finding, lines: Sequence[bytes]) -> Iterator[bytes]:
    """The text that a finding is about, without white space."""
    if finding.rule == "kind-missing":  # it stands nowhere; the message says what it is
        yield _solid(encode(finding.message))
    elif finding.rule.startswith("conflict"):  # markers are all the same, what follows is not
        size = 0
        for number in range(finding.line - 1, min(_last(finding), len(lines))):
            yield (solid := _solid(lines[number]))
            size += len(solid)
            if size >= _ENOUGH:
                return
    elif finding.line <= len(lines):
        line = lines[finding.line - 1]
        yield _solid(line)
        yield _solid(encode(decode(line)[finding.column - 1 :]))


def _last(finding: Finding) -> int:
    """The number of the last line of a conflict."""
    numbers = finding.evidence.get("lines")
    last = numbers[-1] if isinstance(numbers, Sequence) and numbers else finding.line
    return last if isinstance(last, int) else finding.line


def _solid(text: bytes) -> bytes:
    return b"".join(text.split())


def _hashed(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join((b"%d" % VERSION, *parts))).hexdigest()[:_DIGITS]


def of_whole(path: str, message: str) -> str:
    """The fingerprint of what is said of a file as a whole, such as that it could not be read."""
    return _hashed(encode(path), encode(message))
