"""A stated total of hours, money, sizes, lines, tests or the like that its parts do not add up to.

A total is a line that begins with ``Total`` and has one amount of its unit. Its parts are the lines
above it, in the same section or block of code, that have one amount of that unit each. What counts
as a part is not always clear: the lines since the last total, the items of one list, all lines of
the section, the headings below it, the totals since the last total of totals. If any of these gives
the total, nothing is said. Something is said only where the lines since the last total are plain:

- all items of the list above the total, or all lines of the block of code around it, have one
  amount each (two parts are enough), or
- three lines or more have one amount of time each, and nothing says that it is only a part of it.

Both ends of spans are added up. Where figures are called rough it is a warning, else an error.

Example: ``**Total:** 20 hours`` below items of 6, 8 and 4 hours.

Fix: where the parts are all items of one list and exact, the total is put to their sum (a guess,
because a part can be wrong or missing).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import Amount, find_amounts, is_rounded, spell, with_value

RULE = "hour-sum"

_TOTAL = re.compile(
    r"[\W_]*(?:(?:phase|sprint|week|day|tier) \d+ |(?:realistic|overall|combined|estimated)\s)?"
    r"(?:grand |sub-?)?total\b",
    re.IGNORECASE,
)

# What ``Total collected`` counts is something of its own; ``Total time`` is a total of time.
_PLAIN_TOTAL = re.compile(
    r"[\W_]*(?:overall |combined |estimated )?(?:grand |sub-?)?total"
    r"(?:\s(?:time|effort|duration|estimated|estimate|cost|costs|size|count|tests?|files?|lines?"
    r"|of|code|points|work|hours|days|weeks|test|cases)){0,3}[\W_]*\d?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:phase|sprint|week|day|step|part|stage|tier|q)\s?\d+", re.IGNORECASE)
_OF_TOTALS = re.compile(r"\W*(?:grand|realistic|overall|combined)\s", re.IGNORECASE)
_BOUND = re.compile(r"[<>≤≥]|(?:under|over|up to|at|less|more)\b", re.IGNORECASE)
_TOTAL_WORD = re.compile(r"total", re.IGNORECASE)
_NOUN = re.compile(
    r"\+?(?:\s(?:new|more|unit|integration|e2e|story|test|passing|total))?"
    r"\s(?P<noun>lines?|files?|tests?|cases?|points?|pages?|commits?|issues?|tasks?|bugs?)\b",
    re.IGNORECASE,
)
_SAME = {"case": "test"}

# Where what is said of an amount begins.
_SAID = re.compile(r"\s[-–—]\s|[:(,;]")
_REMARK = re.compile(r"[\s\W]*(?:\([^()]*\)[\s\W]*)?")
_BRACKETS = re.compile(r"\([^()]*\)")
_PART_OF = re.compile(
    r"\b(?:per|each|from|of|was|not|before|after|average|avg|maximum|max|minimum|vs|in\s\d\S*)\b"
    r"|→|->",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:remaining|left|spent|saved|savings|already|optional|elapsed)\b", re.IGNORECASE
)
_OF_ITS_OWN = {"time", "days", "weeks", "months", "years", "bytes", "$", "€", "£"}
_LEAST = 3

# A total that is farther from its parts than this is about something else, or about more.
_FARTHEST = Fraction(6, 10)

# Rough figures are rounded to halves, fives and tens: what they are off by so is no mistake.
_ROUGH = Fraction(10, 100)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with an amount: a total, or what can be a part of one."""

    line: int
    amount: Amount
    total: bool
    list_index: int | None
    clear: bool


@dataclass(frozen=True)
class _Places:
    """Where the lists and blocks of code of a document are."""

    look: Look

    @cached_property
    def lists(self) -> Mapping[int, int]:
        """The list of each line that an item begins in."""
        return {item.text.line: item.list_index for item in self.look.outline.items}

    @cached_property
    def _items(self) -> Mapping[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for line, index in self.lists.items():
            found[index].append(line)
        return found

    def start(self, line: int) -> int:
        """Where the section or block of code begins that a line stands in."""
        for code in self.look.outline.code:
            if code.first <= line < code.after:
                return code.first
        return self.look.outline.section_at(line).first

    def in_code(self, line: int) -> bool:
        """Whether a line stands in a block of code."""
        return any(code.first <= line < code.after for code in self.look.outline.code)

    def are_whole(self, parts: Sequence[_Line], total: int) -> bool:
        """Whether parts are all there is: one list over a total, or the lines of its code."""
        lines = [part.line for part in parts]
        indexes = {part.list_index for part in parts}
        if len(indexes) == 1 and None not in indexes:
            items = self._items[indexes.pop() or 0]
            return lines == [item for item in items if item != total] and lines[-1] < total
        if indexes != {None} or not self.in_code(total):
            return False
        text = self.look.outline.lines[lines[0] : total]
        said = [line for line in text if re.search(r"\w", line)]
        return len(said) == len(parts)


def check_hours(look: Look) -> Iterator[Finding]:
    """A finding for each total that nothing above adds up to."""
    document = look.outline.lines
    if not any(_TOTAL_WORD.search(line) for line in document):
        return
    places = _Places(look)
    for unit, lines in _lines(look, places).items():
        for position, total in enumerate(lines):
            if total.total:
                yield from _check(places, lines[:position], total, unit)


def _lines(look: Look, places: _Places) -> Mapping[str, list[_Line]]:
    """The lines with amounts, by what they are amounts of."""
    found: defaultdict[str, list[_Line]] = defaultdict(list)
    cells = {cell.line for cell in look.outline.cells}
    for number, text in enumerate(look.outline.lines):
        if number in cells or "│" in text or not re.search(r"\d", text):
            continue
        total = _TOTAL.match(text)
        by_unit: defaultdict[str, list[Amount]] = defaultdict(list)
        for amount in find_amounts(text):
            if unit := _unit(text, amount):
                by_unit[unit].append(amount)
        for unit, amounts in by_unit.items():
            amount, clear = (_total if total else _part)(text, amounts)
            place = places.lists.get(number)
            found[unit].append(_Line(number, amount, total is not None, place, clear))
    return found


def _unit(text: str, amount: Amount) -> str | None:
    """What an amount is one of, if that can be added up."""
    family = amount.family
    if amount.sign == "-":
        return None
    if family == "count":
        noun = _NOUN.match(text, amount.end)
        family = noun["noun"].lower().rstrip("s") if noun else ""
        family = _SAME.get(family, family)
    elif family not in _OF_ITS_OWN:
        return None
    return f"{family} a {amount.per}" if family and amount.per else family or None


def _total(text: str, amounts: Sequence[Amount]) -> tuple[Amount, bool]:
    """The total that a line states: the amount that ``Total`` is followed by."""
    before = text[: amounts[0].start]
    other = re.search(r"\d", _NUMBERED.sub("", before))
    clear = not (other or _PART_OF.search(before) or _TAKEN.search(before))
    return amounts[0], clear and not _BOUND.match(text, amounts[0].start)


def _part(text: str, amounts: Sequence[Amount]) -> tuple[Amount, bool]:
    """What a line can add to a total: its only amount, or the first that only a remark follows."""
    ending = [amount for amount in amounts if _REMARK.fullmatch(text, amount.end)]
    amount = ending[0] if ending else amounts[0]
    said = [match.end() for match in _SAID.finditer(text, 0, amount.start)]
    context = text[said[-1] if said else 0 :]
    whole = not (_PART_OF.search(context) or _TAKEN.search(_BRACKETS.sub("", text)))
    return amount, whole and (len(amounts) == 1 or bool(ending))


def _check(places: _Places, before: Sequence[_Line], total: _Line, unit: str) -> Iterator[Finding]:
    if not total.clear:
        return
    groups = list(_groups(places, before, total))
    if any(_fits(total.amount, group) for group in groups if group):
        return
    text = places.look.outline.lines[total.line]
    of_totals = not groups[0] and _OF_TOTALS.match(text)
    parts = groups[1] if of_totals else groups[0]
    if len(parts) < 2 or not all(part.clear for part in parts):
        return
    whole = not of_totals and places.are_whole(parts, total.line)
    near = unit == "time" and len(parts) >= _LEAST and not places.in_code(total.line)
    if not (whole or near or of_totals):
        return
    if unit != "time" and not _PLAIN_TOTAL.fullmatch(plain(text[: total.amount.start])):
        return
    _, high = _sum(parts)
    if not high or not _FARTHEST < total.amount.high / high < 1 / _FARTHEST:
        return
    rough = total.amount.about or any(part.amount.about for part in parts)
    yield _finding(places.look, total, parts, unit, whole=whole, rough=rough)


def _finding(
    look: Look, total: _Line, parts: Sequence[_Line], unit: str, *, whole: bool, rough: bool
) -> Finding:
    low, high = _sum(parts)
    amount = total.amount
    exact = " to ".join(spell(end / amount.size) for end in dict.fromkeys((low, high)))
    text = look.outline.lines[total.line][amount.start : amount.end]
    new = with_value(text, low, high) if whole and not rough else None
    named = f"{unit}s" if amount.family == "count" else amount.unit or amount.family
    return look.finding(
        RULE,
        Severity.WARNING if rough else Severity.ERROR,
        Text(total.line, amount.start, text),
        f"the {len(parts)} parts above add up to {exact} {named}",
        new=new,
        safety=Safety.GUESS if new else None,
        evidence={"exact": exact, "lines": [part.line + 1 for part in parts]},
    )


def _groups(places: _Places, before: Sequence[_Line], total: _Line) -> Iterator[list[_Line]]:
    """What can be the parts of a total, the likeliest first."""
    outline = places.look.outline
    first = places.start(total.line)
    near = [line for line in before if line.line >= first]
    last_total = max((line.line for line in near if line.total), default=first - 1)
    since = [line for line in near if line.line > last_total and not line.total]
    yield since
    yield [line for line in near if line.total]
    lists = [line.list_index for line in since if line.list_index is not None]
    if lists:
        yield [line for line in since if line.list_index == lists[-1]]
        yield [line for line in since if line.list_index == lists[0]]
    yield [line for line in near if not line.total]
    headings = {section.first for section in outline.sections}
    around = [line for line in before if line.line in headings]
    for section in outline.sections_around(total.line):
        inside = [line for line in before if section.first < line.line]
        yield [line for line in inside if line.total]
        yield [line for line in around if section.first < line.line]
        yield [line for line in inside if not line.total]


def _sum(parts: Sequence[_Line]) -> tuple[Fraction, Fraction]:
    low = sum((part.amount.low for part in parts), Fraction())
    return low, sum((part.amount.high for part in parts), Fraction())


def _fits(total: Amount, parts: Sequence[_Line]) -> bool:
    """Whether parts add up to a total, rounded to the digits that it shows."""
    low, high = _sum(parts)
    rough = total.about or any(part.amount.about for part in parts)
    allowed = max(total.step, _ROUGH * high) if rough else total.step
    if not total.is_span:
        return low - allowed < total.low < high + allowed
    return is_rounded(total.low, allowed, low) and is_rounded(total.high, allowed, high)
