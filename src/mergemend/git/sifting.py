"""Goes through all texts that a repository reaches, once, and tells which may have a finding.

git lists them, as many processes as there are CPUs read them, and nothing is kept but names.
"""

from __future__ import annotations

import os

from mergemend.forks import in_processes
from mergemend.git.process import Git, scratch_file
from mergemend.git.stream import Names, blobs
from mergemend.progress import Progress
from mergemend.sieve import cpus

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Every branch and tag, HEAD, stashes, and what a reflog has of rewritten commits; not our records.
REFS = ("--exclude=refs/mergemend/*", "--all")
TIPS = (*REFS, "--reflog")
_BLOBS = (
    "--objects",
    "--no-object-names",
    "--filter=object:type=blob",
    "--filter-provided-objects",
)

WHOLE = (0, 1)
RANGE = 4096  # names: neighbours are mostly versions of the same files, which git reads fast

MAX_TEXT = 256_000_000  # bytes, as `mergemend.limits.MAX_FILE` has it


class IncompleteError(Exception):
    """git can't go through all that there is; the message is git's own."""


class Sifted:
    """How many texts were looked at, those that may have a finding, those that can't be read."""

    def __init__(self, texts: int, suspects: Sequence[bytes], unread: Sequence[bytes]) -> None:
        self.texts = texts
        self.suspects = suspects
        self.unread = unread


_Sifted = tuple[int, list[bytes], list[bytes]]  # the same, from one of several processes
_sifted: dict[tuple[str, ...], Sifted | IncompleteError] = {}


def sift(
    folder: str,
    variables: Mapping[str, str],
    paths: Sequence[str] = (),
    *,
    part: tuple[int, int] = WHOLE,
    shown: bool = False,
) -> Sifted:
    """Look at what is reachable from anywhere, at these paths only if there are any.

    ``folder`` is the top of the work tree. It is done once: the light way may have asked before.
    With a ``part``, a number from 0 and of how many, only every so manieth of `RANGE` names is
    looked at. With ``shown`` a terminal shows how far it is. Raises `IncompleteError` where
    something is missing, and `OSError`.
    """
    key = (folder, *map(str, part), *paths)
    if key not in _sifted:
        only = ("--full-history", "--", *paths) if paths else ()
        words = ("rev-list", "--in-commit-order", *_BLOBS, *TIPS, *only)
        listing = Git(words, folder, variables)
        try:
            if part == WHOLE:
                found = sift_named(listing.out, folder, variables, shown=shown)
            else:
                names = _part_of(listing, part)
                try:
                    found = sift_named(names, folder, variables, shown=shown)
                finally:
                    os.close(names)
        except BaseException:
            listing.end(now=True)
            raise
        said = listing.end()
        _sifted[key] = IncompleteError(said) if said else found
    known = _sifted[key]
    if isinstance(known, IncompleteError):
        raise known
    return known


def count_texts(folder: str) -> int:
    """How many texts are reachable from anywhere; 0 where git can't say. Raises `OSError`."""
    listing = Git(("rev-list", *_BLOBS, *TIPS), folder, {})
    try:
        number = sum(piece.count(b"\n") for piece in listing.pieces())
    except BaseException:
        listing.end(now=True)
        raise
    return 0 if listing.end() else number


def _part_of(listing: Git, part: tuple[int, int]) -> int:
    """A file with a part of the names that a process lists."""
    number, parts = part
    file = scratch_file()
    with open(os.dup(file), "wb") as out, open(os.dup(listing.out), "rb") as names:  # noqa: PTH123
        out.writelines(name for at, name in enumerate(names) if at // RANGE % parts == number)
    os.lseek(file, 0, os.SEEK_SET)
    return file


def sift_named(source: int, folder: str, variables: Mapping[str, str], *, shown: bool) -> Sifted:
    """Look at the blobs that ``source`` names, a line each. Raises `OSError`.

    With ``shown`` a terminal shows how far it is.
    """
    import mergemend.together  # noqa: F401 (here, while git begins to list)

    processes, process = cpus(), os.getpid()
    progress = Progress(None, "texts of the history", wanted=shown)

    def tell(taken: int) -> None:
        if os.getpid() == process:
            progress.at(taken)

    names = Names(source, processes, tell)
    try:
        found = in_processes(processes, lambda _: _sift(names, folder, variables))
    finally:
        names.close()
        progress.clear()
    suspects = sorted(name for _, names, _ in found for name in names)
    unread = sorted(name for _, _, names in found for name in names)
    return Sifted(sum(texts for texts, _, _ in found), suspects, unread)


def _sift(names: Names, folder: str, variables: Mapping[str, str]) -> _Sifted:
    from mergemend.together import Together

    together, texts, unread = Together(), 0, list[bytes]()
    for name, size, data in blobs(names, folder, variables, MAX_TEXT):
        texts += 1
        if data is None:
            unread.append(name)
        elif len(data) < size:
            together.suspects.append(name)
        else:
            together.look(name, data)
        data = None  # it can be large, and the next as well
    together.finish()
    return texts, together.suspects, unread
