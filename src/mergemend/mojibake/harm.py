"""What a change did to a text: the lines that were garbled by it, each with its proof.

Lines are laid beside each other by what garbling leaves alone, so a line needs nothing of its own
to be found again: where it stands says which one it was. It counts as garbled only if garbling the
old line by some steps gives the new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain

from mergemend.model import decode
from mergemend.mojibake.garble import Step
from mergemend.mojibake.past import Past, is_text, repairs_by, ways
from mergemend.mojibake.repair import Repair

# What garbling can have touched: all that is not ASCII, blanks, question marks and quotes.
_TOUCHED = re.compile("[^\x21-\x7e]+|[?\"'`]+")

# Longer stretches that differ are not laid beside each other line by line: that takes seconds.
_MOST_LINES = 20_000

Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Harm:
    """A line that was garbled: ``repairs`` turn ``after`` into ``before``. Without line ends."""

    before: str
    after: str
    repairs: tuple[Repair, ...]

    @property
    def steps(self) -> Steps:
        """How it was garbled."""
        return self.repairs[0].steps


def lines_of(data: bytes) -> list[str]:
    """The lines of a text, without their ends."""
    return [line.removesuffix("\r") for line in decode(data).split("\n")]


def harms(before: bytes, after: bytes) -> dict[int, Harm]:
    """The lines of ``after``, counted from 0, that are garbled lines of ``before``."""
    if before.isascii():
        return {}
    old, new = lines_of(before), lines_of(after)
    prover = Prover()
    found: dict[int, Harm] = {}
    for first, second in align(old, new):
        if old[first] != new[second] and (harm := prover.harm(old[first], new[second])):
            found[second] = harm
    moved = {*new} - {*old} - {harm.after for harm in found.values()}
    past = Past(before)
    for number, line in enumerate(new):
        if line in moved and not line.isascii() and is_text(line):
            settled = past.explain(line)
            if len(settled) == 1:
                ((truth, repairs),) = settled.items()
                found[number] = Harm(truth, line, repairs)
    return found


class Prover:
    """Proves that lines are garbled; what garbled one of them is tried first for the next."""

    def __init__(self) -> None:
        self._seen: Counter[Steps] = Counter()

    def harm(self, before: str, after: str, likely: Iterable[Steps] = ()) -> Harm | None:
        """``after`` as what garbling made of ``before``, or None where no steps do that.

        ``likely`` are steps that are tried first.
        """
        if before.isascii() or not is_text(before + after) or not _is_left(before, after):
            return None
        often = [steps for steps, _ in self._seen.most_common()]
        for steps in dict.fromkeys(chain(likely, often, ways())):
            if repairs := repairs_by(after, before, steps):
                self._seen[steps] += 1
                return Harm(before, after, repairs)
        return None


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
