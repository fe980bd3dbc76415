"""Comments in a document that turn rules off for a part of it.

``<!-- mergemend: off -->`` turns off every rule, up to ``<!-- mergemend: on -->`` or the end of the
file; ``<!-- mergemend: off mojibake -->`` only the rules named. Such a directive has a line to
itself, in the comment style of HTML and Markdown, reStructuredText (``..``), shell (``#``), C
(``//``) or TeX (``%``). ``mergemend: ignore`` in a comment behind a line is for that line alone. No
conflict is ignored so: its lines belong together. That a comment is of no use is told all the same,
unless a comment turns off that very rule, by its name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

from mergemend.late import late
from mergemend.model import Document, decode
from mergemend.rules import RULES, UNUSED, goes_by, stands_for

_WORD = b"mergemend:"
_DIRECTIVE = late(
    rb"\s*(?P<all>(?:(?P<html><!--)|\.\.|#+|//+|%+)\s*mergemend:\s*(?P<turn>off|on)"
    rb"(?P<names>(?:[\s,]+[a-z][a-z0-9-]*)*)\s*(?(html)-->))\s*"
)
_IGNORE = late(
    rb"(?P<all>(?:(?P<html><!--)|(?<=\s)(?:#+|//+|%+|/\*))\s*mergemend:\s*(?P<turn>ignore)"
    rb"(?P<names>(?:[\s,]+[a-z][a-z0-9-]*)*)\s*(?(html)-->|(?:\*/)?\s*\Z))"
)
_NAME = re.compile(rb"[^\s,]+")


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment for us: ``turn`` is off, on or ignore. Lines count from 0, bytes in the line.

    ``names`` are none where it is about all rules; ``list`` is where they stand.
    """

    line: int
    turn: str
    names: tuple[str, ...]
    start: int
    end: int
    list: tuple[int, int]
    is_html: bool

    def rules(self, name: str | None = None) -> frozenset[str]:
        """The rules that it is about, or those that one of its names stands for."""
        rules = _rules(self.names) if name is None else rules_of(name)
        if self.turn != "ignore":
            return rules
        return frozenset(rule for rule in rules if not goes_by(rule, "conflict"))


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


def directives(document: Document) -> Iterator[Directive]:
    """The comments for us in a document, in their order."""
    if _WORD not in document.data:
        return
    for number, line in enumerate(document.lines):
        if _WORD in line and (match := _DIRECTIVE.fullmatch(line) or _IGNORE.search(line)):
            start = match.start("all")
            yield Directive(
                number,
                decode(match["turn"]),
                tuple(decode(name) for name in _NAME.findall(match["names"])),
                start,
                start + len(match["all"].rstrip()),
                match.span("names"),
                match["html"] is not None,
            )


def off_parts(document: Document) -> OffParts:
    """The parts of a document in which rules are off. A name that is no rule's turns nothing off.

    A name stands for its rule, those whose names go on from it, or a group, as in the settings.
    """
    since: dict[str, int] = {}
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    lines: dict[int, frozenset[str]] = {}
    for one in directives(document):
        if one.turn == "ignore":
            lines[one.line] = one.rules()
            continue
        for rule in one.rules():
            if one.turn == "off":
                since.setdefault(rule, one.line)
            elif rule in since:
                spans[rule].append((since.pop(rule), one.line + 1))
    for rule, first in since.items():
        spans[rule].append((first, len(document.lines)))
    return OffParts(spans, {line: rules for line, rules in lines.items() if rules})


def rules_of(name: str) -> frozenset[str]:
    """The rules that a name stands for."""
    return _rules((name,))


@lru_cache
def _rules(names: tuple[str, ...]) -> frozenset[str]:
    if not names:
        return frozenset(RULES) - {UNUSED}
    return frozenset(rule for rule in RULES if any(stands_for(name, rule) for name in names))
