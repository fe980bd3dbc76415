"""What this system has of what the others have: Windows knows other flags and no open folders."""

from __future__ import annotations

import os

HAS_FOLDERS = hasattr(os, "O_DIRECTORY") and os.open in os.supports_dir_fd
"""Whether a folder can be opened, and names be looked up in it."""


def flags(*names: str) -> int:
    """Those of the named flags of `os.open` that there are; never one that changes line ends."""
    return sum(getattr(os, name, 0) for name in (*names, "O_BINARY"))
