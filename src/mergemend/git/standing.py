"""What git's answers about a file that has not changed hang on, besides index, HEAD and settings.

A snapshot (`mergemend.git.listed`) watches those three, and all patterns and attributes in the work
tree. What is added here are the states of refs, of operations in progress, of where a history is
cut off or replaced, of objects, with which commits and texts can come that were missing, and of
attributes from outside. git puts a new file in the place of an old one when it changes any of them,
so that a folder of refs or of objects tells of all that are in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from mergemend import program
from mergemend.git.attributes import attributes_outside
from mergemend.git.listed import UnknownError, settled_state
from mergemend.git.runner import GitError

_GIT = Path(".git")
_OWN = (
    *("packed-refs", "reftable", "shallow", "info/attributes", "info/grafts"),
    *("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "ORIG_HEAD", "FETCH_HEAD"),
    *("rebase-merge", "rebase-apply", "sequencer", "logs/HEAD"),
)
_ELSEWHERE = _GIT / "objects/info/alternates"


def standing(before: int) -> list[bytes] | None:
    """What a `mergemend.snapshot.Snapshot` of this folder keeps as its past.

    None if any of it has changed since ``before``, in ns, or can't be told, as where objects are
    somewhere else.
    """
    past = [program.state().encode()]
    try:
        if os.path.lexists(_ELSEWHERE):
            return None
        for path in map(os.fsencode, (*_within(), *attributes_outside(Path()))):
            past += (path, settled_state(path, before))
    except (GitError, OSError, UnknownError):
        return None
    return past


def _within() -> Iterator[Path]:
    yield from (_GIT / name for name in _OWN)
    yield _ELSEWHERE
    for part in ("refs", "objects"):
        for folder, _, _ in os.walk(_GIT / part):
            yield Path(folder)
