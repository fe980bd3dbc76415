"""Follows a stack down its layers: the whole revisions that went in, and what the newest are there.

Where the newest revision has no part in a conflict of inner layers, these decide it among
themselves. So at each layer the newer side is taken, the innermost first, as if each merge had been
resolved when it was done; what git merged cleanly beside a layer stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from mergemend.conflicts.decide import name
from mergemend.conflicts.markers import Kind, find_markers
from mergemend.conflicts.newest import Judge, UnprovenError, Whole
from mergemend.conflicts.peel import Mark, Roles, Tagged, Way, put_upon, take_off, take_side
from mergemend.conflicts.spans import ended, spans
from mergemend.evidence import Evidence, Origin, Part, Rung, Side
from mergemend.lines import split_lines
from mergemend.model import decode

MAX_BASES = 12  # earlier texts that are tried as the base of a merge to do again


@dataclass(frozen=True, slots=True)
class Answer:
    """What is left of a stack with the newer side taken at each layer.

    ``taken`` is the newest revision; ``beside`` says how the others stand where it has no part.
    """

    text: bytes
    taken: Whole
    reasons: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass
class Layers:
    """Follows an origin down to the whole revisions, the innermost first."""

    judge: Judge
    _lefts: dict[tuple[bytes, str], bytes | None] = field(default_factory=dict)
    _known_ways: dict[tuple[bytes, str], list[Way]] = field(default_factory=dict)

    @property
    def _evidence(self) -> Evidence:
        return self.judge.evidence

    def wholes(
        self,
        origin: Origin,
        chain: frozenset[str] = frozenset(),
        above: frozenset[str] = frozenset(),
    ) -> list[Whole]:
        """The revisions of ``origin``. Raises `UnprovenError`.

        ``chain`` are the layers that it is ours of, ``above`` those that it is in theirs of.
        """
        ours, *theirs = origin.parts
        own = frozenset(part.side.label for part in theirs)
        found = self._of(ours, chain | own, above)
        for part in theirs:
            found += self._of_theirs(origin, part, found, above)
        return found

    def _of_theirs(
        self, origin: Origin, part: Part, below: Sequence[Whole], above: frozenset[str]
    ) -> list[Whole]:
        if len(origin.parts) == 2 and not _is_certain(part):
            key = origin.text, part.side.label
            if key not in self._lefts:
                self._lefts[key] = self._left(origin, part, below)
            ways = self._ways(origin) if self._lefts[key] is None else []
            if len(ways) == 1:
                labels = above | {part.side.label}
                return [Whole(ways[0].text, part.side, labels, stored=False, torn=True)]
            part = replace(part, text=self._lefts[key], stored=False)
        return self._of(part, frozenset(), above | {part.side.label})

    def _of(self, part: Part, chain: frozenset[str], above: frozenset[str]) -> list[Whole]:
        if part.text is None:
            raise UnprovenError(f"the text of {name(part.side)} is unknown: {part.side.why}")
        if not find_markers(split_lines(part.text)):
            side = self._dated(part.side, part.text)
            return [Whole(part.text, side, chain | above, part.stored)]
        if part.origin is None:
            raise UnprovenError(f"history does not say how the markers in {name(part.side)} came")
        return self.wholes(part.origin, chain, above)

    def _dated(self, side: Side, text: bytes) -> Side:
        """A side whose label says nothing is as old as the commit that holds its very text."""
        held = self._evidence.held(text) if side.touch is None else None
        if held is None:
            return side
        why = f"its text is byte for byte that of {held.sha[:10]}"
        return Side(side.label, Rung.EXACT, why, held, held)

    # The newer side at each layer

    def answer(self, origin: Origin) -> Answer:
        """The newer side of each layer. Raises `UnprovenError`."""
        taken, reasons = self.judge.newest(self.wholes(origin))
        text, beside = self._settle(origin)
        return Answer(text, taken, reasons, beside)

    def _settle(self, origin: Origin, *, theirs: bool = False) -> tuple[bytes, tuple[str, ...]]:
        """The text with the newer side at each layer, or ``theirs`` at the last.

        Also why that is newer, for those layers below a taken side that still had a say.
        """
        tagged: list[Tagged] = [(line, n) for n, line in enumerate(split_lines(origin.text))]
        beside: list[str] = []
        below: Origin | None = origin
        is_inner = False
        while below is not None:
            upper = theirs and below is origin
            reasons: tuple[str, ...] = ()
            roles = self._roles(below)
            if not upper and _has_markers(tagged, roles):
                upper, reasons = self._newer(below)
            left = take_side(tagged, roles, theirs=upper, all_new=is_inner)
            if left is None:
                last = name(below.parts[-1].side)
                raise UnprovenError(f"the newest revision goes through the conflict with {last}")
            beside += reasons if is_inner and len(left) < len(tagged) else ()
            is_inner = is_inner or upper
            tagged, below = left, below.parts[0].origin
        text = b"".join(line for line, _ in tagged)
        if find_markers(split_lines(text)):
            raise UnprovenError("markers are left that no layer has put there")
        return text, tuple(dict.fromkeys(beside))

    def _newer(self, origin: Origin) -> tuple[bool, tuple[str, ...]]:
        """Whether theirs is the newest of a layer and those below it, and why."""
        mine = self._of(origin.parts[0], frozenset(), frozenset())
        others = self._of_theirs(origin, origin.parts[1], mine, frozenset())
        taken, reasons = self.judge.newest([*mine, *others])
        return taken.text not in [whole.text for whole in mine], reasons

    def _roles(self, origin: Origin) -> Roles:
        """What the lines of a stack are in its last layer."""
        ours, *theirs = origin.parts
        if not theirs and ours.text is not None:
            return _same(origin.text, ours.text)
        ways = self._ways(origin) if len(theirs) == 1 else []
        roles = ways[0].roles if len(ways) == 1 else None
        if roles is None:
            raise UnprovenError("there are several ways to take a layer off, or none")
        if not _is_from(ways[0], theirs[0].text):
            raise UnprovenError(f"a conflict with {name(theirs[0].side)} is not as git wrote it")
        if not all(t and t.endswith(b"\n") for t in (origin.text, ours.text, ways[0].text)):
            raise UnprovenError(
                "a side has no line end at its end, and a stack does not show which"
            )
        return roles

    # Theirs by what is left without ours

    def _ways(self, origin: Origin) -> list[Way]:
        ours, theirs = origin.parts
        if ours.text is None:
            return []
        key = origin.text, theirs.side.label
        if key not in self._known_ways:
            self._known_ways[key] = take_off(origin.text, ours.text, theirs.side.label)
        return self._known_ways[key]

    def _left(self, origin: Origin, part: Part, below: Sequence[Whole]) -> bytes | None:
        """The text of theirs by what is left of the stacked text without ours."""
        ways = self._ways(origin)
        if part.text is not None and (not ways or part.text in [way.text for way in ways]):
            return part.text
        if len(ways) == 1 and not find_markers(split_lines(ways[0].text)):
            return ways[0].text
        held = [way.text for way in ways if self._evidence.held(way.text)]
        if len(held) == 1:
            return held[0]
        return self._remade(origin, part, ways, below) or part.text or self._settled(origin)

    def _settled(self, origin: Origin) -> bytes | None:
        """Theirs as far as it is in the stack, with the layers below settled beside it."""
        try:
            return self._settle(origin, theirs=True)[0]
        except UnprovenError:
            return None

    def _remade(
        self, origin: Origin, part: Part, ways: Sequence[Way], below: Sequence[Whole]
    ) -> bytes | None:
        """The text of theirs that makes the very same stack when the merge is done again.

        Ours may have markers outside of the regions that theirs never had: there theirs was as the
        base, which in a rebase is the text of the layer below, else one that the file had before.
        """
        before = [below[-1].text] if _is_before(below[-1].side, part.side) else []
        earlier = (t for t in self._evidence.earlier() if not find_markers(split_lines(t)))
        for bases in (before, list(islice(earlier, MAX_BASES))):
            tried = {(base, put_upon(base, way)) for base in bases for way in ways}
            found = {text for base, text in tried if self._makes(origin, part, base, text)}
            if len(found) == 1:
                return found.pop()
        return None

    def _makes(self, origin: Origin, part: Part, base: bytes, theirs: bytes) -> bool:
        ours = origin.parts[0]
        if ours.text is None or find_markers(split_lines(theirs)):
            return False
        labels = (ours.side.label, _base_label(origin.text, ours.text), part.side.label)
        return origin.text in self._evidence.merged(ours.text, base, theirs, labels)


def _has_markers(tagged: Sequence[Tagged], roles: Roles) -> bool:
    """Whether a layer still has a say in what the layers above have left."""
    return any(number is not None and isinstance(roles[number], Kind) for _, number in tagged)


def _is_from(way: Way, theirs: bytes | None) -> bool:
    """Whether what each region has of theirs is one piece of its text, where that is known."""
    if theirs is None:
        return True
    lines = [ended(line) for line in split_lines(theirs)]
    run: list[bytes] = []
    for mark, line in way.script:
        if mark is Mark.NEW:
            run.append(line)
            continue
        places = range(len(lines) - len(run) + 1)
        if mark is Mark.CUT and all(lines[n : n + len(run)] != run for n in places):
            return False
        run = []
    return True


def _same(text: bytes, before: bytes) -> Roles:
    """The numbers of the lines in the conflicts, which are the same in both texts."""
    now, then = (spans(find_markers(split_lines(t))) for t in (text, before))
    roles: list[Kind | int | None] = [None] * len(split_lines(text))
    for (first, after), (start, end) in zip(now, then, strict=True):
        roles[first:after] = range(start, end)
    return tuple(roles)


def _is_before(one: Side, other: Side) -> bool:
    """Whether a rebase can have put ``other`` upon ``one``."""
    rebased = all(side.rung in (Rung.REWRITTEN, Rung.EXACT) for side in (one, other))
    if not rebased or one.touch is None or other.touch is None:
        return False
    return one.touch.authored <= other.touch.authored


def _is_certain(part: Part) -> bool:
    return part.text is not None and part.side.rung is not Rung.REWRITTEN


def _base_label(text: bytes, ours: bytes) -> str | None:
    """The label of the bases that a layer has written, or None if it has written none."""
    now, before = (
        Counter(decode(m.label) for m in find_markers(split_lines(t)) if m.kind is Kind.BASE)
        for t in (text, ours)
    )
    return next(iter(now - before), None)
