"""Makes a merge of one file anew, to see the conflict that it was."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from mergemend.git.repository import Repository, Version
from mergemend.git.runner import GitError, run_git


def merge_again(repository: Repository, version: Version) -> bytes | None:
    """The file as merging the two parents of ``version`` gives it, with markers for conflicts.

    The markers say ``HEAD`` and the second parent's full name. None where there are not two
    parents, one of them does not have the file, or git can't merge it (binary files).
    """
    if len(version.parents) != 2:
        return None
    ours, theirs = version.parents
    base = repository.merge_base(ours, theirs)
    return _merge(repository, version.path_before, (ours, base, theirs))


def merge_in_progress(repository: Repository, path: str) -> bytes | None:
    """The same for the operation in progress: what it puts upon HEAD.

    A cherry-pick or rebase merges with the commit's parent as base; a revert the other way round.
    """
    if len(repository.operations) != 1 or repository.head is None:
        return None
    operation = repository.operations[0]
    before = repository.commit_id(f"{operation.sha}^1")
    sides: tuple[str | None, str | None]
    if operation.ref == "MERGE_HEAD":
        sides = repository.merge_base(repository.head, operation.sha), operation.sha
    elif operation.ref == "REVERT_HEAD":
        sides = operation.sha, before
    else:
        sides = before, operation.sha
    return _merge(repository, path, (repository.head, *sides))


def _merge(
    repository: Repository, path: str, commits: tuple[str, str | None, str | None]
) -> bytes | None:
    """Merge what ``path`` holds in three commits: ours, base, theirs. A base may lack the file."""
    texts = [repository.blob(sha, path) if sha else None for sha in commits]
    if texts[0] is None or texts[2] is None:
        return None
    with TemporaryDirectory(prefix="mergemend-") as name:
        folder = Path(name)
        for part, data in zip(("ours", "base", "theirs"), texts, strict=True):
            (folder / part).write_bytes(data or b"")
        labels = ["-L", "HEAD", "-L", "base", "-L", commits[2] or ""]
        try:
            run_git(["merge-file", "-q", *labels, "ours", "base", "theirs"], folder, conflicts=True)
        except GitError:
            return None
        return (folder / "ours").read_bytes()
