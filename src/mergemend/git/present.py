"""What is here of a repository that lacks something: all texts, and the names of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mergemend.git.process import Git
from mergemend.git.runner import run_git
from mergemend.git.sifting import TIPS, Sifted, sift_named

_PROMISED = r"^(extensions\.partialclone|remote\..*\.promisor)$"
_ALL = ("cat-file", "--batch-all-objects", "--unordered", "--buffer", "--batch-check=%(objectname)")


@dataclass(frozen=True, slots=True)
class Missing:
    """The objects that are not here, and what git says where it can't tell of all of them."""

    names: tuple[str, ...]
    complaint: str = ""


def sift_present(folder: str, variables: Mapping[str, str], *, shown: bool) -> Sifted:
    """Look at every text that is here, also at those that nothing reaches. Raises `OSError`."""
    listing = Git(_ALL, folder, variables)
    try:
        return sift_named(listing.out, folder, variables, shown=shown)
    finally:
        listing.end(now=True)


def find_missing(folder: str, variables: Mapping[str, str]) -> Missing:
    """The objects that are reachable and not here; nothing is fetched. Raises `OSError`."""
    words = ("rev-list", "--objects", "--no-object-names", "--missing=print", *TIPS)
    walk = Git(words, folder, variables)
    try:
        names = tuple(sorted(line[1:].decode("ascii") for line in _lines(walk.pieces())))
    except BaseException:
        walk.end(now=True)
        raise
    return Missing(names, walk.end())


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines that begin with a question mark."""
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from (line for line in lines if line.startswith(b"?"))


def is_partial(folder: str) -> bool:
    """Whether it is a partial clone, so that objects may be missing. Raises `GitError`."""
    return bool(run_git(["config", "--get-regexp", _PROMISED], Path(folder), most=1))
