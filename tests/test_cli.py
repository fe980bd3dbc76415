"""The command line as a person uses it: exit codes, output, odd files and places."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from conftest import Mend
from scratch import Scratch, forked

CONFLICT = b"a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\nz\n"


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A repository with a clean document."""
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"notes.md": "Déjà vu ✅\n".encode()})
    return scratch


def merged(top: Path, ours: bytes, theirs: bytes, base: bytes = b"old\n") -> Scratch:
    """A committed conflict in ``notes.md`` whose theirs is the newer."""
    scratch = forked(top, ours, theirs, base)
    scratch.merge("feature")
    return scratch


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], 0),
        (["check", "notes.md"], 0),
        (["check", "."], 0),
        (["fix", "notes.md"], 0),
        (["fix", "--all"], 0),
        (["explain", "notes.md"], 0),
        (["--version"], 0),
        (["--help"], 0),
        (["check", "--help"], 0),
        (["fix"], 2),
        (["fix", "--all", "notes.md"], 2),
        (["fix", "--strategy", "luck", "notes.md"], 2),
        (["check", "--select", "nonsense"], 2),
        (["check", "--output-format", "xml"], 2),
        (["nonsense"], 2),
        (["check", "missing.md"], 3),
        (["fix", "missing.md"], 3),
        (["explain", "missing.md"], 3),
    ],
)
def test_exit_codes(scratch: Scratch, mend: Mend, arguments: list[str], code: int) -> None:
    result = mend(scratch.top, *arguments)
    assert result.exit_code == code, result.output
    assert (code < 2) or result.stderr


def test_findings(scratch: Scratch, mend: Mend) -> None:
    scratch.write("docs/new.md", CONFLICT)
    result = mend(scratch.top, "check")
    assert result.exit_code == 1
    assert result.stdout.startswith("docs/new.md:2:1: conflict unresolved conflict between HEAD")
    assert "1 finding in 1 file" in result.stderr
    assert mend(scratch.top, "check", "--quiet").stderr == ""


def test_json(scratch: Scratch, mend: Mend) -> None:
    scratch.write("a.md", CONFLICT)
    scratch.write("b.bin", b"\0\n" + CONFLICT)
    result = mend(scratch.top, "check", "--output-format", "json", ".", "missing.md")
    assert result.exit_code == 3
    data = json.loads(result.stdout)
    assert data["version"] == 1
    (finding,) = data["findings"]
    expected = {"path": "a.md", "line": 2, "column": 1, "rule": "conflict", "severity": "error"}
    assert {key: finding[key] for key in expected} == expected
    assert data["unread"] == [{"path": "missing.md", "message": "No such file or directory"}]
    assert data["skipped"] == [{"path": "b.bin", "message": "binary file"}]


def test_without_a_path_tracked_and_new_files_but_not_ignored_ones(
    scratch: Scratch, mend: Mend
) -> None:
    scratch.commit("ignore", {".gitignore": b"ignored/\n", "tracked.md": CONFLICT})
    scratch.write("new file.md", CONFLICT)
    scratch.write("ignored/x.md", CONFLICT)
    scratch.git("rm", "-q", "--cached", "tracked.md")
    data = json.loads(mend(scratch.top, "check", "--output-format", "json").stdout)
    assert sorted(f["path"] for f in data["findings"]) == ["new file.md", "tracked.md"]


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ([], ["conflict", "mojibake"]),
        (["--select", "conflict"], ["conflict"]),
        (["--select", "mojibake"], ["mojibake"]),
        (["--ignore", "mojibake"], ["conflict"]),
        (["--ignore", "mojibake-lossy"], ["conflict", "mojibake"]),
        (["--exclude", "*.md"], []),
        (["--exclude", "garbled*"], ["conflict"]),
    ],
)
def test_choosing(scratch: Scratch, mend: Mend, options: list[str], rules: list[str]) -> None:
    scratch.write("a.md", CONFLICT)
    scratch.write("garbled.md", "âœ… done\n".encode())
    result = mend(scratch.top, "check", "--output-format", "json", *options)
    assert sorted(f["rule"] for f in json.loads(result.stdout)["findings"]) == rules
    assert result.exit_code == bool(rules)


ODD = {
    "crlf": (b"a\r\nours\r\n", b"a\r\ntheirs\r\n", b"a\r\nold\r\n"),
    "no newline at the end": (b"a\nours", b"a\ntheirs", b"a\nold"),
    "latin-1": (b"caf\xe9\nours\n", b"caf\xe9\ntheirs\n", b"caf\xe9\nold\n"),
    "deleted lines": (b"a\nours\n", b"a\n", b"a\nold\n"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts(tmp_path: Path, mend: Mend, name: str) -> None:
    ours, theirs, base = ODD[name]
    scratch = merged(tmp_path / "r", ours, theirs, base)
    before = scratch.read("notes.md")
    assert b"<<<<<<<" in before
    assert mend(scratch.top, "fix", "notes.md").exit_code == 1
    after = scratch.read("notes.md")
    assert after.rstrip(b"\n") == theirs.rstrip(b"\n")
    ref = scratch.git("for-each-ref", "--format=%(refname)", "refs/mergemend")
    assert scratch.git("cat-file", "blob", f"{ref}:before/notes.md").encode(
        "utf-8", "surrogateescape"
    ) == before.rstrip(b"\n")


def test_mode_and_other_files_stay(tmp_path: Path, mend: Mend) -> None:
    scratch = merged(tmp_path / "r", b"ours\n", b"theirs\n")
    file = scratch.top / "notes.md"
    file.chmod(0o755)
    scratch.write("other.md", b"x")
    assert mend(scratch.top, "fix", "--all").exit_code == 1
    assert file.stat().st_mode & 0o777 == 0o755
    assert sorted(p.name for p in scratch.top.iterdir()) == [".git", "notes.md", "other.md"]
    assert scratch.git("status", "--porcelain") == " M notes.md\n?? other.md"


@pytest.mark.parametrize(
    "name", ["-n.md", "a b.md", "ü.md", "q'uo\"te.md", "new\nline.md", "\udcff.md"]
)
def test_odd_names(tmp_path: Path, mend: Mend, name: str) -> None:
    scratch = merged(tmp_path / "r", b"ours\n", b"theirs\n")
    scratch.git("mv", "notes.md", f"./{name}")
    scratch.commit("move")
    result = mend(scratch.top, "fix", "--all")
    assert result.exit_code == 1
    left = "conflict between" in result.stdout and "left" in result.stdout
    text = scratch.read(name)
    assert text == b"theirs\n" or (left and b"<<<<<<<" in text)
    if name in ("-n.md", "a b.md", "ü.md", "q'uo\"te.md"):
        assert text == b"theirs\n"


def test_a_link_out_of_the_tree_is_not_followed(
    scratch: Scratch, tmp_path: Path, mend: Mend
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(CONFLICT)
    (scratch.top / "link.md").symlink_to(outside)
    assert mend(scratch.top, "check").exit_code == 0
    assert mend(scratch.top, "fix", "--all", "--strategy", "ours").exit_code == 0
    assert outside.read_bytes() == CONFLICT


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_cannot_be_read(scratch: Scratch, mend: Mend) -> None:
    scratch.write("secret.md", CONFLICT).chmod(0)
    assert mend(scratch.top, "check").exit_code == 3


def test_escapes_in_labels_do_not_reach_the_terminal(scratch: Scratch, mend: Mend) -> None:
    scratch.write("a.md", CONFLICT.replace(b"feature", b"\x1b[31mred\x07"))
    for arguments in (["check"], ["explain", "a.md"], ["fix", "a.md"]):
        assert "\x1b" not in mend(scratch.top, *arguments).output


def test_outside_of_git_old_bytes_are_kept_in_a_folder(tmp_path: Path, mend: Mend) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "a.md").write_bytes(CONFLICT)
    assert mend(folder, "check").exit_code == 1
    result = mend(folder, "fix", "--all", "--strategy", "union")
    assert (folder / "a.md").read_bytes() == b"a\nours\ntheirs\nz\n"
    (kept,) = (tmp_path / "state" / "mergemend" / "runs").glob("*/before/**/a.md")
    assert kept.read_bytes() == CONFLICT
    assert result.exit_code == 1


def test_during_a_merge_nothing_is_staged(tmp_path: Path, mend: Mend) -> None:
    scratch = forked(tmp_path / "r")
    scratch.git("merge", "feature", check=False)
    index = scratch.git("ls-files", "-s")
    assert mend(scratch.top, "fix", "notes.md").exit_code == 1
    assert scratch.read("notes.md") == b"theirs\n"
    assert scratch.git("ls-files", "-s") == index
    assert (scratch.top / ".git" / "MERGE_HEAD").exists()


@pytest.mark.parametrize("words", [["fix", ""], ["check", "a.md", ""], ["undo", "2026", ""]])
def test_an_empty_name_is_not_this_folder(scratch: Scratch, mend: Mend, words: list[str]) -> None:
    before = {path: path.read_bytes() for path in scratch.top.glob("*.md")}
    result = mend(scratch.top, *words)
    assert (result.exit_code, "an empty name is no file" in result.stderr) == (2, True)
    assert {path: path.read_bytes() for path in before} == before


def test_what_is_gits_own_is_not_mended_by_its_folder(scratch: Scratch, mend: Mend) -> None:
    note = scratch.write(".git/info/note.md", CONFLICT)
    for folder in (".git", ".git/info", "./.git/"):
        assert mend(scratch.top, "fix", folder, "--strategy", "ours").exit_code == 0
    assert note.read_bytes() == CONFLICT
    assert mend(scratch.top, "fix", ".git/info/note.md", "--strategy", "ours").exit_code == 1


def test_the_api() -> None:
    import mergemend

    assert mergemend.check() == []
    assert mergemend.fix() == ([], [])
    for call in (mergemend.check, mergemend.fix):
        with pytest.raises(ValueError, match="an empty name is no file"):
            call("")


def test_a_pointer_of_git_lfs_is_no_clean_text(scratch: Scratch, mend: Mend) -> None:
    oid = (
        b"oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
    )
    scratch.write("a.md", b"version https://git-lfs.github.com/spec/v1\n" + oid)
    scratch.write("b.md", b"version https://git-lfs.github.com/spec/v1\nis what a pointer says\n")
    result = mend(scratch.top, "check", "--output-format", "json", "a.md", "b.md")
    skipped = json.loads(result.stdout)["skipped"]
    assert skipped == [{"path": "a.md", "message": "a pointer of Git LFS, the text is not here"}]
