"""The hooks as pre-commit runs them: the real `pre-commit try-repo`, on this very repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ferry
from scratch import Scratch, forked

PROJECT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


def try_repo(scratch: Scratch, hook: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a hook of this project in another repository, as somebody who tries it would."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment["PRE_COMMIT_HOME"] = str(scratch.top.parent / "pre-commit")
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(PROJECT), hook, *arguments]
    return subprocess.run(
        command, cwd=scratch.top, env=environment, capture_output=True, text=True, check=False
    )


def test_on_a_stack_and_on_a_clean_repository(built: ferry.Ferry) -> None:
    scratch = built.scratch
    found = try_repo(scratch, "mergemend-check", "--all-files", "--verbose")
    assert found.returncode == 1, found.stdout + found.stderr
    assert "docs/ferry status.md:4:1: conflict" in found.stdout
    fixed = try_repo(scratch, "mergemend-fix", "--all-files")
    assert fixed.returncode == 1
    assert "files were modified by this hook" in fixed.stdout
    assert scratch.read(ferry.DOCUMENT) == built.newest
    scratch.commit("mended")
    clean = try_repo(scratch, "mergemend-check", "--all-files")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    assert "Passed" in clean.stdout


def test_during_a_merge(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r")
    scratch.git("merge", "feature", check=False)
    scratch.git("add", "notes.md")
    found = try_repo(scratch, "mergemend-check")
    assert found.returncode == 1, found.stdout + found.stderr
    assert "notes.md:1:1: conflict" in found.stdout
    fixed = try_repo(scratch, "mergemend-fix")
    assert fixed.returncode == 1
    assert scratch.read("notes.md") == b"theirs\n"
    assert scratch.git("show", ":notes.md").startswith("<<<<<<< HEAD")
    scratch.git("add", "notes.md")
    assert try_repo(scratch, "mergemend-check").returncode == 0
    scratch.git("commit", "-q", "--no-edit")
    assert scratch.git("show", "HEAD:notes.md") == "theirs"
