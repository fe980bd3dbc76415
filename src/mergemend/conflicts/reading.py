"""What a parse of conflict markers says: readings, the clusters they are about, and the parse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import NamedTuple

from mergemend.conflicts.markers import Marker


class Labels(NamedTuple):
    """What the markers of one layer say; None where the layer has not said it.

    ``three_part`` tells a layer with bases (diff3, zdiff3) from one without. A base that was not
    written is unknown, which is not the same as empty.
    """

    start: bytes
    base: bytes | None
    end: bytes | None
    three_part: bool | None
    length: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a cluster: the layer of each marker line (0: plain text), labels by layer.

    Layers are counted from 1, the outermost, which git wrote last.
    """

    roles: tuple[int, ...]
    labels: tuple[Labels | None, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Markers ``first`` to ``last`` (both counted in) that hang together, and how they can be read.

    ``more`` says that there are further readings than the ones kept.
    """

    first: int
    last: int
    cost: int
    readings: tuple[Reading, ...]
    more: bool = False


@dataclass(frozen=True)
class Parse:
    """The cheapest readings of a file's marker lines.

    There are no clusters where ``limit`` says what stopped the parse, or where there is no marker.
    """

    markers: tuple[Marker, ...]
    clusters: tuple[Cluster, ...] = ()
    limit: str | None = None

    @property
    def depth(self) -> int:
        """How many layers lie over each other where they are most."""
        used = (len(set(r.roles) - {0}) for c in self.clusters for r in c.readings)
        return max(used, default=0)

    @cached_property
    def cost(self) -> int:
        """The number of marker lines read as text and of labels in another layer than their own."""
        return sum(c.cost for c in self.clusters)

    @property
    def outcomes(self) -> int:
        """How many different results the cheapest readings have; 0 where none was found."""
        return prod(len(c.readings) for c in self.clusters) if self.clusters else 0

    @property
    def more(self) -> bool:
        """Whether there are more results than `outcomes` counts."""
        return any(c.more for c in self.clusters)

    @property
    def exact(self) -> bool:
        """Whether there is one result, it costs nothing, and nothing was left out."""
        return self.limit is None and self.cost == 0 and self.outcomes <= 1 and not self.more
