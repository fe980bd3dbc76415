"""What git knows of the texts that were merged, in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from mergemend.conflicts.markers import Kind, find_markers
from mergemend.evidence import LayerQuery, MergeInputs
from mergemend.git.past import Past
from mergemend.lines import split_lines
from mergemend.model import decode
from scratch import Scratch

BASE = b"# Ferry\n\n- one\n- two\n- three\n\nend\n"
OURS = BASE.replace(b"two", b"TWO of ours").replace(b"end", b"the end")
THEIRS = BASE.replace(b"two", b"two of theirs").replace(b"# Ferry", b"# The ferry")


def inputs_of(top: Path, path: str = "notes.md") -> MergeInputs | None:
    data = (top / path).read_bytes()
    labels = {m.kind: decode(m.label) for m in find_markers(split_lines(data))}
    query = LayerQuery(labels[Kind.START], labels.get(Kind.BASE), labels[Kind.END])
    past = Past()
    try:
        return past.of(top / path, data).inputs(query)
    finally:
        past.close()


def forked(top: Path, base: bytes | None = BASE, **settings: str) -> Scratch:
    scratch = Scratch.init(top)
    for key, value in settings.items():
        scratch.git("config", key.replace("_", "."), value)
    scratch.commit("start", {} if base is None else {"notes.md": base})
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.commit("theirs", {"notes.md": THEIRS})
    scratch.git("checkout", "-q", "main")
    scratch.commit("ours", {"notes.md": OURS})
    return scratch


def is_merge(found: MergeInputs | None) -> bool:
    return found is not None and (found.base, found.ours, found.theirs) == (BASE, OURS, THEIRS)


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
@pytest.mark.parametrize("committed", [False, True])
def test_a_merge(tmp_path: Path, style: str, committed: bool) -> None:
    scratch = forked(tmp_path, merge_conflictStyle=style)
    scratch.git("merge", "-q", "feature", check=False)
    if committed:
        scratch.commit_with_markers("commit", "-q", "--no-edit")
    found = inputs_of(tmp_path)
    assert is_merge(found)
    assert found is not None
    assert found.proven


def test_a_merge_whose_file_is_added_already(tmp_path: Path) -> None:
    """`git add` has thrown the stages away; MERGE_HEAD is still there."""
    scratch = forked(tmp_path)
    scratch.git("merge", "-q", "feature", check=False)
    scratch.git("add", "-A")
    assert is_merge(inputs_of(tmp_path))


@pytest.mark.parametrize("operation", [("rebase", "main", "feature"), ("cherry-pick", "feature")])
@pytest.mark.parametrize("committed", [False, True])
def test_a_rebase_and_a_cherry_pick(
    tmp_path: Path, operation: tuple[str, ...], committed: bool
) -> None:
    scratch = forked(tmp_path)
    scratch.git(*operation, check=False)
    if committed:
        scratch.commit_with_markers(operation[0], "--continue")
    found = inputs_of(tmp_path)
    assert is_merge(found)
    assert found is not None
    assert found.proven


def test_a_revert(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path)
    scratch.commit("start", {"notes.md": BASE})
    scratch.commit("theirs", {"notes.md": THEIRS})
    scratch.commit("ours", {"notes.md": OURS})
    scratch.git("revert", "--no-edit", "HEAD~1", check=False)
    in_progress = inputs_of(tmp_path)
    scratch.commit_with_markers("revert", "--continue")
    for found in (in_progress, inputs_of(tmp_path)):
        assert found is not None
        assert (found.base, found.ours, found.theirs) == (THEIRS, OURS, BASE)
        assert found.proven


def test_a_rebase_in_a_fresh_clone(tmp_path: Path) -> None:
    """The commit of the label is gone; an earlier version of the file is proven to be the base."""
    scratch = forked(tmp_path / "a")
    scratch.git("rebase", "-q", "main", "feature", check=False)
    scratch.commit_with_markers("rebase", "--continue")
    scratch.git(
        "clone", "-q", "--no-hardlinks", "file://" + str(tmp_path / "a"), str(tmp_path / "b")
    )
    scratch.git("-C", str(tmp_path / "b"), "checkout", "-q", "feature")
    found = inputs_of(tmp_path / "b")
    assert found is not None
    assert (found.base, found.ours) == (BASE, OURS)
    assert b"two of theirs" in found.theirs
    assert found.proven


def test_added_by_both(tmp_path: Path) -> None:
    scratch = forked(tmp_path, base=None)
    scratch.git("merge", "-q", "feature", check=False)
    found = inputs_of(tmp_path)
    assert found is not None
    assert (found.base, found.proven) == (None, True)


def test_edited_since(tmp_path: Path) -> None:
    """A region that is resolved by hand, or text elsewhere, does no harm."""
    scratch = forked(tmp_path)
    scratch.merge("feature")
    scratch.commit("edit", {"notes.md": scratch.read("notes.md").replace(b"the end", b"The End!")})
    assert is_merge(inputs_of(tmp_path))


def test_another_text_is_no_proof(tmp_path: Path) -> None:
    scratch = forked(tmp_path)
    scratch.merge("feature")
    scratch.commit("edit", {"notes.md": scratch.read("notes.md").replace(b"TWO", b"2")})
    assert inputs_of(tmp_path) is None


def test_a_driver_of_the_repository_is_not_run(tmp_path: Path) -> None:
    scratch = forked(tmp_path)
    scratch.merge("feature")
    scratch.git("config", "merge.evil.driver", f"touch {tmp_path / 'run'}")
    scratch.write(".gitattributes", b"*.md merge=evil filter=evil diff=evil\n")
    assert is_merge(inputs_of(tmp_path))
    assert not (tmp_path / "run").exists()


def test_line_dates(tmp_path: Path) -> None:
    scratch = forked(tmp_path)
    scratch.git("merge", "-q", "feature", check=False)
    past = Past()
    data = scratch.read("notes.md")
    evidence = past.of(tmp_path / "notes.md", data)
    layer = evidence.layers([LayerQuery("HEAD", None, "feature")])[0]
    dates = evidence.line_dates(layer.theirs)
    past.close()
    assert dates.keys() == set(split_lines(THEIRS))
    assert dates[b"- two of theirs\n"] > dates[b"- one\n"]


def test_no_program_of_the_repository_is_run_for_the_dates_of_lines(tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r")
    scratch.git("merge", "-q", "feature", check=False)
    run = tmp_path / "run"
    scratch.git("config", "diff.evil.textconv", f"touch {run}; cat")
    scratch.git("config", "filter.evil.smudge", f"touch {run}; cat")
    scratch.write(".git/info/attributes", b"*.md diff=evil filter=evil\n")
    past = Past()
    data = scratch.read("notes.md")
    evidence = past.of(tmp_path / "r" / "notes.md", data)
    layer = evidence.layers([LayerQuery("HEAD", None, "feature")])[0]
    assert evidence.line_dates(layer.ours)
    past.close()
    assert not run.exists()


def test_two_merges_in_one_file_are_told_apart(tmp_path: Path) -> None:
    """Each layer's base is proven by its own regions."""
    base = b"a\n" + b"".join(b"line %d\n" % n for n in range(30)) + b"z\n"
    scratch = Scratch.init(tmp_path)
    scratch.commit("start", {"notes.md": base})
    for name, old, new in (("one", b"a\n", b"a of one\n"), ("two", b"z\n", b"z of two\n")):
        scratch.git("checkout", "-q", "-b", name, "main")
        scratch.commit(name, {"notes.md": base.replace(old, new)})
    scratch.git("checkout", "-q", "main")
    ours = base.replace(b"a\n", b"A\n").replace(b"z\n", b"Z\n")
    scratch.commit("ours", {"notes.md": ours})
    scratch.merge("one")
    scratch.merge("two")
    data = scratch.read("notes.md")
    past = Past()
    evidence = past.of(tmp_path / "notes.md", data)
    found = [evidence.inputs(LayerQuery("HEAD", None, name)) for name in ("one", "two")]
    past.close()
    assert [inputs and (inputs.base, inputs.proven) for inputs in found] == [(base, True)] * 2
