"""The names of files that are being written; apart from writing, as every look at files asks."""

from __future__ import annotations

from mergemend.run_name import is_run_name

_NAME = 40  # characters of a file's name that the temporary one shows


def temporary_name(name: str, run: str) -> str:
    """What the file ``name`` is called while the run ``run`` writes it, in the same folder."""
    return f".{name[:_NAME]}.{run}.tmp"


def is_temporary(name: str) -> bool:
    """Whether a file's name is one that `temporary_name` gives."""
    run = name.removesuffix(".tmp").rpartition(".")[2]
    return name.startswith(".") and name.endswith(".tmp") and is_run_name(run)
