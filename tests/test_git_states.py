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
    ALMOST,
    GARBLED,
    NOTES,
    OPERATION,
    STACK,
    STATES,
    base,
    snapshot,
)
from scratch import Scratch, forked


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


# The environment that git gives its hooks


def hooked(scratch: Scratch, words: str) -> Path:
    """A pre-commit hook that runs Python; what it says goes to the file that is returned."""
    said = scratch.top.parent / "said"
    hook = scratch.top / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    run = f"'{sys.executable}' {words}"
    hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_ > {said}.env\n{run} > {said} 2>&1\n")
    hook.chmod(0o755)
    return said


def commit(folder: Path, *words: str) -> int:
    environment = Scratch(folder, now=1_775_000_000).environment()
    command = ["git", "commit", "-q", "-m", "x", *words]
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode


# whether the files that a document can point to are there, as a hook sees it
LOOK = """
import sys
from pathlib import Path
from mergemend.git.past import Past
path = Path("docs/survey.md")
files = Past().of(path, path.read_bytes()).files()
print(*(name for name in sys.argv[1:] if files.exists(name)))
"""


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("folder", [".", "docs"])
def test_the_index_of_git_commit_path_counts(linked: bool, folder: str, tmp_path: Path) -> None:
    """`git commit PATH` makes an index of its own: without what is staged besides PATH."""
    scratch = base(tmp_path / "repo")
    top = scratch.top
    if linked:
        scratch.git("worktree", "add", "-q", "--detach", "../linked")
        top = tmp_path / "linked"
    for name in ("docs/new.md", "staged.md"):
        (top / name).write_bytes(b"# New\n")
    scratch.git("-C", str(top), "add", "docs/new.md", "staged.md")
    (tmp_path / "look.py").write_text(LOOK)
    said = hooked(scratch, f"{tmp_path}/look.py docs/new.md staged.md notes.md nowhere.md")
    path = os.path.relpath(top / "docs", top / folder)
    assert commit(top / folder, "--", path) == 0, said.read_text()
    assert "next-index" in Path(f"{said}.env").read_text()
    assert said.read_text().split() == ["docs/new.md", "notes.md"]


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("words", ["check docs", "check .", "fix docs/ferry*", "board docs"])
def test_a_hook_finds_the_repository_from_every_folder(
    linked: bool, words: str, tmp_path: Path
) -> None:
    """In a linked worktree git sets GIT_DIR, which makes every folder the top of a work tree."""
    scratch = base(tmp_path / "repo")
    top = scratch.top
    if linked:
        scratch.git("worktree", "add", "-q", "--detach", "../linked")
        top = tmp_path / "linked"
    said = hooked(scratch, f"-m mergemend {words}")
    commit(top, "--allow-empty")
    text = said.read_text()
    assert "Traceback" not in text
    assert ("GIT_DIR=" in Path(f"{said}.env").read_text()) == linked
    if words.startswith("fix"):
        assert (top / STACK).read_bytes() == ferry.text("second"), text
    elif "check" in words:
        assert f"{STACK}:4:1: conflict" in text
        assert "no git repository" not in text


def test_variables_hold_for_the_repository_that_they_name(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of a submodule, and of a repository beside, are looked up in theirs."""
    outer = Scratch.init(tmp_path / "outer")
    outer.commit("start", {"README.md": b"# Outer\n"})
    inner, beside = base(outer.top / "inner"), base(tmp_path / "beside")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(outer.top / ".git/objects"))
    before = snapshot(outer.top / ".git", inner.top / ".git", beside.top / ".git")
    result = mend(outer.top, "fix", f"inner/{STACK}", f"../beside/{STACK}")
    ended_well(result)
    assert inner.read(STACK) == beside.read(STACK) == ferry.text("second")
    assert snapshot(outer.top / ".git", inner.top / ".git", beside.top / ".git") == before
    kept = [name for s in (inner, beside) if (name := s.git("for-each-ref", "refs/mergemend"))]
    assert len(kept) == 2
    assert outer.git("for-each-ref", "refs/mergemend") == ""


def test_a_work_tree_that_only_the_environment_names(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `git --git-dir=X --work-tree=Y` has it, for what people keep in their home."""
    scratch = base(tmp_path / "home")
    (scratch.top / ".git").rename(tmp_path / "store.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "store.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(scratch.top))
    result = mend(scratch.top / "docs", "fix", Path(STACK).name)
    ended_well(result)
    assert scratch.read(STACK) == ferry.text("second"), result.output


def test_a_hook_of_a_bare_repository_looks_at_another_work_tree(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A post-receive hook runs in the bare repository, with GIT_DIR=. set."""
    bare, scratch = Scratch.init(tmp_path / "bare.git", "--bare"), base(tmp_path / "repo")
    monkeypatch.setenv("GIT_DIR", ".")
    result = mend(bare.top, "fix", str(scratch.top / STACK))
    ended_well(result)
    assert scratch.read(STACK) == ferry.text("second"), result.output


# Line ends


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize(
    ("old", "ours", "theirs"),
    [
        (b"alpha beta gamma", b"ALPHA beta gamma", b"alpha beta GAMMA"),
        (b"- a", b"- a\n- b", b"- a\n- c"),
        (b"sail at 6", b"sail at 5", b"sail at 8"),
    ],
)
def test_the_same_comes_out_where_git_puts_in_crlf(
    old: bytes, ours: bytes, theirs: bytes, committed: bool, tmp_path: Path, mend: Mend
) -> None:
    """The texts of history, and what merging them again gives, have other line ends there."""
    results = []
    for value in ("false", "true"):
        texts = (b"# Plan\n\n%b\n\nend\n" % text for text in (ours, theirs, old))
        scratch = forked(tmp_path / value, *texts)
        scratch.git("config", "core.autocrlf", value)
        scratch.git("rm", "-q", "-r", "--cached", ".")
        scratch.git("reset", "-q", "--hard")
        scratch.git("merge", "feature", check=False)
        if committed:
            scratch.commit_with_markers("commit", "-q", "--no-edit")
        result = mend(scratch.top, "fix", "--strategy", "best", "notes.md")
        assert result.exit_code == 1
        data = scratch.read("notes.md")
        assert data.count(b"\r\n") == (data.count(b"\n") if value == "true" else 0)
        results.append((data.replace(b"\r\n", b"\n"), result.stdout))
    assert results[0] == results[1]


def test_a_file_in_the_encoding_that_its_attributes_state(tmp_path: Path, mend: Mend) -> None:
    """git keeps UTF-8; what history says must come out in the encoding of the work tree."""
    lines = "# Öfen\n\n- Öl für Köln\n{}\n## Häfen\n\nFähren fahren täglich außer sonntags.\n"
    texts = [lines.format(item) for item in ("- größer\n", "- süß\n", "")]
    results = []
    for encoding in ("utf-8", "windows-1252"):
        scratch = forked(tmp_path / encoding, *(text.encode(encoding) for text in texts))
        attributes = {".gitattributes": f"*.md working-tree-encoding={encoding}\n".encode()}
        for branch in ("feature", "main"):
            scratch.git("checkout", "-q", branch)
            scratch.commit("attributes", attributes)
            scratch.git("add", "--renormalize", ".")
            scratch.commit("renormalize")
        scratch.git("merge", "feature", check=False)
        assert scratch.git("cat-file", "blob", ":2:notes.md") == texts[0].rstrip()
        result = mend(scratch.top, "fix", "--strategy", "best", "notes.md")
        ended_well(result)
        results.append(scratch.read("notes.md").decode(encoding))
    assert results[0] == results[1] == lines.format("- größer\n- süß\n")


def test_a_file_that_a_filter_keeps_elsewhere(tmp_path: Path, mend: Mend) -> None:
    """As Git LFS does: git has a pointer, the work tree the text. No filter is run to compare."""
    scratch = base(tmp_path / "repo")
    pointer = "printf 'version https://git-lfs.github.com/spec/v1\\n'; cat > /dev/null"
    scratch.git("config", "filter.lfs.clean", pointer)
    old = scratch.read(STACK)
    scratch.commit("lfs", {".gitattributes": b"*.md filter=lfs -text\n"})
    scratch.git("add", "--renormalize", ".")
    scratch.commit("pointers")
    assert scratch.git("cat-file", "blob", f"HEAD:{STACK}").startswith("version https")
    scratch.git("config", "filter.lfs.clean", f"touch {tmp_path}/ran")
    checked = mend(scratch.top, "check", STACK)
    ended_well(checked)
    assert checked.exit_code == 1
    ended_well(mend(scratch.top, "fix", STACK))
    assert scratch.read(STACK).count(b"<<<<<<<") in (0, old.count(b"<<<<<<<"))
    assert not (tmp_path / "ran").exists()


# Refusals, and what is broken


def refused(result: Result, *words: str) -> None:
    """One line that says what is wrong, and the exit code for that."""
    ended_well(result)
    assert result.exit_code == 2, result.output
    for word in ("mergemend: ", *words):
        assert word in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_repository_of_somebody_else(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = base(tmp_path / "repo")
    old = scratch.read(STACK)
    if os.getuid() == 0:
        for path in (scratch.top, scratch.top / ".git"):
            os.chown(path, 12345, 12345)
    else:
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    remedy = f"git config --global --add safe.directory {scratch.top}"
    refused(mend(scratch.top, "check"), "dubious ownership", remedy)
    named = mend(scratch.top, "check", STACK)
    ended_well(named)
    assert named.exit_code == 1
    assert remedy in named.stdout
    refused(mend(scratch.top, "fix", STACK), remedy)
    assert scratch.read(STACK) == old


@pytest.mark.parametrize("data", [b"", b"DIRC\0\0\0\2\0\0\0\5", b"x" * 200])
def test_a_corrupt_index(data: bytes, tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    (scratch.top / ".git/index").write_bytes(data)
    before = snapshot(scratch.top / ".git")
    listed = mend(scratch.top, "check")
    if data:
        refused(listed, str(scratch.top), "index", "`git reset`")
    fixed = mend(scratch.top, "fix", STACK)
    ended_well(fixed)
    assert scratch.read(STACK) in (ferry.text("second"), ALMOST)
    assert snapshot(scratch.top / ".git") == before


@pytest.mark.parametrize("text", ["gitdir: ../gone\n", "no such thing\n", ""])
def test_a_link_to_no_repository(text: str, tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    shutil.rmtree(scratch.top / ".git")
    scratch.write(".git", text.encode())
    old = scratch.read(STACK)
    refused(mend(scratch.top, "check"), str(scratch.top), "git")
    refused(mend(scratch.top, "fix", STACK), str(scratch.top), "git")
    assert scratch.read(STACK) == old


def test_an_extension_that_git_does_not_know(tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    scratch.git("config", "core.repositoryFormatVersion", "1")
    scratch.git("config", "extensions.fromTheFuture", "true")
    refused(mend(scratch.top, "check"), "extension", "fromthefuture", "a newer git")


def test_a_work_tree_that_is_elsewhere(tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    (tmp_path / "elsewhere").mkdir()
    scratch.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    for words in (["check"], ["fix", STACK]):
        ended_well(mend(scratch.top, *words))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_folder_that_looks_like_a_bare_repository(tmp_path: Path, mend: Mend) -> None:
    scratch = base(tmp_path / "repo")
    inside = Scratch.init(scratch.top / "docs/archive", "--bare")
    inside.write("paper.md", scratch.read(GARBLED))
    result = mend(scratch.top, "fix", "docs/archive/paper.md")
    ended_well(result)
    assert inside.read("paper.md") == NOTES


def test_git_is_not_installed(tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = base(tmp_path / "repo")
    old = scratch.read(STACK)
    monkeypatch.setenv("PATH", str(tmp_path))
    refused(mend(scratch.top, "check"), "git is not installed")
    named = mend(scratch.top, "check", STACK)
    ended_well(named)
    assert named.exit_code == 1
    assert "git is not installed" in named.stdout
    refused(mend(scratch.top, "fix", STACK), "git is not installed")
    assert scratch.read(STACK) == old


# root without the right to pass over what a file allows
AS_ANYBODY = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
anybody = pytest.mark.skipif(
    os.getuid() == 0 and not shutil.which("setpriv"), reason="root may do everything"
)


def run_as_anybody(scratch: Scratch, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*(AS_ANYBODY if os.getuid() == 0 else []), sys.executable, "-m", "mergemend", *words],
        cwd=scratch.top,
        env=scratch.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@anybody
def test_a_repository_that_may_only_be_read(tmp_path: Path) -> None:
    scratch = base(tmp_path / "repo")
    old = scratch.read(STACK)
    everything = [scratch.top, *scratch.top.rglob("*")]
    before = snapshot(scratch.top / ".git")
    for path in everything:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    checked, fixed = (run_as_anybody(scratch, command, STACK) for command in ("check", "fix"))
    for path in everything:
        path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o200)
    assert checked.returncode == 1
    assert fixed.returncode in (2, 3)
    assert "ermission denied" in fixed.stderr
    assert scratch.read(STACK) == old
    assert snapshot(scratch.top / ".git") == before


@anybody
@pytest.mark.parametrize("in_git", [False, True])
def test_a_closed_folder_is_not_passed_in_silence(in_git: bool, tmp_path: Path) -> None:
    scratch = base(tmp_path / "repo")
    if not in_git:
        shutil.rmtree(scratch.top / ".git")
    (scratch.top / "docs").chmod(0)
    done = [run_as_anybody(scratch, *words) for words in (("check",), ("check", STACK))]
    (scratch.top / "docs").chmod(0o755)
    for one in done:
        assert one.returncode == 3
        assert "docs" in one.stderr


def test_the_superproject_of_a_submodule(tmp_path: Path, mend: Mend) -> None:
    made = STATES["in_a_submodule"](tmp_path)
    outer = made.scratch.top
    before = snapshot(outer / ".git")
    result = mend(outer, "fix", "--all", f"sub/{STACK}")
    assert result.exit_code == 2
    ended_well(mend(outer, "check"))
    result = mend(outer, "fix", f"sub/{STACK}")
    assert (outer / "sub" / STACK).read_bytes() == ferry.text("second"), result.output
    assert snapshot(outer / ".git") == before


@pytest.mark.parametrize("encoding", ["", "ISO-8859-1", "no-such-encoding", "UTF-16"])
def test_commits_in_another_encoding(encoding: str, tmp_path: Path, mend: Mend) -> None:
    """Subject and author are bytes that are no UTF-8, said to be in an encoding or in none."""
    scratch = forked(tmp_path / "repo")
    text = os.fsencode(scratch.git("cat-file", "commit", "feature"))
    header, _, _ = text.partition(b"\n\n")
    header = header.replace(b"Ada Example", b"Ad\xe4 \x1b[31mEx\xffample")
    header += f"\nencoding {encoding}".encode() if encoding else b""
    (tmp_path / "commit").write_bytes(header + b"\n\ncaf\xe9 \x1b]0;x\x07 <b>\n")
    new = scratch.git("hash-object", "-w", "-t", "commit", "--literally", str(tmp_path / "commit"))
    scratch.git("update-ref", "refs/heads/feature", new)
    scratch.merge("feature")
    for command in (
        ["check", "notes.md"],
        ["check", "--output-format", "json", "notes.md"],
        ["explain", "notes.md"],
        ["fix", "notes.md"],
    ):
        result = mend(scratch.top, *command)
        ended_well(result)
        assert "\x1b" not in result.output
    if encoding == "UTF-16":  # git can't read its date then
        assert b"<<<<<<<" in scratch.read("notes.md")
    else:
        assert scratch.read("notes.md") == b"theirs\n"
