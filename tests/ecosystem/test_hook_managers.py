"""The hooks as people have them: run by the real pre-commit and the real prek, through git."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import ferry
from scratch import Scratch, forked

PROJECT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
HOOKS = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_bytes())
IDS = [hook["id"] for hook in HOOKS]
PUBLISHED = ("src", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

MARKERS = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature\n"
GARBLED = "cafÃ© est fermÃ©\n".encode()
STATUS = b"# Status\n\n- Deck: 6 hours\n- Hull: 8 hours\n- **Total:** 20 hours\n"
CODE_PAGE = "It’s ready — go\n".encode() * 8 + "Der schöne Grüße-Kö\n".encode("cp1252")


@dataclass(frozen=True)
class Manager:
    """pre-commit or prek, and the very hooks of this checkout, committed."""

    name: str
    hooks: Path
    revision: str

    def call(self, scratch: Scratch, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it in the top of a repository."""
        return subprocess.run(
            [str(BIN / self.name), *words],
            cwd=scratch.top,
            env=scratch.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def equip(self, scratch: Scratch, *ids: str, stages: Sequence[str] = ("pre-commit",)) -> None:
        """Write a config with these hooks, commit it, and have git run them."""
        hooks = [{"id": one} for one in ids]
        config = {"repos": [{"repo": str(self.hooks), "rev": self.revision, "hooks": hooks}]}
        scratch.commit("hooks", {".pre-commit-config.yaml": yaml.safe_dump(config).encode()})
        for stage in stages:
            done = self.call(scratch, "install", "--hook-type", stage)
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository that holds this checkout as it stands: once for all processes of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / "published.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        scratch = Scratch(shared / "published")
        if not scratch.top.exists():
            _publish(scratch)
        return scratch.top, scratch.head()


def _publish(scratch: Scratch) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PUBLISHED],
        cwd=PROJECT,
        capture_output=True,
        check=True,
    )
    Scratch.init(scratch.top)
    for name in map(os.fsdecode, listed.stdout.split(b"\0")[:-1]):
        if (PROJECT / name).is_file():
            scratch.write(name, (PROJECT / name).read_bytes())
    scratch.commit("as it stands")


@pytest.fixture(params=["pre-commit", "prek"])
def manager(
    request: pytest.FixtureRequest, published: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> Manager:
    """The environments that they make are shared: one takes ten seconds."""
    for name in ("PRE_COMMIT_HOME", "PREK_HOME"):
        monkeypatch.setenv(name, str(published[0].parent / name.lower()))
    for name in ("PRE_COMMIT_ALLOW_NO_CONFIG", "SKIP", "PREK_SKIP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert shutil.which(request.param, path=BIN)
    return Manager(request.param, *published)


def commit(scratch: Scratch, *words: str) -> str:
    """What is said of a commit, or of another command of git, that a hook stops."""
    words = words or ("commit", "-q", "-m", "step")
    done = subprocess.run(
        ["git", *words],
        cwd=scratch.top,
        env=scratch.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_to_try_them(manager: Manager, built: ferry.Ferry) -> None:
    scratch = built.scratch
    found = manager.call(
        scratch, "try-repo", str(manager.hooks), "mergemend-fix", "--all-files", "--verbose"
    )
    assert found.returncode == 1, found.stdout + found.stderr
    assert "files were modified by this hook" in found.stdout
    assert scratch.read(ferry.DOCUMENT) == built.newest


RULES_FOUND = {
    "conflict": "a/docs & more.md",
    "mojibake": "a/garbled text.txt",
    "mixed-encoding": "a/mixed.txt",
    "hour-sum": "a/STATUS.md",
}
LOOKS_FOR = {
    "mergemend-check": {*RULES_FOUND},
    "mergemend-check-conflicts": {"conflict"},
    "mergemend-check-mojibake": {"mojibake", "mixed-encoding"},
    "mergemend-check-status": {"hour-sum"},
}


def test_each_id_looks_for_its_job(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    files = dict(zip(RULES_FOUND.values(), (MARKERS, GARBLED, CODE_PAGE, STATUS), strict=True))
    scratch.commit("start", files)
    manager.equip(scratch, *IDS, stages=())
    for one, rules in LOOKS_FOR.items():
        found = manager.call(scratch, "run", one, "--all-files")
        assert found.returncode == 1, found.stdout + found.stderr
        told = {rule for rule, path in RULES_FOUND.items() if f"{path}:" in found.stdout}
        assert told == rules, found.stdout
        before = [scratch.read(path) for path in files]
        fixed = manager.call(scratch, "run", one.replace("check", "fix"), "--all-files")
        assert fixed.returncode == 1
        changed = {
            rule
            for (rule, path), text in zip(RULES_FOUND.items(), before, strict=True)
            if scratch.read(path) != text
        }
        # nothing says which side of a conflict is newer where its labels name no commit
        assert changed == rules - {"conflict"}, fixed.stdout
        scratch.git("checkout", "-q", ".")


def test_when_a_merge_conflicts(manager: Manager, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r")
    manager.equip(scratch, "mergemend-check")
    scratch.git("merge", "feature", check=False)
    assert "unmerged" in commit(scratch).lower()  # git itself; no hook is run
    scratch.git("add", "notes.md")
    assert "notes.md:1:1: conflict" in commit(scratch)
    scratch.write("notes.md", b"both\n")
    scratch.git("add", "notes.md")
    scratch.git("commit", "-q", "--no-edit")
    assert scratch.git("show", "HEAD:notes.md") == "both"


def test_to_fix_when_a_merge_conflicts(manager: Manager, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r")
    manager.equip(scratch, "mergemend-fix-conflicts")
    scratch.git("merge", "feature", check=False)
    scratch.git("add", "notes.md")
    assert "files were modified by this hook" in commit(scratch)
    assert scratch.read("notes.md") == b"theirs\n"
    assert scratch.git("show", ":notes.md").startswith("<<<<<<< HEAD")
    scratch.git("add", "notes.md")
    scratch.git("commit", "-q", "--no-edit")
    assert scratch.git("show", "HEAD:notes.md") == "theirs"
    assert len(scratch.git("log", "-1", "--format=%P").split()) == 2


def test_when_a_rebase_conflicts(manager: Manager, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r")
    manager.equip(scratch, "mergemend-check")
    scratch.git("checkout", "-q", "feature")
    scratch.git("rebase", "main", check=False)
    scratch.git("add", "notes.md")
    assert "notes.md:1:1: conflict" in commit(scratch)
    assert scratch.in_rebase()
    scratch.write("notes.md", b"both\n")
    scratch.git("add", "notes.md")
    scratch.git("commit", "-q", "-m", "both")
    scratch.git("rebase", "--continue")
    assert not scratch.in_rebase()
    assert scratch.git("show", "HEAD:notes.md") == "both"


def test_what_a_rebase_commits_by_itself_is_found_by_a_push(
    manager: Manager, tmp_path: Path
) -> None:
    """`git rebase --continue` runs neither pre-commit nor commit-msg."""
    scratch = forked(tmp_path / "r")
    scratch.git("init", "-q", "--bare", str(tmp_path / "there.git"))
    scratch.git("remote", "add", "origin", str(tmp_path / "there.git"))
    manager.equip(scratch, "mergemend-check", stages=["pre-commit", "pre-push"])
    scratch.git("push", "-q", "origin", "main")
    scratch.rebase("main", "main", "feature")
    assert b"<<<<<<<" in scratch.read("notes.md")
    assert "notes.md:1:1: conflict" in commit(scratch, "push", "origin", "feature")


def test_with_a_file_that_is_staged_in_part(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.txt": b"one\n" + b"line\n" * 20 + b"two\n"})
    manager.equip(scratch, "mergemend-fix-mojibake")
    staged = GARBLED + b"line\n" * 20 + b"two\n"
    scratch.write("a.txt", staged)
    scratch.git("add", "a.txt")
    scratch.write("a.txt", staged + b"more, not staged\n")
    assert "files were modified by this hook" in commit(scratch)
    # what was mended and what was not staged are both there
    assert (
        scratch.read("a.txt")
        == staged.replace(GARBLED, "café est fermé\n".encode()) + b"more, not staged\n"
    )
    assert scratch.git("show", ":a.txt").encode() + b"\n" == staged


def test_a_fix_that_collides_with_what_is_not_staged_is_taken_back(
    manager: Manager, tmp_path: Path
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.txt": b"one\n"})
    manager.equip(scratch, "mergemend-fix-mojibake")
    scratch.write("a.txt", GARBLED)
    scratch.git("add", "a.txt")
    scratch.write("a.txt", GARBLED + b"and more behind it, not staged\n")
    commit(scratch)
    assert scratch.read("a.txt") == GARBLED + b"and more behind it, not staged\n"
    assert scratch.git("show", ":a.txt").encode() + b"\n" == GARBLED


def test_damage_that_is_not_staged_stops_nothing(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.txt": b"one\n" + b"line\n" * 20 + b"two\n"})
    manager.equip(scratch, "mergemend-check")
    scratch.write("a.txt", b"ONE\n" + b"line\n" * 20 + b"two\n")
    scratch.git("add", "a.txt")
    later = b"ONE\n" + b"line\n" * 20 + MARKERS
    scratch.write("a.txt", later)
    scratch.git("commit", "-q", "-m", "step")
    assert scratch.read("a.txt") == later


def test_in_a_linked_worktree(manager: Manager, tmp_path: Path) -> None:
    scratch = forked(tmp_path / "r")
    manager.equip(scratch, "mergemend-fix")
    scratch.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "a side"))
    side = Scratch(tmp_path / "a side", now=scratch.now)
    side.git("merge", "feature", check=False)
    side.git("add", "notes.md")
    assert "files were modified by this hook" in commit(side)
    assert side.read("notes.md") == b"theirs\n"
    assert scratch.read("notes.md") == b"ours\n"


def test_a_merge_that_brings_markers_in(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"a\n"})
    manager.equip(scratch, "mergemend-check", stages=["pre-commit", "pre-merge-commit"])
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.write("b.md", MARKERS)
    scratch.git("add", "-A")
    scratch.git("commit", "-q", "--no-verify", "-m", "markers")
    scratch.git("checkout", "-q", "main")
    scratch.commit("here", {"c.md": b"c\n"})
    said = commit(scratch, "merge", "--no-edit", "feature")
    assert "b.md:1:1: conflict" in said
    assert scratch.git("log", "-1", "--format=%s") == "here"


def test_a_push_of_markers(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"a\n"})
    manager.equip(scratch, "mergemend-check", stages=["pre-push"])
    scratch.git("init", "-q", "--bare", str(tmp_path / "there.git"))
    scratch.git("remote", "add", "origin", str(tmp_path / "there.git"))
    scratch.git("push", "-q", "origin", "main")
    scratch.commit("markers", {"b.md": MARKERS})
    assert "b.md:1:1: conflict" in commit(scratch, "push", "origin", "main")
    scratch.commit("resolved", {"b.md": b"a\n"})
    scratch.git("push", "-q", "origin", "main")
    assert scratch.git("rev-parse", "origin/main") == scratch.head()


def test_a_message(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"a\n"})
    manager.equip(scratch, "mergemend-commit-msg", stages=["commit-msg"])
    scratch.write("a.md", b"b\n")
    scratch.git("add", "-A")
    said = commit(scratch, "commit", "-m", "Step\n\n" + MARKERS.decode())
    assert ".git/COMMIT_EDITMSG:3:1: conflict" in said
    assert scratch.git("log", "-1", "--format=%s") == "hooks"
    scratch.git("commit", "-q", "-m", "Step")


def test_by_hand(manager: Manager, tmp_path: Path) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": MARKERS})
    manager.equip(scratch, "mergemend-check", stages=())
    found = manager.call(scratch, "run", "--hook-stage", "manual", "--all-files")
    assert found.returncode == 1
    assert "a.md:1:1: conflict" in found.stdout
