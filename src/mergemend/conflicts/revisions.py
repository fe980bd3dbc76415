"""From a reading of the marker lines to the texts the stack holds: its layers and revisions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from mergemend.conflicts.markers import Kind, Marker
from mergemend.conflicts.reading import Cluster, Labels, Reading
from mergemend.lines import joined


class Pick(StrEnum):
    """A side of a layer."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class LayerKey:
    """What tells layers apart: labels, and the turn among layers with the same (0: outermost)."""

    labels: Labels
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """A text without markers."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Fragments:
    """A text with some markers of a layer that it never was a side of: no revision."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Split:
    """A text that a layer splits in two; ``…_own`` says which has inner markers of its own."""

    layer: LayerKey
    ours: Tree
    theirs: Tree
    ours_own: bool
    theirs_own: bool


Tree: TypeAlias = Whole | Fragments | Split


@dataclass(frozen=True, slots=True)
class Region:
    """One region: the lines (from 0) of its markers. ``base`` is None in the two-part style."""

    layer: LayerKey
    start: int
    base: int | None
    separator: int
    end: int

    @property
    def end_of_ours(self) -> int:
        """The line of the marker behind the lines of ours."""
        return self.separator if self.base is None else self.base


def _start(region: Region) -> int:
    return region.start


@dataclass(frozen=True, slots=True)
class Revision:
    """A whole revision: the sides that lead to it and its text, piece by piece (one a cluster).

    ``principal`` is the step of ``path`` whose side the revision is; the sides after it are of
    layers that the side's text has taken over from elsewhere.
    """

    path: tuple[tuple[LayerKey, Pick], ...]
    principal: int
    texts: tuple[bytes, ...]
    whole: bool


@dataclass(frozen=True)
class Stack:
    """Clusters that share layers, each read in one way: what is decided as a whole."""

    clusters: tuple[Cluster, ...]
    trees: tuple[Tree, ...]
    regions: tuple[Region, ...]
    union: tuple[bytes, ...]

    @cached_property
    def layers(self) -> tuple[LayerKey, ...]:
        """The layers, the outermost first."""
        depth: dict[LayerKey, int] = {}
        for tree in self.trees:
            for layer, level in _levels(tree, 0):
                depth[layer] = max(level, depth.get(layer, 0))
        return tuple(sorted(depth, key=lambda layer: depth[layer]))

    @cached_property
    def _by_start(self) -> tuple[Region, ...]:
        return tuple(sorted(self.regions, key=_start))

    def regions_in(self, first: int, last: int) -> tuple[Region, ...]:
        """The regions that start in the lines ``first`` to ``last`` (from 0), in their order."""
        regions = self._by_start
        after = bisect_right(regions, last, key=_start)
        return regions[bisect_left(regions, first, key=_start) : after]

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """Every revision the stack holds, ours before theirs."""
        return tuple(_revisions(self.trees, self.layers, (), None))


def build_stack(
    lines: Sequence[bytes],
    markers: Sequence[Marker],
    clusters: Sequence[Cluster],
    readings: Sequence[Reading],
) -> Stack:
    """Take ``clusters`` apart as ``readings`` (one for each) say."""
    trees: list[Tree] = []
    regions: list[Region] = []
    union: list[bytes] = []
    for cluster, reading in zip(clusters, readings, strict=True):
        items = _items(lines, markers, cluster, reading)
        tree = _grow(items, 1, reading)
        trees.append(tree)
        regions += _regions(items, reading)
        union.append(_union(items))
    return Stack(tuple(clusters), tuple(trees), tuple(regions), tuple(union))


@dataclass(frozen=True, slots=True)
class _Item:
    """A marker line and its layer (0 where it is text), or the text between two of them."""

    text: bytes
    marker: Marker | None = None
    role: int = 0


def _items(
    lines: Sequence[bytes], markers: Sequence[Marker], cluster: Cluster, reading: Reading
) -> list[_Item]:
    own = markers[cluster.first : cluster.last + 1]
    items: list[_Item] = []
    after = own[0].line
    for marker, role in zip(own, reading.roles, strict=True):
        if after < marker.line:
            items.append(_Item(joined(lines[after : marker.line])))
        items.append(_Item(lines[marker.line], marker, role))
        after = marker.line + 1
    return items


def _grow(items: Sequence[_Item], layer: int, reading: Reading) -> Tree:
    """The tree of a text whose markers of layers before ``layer`` are gone."""
    roles = {item.role for item in items}
    while layer <= len(reading.labels) and layer not in roles:
        layer += 1
    parted = _part(items, layer) if layer <= len(reading.labels) else None
    if parted is None:
        text = b"".join(item.text for item in items)
        return Whole(text) if layer > len(reading.labels) else Fragments(text)
    ours, theirs, own = parted
    return Split(
        _key(reading, layer),
        _grow(ours, layer + 1, reading),
        _grow(theirs, layer + 1, reading),
        Pick.OURS in own,
        Pick.THEIRS in own,
    )


def _key(reading: Reading, layer: int) -> LayerKey:
    labels = reading.labels[layer - 1]
    assert labels is not None, "a layer with markers has labels"  # noqa: S101
    return LayerKey(labels, reading.labels[: layer - 1].count(labels))


def _part(items: Iterable[_Item], layer: int) -> tuple[list[_Item], list[_Item], set[Pick]] | None:
    """The two texts of a layer, and which have inner markers; None if its own do not fit."""
    ours: list[_Item] = []
    theirs: list[_Item] = []
    own: set[Pick] = set()
    phase = Kind.END
    for item in items:
        if item.role == layer and item.marker is not None:
            if phase not in _BEFORE[item.marker.kind]:
                return None
            phase = item.marker.kind
            continue
        if phase in (Kind.END, Kind.START):
            ours.append(item)
        if phase in (Kind.END, Kind.SEPARATOR):
            theirs.append(item)
        if item.role and phase is Kind.START:
            own.add(Pick.OURS)
        if item.role and phase is Kind.SEPARATOR:
            own.add(Pick.THEIRS)
    return (ours, theirs, own) if phase is Kind.END else None


_BEFORE = {
    Kind.START: (Kind.END,),
    Kind.BASE: (Kind.START,),
    Kind.SEPARATOR: (Kind.START, Kind.BASE),
    Kind.END: (Kind.SEPARATOR,),
}


def _regions(items: Iterable[_Item], reading: Reading) -> Iterator[Region]:
    """The regions. One can lie in another's base, also of its own layer, and two can share a start.

    They share it where outside of the outer layer's region both of its texts have that marker.
    """
    open_at: defaultdict[int, list[dict[Kind, int]]] = defaultdict(list)
    for item in items:
        if item.marker is None or not item.role:
            continue
        regions = open_at[item.role]
        if item.marker.kind is Kind.START:
            if regions and Kind.END in regions[-1]:
                regions.pop()
            regions.append({})
        if not regions:
            continue
        at = regions[-1]
        at[item.marker.kind] = item.marker.line
        if item.marker.kind is Kind.END:
            if len(regions) > 1:
                regions.pop()
            if Kind.SEPARATOR in at:
                base, key = at.get(Kind.BASE), _key(reading, item.role)
                yield Region(key, at[Kind.START], base, at[Kind.SEPARATOR], at[Kind.END])


def _union(items: Iterable[_Item]) -> bytes:
    """Every line of every side, once, in the order of the file; bases are left out."""
    in_base: set[int] = set()
    kept: list[bytes] = []
    for item in items:
        if item.marker is None or not item.role:
            if not in_base:
                kept.append(item.text)
        elif item.marker.kind is Kind.BASE:
            in_base.add(item.role)
        else:
            in_base.discard(item.role)
    return b"".join(kept)


def _levels(tree: Tree, level: int) -> Iterator[tuple[LayerKey, int]]:
    if isinstance(tree, Split):
        yield tree.layer, level
        yield from _levels(tree.ours, level + 1)
        yield from _levels(tree.theirs, level + 1)


def _revisions(
    trees: tuple[Tree, ...],
    layers: Sequence[LayerKey],
    path: tuple[tuple[LayerKey, Pick], ...],
    principal: int | None,
) -> Iterator[Revision]:
    present = {layer for tree in trees for layer, _ in _levels(tree, 0)}
    layer = next((layer for layer in layers if layer in present), None)
    if layer is None:
        texts = tuple(tree.text for tree in trees if not isinstance(tree, Split))
        whole = all(isinstance(tree, Whole) for tree in trees)
        yield Revision(path, len(path) - 1 if principal is None else principal, texts, whole)
        return
    for pick in Pick:
        taken = tuple(_take(tree, layer, pick) for tree in trees)
        ends_here = principal is None and not any(_is_own(t, layer, pick) for t in trees)
        yield from _revisions(
            taken, layers, (*path, (layer, pick)), len(path) if ends_here else principal
        )


def _take(tree: Tree, layer: LayerKey, pick: Pick) -> Tree:
    """The tree after a side of ``layer`` was chosen."""
    if not isinstance(tree, Split):
        return tree
    if tree.layer == layer:
        return tree.ours if pick is Pick.OURS else tree.theirs
    return Split(
        tree.layer,
        _take(tree.ours, layer, pick),
        _take(tree.theirs, layer, pick),
        tree.ours_own,
        tree.theirs_own,
    )


def _is_own(tree: Tree, layer: LayerKey, pick: Pick) -> bool:
    """Whether that side of ``layer`` is a stack of its own somewhere in the tree."""
    if not isinstance(tree, Split):
        return False
    if tree.layer == layer:
        return tree.ours_own if pick is Pick.OURS else tree.theirs_own
    return _is_own(tree.ours, layer, pick) or _is_own(tree.theirs, layer, pick)


def choose(revisions: Iterable[Revision], picks: Mapping[LayerKey, Pick]) -> Revision | None:
    """The revision whose every side is the one picked, if there is one."""
    for revision in revisions:
        if all(picks.get(layer) is pick for layer, pick in revision.path):
            return revision
    return None
