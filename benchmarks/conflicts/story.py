"""Tells how a stack of conflicts comes about, and what the right answer for it is.

*Right* is the newest whole revision that the stack holds. The upstream text and each operation's
side were written by one commit each; the newest of these by its author date is the revision that is
wanted. Its text is the file's with, at every layer, the side that this revision is on (where it is
on none, because it came with a later layer, the newest of those that are left). A part that merged
cleanly, from whichever side, stays. Two other texts are as good and count as right too: the text
in the commit itself, without what others had changed elsewhere; and what comes out if the same
side had been taken at each operation, before the next one. In most cases all three are the same.

Where the newest side of a layer tore the markers of an earlier layer apart, no choice of sides
gives a text without markers: the revision is not whole in the file. These cases (``whole`` is
False) are made as well and counted apart: leaving them alone is right, and so are the other texts.

Where a branch's last commit has the earlier author date of the last two (one of the clocks was
wrong), the later date and the later commit both are called newest, so both answers count as right.

What a stash holds has the date of the stash, and later, when that is gone, at best the date of the
commit that it went into. So stashes are applied in the order they were made in, after the upstream
change: then both dates say the same. A revert brings an older text: the upstream text is newest.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts.documents import Document, Writer
from benchmarks.conflicts.layers import OURS, THEIRS, Layer, Merger, Shadow

_TRIES = 200
_HASTY = 0.2  # of the writers; their stacks are the ones that are torn now and then


@dataclass(frozen=True, order=True)
class Kind:
    """What a stack is made by."""

    operation: str
    style: str
    depth: int


@dataclass(frozen=True)
class Story:
    """What is to be committed. ``dates`` are hours: of the upstream change, then of each layer's.

    ``chain`` says that each layer's text was made from the one before, else from ``start``.
    """

    start: bytes
    upstream: bytes
    layers: tuple[Layer, ...]
    dates: tuple[int, ...]
    chain: bool


def tell(rng: random.Random, kind: Kind) -> Story:
    """Write the texts for a stack."""
    writer = Writer(rng, hasty=rng.random() < _HASTY)
    start = writer.document()
    if kind.operation == "revert":
        return _tell_reverts(writer, start, kind.depth)
    upstream = writer.edited(start)
    chain = kind.operation == "rebase" or (kind.operation != "stash" and rng.random() < 0.5)
    layers, before = [], start
    for _ in range(kind.depth):
        after = writer.edited(before)
        layers.append(Layer(before.data, after.data))
        before = after if chain else start
    dates = _dates(rng, kind, chain=chain)
    return Story(start.data, upstream.data, tuple(layers), dates, chain)


def _tell_reverts(writer: Writer, start: Document, depth: int) -> Story:
    """A document with a past, of which one commit after the other is reverted, the last first."""
    past = [start]
    for _ in range(depth + 1):
        past.append(writer.edited(past[-1]))
    layers = [Layer(past[n].data, past[n - 1].data) for n in range(depth, 0, -1)]
    dates = (depth + 1, *range(depth, 0, -1))
    return Story(start.data, past[-1].data, tuple(layers), dates, chain=True)


def _dates(rng: random.Random, kind: Kind, *, chain: bool) -> tuple[int, ...]:
    dates = list(range(kind.depth + 1))
    if kind.operation == "stash":
        return tuple(dates)
    if not chain:
        if rng.random() < 0.4:
            rng.shuffle(dates)
        return tuple(dates)
    if kind.depth > 1 and rng.random() < 0.1:
        dates[-2:] = dates[:-3:-1]  # the last commit has an earlier date than the one before
    upstream = rng.choice((0, 0, kind.depth, rng.randint(0, kind.depth)))
    later = [date + (date >= upstream) for date in (d - 1 for d in dates[1:])]
    return (upstream, *later)


def newest(story: Story) -> list[int]:
    """Which text is newest: 0 is the upstream text, n that of layer n. Two where clocks differ."""
    by_date = max(range(len(story.dates)), key=lambda n: story.dates[n])
    last = len(story.layers)
    if story.chain and by_date == last - 1 and by_date > 0:
        return [by_date, last]
    return [by_date]


def picks(story: Story, wanted: int) -> list[str]:
    """The side to take at each layer if the text ``wanted`` is the newest."""
    dates = [date + 1000 * (n == wanted) for n, date in enumerate(story.dates)]
    return [
        THEIRS if date > max(dates[: number + 1]) else OURS for number, date in enumerate(dates[1:])
    ]


@dataclass(frozen=True)
class Told:
    """A story with its stack on the side, and the right answers."""

    story: Story
    shadow: Shadow
    truths: tuple[bytes, ...]
    whole: bool


def answers(story: Story, style: str, folder: Path) -> Told | None:
    """Find out what is right; None if one of the operations would not conflict."""
    merger = Merger(folder, style)
    shadow = merger.stack(story.upstream, story.layers)
    if shadow is None:
        return None
    truths: list[bytes | None] = []
    whole = []
    for wanted in newest(story):
        sides = picks(story, wanted)
        taken = shadow.take(sides)
        whole.append(taken is not None)
        own = story.layers[wanted - 1].theirs if wanted else story.upstream
        truths += [taken, own, merger.resolved(story.upstream, story.layers, sides)]
    known = dict.fromkeys(text for text in truths if text is not None)
    return Told(story, shadow, tuple(known), all(whole))


def tell_conflicting(rng: random.Random, kind: Kind) -> Told:
    """Write texts for a stack until every operation conflicts."""
    for _ in range(_TRIES):
        with tempfile.TemporaryDirectory() as folder:
            told = answers(tell(rng, kind), kind.style, Path(folder))
        if told is not None:
            return told
    raise AssertionError(f"{kind}: no text conflicts")
