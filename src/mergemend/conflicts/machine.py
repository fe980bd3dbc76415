"""The machine behind the layered parse: dynamic programming over the marker lines.

Its state is the tree of texts that a stack is made of, each with the phase its layer is in and with
what it holds so far, so that two ways to read the lines meet in one state exactly if they have led
to the same texts. `stack.parse` says what a reading is; this module finds the cheapest ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from mergemend.conflicts.markers import Kind, Marker
from mergemend.conflicts.reading import Cluster, Labels, Reading
from mergemend.lines import joined, split_lines

MAX_READINGS = 16  # kept for one state of the phases: a file with more is ambiguous anyway
_CROWD = 64  # so few states need no thinning out

_OUTSIDE, _OURS, _BASE, _THEIRS, _FRAGMENTS = range(5)


_FOLLOWS = {
    Kind.START: (_OUTSIDE,),
    Kind.BASE: (_OURS,),
    Kind.SEPARATOR: (_OURS, _BASE),
    Kind.END: (_THEIRS,),
}


class OutOfWorkError(Exception):
    """The budget is spent."""


class Budget:
    """The steps that all attempts at one file may take together."""

    def __init__(self, total: int) -> None:
        self.total = total
        self._left = total

    def spend(self, steps: int) -> None:
        """Take ``steps`` off, or raise `OutOfWorkError`."""
        self._left -= steps
        if self._left < 0:
            raise OutOfWorkError


class _Text(NamedTuple):
    """A text as its layer sees it: the phase, the texts within (by number), what they hold.

    ``ours_part``, ``base_part`` and ``theirs_part`` hold the open region's lines. ``ours_own`` and
    ``theirs_own`` are bit sets of the inner layers with a marker that cannot be foreign to that
    text; those in ``theirs_native`` have one in a theirs part. ``last`` is what came last outside:
    an inner layer's marker (its number), an own end (-1), other lines (0). ``raw`` is the text
    itself, markers and all. Fragments have nothing but that.
    """

    phase: int
    ours: int = 0
    theirs: int = 0
    base: int = 0
    ours_part: int = 0
    base_part: int = 0
    theirs_part: int = 0
    ours_own: int = 0
    theirs_own: int = 0
    theirs_native: int = 0
    last: int = 0
    raw: int = 0


class _Step(NamedTuple):
    """What became of a text, and of the labels of the layer that took the marker, at which cost."""

    text: int
    labels: Labels | None
    cost: int


class _Line(NamedTuple):
    """A marker line on its way to its layer ``role``, which has said ``labels`` so far."""

    marker: Marker
    piece: int
    role: int
    labels: Labels | None
    room: int
    lawful: bool


class _Path(NamedTuple):
    """The role of the latest marker, and those before it."""

    before: _Path | None
    role: int


_State: TypeAlias = tuple[int, tuple[Labels | None, ...]]
_States: TypeAlias = dict[_State, tuple[int, _Path | None]]
_Sides: TypeAlias = tuple[tuple[Labels | None, int, str], ...]


class _Arena:
    """Texts and strings by number: equal numbers, equal contents.

    A text has a positive number. A string is a chain of pieces with a negative one; 0 is empty.
    """

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._text_numbers: dict[_Text, int] = {}
        self._chains: list[tuple[int, int]] = []
        self._chain_numbers: dict[tuple[int, int], int] = {}
        self._pieces: list[bytes] = []
        self._piece_numbers: dict[bytes, int] = {}

    def text(self, number: int) -> _Text:
        return self._texts[number - 1]

    def keep(self, text: _Text) -> int:
        number = self._text_numbers.get(text)
        if number is None:
            self._texts.append(text)
            number = self._text_numbers[text] = len(self._texts)
        return number

    def piece(self, content: bytes) -> int:
        number = self._piece_numbers.get(content)
        if number is None:
            number = self._piece_numbers[content] = len(self._pieces)
            self._pieces.append(content)
        return number

    def extend(self, chain: int, piece: int) -> int:
        key = (chain, piece)
        number = self._chain_numbers.get(key)
        if number is None:
            self._chains.append(key)
            number = self._chain_numbers[key] = -len(self._chains)
        return number

    def content(self, chain: int) -> bytes:
        parts: list[bytes] = []
        while chain:
            chain, piece = self._chains[-chain - 1]
            parts.append(self._pieces[piece])
        return b"".join(reversed(parts))


class Machine:
    """Reads marker lines with the layers 1 to ``depth``; beyond the last lie plain strings."""

    def __init__(self, depth: int, lawful: bool, budget: Budget) -> None:
        self._depth = depth
        self._lawful = lawful
        self._budget = budget
        self._arena = _Arena()
        self._added: dict[tuple[int, int], int] = {}
        self._settled: dict[int, bool] = {}
        self._odd: dict[tuple[int, ...], bool] = {}
        self._outlines: dict[int, int] = {}
        self._fresh = [0] * (depth + 2)
        for layer in range(depth, 0, -1):
            inner = self._fresh[layer + 1]
            self._fresh[layer] = self._arena.keep(_Text(_OUTSIDE, inner, inner))

    def read(
        self, lines: Sequence[bytes], markers: Sequence[Marker], room: int
    ) -> tuple[Cluster, ...] | None:
        """The readings that cost ``room`` or less, by cluster, or None if there is none.

        Raises `OutOfWorkError` when the budget is spent.
        """
        start: _States = {(self._fresh[1], (None,) * self._depth): (0, None)}
        clusters: list[Cluster] = []
        states, first, position, thinned = start, 0, 0, False
        for index, marker in enumerate(markers):
            between = joined(lines[position : marker.line])
            position = marker.line + 1
            states = self._advance(states, between, marker, lines[marker.line], room)
            thinned = self._thin_out(states) or thinned
            last = index == len(markers) - 1
            if last:
                states = {s: v for s, v in states.items() if self._is_settled(s[0], 1)}
            if not states:
                return None
            if last or all(self._is_closed(text) for text, _ in states):
                cluster = self._conclude(states, first, index, thinned)
                clusters.append(cluster)
                room -= cluster.cost
                states, first, thinned = start, index + 1, False
        return tuple(clusters)

    # One marker line

    def _advance(
        self, states: _States, between: bytes, marker: Marker, line: bytes, room: int
    ) -> _States:
        text_piece = self._arena.piece(between) if between else None
        piece = self._arena.piece(line)
        result: _States = {}
        for (text, labels), (cost, path) in states.items():
            at = text if text_piece is None else self._add(text, 1, text_piece)
            for role, step in self._roles(at, labels, marker, piece, room - cost):
                if role and step.labels != labels[role - 1]:
                    now = (*labels[: role - 1], step.labels, *labels[role:])
                else:
                    now = labels
                known = result.get((step.text, now))
                if known is None or known[0] > cost + step.cost:
                    result[step.text, now] = (cost + step.cost, _Path(path, role))
        self._budget.spend(len(result))
        return result

    def _roles(
        self, text: int, labels: tuple[Labels | None, ...], marker: Marker, piece: int, room: int
    ) -> Iterable[tuple[int, _Step]]:
        for role in range(1, self._depth + 1):
            line = _Line(marker, piece, role, labels[role - 1], room, self._lawful)
            for step in self._take(text, 1, line):
                yield role, step
        plain = 0 if self._may_be_text(text, marker) else 1
        if plain <= room:
            yield 0, _Step(self._add(text, 1, piece), None, plain)

    def _may_be_text(self, text: int, marker: Marker) -> bool:
        """An underline or a table's border: no region is open, or it says more than git would."""
        if marker.kind is Kind.SEPARATOR and marker.label:
            return True
        return marker.kind in (Kind.SEPARATOR, Kind.BASE) and not self._open_layers(text, 1)

    def _take(self, text: int, layer: int, line: _Line) -> list[_Step]:
        """Give the line to its layer in a text of layer ``layer`` and in all that is within."""
        self._budget.spend(1)
        now = self._arena.text(text)
        if now.phase == _FRAGMENTS:
            return []
        if layer == line.role:
            if now.phase not in _FOLLOWS[line.marker.kind]:
                return []
            step = self._take_own(now, layer, line)
            return [step] if step is not None and step.cost <= line.room else []
        if now.phase == _OUTSIDE:
            return self._take_outside(now, layer, line)
        within = {_OURS: now.ours, _BASE: now.base, _THEIRS: now.theirs}[now.phase]
        if now.phase == _THEIRS:
            line = line._replace(lawful=False)
        return [
            step._replace(text=self._put(now, step.text, line.piece, 1 << line.role))
            for step in self._take(within, layer + 1, line)
        ]

    def _put(self, now: _Text, within: int, piece: int, own: int = 0) -> int:
        """A text in an open region after a line, which made ``within`` of the text it stands in."""
        raw = self._arena.extend(now.raw, piece)
        if now.phase == _OURS:
            part = self._arena.extend(now.ours_part, piece)
            own |= now.ours_own
            new = now._replace(ours=within, ours_part=part, ours_own=own, last=0, raw=raw)
        elif now.phase == _THEIRS:
            part = self._arena.extend(now.theirs_part, piece)
            new = now._replace(
                theirs=within,
                theirs_part=part,
                theirs_own=now.theirs_own | own,
                theirs_native=now.theirs_native | own,
                last=0,
                raw=raw,
            )
        else:
            part = self._arena.extend(now.base_part, piece)
            new = now._replace(base=within, base_part=part, last=0, raw=raw)
        return self._arena.keep(new)

    def _take_outside(self, now: _Text, layer: int, line: _Line) -> list[_Step]:
        """An inner layer's marker outside of regions: both texts have it, or one is fragments."""
        bit = 1 << line.role
        if now.last == -1:  # next to a region a line is in both texts
            now = now._replace(ours_own=now.ours_own | bit, theirs_own=now.theirs_own | bit)
        now = now._replace(last=line.role, raw=self._arena.extend(now.raw, line.piece))
        ours = self._take(now.ours, layer + 1, line)
        if now.ours == now.theirs:
            return [
                s._replace(text=self._arena.keep(now._replace(ours=s.text, theirs=s.text)))
                for s in ours
            ]
        lawful = line.lawful and not now.theirs_native & bit
        theirs = self._take(now.theirs, layer + 1, line._replace(lawful=lawful))
        pairs = [
            (a.text, b.text, _Step(0, a.labels, a.cost + b.cost))
            for a, b in product(ours, theirs)
            if a.labels == b.labels and a.cost + b.cost <= line.room
        ]
        if ours and not theirs and self._may_be_foreign(now.theirs, layer, now.theirs_own & bit):
            foreign = self._fragments(now.theirs, layer + 1, line.piece)
            pairs += [(a.text, foreign, a) for a in ours]
        elif theirs and not ours and self._may_be_foreign(now.ours, layer, now.ours_own & bit):
            foreign = self._fragments(now.ours, layer + 1, line.piece)
            pairs += [(foreign, b.text, b) for b in theirs]
        if line.room:
            plain = self._add(now.theirs, layer + 1, line.piece)
            pairs += [(a.text, plain, _dearer(a)) for a in ours if a.cost < line.room]
            plain = self._add(now.ours, layer + 1, line.piece)
            pairs += [(plain, b.text, _dearer(b)) for b in theirs if b.cost < line.room]
        return [
            step._replace(text=self._arena.keep(now._replace(ours=one, theirs=other)))
            for one, other, step in pairs
        ]

    def _may_be_foreign(self, text: int, layer: int, own: int) -> bool:
        is_text = layer < self._depth
        return is_text and (self._arena.text(text).phase == _FRAGMENTS or not own)

    def _fragments(self, text: int, layer: int, piece: int) -> int:
        raw = self._arena.extend(self._raw(text, layer), piece)
        return self._arena.keep(_Text(_FRAGMENTS, raw=raw))

    def _raw(self, text: int, layer: int) -> int:
        return text if layer > self._depth else self._arena.text(text).raw

    def _take_own(self, now: _Text, layer: int, line: _Line) -> _Step | None:
        marker, labels = line.marker, line.labels
        raw = self._arena.extend(now.raw, line.piece)
        if marker.kind is Kind.START:
            return self._open(now._replace(raw=raw), marker, labels)
        if labels is None or marker.length != labels.length:
            return None
        if marker.kind is Kind.BASE:
            new = now._replace(phase=_BASE, base=self._fresh[layer + 1], raw=raw)
            known, cost = _learn(labels, three_part=True, base=marker.label)
        elif marker.kind is Kind.SEPARATOR and now.phase == _OURS:
            new = now._replace(phase=_THEIRS, raw=raw)
            known, cost = _learn(labels, three_part=False)
        elif marker.kind is Kind.SEPARATOR:
            if not self._is_settled(now.base, layer + 1):
                return None
            new, known, cost = now._replace(phase=_THEIRS, base=0, raw=raw), labels, 0
        else:
            if line.lawful and self._is_odd(now, bool(labels.three_part)):
                return None
            new = now._replace(
                phase=_OUTSIDE, ours_part=0, base_part=0, theirs_part=0, last=-1, raw=raw
            )
            known, cost = _learn(labels, end=marker.label)
        if marker.kind is Kind.SEPARATOR and marker.label:
            cost += 1
        return _Step(self._arena.keep(new), known, cost)

    def _open(self, now: _Text, marker: Marker, labels: Labels | None) -> _Step | None:
        if labels is not None and marker.length != labels.length:
            return None
        bit = 1 << now.last if now.last > 0 else 0  # next to a region a line is in both texts
        text = self._arena.keep(
            now._replace(
                phase=_OURS, ours_own=now.ours_own | bit, theirs_own=now.theirs_own | bit, last=0
            )
        )
        if labels is None:
            return _Step(text, Labels(marker.label, None, None, None, marker.length), 0)
        return _Step(text, labels, int(labels.start != marker.label))

    def _is_odd(self, now: _Text, three_part: bool) -> bool:
        """Whether git would not have written the region that ends here."""
        numbers = (now.ours_part, now.theirs_part, *([now.base_part] if three_part else []))
        odd = self._odd.get(numbers)
        if odd is None:
            parts = [self._arena.content(n) for n in numbers]
            odd = self._odd[numbers] = parts[0] == parts[1] or _share_edge(parts)
        return odd

    # Texts

    def _add(self, text: int, layer: int, piece: int) -> int:
        """Append a line, or lines, in which no layer of ``layer`` or deeper has a marker."""
        if layer > self._depth:
            return self._arena.extend(text, piece)
        key = (text, piece)
        result = self._added.get(key)
        if result is None:
            result = self._added[key] = self._add_to(self._arena.text(text), layer + 1, piece)
        return result

    def _add_to(self, now: _Text, inner: int, piece: int) -> int:
        if now.phase == _FRAGMENTS:
            return self._arena.keep(now._replace(raw=self._arena.extend(now.raw, piece)))
        if now.phase == _OUTSIDE:
            ours = self._add(now.ours, inner, piece)
            same = now.ours == now.theirs
            theirs = ours if same else self._add(now.theirs, inner, piece)
            raw = self._arena.extend(now.raw, piece)
            return self._arena.keep(now._replace(ours=ours, theirs=theirs, last=0, raw=raw))
        within = {_OURS: now.ours, _BASE: now.base, _THEIRS: now.theirs}[now.phase]
        return self._put(now, self._add(within, inner, piece), piece)

    def _open_layers(self, text: int, layer: int) -> int:
        """The layers with an open region in this text, as a bit set."""
        if layer > self._depth:
            return 0
        now = self._arena.text(text)
        if now.phase == _FRAGMENTS:
            return 0
        layers = (now.phase != _OUTSIDE) << layer | self._open_layers(now.ours, layer + 1)
        if now.theirs != now.ours:
            layers |= self._open_layers(now.theirs, layer + 1)
        return layers

    def _is_settled(self, text: int, layer: int) -> bool:
        """Whether a file may end here: what is open is foreign to its text and closed elsewhere."""
        if layer > self._depth:
            return True
        settled = self._settled.get(text)
        if settled is None:
            settled = self._settled[text] = self._settle(self._arena.text(text), layer + 1)
        return settled

    def _settle(self, now: _Text, inner: int) -> bool:
        if now.phase != _OUTSIDE:
            return False
        ours = self._is_settled(now.ours, inner)
        if now.ours == now.theirs:
            return ours
        theirs = self._is_settled(now.theirs, inner)
        if ours and theirs:
            return True
        if ours:
            return not self._open_layers(now.theirs, inner) & now.theirs_own
        return theirs and not self._open_layers(now.ours, inner) & now.ours_own

    def _is_closed(self, text: int) -> bool:
        return self._is_settled(text, 1) and not self._open_layers(text, 1)

    # States

    def _thin_out(self, states: _States) -> bool:
        """Keep `MAX_READINGS` states of the same phases and labels; say whether any was dropped."""
        if len(states) <= _CROWD:
            return False
        alike: defaultdict[object, list[tuple[int, _State]]] = defaultdict(list)
        for state, (cost, _) in states.items():
            alike[self._outline(state[0], 1), state[1]].append((cost, state))
        thinned = False
        for group in alike.values():
            group.sort(key=lambda item: (item[0], item[1][0]))
            for _, state in group[MAX_READINGS:]:
                del states[state]
                thinned = True
        return thinned

    def _outline(self, text: int, layer: int) -> int:
        """The number of a text without what it holds."""
        if layer > self._depth:
            return 0
        outline = self._outlines.get(text)
        if outline is None:
            now = self._arena.text(text)
            bare = _Text(now.phase)
            if now.phase != _FRAGMENTS:
                bare = bare._replace(
                    ours=self._outline(now.ours, layer + 1),
                    theirs=self._outline(now.theirs, layer + 1),
                    base=self._outline(now.base, layer + 1) if now.phase == _BASE else 0,
                    ours_own=now.ours_own,
                    theirs_own=now.theirs_own,
                    theirs_native=now.theirs_native,
                    last=now.last,
                    raw=int(now.ours == now.theirs),
                )
            outline = self._outlines[text] = self._arena.keep(bare)
        return outline

    def _conclude(self, states: _States, first: int, last: int, thinned: bool) -> Cluster:
        """Tell the cheapest states apart by their outcomes; of each keep the simplest reading."""
        least = min(cost for cost, _ in states.values())
        cheapest = [(state, path) for state, (cost, path) in states.items() if cost == least]
        outcomes: defaultdict[object, list[tuple[int, _State, _Path | None]]] = defaultdict(list)
        for state, path in cheapest:
            outcome: object = self._outcome(state) if len(cheapest) > 1 else None
            outcomes[outcome].append((self._size(state[0], 1), state, path))
        simplest = [min(group, key=_simplicity) for group in outcomes.values()]
        simplest.sort(key=_simplicity)
        readings = [Reading(_roles_of(path), labels) for _, (_, labels), path in simplest]
        more = thinned or len(readings) > MAX_READINGS or self._is_beyond(cheapest)
        return Cluster(first, last, least, tuple(readings[:MAX_READINGS]), more)

    def _is_beyond(self, cheapest: Iterable[tuple[_State, object]]) -> bool:
        """Whether both sides are stacks of three layers or more.

        What is foreign to such a side can hide a layer of its own, which is not followed here: the
        reading may be right, but it is no proof.
        """
        return any(
            sum(known is not None for known in labels) > 2 and self._has_native(text, 1)
            for (text, labels), _ in cheapest
        )

    def _has_native(self, text: int, layer: int) -> bool:
        if layer > self._depth:
            return False
        now = self._arena.text(text)
        if now.phase == _FRAGMENTS or now.theirs_native:
            return bool(now.theirs_native)
        return self._has_native(now.ours, layer + 1) or self._has_native(now.theirs, layer + 1)

    def _size(self, text: int, layer: int) -> int:
        """How many whole texts this one holds, fragments counted as more than they are."""
        if layer > self._depth:
            return 1
        now = self._arena.text(text)
        if now.phase == _FRAGMENTS:
            return 3
        size = self._size(now.ours, layer + 1)
        return size if now.theirs == now.ours else size + self._size(now.theirs, layer + 1)

    def _outcome(self, state: _State) -> object:
        """The text for every choice of sides, told by labels: the order of layers plays no part."""
        texts = self._by_sides(state[0], 1, state[1], ())
        layers = sorted({side[:2] for sides in texts for side in sides}, key=repr)
        table = []
        for choice in product("ot", repeat=len(layers)):
            sides = {(*layer, side) for layer, side in zip(layers, choice, strict=True)}
            table.append(next(text for key, text in texts.items() if sides.issuperset(key)))
        return _without_idle(layers, table)

    def _by_sides(
        self, text: int, layer: int, labels: tuple[Labels | None, ...], above: _Sides
    ) -> dict[_Sides, tuple[bool, bytes]]:
        """Every text within, by the sides to choose; True marks one with fragments of markers."""
        if layer > self._depth:
            return {above: (False, self._arena.content(text))}
        now = self._arena.text(text)
        if not self._is_settled(text, layer):
            return {above: (True, self._arena.content(now.raw))}
        if now.ours == now.theirs:
            return self._by_sides(now.ours, layer + 1, labels, above)
        mine = labels[layer - 1]
        nth = sum(side[0] == mine for side in above)
        ours = self._by_sides(now.ours, layer + 1, labels, (*above, (mine, nth, "o")))
        theirs = self._by_sides(now.theirs, layer + 1, labels, (*above, (mine, nth, "t")))
        return ours | theirs


def _dearer(step: _Step) -> _Step:
    return step._replace(cost=step.cost + 1)


def _learn(labels: Labels, **said: bytes | bool) -> tuple[Labels, int]:
    """Add what a marker says to what is known of its layer; 1 is the cost of contradicting it."""
    known = labels._asdict()
    contradicts = any(known[name] not in (None, value) for name, value in said.items())
    if contradicts:
        return labels, 1
    return Labels(**(known | said)), 0


def _share_edge(parts: Sequence[bytes]) -> bool:
    """Whether the parts all begin, or all end, with the same line."""
    if not all(parts):
        return False
    lines = [split_lines(part) for part in parts]
    return len({part[0] for part in lines}) == 1 or len({part[-1] for part in lines}) == 1


def _without_idle(
    layers: list[tuple[Labels | None, int]], table: list[tuple[bool, bytes]]
) -> tuple[object, object]:
    """Drop the layers whose side makes no difference."""
    position = 0
    while position < len(layers):
        bit = 1 << (len(layers) - 1 - position)
        if all(table[i] == table[i | bit] for i in range(len(table)) if not i & bit):
            table = [table[i] for i in range(len(table)) if not i & bit]
            layers = layers[:position] + layers[position + 1 :]
        else:
            position += 1
    return tuple(layers), tuple(table)


def _simplicity(item: tuple[int, _State, _Path | None]) -> tuple[int, tuple[int, ...]]:
    return item[0], _roles_of(item[2])


def _roles_of(path: _Path | None) -> tuple[int, ...]:
    roles: list[int] = []
    while path is not None:
        roles.append(path.role)
        path = path.before
    return tuple(reversed(roles))
