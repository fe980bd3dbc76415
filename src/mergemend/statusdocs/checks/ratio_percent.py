"""A share and its percentage that do not agree.

A percentage is right if rounding the share to its digits, up or down, gives it, or if it is that of
the rest. They belong together where one stands in brackets behind the other.

Example: ``Branches: 267 / 138 (51.8%)``.

There is no fix: each of the three figures can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import (
    Ratio,
    find_ratios,
    is_rounded,
    last_digit,
    number,
    spell,
)

RULE = "ratio-percent"

_PERCENT = r"(?P<percent>\d+(?:\.\d+)?)\s?%"
_BEHIND = re.compile(rf"(?:\s[\w*`-]+){{0,4}}[*_]*\s*\(\s*{_PERCENT}")
_BEFORE = re.compile(rf"(?<![\w.<>~≥≤+-]){_PERCENT}[*_]*(?:\s[\w-]+){{0,3}}\s*\(\s*$")

# ``Phase 2 of 4 (75%)``: the second one, not two of them.
_ORDINAL = re.compile(
    r"\b(?:phase|step|day|week|sprint|part|task|milestone|stage|iteration|round|tier|level|page"
    r"|chapter|item|batch|session)\W*$",
    re.IGNORECASE,
)


# ``6/10 → 8.5/10 (31% better)`` compares two shares, ``96% (57/59, 2 skipped)`` leaves some out.
_COMPARED = re.compile(
    r"→|->|\b(?:improve\w*|better|faster|slower|increase\w*|decrease\w*|reduc\w*|less|more|sav\w+"
    r"|growth|gain|exclu\w+|strict|flexible|skip\w*|without|ignor\w+|weighted|excl)\b",
    re.IGNORECASE,
)


def check_shares(look: Look) -> Iterator[Finding]:
    """A finding for each percentage that is not that of its share."""
    for line, text in enumerate(look.outline.lines):
        if "%" in text:
            for ratio in find_ratios(text):
                yield from _check(look, line, text, ratio)


def _check(look: Look, line: int, text: str, ratio: Ratio) -> Iterator[Finding]:
    match = _BEHIND.match(text, ratio.end) or _BEFORE.search(text, 0, ratio.start)
    if match is None or _ORDINAL.search(text, 0, ratio.start):
        return
    shown, step = number(match["percent"]), last_digit(match["percent"])
    share = 100 * ratio.part / ratio.whole
    if is_rounded(shown, step, share) or is_rounded(shown, step, 100 - share):
        return
    around = text[max(min(match.start(), ratio.start) - 12, 0) : text.find(")", ratio.end) + 1]
    if _COMPARED.search(around):
        return
    start, end = match.span("percent")
    yield look.finding(
        RULE,
        Severity.ERROR,
        Text(line, start, text[start:end]),
        f"{spell(ratio.part)} of {spell(ratio.whole)} is {spell(share)}%, not {match['percent']}%",
        evidence={"part": str(ratio.part), "whole": str(ratio.whole), "percent": match["percent"]},
    )
