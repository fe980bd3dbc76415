"""A total in a table that is not what its column adds up to.

A total row is one whose first cell with text begins with ``Total``, ``Sum`` or ``Subtotal``, behind
two rows at least. A column is added up if every cell of it has one amount in the same unit, or none
at all; a unit can be left to the total (``4-6`` above ``4-6 hours``). Percentages and shares are
not added up. Behind subtotals it is enough that they, or all rows, add up.

Where figures are called rough, so is the total. A total is right if any rounding of the sum to its
digits gives it; measured figures, those with decimals, are taken for rounded themselves. What
``Total`` names together with another word can be a figure of its own (``Total return``): it is only
looked at if another column of the row adds up.

Why: A row was added or changed, and the total was not.

Severity: error, warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    | Part | Boats | Hours |
    |---|---|---|
    | Quay | 2 | 6 |
    | Crane | 3 | 31 |
    | Lamps | 4 | 29 |
    | Total | 9 | 63 |

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    | Part | Boats | Hours |
    |---|---|---|
    | Quay | 2 | 6 |
    | Crane | 3 | 31 |
    | Lamps | 4 | 29 |
    | Total | 9 | 66 |

Fix (likely): if another column of the same row adds up, and no other total of the table can be made
wrong by it, the total is put right.

Settings:

- ``min-grade``: ``safe`` leaves the total as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import Amount, find_amounts, find_ratios, spell

RULE = "table-total"

_TOTAL = late(r"(?:\W*)(?:grand |sub-?)?(?:total|sum)s?\b:?(?P<more>.*)", re.IGNORECASE)
_LEFT_OUT = late(
    r"\b(?:excl\w*|without|except|cancell?ed|optional|deferred|dropped|stretch|not counted|unique"
    r"|distinct|net of)\b|~~",
    re.IGNORECASE,
)
_NOTHING = late(r"[-–—\s]*|n/?a|none|nil", re.IGNORECASE)
_LEFT_TO_THE_TOTAL = {"time", "days", "weeks"}
_NEAR = Fraction(15, 100)
_ROUGH = Fraction(10, 100)

# A kilobyte can be 1,024 bytes as well as 1,000.
_OF_1024 = Fraction(24, 1000)

_Row: TypeAlias = Sequence[Text]


@dataclass(frozen=True, slots=True)
class _Column:
    """A total, and both ends of what its column adds up to."""

    cell: Text
    total: Amount
    low: Fraction
    high: Fraction
    rough: bool
    slack: Fraction

    @property
    def off(self) -> Fraction:
        """How far the total is from the sum."""
        return abs(self.total.low - self.low) + abs(self.total.high - self.high)

    @property
    def fits(self) -> bool:
        """Whether the total is right."""
        ends = (self.total.low, self.low), (self.total.high, self.high)
        return all(self._near(shown, exact) for shown, exact in ends)

    def _near(self, shown: Fraction, exact: Fraction) -> bool:
        allowed = self.total.step + self.slack
        return abs(shown - exact) < (max(_ROUGH * exact, allowed) if self.rough else allowed)


def check_totals(look: Look) -> Iterator[Finding]:
    """A finding for each total that does not fit."""
    for table in look.outline.tables:
        labels = [_label(row) for row in table.rows]
        matches = [_TOTAL.fullmatch(label) for label in labels]
        totals = [number for number, match in enumerate(matches) if match]
        for place, number in enumerate(totals):
            match = matches[number]
            named = bool(match and match["more"].strip(" :"))
            bodies = _bodies(table.rows[:number], totals[:place])
            row = table.rows[number]
            if any(map(_LEFT_OUT.search, labels[: number + 1])):
                continue
            yield from _check(look, bodies, row, named=named, alone=len(totals) == 1)


def _label(row: Sequence[Text]) -> str:
    """What a row begins with."""
    return next((label for cell in row if (label := plain(cell.text).strip(" -–—#"))), "")


def _bodies(rows: Sequence[_Row], totals: Sequence[int]) -> list[list[_Row]]:
    """The rows that a total can be about."""
    since = list(rows[totals[-1] + 1 :]) if totals else list(rows)
    if not totals:
        return [since]
    subtotals = [rows[number] for number in totals]
    plain_rows = [row for number, row in enumerate(rows) if number not in totals]
    return [since, plain_rows, subtotals, [*subtotals, *since]]


def _check(
    look: Look, bodies: Sequence[Sequence[_Row]], row: _Row, *, named: bool, alone: bool
) -> Iterator[Finding]:
    columns: dict[int, tuple[_Column, int]] = {}
    for body in bodies:
        for index, column in _columns(body, row).items():
            if index not in columns or column.off < columns[index][0].off:
                columns[index] = column, len(body)
    fitting = sum(column.fits for column, _ in columns.values())
    if named and not fitting:
        return
    for column, parts in columns.values():
        if not column.fits and not _is_other(column, parts):
            yield _finding(look, column, sure=fitting > 0, alone=alone)


def _columns(body: Sequence[_Row], row: _Row) -> dict[int, _Column]:
    if len(body) < 2:
        return {}
    return {i: c for i in range(1, len(row)) if (c := _column(body, row[i], i))}


def _column(body: Sequence[_Row], cell: Text, index: int) -> _Column | None:
    total = _amount(cell.text)
    if total is None:
        return None
    parts: list[Amount] = []
    for row in body:
        text = row[index].text if index < len(row) else ""
        if _NOTHING.fullmatch(plain(text)):
            continue
        part = _amount(text)
        if part is None:
            return None
        parts.append(part)
    families = {part.family for part in parts}
    if len(parts) < 2 or len(families) > 1:
        return None
    scale = Fraction(1)
    if families == {"count"} and total.family in _LEFT_TO_THE_TOTAL:
        scale = total.size
    elif families != {total.family}:
        return None
    low = _sum([part.low for part in parts]) * scale
    high = _sum([part.high for part in parts]) * scale
    rough = total.about or any(part.about for part in parts)
    return _Column(cell, total, low, high, rough, _slack(total, parts))


def _sum(numbers: Sequence[Fraction]) -> Fraction:
    """The sum; of whole numbers it is had many times faster without fractions."""
    if all(number.denominator == 1 for number in numbers):
        return Fraction(sum(number.numerator for number in numbers))
    return sum(numbers, Fraction())


def _slack(total: Amount, parts: Sequence[Amount]) -> Fraction:
    """By how much the sum of rounded parts can be off."""
    rounded = [part.step / 2 for part in parts if part.step < part.size]
    off = max(rounded) * len(parts) if rounded else Fraction()
    if total.family == "bytes" and len({part.size for part in (total, *parts)}) > 1:
        off += _OF_1024 * sum((part.high for part in parts), Fraction())
    return off


@lru_cache(maxsize=4096)
def _amount(text: str) -> Amount | None:
    """The one amount that a cell begins with; what else it says must be words or in brackets."""
    shown = re.sub(r"\([^()]*\)", "", plain(text))
    amounts = find_amounts(shown)
    if len(amounts) != 1 or any(find_ratios(shown)) or amounts[0].sign or amounts[0].per:
        return None
    before = shown[: amounts[0].start]
    if amounts[0].family == "percent" or re.search(r"\w", before):
        return None
    return amounts[0]


def _is_other(column: _Column, parts: int) -> bool:
    """Whether the figure can be a mean, or the time from first to last."""
    shown = column.total.low
    mean = column.low / parts
    return abs(shown - mean) <= column.total.step or shown > 2 * column.high


def _finding(look: Look, column: _Column, *, sure: bool, alone: bool) -> Finding:
    total = column.total
    near = abs(total.low - column.low) <= _NEAR * column.low
    exact = " to ".join(spell(end / total.size) for end in dict.fromkeys((column.low, column.high)))
    new, at = None, column.cell
    figure = re.search(r"\d[\d,]*", column.cell.text)
    if sure and alone and figure and total.family == "count" and not (total.is_span or total.about):
        at = column.cell.part(*figure.span())
        new = spell(column.low) if "," in figure[0] else spell(column.low).replace(",", "")
    unit = "" if total.family == "count" else f" {total.unit or total.family}"
    return look.finding(
        RULE,
        Severity.ERROR if (sure or near) and not column.rough else Severity.WARNING,
        at,
        f"the column adds up to {exact}{unit}",
        new=new,
        safety=Safety.LIKELY if new else None,
        evidence={"exact": exact},
    )
