"""Repositories in every state that git knows, made by git; and what must not change in them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import ferry
from scratch import Scratch

STACK, GARBLED, OPERATION = ferry.DOCUMENT, "notes.md", "plan.md"
NOTES = "# Café\n\nSmörgåsbord – naïve coöperation, señor. Déjà vu costs 5 €.\n".encode()
# without history one emoji of which an editor dropped a byte can be any of several
_LINES = ferry.text("second").splitlines(keepends=True)
ALMOST = b"".join([*_LINES[:95], ferry.garble(_LINES[95]), *_LINES[96:]])
GARBLED_NOTES = NOTES.decode("windows-1252").encode()


@cache
def _base(default_hash: str) -> Path:
    """The repository that all others are made of; ``other`` conflicts with ``main``."""
    import atexit

    folder = Path(mkdtemp(prefix="states-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    before = os.environ.get("GIT_DEFAULT_HASH")
    os.environ["GIT_DEFAULT_HASH"] = default_hash
    scratch = ferry.build(folder / "base").scratch
    if before is None:
        del os.environ["GIT_DEFAULT_HASH"]
    scratch.commit("plan", {OPERATION: b"# Plan\n\nsail at 6\n\nend\n", GARBLED: GARBLED_NOTES})
    scratch.git("checkout", "-q", "-b", "other")
    scratch.commit("later", {OPERATION: b"# Plan\n\nsail at 8\n\nend\n"}, minutes=90)
    scratch.git("checkout", "-q", "main")
    scratch.now -= 5400
    scratch.commit("earlier", {OPERATION: b"# Plan\n\nsail at 5\n\nend\n"})
    return scratch.top


def base(top: Path, default_hash: str = "sha1") -> Scratch:
    """A copy of the base repository, as clean as a fresh one."""
    shutil.copytree(_base(default_hash), top, symlinks=True)
    scratch = Scratch(top, now=1_775_000_000)
    scratch.git("update-index", "-q", "--refresh")
    return scratch


def snapshot(*folders: Path) -> dict[str, tuple[bytes, int]]:
    """The content and time of every file that git keeps, but for objects and what is ours."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            ours = "objects" in parts or any("mergemend" in part for part in parts)
            if not ours and path.is_file() and not path.is_symlink():
                found[str(path)] = path.read_bytes(), path.stat().st_mtime_ns
    return found


@dataclass
class State:
    """A repository in some state: where mergemend runs, and the folders that must not change.

    ``newest`` is what fixing the stack gives; None: it is left, with all its markers.
    """

    scratch: Scratch
    folder: Path
    kept: list[Path] = field(default_factory=list)
    newest: bytes | None = ferry.text("second")
    notes: bytes | None = NOTES
    plan: bytes | None = None

    @classmethod
    def of(cls, scratch: Scratch) -> State:
        return cls(scratch, scratch.top, [scratch.top / ".git"])


Maker = Callable[[Path], State]
STATES: dict[str, Maker] = {}


def state(maker: Maker) -> Maker:
    STATES[maker.__name__.removeprefix("_")] = maker
    return maker


def _clone(top: Path, to: Path, *options: str) -> Scratch:
    environment = Scratch(top).environment()
    command = ["git", "clone", "-q", *options, f"file://{top}", str(to)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return Scratch(to, now=1_775_000_000)


LATER = b"# Plan\n\nsail at 8\n\nend\n"


@state
def _clean(folder: Path) -> State:
    return State.of(base(folder / "repo"))


@state
def _detached(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("checkout", "-q", "--detach")
    return State.of(scratch)


@state
def _merge(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("merge", "other", check=False)
    return _with_plan(State.of(scratch), LATER)


@state
def _rebase(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("rebase", "other", check=False)
    return _with_plan(State.of(scratch), LATER)


@state
def _rebase_apply(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("rebase", "--apply", "other", check=False)
    return _with_plan(State.of(scratch), LATER)


@state
def _cherry_pick(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("cherry-pick", "other", check=False)
    return _with_plan(State.of(scratch), LATER)


@state
def _revert(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.commit("again", {OPERATION: b"# Plan\n\nsail at 7\n\nend\n"})
    scratch.git("revert", "--no-edit", "HEAD~1", check=False)
    return _with_plan(State.of(scratch), b"# Plan\n\nsail at 7\n\nend\n")


@state
def _am(folder: Path) -> State:
    scratch = base(folder / "repo")
    patch = scratch.git("format-patch", "--stdout", "-1", "other")
    (folder / "patch").write_text(patch + "\n")
    scratch.git("am", "-3", str(folder / "patch"), check=False)
    assert (scratch.top / ".git/rebase-apply").is_dir()
    return _with_plan(State.of(scratch), None)


@state
def _bisect(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("bisect", "start", "HEAD", "HEAD~2")
    scratch.git("checkout", "-q", "main")
    return State.of(scratch)


@state
def _stash_pop(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("checkout", "-q", "HEAD~1")
    scratch.write(OPERATION, LATER)
    scratch.now += 7200
    scratch.git("stash")
    scratch.git("checkout", "-q", "main")
    scratch.git("stash", "pop", check=False)
    return _with_plan(State.of(scratch), LATER)


def _with_plan(made: State, plan: bytes | None) -> State:
    assert b"<<<<<<<" in made.scratch.read(OPERATION)
    made.plan = plan
    return made


@state
def _sparse_cone(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.write("far/away.md", b"x\n")
    scratch.commit("far")
    scratch.git("sparse-checkout", "set", "--cone", "docs")
    assert not (scratch.top / "far").exists()
    return State.of(scratch)


@state
def _sparse_index(folder: Path) -> State:
    made = _sparse_cone(folder)
    made.scratch.git("sparse-checkout", "reapply", "--sparse-index")
    return made


@state
def _sparse_patterns(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("sparse-checkout", "set", "--no-cone", "/docs/", "/notes.md")
    assert not (scratch.top / OPERATION).exists()
    return State.of(scratch)


@state
def _linked_worktree(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("worktree", "add", "-q", "--detach", "../linked")
    return State(scratch, folder / "linked", [scratch.top / ".git"])


@state
def _linked_worktree_in_a_merge(folder: Path) -> State:
    made = _linked_worktree(folder)
    linked = Scratch(made.folder, now=1_775_000_000)
    linked.git("merge", "other", check=False)
    made.plan, made.scratch = LATER, linked
    return made


def _superproject(folder: Path) -> Scratch:
    inner = base(folder / "inner")
    outer = Scratch.init(folder / "outer")
    outer.commit("start", {"README.md": b"# Outer\n"})
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.top), "sub")
    outer.commit("submodule")
    return outer


@state
def _in_a_submodule(folder: Path) -> State:
    outer = _superproject(folder)
    return State(outer, outer.top / "sub", [outer.top / ".git"])


@state
def _shallow(folder: Path) -> State:
    scratch = _clone(base(folder / "origin").top, folder / "repo", "--depth=1")
    made = State.of(scratch)
    made.newest = None  # history says nothing of the layers; the text alone is not enough
    return made


@state
def _alternates(folder: Path) -> State:
    origin = base(folder / "origin")
    command = ["git", "clone", "-q", "--shared", str(origin.top), str(folder / "repo")]
    subprocess.run(command, check=True, env=origin.environment())
    assert (folder / "repo/.git/objects/info/alternates").is_file()
    return State.of(Scratch(folder / "repo"))


@state
def _replaced_commit(folder: Path) -> State:
    scratch = base(folder / "repo")
    text = scratch.git("cat-file", "commit", "HEAD~1")
    (folder / "commit").write_text(text + "\n\nreplaced\n")
    new = scratch.git("hash-object", "-t", "commit", "-w", str(folder / "commit"))
    scratch.git("replace", "HEAD~1", new)
    return State.of(scratch)


@state
def _replaced_in_a_circle(folder: Path) -> State:
    scratch = base(folder / "repo")
    head, before = scratch.head(), scratch.git("rev-parse", "HEAD~1")
    scratch.git("update-ref", f"refs/replace/{head}", before)
    scratch.git("update-ref", f"refs/replace/{before}", head)
    made = State.of(scratch)
    made.newest = ALMOST  # the commits of the labels are here, what HEAD holds is not
    return made


@state
def _grafts(folder: Path) -> State:
    scratch = base(folder / "repo")
    (scratch.top / ".git/info/grafts").write_text(
        f"{scratch.head()} {scratch.git('rev-parse', 'HEAD~2')}\n"
    )
    return State.of(scratch)


@state
def _sha256(folder: Path) -> State:
    scratch = base(folder / "repo", "sha256")
    assert len(scratch.head()) == 64
    return State.of(scratch)


@state
def _sha256_in_a_merge(folder: Path) -> State:
    made = _sha256(folder)
    made.scratch.git("merge", "other", check=False)
    return _with_plan(made, LATER)


@state
def _no_commit_yet(folder: Path) -> State:
    old = base(folder / "old")
    scratch = Scratch.init(folder / "repo")
    for name in (STACK, GARBLED):
        scratch.write(name, old.read(name))
    scratch.git("add", GARBLED)
    made = State.of(scratch)
    made.newest = None
    return made


@state
def _no_repository(folder: Path) -> State:
    scratch = base(folder / "repo")
    shutil.rmtree(scratch.top / ".git")
    made = State.of(scratch)
    made.newest = None
    return made


@state
def _in_a_bare_repository(folder: Path) -> State:
    old = base(folder / "old")
    bare = Scratch.init(folder / "bare.git", "--bare")
    for name in (STACK, GARBLED):
        bare.write(f"papers/{name}", old.read(name))
    made = State(bare, bare.top / "papers", [bare.top / "refs", bare.top / "hooks"])
    made.newest = None
    return made


@state
def _crlf_by_attribute(folder: Path) -> State:
    scratch = base(folder / "repo")
    return _crlf(scratch, {".gitattributes": b"*.md text eol=crlf\n"})


@state
def _autocrlf(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("config", "core.autocrlf", "true")
    return _crlf(scratch, {})


def _crlf(scratch: Scratch, files: dict[str, bytes]) -> State:
    scratch.commit("line ends", files)
    scratch.git("rm", "-q", "--cached", "-r", ".")
    scratch.git("reset", "-q", "--hard")
    assert scratch.read(STACK).endswith(b"\r\n")
    made = State.of(scratch)
    made.newest = ferry.text("second").replace(b"\n", b"\r\n")
    made.notes = NOTES.replace(b"\n", b"\r\n")
    return made


@state
def _autocrlf_input(folder: Path) -> State:
    scratch = base(folder / "repo")
    scratch.git("config", "core.autocrlf", "input")
    return State.of(scratch)


@state
def _ident(folder: Path) -> State:
    scratch = base(folder / "repo")
    for branch in ("main", "other"):
        scratch.git("checkout", "-q", branch)
        plan = scratch.read(OPERATION) + b"$Id$\n"
        scratch.commit("ident", {".gitattributes": b"*.md ident\n", OPERATION: plan})
    scratch.git("checkout", "-q", "main")
    scratch.git("rm", "-q", "--cached", "-r", ".")
    scratch.git("reset", "-q", "--hard")
    scratch.git("merge", "other", check=False)
    assert b"$Id: " in scratch.read(OPERATION)
    made = State.of(scratch)
    name = scratch.read(OPERATION).split(b"$Id: ")[1].split(b" ")[0]
    made.plan = LATER + b"$Id: " + name + b" $\n"
    return made


@state
def _missing_head_object(folder: Path) -> State:
    made = State.of(base(folder / "repo"))
    head = made.scratch.head()
    (made.scratch.top / ".git/objects" / head[:2] / head[2:]).unlink()
    made.newest = ALMOST  # the commits of the labels are here
    return made


@state
def _broken_ref(folder: Path) -> State:
    made = State.of(base(folder / "repo"))
    (made.scratch.top / ".git/refs/heads/broken").write_text("no such thing\n")
    return made


@state
def _corrupt_pack(folder: Path) -> State:
    made = State.of(base(folder / "repo"))
    made.scratch.git("repack", "-q", "-a", "-d")
    (pack,) = (made.scratch.top / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    data = bytearray(pack.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 600] = b"\0" * 600
    pack.write_bytes(data)
    made.newest = None
    return made
