"""A stated total of hours, money, sizes, lines, tests or the like that its parts do not add up to.

A total is a line that begins with ``Total``. Its parts are the lines above it, in the same section
or block of code, that have one amount of its unit, or end with one. What counts
as a part is not always clear: the lines since the last total, the items of one list, all lines of
the section, the headings below it, the totals since the last total of totals. If any of these gives
the total, nothing is said. Something is said only where the lines since the last total are plain:

- all items of the list above the total, or all lines of the block of code around it, have one
  amount each (two parts are enough), or
- three lines or more have one amount of time each, and nothing says that it is only a part of it.

Both ends of spans are added up, and any rounding of the sum to the digits of the total is right.
Where figures are called rough it is a warning, else an error.

Why: Budgets are made of totals. A part was added or changed, and the total was not.

Severity: error, warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    - Quay: 6 hours
    - Crane: 8 hours
    - Lamps: 4 hours

    **Total:** 20 hours

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    - Quay: 6 hours
    - Crane: 8 hours
    - Lamps: 4 hours

    **Total:** 18 hours

Fix (guess): where the parts are all there is and exact, and no total follows that could be one of
totals, the total is put to their sum; a part can be wrong or missing.

Settings:

- ``min-grade``: ``likely`` leaves the total as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from mergemend.late import late
from mergemend.limits import MAX_SUMMED, too_large
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.amount_lines import AmountLine, AmountLines
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.values.amounts import Amount, is_rounded, spell, with_value

RULE = "hour-sum"

# What ``Total collected`` counts is something of its own; ``Total time`` is a total of time.
_PLAIN_TOTAL = late(
    r"[\W_]*(?:overall |combined |estimated )?(?:grand |sub-?)?total"
    r"(?:\s(?:time|effort|duration|estimated|estimate|cost|costs|size|count|tests?|files?|lines?"
    r"|of|code|points|work|hours|days|weeks|test|cases)){0,3}[\W_]*\d?",
    re.IGNORECASE,
)
_OF_TOTALS = late(r"\W*(?:grand|realistic|overall|combined)\s", re.IGNORECASE)

# With less, two parts of many can be all that say how long they take.
_LEAST = 3

# A total that is farther from its parts than this is about something else, or about more.
_FARTHEST = Fraction(6, 10)

# Rough figures are rounded to halves, fives and tens: what they are off by so is no mistake.
_ROUGH = Fraction(10, 100)


def check_hours(look: Look) -> Iterator[Finding]:
    """A finding for each total that nothing above adds up to."""
    lines = AmountLines(look.outline)
    for total in lines.totals:
        if lines.asked > MAX_SUMMED:
            what = "lines to be added up for all totals"
            path, asked, place = look.outline.document.path, lines.asked, total.line + 1
            yield too_large(path, "wrong totals", what, asked, MAX_SUMMED, place)
            return
        if total.clear:
            yield from _check(look, lines, total)


def _check(look: Look, lines: AmountLines, total: AmountLine) -> Iterator[Finding]:
    near = lines.between(_start(look, total.line), total.line, total.unit)
    last_total = max((line.line for line in near if line.total), default=-1)
    parts = [line for line in near if line.line > last_total]
    text = look.outline.lines[total.line]
    of_totals = not parts and _OF_TOTALS.match(text) is not None
    if of_totals:
        parts = [line for line in near if line.total]
    if len(parts) < 2 or not all(part.clear for part in parts) or _fits(total.amount, parts):
        return
    whole = not of_totals and _are_whole(look, lines, parts, total.line)
    in_code = _in_code(look, total.line)
    if not (whole or of_totals or (total.unit == "time" and len(parts) >= _LEAST and not in_code)):
        return
    if total.unit != "time" and not _PLAIN_TOTAL.fullmatch(plain(text[: total.amount.start])):
        return
    _, high = _sum(parts)
    if not high or not _FARTHEST < total.amount.high / high < 1 / _FARTHEST:
        return
    if any(_fits(total.amount, group) for group in _groups(look, lines, total, near) if group):
        return
    rough = total.amount.about or any(part.amount.about for part in parts)
    last = not any(other.line > total.line and other.unit == total.unit for other in lines.totals)
    yield _finding(look, total, parts, fixable=whole and last and not rough, rough=rough)


def _finding(
    look: Look, total: AmountLine, parts: Sequence[AmountLine], *, fixable: bool, rough: bool
) -> Finding:
    low, high = _sum(parts)
    amount = total.amount
    exact = " to ".join(spell(end / amount.size) for end in dict.fromkeys((low, high)))
    text = look.outline.lines[total.line][amount.start : amount.end]
    new = with_value(text, low, high) if fixable else None
    named = f"{total.unit}s" if amount.family == "count" else amount.unit or amount.family
    return look.finding(
        RULE,
        Severity.WARNING if rough else Severity.ERROR,
        Text(total.line, amount.start, text),
        f"the {len(parts)} parts above add up to {exact} {named}",
        new=new,
        safety=Safety.GUESS if new else None,
        evidence={"exact": exact, "lines": [part.line + 1 for part in parts]},
    )


def _groups(
    look: Look, lines: AmountLines, total: AmountLine, near: Sequence[AmountLine]
) -> Iterator[list[AmountLine]]:
    """What else can be the parts of a total."""
    last_total = max((line.line for line in near if line.total), default=-1)
    since = [line for line in near if line.line > last_total]
    yield [line for line in near if line.total]
    yield [line for line in near if not line.total]
    lists = [line.list_index for line in since if line.list_index is not None]
    for index in lists[:1] + lists[-1:]:
        yield [line for line in since if line.list_index == index]
    headings = {section.first for section in look.outline.sections}
    for section in look.outline.sections_around(total.line):
        inside = lines.between(section.first + 1, total.line, total.unit)
        yield [line for line in inside if line.total]
        yield [line for line in inside if not line.total]
        yield [line for line in inside if line.line in headings]


def _start(look: Look, line: int) -> int:
    """Where the section or block of code begins that a line stands in."""
    code = look.outline.code_at(line)
    return code.first if code else look.outline.section_at(line).first


def _in_code(look: Look, line: int) -> bool:
    return look.outline.code_at(line) is not None


def _are_whole(look: Look, lines: AmountLines, parts: Sequence[AmountLine], total: int) -> bool:
    """Whether parts are all there is: one list over a total, or the lines of its code."""
    numbers = [part.line for part in parts]
    indexes = {part.list_index for part in parts}
    index = parts[0].list_index
    if indexes == {index} and index is not None:
        return numbers == [item for item in lines.items[index] if item != total]
    if indexes != {None} or not _in_code(look, total):
        return False
    said = [line for line in look.outline.lines[numbers[0] : total] if re.search(r"\w", line)]
    return len(said) == len(parts)


def _sum(parts: Sequence[AmountLine]) -> tuple[Fraction, Fraction]:
    low = sum((part.amount.low for part in parts), Fraction())
    return low, sum((part.amount.high for part in parts), Fraction())


def _fits(total: Amount, parts: Sequence[AmountLine]) -> bool:
    """Whether parts add up to a total, rounded to the digits that it shows."""
    low, high = _sum(parts)
    rough = total.about or any(part.amount.about for part in parts)
    allowed = max(total.step, _ROUGH * high) if rough else total.step
    if not total.is_span:
        return low - allowed < total.low < high + allowed
    return is_rounded(total.low, allowed, low) and is_rounded(total.high, allowed, high)
