"""What of a repository the findings of its documents can hang on, in a few bytes.

No rule reads a clock, and all that is asked of the past and of files around is told by the commits
that are checked out or merged, by the index, by where a shallow clone is cut off, by what is
replaced or was fetched since, and by settings such as those for renames
(`mergemend.statusdocs.needs`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mergemend.git.attributes import ATTRIBUTES, attributes_outside
from mergemend.git.given import is_named
from mergemend.git.runner import GitError, run_git
from mergemend.snapshot import state_at

_OWN_FILES = (
    *("index", "shallow", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD"),
    *("info/attributes", "info/grafts"),
)
_QUESTIONS = (
    ("rev-parse", "--verify", "HEAD"),
    ("for-each-ref", "refs/replace"),
    ("config", "--list", "-z"),  # the last
)
_PACKS = "objects/pack"
_VARIABLES = ("GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE")
_CHECKSUM = 32  # bytes at the end of an index, at the most


@dataclass(frozen=True, slots=True)
class Context:
    """A digest of it, and the files that HEAD has, from the top.

    ``is_partial``: the clone lacks texts on purpose (git-clone's ``--filter``).
    """

    digest: bytes
    committed: frozenset[bytes]
    is_partial: bool


def context_of(top: Path, files: Iterable[Path] = ()) -> Context | None:
    """The context of the work tree at ``top``; None where it can't be told, or has no commit.

    Of ``files``, by their paths from there, it matters what attributes they have, too.
    """
    if is_named():
        return None
    words = [word for name in (*_OWN_FILES, _PACKS) for word in ("--git-path", name)]
    try:
        parts = [run_git(list(question), top) for question in _QUESTIONS]
        is_partial = any(map(_tells_partial, parts[-1].split(b"\0")))
        *paths, packs = os.fsdecode(run_git(["rev-parse", *words], top)).splitlines()
        parts += [_told(top / path) for path in paths]
        parts += [_fetched(top / packs), _variables(), *_attributes(top, files)]
        committed = committed_files(top)
    except (GitError, OSError):
        return None
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return Context(digest.encode(), committed, is_partial)


def _tells_partial(setting: bytes) -> bool:
    """Whether a setting is one of those that a partial clone has."""
    key = setting.partition(b"\n")[0]
    of_remote = key.startswith(b"remote.") and key.endswith((b".promisor", b".partialclonefilter"))
    return of_remote or key == b"extensions.partialclone"


def committed_files(top: Path) -> frozenset[bytes]:
    """The files that HEAD has, from the top. Raises `GitError`."""
    told = run_git(["ls-tree", "-r", "-z", "--name-only", "HEAD"], top)
    return frozenset(told.split(b"\0")[:-1])


def _attributes(top: Path, files: Iterable[Path]) -> Iterator[bytes]:
    """The states of all files that can state attributes: edits need not be staged."""
    folders = {folder for file in files for folder in file.parents}
    yield from (state_at(os.fsencode(top / one / ATTRIBUTES)) for one in sorted(folders))
    if folders:
        yield from (state_at(os.fsencode(path)) for path in attributes_outside(top))


def _variables() -> bytes:
    return repr([os.environ.get(name) for name in _VARIABLES]).encode("utf-8", "surrogatepass")


def _fetched(packs: Path) -> bytes:
    """The packs that a partial clone has fetched: with each, texts are known that were not."""
    names = sorted(os.fsencode(path.name) for path in packs.glob("*.promisor"))
    return b"/".join(names)


def _told(path: Path) -> bytes:
    """What tells a file of git: all of it, or the checksum that an index ends with."""
    try:
        with path.open("rb") as file:
            if path.name == "index":
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _CHECKSUM))
                told = file.read()
                if told.strip(b"\0"):
                    return told
                file.seek(0)  # `index.skipHash` leaves the checksum out
            return hashlib.sha256(file.read()).digest()
    except FileNotFoundError:
        return b""
