"""Merges one file for git (gitattributes(5), "Defining a custom merge driver").

It writes what git would write, but for the regions that the resolvers settle with a grade that is
sure enough. Nothing is recorded: git holds all three texts, and may be merging for a look only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mergemend.conflicts.markers import unused_length
from mergemend.files import read_file
from mergemend.git.again import merge_as_git
from mergemend.git.merging import blob_names, merge_settings, names_of
from mergemend.git.runner import GitError
from mergemend.limits import MAX_FILE
from mergemend.model import Safety, is_binary
from mergemend.run_name import run_name

if TYPE_CHECKING:
    from mergemend.conflicts.merge import Decided


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

    decided: tuple[Decided, ...] = ()
    left: int = 0
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

    base, ours, theirs = _texts(asked)
    if any(map(is_binary, (base, ours, theirs))):
        return Merged(why=f"cannot merge binary files: {asked.path}")
    here = Path.cwd()
    settings = merge_settings(here)
    size = unused_length(base, ours, theirs)
    text, is_clean = merge_as_git((ours, base, theirs), size, settings)
    done = Merged(why=None if is_clean else f"not merged: {asked.path}")
    if b"<" * size in text:
        from mergemend.conflicts.merge import Merge, settle  # half of the time a merge takes

        names = names_of(asked.labels, here, settings.get("merge.conflictstyle", "merge"))
        made = Merge(asked.path, base, ours, theirs, text, size, names, asked.length)
        settled = settle(made, least)
        text = settled.text
        blobs = blob_names((asked.ours, asked.theirs), here) if settled.decided else ()
        done = Merged(settled.decided, settled.left, tuple(blobs))
    replace_bytes(asked.ours, ours, text, run_name(datetime.now(UTC)))
    return done


def _texts(asked: Asked) -> tuple[bytes, bytes, bytes]:
    files = asked.base, asked.ours, asked.theirs
    if max(file.stat().st_size for file in files) > MAX_FILE:
        raise GitError(f"{asked.path}: more than {MAX_FILE:,} bytes are left to git alone")
    base, ours, theirs = map(read_file, files)
    return base, ours, theirs
