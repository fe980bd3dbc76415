"""What other documents, and other lines of the same one, say about lines that lost bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Mend
from mergemend.model import Document, Safety
from mergemend.mojibake import check
from mergemend.mojibake.garble import Kind, Step, garble_by
from scratch import Scratch

DROPPED = [Step("windows-1252", Kind.DROPPED)]
CLEAN = "## 📁 Papers of the harbour\n"


def garbled(text: str) -> str:
    return garble_by(text, DROPPED)


# a document that blames windows-1252 for enough, and a heading that lost what told its emoji
BODY = "".join(f"- ✅ point {n} – done\n" for n in range(4))
DAMAGED = garbled(BODY) + garbled(CLEAN)


def mended_line(others: list[str], text: str = DAMAGED) -> tuple[str | None, Safety | None]:
    """What the last line becomes, by the documents around."""
    documents = [Document(f"other{n}.md", other.encode()) for n, other in enumerate(others)]
    found = check(Document("a.md", text.encode()), neighbours=lambda: documents)
    last = text.count("\n")
    (finding,) = [finding for finding in found if finding.line == last]
    if not finding.edits:
        return None, None
    (edit,) = finding.edits
    data = text.encode()
    line = data[: edit.span.start] + edit.new + data[edit.span.end :]
    return line.decode().split("\n")[last - 1] + "\n", finding.safety


def test_the_line_alone_is_not_enough() -> None:
    assert mended_line([]) == (None, None)


CASES: dict[str, tuple[list[str], str | None]] = {
    "one other document": ([CLEAN], CLEAN),
    "several that agree": ([CLEAN, "# Other\n", CLEAN + "more\n"], CLEAN),
    "documents that disagree": ([CLEAN, CLEAN.replace("📁", "📐")], None),
    "one that disagrees with itself": ([CLEAN + CLEAN.replace("📁", "📐")], None),
    "another heading": ([CLEAN.replace("Papers", "Paper")], None),
    "the same words, an emoji that the damage does not fit": ([CLEAN.replace("📁", "✅")], None),
    "as damaged there": ([garbled(CLEAN)], None),
    "without an emoji there": ([CLEAN.replace("📁 ", "")], None),
}


@pytest.mark.parametrize("case", CASES)
def test_other_documents(case: str) -> None:
    others, wanted = CASES[case]
    grade = Safety.LIKELY if wanted else None
    assert mended_line(others) == (wanted, grade)


def test_another_line_of_the_same_document() -> None:
    text = CLEAN + DAMAGED
    assert mended_line([], text) == (CLEAN, Safety.LIKELY)


def test_nobody_is_asked_about_lines_that_are_clear() -> None:
    def neighbours() -> list[Document]:
        raise AssertionError("asked")

    found = check(Document("a.md", garbled(BODY).encode()), neighbours=neighbours)
    assert all(finding.edits for finding in found)


def test_history_goes_first() -> None:
    other = CLEAN.replace("📁", "📐")
    found = check(
        Document("a.md", DAMAGED.encode()),
        earlier=lambda: [CLEAN.encode()],
        neighbours=lambda: [Document("b.md", other.encode())],
    )
    assert found[-1].evidence["source"] == "earlier revision"


def test_from_the_command_line(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    scratch.commit(
        "start", {"notes/a.md": DAMAGED.encode(), "docs/b.md": b"# B\n" + CLEAN.encode()}
    )
    shown = mend(scratch.top, "check", "--output-format", "json", "notes/a.md").stdout
    last = json.loads(shown)["findings"][-1]
    assert last["evidence"]["as_in"] == "docs/b.md:2"
    assert last["safety"] == "likely"
    assert "as docs/b.md:2 has it" in last["message"]
    mend(scratch.top, "fix", "--min-grade", "safe", "notes/a.md")
    assert scratch.read("notes/a.md").decode().endswith(garbled(CLEAN))
    mend(scratch.top, "fix", "notes/a.md")
    assert scratch.read("notes/a.md").decode() == BODY + CLEAN
