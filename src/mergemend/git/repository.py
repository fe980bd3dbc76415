"""One repository's past, through GitPython: commits, texts of files, the operation in progress."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import git

from mergemend.evidence import Ancestry, Commit
from mergemend.git.around import Listing
from mergemend.git.renames import candidates, likeliest
from mergemend.git.runner import SAFE_CONFIG, SAFE_ENVIRONMENT
from mergemend.model import split_lines

MAX_VERSIONS = 2000  # of one file; what came into a file before these is reported as unknown

# A git older than 2.45 ends where an object is missing that it may not fetch, and is started anew
# so many times. What is missing in a partial clone is mostly old: the rest is missing as well.
MAX_STARTS = 20

_FORMAT = ("--date=raw", "--format=%H%x00%P%x00%an%x00%ad%x00%cd%x00%s")
_OBJECT_ERRORS = (ValueError, git.GitCommandError, OSError)
_UNKNOWN_NAME = "could not be resolved"  # what GitPython says of it; the process lives on

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Version:
    """A commit that changed a file: its metadata, its parents, the file's path in it and before."""

    commit: Commit
    parents: tuple[str, ...]
    path: str
    path_before: str


@dataclass(frozen=True, slots=True)
class RawChange:
    """A file that a commit changed: its blob, and the one in each parent; None where it is not."""

    path: str
    after: str | None
    before: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """What git is in the middle of: the ref that says so, and the commit it names."""

    ref: str
    sha: str


class Repository:
    """Reads a repository. ``top`` is the top of its work tree. Close it after use."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self._repo = git.Repo(top)
        self._git = self._repo.git
        self._git.set_persistent_git_options(c=list(SAFE_CONFIG), literal_pathspecs=True)
        self._git.update_environment(**SAFE_ENVIRONMENT)
        self._touches: dict[tuple[str, str], Commit | None] = {}
        self._blobs: dict[str, str | None] = {}
        self._versions: dict[str, Version] = {}
        self._ancestors: dict[tuple[str, str], bool] = {}
        self._moved: dict[str, dict[str, str]] = {}
        self._starts = 0

    def close(self) -> None:
        """End the processes that serve this repository."""
        self._repo.close()

    @cached_property
    def head(self) -> str | None:
        """The commit that HEAD names, or None before the first."""
        return self.commit_id("HEAD")

    @cached_property
    def head_date(self) -> datetime | None:
        """When the commit that HEAD names was committed, or None before the first."""
        head = self.head
        version = self.commits([head]).get(head) if head else None
        return version.commit.committed if version else None

    @cached_property
    def is_shallow(self) -> bool:
        """Whether the history is cut off."""
        return str(self._git.rev_parse("--is-shallow-repository")) == "true"

    @cached_property
    def cut_off(self) -> frozenset[str]:
        """The commits of which a shallow clone lacks the parents."""
        path = self.top / str(self._git.rev_parse("--git-path", "shallow"))
        try:
            return frozenset(path.read_text("ascii", "replace").split())
        except OSError:
            return frozenset()

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations in progress; several for an octopus merge."""
        found = []
        refs = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
        asked = [word for ref in refs for word in ("--git-path", ref)]
        for ref, name in zip(refs, str(self._git.rev_parse(*asked)).split("\n"), strict=True):
            path = Path(name)
            path = path if path.is_absolute() else self.top / path
            if path.is_file():
                shas = path.read_text("ascii", "replace").split()
                found += [Operation(ref, sha) for sha in shas if _is_sha(sha)]
        return tuple(found)

    def commit_id(self, name: str) -> str | None:
        """The full name of a commit, from a (short) sha or a ref of git's own; None if unknown."""
        return self.object_id(f"{name}^{{commit}}")

    def commits(self, names: Sequence[str]) -> dict[str, Version]:
        """The metadata of commits, by full name, in one call of git."""
        unknown = [name for name in names if name not in self._versions]
        if unknown:
            self._log("--no-walk=unsorted", *unknown, "--", path="")
        return {name: self._versions[name] for name in names if name in self._versions}

    def versions(self, tips: Sequence[str], path: str) -> Iterator[Version]:
        """The commits up to ``tips`` that changed the file, the latest first, across renames."""
        left = MAX_VERSIONS
        while tips and left > 0:
            found = self._log("--topo-order", f"-n{left}", *tips, "--", path, path=path)
            left -= len(found)
            earlier = self.renamed_from(found[-1]) if found else None
            if earlier is None:
                yield from found
                return
            tips, path = earlier
            yield from found[:-1]
            yield replace(found[-1], path_before=path)

    def all_branches(self, tips: Sequence[str], paths: Sequence[str]) -> list[Version]:
        """The commits up to ``tips`` that changed a file of this name, also on the side of a merge
        that the merge did not take.

        Each has the first of ``paths`` as its path.
        """
        if not tips:
            return []
        walk = ("--full-history", "--topo-order", f"-n{MAX_VERSIONS}")
        return self._log(*walk, *tips, "--", *paths, path=paths[0])

    def renamed_from(self, version: Version) -> tuple[list[str], str] | None:
        """The parent and path a file was renamed from in the commit that added it."""
        for parent in version.parents:
            if self.blob_id(parent, version.path) is not None:
                continue
            renamed, deleted = self._moves(parent, version.commit.sha)
            old = renamed.get(version.path)
            if old is None:
                data = self.blob(version.commit.sha, version.path)
                old = self.likeliest_source(version.path, data, parent, deleted)
            if old is not None:
                return [parent], old
        return None

    def likeliest_source(
        self, path: str, data: bytes | None, commit: str, deleted: Sequence[str]
    ) -> str | None:
        """Which of the files that were deleted since ``commit`` became ``path``, by their texts."""
        if data is None:
            return None
        texts = ((old, self.blob(commit, old)) for old in candidates(path, deleted))
        return likeliest(data, ((old, text) for old, text in texts if text is not None))

    def _moves(self, before: str, after: str) -> tuple[dict[str, str], list[str]]:
        """What was renamed between two commits, new name to old, and what else is gone."""
        words = ["-r", "-z", "-M", "--diff-filter=RD", "--name-status", before, after]
        try:
            fields = str(self._git.diff_tree(*words)).split("\0")
        except git.GitCommandError:
            return {}, []  # in a partial clone, texts to compare can be missing
        renamed: dict[str, str] = {}
        deleted: list[str] = []
        rest = iter(fields[:-1])
        for status in rest:
            old = next(rest)
            if status.startswith("R"):
                renamed[next(rest)] = old
            else:
                deleted.append(old)
        return renamed, deleted

    def moved_to(self, sha: str, path: str) -> str | None:
        """Where the file that ``path`` was in a commit is in HEAD, if it was renamed since."""
        if sha not in self._moved:
            renamed = self._moves(sha, "HEAD")[0] if self.head else {}
            self._moved[sha] = {old: new for new, old in renamed.items()}
        return self._moved[sha].get(path)

    def raw_changes(self, sha: str) -> list[RawChange]:
        """What a commit changed, against all its parents; renamed files by their new name."""
        words = ("--root", "-r", "-c", "-z", "--no-commit-id", "--raw", "--full-index", sha)
        try:
            fields = str(self._git.diff_tree("-M", *words)).split("\0")
        except git.GitCommandError:
            try:
                fields = str(self._git.diff_tree("--no-renames", *words)).split("\0")
            except git.GitCommandError:
                return []
        return list(_raw_changes(fields[:-1]))

    def missing(self) -> list[str]:
        """The files of HEAD that are not in the index, or not in the work tree."""
        words = ("-r", "-z", "--diff-filter=D", "--name-only", "HEAD")
        try:
            return str(self._git.diff_index(*words)).split("\0")[:-1]
        except git.GitCommandError:
            return []  # there is no commit yet

    def touch(self, sha: str, path: str) -> Commit | None:
        """The commit that last touched ``path``, up to ``sha``."""
        key = (sha, path)
        if key not in self._touches:
            known = self._known_touch(sha, path)
            found = [] if known else self._log("-n1", sha, "--", path, path=path)
            self._touches[key] = found[0].commit if found else known
        return self._touches[key]

    def _known_touch(self, sha: str, path: str) -> Commit | None:
        """The same without a process, where the commits on the way are known already."""
        blob = self.blob_id(sha, path)
        while blob is not None and sha in self._versions:
            version = self._versions[sha]
            same = [p for p in version.parents if self.blob_id(p, path) == blob]
            if not same:
                return version.commit
            sha = same[0]
        return None

    def ancestry(self, one: str, other: str) -> Ancestry:
        """What ``one`` is to ``other``."""
        if one == other:
            return Ancestry.SAME
        try:
            if self._is_ancestor(other, one):
                return Ancestry.DESCENDANT
            return Ancestry.ANCESTOR if self._is_ancestor(one, other) else Ancestry.UNRELATED
        except git.GitCommandError:
            return Ancestry.UNKNOWN

    def _is_ancestor(self, one: str, other: str) -> bool:
        key = (one, other)
        if key not in self._ancestors:
            try:
                self._git.merge_base("--is-ancestor", one, other)
                self._ancestors[key] = True
            except git.GitCommandError as error:
                if error.status != 1:
                    raise
                self._ancestors[key] = False
        return self._ancestors[key]

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """The best common ancestors; several after a criss-cross merge, none if unrelated."""
        try:
            return tuple(str(self._git.merge_base("--all", one, other)).split())
        except git.GitCommandError:
            return ()

    def line_dates(self, sha: str, path: str) -> dict[bytes, datetime]:
        """The author date of each line that ``path`` holds in a commit; of equal lines the newest.

        Nothing where git can't tell.
        """
        try:
            blamed = self._git.blame(
                "--no-textconv",  # a program that the repository's configuration names
                "--porcelain",
                sha,
                "--",
                path,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        except git.GitCommandError:
            return {}
        return _dates(bytes(blamed))

    def blob_id(self, sha: str, path: str) -> str | None:
        """The name of the blob that ``path`` holds in a commit, or None."""
        return self.object_id(f"{sha}:{path}")

    def blob(self, sha: str, path: str) -> bytes | None:
        """What ``path`` holds in a commit, or None."""
        return self.text(f"{sha}:{path}")

    def text(self, name: str) -> bytes | None:
        """The content of a blob by its name, or None."""
        blob = self.object_id(name)
        found = blob and self._ask(lambda: self._git.get_object_data(blob))
        if not found:
            return None
        _, kind, _, data = found
        return bytes(data) if _text(kind) == "blob" else None

    def lists(self, sha: str, path: str) -> bool:
        """Whether a commit has the file, even if a partial clone lacks its text."""
        try:
            self._git.rev_parse("--quiet", "--verify", "--end-of-options", f"{sha}:{path}")
        except git.GitCommandError:
            return False
        return True

    def stages(self, path: str) -> dict[int, str]:
        """The blobs of an unmerged file in the index, by stage: 1 base, 2 ours, 3 theirs."""
        listed = str(self._git.ls_files("-u", "-z", "--", path)).split("\0")
        return {int(entry[-1]): entry[1] for e in listed if (entry := e.split("\t")[0].split())}

    @cached_property
    def _index(self) -> list[tuple[str, str, str, str]]:
        """Mode, blob, stage and path of each entry of the index; asked once a run."""
        try:
            listed = str(self._git.ls_files("-s", "-z")).split("\0")[:-1]
        except git.GitCommandError:
            return []
        fields = (entry.split("\t", 1) for entry in listed)
        split = ((*entry.split(" "), path) for entry, path in fields)
        return [(mode, blob, stage, path) for mode, blob, stage, path in split]

    @cached_property
    def staged(self) -> dict[str, str]:
        """The files of the index, path to blob, without those that are unmerged or no files."""
        return {
            path: blob
            for mode, blob, stage, path in self._index
            if stage == "0" and mode.startswith("100")
        }

    @cached_property
    def listing(self) -> Listing:
        """Every path that the index lists, unmerged ones too."""
        paths = frozenset(path for *_, path in self._index)
        opaque = (path for mode, *_, path in self._index if not mode.startswith("100"))
        return Listing(paths, frozenset(opaque))

    def object_id(self, name: str) -> str | None:
        """The full name of an object that is here; a name that git can't be asked is unknown."""
        if name not in self._blobs:
            found = None if "\n" in name else self._ask(lambda: self._git.get_object_header(name))
            self._blobs[name] = _text(found[0]) if found else None
        return self._blobs[name]

    def size(self, sha: str) -> int | None:
        """How many bytes an object has, None if it is not here."""
        found = self._ask(lambda: self._git.get_object_header(sha))
        return int(found[2]) if found else None

    def _ask(self, question: Callable[[], _Answer]) -> _Answer | None:
        """Ask one of the two processes that serve this repository; None for what is not here."""
        if self._starts > MAX_STARTS:
            return None
        try:
            return question()
        except UnicodeError:
            return None
        except _OBJECT_ERRORS as error:
            if _UNKNOWN_NAME not in str(error):
                self._starts += 1
                self._git.clear_cache()
            return None

    def _log(self, *arguments: str, path: str) -> list[Version]:
        try:
            output = str(self._git.log(*_FORMAT, *arguments))
        except git.GitCommandError:
            return []
        found = [_version(line, path) for line in output.split("\n") if line]
        self._versions.update((version.commit.sha, version) for version in found)
        return found


def _raw_changes(fields: Iterable[str]) -> Iterator[RawChange]:
    """What ``git diff-tree -c --raw -z`` says: a colon a parent, modes, blobs, status, paths.

    Only files are given, no links and no submodules.
    """
    rest = iter(fields)
    for field in rest:
        parents = len(field) - len(field.lstrip(":"))
        *words, status = field[parents:].split(" ")
        path = next(rest)
        if parents == 1 and status[0] in "RC":
            path = next(rest)
        modes, blobs = words[: parents + 1], words[parents + 1 :]
        *before, after = (
            blob if mode.startswith("100") else None
            for mode, blob in zip(modes, blobs, strict=True)
        )
        yield RawChange(path, after, tuple(before))


def _dates(blamed: bytes) -> dict[bytes, datetime]:
    """What `git blame --porcelain` says: headers, a commit's own once, then the line behind a tab.

    Lines of a commit with an impossible date are left out.
    """
    dates: dict[bytes, datetime] = {}
    known: dict[bytes, datetime | None] = {}
    sha = b""
    is_first = True  # of the headers of a line, which names the commit
    for line in split_lines(blamed):
        if line.startswith(b"\t"):
            when = known.get(sha)
            if when is not None:
                dates[line[1:]] = max(when, dates.get(line[1:], when))
        elif is_first:
            sha = line.split(b" ", 1)[0]
        elif line.startswith(b"author-time "):
            known[sha] = _moment(line.split()[1])
        is_first = line.startswith(b"\t")
    return dates


def _moment(seconds: bytes) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _version(line: str, path: str) -> Version:
    sha, parents, author, authored, committed, subject = line.split("\0", 5)
    dates = _date(authored), _date(committed)
    return Version(Commit(sha, subject, author, *dates), tuple(parents.split()), path, path)


def _date(raw: str) -> datetime:
    """A date as git keeps it, seconds and zone; one that no clock has shown counts as the oldest.

    Histories that were converted, or made by hand, have years of five digits and zones of 518 h.
    """
    try:
        seconds, zone = raw.split(" ")
        east = timedelta(hours=int(zone[:-2]), minutes=int(zone[0] + zone[-2:]))
        return datetime.fromtimestamp(int(seconds), _zone(east))
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _zone(east: timedelta) -> timezone:
    return timezone(east) if abs(east) < timedelta(days=1) else UTC


def _text(name: str | bytes) -> str:
    return name.decode("ascii") if isinstance(name, bytes) else name


def _is_sha(word: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{40,64}", word) is not None
