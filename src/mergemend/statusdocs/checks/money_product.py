"""A sum of money that is not its hours times its rate, or a product that is wrong.

In a line with one number of hours, one rate an hour and one sum of money, both ends of spans are
multiplied. So is what is written with ``×``, ``*`` or ``@`` and an equals sign. Figures that are
called rough, or rounded to thousands, are right if the product can be rounded to them.

Example: ``$16,800-$25,200 (120-168 hours @ $150/hr)``; 120 hours are $18,000.

There is no fix: each of the figures can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import Amount, find_amounts, is_rounded, number, spell

RULE = "money-product"

_RATE = re.compile(r"(?:@|\bat|×|\bx|\*)\s*[$€£]\d", re.IGNORECASE)
_FACTOR = re.compile(r"[×*]\s*$|\bx\s+$")
_HOUR = {"hr", "hour", "h"}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_PRODUCT = re.compile(
    rf"(?<![\w.,$€£/(+×*-])(?<![-+×*/÷x]\s)(?P<one>{_NUMBER})(?:\s?[A-Za-z]+)?\s?[×*@x]\s?"
    rf"[$€£](?P<two>{_NUMBER})(?:/[A-Za-z]+)?\s?=\s?[$€£](?P<product>{_NUMBER})(?![\w%]|[.,]\d)"
)


def check_products(look: Look) -> Iterator[Finding]:
    """A finding for each sum of money that does not fit."""
    for line, text in enumerate(look.outline.lines):
        if "$" in text or "€" in text or "£" in text:
            yield from _by_hours(look, line, text)
            yield from _written_out(look, line, text)


def _by_hours(look: Look, line: int, text: str) -> Iterator[Finding]:
    if not _RATE.search(text) or "|" in text:
        return
    amounts = find_amounts(text)
    hours = [a for a in amounts if a.family == "time" and not a.per]
    money = [a for a in amounts if a.family in "$€£"]
    rates = [a for a in money if a.per in _HOUR and not a.is_span]
    sums = [a for a in money if not a.per]
    if len(hours) != 1 or len(rates) != 1 or len(sums) != 1 or rates[0].family != sums[0].family:
        return
    time, rate, total = hours[0], rates[0].low, sums[0]
    if time.is_span != total.is_span or time.about or _FACTOR.search(text, 0, time.start):
        return
    for end in ("low", "high") if time.is_span else ("low",):
        exact = getattr(time, end) / 60 * rate
        shown = getattr(total, end)
        if not _fits(total, shown, exact):
            at = Text(line, total.start, text[total.start : total.end])
            message = (
                f"{spell(getattr(time, end) / 60)} h × {total.family}{spell(rate)} is"
                f" {total.family}{spell(exact)}, not {total.family}{spell(shown)}"
            )
            yield look.finding(RULE, Severity.ERROR, at, message, evidence={"exact": spell(exact)})


def _fits(total: Amount, shown: Fraction, exact: Fraction) -> bool:
    step = total.step
    while total.about and step < shown and not shown % (step * 10):
        step *= 10  # a rough figure is no more exact than its last digit that is not zero
    return is_rounded(shown, step, exact)


def _written_out(look: Look, line: int, text: str) -> Iterator[Finding]:
    for match in _PRODUCT.finditer(text):
        exact = number(match["one"]) * number(match["two"])
        if exact != number(match["product"]):
            start, end = match.span("product")
            yield look.finding(
                RULE,
                Severity.ERROR,
                Text(line, start, text[start:end]),
                f"{match['one']} × {match['two']} is {spell(exact)}, not {match['product']}",
                evidence={"exact": spell(exact)},
            )
