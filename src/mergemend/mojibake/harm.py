"""What a change did to a text: the lines that were garbled by it, each with its proof.

Lines are laid beside each other by what garbling leaves alone, so a line needs nothing of its own
to be found again: where it stands says which one it was. It counts as garbled only if garbling the
old line by some steps gives the new one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from mergemend.model import decode
from mergemend.mojibake.garble import CODECS, Step
from mergemend.mojibake.past import damages, is_text, pair
from mergemend.mojibake.repair import Repair

# What garbling can have touched: all that is not ASCII, blanks, question marks and quotes.
_TOUCHED = re.compile("[^\x21-\x7e]+|[?\"'`]+")

# Longer stretches that differ are not laid beside each other line by line: that takes seconds.
_MOST_LINES = 20_000

# The fewest characters that tell a line from others, where its place does not: see `past`.
_ENOUGH = 3

Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Harm:
    """A line that was garbled: ``repairs`` turn ``after`` into ``before``. Without line ends.

    It is not ``sure`` which line it was where garbling makes the same of another one.
    """

    before: str
    after: str
    repairs: tuple[Repair, ...]
    sure: bool = True

    @property
    def ways(self) -> tuple[Steps, ...]:
        """How its characters were garbled."""
        return tuple(dict.fromkeys(repair.steps for repair in self.repairs))


def lines_of(data: bytes) -> list[str]:
    """The lines of a text, without their ends."""
    return [line.removesuffix("\r") for line in decode(data).split("\n")]


def harms(before: bytes, after: bytes, wanted: Collection[str] | None = None) -> dict[int, Harm]:
    """The lines of ``after``, counted from 0, that are garbled lines of ``before``.

    With ``wanted`` only those that read so are looked at.
    """
    if before.isascii():
        return {}
    return _Comparison(lines_of(before), lines_of(after), Prover()).harms(wanted)


@dataclass
class _Comparison:
    """The lines of a text before and after a change."""

    old: Sequence[str]
    new: Sequence[str]
    prover: Prover
    _in_place: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def old_groups(self) -> Mapping[str, Sequence[str]]:
        """The old lines, those together of which garbling leaves the same."""
        return _by_kept(self.old)

    @cached_property
    def new_groups(self) -> Mapping[str, Sequence[str]]:
        """The new lines likewise."""
        return _by_kept(self.new)

    def harms(self, wanted: Collection[str] | None) -> dict[int, Harm]:
        found: dict[int, Harm] = {}
        for first, second in align(self.old, self.new):
            before, after = self.old[first], self.new[second]
            if before != after and (wanted is None or after in wanted):
                harm = self.prover.harm(before, after)
                if harm:
                    found[second] = harm if self.is_sure(harm) else replace(harm, sure=False)
        moved = {*self.new} - {*self.old} - {harm.after for harm in found.values()}
        found.update(self.moved(moved if wanted is None else moved & {*wanted}))
        return found

    def moved(self, lines: Collection[str]) -> Iterator[tuple[int, Harm]]:
        """Garbled lines that stand elsewhere than they did, by what is left of them."""
        for number, line in enumerate(self.new):
            if line in lines and len(_kept(line)) >= _ENOUGH:
                truths = dict.fromkeys(self.old_groups.get(_kept(line), ()))
                proven = [harm for before in truths if (harm := self.prover.harm(before, line))]
                if proven:
                    yield number, replace(proven[0], sure=len(proven) == 1)

    def is_sure(self, harm: Harm) -> bool:
        """Whether no other line can have become the garbled one, or all of them are in place."""
        key = _kept(harm.before)
        rivals = {*self.old_groups.get(key, ())} - {harm.before}
        if not rivals or self.is_in_place(key):
            return True
        return not any(self.prover.harm(rival, harm.after) for rival in rivals)

    def is_in_place(self, key: str) -> bool:
        """Whether the lines of a group are as many as before, each garbled or as it was."""
        if key not in self._in_place:
            old, new = self.old_groups.get(key, ()), self.new_groups.get(key, ())
            self._in_place[key] = len(old) == len(new) and all(
                one == other or self.prover.harm(one, other)
                for one, other in zip(old, new, strict=True)
            )
        return self._in_place[key]


def _by_kept(lines: Iterable[str]) -> Mapping[str, Sequence[str]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line and not line.isspace():
            groups[_kept(line)].append(line)
    return groups


class Prover:
    """Proves that lines are garbled; the code page of one of them is tried first for the next."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def harm(self, before: str, after: str) -> Harm | None:
        """``after`` as what garbling made of ``before``, or None where nothing does that."""
        if before.isascii() or not is_text(before + after) or not _is_left(before, after):
            return None
        gone = next((c for c in before if before.count(c) > after.count(c)), None)
        often = [codec for codec, _ in self._seen.most_common() if codec in CODECS]
        codecs = dict.fromkeys((*often, *CODECS))
        repairs = pair(after, before, [c for c in codecs if gone is None or _can(c, gone, after)])
        if not repairs:
            return None
        self._seen[repairs[0].steps[-1].codec] += 1
        return Harm(before, after, repairs)


def _can(codec: str, letter: str, after: str) -> bool:
    """Whether a letter that is gone can have become a part of ``after``."""
    return any(text in after for text, _ in damages(codec, letter))


def _is_left(before: str, after: str) -> bool:
    """Whether ``after`` still has the ASCII letters of ``before``, in their order."""
    rest = iter(after)
    return all(letter in rest for letter in _kept(before))


@lru_cache(maxsize=1 << 16)
def _kept(line: str) -> str:
    """What garbling leaves alone; a line is asked for in each version of its file."""
    return _TOUCHED.sub("", line)


def align(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which lines of two texts stand in the same place, as pairs of their numbers.

    They have in common what garbling leaves alone; where stretches of the same length have not,
    their lines are paired one by one.
    """
    keys, new_keys = (list(map(_kept, lines)) for lines in (old, new))
    most = min(len(keys), len(new_keys))
    head = next((n for n in range(most) if keys[n] != new_keys[n]), most)
    tail = next((n for n in range(most - head) if keys[-1 - n] != new_keys[-1 - n]), most - head)
    yield from zip(range(head), range(head), strict=True)
    yield from _align_middle(
        keys[head : len(keys) - tail], new_keys[head : len(new_keys) - tail], head
    )
    yield from zip(
        range(len(keys) - tail, len(keys)),
        range(len(new_keys) - tail, len(new_keys)),
        strict=True,
    )


def _align_middle(old: list[str], new: list[str], start: int) -> Iterator[tuple[int, int]]:
    if max(len(old), len(new)) > _MOST_LINES:
        return
    for _, first, last, new_first, new_last in SequenceMatcher(None, old, new).get_opcodes():
        if last - first == new_last - new_first:
            yield from zip(
                range(start + first, start + last),
                range(start + new_first, start + new_last),
                strict=True,
            )
