"""Clones that are thrown away after use: of a repository here without a copy, of others by URL.

Nothing of the other repository is run: a clone has none of its settings and hooks, and what the
user's own settings name is left out, but for what helps with credentials where that was asked for.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from mergemend.evidence import Commit
from mergemend.git.process import printed
from mergemend.git.runner import GitError, explained
from mergemend.git.safe import LOCAL, SAFE_CONFIG, SAFE_ENVIRONMENT
from mergemend.git.said import read_blame

_RUN = {
    "filter": ("smudge=", "clean=", "process=", "required=false"),
    "diff": ("command=", "textconv="),
}
PROTOCOLS = "https:http:ssh:git:file"
_OPTIONS = [w for s in SAFE_CONFIG if not s.startswith("protocol.") for w in ("-c", s)]
_ALL_REFS = "remote.origin.fetch=+refs/*:refs/remotes/origin/*"
_QUIET_SSH = "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes"
_USER = re.compile(r"(?<=://)[^/@\s]+@")
_NO_SYSTEM = "GIT_CONFIG_NOSYSTEM"
_SHOW = ("-c", "safe.bareRepository=all", "show-ref", "--head", "--dereference")
_TRUSTED = "safe.directory"
_NOT_OURS = "dubious ownership"
_REF, _HEADS, _ORIGIN = b"ref: ", b"refs/heads/", b"refs/remotes/origin/"
_SPECIAL = ("commondir", "shallow", "objects/info/alternates")
_SHA1 = 40  # digits
_PAGE = 4096  # bytes
_SMALL = 200_000_000  # bytes that a clone in memory may take
_SHARE = 8  # at most so little of what is free there: others need it, too
_CONFIG = """[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
\tlogallrefupdates = true
"""
_MOST_RANGES = 500  # of more lines all of the file is blamed: a command has a longest


@dataclass(frozen=True, slots=True)
class Here:
    """A repository here: git's own folder, and its refs with what they name, a line each."""

    git: Path
    lines: bytes

    @classmethod
    def of(cls, location: str) -> Here | None:
        """None where git does not say it, as for a repository of another owner."""
        place = Path(location)
        git = place / ".git" if os.path.lexists(place / ".git") else place
        try:
            lines = printed(_SHOW, location, {"GIT_CEILING_DIRECTORIES": str(place.parent)})
        except OSError:
            return None
        return cls(git, lines)

    @property
    def refs(self) -> str:
        """A digest of all of them."""
        return sha256(self.lines).hexdigest()

    @property
    def head(self) -> str | None:
        """The commit that HEAD names."""
        found = (line for line in self.lines.splitlines() if line.endswith(b" HEAD"))
        return next((line[:-5].decode("ascii") for line in found), None)

    def branch(self) -> bytes | None:
        """What a clone would have as its HEAD; None if it is not plain what a clone would have."""
        head = (self.head or "").encode()
        if any((self.git / name).exists() for name in _SPECIAL) or len(head) != _SHA1:
            return None
        if next(self.git.glob("objects/pack/*.promisor"), None):
            return None
        try:
            said = (self.git / "HEAD").read_bytes()
        except OSError:  # git's folder is elsewhere
            return None
        name = said.removeprefix(_REF).rstrip(b"\n")
        if name == head:
            return said
        is_branch = said == _REF + name + b"\n" and name.startswith(_HEADS)
        return said if is_branch and b"%b %b" % (head, name) in self.lines.splitlines() else None

    def packed(self, head: bytes) -> bytes:
        """The refs of a clone, as git keeps them in a file (gitrepository-layout(5))."""
        refs = (line.partition(b" ") for line in self.lines.splitlines())
        branches = [(name, sha) for sha, _, name in refs if name.startswith(_HEADS)]
        kept = [(name.replace(_HEADS, _ORIGIN, 1), sha) for name, sha in branches]
        kept += [(name, sha) for name, sha in branches if head == _REF + name + b"\n"]
        lines = (b"%b %b\n" % (sha, name) for name, sha in sorted(kept))
        return b"# pack-refs with: peeled fully-peeled sorted \n" + b"".join(lines)


def fits(here: Here, folder: Path) -> bool:
    """Whether the files of its HEAD take little of the room that there is."""
    words = ("ls-tree", "-r", "-l", "-z", "--full-tree", here.head or "HEAD")
    try:
        entries = printed(words, str(here.git), {"GIT_DIR": str(here.git)}).split(b"\0")[:-1]
        room = os.statvfs(folder)
    except OSError:
        return False
    sizes = (entry.partition(b"\t")[0].rpartition(b" ")[2] for entry in entries)
    pages = sum(int(size) // _PAGE + 2 for size in sizes if size.isdigit())
    return pages * _PAGE < min(_SMALL, room.f_bavail * room.f_frsize // _SHARE)


class Fetcher:
    """Runs git for clones; whoever runs it sees to it that it ends.

    What it has to keep goes into ``folder``. Without ``credentials`` no helper is asked and no key
    or password is given by us: what a server does not give to everybody is refused. ssh uses what
    ssh itself has.
    """

    def __init__(self, folder: Path, *, credentials: bool = False) -> None:
        self._folder = folder
        self._words = ["-c", "http.followRedirects=false"]
        kept = {name: value for name, value in os.environ.items() if name not in LOCAL}
        self._environment = (
            kept
            | SAFE_ENVIRONMENT
            | {
                "GIT_ALLOW_PROTOCOL": PROTOCOLS,
                "GIT_NO_LAZY_FETCH": "0",
                "GIT_ASKPASS": "",
                "SSH_ASKPASS": "",
                "GIT_SSH_COMMAND": _QUIET_SSH,
                _NO_SYSTEM: "1",
            }
        )
        if credentials:
            self._words += self._filters_off()
        else:
            self._words += ["-c", "credential.helper="]
            self._environment["GIT_CONFIG_GLOBAL"] = os.devnull
            self._environment["HOME"] = os.devnull  # curl reads ~/.netrc there

    def _filters_off(self) -> list[str]:
        """Options by which no filter of the user's own settings is run, as that of Git LFS is."""
        asked = ["config", "--global", "--name-only", "-z", "--get-regexp", r"^(filter|diff)\."]
        try:
            names = self._run(asked, self._folder).decode("utf-8", "surrogateescape").split("\0")
        except GitError:  # there are none
            return []
        drivers = sorted({name.rpartition(".")[0] for name in names if name.count(".") > 1})
        off = [f"{driver}.{key}" for driver in drivers for key in _RUN[driver.partition(".")[0]]]
        return [word for setting in off for word in ("-c", setting)]

    def refs(self, location: str) -> str:
        """A digest of all refs of a repository and what they name, empty where there are none.

        Raises `GitError`.
        """
        asked = ["ls-remote", "--", location]
        try:
            said = self._run(asked, self._folder)
        except GitError as error:
            if _NOT_OURS not in str(error) or not self._trust():
                raise
            said = self._run(asked, self._folder)
        return sha256(said).hexdigest() if said else ""

    def _trust(self) -> bool:
        """Trust repositories of other owners that the user's settings trust; nothing else counts.

        They are written into a file: what is given in words, a git that is started by git forgets.
        False where nothing is trusted.
        """
        environment = {name: value for name, value in os.environ.items() if name not in LOCAL}
        asked = ["config", "-z", "--get-all", _TRUSTED]
        try:
            places = self._run(asked, self._folder, environment=environment)
        except GitError:  # there are none
            return False
        settings = self._folder / "gitconfig"
        for place in os.fsdecode(places).split("\0")[:-1]:
            self._run(["config", "--file", str(settings), "--add", _TRUSTED, place], self._folder)
        self._environment["GIT_CONFIG_GLOBAL"] = str(settings)
        return True

    def clone(self, location: str, folder: Path, how: Sequence[str], *, all_refs: bool) -> None:
        """Clone into ``folder``; ``how`` are options of `git clone`.

        With ``all_refs`` all of its refs are those of the remote ``origin``, and there is no work
        tree. Raises `GitError`.
        """
        refs = ["--no-checkout", "-c", _ALL_REFS] if all_refs else []
        words = ["clone", "--quiet", "--no-tags", *refs, *how]
        self._run([*words, "--", location, str(folder)], folder.parent)

    def share(self, here: Here, folder: Path) -> bool:
        """Do by hand what ``clone`` does with ``--shared``, which takes many times as long.

        False, and nothing is there, where ``here`` is no plain repository. Raises `GitError`.
        """
        branch = here.branch()
        if branch is None:
            return False
        git = folder / ".git"
        (git / "objects/info").mkdir(parents=True)
        (git / "refs/remotes/origin").mkdir(parents=True)
        (git / "objects/info/alternates").write_bytes(os.fsencode(here.git / "objects") + b"\n")
        (git / "config").write_text(_CONFIG, "ascii")
        (git / "HEAD").write_bytes(branch)
        (git / "packed-refs").write_bytes(here.packed(branch))
        if branch.startswith(_REF):
            origin = branch.replace(_HEADS, _ORIGIN, 1)
            (git / "refs/remotes/origin/HEAD").write_bytes(origin)
        self._run(["read-tree", "--reset", "-u", "HEAD"], folder)
        return True

    def fill(self, folder: Path, paths: Sequence[str]) -> bool:
        """Fetch what a clone without blobs lacks of these paths' past, at once.

        False where it lacks nothing. Raises `GitError`.
        """
        asked = ["rev-list", "--objects", "--missing=print", "--all", "--", *paths]
        said = self._run(["--literal-pathspecs", *asked], folder).split(b"\n")
        missing = [line.removeprefix(b"?") for line in said if line.startswith(b"?")]
        if not missing:
            return False
        how = ["--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin"]
        words = ["-c", "fetch.negotiationAlgorithm=noop", "fetch", "origin", *how]
        self._run(words, folder, b"\n".join(missing))
        return True

    def wrote(self, folder: Path, path: str, lines: Sequence[int]) -> dict[int, Commit]:
        """The commits that wrote these lines (from 1) as HEAD has them; what is needed is fetched.

        Empty where git can't say it.
        """
        if not lines:
            return {}
        ranges = [word for line in lines for word in ("-L", f"{line},{line}")]
        if len(lines) > _MOST_RANGES:
            ranges = []
        words = ["blame", "--no-textconv", "--porcelain", *ranges, "HEAD", "--", path]
        try:
            return read_blame(self._run(words, folder))
        except GitError:
            return {}

    def _run(
        self,
        words: Sequence[str],
        folder: Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> bytes:
        try:
            done = subprocess.run(
                ["git", *_OPTIONS, *self._words, *words],
                cwd=folder,
                env=environment or self._environment,
                input=stdin,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise GitError("git is not installed, or not on the PATH") from None
        if done.returncode:
            said = explained(_USER.sub("", done.stderr.decode("utf-8", "replace")))
            raise GitError(said or f"git {words[0]} failed")
        return done.stdout
