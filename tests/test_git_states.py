"""`check` and `fix` on repositories in every state: the right answer or a clear error.

Whatever the state, git's own files are byte for byte what they were.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

import ferry
from conftest import Mend
from repositories import (
    GARBLED,
    GARBLED_NOTES,
    NOTES,
    OPERATION,
    STACK,
    STATES,
    State,
    base,
    snapshot,
)
from scratch import Scratch


def ended_well(result: Result) -> None:
    assert 0 <= result.exit_code <= 3, result.output
    assert "Traceback" not in result.output
    assert "fault of mergemend" not in result.output


@pytest.mark.parametrize("name", STATES)
def test_a_state(name: str, tmp_path: Path, mend: Mend) -> None:
    made = STATES[name](tmp_path)
    folder = made.folder
    documents = [n for n in (STACK, GARBLED, OPERATION) if (folder / n).is_file()]
    old = {n: (folder / n).read_bytes() for n in documents}
    before = snapshot(*made.kept)

    checked = mend(folder, "check", *documents)
    ended_well(checked)
    assert checked.exit_code == 1
    assert "conflict" in checked.stdout
    assert snapshot(*made.kept) == before

    fixed = mend(folder, "fix", *documents)
    ended_well(fixed)
    after = snapshot(*made.kept)
    assert {k: v for k, v in after.items() if before.get(k) != v} == {}
    assert after.keys() == before.keys()
    wanted = {STACK: made.newest, GARBLED: made.notes, OPERATION: made.plan}
    for document in documents:
        now = (folder / document).read_bytes()
        if (want := wanted[document]) is None:
            assert now.count(b"<<<<<<<") == old[document].count(b"<<<<<<<"), fixed.output
        else:
            assert now == want, fixed.output


# Objects that are not here


def partial_clone(tmp_path: Path, *options: str) -> tuple[Scratch, Path]:
    """A partial clone, and the file that its remote writes when it is asked for anything."""
    origin = base(tmp_path / "origin")
    origin.git("config", "uploadpack.allowFilter", "true")
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    target = tmp_path / "repo"
    command = ["git", "clone", "-q", *options, f"file://{origin.top}", str(target)]
    subprocess.run(command, check=True, env=origin.environment(), capture_output=True)
    fetched = tmp_path / "fetched"
    wrapper = tmp_path / "upload-pack"
    wrapper.write_text(f'#!/bin/sh\necho asked >> {fetched}\nexec git-upload-pack "$@"\n')
    wrapper.chmod(0o755)
    scratch = Scratch(target, now=1_775_000_000)
    scratch.git("config", "remote.origin.uploadpack", str(wrapper))
    scratch.git("config", "protocol.file.allow", "always")
    return scratch, fetched


@pytest.mark.parametrize("filters", ["blob:none", "tree:0"])
@pytest.mark.parametrize("gone", [False, True])
def test_what_a_partial_clone_lacks_is_unknown_and_never_fetched(
    filters: str, gone: bool, tmp_path: Path, mend: Mend
) -> None:
    scratch, fetched = partial_clone(tmp_path, f"--filter={filters}")
    old = scratch.read(STACK)
    if gone:
        shutil.rmtree(tmp_path / "origin")
    before = snapshot(scratch.top / ".git")
    for command in (["check"], ["explain", STACK], ["check", "docs"], ["fix", STACK, GARBLED]):
        result = mend(scratch.top, *command)
        ended_well(result)
        assert result.exit_code == (0 if command[0] == "explain" else 1), result.output
    assert not fetched.exists()
    assert scratch.read(STACK).count(b"<<<<<<<") in (0, old.count(b"<<<<<<<"))
    assert scratch.read(GARBLED) == NOTES
    assert snapshot(scratch.top / ".git") == before
    if not gone:  # the wrapper does record a fetch
        scratch.git("cat-file", "blob", f"HEAD~2:{GARBLED}", check=False)
        scratch.git("log", "-p", "--all", check=False)
        assert fetched.exists()


def test_a_document_that_a_partial_clone_lacks_is_not_called_clean(
    tmp_path: Path, mend: Mend
) -> None:
    """The listing names files of the index; one that is not in the work tree was not read."""
    scratch, fetched = partial_clone(tmp_path, "--filter=blob:none", "--no-checkout")
    result = mend(scratch.top, "check", STACK)
    assert result.exit_code == 3
    assert STACK in result.stderr
    assert not fetched.exists()


# Names


NAMES = [
    b"two\nlines.md",
    b" spaces  .md",
    b"-rf.md",
    b"--output=x.md",
    b"caf\xe9.md",
    b"tab\there.md",
    b'"quoted".md',
    b":(glob)*.md",
    b":(exclude)a.md",
    b"HEAD:x.md",
    b"x@{1}.md",
    b"a^{commit}",
    b"-gdeadbeef",
    b"end\r",
    b"back\\slash.md",
    b"*.md",
    b"$HOME.md",
    b"~.md",
]
OURS, THEIRS = b"# Plan\n\nsail at 5\n\nend\n", b"# Plan\n\nsail at 8\n\nend\n"


def with_names(top: Path) -> Scratch:
    """Files with odd names: a conflict in each that was committed with its markers."""
    scratch = Scratch.init(top)
    names = [os.fsdecode(name) for name in NAMES]
    scratch.commit("start", dict.fromkeys(names, b"# Plan\n\nsail\n\nend\n"))
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.commit("theirs", dict.fromkeys(names, THEIRS), minutes=90)
    scratch.git("checkout", "-q", "main")
    scratch.now -= 5400
    scratch.commit("ours", dict.fromkeys(names, OURS))
    scratch.now += 7200
    scratch.merge("feature")
    scratch.git("branch", "-q", "-D", "feature")
    return scratch


def test_names_of_every_kind(tmp_path: Path, mend: Mend) -> None:
    scratch = with_names(tmp_path / "repo")
    before = snapshot(scratch.top / ".git")
    names = [os.fsdecode(name) for name in NAMES]
    checked = mend(scratch.top, "check")
    ended_well(checked)
    assert f"{len(NAMES)} files checked" in checked.stderr
    result = mend(scratch.top, "fix", "--", *names)
    ended_well(result)
    assert {name: scratch.read(name) for name in names} == dict.fromkeys(names, THEIRS)
    assert snapshot(scratch.top / ".git") == before
    assert {os.fsencode(p.name) for p in scratch.top.iterdir()} == {b".git", *NAMES}


def test_twins_but_for_case(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "repo")
    both = {"Notes.md": b"# Plan\n\nsail\n\nend\n", "notes.md": b"# Else\n\nrow\n\nend\n"}
    scratch.commit("start", both)
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.commit("theirs", {"Notes.md": THEIRS}, minutes=90)
    scratch.git("checkout", "-q", "main")
    scratch.now -= 5400
    scratch.commit("ours", {"Notes.md": OURS})
    scratch.now += 7200
    scratch.merge("feature")
    assert mend(scratch.top, "fix", "--all").exit_code == 1
    assert scratch.read("Notes.md") == THEIRS
    assert scratch.read("notes.md") == both["notes.md"]
