"""Where a stack's texts came from: for each layer the commit that wrote it, and its parents' texts.

A commit that brought markers in has the text one layer down as its first parent's. That text may
have markers of its own, and so may the other side's: each is followed in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mergemend.conflicts.markers import Kind, Marker, find_markers
from mergemend.conflicts.spans import same_conflicts
from mergemend.evidence import Origin, Part, Rung, Side
from mergemend.git.arrivals import Arrival
from mergemend.git.labels import parse_label
from mergemend.git.repository import Repository
from mergemend.git.said import Version
from mergemend.lines import split_lines
from mergemend.model import decode

if TYPE_CHECKING:
    from mergemend.git.evidence import GitEvidence

LOOK_AHEAD = 100  # versions of the file whose parents are asked for at once
MAX_LAYERS = 150  # followed down: real stacks have dozens, and Python's stack is finite


@dataclass
class Origins:
    """Follows the texts of one file down its history."""

    evidence: GitEvidence
    _known: dict[tuple[str, str], Origin | None] = field(default_factory=dict)

    @property
    def _repository(self) -> Repository:
        return self.evidence.repository

    def now(self) -> Origin | None:
        """How the text that the file holds now came about."""
        head, path, data = self._repository.head, self.evidence.path, self.evidence.data
        if head is None:
            return None
        self._look_ahead(data)
        if self._repository.blob(head, path) == data:
            return self._at(head, path, 0)
        return self._of(data, Arrival(None, self.evidence.tips, path, path, 0), 0)

    def _look_ahead(self, data: bytes) -> None:
        """Ask for the commits that will be needed in one go."""
        labels = (parse_label(decode(marker.label)).sha for marker in _markers(data))
        named = (self._repository.commit_id(sha) for sha in dict.fromkeys(labels) if sha)
        parents = (p for version in self.evidence.changes[:LOOK_AHEAD] for p in version.parents)
        self._repository.commits(list(dict.fromkeys([*filter(None, named), *parents])))

    def _at(self, sha: str, path: str, depth: int) -> Origin | None:
        """How the text that ``path`` holds in a commit came about."""
        key = (sha, path)
        if key not in self._known:
            self._known[key] = None  # history has no circles, but a replaced object can make one
            self._known[key] = self._look_up(sha, path, depth)
        return self._known[key]

    def _look_up(self, sha: str, path: str, depth: int) -> Origin | None:
        touch = self._repository.touch(sha, path)
        version = self._version(touch.sha, path) if touch else None
        text = self._repository.blob(touch.sha, path) if touch else None
        if version is None or text is None or depth > MAX_LAYERS:
            return None
        arrival = Arrival(version.commit, version.parents, path, version.path_before, 1)
        return self._of(text, arrival, depth)

    def _version(self, sha: str, path: str) -> Version | None:
        for version in self.evidence.changes:
            if version.commit.sha == sha and version.path == path:
                return version
        found = self._repository.commits([sha]).get(sha)
        if found is None:
            return None
        found = replace(found, path=path, path_before=path)
        earlier = self._repository.renamed_from(found)
        return replace(found, path_before=earlier[1]) if earlier else found

    def _of(self, text: bytes, arrival: Arrival, depth: int) -> Origin | None:
        before = [self._repository.blob(sha, arrival.path_before) for sha in arrival.parents]
        if not before or before[0] is None:
            return None
        markers = _markers(text)
        parents = [_markers(data or b"") for data in before]
        ends = _new(markers, parents, Kind.END)
        if not ends:
            return self._changed(text, before, arrival, depth)
        start = next(iter(_new(markers, parents[:1], Kind.START)), "HEAD")
        parts = [self._ours(start, before[0], arrival, depth)]
        parts += [self._theirs(label, arrival, depth) for label in ends]
        return Origin(text, arrival.commit, tuple(parts))

    def _changed(
        self, text: bytes, before: Sequence[bytes | None], arrival: Arrival, depth: int
    ) -> Origin | None:
        """A commit that left the markers as a parent has them, and changed something else."""
        for sha, data in zip(arrival.parents, before, strict=True):
            if data is not None and same_conflicts(text, data):
                side = Side("", Rung.UNKNOWN, "its text has markers")
                part = Part(side, data, self._at(sha, arrival.path_before, depth + 1))
                return Origin(text, arrival.commit, (part,))
        return None

    def _ours(self, label: str, text: bytes, arrival: Arrival, depth: int) -> Part:
        """HEAD is the first parent, at that time, of the commit that brought the marker in."""
        parent, path = arrival.parents[0], arrival.path_before
        commit, touch = self.evidence.commit(parent), self._repository.touch(parent, path)
        came = arrival.commit
        rung = Rung.INTRODUCED if came else Rung.OPERATION
        by = f"the first parent of {came.sha[:10]}" if came else "the commit that HEAD is now"
        side = Side(label, rung if touch else Rung.UNKNOWN, by, commit, touch)
        return self._part(side, text, parent, path, depth)

    def _theirs(self, label: str, arrival: Arrival, depth: int) -> Part:
        side = self.evidence.side(label, arrival, ours=False)
        if side.commit is None or side.commit == arrival.commit:
            return Part(side, None)  # the commit that holds both sides does not say what one was
        sha = side.commit.sha
        for path in _paths(parse_label(label).path or arrival.path_before):
            text = self._repository.blob(sha, path)
            if text is not None and side.touch is None:
                touch = self._repository.touch(sha, path)
                side = replace(side, rung=Rung.INTRODUCED, why=f"it holds {path}", touch=touch)
            if text is not None:
                return self._part(side, text, sha, path, depth)
        return Part(side, None)

    def _part(self, side: Side, text: bytes, sha: str, path: str, depth: int) -> Part:
        return Part(side, text, self._at(sha, path, depth + 1) if _markers(text) else None)


def _paths(path: str) -> Iterator[str]:
    """Where a side may have a file: in the same place, or in a tree that was put below a folder."""
    yield path
    while "/" in path:
        path = path.split("/", 1)[1]
        yield path


def _markers(text: bytes) -> tuple[Marker, ...]:
    return find_markers(split_lines(text)) if b">>>>>>>" in text else ()


def _new(
    markers: Sequence[Marker], parents: Sequence[Sequence[Marker]], kind: Kind
) -> dict[str, int]:
    """The labels of markers of ``kind`` that are more than the parents', in their order.

    A text can hold what several parents had; a label that is in more of it than all of them
    together is surely new.
    """
    now = _labels(markers, kind)
    before = [_labels(parent, kind) for parent in parents]
    together: Counter[str] = sum(before, Counter())
    most: Counter[str] = Counter()
    for labels in before:
        most |= labels
    return dict(now - together or now - most)


def _labels(markers: Sequence[Marker], kind: Kind) -> Counter[str]:
    return Counter(decode(m.label) for m in markers if m.kind is kind)
