"""What must hold for any input: each target takes bytes, and raises if something does not."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from mergemend.config import ConfigError, load_settings
from mergemend.conflicts import Rule, Strategy, markers_of
from mergemend.conflicts.check import examine as examine_conflicts
from mergemend.conflicts.markers import parse_marker
from mergemend.conflicts.stack import parse
from mergemend.directives import off_parts
from mergemend.edits import apply
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.kinds import shipped_kind
from mergemend.model import Document, Finding, KindError, decode, encode
from mergemend.mojibake.check import check
from mergemend.mojibake.encoding import check_encoding
from mergemend.mojibake.garble import garble_by
from mergemend.mojibake.layers import mend
from mergemend.rules import RULES
from mergemend.statusdocs.kindfile import read_kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.patterns import MOST_CHARACTERS, PatternError, compile_pattern

_STRATEGIES = tuple(Strategy)


def _applies(document: Document, findings: tuple[Finding, ...]) -> bytes:
    """Findings lie in the document, and their edits can be made."""
    for finding in findings:
        assert finding.rule in RULES
        assert 1 <= finding.line <= len(document.lines) + 1
        assert finding.column >= 1
        assert finding.message.strip()
    return apply(document.data, [edit for finding in findings for edit in finding.edits])


def document(data: bytes) -> None:
    """A document comes back byte for byte, whatever it is made of."""
    whole = Document("a.md", data)
    assert b"".join(whole.lines) == data
    assert encode(decode(data)) == data
    assert all(b"\n" not in line[:-1] for line in whole.lines)


def conflicts(data: bytes) -> None:
    """Markers are read or refused; what is put in their place leaves none of theirs."""
    whole = Document("a.md", data)
    markers = markers_of(whole)
    for marker in markers:
        assert parse_marker(whole.lines[marker.line], marker.line) == marker
    parsed = parse(whole.lines, markers)
    assert [m.line for m in parsed.markers] == sorted({m.line for m in parsed.markers})
    if markers:
        strategy = Rule(_STRATEGIES[len(data) % len(_STRATEGIES)])  # one will do: it takes long
        report = examine_conflicts(whole, NoEvidence(), strategy)
        after = _applies(whole, report.findings)
        if report.findings and all(finding.edits for finding in report.findings):
            left = examine_conflicts(Document("a.md", after), NoEvidence(), strategy)
            assert not any(finding.edits for finding in left.findings)


def garbled(data: bytes) -> None:
    """Repairs prove themselves: garbled again, they are what was there."""
    whole = Document("a.md", data)
    _applies(whole, check(whole))
    text = {n: line for n, line in enumerate(decode(data).split("\n")) if _is_text(line)}
    lines = {n: line for n, line in text.items() if not line.isascii()}
    for number, found in mend(lines).items():
        for repair in found.repairs:
            before = lines[number][repair.start : repair.end]
            assert repair.before == before
            assert garble_by(repair.after, repair.steps) == before


def _is_text(line: str) -> bool:
    return not re.search("[\ud800-\udfff]", line)


def encodings(data: bytes) -> None:
    """Whatever the bytes are, they are told and mended within the document."""
    whole = Document("a.md", data)
    _applies(whole, check_encoding(whole))


def status(data: bytes) -> None:
    """Any bytes have an outline, a record, and findings that lie in the document."""
    whole = Document("STATUS.md", data)
    outline = read_outline(whole)
    assert len(outline.lines) == len(whole.lines)
    for text in (*outline.texts, *outline.cells):
        assert outline.lines[text.line][text.column : text.end] == text.text
    for kind in ("project-status", "blockers", "changelog"):
        for _, _, place in Look(outline, shipped_kind(kind), NoEvidence()).record.leaves():
            assert 1 <= place.line <= len(whole.lines) + 1


def engine(data: bytes) -> None:
    """Fixing ends, and a second run fixes nothing."""
    kind = shipped_kind("status-document")
    options = Options(Rule(Strategy.UNION), kind=lambda _: kind)
    report = examine(Document("STATUS.md", data), NoEvidence(), options)
    assert report.before == data
    after = data
    for stage in report.stages:
        after = apply(after, [edit for finding in stage for edit in finding.edits])
    assert after == report.after
    again = examine(Document("STATUS.md", report.after), NoEvidence(), options)
    assert not again.changed


def kindfile(data: bytes) -> None:
    """Any text is a kind, or an error that names file and line."""
    try:
        read_kind(data.decode("utf-8", "replace"), "k.yaml", shipped_kind)
    except KindError as error:
        assert re.match(r"k\.yaml:\d+: ", str(error)), error  # noqa: PT017


def pattern(data: bytes) -> None:
    """Any text is refused as a pattern, or can be matched against a short line."""
    source, _, text = decode(data).partition("\n")
    try:
        regex = compile_pattern(source)
    except PatternError:
        return
    regex.fullmatch(text[:MOST_CHARACTERS])


def config(data: bytes) -> None:
    """Any file is settings, or an error that names the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / ".git").mkdir()
        (folder / "mergemend.toml").write_bytes(data)
        try:
            settings = load_settings(folder)
            settings.options_for(folder / "docs" / "a.md")
            settings.excludes(folder / "docs" / "a.md")
        except ConfigError as error:
            assert "mergemend.toml:" in str(error)  # noqa: PT017


def directives(data: bytes) -> None:
    """Rules are off in lines that are there."""
    whole = Document("a.md", b"<!-- mergemend: off -->\n" * (data[:1] == b"!") + data)
    parts = off_parts(whole)
    for rule in RULES:
        lines = parts.lines_of(rule)
        assert lines <= set(range(len(whole.lines)))
        for line in range(len(whole.lines)):
            assert parts.hold(rule, line, line) is (line in lines)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        document,
        conflicts,
        garbled,
        encodings,
        status,
        engine,
        kindfile,
        pattern,
        config,
        directives,
    )
}
