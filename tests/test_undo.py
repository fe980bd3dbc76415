"""Runs are recorded, told, and undone byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.files.lock import locked
from mergemend.git.runs import GitRuns
from mergemend.model import (
    Document,
    Edit,
    FileReport,
    Finding,
    RunError,
    Safety,
    Severity,
    Span,
)
from mergemend.run import Run, Written, digest, gone, read_run, written
from mergemend.run_name import run_name
from scratch import Scratch

CONFLICT = b"a\n<<<<<<< HEAD\nours\nboth\n=======\ntheirs\nboth\n>>>>>>> feature\nz\n"
GARBLED = "The keeper â€“ said so\n".encode()
FILES = {
    "a.md": CONFLICT,
    "folder b/ü.md": b"\xef\xbb\xbf" + CONFLICT.replace(b"\n", b"\r\n"),
    "-n.md": CONFLICT.removesuffix(b"z\n") + b"z",
    "new\nline.md": GARBLED,
    "\udcff.md": GARBLED,
}


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    scratch = Scratch.init(tmp_path / "a repo")
    scratch.commit("start", dict(FILES))
    return scratch


def fix(mend: Mend, top: Path, *more: str) -> str:
    """Fix everything and return the run's name."""
    result = mend(top, "fix", "--all", "--strategy", "ours", *more)
    assert result.exit_code == 1, result.output
    return runs(mend, top)[-1]["run"]


def runs(mend: Mend, top: Path) -> list[dict[str, str]]:
    result = mend(top, "log", "--output-format", "json")
    found: list[dict[str, str]] = json.loads(result.stdout)["runs"]
    return found


def held(scratch: Scratch) -> dict[str, bytes]:
    return {path: scratch.read(path) for path in FILES}


def test_everything_comes_back_and_goes_again(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    fixed = held(scratch)
    assert all(fixed[path] != FILES[path] for path in FILES)
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES
    undo = runs(mend, scratch.top)[-1]["run"]
    assert [r["undone_by"] for r in runs(mend, scratch.top)] == [undo, None]
    assert mend(scratch.top, "log", run).stdout.splitlines()[0].endswith(f", undone by {undo}")
    nothing = mend(scratch.top, "undo")
    assert (nothing.exit_code, nothing.stdout) == (2, "")
    assert mend(scratch.top, "undo", f"refs/mergemend/runs/{undo}").exit_code == 0
    assert held(scratch) == fixed
    assert mend(scratch.top, "undo", run[:-1]).exit_code == 0
    assert held(scratch) == FILES


def test_a_changed_file_is_left_and_the_change_is_shown(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    scratch.write("a.md", b"a\nours, but better\nboth\nz\n")
    (scratch.top / "-n.md").unlink()
    result = mend(scratch.top, "undo")
    assert result.exit_code == 1
    assert "a.md: has been changed since" in result.stderr
    assert "-ours\n+ours, but better\n" in result.stdout
    assert f"-n.md: is gone; what it held before is in refs/mergemend/runs/{run}" in result.stderr
    assert scratch.read("a.md") == b"a\nours, but better\nboth\nz\n"
    assert scratch.read("folder b/ü.md") == FILES["folder b/ü.md"]
    kept = ["git", "cat-file", "blob", f"refs/mergemend/runs/{run}:before/-n.md"]
    done = subprocess.run(kept, cwd=scratch.top, capture_output=True, check=True)
    assert done.stdout == FILES["-n.md"]


def test_some_paths_alone(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    assert mend(scratch.top / "folder b", "undo", run, "ü.md", "../a.md").exit_code == 0
    changed = {path for path in FILES if scratch.read(path) != FILES[path]}
    assert changed == {"-n.md", "new\nline.md", "\udcff.md"}
    assert runs(mend, scratch.top)[0]["undone_by"] is None
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES
    assert runs(mend, scratch.top)[0]["undone_by"] is not None
    other = mend(scratch.top, "undo", run, "other.md")
    assert (other.exit_code, "not among the files" in other.stderr) == (2, True)


def _instead(path: Path, make: Callable[[Path], object] | None) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if make:
        make(path)


INSTEAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "gone": (lambda f: _instead(f, None), "is gone; what it held before is in refs/"),
    "a folder": (lambda f: _instead(f, Path.mkdir), "is a folder now; what it held before is in"),
    "a link": (
        lambda f: _instead(f, lambda f: f.symlink_to("../a.md")),
        "is now a symbolic link, or behind one",
    ),
    "its folder gone": (
        lambda f: _instead(f.parent, None),
        "is gone; what it held before is in refs/",
    ),
    "its folder a file": (
        lambda f: _instead(f.parent, Path.touch),
        "is gone; what it held before is in refs/",
    ),
}


@pytest.mark.parametrize("what", INSTEAD)
def test_what_stands_in_the_place_of_a_file_stays(scratch: Scratch, mend: Mend, what: str) -> None:
    fix(mend, scratch.top)
    change, said = INSTEAD[what]
    change(scratch.top / "folder b" / "ü.md")
    result = mend(scratch.top, "undo")
    assert (result.exit_code, f"folder b/ü.md: {said}" in result.stderr) == (1, True), result.stderr
    assert scratch.read("a.md") == FILES["a.md"]


def test_after_a_run_that_did_not_write_all_comes_the_one_before(
    scratch: Scratch, mend: Mend
) -> None:
    assert mend(scratch.top, "fix", "-n.md", "--strategy", "ours").exit_code == 2
    assert mend(scratch.top, "fix", "--strategy", "ours", "--", "-n.md").exit_code == 1
    (scratch.top / "a.md").chmod(0o444)
    assert mend(scratch.top, "fix", "--all", "--strategy", "ours").exit_code == 3
    assert mend(scratch.top, "undo").exit_code == 0
    assert scratch.read("-n.md") != FILES["-n.md"]
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES
    assert mend(scratch.top, "undo").exit_code == 2


def test_one_process_reads_all_files(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[int] = []
    for count, exclude in ((1, "[!a]*"), (len(FILES), "none")):
        fix(mend, scratch.top, "--exclude", exclude)
        trace = tmp_path / f"trace of {count}"
        monkeypatch.setenv("GIT_TRACE", str(trace))
        assert f"{count} file" in mend(scratch.top, "undo").stderr
        monkeypatch.delenv("GIT_TRACE")
        calls.append(trace.read_text().count("built-in: git cat-file"))
    assert calls[0] > 0
    assert calls[0] == calls[1]
    assert held(scratch) == FILES


@pytest.mark.parametrize("name", ["2026", "nothing", "../../HEAD", "--help-me", ""])
def test_a_run_that_is_none(scratch: Scratch, mend: Mend, name: str) -> None:
    fix(mend, scratch.top)
    before = held(scratch)
    if name != "2026":
        assert mend(scratch.top, "log", name or "x").exit_code == 2
    assert mend(scratch.top, "undo", name or "x").exit_code in (0, 2)
    assert name == "2026" or held(scratch) == before


def test_what_was_discarded(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    told = mend(scratch.top, "log", run, "--discarded").stdout
    assert "a.md:2: " in told
    assert "    <<<<<<< HEAD\n    =======\n    theirs\n    both\n    >>>>>>> feature\n" in told
    assert "keeper" not in told  # nothing of it is gone
    said = mend(scratch.top, "log", run).stdout
    assert "new\\nline.md:1: mojibake " in said
    assert mend(scratch.top, "log", "--discarded").exit_code == 2


def test_nothing_is_recorded_where_nothing_is_written(scratch: Scratch, mend: Mend) -> None:
    for path in FILES:
        (scratch.top / path).chmod(0o444)
    result = mend(scratch.top, "fix", "--all", "--strategy", "ours")
    assert result.exit_code == 3
    assert result.stderr.count("is read-only") == len(FILES)
    assert runs(mend, scratch.top) == []
    assert held(scratch) == FILES


def test_each_work_tree_has_its_own_runs(scratch: Scratch, mend: Mend, tmp_path: Path) -> None:
    other = tmp_path / "other tree"
    scratch.git("worktree", "add", "-q", "--detach", str(other))
    run = fix(mend, scratch.top)
    assert runs(mend, other) == []
    result = mend(other, "undo", run)
    assert (result.exit_code, "run it where the files are" in result.stderr) == (2, True)
    there = fix(mend, other)
    assert mend(other, "undo").exit_code == 0
    assert (other / "a.md").read_bytes() == FILES["a.md"]
    assert runs(mend, other)[0]["run"] == there
    assert scratch.read("a.md") != FILES["a.md"]


def test_outside_of_git(tmp_path: Path, mend: Mend) -> None:
    folder = tmp_path / "plain folder"
    (folder / "below").mkdir(parents=True)
    (folder / "below" / "a.md").write_bytes(CONFLICT)
    fix(mend, folder)
    assert mend(folder, "undo").exit_code == 0
    assert (folder / "below" / "a.md").read_bytes() == CONFLICT
    assert not list((tmp_path / "state/mergemend/runs").glob(".*"))


def test_outside_of_git_only_what_is_here_is_undone(tmp_path: Path, mend: Mend) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "a.md").write_bytes(CONFLICT)
    fix(mend, here)
    run = fix(mend, there)
    assert mend(here, "undo").exit_code == 0
    assert (here / "a.md").read_bytes() == CONFLICT
    result = mend(here, "undo")
    assert (result.exit_code, "in another folder" in result.stderr) == (2, True)
    assert (there / "a.md").read_bytes() != CONFLICT
    assert mend(here, "undo", run).exit_code == 0
    assert (there / "a.md").read_bytes() == CONFLICT


@pytest.mark.parametrize("words", [["log"], ["undo"], ["undo", "2026"], ["log", "2026"]])
def test_runs_outside_of_git_that_can_not_be_read(
    tmp_path: Path, mend: Mend, words: list[str]
) -> None:
    (tmp_path / "state").write_bytes(b"no folder")
    result = mend(tmp_path, *words)
    assert result.exit_code == 2, result.output
    assert "state/mergemend/runs: Not a directory; XDG_STATE_HOME can name" in result.stderr


def test_files_of_two_repositories(scratch: Scratch, mend: Mend, tmp_path: Path) -> None:
    inner = Scratch.init(tmp_path / "inner")
    inner.commit("start", {"b.md": CONFLICT})
    result = mend(scratch.top, "fix", "a.md", "../inner/b.md", "--strategy", "ours")
    assert result.exit_code == 1
    assert f"`, in {inner.top}, brings them back" in result.stderr
    for top, path in ((scratch.top, "a.md"), (inner.top, "b.md")):
        assert mend(top, "undo").exit_code == 0
        assert (top / path).read_bytes() == CONFLICT


def test_a_message_that_a_hook_is_given_comes_back(scratch: Scratch, mend: Mend) -> None:
    message = scratch.write(".git/COMMIT_EDITMSG", CONFLICT)
    result = mend(scratch.top, "fix", ".git/COMMIT_EDITMSG", "a.md", "--strategy", "ours")
    assert result.exit_code == 1
    assert message.read_bytes() == scratch.read("a.md") != CONFLICT
    assert mend(scratch.top, "undo").exit_code == 0
    assert message.read_bytes() == scratch.read("a.md") == CONFLICT


def recorded(scratch: Scratch, age: timedelta) -> str:
    name = run_name(datetime.now(UTC) - age)
    file = Written("a.md", digest(b"x"), digest(b"y"))
    GitRuns(scratch.top).save(Run(name, "fix", (file,), "."), {"a.md": (b"x", b"y")})
    return name


def test_old_runs_expire(scratch: Scratch, mend: Mend) -> None:
    old = [recorded(scratch, timedelta(days=100 + n)) for n in range(5)]
    for n in range(18):
        recorded(scratch, timedelta(days=80, minutes=n))
    fix(mend, scratch.top)
    left = GitRuns(scratch.top).names()
    assert [name for name in old if name in left] == [old[0]]
    assert len(left) == 20


DAMAGE: dict[str, Callable[[dict[str, object]], dict[str, object]]] = {
    "another run's": lambda data: data | {"run": "20260101T000000-000000"},
    "another version": lambda data: data | {"version": 2},
    "no files": lambda data: data | {"files": 3},
    "a path out": lambda data: _with_path(data, "../x"),
    "an absolute path": lambda data: _with_path(data, "/etc/passwd"),
    "git's own": lambda data: _with_path(data, ".git/config"),
    "no hash": lambda data: data | {"files": [{"path": "a", "before": "x", "after": "y"}]},
}


def _with_path(data: dict[str, object], path: str) -> dict[str, object]:
    return data | {
        "files": [{"path": path, "before": digest(b""), "after": digest(b"x"), "changes": []}]
    }


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_crafted_record_does_nothing(scratch: Scratch, mend: Mend, damage: str) -> None:
    name = run_name(datetime.now(UTC))
    good = json.loads(Run(name, "fix", (), ".").to_json())
    (scratch.top / "../x").write_bytes(b"x")
    stream = f"commit refs/mergemend/runs/{name}\ncommitter a <a> 0 +0000\ndata 0\n"
    record = json.dumps(DAMAGE[damage](good))
    stream += f"M 100644 inline run.json\ndata {len(record)}\n{record}\n"
    command = ["git", "fast-import", "--quiet"]
    subprocess.run(command, cwd=scratch.top, input=stream.encode(), check=True)
    result = mend(scratch.top, "undo", name)
    assert result.exit_code == 2, result.output
    assert name in result.stderr or "names a file outside" in result.stderr
    assert (scratch.top / "../x").read_bytes() == b"x"


def test_a_record_whose_bytes_were_replaced(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    blob = scratch.git("rev-parse", f"refs/mergemend/runs/{run}:before/a.md")
    other = scratch.git("hash-object", "-w", "folder b/ü.md")
    scratch.git("replace", blob, other)
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES


@given(st.lists(st.sampled_from([b"a\n", b"b\n", b"c"])), st.lists(st.sampled_from([b"a\n", b"c"])))
def test_what_is_gone_and_what_is_left_make_the_whole(old: list[bytes], new: list[bytes]) -> None:
    before, after = b"".join(old), b"".join(new)
    lost = gone(before, after)
    assert len(lost) >= len(before) - len(after)
    assert gone(before, b"") == before
    assert gone(before, before) == b""


@given(st.text(max_size=20), st.binary(max_size=30), st.binary(max_size=9))
def test_a_record_says_what_it_was_given(path: str, before: bytes, new: bytes) -> None:
    edit = Edit(Span(0, len(before)), new)
    finding = Finding(path, 1, 1, "conflict", Severity.ERROR, "m", (edit,), Safety.SAFE)
    report = FileReport(path, before, new, (finding,), ((finding,),), ())
    name = run_name(datetime.now(UTC))
    run = Run(name, "fix", (written(Document(path, b"").path, report),), ".")
    try:
        assert read_run(name, run.to_json()) == run
    except RunError:
        assert ".." in path.split("/") or "\0" in path


def test_help_names_the_commands(tmp_path: Path, mend: Mend) -> None:
    result: Result = mend(tmp_path, "--help")
    assert "undo" in result.stdout
    assert "log" in result.stdout


def test_what_cannot_be_recorded_is_not_written(scratch: Scratch, mend: Mend) -> None:
    scratch.write(".git/mergemend", b"no folder")
    result = mend(scratch.top, "fix", "--all", "--strategy", "ours")
    assert result.exit_code == 3
    assert "the run can't be recorded, so that nothing was written" in result.stderr
    assert held(scratch) == FILES


def test_another_run_that_is_writing(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mergemend.files.lock.PATIENCE", 0.1)
    with locked(GitRuns(scratch.top).lock):
        result = mend(scratch.top, "fix", "--all", "--strategy", "ours")
    assert result.exit_code == 3
    assert f"another run of mergemend is writing (process {os.getpid()})" in result.stderr
    assert held(scratch) == FILES


def test_names_that_differ_in_case_only(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    texts = {"A.md": CONFLICT, "a.md": CONFLICT.replace(b"ours", b"other")}
    for path, text in texts.items():
        scratch.write(path, text)
    scratch.git("config", "core.ignoreCase", "true")
    assert mend(scratch.top, "fix", "A.md", "a.md", "--strategy", "ours").exit_code == 1
    assert mend(scratch.top, "undo").exit_code == 0
    assert {path: scratch.read(path) for path in texts} == texts


def test_one_damaged_record_leaves_the_others(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    odd = "20200101T000000-000000"
    scratch.git("update-ref", f"refs/mergemend/runs/{odd}", "HEAD")
    result = mend(scratch.top, "log")
    assert (result.exit_code, run in result.stdout, odd in result.stderr) == (0, True, True)
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES


def test_links_that_came_since_are_left(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    (scratch.top / "folder b").rename(scratch.top / "elsewhere")
    (scratch.top / "folder b").symlink_to("elsewhere")
    (scratch.top / "a.md").rename(scratch.top / "moved.md")
    (scratch.top / "a.md").symlink_to("moved.md")
    before = scratch.read("moved.md"), scratch.read("elsewhere/ü.md")
    result = mend(scratch.top, "undo", run)
    assert (result.exit_code, result.stderr.count("is now a symbolic link")) == (1, 2)
    assert (scratch.read("moved.md"), scratch.read("elsewhere/ü.md")) == before
    assert scratch.read("-n.md") == FILES["-n.md"]


def test_a_clock_that_was_set_back(scratch: Scratch, mend: Mend) -> None:
    late = recorded(scratch, -timedelta(days=2))
    run = fix(mend, scratch.top)
    assert run > late
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES


def test_no_home_folder(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(Path, "home", homeless)
    fix(mend, scratch.top)
    assert mend(scratch.top, "undo").exit_code == 0
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/a.md").write_bytes(CONFLICT)
    result = mend(tmp_path / "plain", "fix", "a.md", "--strategy", "ours")
    assert (result.exit_code, "XDG_STATE_HOME" in result.stderr) == (3, True)
    assert (tmp_path / "plain/a.md").read_bytes() == CONFLICT


def test_the_run_is_named_first(scratch: Scratch, mend: Mend) -> None:
    fix(mend, scratch.top)
    result = mend(scratch.top, "undo", "a.md")
    assert (result.exit_code, "the run is named before its files" in result.stderr) == (2, True)


def test_what_was_done_again_can_be_undone_again(scratch: Scratch, mend: Mend) -> None:
    fix(mend, scratch.top)
    assert mend(scratch.top, "undo").exit_code == 0
    again = runs(mend, scratch.top)[-1]["run"]
    assert mend(scratch.top, "undo", again).exit_code == 0
    assert held(scratch) != FILES
    assert mend(scratch.top, "undo").exit_code == 0
    assert held(scratch) == FILES


def test_a_record_with_other_bytes_restores_nothing(scratch: Scratch, mend: Mend) -> None:
    name = run_name(datetime.now(UTC))
    file = Written("a.md", digest(b"what was there"), digest(CONFLICT))
    texts = {"a.md": (b"something else", CONFLICT)}
    GitRuns(scratch.top).save(Run(name, "fix", (file,), "."), texts)
    result = mend(scratch.top, "undo", name)
    assert (result.exit_code, "is damaged" in result.stderr) == (2, True)
    assert held(scratch) == FILES


def test_records_are_in_packs(scratch: Scratch, mend: Mend) -> None:
    """A loose object that no ref names yet is taken by `git gc --prune=now` beside the run."""

    def loose() -> str:
        return scratch.git("count-objects").split()[0]

    before = loose()
    fix(mend, scratch.top)
    assert loose() == before


def test_what_a_killed_run_left_is_no_document(scratch: Scratch, mend: Mend) -> None:
    run = fix(mend, scratch.top)
    left = f".a.md.{run}.tmp"
    scratch.write(left, CONFLICT)
    scratch.write(".a.md.other.tmp", CONFLICT)
    said = mend(scratch.top, "check").stdout
    assert left not in said
    assert ".a.md.other.tmp" in said
