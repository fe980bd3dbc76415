"""The documents around a file: what is lost in one often stands in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, takewhile
from pathlib import PurePosixPath

from mergemend.git.repository import Repository
from mergemend.model import Document

# The suffixes of documents. Only those with the suffix of the file itself are its neighbours.
SUFFIXES = frozenset({".adoc", ".htm", ".html", ".markdown", ".md", ".mdx", ".org", ".rst", ".txt"})

MAX_FILES = 200
_KEPT = 64  # folders: files of one come one after the other
MAX_BYTES = 5_000_000  # of all together; a document that is too large for what is left is passed


def neighbours(repository: Repository, path: str, own: str) -> Iterator[Document]:
    """The texts of the documents around ``path``, as the index has them, the nearest first.

    Each text comes once. ``own`` is the blob that the file itself holds.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in SUFFIXES:
        return
    staged = repository.staged
    near = (other for other in _near(repository, path, suffix) if other != path)
    seen, left = {own, staged.get(path)}, MAX_BYTES
    for other in islice(near, MAX_FILES):
        blob = staged[other]
        size = None if blob in seen else repository.kept_size(blob)
        seen.add(blob)
        if size is None or size > left:
            continue
        data = repository.kept_text(blob)
        if data is not None:
            left -= size
            yield Document(other, data)


def _near(repository: Repository, path: str, suffix: str) -> list[str]:
    """The documents nearest to a file, itself too: the same for all files of its folder."""
    folder = path.rpartition("/")[0]
    known = repository.nearest
    if (folder, suffix) not in known:
        if len(known) >= _KEPT:
            known.clear()
        known[folder, suffix] = _nearest(repository.folders, folder, suffix)
    return known[folder, suffix]


def _nearest(folders: Mapping[str, Sequence[str]], here: str, suffix: str) -> list[str]:
    """The documents nearest to a folder, by their distance and then by their names."""
    by_distance: defaultdict[int, list[str]] = defaultdict(list)
    for folder in folders:
        by_distance[_distance(here, folder)].append(folder)
    found: list[str] = []
    for distance in sorted(by_distance):
        there = (path for folder in by_distance[distance] for path in folders[folder])
        found += sorted(path for path in there if path.lower().endswith(suffix))
        if len(found) > MAX_FILES:
            break
    return found[: MAX_FILES + 1]


def _distance(one: str, other: str) -> int:
    """How many folders must be left and entered to come from one to the other."""
    ours, theirs = (folder.split("/") if folder else [] for folder in (one, other))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))
    return len(ours) + len(theirs) - 2 * sum(1 for _ in same)
