"""A total in a table that is not what its column adds up to.

A total row is one that begins with ``Total``, ``Sum`` or ``Subtotal``, behind two rows at least. A
column is added up if every cell of it has one amount in the same unit, or none at all; percentages
and shares are not added up. Where figures are called rough, so is the total. What ``Total`` names
together with another word can be a figure of its own (``Total return``): it is only looked at if
another column of the row adds up.

Example: ``| Total | 63 |`` below 6, 31 and 29.

Fix: if another column of the same row adds up, the total is put right (likely).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import Amount, find_amounts, find_ratios, spell

RULE = "table-total"

_TOTAL = re.compile(r"(?:\W*)(?:grand |sub-?)?(?:total|sum)s?\b:?(?P<more>.*)", re.IGNORECASE)
_NOTHING = re.compile(r"[-–—\s]*|n/?a|none|nil", re.IGNORECASE)
_NEAR = Fraction(15, 100)
_ROUGH = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class _Column:
    """A total, and both ends of what its column adds up to."""

    cell: Text
    total: Amount
    low: Fraction
    high: Fraction
    rough: bool

    @property
    def fits(self) -> bool:
        """Whether the total is right."""
        ends = (self.total.low, self.low), (self.total.high, self.high)
        return all(self._near(shown, exact) for shown, exact in ends)

    def _near(self, shown: Fraction, exact: Fraction) -> bool:
        if shown == exact:
            return True
        least = self.total.step / 2 if self.total.family in {"time", "bytes"} else 0
        allowed = max(_ROUGH * exact, self.total.step) if self.rough else least
        return abs(shown - exact) <= allowed


def check_totals(look: Look) -> Iterator[Finding]:
    """A finding for each total that does not fit."""
    for table in look.outline.tables:
        first = 0
        for number, row in enumerate(table.rows):
            match = _TOTAL.fullmatch(plain(row[0].text)) if row else None
            if match is None:
                continue
            body = table.rows[first:number]
            if len(body) > 1:
                yield from _check(look, body, row, bool(match["more"].strip(" :")))
            first = number + 1


def _check(
    look: Look, body: Sequence[Sequence[Text]], row: Sequence[Text], named: bool
) -> Iterator[Finding]:
    columns = [c for i in range(1, len(row)) if (c := _column(body, row[i], i))]
    fitting = sum(column.fits for column in columns)
    if named and not fitting:
        return
    for column in columns:
        if not column.fits and not _is_other(column, body):
            yield _finding(look, column, sure=fitting > 0)


def _column(body: Sequence[Sequence[Text]], cell: Text, index: int) -> _Column | None:
    total = _amount(cell.text)
    if total is None:
        return None
    parts: list[Amount] = []
    for row in body:
        text = row[index].text if index < len(row) else ""
        if _NOTHING.fullmatch(plain(text)):
            continue
        part = _amount(text)
        if part is None or part.family != total.family:
            return None
        parts.append(part)
    if len(parts) < 2:
        return None
    low = sum((part.low for part in parts), Fraction())
    high = sum((part.high for part in parts), Fraction())
    return _Column(cell, total, low, high, total.about or any(part.about for part in parts))


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


def _is_other(column: _Column, body: Sequence[Sequence[Text]]) -> bool:
    """Whether the figure can be a mean, or the time from first to last."""
    shown = column.total.low
    mean = column.low / len(body)
    return abs(shown - mean) <= column.total.step or shown > 2 * column.high


def _finding(look: Look, column: _Column, *, sure: bool) -> Finding:
    total = column.total
    near = abs(total.low - column.low) <= _NEAR * column.low
    scale = Fraction(60 if total.family == "time" else 1)
    exact = " to ".join(spell(end / scale) for end in dict.fromkeys((column.low, column.high)))
    new, at = None, column.cell
    figure = re.search(r"\d[\d,]*", column.cell.text)
    if sure and figure and total.family == "count" and not (total.is_span or total.about):
        at = column.cell.part(*figure.span())
        new = spell(column.low) if "," in figure[0] else spell(column.low).replace(",", "")
    unit = {"time": " hours", "bytes": " bytes", "count": ""}.get(total.family, f" {total.family}")
    return look.finding(
        RULE,
        Severity.ERROR if (sure or near) and not column.rough else Severity.WARNING,
        at,
        f"the column adds up to {exact}{unit}",
        new=new,
        safety=Safety.LIKELY if new else None,
        evidence={"exact": exact},
    )
