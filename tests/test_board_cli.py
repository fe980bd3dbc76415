"""`mergemend board` from the command line: formats, the day, and what it may overwrite."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import Mend
from scratch import Scratch

STATUS = """# Harbour

**Date:** 2026-01-12
**Owner:** Ada

## Blockers

### 1. HAR-7: Dredge the basin
- **Owner:** Ada
- **Blocking:** The spring ferries
- **Due:** 2026-01-14
"""
JANUARY_20 = 1_768_867_200
CONFLICT = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> no-such-branch\n"


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    made = Scratch.init(tmp_path / "a repo")
    made.now = JANUARY_20
    made.commit("start", {"docs/STATUS.md": STATUS.encode(), "notes.md": b"# Nothing\n"})
    return made


def board(scratch: Scratch, mend: Mend, *arguments: str) -> dict[str, Any]:
    result = mend(scratch.top, "board", "--output-format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_the_table_tells_all_that_matters(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "board", "--now", "2026-01-20")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == (
        "As of Tuesday, January 20, 2026. 1 blocker, 1 overdue, 0 findings, 1 open, 1 document"
    )
    assert lines[2] == "Blockers: Ada (1)"
    assert re.fullmatch(
        r"  HAR-7: Dredge the basin  2026-01-14 \(6 days late\)\s+docs/STATUS\.md:8", lines[3]
    )
    assert "Overdue (1)" in lines


def test_now_is_the_newest_commit_and_never_the_clock(scratch: Scratch, mend: Mend) -> None:
    assert board(scratch, mend)["now"] == "2026-01-20"
    assert board(scratch, mend, "--now", "2026-01-13")["work"][0]["overdue"] is False
    assert board(scratch, mend, "--now", "2026-01-14")["work"][0]["overdue"] is False
    assert board(scratch, mend, "--now", "2026-01-15")["work"][0]["overdue"] is True
    assert board(scratch, mend, "--now", "today")["now"] == date.today().isoformat()


def test_without_a_commit_nothing_is_overdue(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "STATUS.md").write_text(STATUS)
    result = mend(tmp_path, "board")
    assert result.exit_code == 0
    assert "No commit tells the day" in result.stdout
    assert "Overdue" not in result.stdout


def test_the_same_documents_give_the_same_bytes(scratch: Scratch, mend: Mend) -> None:
    for output in ("one.html", "two.html"):
        assert mend(scratch.top, "board", "-o", output).exit_code == 0
    one, two = ((scratch.top / name).read_bytes() for name in ("one.html", "two.html"))
    assert one == two
    assert one.startswith(b"<!DOCTYPE html>\n")


@pytest.mark.parametrize(
    ("output", "chosen", "start"),
    [
        ("board.html", [], "<!DOCTYPE html>"),
        ("board.HTM", [], "<!DOCTYPE html>"),
        ("board.json", [], "{"),
        ("board", [], "As of"),
        ("board.html", ["--output-format", "text"], "As of"),
        ("board.txt", ["--output-format", "html"], "<!DOCTYPE html>"),
    ],
)
def test_the_format_goes_by_the_name_of_the_file(
    scratch: Scratch, mend: Mend, output: str, chosen: list[str], start: str
) -> None:
    result = mend(scratch.top, "board", "--output", output, *chosen)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (scratch.top / output).read_text().startswith(start)


@pytest.mark.parametrize("name", ["board.html", "board.json"])
def test_a_board_is_made_again(scratch: Scratch, mend: Mend, name: str) -> None:
    assert mend(scratch.top, "board", "-o", name, "--now", "2026-01-13").exit_code == 0
    before = (scratch.top / name).read_bytes()
    assert mend(scratch.top, "board", "-o", name, "--now", "2026-01-16").exit_code == 0
    assert (scratch.top / name).read_bytes() != before


@pytest.mark.parametrize(
    "held",
    [
        STATUS.encode(),
        b"",
        b"<!DOCTYPE html>\n<html><body>My own page</body></html>\n",
        b'{"report": "mergemend board"}',
        b"\xff\x00",
    ],
)
def test_nothing_else_is_overwritten_unless_told_and_then_it_is_kept(
    scratch: Scratch, mend: Mend, held: bytes
) -> None:
    target = scratch.write("page.html", held)
    result = mend(scratch.top, "board", "-o", "page.html")
    assert result.exit_code == 2
    assert "page.html is no board; --overwrite replaces it" in result.stderr
    assert target.read_bytes() == held
    result = mend(scratch.top, "board", "-o", "page.html", "--overwrite")
    assert result.exit_code == 0
    assert target.read_bytes().startswith(b"<!DOCTYPE html>")
    (ref,) = re.findall(r"refs/mergemend/runs/\S+", result.stderr)[:1]
    kept = scratch.git("show", f"{ref.rstrip(';')}:before/page.html")
    assert kept.encode("utf-8", "surrogateescape") == held.rstrip(b"\n")


def test_a_tracked_document_behind_a_link_is_not_lost(scratch: Scratch, mend: Mend) -> None:
    (scratch.top / "board.html").symlink_to("docs/STATUS.md")
    assert mend(scratch.top, "board", "-o", "board.html").exit_code == 2
    assert (scratch.top / "docs/STATUS.md").read_text() == STATUS


@pytest.mark.parametrize("output", ["docs", "no/such/folder/board.html"])
def test_where_nothing_can_be_written_it_says_so(scratch: Scratch, mend: Mend, output: str) -> None:
    result = mend(scratch.top, "board", "-o", output)
    assert result.exit_code == 3
    assert output in result.stderr


def test_a_document_with_conflicts_is_named_and_not_read(scratch: Scratch, mend: Mend) -> None:
    scratch.write("docs/PROGRESS.md", (STATUS + CONFLICT).encode())
    result = mend(scratch.top, "board")
    assert result.exit_code == 1
    assert "Not read (1)\n  docs/PROGRESS.md: conflict markers are left" in result.stdout
    found = board(scratch, mend)
    assert [document["path"] for document in found["documents"]] == ["docs/STATUS.md"]
    assert found["not_read"] == [
        {"path": "docs/PROGRESS.md", "message": "conflict markers are left"}
    ]


def test_a_missing_path_is_told(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "board", "docs", "missing-status.md")
    assert result.exit_code == 3
    assert "missing-status.md: No such file" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--now", "yesterday"],
        ["--now", "2026-02-30"],
        ["--link", "javascript:{path}"],
        ["--link", "javascript://x/{path}"],
        ["--link", "/{path}"],
        ["--link", "https://example.com/"],
        ["--output-format", "pdf"],
    ],
)
def test_wrong_usage(scratch: Scratch, mend: Mend, arguments: list[str]) -> None:
    assert mend(scratch.top, "board", *arguments).exit_code == 2


def test_links_go_where_they_are_told(scratch: Scratch, mend: Mend) -> None:
    link = "https://forge.example/harbour/blob/main/{path}?plain=1#L{line}"
    html = mend(scratch.top / "docs", "board", "--output-format", "html", "--link", link).stdout
    assert "https://forge.example/harbour/blob/main/docs/STATUS.md?plain=1#L8" in html
    html = mend(
        scratch.top, "board", "--output-format", "html", "--link", "vscode://file{file}:{line}"
    ).stdout
    whole = (scratch.top / "docs/STATUS.md").as_posix().replace(" ", "%20")
    assert f'href="vscode://file{whole}:8"' in html
    (scratch.top / "out").mkdir()
    mend(scratch.top, "board", "-o", "out/board.html")
    assert 'href="../docs/STATUS.md#L8"' in (scratch.top / "out/board.html").read_text()


def test_what_stands_in_documents_cannot_drive_a_terminal(scratch: Scratch, mend: Mend) -> None:
    scratch.write("docs/PLAN_STATUS.md", STATUS.replace("Dredge", "\x1b[2J\u202eDredge").encode())
    for form in ("text", "html"):
        out = mend(scratch.top, "board", "--output-format", form).stdout
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert r"\x1b[2J\u202eDredge" in out


def test_bytes_that_are_no_text_come_out_all_the_same(scratch: Scratch, mend: Mend) -> None:
    scratch.write("docs/BYTES_STATUS.md", STATUS.encode().replace(b"Dredge", b"Dr\xffdge"))
    for form in ("text", "html", "json"):
        result = mend(scratch.top, "board", "--output-format", form, "-o", f"x.{form}")
        assert result.exit_code == 0
        assert "dge the basin" in (scratch.top / f"x.{form}").read_text()


def test_columns_fit_a_terminal() -> None:
    from mergemend.report.board_text import columns, fitted

    for text in ("plain", "港湾の状態です", "e\u0301te\u0301", "🔴 red", ""):
        for width in range(12, 30):
            assert columns(fitted(text * 3, width)) == width
