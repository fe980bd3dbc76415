"""Writes git's objects as files, so that a history of many commits costs no process a commit.

The format of loose objects is told in git's Documentation/gitformat-loose and git-hash-object.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

_CONFIG = "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n"


@dataclass(frozen=True)
class Meta:
    """Who wrote a commit, and when."""

    subject: str
    author: str
    authored: datetime
    committed: datetime

    def earlier(self, subject: str, by: timedelta) -> Meta:
        """The same, that much before both dates."""
        first = min(self.authored, self.committed) - by
        return Meta(subject, self.author, first, first)


@dataclass(frozen=True)
class Objects:
    """The object store of the repository at ``top``."""

    top: Path

    @classmethod
    def init(cls, top: Path, branch: str = "work") -> Objects:
        """Make a repository without any commit, on ``branch``."""
        store = top / ".git"
        for folder in ("objects", "refs/heads", "info"):
            (store / folder).mkdir(parents=True)
        (store / "HEAD").write_text(f"ref: refs/heads/{branch}\n")
        (store / "config").write_text(_CONFIG)
        return cls(top)

    def ref(self, name: str, sha: str) -> None:
        """Let a ref name a commit."""
        file = self.top / ".git" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{sha}\n")

    def commit(self, meta: Meta, files: Mapping[str, bytes], parents: Sequence[str] = ()) -> str:
        """Write a commit that holds ``files``, by their paths, and nothing else."""
        tree = self._tree({tuple(path.split("/")): data for path, data in files.items()})
        who = re.sub(r"[<>\n\0]", "", meta.author).strip() or "Nobody"
        lines = [
            f"tree {tree}",
            *(f"parent {parent}" for parent in parents),
            f"author {who} <author@example.org> {_stamp(meta.authored)}",
            f"committer {who} <author@example.org> {_stamp(meta.committed)}",
            "",
            meta.subject,
        ]
        data = "".join(f"{line}\n" for line in lines)
        return self._write("commit", data.encode("utf-8", "surrogateescape"))

    def _tree(self, files: Mapping[tuple[str, ...], bytes]) -> str:
        entries: dict[str, tuple[str, str]] = {}
        folders: defaultdict[str, dict[tuple[str, ...], bytes]] = defaultdict(dict)
        for path, data in files.items():
            if len(path) == 1:
                entries[path[0]] = "100644", self._write("blob", data)
            else:
                folders[path[0]][path[1:]] = data
        for name, inner in folders.items():
            entries[f"{name}/"] = "40000", self._tree(inner)
        data = b"".join(
            f"{mode} {name.rstrip('/')}\0".encode("utf-8", "surrogateescape") + bytes.fromhex(sha)
            for name, (mode, sha) in sorted(entries.items())
        )
        return self._write("tree", data)

    def _write(self, kind: str, data: bytes) -> str:
        whole = f"{kind} {len(data)}\0".encode() + data
        sha = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
        file = self.top / ".git/objects" / sha[:2] / sha[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(whole, 1))
        return sha


def _stamp(date: datetime) -> str:
    return f"{int(date.timestamp())} {date.strftime('%z')[:5] or '+0000'}"
