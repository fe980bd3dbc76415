"""`mergemend check --history`: everything that git reaches is looked at, in any repository."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mergemend.git.sifting as sifting
import mergemend.git.stream as stream
import mergemend.history as history
from conftest import Mend
from mergemend import progress
from mergemend.clean import MAX_COMMENTED
from mergemend.config import Settings
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.git import process, runner
from mergemend.git.runner import GitError
from mergemend.history import look_into_past
from mergemend.model import Document, FileReport, Finding
from mergemend.past import Past
from mergemend.project import open_project
from repositories import STATES
from scratch import Scratch, forked

CONFLICT = b"# Plan\n<<<<<<< HEAD\nsail at 5\n=======\nsail at 8\n>>>>>>> topic\n"
CLEAN = b"# Plan\nsail at 8\n"
GARBLED = "Caf\u00c3\u00a9 and na\u00c3\u00afve\n".encode()


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    """The tables that tell garbled text, once and not in every process."""
    examine(Document("a.txt", GARBLED), NoEvidence(), Options())


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is remembered from one look to the next."""
    monkeypatch.setattr(sifting, "_sifted", {})


def looked(folder: Path, *paths: str, given: Settings | None = None) -> Past:
    sifting._sifted.clear()
    chosen = [folder / path for path in paths] or [folder]
    return look_into_past(given or Settings(folder), chosen)


def told(past: Past) -> list[tuple[str, int, str, str]]:
    """Path, line, rule and subject of the commit, of each finding."""
    return [
        (one.finding.path, one.finding.line, one.finding.rule, one.commit.subject)
        for one in past.findings
        if one.commit
    ]


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch.init(tmp_path.resolve() / "r")


def test_a_conflict_that_was_cleaned_up_is_told_with_its_commit(scratch: Scratch) -> None:
    scratch.commit("start", {"plan.md": CLEAN})
    bad = scratch.commit("bad", {"plan.md": CONFLICT})
    scratch.commit("more", {"other.md": b"x\n"})
    scratch.commit("cleaned up", {"plan.md": CLEAN})
    past = looked(scratch.top)
    assert told(past) == [("plan.md", 2, "conflict", "bad")]
    (one,) = past.findings
    assert one.commit is not None
    assert (one.commit.sha, one.commit.author) == (bad, "Ada Example")
    assert one.blob == scratch.git("rev-parse", f"{bad}:plan.md")
    assert past.texts == 3
    assert past.is_whole
    assert not one.finding.edits


def test_garbled_text_is_told(scratch: Scratch) -> None:
    scratch.commit("garbled", {"a.txt": b"x\n" + GARBLED})
    scratch.commit("gone", {"a.txt": b"y\n"})
    assert told(looked(scratch.top)) == [("a.txt", 2, "mojibake", "garbled")]


def test_the_first_commit_that_has_a_text_is_told(scratch: Scratch) -> None:
    scratch.commit("first", {"a.md": CONFLICT})
    scratch.commit("without", {"a.md": CLEAN})
    scratch.commit("again", {"a.md": CONFLICT})
    assert told(looked(scratch.top)) == [("a.md", 2, "conflict", "first")]


def test_a_text_at_two_paths_is_told_for_both(scratch: Scratch) -> None:
    scratch.commit("one", {"a.md": CONFLICT})
    scratch.commit("two", {"b c/\u00e4.md": CONFLICT})
    scratch.git("mv", "a.md", "z.md")
    scratch.commit("renamed")
    assert told(looked(scratch.top)) == [
        ("a.md", 2, "conflict", "one"),
        ("b c/\u00e4.md", 2, "conflict", "two"),
        ("z.md", 2, "conflict", "renamed"),
    ]


def test_what_a_merge_brings_in_is_told_with_the_merge(tmp_path: Path) -> None:
    scratch = forked(tmp_path.resolve() / "r")
    merged = scratch.merge("feature", "merge it")
    assert b"<<<<<<<" in scratch.read("notes.md")
    past = looked(scratch.top)
    assert told(past) == [("notes.md", 1, "conflict", "merge it")]
    assert past.findings[0].commit
    assert past.findings[0].commit.sha == merged


def test_what_no_branch_that_is_checked_out_has_is_found(scratch: Scratch) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    scratch.git("checkout", "-q", "-b", "aside")
    scratch.commit("aside", {"a.md": CONFLICT})
    scratch.git("checkout", "-q", "main")
    scratch.git("checkout", "-q", "--detach")
    scratch.commit("tagged", {"b.md": CONFLICT + b"b\n"})
    scratch.git("tag", "v1")
    scratch.git("checkout", "-q", "--detach", "main")
    scratch.commit("detached", {"c.md": CONFLICT + b"c\n"})
    scratch.write("a.md", CONFLICT + b"stashed\n")
    scratch.git("stash")
    found = told(looked(scratch.top))
    assert {(path, subject.partition(":")[0]) for path, _, _, subject in found} == {
        ("a.md", "aside"),
        ("b.md", "tagged"),
        ("c.md", "detached"),
        ("a.md", "WIP on (no branch)"),
    }
    assert not any(one.reflog for one in looked(scratch.top).findings)


def test_what_only_the_reflog_has_says_so(scratch: Scratch) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    scratch.commit("bad", {"a.md": CONFLICT})
    scratch.write("a.md", CLEAN + b"good\n")
    scratch.git("commit", "-q", "-a", "--amend", "-m", "good")
    past = looked(scratch.top)
    assert told(past) == [("a.md", 2, "conflict", "bad")]
    assert past.findings[0].reflog
    scratch.git("reflog", "expire", "--expire=now", "--all")
    past = looked(scratch.top)
    assert not past.findings
    assert not past.lost


def test_a_text_that_only_a_tag_names_is_told_by_it(scratch: Scratch) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    file = scratch.write("loose", CONFLICT)
    blob = scratch.git("hash-object", "-w", str(file))
    file.unlink()
    scratch.git("tag", "-a", "-m", "a text", "lone", blob)
    (one,) = looked(scratch.top).findings
    assert (one.finding.path, one.commit, one.blob) == ("refs/tags/lone", None, blob)


def test_symbolic_links_and_old_bytes_of_ours_are_no_texts(scratch: Scratch, mend: Mend) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    (scratch.top / "link").symlink_to("<<<<<<< HEAD")
    scratch.commit("link")
    scratch.write("b.md", CONFLICT)
    assert mend(scratch.top, "fix", "--strategy", "ours", "b.md").exit_code == 1
    scratch.commit("mended")
    past = looked(scratch.top)
    assert not past.findings
    assert not past.lost


def test_settings_hold_for_the_path_that_a_text_had(scratch: Scratch) -> None:
    texts = {"a.md": CONFLICT, "old/a.md": CONFLICT, "b.md": GARBLED}
    scratch.commit("start", texts)
    everything = Settings(scratch.top)
    assert len(looked(scratch.top, given=everything).findings) == 3
    excluded = everything.with_options(exclude=["old/"])
    assert {p for p, *_ in told(looked(scratch.top, given=excluded))} == {"a.md", "b.md"}
    selected = everything.with_options(select=["mojibake"])
    assert {p for p, *_ in told(looked(scratch.top, given=selected))} == {"b.md"}
    ignored = everything.with_options(ignore=["mojibake"])
    assert {p for p, *_ in told(looked(scratch.top, given=ignored))} == {"a.md", "old/a.md"}


def test_with_paths_only_these_are_looked_at(scratch: Scratch) -> None:
    scratch.commit("one", {"a.md": CONFLICT, "sub/b.md": CONFLICT, "sub/c.md": GARBLED})
    scratch.git("rm", "-q", "-r", "sub")
    scratch.commit("two", {"a.md": CLEAN})
    assert {p for p, *_ in told(looked(scratch.top, "a.md"))} == {"a.md"}
    assert {p for p, *_ in told(looked(scratch.top, "sub"))} == {"sub/b.md", "sub/c.md"}
    assert {p for p, *_ in told(looked(scratch.top, "sub/b.md", "a.md"))} == {"a.md", "sub/b.md"}
    assert looked(scratch.top, "nothing.md").texts == 0


def test_what_is_no_text_is_passed_over(scratch: Scratch) -> None:
    wide = "wide text of many words\n".encode("utf-16")
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n<<<<<<< HEAD\n"
    binary = bytes(range(256)) * 300 + CONFLICT
    scratch.commit("start", {"a.bin": binary, "wide.md": wide, "b.md": pointer})
    assert told(looked(scratch.top)) == [("wide.md", 1, "utf-16", "start")]


def test_large_texts_are_looked_at_by_themselves(scratch: Scratch) -> None:
    text = b"a line of thirty characters...\n" * (MAX_COMMENTED // 20)
    scratch.commit("start", {"a.md": text, "b.md": text + CONFLICT, "c.md": CONFLICT})
    assert {p for p, *_ in told(looked(scratch.top))} == {"b.md", "c.md"}


def test_a_text_beyond_the_limit_is_told_and_not_read(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mergemend.limits.MAX_FILE", 20_000)
    for module in (sifting, history):
        monkeypatch.setattr(module, "MAX_TEXT", 20_000)
    texts = {"a.md": b"line\n" * 5_000 + CONFLICT, "b.bin": b"\0" + b"x" * 30_000, "c.md": CONFLICT}
    scratch.commit("start", texts)
    found = told(looked(scratch.top))
    assert {(path, rule) for path, _, rule, _ in found} == {
        ("a.md", "too-large"),
        ("c.md", "conflict"),
    }


def _remove(scratch: Scratch, name: str) -> Path:
    sha = scratch.git("rev-parse", name)
    return scratch.top / ".git/objects" / sha[:2] / sha[2:]


def test_a_missing_text_is_counted_and_named(scratch: Scratch, mend: Mend) -> None:
    scratch.commit("start", {"a.md": CLEAN, "b.md": CONFLICT})
    lost = scratch.git("rev-parse", "HEAD:a.md")
    _remove(scratch, "HEAD:a.md").unlink()
    past = looked(scratch.top)
    assert past.missing == (lost,)
    assert told(past) == [("b.md", 2, "conflict", "start")]
    done = mend(scratch.top, "check", "--history")
    assert done.exit_code == 3
    assert f"1 object not here (`git fsck` tells more): {lost}\n" in done.stderr


def test_a_damaged_text_is_counted_and_named(scratch: Scratch, mend: Mend) -> None:
    names = [f"f{number}.md" for number in range(40)]
    scratch.commit("start", {name: CONFLICT + name.encode() for name in names})
    damaged = [scratch.git("rev-parse", f"HEAD:{name}") for name in ("f7.md", "f9.md")]
    for name in ("f7.md", "f9.md"):
        file = _remove(scratch, f"HEAD:{name}")
        file.chmod(0o644)
        file.write_bytes(file.read_bytes()[:20] + b"nonsense")
    past = looked(scratch.top)
    assert past.unread == tuple(sorted(damaged))
    assert {p for p, *_ in told(past)} == {*names} - {"f7.md", "f9.md"}
    assert past.texts == 40
    done = mend(scratch.top, "check", "--history")
    assert done.exit_code == 3
    assert "2 texts can't be read" in done.stderr


@pytest.mark.parametrize("name", ["HEAD~1", "HEAD~1^{tree}", "HEAD~1:sub"])
def test_what_is_left_of_a_damaged_history_is_looked_at(
    scratch: Scratch, mend: Mend, name: str
) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    scratch.commit("middle", {"sub/b.md": GARBLED})
    scratch.commit("end", {"c.md": CONFLICT, "sub/d.md": b"x\n"})
    lost = scratch.git("rev-parse", name)
    _remove(scratch, name).unlink()
    done = mend(scratch.top, "check", "--history", "--output-format", "json")
    assert done.exit_code == 3
    said = json.loads(done.stdout)
    assert said["texts"] == 4
    blobs = {one["blob"] for one in said["findings"]} | {*said["lost"]["names"]}
    assert blobs == {scratch.git("rev-parse", f"HEAD:{path}") for path in ("c.md", "sub/b.md")}
    assert lost in said["missing"]["names"] or lost in str(said["complaints"])


def test_a_broken_ref_does_not_hide_the_rest(scratch: Scratch, mend: Mend) -> None:
    scratch.commit("start", {"a.md": CONFLICT})
    (scratch.top / ".git/refs/heads/broken").write_text("1" * 40 + "\n")
    done = mend(scratch.top, "check", "--history")
    assert done.exit_code == 3
    assert "refs/heads/broken" in done.stderr
    assert ":a.md:2:1: conflict " in done.stdout


def _clone(scratch: Scratch, to: Path, *options: str) -> Scratch:
    scratch.git("config", "uploadpack.allowFilter", "true")
    command = ["git", "clone", "-q", *options, f"file://{scratch.top}", str(to)]
    subprocess.run(command, check=True, env=scratch.environment(), capture_output=True)
    return Scratch(to)


def _three(scratch: Scratch) -> None:
    scratch.commit("old", {"a.md": CONFLICT})
    scratch.commit("middle", {"a.md": CLEAN, "b.md": CONFLICT + b"b\n"})
    scratch.commit("new", {"c.md": b"x\n"})


def test_a_shallow_clone_is_told_as_one(scratch: Scratch, mend: Mend, tmp_path: Path) -> None:
    _three(scratch)
    clone = _clone(scratch, tmp_path.resolve() / "clone", "--depth=1")
    past = looked(clone.top)
    assert told(past) == [("b.md", 2, "conflict", "new")]
    assert past.findings[0].may_be_older
    assert past.is_whole
    done = mend(clone.top, "check", "--history")
    assert done.exit_code == 1
    assert "or earlier, the clone ends here" in done.stdout
    assert "the clone is shallow" in done.stderr


@pytest.mark.parametrize("what", ["blob:none", "tree:0"])
def test_a_partial_clone_fetches_nothing(
    scratch: Scratch, mend: Mend, tmp_path: Path, what: str
) -> None:
    _three(scratch)
    gone = scratch.git("rev-parse", "HEAD~2:a.md")
    clone = _clone(scratch, tmp_path.resolve() / "clone", f"--filter={what}")
    shutil.rmtree(scratch.top)
    past = looked(clone.top)
    assert past.partial
    assert past.texts == 3
    assert {one.blob for one in past.findings} | {*past.lost} == {
        clone.git("rev-parse", "HEAD:b.md")
    }
    assert past.missing
    assert mend(clone.top, "check", "--history").exit_code == 1
    if what == "blob:none":
        assert past.missing == (gone,)
        assert told(past) == [("b.md", 2, "conflict", "middle")]
        done = mend(clone.top, "check", "--history")
        assert f"1 object not here (a partial clone lacks them): {gone}\n" in done.stderr


def test_a_repository_with_sha256(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path.resolve() / "r", "--object-format=sha256")
    _three(scratch)
    past = looked(scratch.top)
    assert told(past) == [("a.md", 2, "conflict", "old"), ("b.md", 2, "conflict", "middle")]
    assert {len(one.blob) for one in past.findings} == {64}


def test_as_many_processes_as_there_are_say_the_same(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "_NAMES", 4096)
    for number in range(4):
        named = {f"f{n}.md": CONFLICT + b"%d %d\n" % (number, n) for n in range(3)}
        plain = {f"d/f{n}.md": b"plain %d %d\n" % (number, n) for n in range(60)}
        scratch.commit(f"commit {number}", named | plain)
    said = set()
    for count in (1, 3):
        for module in (sifting, history):
            monkeypatch.setattr(module, "cpus", lambda count=count: count)
        sifting._sifted.clear()
        for how in ("text", "json"):
            done = mend(scratch.top, "check", "--history", "--output-format", how)
            said.add((how, done.exit_code, done.stdout, done.stderr))
    assert len(said) == 2
    assert all(out.count("conflict ") >= 12 for how, _, out, _ in said if how == "text")


def test_a_terminal_is_told_how_far_it_is(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    scratch.commit("start", {f"{number}.md": b"%d\n" % number for number in range(5)})
    monkeypatch.setattr(progress, "_FIRST", 0)
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    looked(scratch.top)
    assert capfd.readouterr() == ("", "")
    sifting._sifted.clear()
    look_into_past(Settings(scratch.top), [scratch.top], shown=True)
    said = capfd.readouterr()
    assert said.err.startswith("\r\x1b[K5 texts of the history")
    assert said.err.endswith("\r\x1b[K")
    assert said.out == ""


def test_where_git_does_not_answer(
    scratch: Scratch, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    packed = scratch.top / ".git/packed-refs"
    os.mkfifo(packed)
    monkeypatch.setattr(process, "MAX_SECONDS", 0.3)
    monkeypatch.setattr(runner, "MAX_SECONDS", 0.3)
    done = mend(scratch.top, "check", "--history")
    assert done.exit_code == 2
    assert "gave no answer in 0.3 s" in done.stderr


def test_what_is_printed(scratch: Scratch, mend: Mend) -> None:
    scratch.commit("start", {"a.md": CLEAN})
    sha = scratch.commit("a \x1b[31mred one", {"a.md": CONFLICT})
    scratch.commit("end", {"a.md": CLEAN})
    done = mend(scratch.top, "check", "--history")
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{sha[:10]}:a.md:2:1: conflict ")
    assert done.stdout.endswith("(2026-01-01, Ada Example: a \\x1b[31mred one)\n")
    assert done.stderr == "2 texts of the history checked: 1 finding in 1 text\n"
    quiet = mend(scratch.top, "check", "--history", "-q")
    assert (quiet.stdout, quiet.stderr) == (done.stdout, "")
    said: dict[str, Any] = json.loads(
        mend(scratch.top, "check", "--history", "--output-format", "json").stdout
    )
    (finding,) = said["findings"]
    assert finding["commit"] == {
        "sha": sha,
        "author": "Ada Example",
        "date": "2026-01-01T00:02:00+00:00",
        "subject": "a \x1b[31mred one",
    }
    assert (finding["path"], finding["line"], finding["rule"]) == ("a.md", 2, "conflict")


def test_where_there_is_nothing_to_look_at(tmp_path: Path, scratch: Scratch, mend: Mend) -> None:
    empty = mend(scratch.top, "check", "--history")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert empty.stderr == "0 texts of the history checked: nothing found\n"
    plain = tmp_path / "plain"
    plain.mkdir()
    refused = mend(plain, "check", "--history")
    assert refused.exit_code == 2
    assert "not in the work tree of a git repository" in refused.stderr
    several = mend(scratch.top, "check", "--history", ".", str(plain))
    assert several.exit_code == 2


_BROKEN = ("broken_ref", "corrupt_pack", "missing_head_object")
_SOUND = (
    *("alternates", "grafts", "in_a_submodule", "linked_worktree", "rebase"),
    *("replaced_in_a_circle", "sha256_in_a_merge", "sparse_index"),
)


@pytest.mark.parametrize("name", [*_BROKEN, *_SOUND])
@pytest.mark.slow
def test_a_state(name: str, tmp_path: Path, mend: Mend) -> None:
    made = STATES[name](tmp_path)
    done = mend(made.folder, "check", "--history")
    assert "Traceback" not in done.output
    assert "fault of mergemend" not in done.output
    assert done.exit_code == (3 if name in _BROKEN else 1), done.output
    assert ": conflict" in done.stdout or "mojibake" in done.stdout or "in no commit" in done.stderr


_PIECES = (
    "plain",
    "naïve – “so”",
    "Größe für Österreich",
    "привет",
    "what??",
    "\x02",
    "\x7f",
    "a\0b",
)
_ODD = (b"\xe9\n", b"\xef\xbb\xbfmark\n", b"# mergemend: ignore\n", b"<<<<<<< HEAD\n")
_LINES = st.sampled_from([*(f"{p}\n".encode() for p in _PIECES), *_ODD, CONFLICT, GARBLED])
_TEXTS = st.lists(_LINES, max_size=5).map(b"".join) | st.binary(max_size=30)
_PATHS = st.sampled_from(["a.md", "b.py", "c/d.txt", "c/e.rst"])


@settings(max_examples=6)
@given(versions=st.lists(st.dictionaries(_PATHS, _TEXTS, min_size=1), min_size=1, max_size=3))
def test_history_finds_in_files_of_today_what_is_found_in_them(
    versions: list[dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    scratch = Scratch.init(tmp_path_factory.mktemp("same").resolve() / "r")
    for number, files in enumerate(versions):
        scratch.commit(str(number), files)
    listed = scratch.git("ls-tree", "-r", "-z", "HEAD").split("\0")[:-1]
    tip = {(line.split()[2], line.partition("\t")[2]) for line in listed}
    seen = {
        _place(one.finding)
        for one in looked(scratch.top).findings
        if (one.blob, one.finding.path) in tip
    }
    expected = set()
    with open_project(Settings(scratch.top)) as project:
        for _, path in tip:
            report = project.look(scratch.top / path)
            if isinstance(report, FileReport):
                expected |= {_place(replace(one, path=path)) for one in report.findings}
    assert seen == expected


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.path, finding.line, finding.column, finding.rule


def test_a_process_that_is_killed_stops_nobody_for_ever(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch.commit("start", {"a.md": CLEAN, "b.md": CONFLICT})
    monkeypatch.setattr(sifting, "cpus", lambda: 2)
    monkeypatch.setattr(process, "MAX_SECONDS", 0.3)
    own, await_data = os.getpid(), process.await_data

    def dies_with_its_turn(source: int) -> None:
        await_data(source)
        if os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(stream, "await_data", dies_with_its_turn)
    with pytest.raises((GitError, ChildProcessError), match=r"no answer|killed"):
        looked(scratch.top)
