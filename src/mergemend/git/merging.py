"""What a merge driver must know of the merge that git is doing, beyond the three texts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from mergemend.conflicts.markers import Names
from mergemend.git.runner import GitError, run_git
from mergemend.model import encode

# what of the user's settings counts where git merges texts (git-config(1)); a driver is not told
_COUNT = r"^(merge\.conflictstyle|diff\.algorithm)$"
_HEAD = "GITHEAD_"  # with a commit behind it: the name that `git merge` was given for it
_UNKNOWN = Names(b"base", b"ours", b"theirs")
_REBASING = "GIT_CHERRY_PICK_HELP"  # `git rebase` sets it, up to 2.44
_COMMANDS = ("pick", "p", "reword", "r", "edit", "e", "squash", "s", "fixup", "f")


def merge_settings(folder: Path) -> dict[str, str]:
    """The settings that say how git merges texts in the repository around ``folder``."""
    try:
        said = run_git(["config", "-z", "--get-regexp", _COUNT], folder, most=1)
    except GitError:
        return {}
    entries = (entry.partition("\n") for entry in os.fsdecode(said).split("\0")[:-1])
    return {name: value for name, _, value in entries}


def is_told(labels: Sequence[str]) -> bool:
    """Whether git has put labels in the place of ``%S %X %Y``: it does since 2.44."""
    return len(labels) == len(Names._fields) and tuple(labels) != ("%S", "%X", "%Y")


def names_of(labels: Sequence[str], folder: Path, style: str) -> Names:
    """The labels of a merge: those that git tells (of base, ours and theirs), or found out.

    An older git tells none. What it would write is known in `git merge` and `git rebase`, from the
    environment and the state of the repository around ``folder``; else *ours* and *theirs* stand
    for themselves. The name of the base is looked for only if a ``style`` of markers shows it.
    """
    if is_told(labels):
        return Names(*map(encode, labels))
    try:
        return _of_merge(folder, style) or _of_rebase(folder) or _UNKNOWN
    except GitError:
        return _UNKNOWN


def _of_merge(folder: Path, style: str) -> Names | None:
    heads = {name: value for name, value in os.environ.items() if name.startswith(_HEAD)}
    if len(heads) != 1:
        return None
    ((variable, name),) = heads.items()
    base = b"base" if style == "merge" else _base(folder, variable.removeprefix(_HEAD))
    return Names(base, b"HEAD", encode(name))


def _base(folder: Path, theirs: str) -> bytes:
    """How git calls the base of HEAD and a commit (``merge_ort_internal`` in merge-ort.c)."""
    bases = run_git(["merge-base", "--all", "HEAD", theirs], folder, most=1).split()
    if len(bases) != 1:
        return b"merged common ancestors" if bases else b"empty tree"
    return run_git(["rev-parse", "--short", os.fsdecode(bases[0])], folder).strip()


def _of_rebase(folder: Path) -> Names | None:
    """From the command that a rebase is doing; other ones than picks have other labels.

    A rebase that waits while something else is done says nothing of that.
    """
    if _REBASING not in os.environ:
        return None
    path = os.fsdecode(run_git(["rev-parse", "--git-path", "rebase-merge/done"], folder))
    try:
        done = (folder / path.removesuffix("\n")).read_text("utf-8", "replace")
    except OSError:
        return None
    command, _, rest = (done.splitlines() or [""])[-1].partition(" ")
    commits = [word for word in rest.split() if not word.startswith("-")]
    if command not in _COMMANDS or not commits:
        return None
    asked = ["log", "-1", "--no-show-signature", "--format=%h (%s)", commits[0], "--"]
    label = run_git(asked, folder).removesuffix(b"\n")
    return Names(b"parent of " + label, b"HEAD", label)


def blob_names(texts: Sequence[Path], folder: Path) -> list[str]:
    """How git names files as they are, as blobs. Raises `GitError`."""
    asked = ["hash-object", "--no-filters", "--", *map(str, texts)]
    return os.fsdecode(run_git(asked, folder)).split()
