"""The ladder of label resolution, on repositories that real operations of git have made."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import scratch as made
from conftest import Mend
from mergemend.conflicts import Rule
from mergemend.conflicts.check import ConflictReport, examine
from mergemend.evidence import Rung, Side
from mergemend.git.past import Past
from mergemend.model import Document
from scratch import Scratch

PATH = "notes.md"
OLD, OURS, THEIRS = b"a\nold\nz\n", b"a\nours\nz\n", b"a\ntheirs\nz\n"


@dataclass
class Case:
    """A file with a conflict: the repository, and the commits that its sides should be."""

    scratch: Scratch
    ours: str
    theirs: str
    path: str = PATH


def forked(top: Path, *, theirs_later: bool = True) -> Case:
    """``main`` and ``feature`` change the same line."""
    scratch = Scratch.init(top)
    scratch.commit("start", {PATH: OLD})
    scratch.git("checkout", "-q", "-b", "feature")
    if theirs_later:
        scratch.now += 7200
    theirs = scratch.commit("docs: theirs", {PATH: THEIRS})
    scratch.git("checkout", "-q", "main")
    if theirs_later:
        scratch.now -= 7200
    ours = scratch.commit("docs: ours", {PATH: OURS})
    scratch.now += 86400
    return Case(scratch, ours, theirs)


def report(case: Case) -> ConflictReport:
    path = case.scratch.top / case.path
    past = Past()
    try:
        document = Document(str(path), path.read_bytes())
        return examine(document, past.of(path, document.data), Rule())
    finally:
        past.close()


def sides(case: Case) -> tuple[Side, Side]:
    found = report(case)
    (stack,) = found.stacks
    (known,) = stack.known.values()
    return known.ours, known.theirs


def check(case: Case, ours: Rung, theirs: Rung) -> None:
    left, right = sides(case)
    assert (left.rung, right.rung) == (ours, theirs), (left.why, right.why)
    assert left.touch is not None
    assert right.touch is not None
    assert (left.touch.sha, right.touch.sha) == (case.ours, case.theirs)


def committed_merge(case: Case) -> None:
    case.scratch.merge("feature")


def committed_rebase(case: Case) -> None:
    case.scratch.rebase("main", "main~1", "feature")


def committed_pick(case: Case) -> None:
    case.scratch.git("cherry-pick", "feature", check=False)
    case.scratch.commit_with_markers("cherry-pick", "--continue")


def committed_stash(case: Case) -> None:
    scratch = case.scratch
    scratch.git("checkout", "-q", "main~1")
    scratch.write(PATH, THEIRS)
    scratch.git("stash")
    scratch.git("checkout", "-q", "main")
    scratch.git("stash", "pop", check=False)
    case.theirs = scratch.commit("wip")


@pytest.mark.parametrize(
    ("operation", "ours", "theirs"),
    [
        (committed_merge, Rung.INTRODUCED, Rung.INTRODUCED),
        (committed_rebase, Rung.INTRODUCED, Rung.EXACT),
        (committed_pick, Rung.INTRODUCED, Rung.EXACT),
        (committed_stash, Rung.INTRODUCED, Rung.INTRODUCED),
    ],
)
def test_a_committed_conflict(
    operation: Callable[[Case], None], ours: Rung, theirs: Rung, tmp_path: Path
) -> None:
    case = forked(tmp_path / "r")
    operation(case)
    check(case, ours, theirs)


def started_merge(case: Case) -> None:
    case.scratch.git("merge", "feature", check=False)


def started_rebase(case: Case) -> None:
    case.scratch.git("rebase", "main", "feature", check=False)


def started_pick(case: Case) -> None:
    case.scratch.git("cherry-pick", "feature", check=False)


def started_stash(case: Case) -> None:
    scratch = case.scratch
    scratch.git("checkout", "-q", "main~1")
    scratch.write(PATH, THEIRS)
    scratch.git("stash")
    case.theirs = scratch.git("rev-parse", "refs/stash")
    scratch.git("checkout", "-q", "main")
    scratch.git("stash", "pop", check=False)


@pytest.mark.parametrize("staged", [False, True], ids=["unmerged", "added"])
@pytest.mark.parametrize(
    ("operation", "theirs"),
    [
        (started_merge, Rung.OPERATION),
        (started_rebase, Rung.EXACT),
        (started_pick, Rung.EXACT),
        (started_stash, Rung.OPERATION),
    ],
)
def test_an_operation_in_progress(
    operation: Callable[[Case], None], theirs: Rung, staged: bool, tmp_path: Path
) -> None:
    case = forked(tmp_path / "r")
    operation(case)
    if staged:
        case.scratch.git("add", PATH)
    check(case, Rung.OPERATION, theirs)


def test_a_revert_names_the_commit_before(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    before = scratch.commit("start", {PATH: OLD})
    wrong = scratch.commit("docs: wrong", {PATH: THEIRS})
    later = scratch.commit("docs: later", {PATH: OURS})
    scratch.git("revert", "--no-edit", wrong, check=False)
    check(Case(scratch, later, before), Rung.OPERATION, Rung.EXACT)
    scratch.commit_with_markers("revert", "--continue")
    check(Case(scratch, later, before), Rung.INTRODUCED, Rung.EXACT)


def clone(case: Case, *options: str) -> Case:
    source, target = case.scratch.top, case.scratch.top.parent / "clone"
    command = ["git", "clone", "-q", *options, f"file://{source}", str(target)]
    subprocess.run(command, check=True, capture_output=True, env=case.scratch.environment())
    return Case(Scratch(target), case.ours, case.theirs, case.path)


def test_a_fresh_clone_has_the_rewritten_commit_only(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    committed_rebase(case)
    twin = case.scratch.head()
    case.scratch.git("checkout", "-q", "-B", "main")
    case.scratch.git("branch", "-q", "-D", "feature")
    fresh = clone(case, "--single-branch", "--branch", "main")
    fresh.theirs = twin
    check(fresh, Rung.INTRODUCED, Rung.REWRITTEN)


def test_a_subject_that_several_commits_have_is_unknown(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    scratch = case.scratch
    first = scratch.commit("docs: again", {PATH: b"a\nagain\nz\n"})
    scratch.commit("docs: again", {PATH: b"a\nand again\nz\n"})
    text = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> 0123456 (docs: again)\n"
    scratch.commit("unrelated", {PATH: text})
    left, right = sides(case)
    assert left.rung is Rung.INTRODUCED
    assert right.rung is Rung.UNKNOWN
    assert first


def test_a_shallow_clone_says_where_history_ends(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    committed_merge(case)
    shallow = clone(case, "--depth", "1")
    left, right = sides(shallow)
    assert (left.rung, right.rung) == (Rung.UNKNOWN, Rung.UNKNOWN)
    assert "cut off" in left.why
    assert [f.edits for f in report(shallow).findings] == [()]


def test_an_object_of_that_name_with_another_subject_is_not_it(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    label = f"{case.theirs[:7]} (something else)"
    text = f"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> {label}\n".encode()
    case.scratch.commit("unrelated", {PATH: text})
    assert sides(case)[1].rung is Rung.UNKNOWN


def test_the_date_is_that_of_the_last_touch_not_of_the_tip(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    case.scratch.commit("much later, another file", {"other.md": b"x\n"})
    case.scratch.merge("feature")
    check(case, Rung.INTRODUCED, Rung.INTRODUCED)
    (stack,) = report(case).stacks
    assert stack.decision.texts == (b"theirs\n",)


def test_a_renamed_file_keeps_its_past(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    committed_merge(case)
    case.scratch.git("mv", PATH, "renamed notes.md")
    case.scratch.commit("move")
    case.path = "renamed notes.md"
    check(case, Rung.INTRODUCED, Rung.INTRODUCED)


def test_two_merges_of_the_same_branch_are_told_apart(tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    scratch = case.scratch
    scratch.merge("feature")
    first = scratch.head()
    scratch.git("checkout", "-q", "feature")
    later = scratch.commit("docs: theirs again", {PATH: b"a\ntheirs again\nz\n"})
    scratch.git("checkout", "-q", "main")
    scratch.merge("feature")
    (stack,) = report(case).stacks
    known = [stack.known[layer] for layer in stack.stack.layers]
    assert [k.theirs.touch and k.theirs.touch.sha for k in known] == [later, case.theirs]
    assert [k.introduced and k.introduced.sha for k in known] == [scratch.head(), first]


@pytest.mark.parametrize("where", ["detached", "worktree", "subfolder"])
def test_where_head_and_files_are_does_not_matter(where: str, tmp_path: Path) -> None:
    case = forked(tmp_path / "r")
    committed_merge(case)
    if where == "detached":
        case.scratch.git("checkout", "-q", "--detach")
    elif where == "worktree":
        case.scratch.git("worktree", "add", "-q", "--detach", "../second tree")
        case.scratch = Scratch(tmp_path / "second tree")
    else:
        case.scratch.git("mv", "-k", PATH, "x.md")
        case.scratch.commit("x")
        (case.scratch.top / "deep" / "er").mkdir(parents=True)
        case.scratch.git("mv", "x.md", "deep/er/notes.md")
        case.scratch.commit("move")
        case.path = "deep/er/notes.md"
    check(case, Rung.INTRODUCED, Rung.INTRODUCED)


@pytest.mark.parametrize("label", ["--output=x", "HEAD:../../etc/passwd", "-n1", "@{-1}", "a\x1bb"])
def test_a_label_is_never_an_option(label: str, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {PATH: OLD})
    text = f"<<<<<<< {label}\na\n=======\nb\n>>>>>>> {label}\n"
    scratch.commit("unrelated", {PATH: text.encode()})
    before = sorted(p.name for p in scratch.top.iterdir())
    (stack,) = report(Case(scratch, "", "")).stacks
    assert stack.decision.texts is None
    assert sorted(p.name for p in scratch.top.iterdir()) == before


def test_no_commit_yet(tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.write(PATH, b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n")
    left, right = sides(Case(scratch, "", ""))
    assert (left.rung, right.rung) == (Rung.UNKNOWN, Rung.UNKNOWN)


@pytest.mark.parametrize("date", ["@1600000000 +9999", "@1600000000 -7777", "@253402300800 +0000"])
def test_a_date_that_no_clock_has_shown_is_no_fault(tmp_path: Path, mend: Mend, date: str) -> None:
    scratch = made.forked(tmp_path)
    scratch.git("checkout", "-q", "feature")
    scratch.write("notes.md", b"theirs, at an odd time\n")
    environment = scratch.environment() | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    command = ["git", "commit", "-q", "-a", "-m", "odd"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    scratch.git("checkout", "-q", "main")
    scratch.git("merge", "-q", "feature", check=False)
    assert mend(tmp_path, "fix", "--strategy", "best", "notes.md").exit_code == 1


def test_a_branch_whose_name_looks_like_a_sha(tmp_path: Path, mend: Mend) -> None:
    """What the branch is now is not what was merged."""
    scratch = Scratch.init(tmp_path)
    scratch.commit("start", {"notes.md": b"old\n"})
    scratch.git("checkout", "-q", "-b", "feed")
    scratch.commit("theirs", {"notes.md": b"theirs\n"})
    scratch.git("checkout", "-q", "main")
    scratch.commit("ours", {"notes.md": b"ours\n"})
    scratch.merge("feed")
    scratch.git("checkout", "-q", "feed")
    scratch.commit("later", {"notes.md": b"later\n"}, minutes=600)
    scratch.git("checkout", "-q", "main")
    mend(tmp_path, "fix", "notes.md")
    assert scratch.read("notes.md") == b"ours\n"


def test_a_conflict_written_again_by_checkout(tmp_path: Path, mend: Mend) -> None:
    """Its labels are ours and theirs."""
    scratch = made.forked(tmp_path)
    scratch.git("merge", "-q", "feature", check=False)
    scratch.write("notes.md", b"spoilt\n")
    scratch.git("checkout", "--merge", "--", "notes.md")
    assert b"<<<<<<< ours\n" in scratch.read("notes.md")
    mend(tmp_path, "fix", "notes.md")
    assert scratch.read("notes.md") == b"theirs\n"
