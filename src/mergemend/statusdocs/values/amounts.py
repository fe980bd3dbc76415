"""Amounts in a line of text: hours, money, percentages, sizes, counts, and ratios of counts.

Figures are read in the English way: a comma between thousands, a point before decimals. They are
exact fractions, never floats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from mergemend.late import late

NUMBER = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,15})?|\d{1,15}(?:\.\d{1,15})?"
"""A figure; longer ones are no amounts, and Python refuses to read those of thousands of digits."""
_SCALE = {"k": 1_000, "m": 1_000_000, "million": 1_000_000, "b": 10**9, "billion": 10**9}

# Units that can be added up, as their family and how many of its unit they are. How many hours a
# day of work has, and how many days a week, nobody says: these are families of their own.
_UNITS: dict[str, tuple[str, Fraction | int]] = {
    "ms": ("time", Fraction(1, 60_000)),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), ("time", Fraction(1, 60))),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), ("time", 1)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("time", 60)),
    **dict.fromkeys(("d", "day", "days"), ("days", 1)),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), ("weeks", 1)),
    **dict.fromkeys(("month", "months"), ("months", 1)),
    **dict.fromkeys(("year", "years"), ("years", 1)),
    **{name: ("bytes", 1000**n) for n, name in enumerate(("b", "kb", "mb", "gb", "tb"))},
    **{name: ("bytes", 1024**n) for n, name in enumerate(("kib", "mib", "gib", "tib"), start=1)},
    "usd": ("$", 1),
    "eur": ("€", 1),
    "€": ("€", 1),
    "gbp": ("£", 1),
    "%": ("percent", 1),
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=lambda name: -len(name)))
_TO = r"\s?(?:-|–|—|to)\s?"

_AMOUNT = late(
    rf"""
    (?:(?<![\w.,/\#$€£:-])|(?<=\dh))
    (?P<about>[~≈<>≤≥]\s?|(?:about|around|approx\.?|approximately|ca\.?|circa|roughly|nearly|almost
       |over|under|up\sto|at\sleast|at\smost|less\sthan|more\sthan)\s)?
    (?P<sign>[-+−])?(?:US(?=\$))?(?:(?P<money>[$€£])\s?)?
    (?P<low>{NUMBER})(?P<low_scale>(?-i:[kKMB])(?!\w)|\s(?:million|billion)\b)?(?P<low_plus>\+)?
    (?:(?:\s?(?P<low_unit>{_UNIT})(?={_TO}(?:{NUMBER})\s?(?:{_UNIT})(?!\w)))?
       {_TO}(?:[$€£]\s?)?(?P<high>{NUMBER})
       (?P<high_scale>(?-i:[kKMB])(?!\w)|\s(?:million|billion)\b)?(?P<high_plus>\+)?)?
    (?:\s?-?(?P<unit>{_UNIT})(?![A-Za-z_%])(?P<plus>\+)?)?
    (?:(?<=\dh)(?=\d\d?\s?m)|(?!\w|[-,:./]\d))
    (?:(?:\s?/\s?|\s(?:per|an?|each)\s)(?P<per>
       (?<=[/r])[A-Za-z]+|(?<=/\s)[A-Za-z]+|(?<=per\s)[A-Za-z]+|hour|day|week|month|year)\b)?
    (?P<or_so>\sor\s(?:so|more|less)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_JOIN = late(r",?\s?(?:and\s)?")
_RATIO = late(
    rf"(?<![\w.,/$€£-])(?P<part>{NUMBER})(?:\s?/\s?|\s(?:out\s)?of\s)(?P<whole>{NUMBER})"
    r"(?![\w/]|[.,]\d|\s?%)"
)
_ALL_THE_TIME = {(Fraction(24), Fraction(7)), (Fraction(24), Fraction(5))}
_YEARS = range(1900, 2101)

MIXED = "mixed"
"""The family of a span from one unit to another that nobody can convert: ``3 days to 2 weeks``."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, or a span of amounts, as it stands in a text at ``start`` up to ``end``.

    ``low`` and ``high`` are in the unit of the ``family``: time in minutes, sizes in bytes, money
    in its currency, plain counts as they are; ``unit`` is the unit as it is written, and ``size``
    how many of the family's it is. ``step`` is what the last digit shown stands for. ``about`` says
    that it is no exact figure, ``per`` that it is a rate.
    """

    start: int
    end: int
    low: Fraction
    high: Fraction
    family: str
    step: Fraction
    about: bool = False
    per: str = ""
    sign: str = ""
    unit: str = ""
    size: Fraction = Fraction(1)

    @property
    def is_span(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Ratio:
    """``part`` of ``whole``, as it stands in a text."""

    start: int
    end: int
    part: Fraction
    whole: Fraction


def find_amounts(text: str) -> list[Amount]:
    """The amounts of a text, in their order; hours and minutes that belong together are one."""
    found: list[Amount] = []
    for match in _AMOUNT.finditer(text):
        amount = _amount(match)
        before = found[-1] if found else None
        if before and _goes_on(text, before, amount):
            found[-1] = replace(
                before,
                end=amount.end,
                low=before.low + amount.low,
                high=before.high + amount.high,
                step=amount.step,
            )
        else:
            found.append(amount)
    return found


def find_ratios(text: str) -> Iterator[Ratio]:
    """What is written as ``58/59`` or ``3 of 5``; no ``24/7``, no date, no path."""
    for match in _RATIO.finditer(text):
        part, whole = number(match["part"]), number(match["whole"])
        is_month = part in _YEARS and whole <= 12
        if whole and (part, whole) not in _ALL_THE_TIME and not is_month:
            yield Ratio(match.start(), match.end(), part, whole)


@lru_cache(maxsize=4096)
def number(text: str) -> Fraction:
    """The number that a figure stands for."""
    return Fraction(text.replace(",", ""))


@lru_cache(maxsize=4096)
def last_digit(text: str) -> Fraction:
    """What the last digit of a figure stands for: a hundredth in ``9.81``.

    Decimals that are zero are often filled in: in ``14.00`` it is one.
    """
    return Fraction(1, 10 ** len(text.partition(".")[2].rstrip("0")))


def _amount(match: re.Match[str]) -> Amount:
    unit = (match["unit"] or "").lower()
    family, size = _UNITS.get(unit, ("count", 1))
    if match["money"]:
        family, size = match["money"], _SCALE.get(unit, 1)
    scale = _scale(match["high_scale"] or match["low_scale"]) * size
    low_scale = _scale(match["low_scale"]) * size if match["low_scale"] else scale
    if match["low_unit"]:
        low_family, low_scale = _UNITS[match["low_unit"].lower()]
        family = family if low_family == family else MIXED
    low = number(match["low"]) * low_scale
    high = number(match["high"]) * scale if match["high"] else low
    return Amount(
        start=match.start("about") if match["about"] else match.start(),
        end=match.end(),
        low=low,
        high=high,
        family=family,
        step=last_digit(match["high"] or match["low"]) * scale,
        about=any(match[name] for name in ("about", "low_plus", "high_plus", "plus", "or_so")),
        per=(match["per"] or "").lower(),
        sign=(match["sign"] or "").replace("−", "-"),
        unit=match["unit"] or "",
        size=Fraction(size),
    )


def _scale(name: str | None) -> int:
    return _SCALE[name.strip().lower()] if name else 1


def _goes_on(text: str, before: Amount, after: Amount) -> bool:
    """Whether these are the hours and the minutes of one amount."""
    return (
        before.family == after.family == "time"
        and after.low < 60 <= before.low
        and not (before.is_span or after.is_span or before.about)
        and bool(_JOIN.fullmatch(text, before.end, after.start))
    )


def is_rounded(shown: Fraction, step: Fraction, exact: Fraction) -> bool:
    """Whether a figure is ``exact`` rounded up or down to its last digit.

    Which way people round is not known: half up, half even, always down and always up are all in
    use (Python's `decimal` names eight ways). A figure that any of them gives is right.
    """
    return abs(shown - exact) < step


def spell(value: Fraction) -> str:
    """A number for people: with commas, and two decimals at most where it has some."""
    hundredths = round(value * 100)
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole:,}" + (f".{rest:02}".rstrip("0") if rest else "")


def with_value(text: str, low: Fraction, high: Fraction) -> str | None:
    """An amount as it is written, with other figures in it; None if they can't be written so."""
    ends = [low] if low == high else [low, high]
    found = find_amounts(text)
    figures = list(re.finditer(NUMBER, text))
    if len(found) != 1 or len(figures) != len(ends):
        return None
    parts, last = [], 0
    for figure, end in zip(figures, ends, strict=True):
        shown = spell(end / found[0].size)
        if "," not in text and end < 10_000:
            shown = shown.replace(",", "")
        parts += [text[last : figure.start()], shown]
        last = figure.end()
    new = "".join(parts) + text[last:]
    return new if [(a.low, a.high) for a in find_amounts(new)] == [(low, high)] else None
