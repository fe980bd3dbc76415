"""In which commit a text came in, and at which path: one walk over all commits, no text is read."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from mergemend.evidence import Commit
from mergemend.git.process import Git, scratch_file
from mergemend.git.said import FORMAT, read_version
from mergemend.git.sifting import REFS
from mergemend.model import decode

# Of a merge what differs from all of its parents; settings of the user change nothing.
_WALK = (
    *("-c", "log.showRoot=true", "log", "-z", "--format=%H", "-c", "--raw", "--no-abbrev"),
    *("--no-renames", "--no-relative", "--no-ext-diff", "--ignore-missing"),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The first commit that has a text at a path, and how many newer ones there are.

    ``reflog`` says that no branch and no tag has that commit any more.
    """

    commit: str
    newer: int
    reflog: bool = False


@dataclass
class Located:
    """Where texts are: for each its paths, and how it came there.

    ``links`` are those that are where a symbolic link points to. ``complaints`` are what git says
    where it could not go through all commits.
    """

    arrivals: dict[str, dict[str, Arrival]] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


def locate(
    texts: Collection[str], folder: str, variables: Mapping[str, str], paths: Sequence[str] = ()
) -> Located:
    """Find the commits and paths of ``texts``, by the names of their blobs. Raises `OSError`."""
    found = Located()
    only = ("--full-history", "--", *paths) if paths else ()
    for tips in (REFS, ("--reflog",)):
        wanted = {name for name in texts if name not in found.arrivals}
        if wanted - found.links:
            _walk(found, wanted, (*_WALK, *tips, *only), folder, variables)
    return found


def _walk(
    found: Located,
    wanted: Collection[str],
    words: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
) -> None:
    names = {name.encode("ascii") for name in wanted}
    is_reflog = "--reflog" in words
    walk = Git(words, folder, variables)
    complaint = None
    try:
        for newer, (commit, mode, blob, path) in enumerate(_entries(_fields(walk.pieces()), names)):
            name = blob.decode("ascii")
            if mode.startswith(b"100"):
                places = found.arrivals.setdefault(name, {})
                arrival = Arrival(commit.decode("ascii"), newer, is_reflog)
                places[path.decode("utf-8", "surrogateescape")] = arrival
            else:
                found.links.add(name)
        complaint = walk.end()
    finally:
        if complaint is None:
            walk.end(now=True)
    if complaint:
        found.complaints.append(complaint)


def _entries(
    fields: Iterable[bytes], names: Collection[bytes]
) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Commit, mode, blob and path of each entry with one of ``names``, the newest commit first.

    git says the commit, then for each path a colon for each parent, modes, blobs and a status, and
    the path.
    """
    rest = iter(fields)
    commit = b""
    for raw in rest:
        about = raw.lstrip(b"\n")
        if not about.startswith(b":"):
            commit = about or commit
            continue
        path = next(rest, b"")
        *modes_and_blobs, blob, _ = about.split(b" ")
        if blob in names:
            parents = len(about) - len(about.lstrip(b":"))
            yield commit, modes_and_blobs[parents], blob, path


def _fields(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What stands between NUL bytes."""
    rest = b""
    for piece in pieces:
        *fields, rest = (rest + piece).split(b"\0")
        yield from fields
    if rest:
        yield rest


def commits(names: Collection[str], folder: str, variables: Mapping[str, str]) -> dict[str, Commit]:
    """The metadata of commits, by their names; without those that git can't read.

    Raises `OSError`.
    """
    with file_of(names) as asked:
        words = ("log", "--no-walk=unsorted", "--ignore-missing", *FORMAT, "--stdin")
        walk = Git(words, folder, variables, asked)
        try:
            said = decode(b"".join(walk.pieces()))
        finally:
            walk.end(now=True)
    versions = (read_version(line, "") for line in said.split("\n") if line)
    return {version.commit.sha: version.commit for version in versions if version}


def named_by(texts: Collection[str], folder: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Those of ``texts`` that a ref names, itself or by a tag object, and the ref."""
    words = ("for-each-ref", "--format=%(objectname) %(*objectname) %(refname)")
    walk = Git(words, folder, variables)
    try:
        said = decode(b"".join(walk.pieces()))
    finally:
        walk.end(now=True)
    found: dict[str, str] = {}
    for line in said.splitlines():
        *names, ref = line.split(" ", 2)
        found.update((name, ref) for name in names if name in texts)
    return found


@contextmanager
def file_of(names: Iterable[str]) -> Iterator[int]:
    """A file with these names, a line each, to be read from its start."""
    file = scratch_file()
    try:
        left = "".join(f"{name}\n" for name in names).encode("ascii")
        while left:
            left = left[os.write(file, left) :]
        os.lseek(file, 0, os.SEEK_SET)
        yield file
    finally:
        os.close(file)
