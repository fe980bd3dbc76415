"""`--stdin-filename`: a text from standard input in the place of what a file holds."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import ferry
from conftest import Mend
from repositories import snapshot
from scratch import Scratch, forked

GARBLED, MENDED = "a cafÃ© and more\n".encode(), "a café and more\n".encode()


@pytest.mark.parametrize(
    ("text", "printed", "told"),
    [
        (GARBLED, MENDED, "1 garbled line repaired"),
        (GARBLED.replace(b"\n", b"\r\n"), MENDED.replace(b"\n", b"\r\n"), "repaired"),
        (b"clean\n", b"clean\n", ""),
        (b"", b"", ""),
        (b"no end\r\nof line", b"no end\r\nof line", ""),
        (b"a\0b", b"a\0b", "left, binary file"),
        (b"<<<<<<< ours\n", b"<<<<<<< ours\n", "conflict-orphan-marker"),
    ],
)
def test_fix_prints_the_text_and_tells_on_stderr(
    mend: Mend, tmp_path: Path, text: bytes, printed: bytes, told: str
) -> None:
    done = mend(tmp_path, "fix", "--stdin-filename", "a note.md", text=text)
    assert (done.exit_code, done.stdout_bytes) == (0, printed)
    message = told if told != "conflict-orphan-marker" else "without its counterpart"
    assert message in done.stderr_bytes.decode()
    assert bool(done.stderr_bytes) is bool(told)
    assert not list(tmp_path.iterdir())


def test_the_path_says_what_git_knows(mend: Mend, tmp_path: Path) -> None:
    built = ferry.build(tmp_path / "a repo")
    before = snapshot(built.scratch.top)
    done = mend(
        tmp_path, "fix", "--stdin-filename", f"a repo/{ferry.DOCUMENT}", "-", text=built.garbled
    )
    assert (done.exit_code, done.stdout_bytes) == (0, built.newest)
    assert snapshot(built.scratch.top) == before


def test_a_merge_in_progress(mend: Mend, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "repo")
    scratch.git("merge", "feature", check=False)
    text = scratch.read("notes.md") + b"unsaved\n"
    done = mend(scratch.top, "fix", "--stdin-filename", "notes.md", text=text)
    assert (done.exit_code, done.stdout_bytes) == (0, b"theirs\nunsaved\n")
    left = mend(
        scratch.top, "fix", "--stdin-filename", "notes.md", "--min-grade", "safe", text=text
    )
    assert (left.exit_code, left.stdout_bytes) == (0, text)
    assert b"not sure enough" in left.stderr_bytes


def test_check_finds_as_in_a_file(mend: Mend, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_bytes(GARBLED)
    from_file = mend(tmp_path, "check", "note.md", text=b"")
    from_stdin = mend(tmp_path, "check", "--stdin-filename", "note.md", text=GARBLED)
    assert from_file.stdout_bytes == from_stdin.stdout_bytes != b""
    assert from_file.stderr_bytes == from_stdin.stderr_bytes
    assert from_stdin.exit_code == 1
    clean = mend(tmp_path, "check", "--stdin-filename", "note.md", text=b"clean\n")
    assert (clean.exit_code, clean.stdout_bytes) == (0, b"")
    json = mend(
        tmp_path, "check", "--stdin-filename", "no.md", "--output-format=json", text=GARBLED
    )
    assert json.exit_code == 1
    assert b'"rule": "mojibake"' in json.stdout_bytes


def test_the_settings_of_the_path_count(mend: Mend, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "mergemend.toml").write_text('exclude = ["raw.md"]\nallow = ["Ã©"]\n')
    for name in ("raw.md", "note.md"):
        path = f"docs/{name}"
        check = mend(tmp_path, "check", "--stdin-filename", path, text=GARBLED)
        assert (check.exit_code, check.stdout_bytes) == (0, b"")
        fix = mend(tmp_path, "fix", "--stdin-filename", path, text=GARBLED)
        assert (fix.exit_code, fix.stdout_bytes, fix.stderr_bytes) == (0, GARBLED, b"")


def test_the_baseline_counts(mend: Mend, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    scratch.commit("one", {"docs/n.md": GARBLED})
    assert mend(scratch.top, "check", "--write-baseline", "known.json", "docs").exit_code == 0
    for name, code in (("docs/n.md", 0), ("docs/other.md", 1)):
        told = mend(
            *(scratch.top, "check", "--baseline", "known.json", "--stdin-filename", name),
            text=b"moved\n" + GARBLED,
        )
        assert told.exit_code == code, told.output
    sarif = ("check", "--output-format", "sarif", "--stdin-filename", "docs/n.md")
    assert b"mergemend/v1" in mend(scratch.top, *sarif, text=GARBLED).stdout_bytes


def test_a_diff_and_a_choice(mend: Mend, tmp_path: Path) -> None:
    done = mend(tmp_path, "fix", "--diff", "--stdin-filename", "n.md", text=GARBLED)
    assert done.exit_code == 1
    assert b"-a caf\xc3\x83\xc2\xa9 and more\n+a caf\xc3\xa9 and more\n" in done.stdout_bytes
    wrong = mend(tmp_path, "fix", "--choose", "9=x", "--stdin-filename", "n.md", text=GARBLED)
    assert (wrong.exit_code, wrong.stdout_bytes) == (2, b"")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--stdin-filename", "n.md", "other.md"], "leave out other.md"),
        (["fix", "--stdin-filename", "n.md", "other.md"], "leave out other.md"),
        (["fix", "--stdin-filename", "n.md", "--all"], "goes without --all"),
        (["fix", "--stdin-filename", "n.md", "--interactive"], "goes without --all"),
        (["fix", "--stdin-filename", "n.md", "--from-history"], "goes without --all"),
        (["check", "--stdin-filename", "n.md", "--history"], "goes without --changed"),
        (["check", "--stdin-filename", "n.md", "--changed"], "goes without --changed"),
        (["check", "--stdin-filename", "n.md", "--write-baseline", "b"], "goes without --changed"),
        (["fix", "--stdin-filename", "."], "is a folder"),
        (["check", "--stdin-filename", ""], "an empty name is no file"),
    ],
)
def test_what_makes_no_sense_is_refused(
    mend: Mend, tmp_path: Path, arguments: list[str], told: str
) -> None:
    done = mend(tmp_path, *arguments, text=GARBLED)
    assert (done.exit_code, done.stdout_bytes) == (2, b"")
    assert told in " ".join(done.stderr_bytes.decode().split())


def test_wrong_settings_print_nothing(mend: Mend, tmp_path: Path) -> None:
    (tmp_path / "mergemend.toml").write_text("exclde = []\n")
    done = mend(tmp_path, "fix", "--stdin-filename", "n.md", text=GARBLED)
    assert (done.exit_code, done.stdout_bytes) == (2, b"")
    assert b"mergemend.toml:1" in done.stderr_bytes


def test_a_process_and_a_closed_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mergemend", "fix", "--stdin-filename", "n.md"]
    done = subprocess.run(command, cwd=tmp_path, input=GARBLED, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, MENDED)
    script = f"exec {shlex.join(command)} <&-"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"closed" in done.stderr


def test_an_unborn_branch_and_a_detached_head(mend: Mend, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    done = mend(scratch.top, "fix", "--stdin-filename", "deep/er/n.md", text=GARBLED)
    assert (done.exit_code, done.stdout_bytes) == (0, MENDED)
    scratch.commit("one", {"n.md": GARBLED})
    scratch.git("checkout", "-q", "--detach")
    done = mend(scratch.top, "fix", "--stdin-filename", "n.md", text=GARBLED)
    assert (done.exit_code, done.stdout_bytes) == (0, MENDED)
    assert scratch.git("status", "--short") == ""
