"""The lines of a document that state amounts: totals, and what can be a part of one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mergemend.late import late
from mergemend.statusdocs.outline import Outline
from mergemend.statusdocs.values.amounts import Amount, find_amounts

_TOTAL = late(
    r"[\W_]*(?:(?:phase|sprint|week|day|tier) \d+ |(?:realistic|overall|combined|estimated)\s)?"
    r"(?:grand |sub-?)?total\b",
    re.IGNORECASE,
)
_NOUN = late(
    r"\+?(?:\s(?:new|more|unit|integration|e2e|story|test|passing|total))?"
    r"\s(?P<noun>lines?|files?|tests?|cases?|points?|pages?|commits?|issues?|tasks?|bugs?)\b",
    re.IGNORECASE,
)
_SAME = {"case": "test"}

# Where what is said of an amount begins.
_SAID = late(r"\s[-–—]\s|[:(,;]")
_REMARK = late(r"[\s\W]*(?:\([^()]*\)[\s\W]*)?")
_BRACKETS = late(r"\([^()]*\)")
_PART_OF = late(
    r"\b(?:per|each|from|of|was|not|before|after|average|avg|maximum|max|minimum|vs|in\s\d\S*)\b"
    r"|→|->",
    re.IGNORECASE,
)
_TAKEN = late(r"\b(?:remaining|left|spent|saved|savings|already|optional|elapsed)\b", re.IGNORECASE)
_NUMBERED = late(r"\b(?:phase|sprint|week|day|step|part|stage|tier|q)\s?\d+", re.IGNORECASE)
_BOUND = late(r"[<>≤≥]|(?:under|over|up to|at|less|more)\b", re.IGNORECASE)
_OF_ITS_OWN = {"time", "days", "weeks", "months", "years", "bytes", "$", "€", "£"}


@dataclass(frozen=True, slots=True)
class AmountLine:
    """A line with an amount of a unit: a total, or what can be a part of one.

    ``clear`` says that it is plain which amount of the line counts, and that it counts in full.
    """

    line: int
    unit: str
    amount: Amount
    total: bool
    list_index: int | None
    clear: bool


@dataclass
class AmountLines:
    """The amounts of the lines of a document outside of tables; a line is read when asked for.

    ``asked`` counts the lines that were asked for by now.
    """

    outline: Outline
    asked: int = 0
    _read: dict[int, Mapping[str, AmountLine]] = field(default_factory=dict)

    @cached_property
    def totals(self) -> Sequence[AmountLine]:
        """The lines that state a total, one for each unit."""
        found = self.outline.lines_saying("otal")
        numbers = [n for n in found if _TOTAL.match(self.outline.lines[n])]
        return [total for number in numbers for total in self._at(number).values()]

    def between(self, first: int, after: int, unit: str) -> list[AmountLine]:
        """The lines from ``first`` up to ``after`` that state an amount of a unit."""
        self.asked += after - first
        found = (self._at(number) for number in range(first, after))
        return [line[unit] for line in found if unit in line]

    @cached_property
    def lists(self) -> Mapping[int, int]:
        """The list of each line that an item begins in."""
        return {item.text.line: item.list_index for item in self.outline.items}

    @cached_property
    def items(self) -> Mapping[int, Sequence[int]]:
        """The lines in which the items of each list begin."""
        items: defaultdict[int, list[int]] = defaultdict(list)
        for line, index in self.lists.items():
            items[index].append(line)
        return items

    @cached_property
    def _cells(self) -> frozenset[int]:
        return frozenset(cell.line for cell in self.outline.cells)

    def _at(self, number: int) -> Mapping[str, AmountLine]:
        if number not in self._read:
            text = self.outline.lines[number]
            is_read = number not in self._cells and "│" not in text and re.search(r"\d", text)
            self._read[number] = self._amounts(number, text) if is_read else {}
        return self._read[number]

    def _amounts(self, number: int, text: str) -> Mapping[str, AmountLine]:
        by_unit: defaultdict[str, list[Amount]] = defaultdict(list)
        for amount in find_amounts(text):
            if unit := _unit(text, amount):
                by_unit[unit].append(amount)
        total = _TOTAL.match(text) is not None
        place = self.lists.get(number)
        found = {}
        for unit, amounts in by_unit.items():
            amount, clear = (_total if total else _part)(text, amounts)
            found[unit] = AmountLine(number, unit, amount, total, place, clear)
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
