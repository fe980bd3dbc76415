"""Texts in which the whole program found nothing, and would find nothing wherever they stood.

What the sieve leaves to the whole program are mostly texts in languages that it can't tell from
garbled ones. If they hold no marker, are no status document and say nothing to this program, what
is found in them hangs on their bytes alone (`clean.hangs_on_bytes`): such a text need not be looked
at again until it or the program changes.
"""

from __future__ import annotations

import os
import sys

from mergemend.known import FOLDER, PLAIN, Known, git_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = ("", "/mojibake", "/conflicts")  # folders of the modules that look at texts
_READER = "ftfy/badness.py"  # what tells garbled text


def known_plain(top: str, *, learn: bool = False) -> Known | None:
    """The texts of the work tree at ``top``; None if none are known, unless some are to be."""
    git = git_folder(top)
    if git is None or not (learn or os.path.exists(f"{git}/{FOLDER}/{PLAIN}")):
        return None
    return Known(top, PLAIN, " ".join([sys.version, *map(str, _times())]).encode())


def _times() -> Iterator[int]:
    """When what decides was changed last; an edit, or another version, makes it later."""
    home = os.path.dirname(__file__)
    for part in _PARTS:
        with os.scandir(home + part) as entries:
            modules = [entry for entry in entries if entry.name.endswith(".py")]
        yield max(entry.stat().st_mtime_ns for entry in modules)
    for folder in sys.path:
        try:
            found = os.stat(os.path.join(folder, _READER))
        except OSError:
            continue
        yield found.st_mtime_ns
        yield found.st_size  # times can be those of an archive, all the same
        return
