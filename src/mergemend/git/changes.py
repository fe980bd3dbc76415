"""What a commit changed: every file of it, with its text before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mergemend.git.renames import candidates, likeliest
from mergemend.git.repository import Repository
from mergemend.git.said import RawChange
from mergemend.model import is_binary

MAX_FILES = 1000  # of one commit, by their names; the rest is not looked at
MAX_BYTES = 100_000_000  # of them, before and after together


@dataclass(frozen=True, slots=True)
class Change:
    """A file that a commit changed or added, and what it held in the parents that had it."""

    path: str
    data: bytes
    before: tuple[bytes, ...]


def changes(repository: Repository, sha: str) -> Iterator[Change]:
    """The texts that commit ``sha`` changed, as far as `MAX_FILES` and `MAX_BYTES` allow.

    Of a merge those that differ from all its parents. Binary files are left out, and so is what a
    partial clone lacks.
    """
    listed = repository.raw_changes(sha)
    deleted = {raw.path: raw.before[0] for raw in listed if raw.after is None}
    left = MAX_BYTES
    for raw in listed[:MAX_FILES]:
        data = repository.text(raw.after) if raw.after else None
        if data is None or is_binary(data):
            continue
        before = tuple(_before(repository, raw, data, deleted))
        left -= len(data) + sum(map(len, before))
        if left < 0:
            return
        yield Change(raw.path, data, before)


def _before(
    repository: Repository, raw: RawChange, data: bytes, deleted: Mapping[str, str | None]
) -> Iterator[bytes]:
    blobs: Sequence[str | None] = raw.before
    if not any(blobs) and deleted:
        texts = (
            (old, repository.text(deleted[old] or "")) for old in candidates(raw.path, deleted)
        )
        source = likeliest(data, ((old, text) for old, text in texts if text is not None))
        blobs = [deleted[source]] if source else []
    for blob in blobs:
        text = repository.text(blob) if blob else None
        if text is not None:
            yield text
