"""What is left of characters that were cut, in lines that nothing else tells anything about.

Characters cut to their low byte leave control characters where quotation marks and dashes stood;
those outside of the basic plane leave ``??``. Which ones they were, the text alone does not tell;
that they are gone, it does: a control character stands inside of words or between them, or several
headings, items or rows of a document begin with two question marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mergemend.mojibake.repair import Doubt, Mended

_CONTROL = re.compile(
    r"(?<=[A-Za-z])[\x18\x19](?=[a-z])"  # ’ and ‘
    r"|(?<=[\w,.;:)] )[\x13\x14](?= [\w(])"  # – and —
    r"|(?<=[\s(])\x1c(?=\w)|(?<=[\w.,!?])\x1d(?=[\s.,;:)]|$)"  # “ and ”
)
_ASTRAL = re.compile(r"\s*(?:>\s*)*(?:#{1,6}|[-*+]|\d{1,3}[.)]|\|)\s+(?:\*\*)?(?P<mark>\?\?+)\s+\w")

# One may be a question.
_LEAST = 3


def find_remains(lines: Mapping[int, str]) -> dict[int, Mended]:
    """The lines that have lost characters, with the places where that was."""
    found = {number: doubts for number, line in lines.items() if (doubts := tuple(_controls(line)))}
    begun = {n: match.span("mark") for n, line in lines.items() if (match := _ASTRAL.match(line))}
    if len(begun) >= _LEAST:
        for number, (start, end) in begun.items():
            doubt = Doubt(start, end, lines[number][start:end], ())
            found[number] = tuple(sorted((*found.get(number, ()), doubt), key=_start))
    return {number: Mended(doubts=doubts) for number, doubts in found.items()}


def _controls(line: str) -> Iterator[Doubt]:
    for match in _CONTROL.finditer(line):
        yield Doubt(match.start(), match.end(), match[0], ())


def _start(doubt: Doubt) -> int:
    return doubt.start
