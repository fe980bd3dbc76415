"""What the core may ask of the past, and the answers it can get.

The core never talks to git. It asks an `Evidence` about one file; where there is no past to ask,
`NoEvidence` says "unknown" to everything. Unknown is an answer, not an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from mergemend.model import Document

Labels = tuple[str, str | None, str]  # of ours, base (None: a conflict in two parts) and theirs


class Rung(StrEnum):
    """How a label was resolved, the surest way first."""

    EXACT = "exact object"
    REWRITTEN = "rewritten commit"
    INTRODUCED = "commit that brought the marker in"
    OPERATION = "operation in progress"
    UNKNOWN = "unknown"


class Ancestry(StrEnum):
    """How one commit stands to another."""

    SAME = "the same commit"
    DESCENDANT = "a descendant"
    ANCESTOR = "an ancestor"
    UNRELATED = "neither descends from the other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Commit:
    """The metadata of a commit. Dates carry the zone they were written in."""

    sha: str
    subject: str
    author: str
    authored: datetime
    committed: datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a layer: what its label stands for, and how that was found out.

    ``touch`` is the commit that last touched the file on that side, ``commit`` the side's own.
    """

    label: str
    rung: Rung
    why: str
    commit: Commit | None = None
    touch: Commit | None = None


@dataclass(frozen=True, slots=True)
class LayerQuery:
    """A layer by its labels. ``nth`` tells layers with the same labels apart, 0 the outermost."""

    start: str
    base: str | None
    end: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class LayerEvidence:
    """What is known of a layer.

    ``age`` orders layers by when they came into the file: 0 is the work tree, more is longer ago.
    ``introduced`` is the commit that brought the layer's markers in, if a commit did.
    """

    ours: Side
    theirs: Side
    age: int | None = None
    introduced: Commit | None = None


@dataclass(frozen=True, slots=True)
class MergeInputs:
    """The texts of the file that a merge was made of.

    ``base`` is None where the file was on neither side before: both have added it. ``proven`` says
    that merging them again gives the very regions that the file holds.
    """

    base: bytes | None
    ours: bytes
    theirs: bytes
    proven: bool
    why: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a file held in a commit that changed it, and in each of the commit's parents.

    ``before`` has None for a parent without the file, and is empty where no parent is known.
    ``cut`` says that git lacks what was before: a shallow or partial clone.
    """

    commit: Commit
    data: bytes
    before: tuple[bytes | None, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A text that went into a text with markers: the side it is, and the text where git has it.

    ``origin`` says how the text came about where it has markers itself and git knows. ``stored``
    is False for a text that was worked out.
    """

    side: Side
    text: bytes | None
    origin: Origin | None = None
    stored: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """How a text with markers came about: what a commit (None: the work tree) made it of.

    The first of ``parts`` is ours, the others are theirs, one for each end label that is new. There
    is no theirs where the commit brought no marker in but changed something else.
    """

    text: bytes
    commit: Commit | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """When a file was first and last committed, as its authors' clocks had it.

    ``unchanged`` says that the file is as the last of its commits left it, ``cut`` that git lacks
    what was before the first.
    """

    first: datetime
    last: datetime
    unchanged: bool
    cut: bool = False


class Files(Protocol):
    """The files that a document can point to. Paths are from the top, with ``/`` between."""

    @property
    def here(self) -> str:
        """The folder of the document, empty for the top."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder."""

    def named(self, name: str) -> Sequence[str]:
        """The paths of all files with this name, in any case; none where that can't be told."""


class Evidence(Protocol):
    """What can be asked about the past of one file, and about what is around it."""

    def layers(self, queries: Sequence[LayerQuery]) -> Sequence[LayerEvidence]:
        """What is known of each layer, in the order asked."""

    def origin(self) -> Origin | None:
        """How the file's markers came about, layer by layer; None where that is unknown."""

    def merged(self, ours: bytes, base: bytes, theirs: bytes, labels: Labels) -> Iterable[bytes]:
        """What a merge makes of three texts, in each style that fits; empty where none can be."""

    def ancestry(self, one: Commit, other: Commit) -> Ancestry:
        """What ``one`` is to ``other``."""

    def inputs(self, query: LayerQuery) -> MergeInputs | None:
        """The texts that the merge which wrote a layer was made of, or None."""

    def line_dates(self, side: Side) -> dict[bytes, datetime]:
        """The lines of the file on a side, and when each was written last; none if unknown."""

    def held(self, data: bytes) -> Commit | None:
        """A commit in which the file held exactly ``data``, the newest, or None."""

    def earlier(self) -> Iterator[bytes]:
        """What the file held in earlier commits, the newest first, without repetition.

        What the index holds comes before all of them.
        """

    def neighbours(self) -> Iterator[Document]:
        """The documents around the file, the nearest first, without repetition and the file."""

    def encoding(self) -> str | None:
        """The encoding that the file has by its attributes, None if they state none."""

    def written(self) -> Written | None:
        """When the file was committed; None if it never was, or that is unknown."""

    def files(self) -> Files | None:
        """The files that the document can point to; None where that is unknown."""

    def versions(self) -> Iterator[Held]:
        """The commits that changed the file, the latest first, and what it held in them."""

    def remerged(self, commit: Commit | None) -> bytes | None:
        """What merging the parents of ``commit`` anew gives for the file, markers and all.

        Without a commit, what the operation in progress gives. None where there is no such merge
        or operation, or not both of its sides have the file.
        """


class NoEvidence:
    """There is no past to ask."""

    def __init__(self, why: str = "no git history to ask") -> None:
        self._why = why

    def layers(self, queries: Sequence[LayerQuery]) -> Sequence[LayerEvidence]:
        """Both sides of every layer are unknown."""
        return [
            LayerEvidence(
                Side(query.start, Rung.UNKNOWN, self._why), Side(query.end, Rung.UNKNOWN, self._why)
            )
            for query in queries
        ]

    def origin(self) -> Origin | None:
        """It is unknown how the markers came about."""
        return None

    def merged(
        self,
        ours: bytes,  # noqa: ARG002
        base: bytes,  # noqa: ARG002
        theirs: bytes,  # noqa: ARG002
        labels: Labels,  # noqa: ARG002
    ) -> Iterable[bytes]:
        """Nobody can do a merge again."""
        return ()

    def ancestry(self, one: Commit, other: Commit) -> Ancestry:
        """Only a commit and itself are known to be the same."""
        return Ancestry.SAME if one.sha == other.sha else Ancestry.UNKNOWN

    def inputs(self, query: LayerQuery) -> MergeInputs | None:  # noqa: ARG002
        """Nothing is known of any merge."""
        return None

    def line_dates(self, side: Side) -> dict[bytes, datetime]:  # noqa: ARG002
        """No line is dated."""
        return {}

    def held(self, data: bytes) -> Commit | None:  # noqa: ARG002
        """Nothing is known to have been held."""
        return None

    def earlier(self) -> Iterator[bytes]:
        """There are no earlier texts."""
        return iter(())

    def neighbours(self) -> Iterator[Document]:
        """It is unknown what is around the file."""
        return iter(())

    def encoding(self) -> str | None:
        """Nothing states an encoding."""
        return None

    def written(self) -> Written | None:
        """It is unknown when the file was written."""
        return None

    def files(self) -> Files | None:
        """It is unknown which files there are."""
        return None

    def versions(self) -> Iterator[Held]:
        """There are no earlier commits."""
        return iter(())

    def remerged(self, commit: Commit | None) -> bytes | None:  # noqa: ARG002
        """No merge can be made anew."""
        return None
