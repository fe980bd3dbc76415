"""What tells this program, and what it reads documents with, from any other.

Used by caches: while the program is worked on its version stays the same.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_PARTS = frozenset({".py", ".yaml"})  # not what Python compiles when it is first needed
_READERS = ("markdown_it", "yaml")  # what tells blocks, and reads kinds


def state() -> str:
    """A text that changes with the program, with Python, and with what documents are read by."""
    parts = Path(__file__).parent.rglob("*")
    changed = max(path.stat().st_mtime for path in parts if path.suffix in _PARTS)
    return f"{changed} {sys.version} {[_told(name) for name in _READERS]}"


def _told(name: str) -> tuple[str | None, int]:
    """Where a package is and when it was put there; it is not loaded for that."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return None, 0
    return spec.origin, Path(spec.origin).stat().st_mtime_ns
