"""Merges one file for git (gitattributes(5), "Defining a custom merge driver").

It writes what git would write, but for the regions that the resolvers settle with a grade that is
sure enough. Nothing is recorded: git holds all three texts, and may be merging for a look only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mergemend.conflicts.merge import Decided, Merge, settle, unused_size
from mergemend.files import read_file
from mergemend.git.again import merge_as_git
from mergemend.git.merging import blob_names, merge_settings, names_of
from mergemend.git.runner import GitError
from mergemend.limits import MAX_FILE
from mergemend.model import Safety, decode, is_binary
from mergemend.run_name import run_name


@dataclass(frozen=True, slots=True)
class Asked:
    """What git asks of a driver: three files (ours takes the result), and what to write into it.

    ``length`` is that of markers, ``path`` the file's in the repository, ``labels`` those of base,
    ours and theirs, or what an older git leaves in their place.
    """

    base: Path
    ours: Path
    theirs: Path
    length: int
    path: str
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a file: the decisions, the regions left, and what is said of it all.

    ``sides`` are the names of the blobs of ours and theirs where something was decided.
    """

    decided: tuple[Decided, ...]
    left: int
    sides: tuple[str, ...] = ()
    why: str | None = None

    @property
    def is_clean(self) -> bool:
        """Whether no conflict is left."""
        return not self.left and self.why is None


def merge(asked: Asked, least: Safety) -> Merged:
    """Merge a file, and decide what can be with the grade ``least`` or a surer one.

    Raises `mergemend.git.runner.GitError` and `OSError`: then nothing was written.
    """
    from mergemend.files.writing import replace_bytes

    files = asked.base, asked.ours, asked.theirs
    if max(file.stat().st_size for file in files) > MAX_FILE:
        raise GitError(f"{asked.path}: more than {MAX_FILE:,} bytes are left to git alone")
    base, ours, theirs = map(read_file, files)
    here = Path.cwd()
    settings = merge_settings(here)
    names = names_of(asked.labels, here, settings.get("merge.conflictstyle", "merge"))
    sides = f"{asked.path} ({decode(names.ours)} vs. {decode(names.theirs)})"
    if any(map(is_binary, (base, ours, theirs))):
        return Merged((), 0, why=f"cannot merge binary files: {sides}")
    size = unused_size(base, ours, theirs)
    merged, is_clean = merge_as_git((ours, base, theirs), size, settings)
    settled = settle(
        Merge(asked.path, base, ours, theirs, merged, size, names, asked.length), least
    )
    blobs = tuple(blob_names((asked.ours, asked.theirs), here)) if settled.decided else ()
    replace_bytes(asked.ours, ours, settled.text, run_name(datetime.now(UTC)))
    odd = not is_clean and not settled.decided and not settled.left
    why = f"not merged: {sides}" if odd else None
    return Merged(settled.decided, settled.left, blobs, why)
