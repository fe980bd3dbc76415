"""`check --changed`: only what a branch has changed, against the base that is meant."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Mend
from mergemend.git.changed import GITHUB_BASE, GITLAB_BASE
from scratch import Scratch

CONFLICT = b"a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\nz\n"


@pytest.fixture(autouse=True)
def _no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (GITHUB_BASE, GITLAB_BASE):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A branch with changes in every state; ``old.md`` and ``later.md`` are the base's own."""
    scratch = Scratch.init(tmp_path / "a repo")
    clean = dict.fromkeys(("edited.md", "staged.md", "gone.md", "touched.md"), b"x\n")
    scratch.commit("start", {"old.md": CONFLICT, ".gitignore": b"ignored/\n", **clean})
    scratch.git("checkout", "-q", "-b", "topic")
    scratch.commit("change", {"committed.md": CONFLICT})
    scratch.git("checkout", "-q", "main")
    scratch.commit("later", {"later.md": CONFLICT})
    scratch.git("checkout", "-q", "topic")
    scratch.write("staged.md", CONFLICT)
    scratch.git("add", "staged.md")
    scratch.write("edited.md", CONFLICT)
    scratch.write("new file.md", CONFLICT)
    scratch.write("ignored/x.md", CONFLICT)
    (scratch.top / "gone.md").unlink()
    os.utime(scratch.top / "touched.md", (1, 1))
    return scratch


def changed(mend: Mend, folder: Path, *words: str) -> list[str]:
    result = mend(folder, "check", *words, "--output-format", "json")
    assert result.exit_code in {0, 1}, result.stderr
    return sorted({finding["path"] for finding in json.loads(result.stdout)["findings"]})


ALL = ["committed.md", "edited.md", "new file.md", "staged.md"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--changed"], ALL),
        (["--changed", "main"], ALL),
        (["--changed=main"], ALL),
        (["--changed", "main~1"], ALL),
        (["--changed", "HEAD"], ALL[1:]),
        (["--changed", "topic"], ALL[1:]),
        ([".", "--changed"], ALL),
        (["edited.md", "old.md", "--changed"], ["edited.md"]),
        (["old.md", "--changed"], []),
        (["--exclude", "*e*.md", "--changed"], []),
    ],
)
def test_against_a_base(
    scratch: Scratch, mend: Mend, words: list[str], expected: list[str]
) -> None:
    assert changed(mend, scratch.top, *words) == expected


def test_it_says_what_it_compares_with(scratch: Scratch, mend: Mend) -> None:
    started = scratch.git("merge-base", "main", "topic")[:10]
    result = mend(scratch.top, "check", "--changed")
    assert result.stderr.startswith(f"4 files checked, changed since main ({started}): 4 findings")
    assert "touched.md" not in result.stdout


def test_from_a_folder_below(scratch: Scratch, mend: Mend) -> None:
    scratch.write("sub/x.md", CONFLICT)
    assert changed(mend, scratch.top / "sub", "--changed") == ["x.md"]
    assert changed(mend, scratch.top / "sub", "..", "--changed") == sorted(
        ["../sub/x.md", *(f"../{name}" for name in ALL)]
    )
    assert changed(mend, scratch.top.parent, "a repo", "--changed") == sorted(
        ["a repo/sub/x.md", *(f"a repo/{name}" for name in ALL)]
    )


def test_a_renamed_and_an_unmerged_file_have_changed(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"old\n", "b.md": CONFLICT})
    scratch.git("checkout", "-q", "-b", "topic")
    scratch.git("mv", "b.md", "c.md")
    scratch.commit("ours", {"a.md": b"ours\n"})
    scratch.git("checkout", "-q", "main")
    scratch.commit("theirs", {"a.md": b"theirs\n"})
    scratch.git("checkout", "-q", "topic")
    scratch.git("merge", "main", check=False)
    assert changed(mend, scratch.top, "--changed") == ["a.md", "c.md"]


def _cloned(scratch: Scratch, *options: str) -> Scratch:
    to = scratch.top.parent / "clone"
    command = ["git", "clone", "-q", *options, f"file://{scratch.top}", str(to)]
    subprocess.run(command, check=True, env=scratch.environment(), capture_output=True)
    return Scratch(to, now=scratch.now)


def _settle(scratch: Scratch) -> None:
    scratch.git("add", "-A")
    scratch.git("commit", "-q", "-m", "all")


def test_the_default_branch_of_origin_is_the_base(scratch: Scratch, mend: Mend) -> None:
    _settle(scratch)
    scratch.git("branch", "-m", "main", "trunk")
    scratch.git("checkout", "-q", "trunk")
    clone = _cloned(scratch)
    clone.git("checkout", "-q", "topic")  # it tracks origin/topic, which is its own copy
    assert changed(mend, clone.top, "--changed") == ALL
    assert "since origin/trunk (" in mend(clone.top, "check", "--changed").stderr
    assert changed(mend, clone.top, "--changed", "trunk") == ALL  # only origin/trunk is there
    clone.git("remote", "set-head", "origin", "--delete")
    result = mend(clone.top, "check", "--changed")
    assert result.exit_code == 2
    assert "there is no origin/main, origin/master, main, master" in result.stderr
    assert "--changed BASE" in result.stderr


def test_a_branch_that_is_tracked_by_another_name_is_the_base(scratch: Scratch, mend: Mend) -> None:
    _settle(scratch)
    scratch.git("branch", "of/mine")
    clone = _cloned(scratch)
    clone.git("checkout", "-q", "-b", "mine", "--track", "origin/topic")
    clone.commit("mine", {"mine.md": CONFLICT})
    clone.git("branch", "-q", "--set-upstream-to", "origin/of/mine")  # not the same name
    assert changed(mend, clone.top, "--changed") == ["mine.md"]
    assert "since origin/of/mine (" in mend(clone.top, "check", "--changed").stderr
    clone.git("branch", "-q", "--set-upstream-to", "origin/topic")
    assert changed(mend, clone.top, "--changed") == ["mine.md"]
    assert "since origin/topic (" in mend(clone.top, "check", "--changed").stderr


def test_what_ci_says_is_the_base(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As actions/checkout and GitLab's runner leave it: a detached HEAD, no branch of its own."""
    _settle(scratch)
    scratch.git("branch", "release", "topic~1")
    clone = _cloned(scratch, "--no-checkout")
    clone.git("checkout", "-q", "--detach", "origin/topic")
    clone.git("branch", "-D", "topic")
    monkeypatch.setenv(GITHUB_BASE, "main")
    assert changed(mend, clone.top, "--changed") == ALL
    monkeypatch.setenv(GITHUB_BASE, "release")
    assert changed(mend, clone.top, "--changed") == ALL[1:]
    monkeypatch.setenv(GITLAB_BASE, clone.git("rev-parse", "origin/topic"))
    assert changed(mend, clone.top, "--changed") == []
    assert changed(mend, clone.top, "--changed", "main") == ALL
    monkeypatch.setenv(GITLAB_BASE, "")  # GitLab leaves it empty in other pipelines
    monkeypatch.setenv(GITHUB_BASE, "nowhere")
    result = mend(clone.top, "check", "--changed")
    assert result.exit_code == 2
    assert "origin/nowhere, which CI names as the base, is not here" in result.stderr


@pytest.mark.parametrize("base", ["github", "gitlab", "named", "default"])
def test_a_shallow_clone_says_what_to_do(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    _settle(scratch)
    lost = scratch.git("merge-base", "main", "topic")
    clone = _cloned(scratch, "--depth=1", "--branch", "topic")
    words = []
    if base == "github":
        monkeypatch.setenv(GITHUB_BASE, "main")
    elif base == "gitlab":
        monkeypatch.setenv(GITLAB_BASE, lost)
    elif base == "named":
        words = ["main"]
    result = mend(clone.top, "check", "--changed", *words)
    assert result.exit_code == 2
    assert "`git fetch --unshallow`" in result.stderr
    assert "`fetch-depth: 0`" in result.stderr
    clone.git("fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    result = mend(clone.top, "check", "--changed", *words)
    assert result.exit_code == 2
    assert "`git fetch --unshallow`" in result.stderr
    clone.git("fetch", "-q", "--unshallow")
    assert changed(mend, clone.top, "--changed", *words) == ALL


def test_branches_with_nothing_in_common(scratch: Scratch, mend: Mend) -> None:
    scratch.git("stash", "-q")
    scratch.git("checkout", "-q", "--orphan", "alone")
    scratch.commit("alone")
    result = mend(scratch.top, "check", "--changed")
    assert result.exit_code == 2
    assert "HEAD and main have no commit in common here" in result.stderr


def test_a_head_that_is_missing_is_no_beginning(scratch: Scratch, mend: Mend) -> None:
    head = scratch.head()
    (scratch.top / ".git/objects" / head[:2] / head[2:]).unlink()
    result = mend(scratch.top, "check", "--changed")
    assert result.exit_code == 2
    assert f"HEAD is {head}, which is not here; `git fsck` tells more" in result.stderr


def test_before_the_first_commit_all_is_new(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("a.md", CONFLICT)
    scratch.write("b.md", CONFLICT)
    scratch.git("add", "b.md")
    assert changed(mend, scratch.top, "--changed") == ["a.md", "b.md"]
    assert "no commit yet" in mend(scratch.top, "check", "--changed").stderr


def _no_repository(scratch: Scratch) -> list[str]:
    (scratch.top.parent / "none").mkdir()
    return [str(scratch.top.parent / "none"), "--changed"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (lambda _: ["--changed", "docs"], "'docs' is no commit here; a path goes before"),
        (lambda _: ["--changed", "--nonsense"], "No such option"),
        (lambda _: ["--changed", "@{-1}^{tree}"], "is no commit here"),
        (lambda _: ["--changed", "HEAD:old.md"], "is no commit here"),
        (lambda _: ["--changed", "a\nb"], "is no commit here"),
        (lambda _: ["--changed", "HEAD -p --output=x"], "is no commit here"),
        (_no_repository, "not in a git repository"),
    ],
)
def test_what_can_not_be_compared_is_an_error(
    scratch: Scratch, mend: Mend, words: Callable[[Scratch], list[str]], told: str
) -> None:
    result = mend(scratch.top, "check", *words(scratch))
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_settings_of_the_user_for_diffs_change_nothing(scratch: Scratch, mend: Mend) -> None:
    scratch.write("sub/x.md", CONFLICT)
    for name, value in {
        "diff.relative": "true",
        "diff.renames": "copies",
        "diff.noprefix": "true",
        "diff.ignoreSubmodules": "none",
        "status.showUntrackedFiles": "no",
        "core.quotePath": "true",
    }.items():
        scratch.git("config", name, value)
    assert changed(mend, scratch.top / "sub", "..", "--changed") == sorted(
        ["../sub/x.md", *(f"../{name}" for name in ALL)]
    )


def test_line_ends_of_a_checkout_are_no_change(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": CONFLICT})
    scratch.git("config", "core.autocrlf", "true")
    (scratch.top / "a.md").unlink()
    scratch.git("checkout", "-q", "--", ".")
    assert b"\r\n" in scratch.read("a.md")
    os.utime(scratch.top / "a.md", (1, 1))
    assert changed(mend, scratch.top, "--changed") == []
