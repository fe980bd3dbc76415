"""Earlier texts of a file and the documents around it, from real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mergemend.git import evidence as git_evidence
from mergemend.git import neighbours as git_neighbours
from mergemend.git import repository as git_repository
from mergemend.git.past import Past
from mergemend.git.renames import likeliest
from mergemend.model import Document
from scratch import Scratch

INTACT = "# Tide\n\nЭто, прилив; → 3 m\n- ⏳ waiting, «soon»\n- 📎 papers\n".encode()
GARBLED = INTACT.decode().encode().decode("cp1254", "ignore").encode()


def earlier(scratch: Scratch, path: str) -> list[bytes]:
    past = Past()
    try:
        return list(past.of(scratch.top / path, scratch.read(path)).earlier())
    finally:
        past.close()


def neighbours(scratch: Scratch, path: str) -> list[Document]:
    past = Past()
    try:
        return list(past.of(scratch.top / path, scratch.read(path)).neighbours())
    finally:
        past.close()


def clone(scratch: Scratch, *options: str) -> Scratch:
    scratch.git("config", "uploadpack.allowFilter", "true")
    target = scratch.top.parent / "clone"
    command = ["git", "clone", "-q", *options, f"file://{scratch.top}", str(target)]
    subprocess.run(command, check=True, capture_output=True, env=scratch.environment())
    return Scratch(target)


def test_the_newest_comes_first_and_none_twice(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    for text in (b"one\n", b"two\n", b"one\n", b"three\n"):
        scratch.commit("next", {"a b – é.md": text})
    scratch.write("a b – é.md", b"now\n")
    assert earlier(scratch, "a b – é.md") == [b"three\n", b"one\n", b"two\n"]


def test_head_counts_where_only_the_work_tree_is_damaged(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": INTACT})
    scratch.write("a.md", GARBLED)
    assert earlier(scratch, "a.md") == [INTACT]
    scratch.git("checkout", "-q", "--detach")
    assert earlier(scratch, "a.md") == [INTACT]


def test_the_index_counts_also_before_the_first_commit(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write("a.md", INTACT)
    scratch.git("add", "-A")
    scratch.write("a.md", GARBLED)
    assert earlier(scratch, "a.md") == [INTACT]


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "in the index"])
@pytest.mark.parametrize("damaged", [True, False], ids=["damaged", "as it was"])
def test_renamed_and_every_line_garbled_at_once(
    tmp_path: Path, *, committed: bool, damaged: bool
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"old name.md": b"draft\n", "other.md": b"# Other\n"})
    scratch.commit("write", {"old name.md": INTACT})
    scratch.git("rm", "-q", "other.md")
    scratch.git("mv", "old name.md", "new näme.md")
    scratch.write("new näme.md", GARBLED if damaged else INTACT)
    if committed:
        scratch.commit("move")
    expected = [INTACT, b"draft\n"] if damaged else [b"draft\n"]
    assert earlier(scratch, "new näme.md") == expected


def test_a_branch_that_a_merge_did_not_take(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"draft\n"})
    scratch.git("checkout", "-q", "-b", "side")
    scratch.commit("side", {"a.md": INTACT})
    scratch.git("checkout", "-q", "main")
    scratch.commit("main", {"a.md": GARBLED})
    scratch.git("merge", "-q", "-s", "ours", "-m", "merge", "side")
    assert earlier(scratch, "a.md") == [b"draft\n", INTACT]


def test_the_old_name_in_a_side_branch(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"old.md": INTACT})
    scratch.git("checkout", "-q", "-b", "side")
    scratch.git("mv", "old.md", "new.md")
    scratch.commit("move")
    scratch.git("checkout", "-q", "main")
    scratch.commit("more", {"old.md": INTACT + b"more\n"})
    scratch.git("merge", "-q", "-m", "merge", "side")
    scratch.commit("rewrite", {"new.md": GARBLED})
    assert earlier(scratch, "new.md") == [INTACT + b"more\n", INTACT]


def test_a_merge_in_progress_has_both_sides(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"draft\n"})
    scratch.git("checkout", "-q", "-b", "side")
    scratch.commit("side", {"a.md": INTACT})
    scratch.git("checkout", "-q", "main")
    scratch.commit("main", {"a.md": GARBLED})
    scratch.git("merge", "side", check=False)
    assert {INTACT, GARBLED, b"draft\n"} == set(earlier(scratch, "a.md"))


def test_a_shallow_clone_has_what_it_has(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    for text in (INTACT, b"two\n", GARBLED):
        scratch.commit("next", {"a.md": text})
    shallow = clone(scratch, "--depth", "2")
    assert earlier(shallow, "a.md") == [b"two\n"]


def test_what_a_partial_clone_lacks_is_neither_fetched_nor_an_end(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    for text in (INTACT, b"two\n", b"three\n"):
        scratch.commit("next", {"a.md": text})
    partial = clone(scratch, "--filter=blob:none")
    partial.git("cat-file", "-e", "HEAD~2:a.md")  # fetches it
    before = partial.git("count-objects", "-v")
    partial.write("a.md", b"now\n")
    assert earlier(partial, "a.md") == [b"three\n", INTACT]
    assert partial.git("count-objects", "-v") == before


def test_no_more_is_read_than_the_bound_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    for text in (b"one\n", b"two\n", b"three\n"):
        scratch.commit("next", {"a.md": text})
    scratch.write("a.md", b"now\n")
    monkeypatch.setattr(git_evidence, "MAX_BYTES", 10)
    assert earlier(scratch, "a.md") == [b"three\n", b"two\n"]
    monkeypatch.setattr(git_repository, "MAX_VERSIONS", 1)
    assert earlier(scratch, "a.md") == [b"three\n"]


def test_a_garbled_text_is_known_by_what_garbling_leaves() -> None:
    texts = [("other", b"# Oar\n\n- one\n- two\n"), ("same", INTACT), ("empty", b"")]
    assert likeliest(GARBLED, texts) == "same"
    assert likeliest(GARBLED, texts[:1]) is None
    assert likeliest(b"", [("empty", b"")]) is None


def test_neighbours_come_by_nearness(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    names = [
        "top.md",
        "docs/a.md",
        "docs/Ö b.MD",
        "docs/deep/c.md",
        "other/d.md",
        "docs/same as a.md",
        "docs/code.py",
        "docs/text.txt",
    ]
    texts = {name: f"{name}\n".encode() for name in names}
    texts["docs/same as a.md"] = texts["docs/a.md"]
    scratch.commit("start", texts)
    scratch.write("docs/itself.md", b"itself\n")
    scratch.write("docs/untracked.md", b"untracked\n")
    scratch.write("docs/a.md", b"changed in the work tree\n")
    scratch.git("add", "docs/itself.md")
    found = [one.path for one in neighbours(scratch, "docs/itself.md")]
    assert found == ["docs/a.md", "docs/Ö b.MD", "docs/deep/c.md", "top.md", "other/d.md"]
    assert neighbours(scratch, "docs/code.py") == []


def test_neighbours_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = Scratch.init(tmp_path / "r")
    texts = {"a.md": b"a\n", "b.md": b"long " * 10, "c.md": b"c\n", "d.md": b"d\n", "e.md": b"e\n"}
    scratch.commit("start", texts)
    monkeypatch.setattr(git_neighbours, "MAX_BYTES", 9)
    expected = [Document("c.md", b"c\n"), Document("d.md", b"d\n"), Document("e.md", b"e\n")]
    assert neighbours(scratch, "a.md") == expected
    monkeypatch.setattr(git_neighbours, "MAX_FILES", 2)
    assert neighbours(scratch, "a.md") == expected[:1]


def test_outside_of_git_there_is_nothing_around(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a\n")
    (tmp_path / "b.md").write_bytes(b"b\n")
    assert neighbours(Scratch(tmp_path), "a.md") == []
    assert earlier(Scratch(tmp_path), "a.md") == []
