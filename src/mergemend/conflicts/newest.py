"""Finds the newest of the whole revisions that went into a stack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mergemend.conflicts.decide import Order, Verdict, compare, name
from mergemend.conflicts.rule import DateKind
from mergemend.evidence import Evidence, Side


class UnprovenError(Exception):
    """History does not account for the stack; the message says why."""


class UnplacedError(UnprovenError):
    """History accounts for the stack, but not for one text that is the newest everywhere."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole revision that went into a stack, the side that it is, and the layers it is a side of.

    ``labels`` are the end labels of those layers. ``stored`` says that git has the text as it is,
    ``torn`` that only what the stack holds of it is known: with markers that it never had.
    """

    text: bytes
    side: Side
    labels: frozenset[str]
    stored: bool
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares revisions by descent and by ``date``."""

    evidence: Evidence
    date: DateKind

    def newest(self, wholes: Sequence[Whole]) -> tuple[Whole, tuple[str, ...]]:
        """The text that is newer than every other, by one of its revisions each, and why.

        Raises `UnprovenError` where there is none, or its text is torn.
        """
        texts: defaultdict[bytes, list[Whole]] = defaultdict(list)
        for whole in wholes:
            texts[whole.text].append(whole)
        if len(texts) == 1:
            return wholes[0], ("all sides hold the same text",)
        doubts: list[str] = []
        for text, holders in texts.items():
            others = [w for w in wholes if w.text != text]
            reasons = list(self._against(holders, others, doubts))
            if len(reasons) == len(others):
                return _whole(self._best(holders, others)), tuple(dict.fromkeys(reasons))
        raise UnprovenError("; ".join(dict.fromkeys(doubts)) or "no revision is newer than others")

    def _against(
        self, holders: Sequence[Whole], others: Iterable[Whole], doubts: list[str]
    ) -> Iterator[str]:
        """Why one of ``holders`` is newer than each other, up to the first of which none is."""
        for other in others:
            verdicts = [self._compare(holder, other) for holder in holders]
            newer = next((v for v in verdicts if v.order is Order.NEWER), None)
            if newer is None:
                doubts += [v.reason for v in verdicts if v.order is Order.UNSURE]
                return
            yield newer.reason

    def _best(self, holders: Sequence[Whole], others: Sequence[Whole]) -> Whole:
        """The one of equal revisions that is newer than the most others."""

        def beaten(holder: Whole) -> int:
            return sum(self._compare(holder, other).order is Order.NEWER for other in others)

        return max(holders, key=beaten)

    def _compare(self, one: Whole, other: Whole) -> Verdict:
        return compare(one.side, other.side, self.evidence, self.date)


def _whole(taken: Whole) -> Whole:
    if taken.torn:
        raise UnprovenError(f"the text of {name(taken.side)} is unknown: {taken.side.why}")
    return taken
