"""Which files were renamed or deleted between two commits: one process tells it for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import git

from mergemend.git.objects import MAX_STARTS, EndedError, Served
from mergemend.model import decode

WORDS = (
    *("diff-tree", "--stdin", "--no-commit-id", "-r", "-z", "-M"),
    *("--diff-filter=RD", "--name-status"),
)
# what is no name of an object is printed again, and no path has an empty part
_END = b"//\n"
_KEPT = 10_000  # answers: the files that came with one commit ask for the same, and ask twice


@dataclass(frozen=True, slots=True)
class Moved:
    """What was renamed, new name to old, and what else is gone."""

    renamed: dict[str, str] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)


@dataclass
class Moves:
    """Answers for two commits at a time; ``start`` runs git with `WORDS`."""

    start: Callable[[], git.Git.AutoInterrupt]
    _served: Served | None = None
    _starts: int = 0
    _known: dict[tuple[str, str], Moved] = field(default_factory=dict)

    def between(self, before: str, after: str) -> Moved:
        """What moved from one commit to another, by their full names.

        Nothing where git can't tell: in a partial clone, texts to compare can be missing.
        """
        if (before, after) not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[before, after] = self._ask(before, after)
        return self._known[before, after]

    def close(self) -> None:
        """End the process."""
        if self._served:
            self._served.end()
            self._served = None

    def _ask(self, before: str, after: str) -> Moved:
        if self._starts > MAX_STARTS:
            return Moved()
        try:
            if self._served is None:
                self._served = Served(self.start())
            # git takes the second commit for the parent of the first
            said = self._served.ask_for(f"{after} {before}\n".encode() + _END, _END)
        except (EndedError, TimeoutError, OSError, git.GitCommandError) as error:
            self._starts = MAX_STARTS if isinstance(error, TimeoutError) else self._starts
            self._starts += 1
            self.close()
            return Moved()
        return _read(said)


def _read(said: bytes) -> Moved:
    moved = Moved()
    rest = iter(decode(said).split("\0")[:-1])
    for status in rest:
        old = next(rest)
        if status.startswith("R"):
            moved.renamed[next(rest)] = old
        else:
            moved.deleted.append(old)
    return moved
