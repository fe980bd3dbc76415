"""The main job on our own document: two interleaved layers of real rebases, then garbled."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import ferry
from conftest import Mend
from mergemend.lines import split_lines
from scratch import Scratch

PATH = ferry.DOCUMENT


def file_of(built: ferry.Ferry) -> Path:
    return built.scratch.top / PATH


def test_the_fixture_is_what_real_rebases_make(built: ferry.Ferry) -> None:
    stored = (ferry.FOLDER / "stacked.garbled.md").read_bytes()
    for text in (stored, built.garbled):
        assert split_lines(text).count(b"<<<<<<< HEAD\n") == 15
    assert built.conflicted != built.garbled == file_of(built).read_bytes()


@pytest.mark.parametrize("garbled", [False, True])
def test_fix_brings_the_newest_revision_back(tmp_path: Path, mend: Mend, garbled: bool) -> None:
    built = ferry.build(tmp_path / "a repo", garbled=garbled)
    result = mend(built.scratch.top, "fix", PATH)
    assert result.exit_code == 1, result.output
    assert file_of(built).read_bytes() == built.newest
    again = mend(built.scratch.top, "fix", PATH)
    assert again.exit_code == 0
    assert file_of(built).read_bytes() == built.newest
    assert mend(built.scratch.top, "check").exit_code == 0


def test_the_same_in_a_fresh_clone_without_the_label_commits(
    built: ferry.Ferry, tmp_path: Path, mend: Mend
) -> None:
    scratch = built.scratch
    for branch in ("status", "first-only"):
        scratch.git("branch", "-q", "-D", branch)
    target = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", f"file://{scratch.top}", str(target)],
        check=True,
        env=scratch.environment(),
    )
    missing = subprocess.run(["git", "cat-file", "-e", built.second], cwd=target, check=False)
    assert missing.returncode
    assert mend(target, "fix", PATH).exit_code == 1
    assert (target / PATH).read_bytes() == built.newest


def test_without_git_explain_lists_the_revisions_and_that_two_are_equal(
    built: ferry.Ferry, tmp_path: Path, mend: Mend
) -> None:
    (tmp_path / "alone").mkdir()
    copy = tmp_path / "alone" / "status.md"
    copy.write_bytes(built.conflicted)
    result = mend(copy.parent, "explain", "status.md", "--output-format", "json")
    (stack,) = json.loads(result.stdout)["stacks"]
    assert [(r["label"].split()[0], r["equal_to"]) for r in stack["revisions"]] == [
        ("HEAD", [3]),
        (built.first[:7], []),
        (built.second[:7], [1]),
    ]
    assert stack["decision"]["decided"] is False


@pytest.mark.parametrize(
    ("strategy", "expected"), [("ours", "second"), ("theirs", "second"), ("newest", None)]
)
def test_without_git_fix_needs_a_strategy(
    built: ferry.Ferry, tmp_path: Path, mend: Mend, strategy: str, expected: str | None
) -> None:
    (tmp_path / "alone").mkdir()
    copy = tmp_path / "alone" / "status.md"
    copy.write_bytes(built.conflicted)
    result = mend(copy.parent, "fix", "status.md", "--strategy", strategy)
    assert result.exit_code == 1
    assert copy.read_bytes() == (ferry.text(expected) if expected else built.conflicted)
    assert ("in no git repository" in result.stdout) is (expected is None)


def test_a_revision_is_printed_whole(built: ferry.Ferry, mend: Mend) -> None:
    scratch = built.scratch
    scratch.write(PATH, built.conflicted)
    for label in ("HEAD", built.second[:7], built.second):
        result = mend(scratch.top, "explain", PATH, "--revision", label)
        assert result.exit_code == 0
        assert result.stdout_bytes == built.newest
    first = mend(scratch.top, "explain", PATH, "--revision", built.first[:7])
    assert "<<<<<<<" not in first.stdout
    assert "OPEN POINTS (2)" in first.stdout
    unknown = mend(scratch.top, "explain", PATH, "--revision", "nobody")
    assert unknown.exit_code == 2
    assert "'HEAD'" in unknown.stderr


def test_the_old_bytes_can_be_had_back(built: ferry.Ferry, mend: Mend) -> None:
    result = mend(built.scratch.top, "fix", PATH)
    command = result.stderr.split("`")[1].split()
    assert mend(built.scratch.top, *command[1:]).exit_code == 0
    assert file_of(built).read_bytes() == built.garbled


def test_the_diff_writes_nothing_and_applies(
    built: ferry.Ferry, tmp_path: Path, mend: Mend
) -> None:
    scratch = built.scratch
    result = mend(scratch.top, "fix", "--diff", PATH)
    assert result.exit_code == 1
    assert file_of(built).read_bytes() == built.garbled
    assert scratch.git("for-each-ref", "refs/mergemend") == ""
    (tmp_path / "change.diff").write_bytes(result.stdout_bytes)
    scratch.git("apply", str(tmp_path / "change.diff"))
    assert file_of(built).read_bytes() == built.newest


def test_the_diff_says_what_it_leaves(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> gone\n"})
    result = mend(scratch.top, "fix", "--diff", "a.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("a.md:1: left: unresolved conflict between HEAD and gone")


def test_explain_draws_the_layers(built: ferry.Ferry, mend: Mend) -> None:
    result = mend(built.scratch.top, "explain", PATH)
    assert "45 marker lines, 15 regions, 2 layers deep, one reading" in result.stdout
    assert f"│└  >>>>>>> {built.first[:7]}" in result.stdout
    assert "taken" in result.stdout
    assert "discarded" in result.stdout


def test_check_names_every_cluster_and_garbled_line(built: ferry.Ferry, mend: Mend) -> None:
    result = mend(built.scratch.top, "check", "--output-format", "json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)["findings"]
    rules = {f["rule"] for f in findings}
    assert rules <= {"conflict", "mojibake", "mojibake-lossy"}
    lines = built.garbled.split(b"\n")
    damaged = {n for n, line in enumerate(lines, 1) if not line.isascii()}
    assert {f["line"] for f in findings if f["rule"] != "conflict"} == damaged
    first = min(f["line"] for f in findings if f["rule"] == "conflict")
    assert lines[first - 1] == b"<<<<<<< HEAD"


def test_a_lossy_emoji_is_left_where_no_revision_has_it(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": ferry.garble("## 📎 PAPERS\n- ✅ done\n".encode())})
    result = mend(scratch.top, "fix", "a.md")
    assert result.exit_code == 1
    assert scratch.read("a.md") == "## ğŸ“ PAPERS\n- ✅ done\n".encode()
    assert "left:" in result.stdout
