"""The texts in the newest commits of all branches: one list for all, paths only where asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mergemend.git.process import Git, printed
from mergemend.git.sifting import Sifted, sift_named
from mergemend.model import decode

_BRANCHES = ("refs/heads", "refs/remotes")
_BLOBS = (
    *("rev-list", "--no-walk", "--objects", "--no-object-names"),
    *("--filter=object:type=blob", "--filter-provided-objects", "--branches", "--remotes"),
)


def sift_tips(folder: str, variables: Mapping[str, str], *, shown: bool) -> Sifted:
    """Look at every text in the newest commit of any branch, once.

    ``folder`` is the top of the work tree. With ``shown`` a terminal shows how far it is. Raises
    `OSError`, also where git can't go through all of it.
    """
    listing = Git(_BLOBS, folder, variables)
    try:
        found = sift_named(listing.out, folder, variables, shown=shown)
    except BaseException:
        listing.end(now=True)
        raise
    if said := listing.end():
        raise OSError(said)
    return found


def branches(folder: str, variables: Mapping[str, str]) -> list[str]:
    """The short names of all branches, ours first; names that stand for others are left out."""
    words = ("for-each-ref", "--format=%(symref) %(refname)", *_BRANCHES)
    said = decode(printed(words, folder, variables))
    refs = (line.partition(" ") for line in said.splitlines())
    return [ref.removeprefix("refs/") for symbolic, _, ref in refs if not symbolic]


def paths_of(
    texts: Collection[str], branch: str, folder: str, variables: Mapping[str, str]
) -> list[tuple[str, str]]:
    """The blobs among ``texts`` that a branch has, each with a path. Raises `OSError`."""
    words = ("ls-tree", "-r", "-z", "--full-tree", f"refs/{branch}")
    found = []
    for entry in printed(words, folder, variables).split(b"\0"):
        about, _, path = entry.partition(b"\t")
        mode, *_, name = (about or b" ").split(b" ")
        if mode.startswith(b"100") and decode(name) in texts:
            found.append((decode(name), decode(path)))
    return found
