"""What git knows of one file's conflicts: who brought each layer in, and what its sides are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain

from mergemend.conflicts.markers import Kind, find_markers
from mergemend.evidence import (
    Ancestry,
    Commit,
    Held,
    Labels,
    LayerEvidence,
    LayerQuery,
    MergeInputs,
    Origin,
    Rung,
    Side,
    Written,
)
from mergemend.git.again import merge_again
from mergemend.git.around import IndexFiles
from mergemend.git.arrivals import Arrival
from mergemend.git.attributes import stated_encoding
from mergemend.git.inputs import in_progress, of_history, of_merge, read, remerge, texts
from mergemend.git.labels import Label, parse_label, skeleton
from mergemend.git.lives import Lives
from mergemend.git.neighbours import neighbours
from mergemend.git.repository import Repository
from mergemend.git.said import Version
from mergemend.git.walk import Life
from mergemend.lines import split_lines
from mergemend.model import Document, decode

MAX_BYTES = 200_000_000  # of a file's earlier texts; older ones are not read


@dataclass
class GitEvidence:
    """The past of the file ``path`` (from the top of ``repository``), which now holds ``data``.

    ``lives`` knows of many files when they were committed.
    """

    repository: Repository
    path: str
    data: bytes
    lives: Lives | None = None
    _sides: dict[tuple[str, Arrival | None, bool], Side] = field(default_factory=dict)
    _inputs: dict[LayerQuery, MergeInputs | None] = field(default_factory=dict)

    # Evidence

    def layers(self, queries: Sequence[LayerQuery]) -> Sequence[LayerEvidence]:
        """Both sides of each layer, and when it came into the file."""
        arrivals = self._arrivals(queries)
        found = []
        for query in queries:
            arrival = arrivals.get(query)
            found.append(
                LayerEvidence(
                    self.side(query.start, arrival, ours=True),
                    self.side(query.end, arrival, ours=False),
                    arrival.age if arrival else None,
                    arrival.commit if arrival else None,
                )
            )
        return found

    def origin(self) -> Origin | None:
        """How the markers in the file came about."""
        from mergemend.git.origins import Origins  # most texts have no markers

        return Origins(self).now()

    def merged(self, ours: bytes, base: bytes, theirs: bytes, labels: Labels) -> Iterable[bytes]:
        """What git makes of three texts, in each way and style that it has."""
        return merge_again((ours, base, theirs), labels)

    def ancestry(self, one: Commit, other: Commit) -> Ancestry:
        """What ``one`` is to ``other``."""
        return self.repository.ancestry(one.sha, other.sha)

    def inputs(self, query: LayerQuery) -> MergeInputs | None:
        """The texts that were merged when a layer came in, proven by merging them again."""
        if query not in self._inputs:
            self._inputs[query] = self._read_inputs(query)
        return self._inputs[query]

    def _read_inputs(self, query: LayerQuery) -> MergeInputs | None:
        arrival = self._arrivals([query]).get(query)
        if arrival is None:
            return None
        with_base = query.base is not None
        found = read(self._candidates(query, arrival), self.data, query.end, with_base=with_base)
        if found is None and arrival.commit is not None and len(arrival.parents) == 1:
            ours = self.repository.blob(arrival.parents[0], arrival.path_before)
            before = [v for v in self.changes if v.commit.sha != arrival.commit.sha]
            blobs = (self.repository.blob(v.commit.sha, v.path) for v in before)
            bases = (blob for blob in blobs if blob is not None)
            candidates = of_history(ours, self.data, bases) if ours is not None else ()
            found = read(candidates, self.data, query.end, with_base=with_base, proven=True)
        return found

    def _candidates(self, query: LayerQuery, arrival: Arrival) -> Iterable[MergeInputs]:
        path = arrival.path_before
        if arrival.commit is None:
            return in_progress(self.repository, path)
        if len(arrival.parents) == 2:
            return of_merge(self.repository, arrival.parents, path)
        theirs = self.side(query.end, arrival, ours=False)
        if len(arrival.parents) != 1 or theirs.rung is not Rung.EXACT or theirs.commit is None:
            return ()
        label = parse_label(query.end)
        base = label.sha if label.of_parent else f"{theirs.commit.sha}^1"
        names = (f"{base}:{label.path or path}", f"{theirs.commit.sha}:{label.path or path}")
        why = f"{theirs.commit.sha[:10]} and {arrival.parents[0][:10]}, which it was put upon"
        return texts(self.repository, names[:1], f"{arrival.parents[0]}:{path}", names[1], why)

    def line_dates(self, side: Side) -> dict[bytes, datetime]:
        """The lines of the file on a side, and when each was written last."""
        if side.commit is None:
            return {}
        path = parse_label(side.label).path or self.path
        return self.repository.line_dates(side.commit.sha, path)

    def held(self, data: bytes) -> Commit | None:
        """The newest commit in which the file held exactly ``data``."""
        blob = self.repository.name_of(data)
        for version in self.changes:
            if self.repository.blob_id(version.commit.sha, version.path) == blob:
                return version.commit
        return None

    def earlier(self) -> Iterator[bytes]:
        """What the index holds, and what the file held in earlier commits, the newest first.

        Last come texts of branches that merges did not take. At most `MAX_BYTES` are read.
        """
        seen: set[str | None] = {None, self.repository.name_of(self.data)}
        left = MAX_BYTES
        for name in self._names():
            blob = self.repository.object_id(name)
            if blob in seen:
                continue
            seen.add(blob)
            data = self.repository.text(name)
            if data is not None:
                left -= len(data)
                if left < 0:
                    return
                yield data

    def _names(self) -> Iterator[str]:
        """How git calls the texts that the file holds and held, the likeliest first."""
        yield from (f":{stage}:{self.path}" for stage in range(4))
        known = {(version.commit.sha, version.path) for version in self.changes}
        names = [f"{version.commit.sha}:{version.path}" for version in self.changes]
        yield from names
        both = ((version.path, version.path_before) for version in self.changes)
        paths = list(dict.fromkeys(path for pair in both for path in pair))
        walked = self.lives.blobs(self.tips, paths[0]) if self.lives and len(paths) == 1 else None
        others = {*walked} - {*map(self.repository.object_id, names)} if walked else ()
        if walked and len(others) < 2:  # of more only git tells the order
            yield from others
        elif paths:
            for version in self.repository.all_branches(self.tips, paths):
                sha = version.commit.sha
                yield from (f"{sha}:{path}" for path in paths if (sha, path) not in known)

    def neighbours(self) -> Iterator[Document]:
        """The documents around the file, as the index has them, the nearest first."""
        return neighbours(self.repository, self.path, self.repository.name_of(self.data))

    def encoding(self) -> str | None:
        """The encoding that the file has by its attributes."""
        return stated_encoding(self.repository.top, self.path)

    def written(self) -> Written | None:
        """When the file was first and last committed, following renames."""
        life = self._life()
        if life is None:
            return None
        latest = life.latest
        blob = life.blob or self.repository.blob_id(latest.commit.sha, latest.path)
        is_unchanged = blob == self.repository.name_of(self.data)
        cut = life.oldest.commit.sha in self.repository.cut_off
        return Written(life.first, life.last, is_unchanged, cut)

    def _life(self) -> Life | None:
        if {"changes", "_changes_alone"} & self.__dict__.keys():
            return Life.of(self.changes)
        return self._walked(1) or Life.of(self._changes_alone)

    def _walked(self, cost: int) -> Life | None:
        """The commits of the file, if a walk for many files tells them."""
        if self.lives is None:
            return None
        found = self.lives.of(self.repository, self.tips, self.path, cost)
        if found is None and self._is_new and self._old:
            found = self.lives.of(self.repository, self.tips, self._old, cost)
        return found

    def files(self) -> IndexFiles:
        """The files of the index."""
        return IndexFiles.around(self.repository.listing, self.path)

    def versions(self) -> Iterator[Held]:
        """The commits that changed the file, the latest first, and what it held in them.

        At most `MAX_BYTES` are read.
        """
        left = MAX_BYTES
        for version in self.changes:
            data = self.repository.blob(version.commit.sha, version.path)
            if data is not None:
                parents = version.parents
                before = tuple(self.repository.blob(p, version.path_before) for p in parents)
                left -= len(data) + sum(map(len, filter(None, before)))
                if left < 0:
                    return
                yield Held(version.commit, data, before, self._is_cut(version, before))

    def _is_cut(self, version: Version, before: Sequence[bytes | None]) -> bool:
        """Whether the file was there before ``version``, or may have been, but is not here."""
        if not version.parents:
            return version.commit.sha in self.repository.cut_off
        return any(
            data is None and self.repository.lists(parent, version.path_before)
            for parent, data in zip(version.parents, before, strict=True)
        )

    def remerged(self, commit: Commit | None) -> bytes | None:
        """What merging the parents of ``commit`` anew gives for the file, markers and all.

        Without a commit, what the operation in progress gives.
        """
        if commit is None:
            return remerge(in_progress(self.repository, self.path))
        version = next((v for v in self.changes if v.commit.sha == commit.sha), None)
        if version is None or len(version.parents) != 2:
            return None
        return remerge(of_merge(self.repository, version.parents, version.path_before))

    # The commits that brought the layers in

    @cached_property
    def tips(self) -> tuple[str, ...]:
        """HEAD, and the commits that a merge in progress puts into it."""
        operations = self.repository.operations
        merged = [o.sha for o in operations if o.ref == "MERGE_HEAD"]
        return tuple(tip for tip in (self.repository.head, *merged) if tip is not None)

    @cached_property
    def changes(self) -> tuple[Version, ...]:
        """The commits that changed the file, the latest first."""
        if "_changes_alone" not in self.__dict__:
            walked = self._walked(2)  # what other branches held is asked for, too
            if walked and walked.versions is not None:
                return walked.versions
        return self._changes_alone

    @cached_property
    def _changes_alone(self) -> tuple[Version, ...]:
        """The same, asked for this file alone."""
        found = () if self._is_new else tuple(self.repository.versions(self.tips, self.path))
        if found or not self._old:
            return found
        return tuple(self.repository.versions(self.tips, self._old))

    @property
    def _is_new(self) -> bool:
        """Whether it is known that no commit has the file."""
        return self.lives is not None and self.lives.tells_none(self.tips, self.path)

    @cached_property
    def _old(self) -> str | None:
        """What the file is called in HEAD, if it was renamed since."""
        head, gone = self.repository.head, self.repository.missing
        return self.repository.likeliest_source(self.path, self.data, head, gone) if head else None

    def _arrivals(self, queries: Iterable[LayerQuery]) -> Mapping[LayerQuery, Arrival]:
        """For each layer the latest commit in which its end label became more frequent.

        Layers with the same end label came in one after the other, the outermost last.
        """
        wanted: defaultdict[str, list[LayerQuery]] = defaultdict(list)
        for query in sorted(queries, key=lambda q: q.nth):
            wanted[skeleton(query.end)].append(query)
        arrivals: dict[LayerQuery, Arrival] = {}
        for arrival in self._history():
            now = self._labels_at(arrival)
            before = [self._labels_in(parent, arrival.path_before) for parent in arrival.parents]
            for label, waiting in wanted.items():
                came = now[label] > max((labels[label] for labels in before), default=0)
                if waiting and came:
                    arrivals[waiting.pop(0)] = arrival
            if not any(wanted.values()):
                break
        return arrivals

    def _history(self) -> Iterator[Arrival]:
        work_tree = Arrival(None, self.tips, self.path, self.path, 0)
        commits = (
            Arrival(version.commit, version.parents, version.path, version.path_before, age)
            for age, version in enumerate(self.changes, 1)
        )
        return chain([work_tree], commits)

    def _labels_at(self, arrival: Arrival) -> Counter[str]:
        if arrival.commit is None:
            return _end_labels(self.data)
        return self._labels_in(arrival.commit.sha, arrival.path)

    def _labels_in(self, sha: str, path: str) -> Counter[str]:
        return _end_labels(self.repository.blob(sha, path) or b"")

    # The sides

    def side(self, text: str, arrival: Arrival | None, *, ours: bool) -> Side:
        """What the label ``text`` stands for, on markers that came in by ``arrival``."""
        key = (text, arrival, ours)
        if key not in self._sides:
            self._sides[key] = _Ladder(self, parse_label(text), arrival).climb(ours=ours)
        return self._sides[key]

    def commit(self, sha: str) -> Commit | None:
        """A commit's metadata."""
        version = self.repository.commits([sha]).get(sha)
        return version.commit if version else None

    def namesakes(self, subject: str) -> list[Commit]:
        """The commits that changed the file and have this subject."""
        wanted = skeleton(subject)
        return [v.commit for v in self.changes if skeleton(v.commit.subject) == wanted]


def _end_labels(data: bytes) -> Counter[str]:
    if b">>>>>>>" not in data:
        return Counter()
    markers = find_markers(split_lines(data))
    return Counter(skeleton(decode(m.label)) for m in markers if m.kind is Kind.END)


@dataclass(frozen=True, slots=True)
class _Ladder:
    """Resolves one label, rung by rung; each rung answers or passes on."""

    evidence: GitEvidence
    label: Label
    arrival: Arrival | None

    @property
    def repository(self) -> Repository:
        return self.evidence.repository

    def climb(self, *, ours: bool) -> Side:
        rungs = (self.exact, self.rewritten, self.head if ours else self.merged)
        for rung in rungs:
            side = rung()
            if side is not None:
                return side
        return self.unknown(self.why_unknown())

    def exact(self) -> Side | None:
        """The label's sha names a commit, and the commit has the label's subject.

        A branch can be called ``feed`` or ``2024``; git reads that as the branch, which moves on.
        """
        if self.label.sha is None:
            return None
        sha = self.repository.commit_id(self.label.sha)
        if sha is None or not sha.startswith(self.label.sha):
            return None
        commit = self.evidence.commit(sha)
        if commit is None or not self.has_subject(commit):
            return None
        return self.side(commit, Rung.EXACT, f"commit {commit.sha[:10]} is in this repository")

    def rewritten(self) -> Side | None:
        """A rebase or cherry-pick keeps subject and author date of the commit it writes anew."""
        subject = self.label.subject or (None if self.label.is_head else self.label.name)
        came_with = self.arrival.commit if self.arrival else None
        if subject is None or self.label.is_stash:
            return None
        if came_with and self.arrival and len(self.arrival.parents) < 2 and self.has(came_with):
            why = "the commit that brought the marker in has its subject and author date"
            return self.side(came_with, Rung.REWRITTEN, why)
        namesakes = self.evidence.namesakes(subject) if self.label.subject else []
        if len({commit.authored for commit in namesakes}) == 1:
            why = "the one commit of the file with its subject"
            return self.side(namesakes[0], Rung.REWRITTEN, why)
        return None

    def head(self) -> Side | None:
        """HEAD is the first parent, at that time, of the commit that brought the marker in."""
        if not self.label.is_head or self.arrival is None or not self.arrival.parents:
            return None
        parent = self.evidence.commit(self.arrival.parents[0])
        if parent is None:
            return None
        if self.arrival.commit is None:
            return self.side(parent, Rung.OPERATION, "the commit that HEAD is now")
        why = f"the first parent of {self.arrival.commit.sha[:10]}, which brought the marker in"
        return self.side(parent, Rung.INTRODUCED, why)

    def merged(self) -> Side | None:
        """A branch is the second parent of the merge, a stash the commit that holds it first."""
        if self.arrival is None or (self.label.sha and self.label.subject is not None):
            return None
        if self.arrival.commit is None:
            return self.in_progress()
        if self.label.is_stash and len(self.arrival.parents) == 1:
            why = "the commit that brought the marker in is the first to hold what was stashed"
            return self.side(self.arrival.commit, Rung.INTRODUCED, why)
        if len(self.arrival.parents) != 2:
            return None
        parent = self.evidence.commit(self.arrival.parents[1])
        why = f"the second parent of {self.arrival.commit.sha[:10]}, which brought the marker in"
        return self.side(parent, Rung.INTRODUCED, why) if parent else None

    def in_progress(self) -> Side | None:
        """What the operation in progress is putting upon HEAD."""
        ref = "refs/stash" if self.label.is_stash else None
        if ref is None:
            if len(self.repository.operations) != 1:
                return None
            ref = self.repository.operations[0].ref
            sha: str | None = self.repository.operations[0].sha
            if ref == "REVERT_HEAD":
                return None  # its label names the commit before
        else:
            sha = self.repository.commit_id(ref)
        commit = self.evidence.commit(sha) if sha else None
        if commit is None or not self.in_stage(commit.sha):
            return None
        why = "the stash that is still there" if ref == "refs/stash" else f"the commit of {ref}"
        return self.side(commit, Rung.OPERATION, why)

    def in_stage(self, sha: str) -> bool:
        """Whether the index agrees that this commit's file is the other side of the conflict."""
        staged = self.repository.stages(self.evidence.path).get(3)
        held = self.repository.blob_id(sha, self.label.path or self.evidence.path)
        return staged is None or held is None or staged == held

    def side(self, commit: Commit, rung: Rung, why: str) -> Side:
        """The side of a commit, or of its first parent where the label says so."""
        if self.label.of_parent:
            parent = self.repository.commit_id(f"{commit.sha}^1")
            before = self.evidence.commit(parent) if parent else None
            if before is None:
                return self.unknown(f"commit {commit.sha[:10]} has no parent here")
            commit, why = before, f"the parent of it: {why}"
        path = self.label.path or (self.arrival.path_before if self.arrival else self.evidence.path)
        touch = self.repository.touch(commit.sha, path)
        if touch is None:
            why = f"{why}, but no commit up to there has touched {path}"
            return Side(self.label.text, Rung.UNKNOWN, why, commit)
        return Side(self.label.text, rung, why, commit, touch)

    def unknown(self, why: str) -> Side:
        return Side(self.label.text, Rung.UNKNOWN, why)

    def has_subject(self, commit: Commit) -> bool:
        return self.label.subject is None or self.has(commit)

    def has(self, commit: Commit) -> bool:
        subject = self.label.subject or self.label.name or ""
        return skeleton(subject) == skeleton(commit.subject)

    def why_unknown(self) -> str:
        if self.arrival is None:
            return "no commit in this file's history brought the marker in"
        if self.arrival.commit is None:
            if self.label.sha:
                return "the commit is not in this repository"
            return "no operation in progress says what the name stands for"
        came = f"{self.arrival.commit.sha[:10]}, which brought the marker in,"
        if not self.arrival.parents:
            shallow = ": the history is cut off there" if self.repository.is_shallow else ""
            return f"{came} has no parent{shallow}"
        if self.label.sha:
            return f"the commit is not in this repository, and {came} is not made of it"
        return f"{came} is no merge that says what the name stood for"
