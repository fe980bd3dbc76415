"""One repository's past, through GitPython: commits, texts of files, the operation in progress."""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from typing import cast

import git

from mergemend.evidence import Ancestry, Commit
from mergemend.git import runner
from mergemend.git.answer import communicate
from mergemend.git.around import Listing
from mergemend.git.attributes import stated_encoding
from mergemend.git.given import only
from mergemend.git.kept import Kept
from mergemend.git.moves import WORDS as MOVES
from mergemend.git.moves import Moves
from mergemend.git.objects import EndedError, Objects, Served
from mergemend.git.renames import candidates, likeliest
from mergemend.git.runner import variables_at
from mergemend.git.safe import OPTIONS, SAFE_ENVIRONMENT
from mergemend.git.said import (
    FORMAT,
    RawChange,
    Version,
    index_entries,
    line_dates,
    raw_changes,
    read_version,
)
from mergemend.git.seen import AS_IT_IS, Seen, ends_in_crlf
from mergemend.model import decode, encode, is_utf8

MAX_VERSIONS = 2000  # of one file; what came into a file before these is reported as unknown


# A path in a name such as ``sha:path`` that git takes for something else: several lines, a line
# with an end of its own, and what looks like the output of `git describe`.
_ODD_PATH = re.compile(r"\n|\r$|-g[0-9a-f]{4,}($|[\^~])")
_NO_NAME = re.compile(r"[\0\n]|\r$|^-")
_NO_PATH = re.compile(r"\0|(^|/)\.{0,2}(/|$)")  # no file of git has such a path


# What git keeps for itself and is looked at here.
_MERGING = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
_REBASING = ("rebase-merge", "rebase-apply")
_OWN_FILES = ("shallow", *_MERGING, *_REBASING)


@dataclass(frozen=True, slots=True)
class Operation:
    """What git is in the middle of: the ref that says so, and the commit it names."""

    ref: str
    sha: str


class Repository:
    """Reads a repository. ``top`` is the top of its work tree. Close it after use."""

    def __init__(self, top: Path) -> None:
        """Raises `mergemend.git.runner.GitError`."""
        self.top = top
        self._variables = variables_at(top)
        self._git = git.Git(top)
        self._objects = Objects(self._serve)
        self.moves = Moves(lambda: self._start(["git", *OPTIONS, *MOVES], PIPE))
        self._touches: dict[tuple[str, str], Commit | None] = {}
        self._blobs: dict[str, str | None] = {}
        self._versions: dict[str, Version] = {}
        self._ancestors: dict[tuple[str, str], bool] = {}
        self._moved: dict[str, dict[str, str]] = {}
        self._kept = Kept()
        self._sizes: dict[str, int | None] = {}
        self.nearest: dict[tuple[str, str], list[str]] = {}
        self._hangs = False
        self._seen = AS_IT_IS
        self._views: dict[Seen, Repository] = {}

    def seen_in(self, path: str, data: bytes) -> Repository:
        """The repository as the work tree sees it for a file that holds ``data`` there.

        Every text is given as it would stand in the work tree, and named as git would keep it.
        """
        crlf = ends_in_crlf(data) and not self._has_cr(path)
        encoding = None if is_utf8(data) else self._encoding(path)
        if not crlf and encoding is None:
            return self
        seen = Seen(crlf, encoding)
        if seen not in self._views:
            self._views[seen] = copy(self)
            self._views[seen]._seen = seen
        return self._views[seen]

    def _has_cr(self, path: str) -> bool:
        """Whether git keeps CRs for a file; if not, it or an editor has put in those here."""
        names = (f":0:{path}", f":2:{path}", f"HEAD:{path}")
        blob = next((text for name in names if (text := self.text(name)) is not None), None)
        return blob is None or b"\r" in blob

    def _encoding(self, path: str) -> str | None:
        try:
            return stated_encoding(self.top, path)
        except runner.GitError:
            return None

    def close(self) -> None:
        """End the processes that serve this repository."""
        self._objects.close()
        self.moves.close()

    def _run(self, *words: str) -> bytes:
        """What git says. Raises `git.GitCommandError`, also once git has given no answer."""
        command = ["git", *OPTIONS, *words]
        if self._hangs:
            raise git.GitCommandError(command, "no answer before")
        started = self._start(command)  # ends the process when it goes
        process = cast("Popen[bytes]", started.proc)
        try:
            # GitPython's own limit is a thread that outlives an interrupt, and then kills
            said, complaint = communicate(process, runner.MAX_SECONDS)
        except TimeoutExpired as error:
            self._hangs = True
            raise git.GitCommandError(command, error) from None
        if process.returncode:
            raise git.GitCommandError(command, process.returncode, complaint)
        return said

    def _start(self, command: list[str], stdin: int | None = None) -> git.Git.AutoInterrupt:
        """Raises `git.GitCommandError`."""
        with only(self._variables):
            try:
                return self._git.execute(
                    command, env=SAFE_ENVIRONMENT, istream=stdin, as_process=True
                )
            except (OSError, ValueError) as error:  # a word with a NUL
                raise git.GitCommandError(command, error) from None

    def printed(self, *words: str) -> Iterator[str]:
        """What git says with ``-z``, while it says it. Raises `git.GitCommandError`."""
        command, rest = ["git", *OPTIONS, *words], b""
        if self._hangs:
            raise git.GitCommandError(command, "no answer before")
        served = Served(self._start(command, PIPE))
        try:
            for piece in served.rest():
                whole, nul, rest = (rest + piece).rpartition(b"\0")
                yield from decode(whole).split("\0") if nul else ()
        except (EndedError, TimeoutError) as error:
            self._hangs = isinstance(error, TimeoutError)
            raise git.GitCommandError(command, error) from None
        finally:
            served.end()

    def _line(self, *words: str) -> str:
        """What git says in a line. Raises `git.GitCommandError`."""
        return os.fsdecode(self._run(*words).removesuffix(b"\n"))

    def _fields(self, *words: str) -> list[str]:
        """What git says with ``-z``. Raises `git.GitCommandError`."""
        return decode(self._run(*words)).split("\0")[:-1]

    def _serve(self, how: str) -> git.Git.AutoInterrupt:
        return self._start(["git", *OPTIONS, "cat-file", how], PIPE)

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
        try:
            return self._line("rev-parse", "--is-shallow-repository") == "true"
        except git.GitCommandError:
            return False

    @cached_property
    def cut_off(self) -> frozenset[str]:
        """The commits of which a shallow clone lacks the parents."""
        return frozenset(self._own_file("shallow").split())

    @cached_property
    def object_format(self) -> str:
        """The hash that names objects: ``sha1`` or ``sha256``."""
        try:
            return self._line("rev-parse", "--show-object-format")
        except git.GitCommandError:
            return "sha1"

    def _own_file(self, name: str) -> str:
        """The text of a file that git keeps for itself; empty if there is none."""
        try:
            path = self._own_path(name)
            return path.read_text("ascii", "replace") if path.is_file() else ""
        except (git.GitCommandError, OSError):
            return ""

    def _own_path(self, name: str) -> Path:
        """Raises `git.GitCommandError`."""
        return self.top / (self._own_paths.get(name) or self._line("rev-parse", "--git-path", name))

    @cached_property
    def _own_paths(self) -> dict[str, str]:
        """The paths of `_OWN_FILES`, asked at once; none if a line does not hold one each.

        Raises `git.GitCommandError`.
        """
        words = [word for name in _OWN_FILES for word in ("--git-path", name)]
        paths = self._line("rev-parse", *words).split("\n")
        return dict(zip(_OWN_FILES, paths, strict=True)) if len(paths) == len(_OWN_FILES) else {}

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """The operations in progress; several for an octopus merge."""
        refs = _MERGING if self._is_rebasing else _MERGING[:-1]
        named = ((ref, sha) for ref in refs for sha in self._own_file(ref).split())
        return tuple(Operation(ref, sha) for ref, sha in named if _is_sha(sha))

    @property
    def _is_rebasing(self) -> bool:
        """Whether a rebase is in progress: a finished one can leave its ``REBASE_HEAD``."""
        try:
            folders = [self._own_path(name) for name in _REBASING]
        except git.GitCommandError:
            return False
        return any(folder.is_dir() for folder in folders)

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
            moved = self.moves.between(parent, version.commit.sha)
            old = moved.renamed.get(version.path)
            if old is None:
                data = self.blob(version.commit.sha, version.path)
                old = self.likeliest_source(version.path, data, parent, moved.deleted)
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

    def moved_to(self, sha: str, path: str) -> str | None:
        """Where the file that ``path`` was in a commit is in HEAD, if it was renamed since."""
        if sha not in self._moved:
            renamed = self.moves.between(sha, self.head).renamed if self.head else {}
            self._moved[sha] = {old: new for new, old in renamed.items()}
        return self._moved[sha].get(path)

    def raw_changes(self, sha: str) -> list[RawChange]:
        """What a commit changed, against all its parents; renamed files by their new name."""
        words = ("--root", "-r", "-c", "-z", "--no-commit-id", "--raw", "--full-index")
        for renames in (
            "-M",
            "--no-renames",
        ):  # in a partial clone, texts to compare can be missing
            try:
                fields = self._fields("diff-tree", renames, *words, "--end-of-options", sha)
            except git.GitCommandError:
                continue
            return list(raw_changes(fields))
        return []

    @cached_property
    def missing(self) -> list[str]:
        """The files of HEAD that are not in the index, or not in the work tree.

        No text is compared: that would run the filters that the repository names.
        """
        words = (
            "-r",
            "-z",
            "--cached",
            "--diff-filter=D",
            "--name-only",
            "--ignore-submodules=all",
        )
        try:
            unstaged = self._fields("diff-index", *words, "HEAD")
            return list(dict.fromkeys([*unstaged, *self._fields("ls-files", "-z", "--deleted")]))
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
        seen: set[str] = set()  # what is replaced can lead back to where it was
        while blob is not None and sha in self._versions and sha not in seen:
            seen.add(sha)
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
                self._run("merge-base", "--is-ancestor", "--end-of-options", one, other)
                self._ancestors[key] = True
            except git.GitCommandError as error:
                if error.status != 1:
                    raise
                self._ancestors[key] = False
        return self._ancestors[key]

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """The best common ancestors; several after a criss-cross merge, none if unrelated."""
        try:
            return tuple(self._line("merge-base", "--all", "--end-of-options", one, other).split())
        except git.GitCommandError:
            return ()

    def line_dates(self, sha: str, path: str) -> dict[bytes, datetime]:
        """The author date of each line that ``path`` holds in a commit; of equal lines the newest.

        Nothing where git can't tell.
        """
        try:
            # textconv is a program that the repository's configuration names
            blamed = self._run("blame", "--no-textconv", "--porcelain", sha, "--", path)
        except git.GitCommandError:
            return {}
        return {self._seen.here(line): date for line, date in line_dates(blamed).items()}

    def name_of(self, data: bytes) -> str:
        """The name that git gives to a blob with this content."""
        data = self._seen.stored(data)
        name = hashlib.new(self.object_format, b"blob %d\0" % len(data), usedforsecurity=False)
        name.update(data)
        return name.hexdigest()

    def blob_id(self, sha: str, path: str) -> str | None:
        """The name of the blob that ``path`` holds in a commit, or None."""
        return self.object_id(f"{sha}:{path}")

    def blob(self, sha: str, path: str) -> bytes | None:
        """What ``path`` holds in a commit, or None."""
        return self.text(f"{sha}:{path}")

    def text(self, name: str) -> bytes | None:
        """The content of a blob by its name, or None."""
        blob = self.object_id(name)
        data = self._objects.blob(blob.encode("ascii")) if blob else None
        return data and self._seen.here(data)

    def lists(self, sha: str, path: str) -> bool:
        """Whether a commit has the file, or may have: a partial clone can lack text and folder."""
        try:
            return self._in_tree(sha, path) is not None
        except git.GitCommandError:
            return True

    def stages(self, path: str) -> dict[int, str]:
        """The blobs of an unmerged file in the index, by stage: 1 base, 2 ours, 3 theirs."""
        try:
            listed = self._fields("ls-files", "-u", "-z", "--", path)
        except git.GitCommandError:
            return {}
        fields = (entry.split("\t", 1)[0].split() for entry in listed)
        return {int(stage): blob for _, blob, stage in fields}

    @cached_property
    def _index(self) -> list[tuple[str, str, str, str]]:
        """Mode, blob, stage and path of each entry of the index; asked once a run."""
        try:
            return index_entries(self._fields("ls-files", "--stage", "-z"))
        except git.GitCommandError:
            return []

    @cached_property
    def staged(self) -> dict[str, str]:
        """The files of the index, path to blob, without those that are unmerged or no files."""
        return {
            path: blob
            for mode, blob, stage, path in self._index
            if stage == "0" and mode.startswith("100")
        }

    @cached_property
    def folders(self) -> dict[str, list[str]]:
        """The paths of the files in `staged` by their folders."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in self.staged:
            found[path.rpartition("/")[0]].append(path)
        return dict(found)

    @cached_property
    def listing(self) -> Listing:
        """Every path that the index lists, unmerged ones too."""
        return Listing.of(self._index)

    def object_id(self, name: str) -> str | None:
        """The full name of an object that is here, None for others.

        ``name`` is what git calls it: a (short) sha, ``sha:path``, ``:stage:path``, a ref of git's
        own. A path may hold any character.
        """
        if name not in self._blobs:
            self._blobs[name] = self._find(name)
        return self._blobs[name]

    def _find(self, name: str) -> str | None:
        sha, _, path = name.partition(":")
        stage, _, path = path.partition(":") if name.startswith(":") else ("", "", path)
        if path and _ODD_PATH.search(path):
            try:
                return self._in_index(stage, path) if stage else self._in_tree(sha, path)
            except git.GitCommandError:
                return None
        if _NO_NAME.search(sha) or (":" in name and _NO_PATH.search(path)):
            return None
        found = self._objects.header(encode(name))
        return found.name if found else None

    def _in_tree(self, sha: str, path: str) -> str | None:
        """Raises `git.GitCommandError`."""
        for entry in self._fields("ls-tree", "-z", "--full-tree", sha, "--", path):
            about, _, name = entry.partition("\t")
            if name == path:
                return about.split(" ")[2]
        return None

    def _in_index(self, stage: str, path: str) -> str | None:
        """Raises `git.GitCommandError`."""
        for entry in self._fields("ls-files", "-s", "-z", "--", path):
            about, _, name = entry.partition("\t")
            if name == path and about.endswith(f" {stage}"):
                return about.split(" ")[1]
        return None

    def size(self, sha: str) -> int | None:
        """How many bytes an object has, None if it is not here."""
        found = self._objects.header(encode(sha))
        return found.size if found else None

    def kept_size(self, blob: str) -> int | None:
        """The same, asked once for a blob."""
        if blob not in self._sizes:
            self._sizes[blob] = self.size(blob)
        return self._sizes[blob]

    def kept_text(self, blob: str) -> bytes | None:
        """The content of a blob that other files ask for as well."""
        key = blob, self._seen
        text = self._kept.get(key)
        if text is None and (text := self.text(blob)) is not None:
            self._kept.put(key, text)
        return text

    def _log(self, *arguments: str, path: str) -> list[Version]:
        try:
            output = decode(self._run("log", *FORMAT, *arguments))
        except git.GitCommandError:
            return []
        lines = (read_version(line, path) for line in output.split("\n") if line)
        found = [version for version in lines if version]
        self._versions.update((version.commit.sha, version) for version in found)
        return found


def _is_sha(word: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{40,64}", word) is not None
