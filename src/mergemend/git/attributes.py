"""What ``.gitattributes`` states about a file."""

from __future__ import annotations

import os
from pathlib import Path

from mergemend.git.runner import run_git

_NONE = {b"unspecified", b"unset", b"set"}


def stated_encoding(folder: Path, name: str) -> str | None:
    """The ``working-tree-encoding`` of the file ``name``, a path from ``folder``, or None.

    Raises `mergemend.git.runner.GitError`.
    """
    asked = ["check-attr", "-z", "working-tree-encoding", "--"]
    value = run_git([*asked, os.fsencode(name)], folder).split(b"\0")[2]
    return None if value in _NONE else value.decode("ascii", "replace")
