"""The merge driver and the mergetool as git itself runs them, beside git without them."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.conflicts.corpus import load
from benchmarks.conflicts.driver import PAGE, driver_table
from benchmarks.conflicts.tables import table

from conftest import SHARED, Mend
from generated import STYLES, as_bytes, document, edited
from mergemend.install import settings_for
from mergemend.model import Safety
from scratch import Scratch

pytestmark = pytest.mark.slow

SURE, PROSE, CODE = "docs/a version.md", "prose.md", "main.c"
FAR = b"\nfar\nenough\napart\nfor git\n\n"


def texts(version: bytes, word: bytes) -> dict[str, bytes]:
    """Three files: only the first can be decided, and the last is no document."""
    line = b"Version " + version + b"\n"
    return {SURE: line + FAR + b"end\n", PROSE: FAR + word + b"\n", CODE: line}


def forked(top: Path) -> Scratch:
    scratch = Scratch.init(top)
    scratch.commit("start", texts(b"1.0", b"old"))
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.commit("theirs", texts(b"1.2", b"new"), minutes=90)
    scratch.git("checkout", "-q", "main")
    scratch.commit("ours", texts(b"1.1", b"other"))
    return scratch


Operation = Callable[[Scratch], object]


def _merge(scratch: Scratch) -> None:
    scratch.git("merge", "feature", check=False)


def _rebase(scratch: Scratch) -> None:
    scratch.git("rebase", "feature", check=False)


def _rebase_apply(scratch: Scratch) -> None:
    scratch.git("rebase", "--apply", "feature", check=False)


def _cherry_pick(scratch: Scratch) -> None:
    scratch.git("cherry-pick", "feature", check=False)


def _revert(scratch: Scratch) -> None:
    scratch.commit("again", texts(b"1.3", b"newest"))
    scratch.git("revert", "--no-edit", "HEAD~1", check=False)


def _stash_pop(scratch: Scratch) -> None:
    scratch.git("checkout", "-q", "HEAD~1")
    for path, data in texts(b"1.2", b"new").items():
        scratch.write(path, data)
    scratch.git("stash")
    scratch.git("checkout", "-q", "main")
    scratch.git("stash", "pop", check=False)


def _am(scratch: Scratch) -> None:
    patch = scratch.git("format-patch", "--stdout", "-1", "feature")
    file = scratch.top.parent / f"{scratch.top.name}.patch"
    file.write_text(patch + "\n")
    scratch.git("am", "-3", str(file), check=False)


def _switch(scratch: Scratch) -> None:
    """Local changes are merged into the branch that is switched to."""
    for path, data in texts(b"1.3", b"local").items():
        scratch.write(path, data)
    scratch.git("checkout", "-m", "feature", check=False)


def _detached(scratch: Scratch) -> None:
    scratch.git("checkout", "-q", "--detach")
    scratch.git("merge", "feature~0", check=False)


def _in_a_folder(scratch: Scratch) -> None:
    scratch.git("-C", "docs", "merge", "feature", check=False)


def _linked(scratch: Scratch) -> None:
    """In another work tree of the repository, whose files take the place of the first's."""
    linked = scratch.top.parent / f"{scratch.top.name} linked"
    scratch.git("worktree", "add", "-q", "--detach", str(linked))
    Scratch(linked, scratch.now).git("merge", "feature", check=False)
    for path in (SURE, PROSE, CODE):
        shutil.copy(linked / path, scratch.top / path)


OPERATIONS: list[Operation] = [
    *(_merge, _rebase, _rebase_apply, _cherry_pick, _revert, _stash_pop, _am, _switch),
    *(_detached, _in_a_folder, _linked),
]
# an older git tells a driver no labels: these can be known all the same
WITH_LABELS = [_merge, _rebase, _detached, _in_a_folder, _linked]


def git_version() -> tuple[int, ...]:
    said = subprocess.run(["git", "version"], capture_output=True, check=True).stdout.decode()
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def without_labels(data: bytes) -> bytes:
    return re.sub(rb"(?m)^([<|>])(\1{6,}) .*$", rb"\1\2", data)


def both_ways(tmp_path: Path, mend: Mend, made: Scratch, *options: str) -> tuple[Scratch, Scratch]:
    """The repository and a copy of it; the copy has the driver."""
    copy = Scratch(tmp_path / "it's a copy", made.now)
    shutil.copytree(made.top, copy.top, symlinks=True)
    copy.git("update-index", "-q", "--refresh")
    assert mend(copy.top, "install", "--merge-driver", *options).exit_code == 0
    return made, copy


@pytest.mark.parametrize(
    ("operation", "style"),
    [
        *((operation, "merge") for operation in OPERATIONS),
        *((operation, style) for operation in (_merge, _rebase) for style in STYLES[1:]),
    ],
)
def test_each_operation_of_git(
    tmp_path: Path, mend: Mend, operation: Operation, style: str
) -> None:
    plain, driven = both_ways(tmp_path, mend, forked(tmp_path / "a repo"))
    for scratch in (plain, driven):
        scratch.git("config", "merge.conflictStyle", style)
        operation(scratch)
    assert b"<<<<<<<" in plain.read(SURE)
    newer = b"1.3" if operation in (_revert, _switch) else b"1.2"
    if operation is _revert:  # it goes back to 1.0, and that is no version that went up
        assert without_labels(driven.read(SURE)) == without_labels(plain.read(SURE))
    else:
        assert driven.read(SURE) == b"Version " + newer + b"\n" + FAR + b"end\n"
    assert driven.read(CODE) == plain.read(CODE)
    assert b"<<<<<<<" in plain.read(PROSE)
    found, expected = driven.read(PROSE), plain.read(PROSE)
    if operation in WITH_LABELS or git_version() >= (2, 44):
        assert found == expected
    assert without_labels(found) == without_labels(expected)
    unmerged = driven.git("diff", "--name-only", "--diff-filter=U").splitlines()
    assert PROSE in unmerged or operation is _linked
    assert operation is _revert or SURE not in unmerged


@pytest.mark.parametrize("style", STYLES)
def test_a_file_that_one_side_has_renamed(tmp_path: Path, mend: Mend, style: str) -> None:
    made = forked(tmp_path / "a repo")
    for path in (SURE, PROSE):
        made.git("mv", path, f"new {path.rpartition('/')[2]}")
    made.commit("rename")
    plain, driven = both_ways(tmp_path, mend, made)
    for scratch in (plain, driven):
        scratch.git("config", "merge.conflictStyle", style)
        _merge(scratch)
    assert driven.read("new a version.md").startswith(b"Version 1.2\n")
    found, expected = driven.read(f"new {PROSE}"), plain.read(f"new {PROSE}")
    assert b"<<<<<<< HEAD:new prose.md" in expected
    if git_version() >= (2, 44):
        assert found == expected
    assert without_labels(found) == without_labels(expected)


def test_a_merge_that_is_decided_wholly_is_committed(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    for branch, version in (("main", b"1.0"), ("feature", b"1.2")):
        scratch.git("checkout", "-q", "-B", branch)
        scratch.commit(branch, {SURE: texts(version, b"")[SURE]})
    scratch.git("checkout", "-q", "main")
    scratch.commit("ours", {SURE: texts(b"1.1", b"")[SURE]})
    mend(scratch.top, "install", "--merge-driver")
    done = subprocess.run(
        ["git", "merge", "feature"],
        cwd=scratch.top,
        env=scratch.environment(),
        capture_output=True,
        check=True,
    )
    told = done.stderr.decode()
    assert f"mergemend: {SURE}:1: take feature, only versions or dates differ" in told
    (ours, theirs) = re.findall(r"`git show (\w+)`", told)
    assert scratch.git("show", ours).startswith("Version 1.1")
    assert scratch.git("show", theirs).startswith("Version 1.2")
    assert scratch.git("status", "--porcelain") == ""
    assert scratch.git("for-each-ref", "refs/mergemend") == ""
    scratch.git("log", "-p", "--remerge-diff", "-1")
    scratch.git("fsck", "--strict")


def test_the_server_side_merge_uses_it(tmp_path: Path, mend: Mend) -> None:
    _, driven = both_ways(tmp_path, mend, forked(tmp_path / "a repo"))
    said = driven.git("merge-tree", "--write-tree", "main", "feature", check=False)
    tree = said.splitlines()[0]
    assert driven.git("show", f"{tree}:{SURE}").startswith("Version 1.2\n")
    assert "<<<<<<< " in driven.git("show", f"{tree}:{PROSE}")
    assert driven.git("status", "--porcelain") == ""


@pytest.mark.parametrize("style", STYLES)
def test_a_merge_with_several_bases(tmp_path: Path, mend: Mend, style: str) -> None:
    """Git merges the bases itself; what conflicts in them is decided by nobody."""
    made = forked(tmp_path / "a repo")
    made.git("branch", "before")
    for branch, other, words in (
        ("main", "feature", (b"2.0", b"left")),
        ("feature", "before", (b"2.1", b"right")),
    ):
        made.git("checkout", "-q", branch)
        made.git("merge", "-q", other, check=False)
        made.commit(f"merge {other}", texts(*words))
    made.git("checkout", "-q", "main")
    assert len(made.git("merge-base", "--all", "main", "feature").split()) == 2
    plain, driven = both_ways(tmp_path, mend, made)
    for scratch in (plain, driven):
        scratch.git("config", "merge.conflictStyle", style)
        _merge(scratch)
    assert driven.read(PROSE) == plain.read(PROSE)
    assert driven.read(CODE) == plain.read(CODE)
    assert b"<<<<<<< HEAD" in plain.read(SURE)
    assert driven.read(SURE) == plain.read(SURE)


def _random_files(seed: int, files: int) -> list[dict[str, bytes]]:
    """Base, ours and theirs of some files, with CRLF, without a last line end, and with markers."""
    rng = random.Random(seed)  # noqa: S311
    trees: list[dict[str, bytes]] = [{}, {}, {}]
    for n in range(files):
        start = document(rng, rng.randint(1, 30))
        sides = [
            start,
            edited(rng, start, rng.randint(1, 5)),
            edited(rng, start, rng.randint(1, 5)),
        ]
        crlf, bare, marked, added = (rng.random() < 0.2 for _ in range(4))
        head = b"Version 1.%d\n\n\n\n\n" if rng.random() < 0.4 else b""
        for number, (tree, side) in enumerate(zip(trees, sides, strict=True)):
            version = number * rng.randint(1, 5)  # of the base it is 0
            data = (head % version if head else b"") + as_bytes(side)
            if marked:
                data = b"<<<<<<< a\nx\n" + data.replace(b"\n", b"\n=======\n>>>>>>> b\n", 1)
            if crlf:
                data = data.replace(b"\n", b"\r\n")
            if added and not number:
                continue  # on both sides
            tree[f"{n:03}.md"] = data.rstrip(b"\r\n") if bare and rng.random() < 0.7 else data
    return trees


@pytest.mark.parametrize(("seed", "style"), list(enumerate(STYLES)))
def test_random_merges_are_those_of_git(tmp_path: Path, mend: Mend, seed: int, style: str) -> None:
    """The bytes are git's wherever nothing was decided, and the same file is left unmerged."""
    made = Scratch.init(tmp_path / "a repo")
    base, ours, theirs = _random_files(seed, 15)
    made.commit("start", base)
    made.git("checkout", "-q", "-b", "feature")
    made.commit("theirs", theirs)
    made.git("checkout", "-q", "main")
    made.commit("ours", ours)
    made.git("config", "core.autocrlf", "false")
    made.git("config", "merge.conflictStyle", style)
    plain, driven = both_ways(tmp_path, mend, made)
    _merge(plain)
    done = subprocess.run(
        ["git", "merge", "feature"],
        cwd=driven.top,
        env=driven.environment(),
        capture_output=True,
        check=False,
    )
    decided = set(
        re.findall(r"^mergemend: (\d+\.md):\d+: take", done.stderr.decode(), re.MULTILINE)
    )
    unmerged = [
        set(s.git("diff", "--name-only", "--diff-filter=U").splitlines()) for s in (plain, driven)
    ]
    assert unmerged[0] - unmerged[1] <= decided
    assert unmerged[1] <= unmerged[0]
    assert len(unmerged[0]) > 5
    assert decided
    for name in ours:
        if name not in decided:
            assert driven.read(name) == plain.read(name), name
        else:
            assert driven.read(name) != plain.read(name), name


def _is_broken(scratch: Scratch, how: str) -> None:
    """Make the program fail in some way that programs fail in."""
    program = scratch.top.parent / "gone" / "mergemend"
    if how != "removed":
        program.parent.mkdir()
        program.write_text(f"#!{'/no/python' if how == 'interpreter' else '/bin/sh'}\nexit 1\n")
        program.chmod(0o644 if how == "mode" else 0o755)
    for name, value in settings_for(str(program), Safety.SAFE).items():
        scratch.git("config", name, value)


@pytest.mark.parametrize("how", ["removed", "interpreter", "mode", "crash"])
def test_a_program_that_is_gone_loses_nothing(tmp_path: Path, mend: Mend, how: str) -> None:
    """Git then merges the file by `merge-file`, markers and all."""
    plain, driven = both_ways(tmp_path, mend, forked(tmp_path / "a repo"))
    _is_broken(driven, how)
    for scratch in (plain, driven):
        _merge(scratch)
    for path in (SURE, PROSE):
        assert b"<<<<<<< ours" in driven.read(path)
        assert without_labels(driven.read(path)) == without_labels(plain.read(path))
    assert set(driven.git("diff", "--name-only", "--diff-filter=U").splitlines()) == {
        *(SURE, PROSE, CODE)
    }


def test_a_file_with_nul_bytes_is_left_as_git_leaves_it(tmp_path: Path, mend: Mend) -> None:
    made = Scratch.init(tmp_path / "a repo")
    made.commit("start", {"a.md": b"a\0\n"})
    made.git("checkout", "-q", "-b", "feature")
    made.commit("theirs", {"a.md": b"c\0\n"})
    made.git("checkout", "-q", "main")
    made.commit("ours", {"a.md": b"b\0\n"})
    plain, driven = both_ways(tmp_path, mend, made)
    for scratch in (plain, driven):
        _merge(scratch)
    assert driven.read("a.md") == plain.read("a.md") == b"b\0\n"
    assert driven.git("ls-files", "-u") == plain.git("ls-files", "-u") != ""


def test_nothing_of_the_repository_is_run(tmp_path: Path, mend: Mend) -> None:
    """A work tree can hold what Python would load, and settings that name programs."""
    _, driven = both_ways(tmp_path, mend, forked(tmp_path / "a repo"))
    for name in ("mergemend/__init__.py", "click.py", "sitecustomize.py"):
        driven.write(name, f"open({str(tmp_path / 'ran')!r}, 'w')\n".encode())
    _merge(driven)
    assert driven.read(SURE).startswith(b"Version 1.2\n")
    assert not (tmp_path / "ran").exists()


def mergetool(scratch: Scratch, *paths: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", "mergetool", "--tool=mergemend", "-y", *paths],
        cwd=scratch.top,
        env=scratch.environment() | {"XDG_STATE_HOME": os.environ["XDG_STATE_HOME"]},
        capture_output=True,
        check=False,
    )


def test_the_mergetool_resolves_and_adds_the_file(tmp_path: Path, mend: Mend) -> None:
    scratch = forked(tmp_path / "a repo")
    mend(scratch.top, "install", "--merge-driver", "none/*.md")
    _merge(scratch)
    done = mergetool(scratch)
    assert done.returncode == 0, done.stderr
    assert scratch.git("ls-files", "-u") == ""
    assert scratch.read(SURE) == texts(b"1.2", b"")[SURE]
    assert scratch.read(PROSE) == texts(b"", b"other")[PROSE]  # the newer side, as `fix` takes it
    assert mend(scratch.top, "log").stdout.count("mergetool") == 3


def test_the_mergetool_leaves_what_it_can_not_resolve(tmp_path: Path, mend: Mend) -> None:
    scratch = forked(tmp_path / "a repo")
    mend(scratch.top, "install", "--merge-driver", "none/*.md")
    scratch.write("mergemend.toml", b'min-grade = "safe"\n')
    _merge(scratch)
    before = scratch.read(PROSE)
    done = mergetool(scratch, SURE, PROSE)
    assert done.returncode == 1
    assert scratch.read(PROSE) == before
    assert scratch.read(SURE) == texts(b"1.2", b"")[SURE]
    assert scratch.git("diff", "--name-only", "--diff-filter=U").splitlines() == [CODE, PROSE]
    assert b"a guess is not sure enough" in done.stdout
    assert mend(scratch.top, "log").stdout.count("mergetool") == 1


def test_the_mergetool_takes_no_side_of_a_file_without_markers(tmp_path: Path, mend: Mend) -> None:
    scratch = forked(tmp_path / "a repo")
    mend(scratch.top, "install", "--merge-driver", "none/*.md")
    _merge(scratch)
    scratch.write(PROSE, b"by hand\n")
    assert mergetool(scratch, PROSE).returncode == 1
    assert scratch.read(PROSE) == b"by hand\n"
    assert PROSE in scratch.git("diff", "--name-only", "--diff-filter=U")


def test_the_mergetool_judges_no_part_that_is_turned_off(tmp_path: Path, mend: Mend) -> None:
    made = Scratch.init(tmp_path / "a repo")
    off = b"<!-- mergemend: off -->\n"
    for branch, words in (("main", b"1.0 a"), ("feature", b"1.2 b"), ("main", b"1.1 c")):
        made.git(
            "checkout", "-q", *([] if made.git("branch", "--list", branch) else ["-B"]), branch
        )
        version, _, word = words.partition(b" ")
        made.commit(branch, {PROSE: b"Version " + version + b"\n" + FAR + off + word + b"\n"})
    mend(made.top, "install", "--merge-driver", "none/*.md")
    _merge(made)
    before = made.read(PROSE)
    assert before.count(b"<<<<<<<") == 2
    done = mergetool(made, PROSE)
    assert (done.returncode, made.read(PROSE)) == (1, before)
    assert b"markers are left in a part that is turned off" in done.stderr


CORPUS = SHARED / "corpus" / "conflicts"


@pytest.mark.skipif(not CORPUS.exists(), reason="the folder of real conflicts is not here")
def test_real_merges_are_decided_as_the_docs_say() -> None:
    told = table(driver_table(load(CORPUS, "replay"))).splitlines()
    assert {line for line in told if line.startswith("|")} <= {
        *PAGE.read_text("utf-8").splitlines()
    }
