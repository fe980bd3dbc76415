"""Regions decided by what their texts say: `best`, what `newest` says of it, and grades."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Mend
from scratch import Scratch, forked

LIST = b"# Log\n\n## Fixed\n\n- the pier\n"
FAR = b"\nGit puts what is closer than\nfour lines into one region.\n\n"


def with_entry(entry: bytes) -> bytes:
    return LIST.replace(b"- the pier", entry + b"- the pier")


@pytest.fixture
def conflicted(tmp_path: Path) -> Scratch:
    """Three regions: entries of both sides, a version that both raised, and prose."""
    base = LIST + FAR + b"Version 1.0\n" + FAR + b"It opens late.\n"
    ours = base.replace(b"- the pier", b"- the crane\n- the pier")
    theirs = base.replace(b"- the pier", b"- the buoy\n- the pier")
    ours = ours.replace(b"1.0", b"1.2").replace(b"late", b"at six")
    theirs = theirs.replace(b"1.0", b"1.1").replace(b"It opens late", b"Nobody knows the hours")
    scratch = forked(tmp_path / "a repo", ours, theirs, base)
    scratch.git("merge", "-q", "feature", check=False)
    return scratch


def test_best_keeps_what_both_sides_wrote(conflicted: Scratch, mend: Mend) -> None:
    result = mend(conflicted.top, "fix", "--strategy", "best", "notes.md")
    assert result.exit_code == 1
    assert conflicted.read("notes.md") == (
        b"# Log\n\n## Fixed\n\n- the crane\n- the buoy\n- the pier\n"
        + FAR
        + b"Version 1.2\n"
        + FAR
        + b"Nobody knows the hours.\n"
    )
    assert "both added, ours goes first" in result.stdout
    assert "likely: right in" in result.stdout


def test_newest_says_where_best_would_keep_more(conflicted: Scratch, mend: Mend) -> None:
    """The version is safe and comes first; the rest is the newer side's."""
    result = mend(conflicted.top, "fix", "notes.md")
    assert conflicted.read("notes.md") == (
        LIST.replace(b"- the pier", b"- the buoy\n- the pier")
        + FAR
        + b"Version 1.2\n"
        + FAR
        + b"Nobody knows the hours.\n"
    )
    assert "line 5: discarded: HEAD" in result.stdout
    assert "line 5: `--strategy best` would keep both sides, both added" in result.stdout
    assert "safe: right in 39 of 41 unseen cases" in result.stdout


@pytest.mark.parametrize(
    ("grade", "left"),
    [
        ("safe", [b"crane", b"six", b"buoy", b"hours"]),
        ("likely", [b"six", b"hours"]),
        ("guess", []),
    ],
)
def test_min_grade_leaves_the_rest_with_its_markers(
    conflicted: Scratch, mend: Mend, grade: str, left: list[bytes]
) -> None:
    mend(conflicted.top, "fix", "--strategy", "best", "--min-grade", grade, "notes.md")
    text = conflicted.read("notes.md")
    assert b"Version 1.2\n" in text
    assert b"Version 1.1" not in text
    assert all(word in text for word in left)
    assert text.count(b"<<<<<<< HEAD\n") == text.count(b">>>>>>> feature\n") == len(left) // 2
    again = mend(conflicted.top, "fix", "--strategy", "best", "notes.md")
    assert again.exit_code == (1 if left else 0)
    assert b"<<<<<<<" not in conflicted.read("notes.md")


def test_min_grade_from_the_settings(conflicted: Scratch, mend: Mend) -> None:
    conflicted.write("mergemend.toml", b"strategy = 'best'\nmin-grade = 'likely'\n")
    result = mend(conflicted.top, "fix", "notes.md")
    assert "left, a guess is not sure enough" in result.stdout
    assert conflicted.read("notes.md").count(b"<<<<<<<") == 1


def test_alternatives_are_data(conflicted: Scratch, mend: Mend) -> None:
    result = mend(conflicted.top, "check", "--output-format", "json", "notes.md")
    findings = json.loads(result.stdout)["findings"]
    first = findings[0]["evidence"]
    assert [one["kind"] for one in first["alternatives"]] == ["both", "theirs", "both", "ours"]
    assert first["alternatives"][0]["text"] == "- the crane\n- the buoy\n"
    assert first["alternatives"][0]["grade"] == "likely"
    assert first["best"]["resolver"] == "both"
    assert findings[1]["evidence"]["best"] is None
    assert (findings[1]["safety"], findings[1]["evidence"]["resolver"]) == ("safe", "versions")
    assert findings[2]["safety"] == "guess"


def test_explain_ranks_the_answers(conflicted: Scratch, mend: Mend) -> None:
    shown = mend(conflicted.top, "explain", "--strategy", "best", "notes.md").stdout
    assert "Line 5: take both sides\n  likely, by `both` (docs/resolvers.md): right in" in shown
    assert "  1. both sides: both added, ours goes first (likely)\n  2. feature" in shown


def test_best_takes_the_newer_commit_where_the_file_ties(tmp_path: Path, mend: Mend) -> None:
    scratch = forked(tmp_path)
    same = "2026-01-05T12:00:00+0000"
    for branch, text in (("feature", b"x y z\n"), ("main", b"u v w\n")):
        scratch.git("checkout", "-q", branch)
        scratch.write("notes.md", text)
        scratch.git("commit", "-q", "-a", "-m", branch, "--date", same, author_date=False)
    scratch.commit("later, elsewhere", {"other.md": b"\n"}, minutes=60 * 24 * 30)
    scratch.git("merge", "-q", "feature", check=False)
    assert mend(tmp_path, "fix", "notes.md").exit_code == 1
    assert b"<<<<<<<" in scratch.read("notes.md")
    assert "the newer one" in mend(tmp_path, "fix", "--strategy", "best", "notes.md").stdout
    assert scratch.read("notes.md") == b"u v w\n"


def test_the_newest_line_decides_before_the_newest_file(tmp_path: Path, mend: Mend) -> None:
    """Ours touched the file last, but not these lines."""
    base = b"a b c\n\n\n\n\nx y z\n"
    ours, theirs = base.replace(b"a b c", b"of ours here"), base.replace(b"a b c", b"theirs it is")
    scratch = forked(tmp_path, ours, theirs, base)
    scratch.commit("elsewhere", {"notes.md": ours.replace(b"x y z", b"later")}, minutes=60 * 24)
    scratch.git("merge", "-q", "feature", check=False)
    mend(tmp_path, "fix", "--strategy", "best", "notes.md")
    assert scratch.read("notes.md") == theirs.replace(b"x y z", b"later")


def test_a_merged_text_keeps_its_line_ends(tmp_path: Path, mend: Mend) -> None:
    """Two regions that git put together are taken apart, too."""
    crlf = [with_entry(e).replace(b"\n", b"\r\n") for e in (b"- the crane\n", b"- the buoy\n", b"")]
    scratch = forked(tmp_path, *crlf)
    scratch.git("merge", "-q", "feature", check=False)
    mend(tmp_path, "fix", "--strategy", "best", "notes.md")
    text = scratch.read("notes.md")
    assert b"- the crane\r\n- the buoy\r\n" in text
    assert text.count(b"\n") == text.count(b"\r\n")


def test_a_symbolic_link_stays_one(tmp_path: Path, mend: Mend) -> None:
    scratch = forked(tmp_path)
    scratch.git("merge", "-q", "feature", check=False)
    (tmp_path / "link.md").symlink_to("notes.md")
    mend(tmp_path, "fix", "--strategy", "ours", "link.md")
    assert (tmp_path / "link.md").is_symlink()
    assert scratch.read("notes.md") == b"ours\n"


def test_both_are_not_kept_where_one_would_swallow_the_other(tmp_path: Path, mend: Mend) -> None:
    """A fenced block that is not closed would hold what the other side added."""
    base = b"# A\n\n# B\n"
    ours, theirs = b"# A\n\n~~~\none\n\n# B\n", b"# A\n\n```\ntwo\n\n# B\n"
    scratch = forked(tmp_path, ours, theirs, base)
    scratch.git("merge", "-q", "feature", check=False)
    mend(tmp_path, "fix", "--strategy", "best", "notes.md")
    assert scratch.read("notes.md") == theirs
