"""The baseline: what was there when it was written is left out, and what is new is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend import baseline as baselines
from mergemend.config import Settings
from mergemend.model import FileReport, Finding, Severity
from mergemend.project import open_project
from scratch import Scratch

CONFLICT = b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n"
GARBLED = "cafÃ©\n".encode()
WRITE = ("check", "--write-baseline", "base.json")
CHECK = ("check", "--baseline", "base.json")


@pytest.fixture
def scratch(tmp_path: Path, mend: Mend) -> Scratch:
    """A repository with a baseline of what is wrong in it."""
    scratch = Scratch.init(tmp_path / "a repo")
    files = {"a.md": CONFLICT + b"-\n" + GARBLED, "sub/b é.md": GARBLED * 2, "c.md": b"clean\n"}
    scratch.commit("start", files)
    result = mend(scratch.top, *WRITE)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "base.json: 4 findings written\n"
    return scratch


def test_what_is_known_is_left_out(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, *CHECK)
    assert (result.exit_code, result.stdout) == (0, "")
    known = "nothing found; 4 findings known from the baseline"
    assert result.stderr == f"4 files checked: {known}\n"
    assert mend(scratch.top, *CHECK, "--quiet").stderr == ""
    assert mend(scratch.top, "check").exit_code == 1


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "junit"])
def test_in_every_format(scratch: Scratch, mend: Mend, form: str) -> None:
    scratch.write("new.md", CONFLICT)
    result = mend(scratch.top, *CHECK, "--output-format", form)
    assert result.exit_code == 1
    assert "new.md" in result.stdout
    assert "a.md" not in result.stdout


def test_what_is_new_is_found(scratch: Scratch, mend: Mend) -> None:
    lines = b"a line\n" * 9
    scratch.write("a.md", lines + CONFLICT + GARBLED + lines + b"more " + GARBLED)
    scratch.write("sub/b é.md", GARBLED * 3)
    result = mend(scratch.top, *CHECK)
    assert result.exit_code == 1
    places = [line.split(" mojibake")[0] for line in result.stdout.splitlines()]
    assert [place for place in places if place.endswith(":")] == ["a.md:25:9:", "sub/b é.md:3:4:"]
    assert (
        "2 findings in 2 files; `mergemend fix` mends 2 of them; 4 findings known" in result.stderr
    )


def test_from_a_folder_below(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top / "sub", "check", "--baseline", "../base.json")
    assert result.exit_code == 0
    assert "no longer" not in result.stderr


def test_it_is_readable_and_stays_the_same(scratch: Scratch, mend: Mend) -> None:
    before = scratch.read("base.json")
    entries = json.loads(before)["findings"]
    assert [(e["path"], e["rule"]) for e in entries] == [
        ("a.md", "conflict"),
        ("a.md", "mojibake"),
        ("sub/b é.md", "mojibake"),
        ("sub/b é.md", "mojibake"),
    ]
    assert before.isascii()
    assert len(before.splitlines()) == len(entries) + 2
    assert mend(scratch.top, *WRITE).exit_code == 0
    assert scratch.read("base.json") == before


@pytest.mark.parametrize(
    ("change", "words", "told"),
    [
        (lambda s: s.write("a.md", GARBLED), [], "1 finding of the baseline no longer there: a.md"),
        (lambda s: s.write("a.md", b"x\n"), [], "2 findings of the baseline no longer there: a.md"),
        (lambda s: (s.top / "a.md").unlink(), [], "2 findings of the baseline no longer there"),
        (lambda s: s.write("a.md", b"x\n"), ["a.md"], "2 findings of the baseline no longer there"),
        (lambda s: s.write("a.md", b"x\n"), ["c.md"], None),  # it was not looked at
        (lambda s: (s.top / "a.md").unlink(), ["c.md"], None),
        (lambda s: s.write("a.md", b"x\n"), ["--select", "conflict"], "1 finding of the baseline"),
        (lambda s: s.write("a.md", b"x\n"), ["--exclude", "a.md"], None),
        (lambda s: s.write("a.md", b"\0"), [], None),
        (lambda s: s.write("a.md", b"x\n"), ["--quiet"], None),
        (lambda _: None, [], None),
    ],
)
def test_what_is_no_longer_there_is_told(
    scratch: Scratch,
    mend: Mend,
    change: Callable[[Scratch], object],
    words: list[str],
    told: str | None,
) -> None:
    change(scratch)
    result = mend(scratch.top, *CHECK, *words)
    assert result.exit_code == 0
    if told is None:
        assert "no longer" not in result.stderr
    else:
        assert told in result.stderr
        assert "--write-baseline" in result.stderr
        mend(scratch.top, *WRITE)
        assert "no longer" not in mend(scratch.top, *CHECK).stderr


def test_what_did_not_run_is_not_gone(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    status = b"# R\n\n**Status:** done\n**Date:** Monday, 2026-01-06\n\n- [ ] open\n"
    scratch.commit("start", {"STATUS.md": status})
    mend(scratch.top, *WRITE)
    scratch.write("STATUS.md", status + CONFLICT)
    result = mend(scratch.top, *CHECK)
    assert result.exit_code == 1
    assert "no longer" not in result.stderr


def test_without_git(tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(CONFLICT)
    monkeypatch.setenv("PATH", "/nowhere")
    assert mend(tmp_path, *WRITE, "a.md").exit_code == 0
    result = mend(tmp_path, *CHECK, "a.md")
    assert (result.exit_code, result.stdout) == (0, "")
    (tmp_path / "a.md").write_bytes(b"x\n")
    assert "no longer there: a.md (conflict)" in mend(tmp_path, *CHECK, "a.md").stderr


def test_settings_name_it(scratch: Scratch, mend: Mend) -> None:
    scratch.write("mergemend.toml", b'baseline = "base.json"\n')
    for folder in (scratch.top, scratch.top / "sub"):
        assert mend(folder, "check").exit_code == 0
    mend(scratch.top, "check", "--write-baseline", "other.json")  # all, also what is known
    assert scratch.read("other.json") == scratch.read("base.json")
    scratch.write("empty.json", baselines.BEGINNING + b'1, "findings": []}')
    assert mend(scratch.top, "check", "--baseline", "empty.json").exit_code == 1
    scratch.write("mergemend.toml", b'\nbaseline = "gone.json"\n')
    result = mend(scratch.top, "check")
    assert result.exit_code == 2
    assert "gone.json: no such baseline; `mergemend check --write-baseline" in result.stderr
    for wrong in (b"1", b'""', b'"a\\u0000"', b'["x"]'):
        scratch.write("mergemend.toml", b"\nbaseline = " + wrong + b"\n")
        result = mend(scratch.top, "check")
        assert result.exit_code == 2
        assert "mergemend.toml:2:12: baseline: must be" in result.stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", ":1: is no baseline; move it away"),
        (b"[]", ":1: is no baseline"),
        (b"# Notes\n", ":1: is no baseline"),
        (CONFLICT + b'{"mergemend-baseline": 1, "findings": []}', ":1: is no baseline"),
        (baselines.BEGINNING + b'1, "findings": [\n<<<<<<< HEAD\n', ":2: is damaged: Expecting"),
        (baselines.BEGINNING + b'1, "findings": [', ":1: is damaged: Expecting"),
        (baselines.BEGINNING + b"1}", "is damaged: it has no list of findings"),
        (baselines.BEGINNING + b'1, "findings": [1]}', "is damaged: entry 1 needs path, rule"),
        (baselines.BEGINNING + b'1, "findings": [{"path": "a"}]}', "is damaged: entry 1 needs"),
        (baselines.BEGINNING + b'2, "findings": []}', "is of another version"),
        (baselines.BEGINNING + b'"' + b"x" * 99_000 + b'"}', "is of another version"),
        (baselines.BEGINNING + b"[" * 200_000, "; `mergemend check --write-baseline"),
        (baselines.BEGINNING + b'1, "findings": ["\xff"]}', "; `mergemend check --write-baseline"),
    ],
)
def test_a_damaged_one_is_an_error(scratch: Scratch, mend: Mend, data: bytes, told: str) -> None:
    scratch.write("base.json", data)
    result = mend(scratch.top, *CHECK)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "`mergemend check --write-baseline base.json` writes" in result.stderr
    assert len(result.stderr) < 500
    written = mend(scratch.top, *WRITE)
    if data.startswith(baselines.BEGINNING):
        assert written.exit_code == 0
        assert mend(scratch.top, *CHECK).exit_code == 0
    else:
        assert written.exit_code == 2
        assert "is no baseline; name another file, or move it away" in written.stderr
        assert scratch.read("base.json") == data


def test_no_other_file_is_replaced_or_made_in_part(scratch: Scratch, mend: Mend) -> None:
    for name in ("c.md", "sub", "nowhere/base.json"):
        result = mend(scratch.top, "check", "--write-baseline", name)
        assert result.exit_code == 2
        assert name in result.stderr
    assert scratch.read("c.md") == b"clean\n"
    result = mend(scratch.top, "check", ".", "gone.md", "--write-baseline", "new.json")
    assert result.exit_code == 3
    assert "new.json: not written" in result.stderr
    assert not (scratch.top / "new.json").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--changed"],
        ["--baseline", "base.json"],
        ["--history"],
        ["--output-format", "sarif"],
    ],
)
def test_a_baseline_is_of_all_that_is_found(scratch: Scratch, mend: Mend, words: list[str]) -> None:
    result = mend(scratch.top, *WRITE, *words)
    assert result.exit_code == 2
    assert "--write-baseline goes without" in result.stderr


def test_with_what_has_changed(scratch: Scratch, mend: Mend) -> None:
    scratch.commit("baseline")
    scratch.write("a.md", CONFLICT + b"-\n" + GARBLED + b"new " + GARBLED)
    result = mend(scratch.top, *CHECK, "--changed")
    assert result.exit_code == 1
    assert result.stdout.startswith("a.md:8:8: mojibake")
    assert "1 file checked, changed since main (" in result.stderr
    assert "2 findings known from the baseline" in result.stderr


PATHS = st.text(st.characters(exclude_characters="\0/", exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(PATHS.filter(lambda path: path not in {".", ".."}), st.integers(1, 3)))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, int]
) -> None:
    reports = [
        FileReport(
            path,
            b"",
            b"",
            tuple(
                Finding(path, 1, 1, "conflict", Severity.ERROR, "m", fingerprint=f"{path} {n}")
                for n in range(count)
            ),
        )
        for path, count in files.items()
    ]
    folder = tmp_path_factory.mktemp("written")
    with open_project(Settings(folder)) as project:
        written = baselines.write_baseline(project, folder / "b.json", reports)
        read = baselines.read_baseline(project, folder / "b.json")
    assert written == len(read.entries) == sum(files.values())
    assert set(read.entries) == {f.fingerprint for r in reports for f in r.findings}
