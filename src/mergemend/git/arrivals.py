"""How markers came into a file."""

from __future__ import annotations

from dataclasses import dataclass

from mergemend.evidence import Commit


@dataclass(frozen=True, slots=True)
class Arrival:
    """How markers came into a file: by which commit (None: the work tree), upon which parents.

    ``path`` is the file's path then, ``path_before`` the one in the parents.
    """

    commit: Commit | None
    parents: tuple[str, ...]
    path: str
    path_before: str
    age: int
