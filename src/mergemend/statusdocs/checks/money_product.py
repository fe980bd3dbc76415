"""A sum of money that is not its hours times its rate, or a product that is wrong.

In a line or cell with one number of hours, one rate an hour and one sum of money, both ends of
spans are multiplied. So is what is written with ``×``, ``*`` or ``@`` and an equals sign, and the
row of a table with the columns ``Hours``, ``Rate`` and ``Cost``. Figures that are
called rough, or rounded to thousands, are right if the product can be rounded to them.

Why: Offers and budgets are made of such lines.

Severity: error

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    Cost: $16,800-$25,200 (120-168 hours @ $150/hr)

Fix (none): each of the figures can be wrong.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text, name_of, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Table
from mergemend.statusdocs.values.amounts import (
    NUMBER,
    Amount,
    find_amounts,
    is_rounded,
    number,
    spell,
)

RULE = "money-product"

_RATE = late(r"(?:@|\bat|×|\bx|\*)\s*[$€£]\d", re.IGNORECASE)
_FACTOR = late(r"[×*]\s*$|\bx\s+$")
_SIGNS = ("$", "€", "£")
_HOURS = late(r"(?:estimated )?(?:hours|effort|time)(?: \((?:h|hours)\))?")
_RATES = late(r"(?:hourly )?rate")
_SUMS = late(r"(?:total |estimated )?(?:cost|costs|amount)|total")
_TOTAL = late(r"\W*(?:sub|grand )?total", re.IGNORECASE)
_MORE = late(r"%|\b(?:discount|off|tax|vat|fees?|plus|minus|rebate|bonus)\b", re.IGNORECASE)
_HOUR = {"hr", "hour", "h"}
_PRODUCT = late(
    rf"(?<![\w.,$€£/(+×*-])(?<![-+×*/÷x]\s)(?P<one>{NUMBER})(?:\s?[A-Za-z]+)?\s?[×*@x]\s?"
    rf"[$€£](?P<two>{NUMBER})(?:/[A-Za-z]+)?\s?=\s?[$€£](?P<product>{NUMBER})(?![\w%]|[.,]\d)"
)


def check_products(look: Look) -> Iterator[Finding]:
    """A finding for each sum of money that does not fit."""
    if not look.outline.has(*_SIGNS):
        return
    paid = [n for n, line in enumerate(look.outline.lines) if any(s in line for s in _SIGNS)]
    cells = [cell for cell in look.outline.cells if any(sign in cell.text for sign in _SIGNS)]
    in_tables = {cell.line for cell in cells}
    lines = (Text(n, 0, look.outline.lines[n]) for n in paid if n not in in_tables)
    for text in (*lines, *cells):
        yield from _written_out(look, text) or _by_hours(look, text)
    for table in look.outline.tables:
        yield from _by_row(look, table)


def _by_hours(look: Look, at: Text) -> Iterator[Finding]:
    text = at.text
    if not _RATE.search(text) or _MORE.search(text):
        return
    amounts = find_amounts(text)
    hours = [a for a in amounts if a.family == "time" and not a.per]
    money = [a for a in amounts if a.family in _SIGNS]
    rates = [a for a in money if a.per in _HOUR and not a.is_span]
    sums = [a for a in money if not a.per]
    if len(hours) != 1 or len(rates) != 1 or len(sums) != 1 or rates[0].family != sums[0].family:
        return
    time, rate, total = hours[0], rates[0].low, sums[0]
    if time.is_span != total.is_span or time.about or _FACTOR.search(text, 0, time.start):
        return
    yield from _compare(look, at.part(total.start, total.end), time, rate, total)


def _compare(
    look: Look, at: Text, time: Amount, rate: Fraction, total: Amount
) -> Iterator[Finding]:
    for end in ("low", "high") if time.is_span else ("low",):
        hours = getattr(time, end) / 60
        shown = getattr(total, end)
        if not _fits(total, shown, hours * rate):
            message = (
                f"{spell(hours)} h × {total.family}{spell(rate)} is"
                f" {total.family}{spell(hours * rate)}, not {total.family}{spell(shown)}"
            )
            evidence = {"exact": spell(hours * rate)}
            yield look.finding(RULE, Severity.ERROR, at, message, evidence=evidence)


def _by_row(look: Look, table: Table) -> Iterator[Finding]:
    names = [name_of(cell.text) for cell in table.header]
    columns = [[i for i, n in enumerate(names) if p.fullmatch(n)] for p in (_HOURS, _RATES, _SUMS)]
    if any(len(found) != 1 for found in columns):
        return
    hours, rates, sums = (found[0] for found in columns)
    for row in table.rows:
        if len(row) <= max(hours, rates, sums) or _TOTAL.match(plain(row[0].text)):
            continue
        cells = [find_amounts(plain(row[column].text)) for column in (hours, rates, sums)]
        if any(len(amounts) != 1 for amounts in cells):
            continue
        time, rate, total = (amounts[0] for amounts in cells)
        if time.family == "count":
            time = replace(time, low=time.low * 60, high=time.high * 60, family="time")
        one = rate.family == total.family and rate.family in _SIGNS and not rate.is_span
        if time.family != "time" or not one or time.is_span != total.is_span:
            continue
        if not (time.about or rate.about or total.per or rate.per not in {*_HOUR, ""}):
            yield from _compare(look, row[sums], time, rate.low, total)


def _fits(total: Amount, shown: Fraction, exact: Fraction) -> bool:
    step = total.step
    while total.about and step < shown and not shown % (step * 10):
        step *= 10  # a rough figure is no more exact than its last digit that is not zero
    return is_rounded(shown, step, exact)


def _written_out(look: Look, at: Text) -> list[Finding]:
    found = []
    for match in _PRODUCT.finditer(at.text):
        exact = number(match["one"]) * number(match["two"])
        if exact != number(match["product"]):
            message = f"{match['one']} × {match['two']} is {spell(exact)}, not {match['product']}"
            product = at.part(*match.span("product"))
            evidence = {"exact": spell(exact)}
            found.append(look.finding(RULE, Severity.ERROR, product, message, evidence=evidence))
    return found
