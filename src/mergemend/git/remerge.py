"""Makes a merge of one file anew, to see the conflict that it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from mergemend.git.repository import Repository, Version
from mergemend.git.runner import GitError, run_git


def merge_again(repository: Repository, version: Version) -> bytes | None:
    """The file as merging the two parents of ``version`` gives it, with markers for conflicts.

    The markers say ``HEAD`` and the second parent's full name. None where a parent does not have
    the file, or git finds no merge base or cannot merge it (binary files).
    """
    ours, theirs = version.parents
    base = repository.merge_base(ours, theirs)
    texts = [repository.blob(sha, version.path_before) for sha in (ours, theirs)]
    before = repository.blob(base, version.path_before) if base else None
    if texts[0] is None or texts[1] is None:
        return None
    return _merge(texts[0], before or b"", texts[1], theirs)


def _merge(ours: bytes, base: bytes, theirs: bytes, label: str) -> bytes | None:
    with TemporaryDirectory(prefix="mergemend-") as name:
        folder = Path(name)
        for part, data in (("ours", ours), ("base", base), ("theirs", theirs)):
            (folder / part).write_bytes(data)
        labels = ["-L", "HEAD", "-L", "base", "-L", label]
        try:
            run_git(["merge-file", "-q", *labels, "ours", "base", "theirs"], folder, conflicts=True)
        except GitError:
            return None
        return (folder / "ours").read_bytes()
