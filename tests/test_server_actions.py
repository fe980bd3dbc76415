"""What an editor is offered: edits that it can make, for the text that was examined."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from editor import with_edits
from mergemend.model import Document, Edit, FileReport, Finding, Safety, Severity, Span
from mergemend.server.actions import Actions
from mergemend.server.buffers import Buffer
from mergemend.server.examination import Examined, examine, mended_safely, unions_of
from mergemend.server.positions import Positions

WHOLE = types.Range(types.Position(0, 0), types.Position(99999, 0))
TEXTS = st.lists(st.sampled_from(["a", "é", "è", "🚨", "🚩", "\r\n", "\n", "\r"])).map("".join)


def _finding(edits: tuple[Edit, ...] = (), rule: str = "weekday-date") -> Finding:
    return Finding("n.md", 1, 1, rule, Severity.ERROR, "wrong", edits, Safety.SAFE)


def _actions(examined: Examined) -> Actions:
    positions = Positions(examined.document.data)
    return Actions(examined, positions, True, unions_of(examined))


def _made(text: str, action: types.CodeAction) -> str:
    assert action.edit
    assert action.edit.document_changes
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 7
    edits = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
    return with_edits(text, edits)


def _examined(text: str, *findings: Finding) -> Examined:
    buffer = Buffer("untitled:n.md", 7, text, "markdown", Path())
    document = Document("n.md", buffer.data)
    return Examined(buffer, document, FileReport("n.md", buffer.data, buffer.data, findings))


@given(TEXTS, TEXTS)
def test_all_fixes_in_one_edit_give_what_fixing_gives(before: str, after: str) -> None:
    stages = ((_finding(),), (_finding(),))
    report = FileReport("n.md", before.encode(), after.encode(), stages=stages)
    found = list(_actions(_examined(before)).fix_all(report))
    assert [_made(before, action) for action in found] == [after] * (before != after)


def test_an_answer_that_is_no_text_is_not_offered() -> None:
    edit = Edit(Span(0, 1), b"\xff")
    found = list(_actions(_examined("a\n", _finding((edit,)))).at(WHOLE))
    assert [action.title for action in found] == ["Turn weekday-date off here"]


def test_of_very_many_findings_the_first_are_offered(tmp_path: Path) -> None:
    text = "ein CafÃ©\n" * 500
    examined = examine(Buffer((tmp_path / "n.md").as_uri(), 7, text, "markdown", tmp_path))
    assert len(examined.findings) == 500
    found = list(_actions(examined).at(WHOLE))
    assert len(found) == 100
    assert _made(text, found[0]) == text.replace("Ã©", "é", 1)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_lines_of_all_sides(tmp_path: Path, ends: str) -> None:
    text = "a 🚨\n<<<<<<< A\nx\n=======\ny\n>>>>>>> B\nb".replace("\n", ends)
    examined = examine(Buffer((tmp_path / "n.md").as_uri(), 7, text, "markdown", tmp_path))
    found = {action.title: _made(text, action) for action in _actions(examined).at(WHOLE)}
    assert found["Take A (guess)"] == f"a 🚨{ends}x{ends}b"
    assert found["Take B (guess)"] == f"a 🚨{ends}y{ends}b"
    assert found["Take the lines of all sides (guess)"] == f"a 🚨{ends}x{ends}y{ends}b"


def test_what_is_safe_is_preferred_and_done_at_once(tmp_path: Path) -> None:
    text = "v 1.2\n<<<<<<< A\nein CafÃ©\n=======\nein CafÃ© \n>>>>>>> B\n"
    examined = examine(Buffer((tmp_path / "n.md").as_uri(), 7, text, "markdown", tmp_path))
    first, *_ = _actions(examined).at(types.Range(types.Position(1, 0), types.Position(1, 0)))
    assert first.is_preferred
    assert "(safe, proposed" in first.title
    mended = mended_safely(examined)
    assert mended
    (fix,) = _actions(examined).fix_all(mended)
    assert (fix.title, fix.is_preferred) == ("Fix all that is safe (mergemend)", None)
    assert "Café" in _made(text, fix)
    assert "<<<<" not in _made(text, fix)
