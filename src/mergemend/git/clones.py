"""Clones that are thrown away after use: of a repository here without a copy, of others by URL.

Nothing of the other repository is run: a clone has none of its settings and hooks, and what the
user's own settings name is left out, but for what helps with credentials where that was asked for.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from mergemend.evidence import Commit
from mergemend.git.runner import GitError, explained
from mergemend.git.safe import LOCAL, SAFE_CONFIG, SAFE_ENVIRONMENT
from mergemend.git.said import read_blame

PROTOCOLS = "https:http:ssh:git:file"
_OPTIONS = [w for s in SAFE_CONFIG if not s.startswith("protocol.") for w in ("-c", s)]
_ALL_REFS = "remote.origin.fetch=+refs/*:refs/remotes/origin/*"
_QUIET_SSH = "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes"


class Fetcher:
    """Runs git for clones, each command for at most ``seconds``.

    Without ``credentials`` no helper is asked and no key or password is given by us: what a server
    does not give to everybody is refused. ssh uses what ssh itself has.
    """

    def __init__(self, seconds: float, *, credentials: bool = False) -> None:
        self._seconds = seconds
        self._words = ["-c", "http.followRedirects=false"]
        self._words += [] if credentials else ["-c", "credential.helper="]
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
                "GIT_CONFIG_NOSYSTEM": "1",
            }
        )
        if not credentials:
            self._environment["GIT_CONFIG_GLOBAL"] = os.devnull

    def refs(self, location: str) -> str:
        """A digest of all refs of a repository and what they name. Raises `GitError`."""
        return sha256(self._run(["ls-remote", "--", location], Path())).hexdigest()

    def clone(self, location: str, folder: Path, how: Sequence[str], *, all_refs: bool) -> None:
        """Clone without a work tree into ``folder``; ``how`` are options of `git clone`.

        With ``all_refs`` all of its refs are those of the remote ``origin``. Raises `GitError`.
        """
        refs = ["-c", _ALL_REFS] if all_refs else []
        words = ["clone", "--quiet", "--no-checkout", "--no-tags", *refs, *how]
        self._run([*words, "--", location, str(folder)], folder.parent)

    def check_out(self, folder: Path) -> bool:
        """Make the work tree of a clone; False where there is no commit. Raises `GitError`."""
        try:
            self._run(["rev-parse", "--verify", "--quiet", "HEAD"], folder)
        except GitError:
            return False
        self._run(["checkout", "--quiet", "--force", "HEAD", "--"], folder)
        return True

    def wrote(self, folder: Path, path: str, lines: Sequence[int]) -> dict[int, Commit]:
        """The commits that wrote these lines (from 1) as HEAD has them; what is needed is fetched.

        Empty where git can't say it.
        """
        ranges = [word for line in lines for word in ("-L", f"{line},{line}")]
        words = ["blame", "--no-textconv", "--porcelain", *ranges, "HEAD", "--", path]
        try:
            return read_blame(self._run(words, folder))
        except GitError:
            return {}

    def _run(self, words: Sequence[str], folder: Path) -> bytes:
        try:
            done = subprocess.run(
                ["git", *_OPTIONS, *self._words, *words],
                cwd=folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=self._seconds,
            )
        except FileNotFoundError:
            raise GitError("git is not installed, or not on the PATH") from None
        except subprocess.TimeoutExpired:
            raise GitError(f"git {words[0]} took more than {self._seconds:g} s") from None
        if done.returncode:
            said = explained(done.stderr.decode("utf-8", "replace"))
            raise GitError(said or f"git {words[0]} failed")
        return done.stdout
