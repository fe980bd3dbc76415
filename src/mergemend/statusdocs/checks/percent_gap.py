"""A gap that is not what lies between a percentage and its target.

Any rounding of the difference to the digits shown is right, with or without a minus, and so is its
share of the target. Spans, rough
figures (``~40%``, ``70%+``) and lines with another percentage are left alone.

Why: The gap is what the plan is made of, and it is the figure that is forgotten when the other
changes.

Severity: error

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    Coverage 9.81% (target: 70%, gap: 61.19%)

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    Coverage 9.81% (target: 70%, gap: 60.19%)

Fix (guess): the gap is put right; each of the three figures can be wrong.

Settings:

- ``min-grade``: ``likely`` leaves the gap as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import NUMBER, is_rounded, last_digit, number, spell

RULE = "percent-gap"


def _figure(name: str) -> str:
    return rf"(?P<{name}>{NUMBER})\s?%"


_GAP = late(rf"\bgap:?\s*(?:of\s)?[-+−]?{_figure('gap')}(?!\+|\sof\b)", re.IGNORECASE)
_TARGET = late(rf"\b(?:target|goal):?\s*(?:of\s)?{_figure('target')}(?!\+)", re.IGNORECASE)
_VALUE = late(rf"(?<![\w.<>~≥≤])(?<!\d[-–—])(?<!\d\s[-–—]\s){_figure('value')}(?!\+)")


def check_gaps(look: Look) -> Iterator[Finding]:
    """A finding for each gap that does not fit."""
    for line, text in enumerate(look.outline.lines):
        if "%" in text and (gap := _GAP.search(text)) and (target := _TARGET.search(text)):
            yield from _check(look, line, text, gap, target)


def _check(
    look: Look, line: int, text: str, gap: re.Match[str], target: re.Match[str]
) -> Iterator[Finding]:
    named = {gap.start("gap"), target.start("target")}
    values = [m for m in _VALUE.finditer(text) if m.start("value") not in named]
    if len(values) != 1 or "|" in text:
        return
    value = values[0]["value"]
    aim = number(target["target"])
    exact = abs(aim - number(value))
    shown, step = number(gap["gap"]), last_digit(gap["gap"])
    if is_rounded(shown, step, exact) or (aim and is_rounded(shown, step, 100 * exact / aim)):
        return
    start, end = gap.span("gap")
    yield look.finding(
        RULE,
        Severity.ERROR,
        look.outline.stretch(line, start, end),
        f"from {value}% to {target['target']}% it is {spell(exact)}%, not {gap['gap']}%",
        new=spell(exact),
        safety=Safety.GUESS,
        evidence={"value": value, "target": target["target"]},
    )
