"""What tells this program, and what it reads texts with, from any other.

Used by caches: while the program is worked on its version stays the same. The light way asks it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = (".py", ".yaml")  # not what Python compiles when it is first needed

# What tells garbled text, what tells blocks, and what reads kinds.
_READERS = ("ftfy/badness.py", "markdown_it/__init__.py", "yaml/__init__.py")


def state() -> str:
    """A text that changes with the program, with Python, and with what texts are read by."""
    told = (str(number) for name in _READERS for number in _told(name))
    return " ".join([str(_newest(os.path.dirname(__file__))), *told, sys.version])


def _newest(folder: str) -> int:
    """When a part of the program was changed last, in ns; another version makes it later."""
    newest = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_PARTS):
                newest = max(newest, entry.stat().st_mtime_ns)
            elif "." not in entry.name and entry.is_dir():
                newest = max(newest, _newest(entry.path))
    return newest


def _told(name: str) -> Iterator[int]:
    """When a package was put where it is, which is not loaded for that."""
    for folder in sys.path:
        try:
            found = os.stat(os.path.join(folder, name))
        except OSError:
            continue
        yield found.st_mtime_ns
        yield found.st_size  # times can be those of an archive
        return
