"""Comments in a document that turn rules off for a part of it.

``<!-- mergemend: off -->`` turns off every rule, up to ``<!-- mergemend: on -->`` or the end of the
file; ``<!-- mergemend: off mojibake -->`` only the rules named. A directive has a line to itself,
in the comment style of HTML and Markdown, reStructuredText (``..``), shell (``#``), C (``//``) or
TeX (``%``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mergemend.model import Document, decode
from mergemend.rules import RULES, goes_by

_WORD = b"mergemend:"
_DIRECTIVE = re.compile(
    rb"\s*(?:(?P<html><!--)|\.\.|#+|//+|%+)\s*mergemend:\s*(?P<turn>off|on)"
    rb"(?P<names>(?:[\s,]+[a-z][a-z0-9-]*)*)\s*(?(html)-->)\s*"
)


@dataclass(frozen=True, slots=True)
class OffPart:
    """The lines ``first`` up to, not including, ``after`` (from 0) in which ``rule`` is off."""

    rule: str
    first: int
    after: int


def off_parts(document: Document) -> tuple[OffPart, ...]:
    """The parts of a document in which rules are off. A name that is no rule's turns nothing off.

    A name stands for its rule and those whose names go on from it, as in the settings.
    """
    if _WORD not in document.data:
        return ()
    since: dict[str, int] = {}
    parts: list[OffPart] = []
    for number, line in enumerate(document.lines):
        match = _DIRECTIVE.fullmatch(line) if _WORD in line else None
        if match is None:
            continue
        for rule in _rules(decode(match["names"])):
            if match["turn"] == b"off":
                since.setdefault(rule, number)
            elif rule in since:
                parts.append(OffPart(rule, since.pop(rule), number + 1))
    parts += [OffPart(rule, first, len(document.lines)) for rule, first in since.items()]
    return tuple(parts)


def is_off(parts: Iterable[OffPart], rule: str, first: int, last: int) -> bool:
    """Whether ``rule`` is off in any of the lines ``first`` to ``last`` (from 0)."""
    return any(p.rule == rule and p.first <= last and first < p.after for p in parts)


def _rules(names: str) -> list[str]:
    wanted = names.replace(",", " ").split()
    return [rule for rule in RULES if not wanted or any(goes_by(rule, name) for name in wanted)]
