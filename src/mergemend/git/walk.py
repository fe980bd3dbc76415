"""The first and last commits of many files, from one walk through history.

``git log -- PATH`` walks through all of it for each file. Here git prints once what each commit
changed, and every file goes its own way through that, as git simplifies history: from a merge on to
the first parent that holds the same text; where none does, the merge changed the file, and it goes
on to all of them (git-log's manual, "History Simplification").
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from mergemend.git.said import FORMAT, Version, read_version

WORDS = (
    *FORMAT,
    *("-z", "--topo-order", "--root", "--raw", "--no-abbrev", "--no-renames"),
    "--diff-merges=first-parent",  # git 2.31
)
"""What git has to be asked for to print what `read_commits` reads."""

_FIELDS = 6  # of `FORMAT`
_NONE = "0" * 64  # stands for no blob

Place: TypeAlias = "tuple[str, str]"
"""A commit, or several with a blank between, and the path of a file in them."""


BlobIn: TypeAlias = "Callable[[str, str], str | None]"
"""The blob that a path has in a commit; None if it has none, or that is not here."""


@dataclass(frozen=True, slots=True)
class Life:
    """The commits that changed a file: how many, their first and last date, the ends of them.

    ``blob`` is what the latest made of it; None if that was not asked. ``versions`` are all of
    them, the latest first; None where only git can tell their order.
    """

    count: int
    first: datetime
    last: datetime
    latest: Version
    oldest: Version
    blob: str | None = None
    versions: tuple[Version, ...] | None = None

    @classmethod
    def of(cls, versions: Sequence[Version]) -> Life | None:
        """That of the commits that changed a file, the latest first; None if there are none."""
        if not versions:
            return None
        dates = [version.commit.authored for version in versions]
        ends = versions[0], versions[-1]
        return cls(len(versions), min(dates), max(dates), *ends, versions=tuple(versions))

    def after(self, earlier: Life) -> Life:
        """Both as one: ``earlier`` is what the file was under another name."""
        versions = None
        if self.versions and earlier.versions:
            renamed = replace(self.oldest, path_before=earlier.latest.path)
            versions = (*self.versions[:-1], renamed, *earlier.versions)
        return Life(
            self.count + earlier.count,
            min(self.first, earlier.first),
            max(self.last, earlier.last),
            self.latest,
            earlier.oldest,
            self.blob,
            versions,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A commit as git prints it, and the blobs that it puts at paths, by path (zeros: none)."""

    header: tuple[str, ...]
    blobs: Mapping[str, str]

    @property
    def parents(self) -> list[str]:
        """The names of the commits before it."""
        return self.header[1].split()


def read_commits(words: Iterator[str], wanted: Collection[str]) -> Iterator[Entry]:
    """What git printed, split at NULs; of the paths only those that are ``wanted``.

    A folder that has the name of a wanted file is one of them: git counts what changes in it.
    """
    passed: set[str] = set()  # folders that are not wanted, and none above them

    def folder_of(path: str) -> str | None:
        folder = path.rpartition("/")[0]
        way = []
        while folder and folder not in passed:
            if folder in wanted:
                return folder
            way.append(folder)
            folder = folder.rpartition("/")[0]
        passed.update(way)
        return None

    word = next(words, None)
    while word is not None:
        header = (word, *islice(words, _FIELDS - 1))
        blobs: dict[str, str] = {}
        word = next(words, None)
        while word is not None and word.startswith((":", "\n:")):
            path = next(words, "")
            if path in wanted:
                blobs.setdefault(path, word.split(" ", 4)[3])
            elif folder := folder_of(path):
                blobs[folder] = ""
            word = next(words, None)
        yield Entry(header, blobs)


@dataclass(slots=True, eq=False)
class _Track:
    """One file on its way down; ``at`` counts the commits at which it is at a time."""

    at: int
    blob: str = ""
    versions: list[Version] = field(default_factory=list)
    is_clear: bool = True
    is_last: bool = True  # whether all ways down led through the last commit that changed it
    is_straight: bool = True  # whether there was one way down only

    def meet(self, version: Version | None, blob: str) -> None:
        """Take in a commit that made ``blob`` of the file; None: it can't be read."""
        if version is None or (not self.versions and self.at > 1):  # which is the latest?
            self.is_clear = False
            return
        self.blob = self.blob or blob
        self.versions.append(version)
        self.is_last = self.at == 1
        self.is_straight &= self.is_last

    @property
    def life(self) -> Life | None:
        """What came of it; None if no commit has changed the file."""
        found = Life.of(self.versions)
        if found is None:
            return None
        return replace(found, blob=self.blob, versions=found.versions if self.is_straight else None)


_Files: TypeAlias = "dict[str, tuple[_Track, ...]]"


def walk(
    commits: Iterable[Entry], starts: Iterable[Place], blob_in: BlobIn
) -> dict[Place, Life | None]:
    """The life of the files at ``starts``, up to there; None if there is no commit of one.

    A file is left out where only git can tell which commit is its latest or oldest, or whether a
    merge changed it. ``commits`` are all up to the starts, none before one that is based on it;
    ``blob_in`` gives the blob that a path has in a commit.
    """
    tracks = {place: _Track(0) for place in starts}
    waiting: dict[str, _Files] = {}
    for (tips, path), track in tracks.items():
        for tip in tips.split():
            track.at += 1
            _put(waiting, tip, {path: (track,)})
    for commit in commits:
        if here := waiting.pop(commit.header[0], None):
            _pass(commit, here, waiting, blob_in)
    clear = ((place, track) for place, track in tracks.items() if track.is_clear)
    return {place: track.life for place, track in clear if track.is_last}


def _pass(commit: Entry, here: _Files, waiting: dict[str, _Files], blob_in: BlobIn) -> None:
    """Move the files that are at a commit on to its parents."""
    parents = commit.parents
    for path in commit.blobs.keys() & here.keys():
        if not commit.blobs[path]:
            _give_up(here.pop(path))
        elif len(parents) < 2:
            _meet(commit, path, here[path])
        else:
            _pass_merge(commit, path, here.pop(path), waiting, blob_in)
    if parents and here:
        _put(waiting, parents[0], here)


def _pass_merge(
    commit: Entry,
    path: str,
    tracks: tuple[_Track, ...],
    waiting: dict[str, _Files],
    blob_in: BlobIn,
) -> None:
    """Move a file on that is not what it is in the first parent of a merge."""
    parents = commit.parents
    for parent in parents[1:]:
        blob = blob_in(parent, path)
        if blob is None or commit.blobs[path] == _NONE[: len(blob)]:
            _give_up(tracks)  # in a partial clone what is not here can be there
            return
        if blob == commit.blobs[path]:
            _put(waiting, parent, {path: tracks})
            return
    _meet(commit, path, tracks)
    for track in tracks:
        track.at += len(parents) - 1
    for parent in parents:
        _put(waiting, parent, {path: tracks})


def _meet(commit: Entry, path: str, tracks: Iterable[_Track]) -> None:
    version = read_version("\0".join(commit.header), path)
    for track in tracks:
        track.meet(version, commit.blobs[path])


def _give_up(tracks: Iterable[_Track]) -> None:
    for track in tracks:
        track.is_clear = False


def _put(waiting: dict[str, _Files], commit: str, files: _Files) -> None:
    """Let files wait at a commit; what came there on two ways goes on as one."""
    there = waiting.setdefault(commit, files)
    if there is files:
        return
    if len(there) < len(files):
        waiting[commit], there, files = files, files, there
    for path, tracks in files.items():
        known = there.get(path, ())
        for track in tracks:
            track.at -= track in known
        there[path] = (*known, *(track for track in tracks if track not in known))
