"""The texts that a merge was made of, and the proof by making it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from mergemend.conflicts.markers import find_markers
from mergemend.evidence import MergeInputs
from mergemend.git.again import merge_again
from mergemend.git.repository import Operation, Repository
from mergemend.lines import joined, split_lines
from mergemend.model import encode

if TYPE_CHECKING:
    from mergemend.conflicts.revisions import Region

_MOST_VERSIONS = 8  # that are tried as the base of a commit that is gone


def in_progress(repository: Repository, path: str) -> Iterator[MergeInputs]:
    """What the operation in progress merges: the stages of the index, or else its commits."""
    stages = repository.stages(path)
    if 2 in stages and 3 in stages:
        base = (stages[1],) if 1 in stages else ()
        yield from texts(repository, base, stages[2], stages[3], "the stages of the index")
        return
    head = repository.head
    if head is None or len(repository.operations) != 1:
        return
    operation = repository.operations[0]
    bases, theirs = _of_operation(repository, head, operation)
    yield from texts(
        repository,
        tuple(f"{commit}:{path}" for commit in bases),
        f"{head}:{path}",
        f"{theirs}:{path}",
        f"HEAD and {operation.ref}",
    )


def _of_operation(
    repository: Repository, head: str, operation: Operation
) -> tuple[tuple[str, ...], str]:
    if operation.ref == "MERGE_HEAD":
        return repository.merge_bases(head, operation.sha), operation.sha
    if operation.ref == "REVERT_HEAD":
        return (operation.sha,), f"{operation.sha}^1"
    return (f"{operation.sha}^1",), operation.sha


def of_merge(repository: Repository, parents: tuple[str, ...], path: str) -> Iterator[MergeInputs]:
    """What a merge commit with two ``parents`` merged."""
    ours, theirs = parents
    bases = tuple(f"{base}:{path}" for base in repository.merge_bases(ours, theirs))
    why = f"the parents {ours[:10]} and {theirs[:10]} and their merge base"
    yield from texts(repository, bases, f"{ours}:{path}", f"{theirs}:{path}", why)


def of_history(ours: bytes, data: bytes, versions: Iterable[bytes]) -> Iterator[MergeInputs]:
    """What a commit merged that is gone, with one of the file's earlier ``versions`` as its base.

    *Theirs* is the file with that side in every region. It has the clean hunks of *ours* as well,
    which changes no region.
    """
    theirs = _picked(data)
    for base in islice(versions, _MOST_VERSIONS):
        yield MergeInputs(base, ours, theirs, False, "an earlier version of the file as the base")


def texts(
    repository: Repository, bases: tuple[str, ...], ours: str, theirs: str, why: str
) -> Iterator[MergeInputs]:
    """The inputs with these names, once for each base; nothing if a side is missing."""
    sides = repository.text(ours), repository.text(theirs)
    if sides[0] is None or sides[1] is None:
        return
    found = [repository.text(name) for name in bases]
    for base in dict.fromkeys(found or [None]):
        yield MergeInputs(base, sides[0], sides[1], False, why)


def remerge(candidates: Iterable[MergeInputs]) -> bytes | None:
    """The file as merging the first candidate gives it, markers and all; None if there is none."""
    inputs = next(iter(candidates), None)
    return None if inputs is None else next(_merge(inputs, with_base=False), None)


def read(
    candidates: Iterable[MergeInputs],
    data: bytes,
    label: str,
    *,
    with_base: bool,
    proven: bool = False,
) -> MergeInputs | None:
    """The first candidate whose merge gives the regions of ``data``; else the first that fits.

    Only the regions of layers with this end ``label`` count: other merges have left the others.
    ``with_base`` says that the markers show bases. A candidate fits if its texts hold the lines of
    the regions; nothing fits where it has to be ``proven``.
    """
    lines = split_lines(data)
    own = (r for r in _regions(lines) if r.layer.labels.end == encode(label))
    regions = frozenset(_ours_and_theirs(lines, region) for region in own)
    fitting: MergeInputs | None = None
    for inputs in candidates:
        if _is_remade(inputs, regions, with_base=with_base):
            return replace(inputs, proven=True)
        if fitting is None and not proven and _fits(inputs, regions):
            fitting = inputs
    return fitting


_Sides = frozenset[tuple[bytes, bytes]]


def _regions(lines: Sequence[bytes]) -> Iterator[Region]:
    """The regions of plain conflicts."""
    from mergemend.conflicts.revisions import build_stack  # texts without markers have none
    from mergemend.conflicts.stack import parse

    parsed = parse(lines, find_markers(lines))
    for cluster in parsed.clusters:
        stack = build_stack(lines, parsed.markers, [cluster], [cluster.readings[0]])
        if len(stack.layers) == 1:
            yield from stack.regions


def _ours_and_theirs(lines: Sequence[bytes], region: Region) -> tuple[bytes, bytes]:
    ours = lines[region.start + 1 : region.end_of_ours]
    return joined(ours), joined(lines[region.separator + 1 : region.end])


def _sides(data: bytes) -> _Sides:
    lines = split_lines(data)
    return frozenset(_ours_and_theirs(lines, region) for region in _regions(lines))


def _picked(data: bytes) -> bytes:
    lines = split_lines(data)
    text: list[bytes] = []
    position = 0
    for region in _regions(lines):
        text += (joined(lines[position : region.start]), _ours_and_theirs(lines, region)[1])
        position = region.end + 1
    return b"".join([*text, joined(lines[position:])])


def _is_remade(inputs: MergeInputs, regions: _Sides, *, with_base: bool) -> bool:
    """Whether merging again gives these regions; more of them may have been resolved since."""
    return any(regions and regions <= _sides(merged) for merged in _merge(inputs, with_base))


def _merge(inputs: MergeInputs, with_base: bool) -> Iterator[bytes]:
    """What git makes of the texts, in each way and style that it has."""
    three = inputs.ours, inputs.base or b"", inputs.theirs
    return merge_again(three, ("HEAD", "base" if with_base else None, "theirs"))


def _fits(inputs: MergeInputs, regions: _Sides) -> bool:
    """Whether the texts can have been merged to this; a missing base takes the stronger proof."""
    return (
        inputs.base is not None
        and bool(regions)
        and all(ours in inputs.ours and theirs in inputs.theirs for ours, theirs in regions)
    )
