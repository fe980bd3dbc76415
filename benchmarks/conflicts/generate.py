"""Makes stacks of conflicts by real operations of git, of which the right answer is known.

A stack of depth d: a document is changed on ``main`` (the *upstream* text), and d operations of git
conflict in it one after the other; each time the file is committed with its markers.

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
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.conflicts.documents import Document, Writer
from benchmarks.conflicts.layers import OURS, THEIRS, Layer, Merger, Shadow, bare
from scratch import Scratch

PATH = "docs/status.md"
STYLES = ("merge", "diff3", "zdiff3")
OPERATIONS = ("rebase", "merge", "cherry-pick", "revert", "stash")
DEPTHS = range(1, 7)
_START = 1_767_225_600  # 2026-01-01 00:00 UTC
_TRIES = 200


@dataclass(frozen=True, order=True)
class Kind:
    """What a stack is made by."""

    operation: str
    style: str
    depth: int


KINDS = tuple(Kind(o, s, d) for o in OPERATIONS for s in STYLES for d in DEPTHS)


@dataclass(frozen=True)
class Case:
    """A stack in its repository, checked out: the file, what it holds, and the right answers.

    ``clone`` says that the repository is a fresh clone, ``whole`` that the newest revision stands
    whole in the file.
    """

    kind: Kind
    seed: int
    clone: bool
    top: Path
    conflict: bytes
    truths: tuple[bytes, ...]
    whole: bool


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
    writer = Writer(rng)
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


@dataclass
class Stage:
    """A repository in which a story is played. ``sides`` are the commits of the layers' texts."""

    scratch: Scratch
    story: Story
    rng: random.Random
    sides: list[str] = field(default_factory=list)

    def at(self, layer: int) -> None:
        """Turn the clock to when a text was written: 0 is the upstream text."""
        self.scratch.now = _START + 86_400 + 3600 * self.story.dates[layer]
        self.scratch.now += self.rng.randrange(3600)
        self.scratch.zone = self.rng.choice(("+0000", "+0200", "-0500"))

    def later(self) -> None:
        """Turn the clock to after everything that was written."""
        self.scratch.now = _START + 86_400 + 3600 * (len(self.story.dates) + 2)

    def commit(self, what: str, data: bytes) -> str:
        """Commit a text at the time that the clock shows."""
        return self.scratch.commit(what, {PATH: data}, minutes=0)

    def main(self) -> None:
        """The start, and the upstream change on ``main``."""
        self.scratch.now = _START
        self.commit("Start the log", self.story.start)
        self.at(0)
        self.commit("Bring the log up to date", self.story.upstream)

    def branches(self) -> None:
        """A commit for each layer's text, not on ``main``."""
        for number, layer in enumerate(self.story.layers, 1):
            if number == 1 or not self.story.chain:
                self.scratch.git("checkout", "-q", "--detach", "main~1")
            self.at(number)
            self.sides.append(self.commit(f"Note round {number}", layer.theirs))
        self.later()

    def keep(self, *how: str) -> None:
        """Commit the file as it is, with its markers."""
        if not self.scratch.git("ls-files", "-u"):
            raise AssertionError("the operation did not conflict")
        self.scratch.now += 60
        self.scratch.git("add", "-A")
        # a rebase that goes on to its next conflict says that it has failed
        self.scratch.git(*how, check=how[0] != "rebase", author_date=how[0] in ("commit", "revert"))


def play_rebase(stage: Stage) -> None:
    stage.main()
    stage.branches()
    scratch = stage.scratch
    scratch.git("checkout", "-q", "-b", "feature")
    scratch.git("rebase", "-q", "main", check=False, author_date=False)
    for _ in stage.sides:
        stage.keep("rebase", "--continue")
    scratch.git("branch", "-q", "-M", "feature", "main")


def play_merge(stage: Stage) -> None:
    stage.main()
    stage.branches()
    stage.scratch.git("checkout", "-q", "main")
    same_name = stage.story.chain or stage.rng.random() < 0.5
    for number, sha in enumerate(stage.sides, 1):
        name = "feature" if same_name else f"topic-{number}"
        stage.scratch.git("branch", "-q", "-f", name, sha)
        stage.scratch.git("merge", "-q", "--no-edit", name, check=False)
        stage.keep("commit", "-q", "--no-edit")


def play_cherry_pick(stage: Stage) -> None:
    stage.main()
    stage.branches()
    stage.scratch.git("checkout", "-q", "main")
    for number, sha in enumerate(stage.sides, 1):
        stage.scratch.git("branch", "-q", f"topic-{number}", sha)
        stage.scratch.git("cherry-pick", sha, check=False)
        stage.keep("cherry-pick", "--continue")


def play_revert(stage: Stage) -> None:
    scratch, story = stage.scratch, stage.story
    scratch.now = _START
    stage.commit("Start the log", story.start)
    past = [layer.base for layer in reversed(story.layers)]
    shas = []
    for number, data in enumerate(past, 1):
        stage.at(len(past) + 1 - number)
        shas.append(stage.commit(f"Note round {number}", data))
    stage.at(0)
    stage.commit("Bring the log up to date", story.upstream)
    stage.later()
    for sha in reversed(shas):
        scratch.git("revert", "--no-edit", sha, check=False)
        stage.keep("revert", "--continue")


def play_stash(stage: Stage) -> None:
    scratch = stage.scratch
    stage.main()
    for number, layer in enumerate(stage.story.layers, 1):
        scratch.git("checkout", "-q", "--detach", "main~1" if number == 1 else stage.sides[0])
        if number == 1:
            stage.sides.append(scratch.head())
        scratch.write(PATH, layer.theirs)
        stage.at(number)
        scratch.git("stash", "push", "-q")
        stage.later()
        scratch.now += 600 * number
        scratch.git("checkout", "-q", "main")
        scratch.git("stash", "pop", "-q", check=False)
        stage.keep("commit", "-q", "-m", f"Take up what was put away, {number}")
        if stage.rng.random() < 0.5:
            scratch.git("stash", "drop", "-q")


_PLAYS: dict[str, Callable[[Stage], None]] = {
    "rebase": play_rebase,
    "merge": play_merge,
    "cherry-pick": play_cherry_pick,
    "revert": play_revert,
    "stash": play_stash,
}


def make(kind: Kind, seed: int, folder: Path) -> Iterator[Case]:
    """Make a stack in ``folder``, and a fresh clone of it. The same for the same seed."""
    rng = random.Random(f"{kind} {seed}")  # noqa: S311
    told = _told(rng, kind)
    scratch = Scratch.init(folder / "here")
    scratch.git("config", "merge.conflictStyle", kind.style)
    _PLAYS[kind.operation](Stage(scratch, told.story, rng))
    conflict = scratch.read(PATH)
    if bare(conflict) != told.shadow.plain:
        raise AssertionError(f"{kind} {seed}: git made another stack than expected")
    yield Case(kind, seed, False, scratch.top, conflict, told.truths, told.whole)
    clone = _clone(scratch, folder)
    yield Case(kind, seed, True, clone, conflict, told.truths, told.whole)


def _told(rng: random.Random, kind: Kind) -> Told:
    for _ in range(_TRIES):
        with tempfile.TemporaryDirectory() as folder:
            told = answers(tell(rng, kind), kind.style, Path(folder))
        if told is not None:
            return told
    raise AssertionError(f"{kind}: no text conflicts")


def _clone(scratch: Scratch, folder: Path) -> Path:
    """A clone of what is left when all branches but the one checked out are deleted."""
    target = folder / "clone"
    for name in scratch.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split():
        if name != "main":
            scratch.git("branch", "-q", "-D", name)
    subprocess.run(
        ["git", "clone", "-q", f"file://{scratch.top}", str(target)],
        check=True,
        env=scratch.environment(),
    )
    return target


def make_all(seeds: Sequence[int], folder: Path) -> Iterator[Case]:
    """A stack of every kind for every seed, each with its clone."""
    for seed in seeds:
        for kind in KINDS:
            yield from make(
                kind, seed, folder / f"{seed}/{kind.operation}-{kind.style}-{kind.depth}"
            )
