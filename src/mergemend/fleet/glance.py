"""A glance at a repository here: whether all files of its newest commit are certainly clean.

Most repositories of a fleet are. Their files are read from git's objects, so no clone is made; what
is told is what a look into a clone would tell. It leaves all else to that: settings, files that git
changes on their way into a work tree, what can't be read, and what may not be clean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from mergemend.fleet.task import MAX_FILES, Result, Task
from mergemend.git.clones import Here
from mergemend.git.process import printed, scratch_file
from mergemend.git.stream import Names, blobs
from mergemend.places import CONFIG_NAMES
from mergemend.sieve import DOUBTFUL, MAX_READ, verdict_of

_TREE = ("ls-tree", "-r", "-z", "--full-tree")
_FILES = (b"100644", b"100755")
_LINK, _MODULE = b"120000", b"160000"  # are no files of their own

_SETTINGS, _PROJECT = map(os.fsencode, CONFIG_NAMES)
_OWN_FOLDER = b".mergemend"
_ATTRIBUTES = b".gitattributes"
# what attributes that change a text on its way have in their names or values (gitattributes(5))
_CHANGING = (b"crlf", b"eol", b"encoding", b"filter", b"ident")


def glance(task: Task, here: Here) -> Result | None:
    """What comes of the task, if nothing will be found, or if it is to be cut into parts.

    None if it takes a closer look.
    """
    if not here.head:
        return None
    variables = {"GIT_DIR": str(here.git)}
    try:
        files = _files(printed((*_TREE, here.head), task.location, variables))
        if files is None:
            return None
        if parts := task.cut(len(files), MAX_FILES):
            return Result(parts=parts)
        mine = task.share(files)
        if not _are_clean(mine, task.location, variables):
            return None
    except OSError:
        return None
    return Result(refs=here.refs, looked=len(mine), head=here.head)


def _files(tree: bytes) -> list[tuple[bytes, bytes]] | None:
    """The names and paths of all files, in the order of `Path`; None where some are special."""
    found = []
    for entry in tree.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, _, name = about.split(b" ")
        parts = path.split(b"/")
        if mode in _FILES:
            found.append((parts, name, path))
        elif mode not in (_LINK, _MODULE):
            return None
        if not _is_plain(parts):
            return None
    # as text, which is what a `Path` compares
    found.sort(key=lambda one: [os.fsdecode(part) for part in one[0]])
    return [(name, path) for _, name, path in found]


def _is_plain(parts: Sequence[bytes]) -> bool:
    """Whether a path is none of settings, of leftovers, or one that git would not check out."""
    name = parts[-1]
    is_ours = name == _SETTINGS or name.endswith(b".tmp") or _OWN_FOLDER in parts
    return not is_ours and not any(map(_may_be_refused, parts))


def _may_be_refused(part: bytes) -> bool:
    """Whether git may take it for its own folder, or for none of a path (`verify_path`)."""
    part = part.lower()
    return part in (b"", b".", b"..", b".git", b"git~1") or part.startswith((b".git ", b".git."))


def _are_clean(
    files: Iterable[tuple[bytes, bytes]], folder: str, variables: Mapping[str, str]
) -> bool:
    paths: dict[bytes, list[bytes]] = {}
    for name, path in files:
        paths.setdefault(name, []).append(path)
    listed = scratch_file()
    with open(os.dup(listed), "wb") as out:  # noqa: PTH123
        out.writelines(b"%b\n" % name for name in paths)
    os.lseek(listed, 0, os.SEEK_SET)
    names = Names(listed)
    try:
        texts = blobs(names, folder, variables, MAX_READ)
        looked = 0
        for name, size, data in texts:
            looked += 1
            if data is None or len(data) != size or not _is_clean(paths[name], data):
                return False
            data = None  # it can be large, and the next as well
        return looked == len(paths)
    finally:
        names.close()
        os.close(listed)


def _is_clean(paths: Iterable[bytes], data: bytes) -> bool:
    for path in paths:
        name = path.rpartition(b"/")[2]
        if name == _PROJECT and b"mergemend" in data:
            return False
        if name == _ATTRIBUTES and any(word in data.lower() for word in _CHANGING):
            return False
        if verdict_of(path, data, len(data)) == DOUBTFUL:
            return False
    return True
