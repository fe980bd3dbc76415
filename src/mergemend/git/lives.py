"""When files were committed, and what they held, asked for many of them at once.

For the first few of a run git is asked one by one; then it walks once through all of history, for
all files that the run looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import git

from mergemend.git.repository import MAX_VERSIONS, Repository
from mergemend.git.walk import WORDS, Entry, Life, Place, read_commits, walk

# A walk for all files takes as long as asking for several alone, twenty where history is long.
FEW, MANY = 8, 16
VERY_MANY = 64  # are not first asked for alone


@dataclass
class Lives:
    """The lives of the files of a repository; ``expected`` tells those that a run looks at."""

    repository: Repository
    expected: Callable[[], Iterable[str]]
    _known: dict[Place, Life | None] = field(default_factory=dict)
    _blobs: dict[Place, frozenset[str]] = field(default_factory=dict)
    _walked: set[Place] = field(default_factory=set)
    _asked: int = 0

    def of(self, seen: Repository, tips: Sequence[str], path: str, cost: int = 1) -> Life | None:
        """When a file was committed, up to ``tips`` and across renames.

        ``seen`` is the repository as the work tree sees it for the file, ``cost`` how often git
        would be asked for it alone.
        None if there is no commit of it, or if only asking for it alone can tell.
        """
        whole, place = None, (" ".join(tips), path)
        while life := self._at(place, cost):
            whole = whole.after(life) if whole else life
            if whole.count >= MAX_VERSIONS:
                return None
            renamed = seen.renamed_from(life.oldest)
            if renamed is None:
                return whole
            place = renamed[0][0], renamed[1]
        return None

    def tells_none(self, tips: Sequence[str], path: str) -> bool:
        """Whether it is known that there is no commit of a file up to ``tips``."""
        place = (" ".join(tips), path)
        return place in self._known and self._known[place] is None

    def blobs(self, tips: Sequence[str], path: str) -> Collection[str] | None:
        """All that a file of this name held in any commit up to ``tips``.

        None if only asking for it alone can tell.
        """
        return self._blobs.get((" ".join(tips), path))

    def _at(self, place: Place, cost: int) -> Life | None:
        if place not in self._walked:
            self._asked += cost
            few = self._asked <= FEW
            due = set() if few and self._walked else self._due(place[0])
            if place in due and len(due) >= (VERY_MANY if few else MANY):
                self._walk(due)
            if not few:
                self._asked = 0
        return self._known.get(place)

    def _due(self, tips: str) -> set[Place]:
        """What can be asked for together."""
        if tips.partition(" ")[0] == self.repository.head:
            paths = (*self.expected(), *self.repository.missing)
            return {(tips, path) for path in paths} - self._walked
        lives = [life for life in self._known.values() if life]
        return {place for life in lives if (place := self._before(life))} - self._walked

    def _before(self, life: Life) -> Place | None:
        """Where a file was before it was renamed, if git alone sees that it was."""
        oldest = life.oldest
        for parent in oldest.parents:
            if self.repository.blob_id(parent, oldest.path) is None:
                moved = self.repository.moves.between(parent, oldest.commit.sha)
                if old := moved.renamed.get(oldest.path):
                    return parent, old
        return None

    def _walk(self, due: set[Place]) -> None:
        self._walked |= due
        repository, tips = self.repository, {tip for tips, _ in due for tip in tips.split()}
        words = repository.printed("log", *WORDS, *tips, "--")
        blobs: dict[str, set[str]] = {path: set() for _, path in due}
        try:
            commits = read_commits(words, blobs)
            self._known |= walk(_noted(commits, blobs), due, repository.blob_id)
        except git.GitCommandError:
            return  # in a partial clone, folders to compare can be missing
        if len({tips for tips, _ in due}) == 1:
            clear = (place for place in due if "" not in blobs[place[1]])
            self._blobs |= {place: frozenset(blobs[place[1]]) for place in clear}


def _noted(commits: Iterable[Entry], blobs: Mapping[str, set[str]]) -> Iterator[Entry]:
    """Go through commits, and note what they put at paths; nothing for a folder."""
    for commit in commits:
        for path, blob in commit.blobs.items():
            if not blob or blob.strip("0"):
                blobs[path].add(blob)
        yield commit
