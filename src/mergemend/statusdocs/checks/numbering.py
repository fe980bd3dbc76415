"""A number that does not follow the one before it.

Looked at are the numbers of one list, and those of headings with the same word before the number
(``Phase 1:``, ``BUG #5:``, ``1.``) in the same section. Both can begin anywhere, lists that are
numbered ``1.`` throughout are left alone, and so are headings that count down or begin again at 1.
Days, weeks, sprints, layers and the like are named by their numbers, not counted. This is only
told: numbers can be names.

Why: Something may have been lost between the two, such as one side of a merge.

Severity: info

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    1. Clear the quay
    2. Move the crane
    2. Hang the lamps
    3. Coil the ropes

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    1. Clear the quay
    2. Move the crane
    3. Hang the lamps
    4. Coil the ropes

Fix (likely): where the only mistakes of a list are numbers that it has twice, and nothing in the
document refers to a step or an item by its number, it is numbered anew.

Settings:

- ``min-grade``: ``safe`` leaves the numbers as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Item, Section

RULE = "numbering"

_HEADING = late(
    r"(?:\W*)(?P<word>[A-Za-z]+ #?|#|)(?P<number>\d{1,3})(?P<mark>[.):]|\s[-–—]\s)(?=\s|\w|$)(?!\d)"
)
_NAMES = late(
    r"(?:days?|weeks?|months?|years?|sprints?|quarters?|q|v|versions?|releases?|layers?|levels?"
    r"|loops?|tiers?|iterations?|rounds?|figures?|tables?|appendix|priority|p) ?#?"
)
_REFERENCE = late(r"\b(?:steps?|items?|points?|nos?\.?|numbers?)\s\d|#\d", re.IGNORECASE)
_NUMBER = late(r"(\d+)[.)]\s+(?:\[[ xX]\]\s*)?$")


def check_numbers(look: Look) -> Iterator[Finding]:
    """A finding for each number that does not follow."""
    yield from _lists(look)
    yield from _headings(look)


def _lists(look: Look) -> Iterator[Finding]:
    lists: defaultdict[int, list[Item]] = defaultdict(list)
    for item in look.outline.items:
        if item.number is not None:
            lists[item.list_index].append(item)
    for items in lists.values():
        numbers = [item.number or 0 for item in items]
        if len(set(numbers)) == 1:
            continue
        steps = enumerate(pairwise(numbers), start=1)
        wrong = [n for n, (one, two) in steps if two != one + 1 and (two > 1 or two == one)]
        findings = [_finding(look, _number(look, items[n]), numbers[n - 1]) for n in wrong]
        repeats = bool(wrong) and all(numbers[n] == numbers[n - 1] for n in wrong)
        if repeats and not any(map(_REFERENCE.search, look.outline.lines)):
            findings[0] = _renumbered(look, findings[0], items, numbers[0])
        yield from findings


def _number(look: Look, item: Item) -> Text:
    before = look.outline.lines[item.text.line][: item.text.column]
    match = _NUMBER.search(before)
    start, end = match.span(1) if match else (item.text.column, item.text.column)
    return Text(item.text.line, start, before[start:end])


def _renumbered(look: Look, finding: Finding, items: Sequence[Item], first: int) -> Finding:
    texts = [_number(look, item) for item in items]
    if not all(text.text for text in texts):
        return finding
    edits = tuple(
        look.outline.edit(text, str(number))
        for number, text in enumerate(texts, start=first)
        if text.text != str(number)
    )
    return replace(finding, edits=edits, safety=Safety.LIKELY)


def _headings(look: Look) -> Iterator[Finding]:
    groups: defaultdict[tuple[int | None, int, str], list[tuple[int, Text]]] = defaultdict(list)
    for section in look.outline.sections[1:]:
        if found := _numbered(section):
            word, number, at = found
            groups[section.parent, section.level, word].append((number, at))
    for numbered in groups.values():
        pairs = list(pairwise(numbered))
        if all(two == one - 1 for (one, _), (two, _) in pairs):
            continue
        for (one, _), (two, at) in pairs:
            if two != one + 1 and (two > 1 or two == one):
                yield _finding(look, at, one)


def _numbered(section: Section) -> tuple[str, int, Text] | None:
    match = _HEADING.match(section.title.text)
    if match is None:
        return None
    word = plain(match["word"]).lower()
    if _NAMES.fullmatch(word):
        return None
    return word, int(match["number"]), section.title.part(*match.span("number"))


def _finding(look: Look, at: Text, before: int) -> Finding:
    message = f"number {at.text} follows {before}"
    return look.finding(RULE, Severity.INFO, at, message, evidence={"before": before})
