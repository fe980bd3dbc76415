"""Comments in a document that turn rules off for a part of it.

``<!-- mergemend: off -->`` turns off every rule, up to ``<!-- mergemend: on -->`` or the end of the
file; ``<!-- mergemend: off mojibake -->`` only the rules named. Such a directive has a line to
itself, in the comment style of HTML and Markdown, reStructuredText (``..``), shell (``#``), C
(``//``) or TeX (``%``). ``mergemend: ignore`` in a comment behind a line is for that line alone. No
conflict is ignored so: its lines belong together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from mergemend.model import Document, decode
from mergemend.rules import RULES, goes_by

_WORD = b"mergemend:"
_DIRECTIVE = re.compile(
    rb"\s*(?:(?P<html><!--)|\.\.|#+|//+|%+)\s*mergemend:\s*(?P<turn>off|on)"
    rb"(?P<names>(?:[\s,]+[a-z][a-z0-9-]*)*)\s*(?(html)-->)\s*"
)


_IGNORE = re.compile(
    rb"(?:(?P<html><!--)|(?<=\s)(?:#+|//+|%+|/\*))\s*mergemend:\s*ignore"
    rb"(?P<names>(?:[\s,]+[a-z][a-z-]*)*)\s*(?(html)-->|(?:\*/)?\s*\Z)"
)


@dataclass(frozen=True, slots=True)
class OffParts:
    """The parts of a document in which rules are off; lines count from 0.

    ``spans`` gives for a rule the stretches of lines, in order and apart, as the first and the one
    behind the last; ``lines`` the rules that are off in single lines.
    """

    spans: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    lines: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether any rule is off anywhere."""
        return bool(self.spans or self.lines)

    def hold(self, rule: str, first: int, last: int) -> bool:
        """Whether ``rule`` is off in any of the lines ``first`` to ``last``."""
        spans = self.spans.get(rule, ())
        at = bisect_right(spans, (last, inf)) - 1
        if at >= 0 and spans[at][1] > first:
            return True
        return any(rule in self.lines.get(line, ()) for line in range(first, last + 1))

    def lines_of(self, rule: str) -> set[int]:
        """The lines in which ``rule`` is off."""
        found = {line for line, rules in self.lines.items() if rule in rules}
        return found.union(*(range(*span) for span in self.spans.get(rule, ())))


def off_parts(document: Document) -> OffParts:
    """The parts of a document in which rules are off. A name that is no rule's turns nothing off.

    A name stands for its rule and those whose names go on from it, as in the settings.
    """
    if _WORD not in document.data:
        return OffParts()
    since: dict[str, int] = {}
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    lines: dict[int, frozenset[str]] = {}
    for number, line in enumerate(document.lines):
        if _WORD not in line:
            continue
        if ignored := _ignored(line):
            lines[number] = ignored
        match = _DIRECTIVE.fullmatch(line)
        if match is None:
            continue
        for rule in _rules(match["names"]):
            if match["turn"] == b"off":
                since.setdefault(rule, number)
            elif rule in since:
                spans[rule].append((since.pop(rule), number + 1))
    for rule, first in since.items():
        spans[rule].append((first, len(document.lines)))
    return OffParts(spans, lines)


def _ignored(line: bytes) -> frozenset[str]:
    match = _IGNORE.search(line)
    return _ignored_rules(match["names"]) if match else frozenset()


@lru_cache
def _ignored_rules(names: bytes) -> frozenset[str]:
    return frozenset(rule for rule in _rules(names) if not goes_by(rule, "conflict"))


@lru_cache
def _rules(names: bytes) -> tuple[str, ...]:
    wanted = decode(names).replace(",", " ").split()
    return tuple(
        rule for rule in RULES if not wanted or any(goes_by(rule, name) for name in wanted)
    )
