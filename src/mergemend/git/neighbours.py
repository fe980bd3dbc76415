"""The documents around a file: what is lost in one often stands in another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePosixPath

from mergemend.git.repository import Repository
from mergemend.model import Document

# The suffixes of documents. Only those with the suffix of the file itself are its neighbours.
SUFFIXES = frozenset({".adoc", ".htm", ".html", ".markdown", ".md", ".mdx", ".org", ".rst", ".txt"})

MAX_FILES = 200
MAX_BYTES = 5_000_000  # of all together; a document that is too large for what is left is passed


def neighbours(repository: Repository, path: str, own: str) -> Iterator[Document]:
    """The texts of the documents around ``path``, as the index has them, the nearest first.

    Each text comes once. ``own`` is the blob that the file itself holds.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in SUFFIXES:
        return
    staged = repository.staged
    near = sorted(
        (other for other in staged if other != path and other.lower().endswith(suffix)),
        key=lambda other: (_distance(path, other), other),
    )
    seen, left = {own, staged.get(path)}, MAX_BYTES
    for other in near[:MAX_FILES]:
        blob = staged[other]
        size = None if blob in seen else repository.size(blob)
        seen.add(blob)
        if size is None or size > left:
            continue
        data = repository.text(blob)
        if data is not None:
            left -= size
            yield Document(other, data)


def _distance(one: str, other: str) -> int:
    """How many folders must be left and entered to come from one file to the other."""
    ours, theirs = one.split("/")[:-1], other.split("/")[:-1]
    same = takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))
    return len(ours) + len(theirs) - 2 * sum(1 for _ in same)
