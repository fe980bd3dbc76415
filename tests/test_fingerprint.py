"""Fingerprints: each finding has its own, and keeps it while lines move."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.kinds import Kinds
from mergemend.model import Document, FileReport, Finding, Severity
from mergemend.report.fingerprint import marked, of_whole
from scratch import Scratch

OPTIONS = Options(kind=Kinds(Path("/nowhere")).of)
CONFLICT = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n"
GARBLED = "cafÃ©\n"
TOTAL = "| a | hours |\n| --- | --- |\n| x | 2 h |\n| y | 3 h |\n| **Total** | 6 h |\n"
# each adds findings, or none, to what stands around it
PIECES = st.lists(
    st.sampled_from(
        [
            *("a line\n", "\n", "naïve – café ✅\n", "# Heading\n", "- item (3)\n"),
            *(CONFLICT, CONFLICT.replace("ours", "mine"), GARBLED, "Ã© naÃ¯ve\n", "x â€™ y\n"),
            *("\ufeff\n", "**Status:** done\n", "**Date:** Monday, 2026-01-06\n", TOTAL),
        ]
    ),
    max_size=8,
)


def looked(text: str, path: str = "docs/STATUS.md") -> FileReport:
    report = examine(Document(path, text.encode()), NoEvidence(), OPTIONS)
    return marked(report, path)


def marks(text: str, path: str = "docs/STATUS.md") -> list[str]:
    return [finding.fingerprint or "" for finding in looked(text, path).findings]


@given(PIECES)
@example([CONFLICT, CONFLICT, GARBLED, GARBLED])
def test_every_finding_of_a_file_has_its_own(pieces: list[str]) -> None:
    found = marks("".join(pieces))
    assert len(set(found)) == len(found)
    assert all(len(mark) == 32 for mark in found)


@given(PIECES, st.integers(0, 30), st.integers(0, 8))
@example([CONFLICT, GARBLED, CONFLICT], 5, 1)
def test_lines_that_are_added_change_none(pieces: list[str], lines: int, at: int) -> None:
    """Between the pieces, so that no line and no conflict is cut in two."""
    before = looked("".join(pieces))
    if any(f.rule in {"byte-order-mark", "conflict-unreadable"} for f in before.findings):
        return  # what they say hangs on what is around
    moved = "".join([*pieces[:at], "plain words\n" * lines, *pieces[at:]])
    after = looked(moved)
    if len(after.findings) == len(before.findings):  # a status document can lose one by them
        assert [f.fingerprint for f in after.findings] == [f.fingerprint for f in before.findings]


@given(PIECES)
def test_line_ends_change_none(pieces: list[str]) -> None:
    text = "".join(pieces)
    before, after = marks(text), marks(text.replace("\n", "\r\n"))
    if len(before) == len(after):
        assert before == after


def test_what_changes_it() -> None:
    first = marks(f"x\n{CONFLICT}{GARBLED}")
    assert not set(first) & set(marks(f"x\n{CONFLICT}{GARBLED}", "docs/moved.md"))
    conflict, garbled = first
    assert marks(f"x\n{CONFLICT.replace('ours', 'other')}{GARBLED}") != first
    assert marks(f"x\n{CONFLICT}  {GARBLED}") == first
    assert marks(f"x\n{CONFLICT}{GARBLED}")[1] == garbled
    assert marks(f"x\n{CONFLICT}") == [conflict]
    assert marks(f"x\n{CONFLICT}more {GARBLED}")[1] != garbled


def test_two_conflicts_with_the_same_label_are_told_apart_by_their_text() -> None:
    other = CONFLICT.replace("ours", "mine")
    first = marks(CONFLICT + "plain words\n" + other)
    assert marks("plain words\n" + other) == first[1:]


def test_equal_findings_are_told_apart_by_their_order() -> None:
    one, two, three = marks(GARBLED * 3)
    assert marks(GARBLED) == [one]
    assert marks("new\n" + GARBLED * 2) == [one, two]
    assert three not in {one, two}


@pytest.mark.parametrize(("line", "column"), [(1, 1), (9, 1), (1, 99)])
def test_a_place_beyond_the_text_has_one(line: int, column: int) -> None:
    finding = Finding("a", line, column, "too-large", Severity.ERROR, "too large")
    (found,) = marked(FileReport("a", b"", b"", (finding,)), "a").findings
    assert found.fingerprint


def test_names_that_are_no_utf_8() -> None:
    assert len(set(marks(GARBLED, "\udcff.md") + marks(GARBLED, "\udcfe.md"))) == 2
    assert of_whole("\udcff", "x") != of_whole("\udcff", "y")


def test_the_path_is_that_from_the_top(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"docs/a.md": GARBLED.encode()})

    def found(folder: Path, *words: str) -> str:
        data = json.loads(mend(folder, "check", "--output-format", "json", *words).stdout)
        return str(data["findings"][0]["fingerprint"])

    here = found(scratch.top)
    assert found(scratch.top / "docs") == here
    assert found(scratch.top / "docs", "a.md") == here
    assert found(tmp_path, "r/docs/a.md") == here
    assert found(tmp_path, str(scratch.top / "docs/a.md")) == here
