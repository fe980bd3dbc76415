"""What other lines with the same words, here and in the documents around, say about lost bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.model import Document, Finding, Safety, decode
from mergemend.mojibake.check import RULE_LOSSY, check
from mergemend.mojibake.garble import Kind, Step, garble_by
from mergemend.mojibake.layers import SURE
from scratch import Scratch

LOST = [Step("windows-1254", Kind.DROPPED)]


def lost(text: str) -> str:
    return garble_by(text, LOST)


def find(text: str, *others: str) -> tuple[Finding, ...]:
    documents = [Document(f"{n}.md", other.encode()) for n, other in enumerate(others)]
    return check(Document("d.md", text.encode()), neighbours=lambda: documents)


def first_line(text: str, *others: str) -> str:
    """The first line of ``text``, mended; the edits of all findings on it."""
    data = text.encode()
    edits = [e for f in find(text, *others) if f.line == 1 for e in f.edits]
    for edit in sorted(edits, key=lambda e: e.span.start, reverse=True):
        data = data[: edit.span.start] + edit.new + data[edit.span.end :]
    return decode(data).split("\n")[0]


def only_place(finding: Finding) -> Any:
    places: Any = finding.evidence["places"]
    assert len(places) == 1
    return places[0]


DAMAGED = lost("## 📎 RELATED DOCUMENTS")


@pytest.mark.parametrize(
    ("text", "others"),
    [
        (DAMAGED, ["## 📎 RELATED DOCUMENTS\n"]),
        (DAMAGED, ["# a\n- **📎 Related documents:**\n"]),
        (DAMAGED, ["text\r\n### Related 📎 documents\r\n", "📎 related documents"]),
        (DAMAGED + "\n\n📎 Related documents\n", []),
        (DAMAGED, ["📎 Related documents 📎", "## 📎 Related Documents"]),
        (DAMAGED, [DAMAGED, "📝 other words", "## 📎 related documents"]),
    ],
)
def test_the_same_words_elsewhere(text: str, others: list[str]) -> None:
    assert first_line(text, *others) == "## 📎 RELATED DOCUMENTS"


@pytest.mark.parametrize(
    "others",
    [
        [],
        ["## 📎 Related documents", "## 📝 Related documents"],  # two answers are none
        ["## Related documents 📎"],  # behind other words
        ["## 📎 Related document"],
        ["## 🚀 Related documents"],  # the damage does not make this line of it
        [DAMAGED],
    ],
)
def test_what_settles_nothing(others: list[str]) -> None:
    (finding,) = find(DAMAGED, *others)
    assert (finding.rule, finding.edits) == (RULE_LOSSY, ())
    place = only_place(finding)
    assert "📎 " in [c["after"] for c in place["candidates"]]


def test_few_words_settle_nothing() -> None:
    short = lost("📎 up")
    assert first_line(short, "📎 up") == short


def test_all_places_of_a_line_or_none() -> None:
    line = "- 📎 Papers and 📐 drawings"
    assert first_line(lost(line), "* 📎 papers and 📐 drawings") == line
    assert first_line(lost(line), "📎 papers and drawings") == lost(line)


def test_the_finding_says_where_it_comes_from() -> None:
    (finding,) = find(DAMAGED, "# a\n## 📎 Related documents\n", "📎 Related documents\n")
    assert finding.message.endswith(", as 0.md:2 shows (and 1 more line)")
    assert finding.safety is Safety.LIKELY
    assert finding.evidence["source"] == "other document"
    assert finding.evidence["shown by"] == ["0.md:2", "1.md:1"]
    place = only_place(finding)
    assert SURE <= place["odds"] < 1


@pytest.mark.parametrize("text", ["# clean ✅\n", "caf\u00c3\u00a9 and \u00e2\u20ac\u201d more\n"])
def test_nobody_is_asked_where_nothing_is_in_doubt(text: str) -> None:
    def nobody() -> Iterator[Document]:
        raise AssertionError("asked for the documents around a file that has no doubts")

    check(Document("d.md", text.encode()), neighbours=nobody)


def test_the_past_goes_first() -> None:
    earlier = "## 📝 RELATED DOCUMENTS\n".encode()
    around = [Document("a.md", "## 📎 Related documents\n".encode())]
    found = check(Document("d.md", DAMAGED.encode()), lambda: [earlier], neighbours=lambda: around)
    assert [f.evidence["source"] for f in found] == ["earlier revision"]


@given(
    st.text("ab 📎📝📐🎯–é", min_size=8),
    st.lists(st.text("ab 📎📝📐🎯–é\n", min_size=8), max_size=4),
)
def test_whatever_is_told_has_its_proof(line: str, others: list[str]) -> None:
    damaged = lost(line).replace("\n", "")
    after = first_line(damaged, *others)
    assert after == damaged or lost(after) == damaged or find(damaged)[0].edits


def test_in_a_repository(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit(
        "start",
        {
            "docs/status.md": f"# Status\n\n{DAMAGED}\n".encode(),
            "docs/plan.md": "# Plan\n\n### 📎 Related documents\n".encode(),
            "README.md": "- 📎 Related documents\n".encode(),
        },
    )
    checked = mend(scratch.top, "check", "docs/status.md")
    assert "as docs/plan.md:3 shows (and 1 more line)" in checked.output
    assert mend(scratch.top, "fix", "docs/status.md").exit_code == 1
    assert scratch.read("docs/status.md").decode() == "# Status\n\n## 📎 RELATED DOCUMENTS\n"
    scratch.write("docs/plan.md", "# Plan\n\n### 📝 Related documents\n".encode())
    scratch.git("add", "docs/plan.md")
    scratch.write("docs/status.md", f"# Status\n\n{lost('## 📎 RELATED DOCUMENTS')} \n".encode())
    assert "nothing tells" in mend(scratch.top, "check", "docs/status.md").output
