"""A share and its percentage that do not agree.

A percentage is right if rounding the share to its digits, up or down, gives it, or if it is that of
the rest. They belong together where one stands in brackets behind the other, or behind a dash or an
equals sign at the end of the line; in a table, where the row has one of each and the percentage has
a heading such as ``%``, ``Pass rate`` or ``Progress``, also where share and whole have columns of
their own (``Passed``, ``Total``). There what was skipped can be left out.

Why: One of the figures was brought up to date and the other was not.

Severity: error

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    Branches: 267 / 138 (51.8%)

Fix (none): each of the three figures can be wrong.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text, name_of, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import (
    NUMBER,
    Ratio,
    find_ratios,
    is_rounded,
    last_digit,
    number,
    spell,
)

RULE = "ratio-percent"

_PERCENT = rf"(?P<percent>{NUMBER})\s?%"
_BEHIND = late(
    rf"(?:\s[\w*`-]+){{0,4}}[*_]*(?:\s*\(\s*{_PERCENT}"
    rf"|\s(?:[-–—=]|=>)\s(?P<last>{NUMBER})\s?%(?=[)\s\W]*$))"
)
_BEFORE = late(rf"(?<![\w.<>~≥≤+-]){_PERCENT}[*_]*(?:\s[\w-]+){{0,3}}\s*\(\s*$")

_RATE = late(r"%|percent(?:age)?|(?:(?:pass|success|completion) )?(?:rate|%)|progress|share|% \w+")
_PART = late(r"pass(?:ed|ing)?|done|completed?")
_WHOLE = late(r"(?:total )?tests|total|all")
_LEFT_OUT = late(r"skip(?:ped)?|pending|ignored|errors?|blocked|xfail(?:ed)?")
_CELL_PERCENT = late(rf"[^\w~≈<>≤≥+-]*{_PERCENT}[^\w]*$")
_RATIO_CELL = late(rf"[^\w]*(?P<part>{NUMBER})\s?(?:/|of)\s?(?P<whole>{NUMBER})[^\w]*$")

# How far, in characters, what belongs to a share can stand before it: longer lines take no longer.
_FARTHEST = 120
_COUNT = late(rf"\W*(?P<count>{NUMBER})\W*")

# ``Phase 2 of 4 (75%)``: the second one, not two of them.
_ORDINAL = late(
    r"\b(?:phase|step|day|week|sprint|part|task|milestone|stage|iteration|round|tier|level|page"
    r"|chapter|item|batch|session|on|version|v|rated|rating|scored?|up to|until)\W*$",
    re.IGNORECASE,
)


# ``6/10 → 8.5/10 (31% better)`` compares two shares, ``96% (57/59, 2 skipped)`` leaves some out.
_COMPARED = late(
    r"→|->|\b(?:improve\w*|better|faster|slower|increase\w*|decrease\w*|reduc\w*|less|more|sav\w+"
    r"|growth|gain|rollout|discount|off|probability|chance|confidence|likely|exclu\w+|strict|flexible|skip\w*|without|ignor\w+|weighted|excl)\b",
    re.IGNORECASE,
)


def check_shares(look: Look) -> Iterator[Finding]:
    """A finding for each percentage that is not that of its share."""
    for line, text in enumerate(look.outline.lines if look.outline.has("%") else ()):
        if "%" in text:
            for ratio in find_ratios(text):
                yield from _check(look, line, text, ratio)
    yield from _in_tables(look)


def _check(look: Look, line: int, text: str, ratio: Ratio) -> Iterator[Finding]:
    near = max(ratio.start - _FARTHEST, 0)
    match = _BEHIND.match(text, ratio.end) or _BEFORE.search(text, near, ratio.start)
    if match is None or _ORDINAL.search(text, near, ratio.start):
        return
    group = "percent" if match["percent"] else "last"
    if _agree(match[group], ratio.part, ratio.whole):
        return
    around = text[max(min(match.start(), ratio.start) - 12, 0) : text.find(")", ratio.end) + 1]
    if _COMPARED.search(around):
        return
    start, end = match.span(group)
    yield _finding(look, look.outline.stretch(line, start, end), ratio.part, ratio.whole)


def _agree(percent: str, part: Fraction, whole: Fraction) -> bool:
    """Whether a percentage is that of a share, or of the rest."""
    shown, step = number(percent), last_digit(percent)
    share = 100 * part / whole
    return is_rounded(shown, step, share) or is_rounded(shown, step, 100 - share)


def _finding(look: Look, percent: Text, part: Fraction, whole: Fraction) -> Finding:
    share = spell(100 * part / whole)
    return look.finding(
        RULE,
        Severity.ERROR,
        percent,
        f"{spell(part)} of {spell(whole)} is {share}%, not {percent.text}%",
        evidence={"part": str(part), "whole": str(whole), "percent": percent.text},
    )


def _in_tables(look: Look) -> Iterator[Finding]:
    for table in look.outline.tables:
        names = [name_of(cell.text) or plain(cell.text).strip() for cell in table.header]
        rates, parts, wholes, left_out = (
            [i for i, name in enumerate(names) if pattern.fullmatch(name)]
            for pattern in (_RATE, _PART, _WHOLE, _LEFT_OUT)
        )
        if len(rates) != 1:
            continue
        for row in table.rows:
            cell = row[rates[0]] if rates[0] < len(row) else None
            match = _CELL_PERCENT.match(cell.text) if cell else None
            share = _share(row, parts, wholes)
            if cell is None or match is None or share is None:
                continue
            percent = cell.part(*match.span("percent"))
            counted = share[1] - sum((_count(row, i) or 0 for i in left_out), Fraction())
            wholes_meant = {share[1], counted} - {Fraction()}
            if not any(_agree(percent.text, share[0], whole) for whole in wholes_meant):
                yield _finding(look, percent, *share)


def _share(
    row: Sequence[Text], parts: Sequence[int], wholes: Sequence[int]
) -> tuple[Fraction, Fraction] | None:
    """The one share of a row: a cell of its own, or the cells of the part and of the whole."""
    shares = [share for cell in row if (share := _RATIO_CELL.match(plain(cell.text)))]
    part = whole = None
    if len(shares) == 1:
        part, whole = number(shares[0]["part"]), number(shares[0]["whole"])
    elif not shares and len(parts) == len(wholes) == 1:
        part, whole = _count(row, parts[0]), _count(row, wholes[0])
    return (part, whole) if part is not None and whole else None


def _count(row: Sequence[Text], index: int) -> Fraction | None:
    """The count that is all that a cell says, but for signs."""
    match = _COUNT.fullmatch(plain(row[index].text)) if index < len(row) else None
    return number(match["count"]) if match else None
