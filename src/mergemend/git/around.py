"""The files that a document can point to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from mergemend.git.runner import run_git
from mergemend.git.said import index_entries
from mergemend.model import decode


@dataclass(frozen=True)
class Listing:
    """The paths of an index; what is below ``opaque`` ones, links and submodules, is unknown."""

    paths: frozenset[str]
    opaque: frozenset[str] = frozenset()

    @classmethod
    def of(cls, entries: Sequence[tuple[str, str, str, str]]) -> Listing:
        """Every path of an index, unmerged ones too, by `mergemend.git.said.index_entries`."""
        opaque = (path for mode, *_, path in entries if not mode.startswith("100"))
        return cls(frozenset(path for *_, path in entries), frozenset(opaque))

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder with a file somewhere below it, the top too."""
        found = {""}
        for path in self.paths:
            found.update(_folders(path))
        return frozenset(found)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The paths of the files with each name, without regard to case, in their order."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            found[path.rpartition("/")[2].casefold()].append(path)
        return dict(found)


def read_listing(top: Path) -> Listing:
    """What the index of the work tree at ``top`` lists; GitPython is not loaded for that.

    Raises `mergemend.git.runner.GitError`.
    """
    fields = decode(run_git(["ls-files", "--stage", "-z"], top)).split("\0")[:-1]
    return Listing.of(index_entries(fields))


@dataclass(frozen=True)
class IndexFiles:
    """The files that git's index lists, as seen from the folder ``here``."""

    here: str
    listing: Listing

    @classmethod
    def around(cls, listing: Listing, path: str) -> IndexFiles:
        """The files around ``path``."""
        return cls(path.rpartition("/")[0], listing)

    def exists(self, path: str) -> bool:
        """Whether the index has such a file, or files in such a folder, or may have."""
        path = path.rstrip("/")
        listing = self.listing
        if path in listing.paths or path in listing.folders:
            return True
        return bool(listing.opaque) and not listing.opaque.isdisjoint(_folders(path))

    def named(self, name: str) -> Sequence[str]:
        """The paths of all files with this name, without regard to case."""
        return self.listing.by_name.get(name.casefold(), ())


@dataclass(frozen=True, slots=True)
class DiskFiles:
    """The files on the disk, for a document that is in no repository; none is searched for."""

    folder: Path

    @property
    def here(self) -> str:
        """The folder of the document, from the root of the disk."""
        return self.folder.as_posix().lstrip("/")

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder."""
        try:
            return Path(self.folder.anchor, path).exists()
        except (OSError, ValueError):
            return False

    def named(self, name: str) -> Sequence[str]:  # noqa: ARG002
        """The top that a search could end at is unknown."""
        return ()


def _folders(path: str) -> Iterator[str]:
    """The folders that a path leads through, the outermost first."""
    return accumulate(path.split("/")[:-1], "{}/{}".format)
