"""What git says of when a document was written and of the files around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mergemend.evidence import Evidence, Files
from mergemend.git.past import Past
from scratch import Scratch


def evidence(path: Path) -> Evidence:
    return Past().of(path, path.read_bytes())


def files(path: Path) -> Files:
    found = evidence(path).files()
    assert found is not None
    return found


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    made = Scratch.init(tmp_path / "a repo")
    made.commit("one", {"docs/a.md": b"one\n", "docs/deep/er/b.md": b"b\n", "a.md": b"top\n"})
    made.commit("two", {"docs/a.md": b"two\n"}, minutes=60)
    return made


def test_written_says_when_a_file_was_committed(scratch: Scratch) -> None:
    path = scratch.top / "docs/a.md"
    written = evidence(path).written()
    assert written is not None
    assert written.unchanged
    assert not written.cut
    assert (written.last - written.first).total_seconds() >= 3600
    path.write_bytes(b"changed\n")
    changed = evidence(path).written()
    assert changed is not None
    assert not changed.unchanged
    assert changed.last == written.last


def test_written_is_unknown_for_what_was_never_committed(scratch: Scratch, tmp_path: Path) -> None:
    for path in (scratch.top / "new.md", tmp_path / "alone.md"):
        path.write_bytes(b"new\n")
        assert evidence(path).written() is None


def test_written_says_that_a_shallow_history_is_cut(scratch: Scratch, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    scratch.git("clone", "-q", "--depth=1", scratch.top.as_uri(), str(clone))
    written = evidence(clone / "docs/a.md").written()
    assert written is not None
    assert written.cut
    assert written.first == written.last


def test_files_are_those_of_the_index(scratch: Scratch) -> None:
    scratch.write("docs/staged.md", b"staged\n")
    scratch.git("add", "docs/staged.md")
    scratch.write("docs/untracked.md", b"untracked\n")
    found = files(scratch.top / "docs/a.md")
    assert found.here == "docs"
    there = ["a.md", "docs", "docs/", "docs/deep", "docs/deep/er", "docs/staged.md", ""]
    assert [path for path in there if not found.exists(path)] == []
    missing = ["docs/untracked.md", "b.md", "docs/deep/e", "docs/A.md"]
    assert [path for path in missing if found.exists(path)] == []
    assert found.named("a.md") == ["a.md", "docs/a.md"]
    assert found.named("none.md") == ()


def test_what_is_in_a_submodule_is_unknown_and_so_not_missing(
    scratch: Scratch, tmp_path: Path
) -> None:
    other = Scratch.init(tmp_path / "other")
    other.commit("start", {"x.md": b"x\n"})
    scratch.git("-c", "protocol.file.allow=always", "submodule", "-q", "add", str(other.top), "sub")
    found = files(scratch.top / "a.md")
    assert found.exists("sub")
    assert found.exists("sub/anything.md")


def test_without_a_repository_the_disk_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "no repo"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/a.md").write_bytes(b"a\n")
    found = files(folder / "docs/a.md")
    assert found.exists(f"{found.here}/a.md")
    assert found.exists(found.here)
    assert not found.exists(f"{found.here}/b.md")
    assert not found.exists("nul\0")
    assert found.named("a.md") == ()
