"""How many steps a regular expression can take through a short text before it gives up.

Python's expressions go back: each time that something can end in several places, all that follows
is tried from each. So ways multiply along an expression, and add up among its choices. A repetition
has one way only, if what it repeats cannot be what comes next: it ends where it must. This holds
for expressions without repeated groups and without references to groups, and for texts that are
matched as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, takewhile
from math import comb
from typing import Any, TypeAlias

# the parser of Python's own re; nothing else reads its syntax exactly
from re import _compiler, _constants, _parser  # type: ignore[attr-defined]  # isort: skip

_Item: TypeAlias = tuple[Any, Any]
_Characters: TypeAlias = frozenset[str]

_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_ASSERTIONS = (_constants.ASSERT, _constants.ASSERT_NOT)
_ATOMS = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)
_SHORT = 12  # a repetition up to this is a choice

# Two sets that overlap, do so here or at an end of a range that the expression itself names: a
# character of each sort that a set can stand for without naming it.
_SAMPLE = frozenset(
    (*map(chr, range(0x180)), *"ßЖжӘאعधก中あア한٣४①½ⅷ—“€→☃🚢\u2003\u2028\u200d\ufe0f")
)


class UncountableError(ValueError):
    """The expression repeats a group or goes back to one: nothing bounds its steps."""


def steps(source: str, flags: int, length: int) -> int:
    """The steps that an expression takes through a text of ``length`` characters, at the most.

    Raises `UncountableError`, and `re.error` for what is no regular expression.
    """
    tree = _parser.parse(source, flags)
    counter = _Counter(tree.state, length, frozenset(_named(tree)))
    ways = counter.through(list(tree), frozenset(), _Ways(length))
    return counter.steps + ways.number


@dataclass(frozen=True, slots=True)
class _Ways:
    """Choices, which multiply, and open repetitions, which share the text among them."""

    length: int
    choices: int = 1
    open: int = 0

    @property
    def number(self) -> int:
        return self.choices * comb(self.length + self.open, self.open)


@dataclass
class _Counter:
    """Goes through the parts of one expression; ``state`` is what its parser knows.

    ``steps`` are those of the repetitions so far, which go through the text once for each way.
    """

    state: Any
    length: int
    named: _Characters
    steps: int = 0

    @cached_property
    def _sample(self) -> _Characters:
        both = {other for c in self.named for other in (c, c.lower(), c.upper()) if len(other) == 1}
        return _SAMPLE | both

    def through(self, items: Sequence[_Item], after: _Characters, ways: _Ways) -> _Ways:
        """The ways behind a sequence that ``ways`` lead to, and that ``after`` can stand behind."""
        behind = [after]
        for item in reversed(items[1:]):
            behind.append(self._first([item], behind[-1]))
        for item, next_ones in zip(items, reversed(behind), strict=False):
            ways = self._through_item(item, next_ones, ways)
        return ways

    def _through_item(self, item: _Item, after: _Characters, ways: _Ways) -> _Ways:
        code, value = item
        if code in _ATOMS or code is _constants.AT:
            return ways
        if code is _constants.SUBPATTERN:
            return self.through(list(value[-1]), after, ways)
        if code is _constants.ATOMIC_GROUP:
            return self.through(list(value), self._sample, ways)
        if code in _ASSERTIONS:
            return self.through(list(value[1]), self._sample, ways)
        if code is _constants.BRANCH:
            return self._through_branches([list(branch) for branch in value[1]], after, ways)
        if code in _REPEATS:
            least, most, repeated = value
            return self._through_repeat((least, most), list(repeated), after, ways)
        raise UncountableError

    def _through_branches(
        self, branches: Sequence[Sequence[_Item]], after: _Characters, ways: _Ways
    ) -> _Ways:
        each = [self.through(branch, after, ways) for branch in branches]
        firsts = [self._first(branch, after) for branch in branches]
        apart = sum(map(len, firsts)) == len(frozenset().union(*firsts)) or _differ(branches)
        together = (max if apart else sum)(one.choices for one in each)
        return _Ways(self.length, together, max(one.open for one in each))

    def _through_repeat(
        self, times: tuple[int, int], items: Sequence[_Item], after: _Characters, ways: _Ways
    ) -> _Ways:
        least, most = times
        is_atom = len(items) == 1 and items[0][0] in _ATOMS
        if most > 1 and not is_atom:
            raise UncountableError
        if is_atom and items[0][0] is _constants.ANY and not after:
            self.steps += self.length  # it takes all that is left, and nothing can fail behind it
            return ways
        if is_atom and most > _SHORT:
            self.steps += ways.number * min(most, self.length)
        apart = not self._first(items, frozenset()) & after
        inner = self.through(items, after, ways)
        if most == least or (is_atom and apart):
            return inner
        if not is_atom:
            return inner if apart else replace(inner, choices=inner.choices + ways.choices)
        if most - least <= _SHORT:
            return replace(ways, choices=ways.choices * (most - least + 1))
        return replace(ways, open=ways.open + 1)

    def _first(self, items: Iterable[_Item], after: _Characters) -> _Characters:
        """The characters that a sequence, or what stands behind it, can begin with."""
        found: _Characters = frozenset()
        for code, value in items:
            if code in _ATOMS:
                return found | self._characters((code, value))
            if code in _REPEATS:
                found |= self._first(list(value[2]), frozenset())
                if value[0]:
                    return found
            elif code is _constants.BRANCH:
                begun = [self._first(list(branch), frozenset("\0")) for branch in value[1]]
                found |= frozenset().union(*begun) - {"\0"}
                if not any("\0" in one for one in begun):
                    return found
            elif code in (_constants.SUBPATTERN, _constants.ATOMIC_GROUP):
                inner = value[-1] if code is _constants.SUBPATTERN else value
                begun_here = self._first(list(inner), frozenset("\0"))
                found |= begun_here - {"\0"}
                if "\0" not in begun_here:
                    return found
        return found | after

    def _characters(self, item: _Item) -> _Characters:
        regex = _compiler.compile(_parser.SubPattern(self.state, [item]), self.state.flags)
        return frozenset(filter(regex.fullmatch, self._sample))


def _differ(branches: Iterable[Sequence[_Item]]) -> bool:
    """Whether the words that branches begin with can't stand at one place."""
    words = sorted(map(_word, branches))
    return not any(after.startswith(before) for before, after in pairwise(words))


def _word(items: Sequence[_Item]) -> str:
    """The letters that a sequence must begin with."""
    literals = takewhile(lambda item: item[0] is _constants.LITERAL, items)
    return "".join(chr(value) for _, value in literals).lower()


def _named(tree: Any) -> Iterator[str]:
    """The characters, and ends of ranges, that an expression names."""
    for part in tree:
        if isinstance(part, tuple) and len(part) == 2 and part[0] is _constants.RANGE:
            yield from map(chr, part[1])
        elif (
            isinstance(part, tuple)
            and len(part) == 2
            and part[0]
            in (
                _constants.LITERAL,
                _constants.NOT_LITERAL,
            )
        ):
            yield chr(part[1])
        elif isinstance(part, tuple | list | _parser.SubPattern):
            yield from _named(part)
