"""A stated total of hours that its parts do not add up to.

A total is a line that begins with ``Total`` and has one amount of time. Its parts are the lines
above it, in the same section or block of code, that have one amount of time each. What counts as a
part is not always clear: the lines since the last total, the items of one list, all lines of the
section, the headings below it, the totals since the last total of totals. If any of these gives the
total, nothing is said. Something is said only where the lines since the last total are plain: three
or more, each with one amount that says how long it takes.

Both ends of spans are added up. Where figures are called rough it is a warning, else an error.

Example: ``**Total:** 20 hours`` below items of 6, 8 and 4 hours.

There is no fix: a part can be wrong or missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import Amount, find_amounts, spell

RULE = "hour-sum"

_TOTAL = re.compile(
    r"[\W_]*(?:realistic |overall |combined |estimated )?(?:grand |sub-?)?total\b[^\d]*",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\d\s?-?(?:h|hr|hour|min)", re.IGNORECASE)
_DONE_OF = re.compile(
    r"\b(?:remaining|left|spent|saved|per|each|from|of|already|was|not)\b", re.IGNORECASE
)
_LEAST = 3

# A total that is farther from its parts than this is about something else, or about more.
_FARTHEST = Fraction(6, 10)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with an amount of time: a total, or what can be a part of one."""

    line: int
    amount: Amount
    total: bool
    list_index: int | None
    clear: bool


def check_hours(look: Look) -> Iterator[Finding]:
    """A finding for each total of hours that nothing above adds up to."""
    lines = list(_lines(look))
    for position, total in enumerate(lines):
        if total.total:
            yield from _check(look, lines[:position], total)


def _lines(look: Look) -> Iterator[_Line]:
    lists = {item.text.line: item.list_index for item in look.outline.items}
    cells = {cell.line for cell in look.outline.cells}
    for number in look.outline.lines_with(_HOURS):
        text = look.outline.lines[number]
        if number in cells or "│" in text:
            continue
        shown = text
        amounts = [a for a in find_amounts(shown) if a.family == "time" and not a.per]
        if amounts:
            is_total = _TOTAL.match(plain(shown)) is not None
            clear = len(amounts) == 1 and not _DONE_OF.search(shown)
            yield _Line(number, amounts[0], is_total, lists.get(number), clear)


def _check(look: Look, before: Sequence[_Line], total: _Line) -> Iterator[Finding]:
    if not total.clear:
        return
    groups = list(_groups(look, before, total))
    if any(_fits(total.amount, group) for group in groups if group):
        return
    parts = groups[0] if groups else []
    if len(parts) < _LEAST or not all(part.clear for part in parts):
        return
    low, high = _sum(parts)
    if not _FARTHEST < total.amount.high / max(high, Fraction(1)) < 1 / _FARTHEST:
        return
    exact = " to ".join(spell(end / 60) for end in dict.fromkeys((low, high)))
    rough = total.amount.about or any(part.amount.about for part in parts)
    at = Text(
        total.line,
        total.amount.start,
        look.outline.lines[total.line][total.amount.start : total.amount.end],
    )
    yield look.finding(
        RULE,
        Severity.WARNING if rough else Severity.ERROR,
        at,
        f"the {len(parts)} parts above add up to {exact} hours",
        evidence={"exact": exact, "lines": [part.line + 1 for part in parts]},
    )


def _groups(look: Look, before: Sequence[_Line], total: _Line) -> Iterator[list[_Line]]:
    """What can be the parts of a total, the likeliest first."""
    first = _start(look, total.line)
    near = [line for line in before if line.line >= first]
    last_total = max((line.line for line in near if line.total), default=first - 1)
    since = [line for line in near if line.line > last_total and not line.total]
    yield since
    lists = [line.list_index for line in since if line.list_index is not None]
    if lists:
        yield [line for line in since if line.list_index == lists[-1]]
        yield [line for line in since if line.list_index == lists[0]]
    yield [line for line in near if not line.total]
    yield [line for line in near if line.total]
    headings = {section.first for section in look.outline.sections}
    around = [line for line in before if line.line in headings]
    for section in look.outline.sections_around(total.line):
        inside = [line for line in before if section.first < line.line]
        yield [line for line in inside if line.total]
        yield [line for line in around if section.first < line.line]
        yield [line for line in inside if not line.total]


def _start(look: Look, line: int) -> int:
    """Where the section or block of code begins that a line stands in."""
    for code in look.outline.code:
        if code.first <= line < code.after:
            return code.first
    return look.outline.section_at(line).first


def _sum(parts: Sequence[_Line]) -> tuple[Fraction, Fraction]:
    low = sum((part.amount.low for part in parts), Fraction())
    return low, sum((part.amount.high for part in parts), Fraction())


def _fits(total: Amount, parts: Sequence[_Line]) -> bool:
    """Whether parts add up to a total, to the digits that it shows."""
    low, high = _sum(parts)
    allowed = total.step if total.about or any(p.amount.about for p in parts) else total.step / 2
    if not total.is_span:
        return low - allowed < total.low < high + allowed or total.low == low
    return abs(total.low - low) <= allowed / 2 and abs(total.high - high) <= allowed
