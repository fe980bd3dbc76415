"""A decision and its options, told to a person who decides: as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from unicodedata import combining

from mergemend.decisions import Decision, Option
from mergemend.report.terminal import printable
from mergemend.report.text import one_line
from mergemend.report.worddiff import Piece, compare
from mergemend.words import count

Styled = tuple[str, bool]
"""A text, and whether it is what the others lack."""

_LISTED = 9  # options
_LINES = 12  # of an option
_AROUND = 60  # characters on each side of a garbled place


def title(decision: Decision) -> str:
    """Where it is and what is wrong; of a garbled place the candidates say that."""
    finding = decision.finding
    where = f"{printable(finding.path)}:{decision.first + 1}"
    if decision.column is not None:
        return f"{where}:{decision.column}"
    return f"{where}:{finding.column}: {printable(finding.message)}"


def option_title(decision: Decision, number: int) -> str:
    """An option in a line: its name, who wrote that and when, and how sure it is."""
    option = decision.options[number]
    if decision.place is not None:
        return f"{visible(option.text)}  {option.odds}"
    parts = [printable(option.name)]
    if number == 0 and decision.is_proposed:
        parts.append("proposed")
    side = sides_of(decision).get(option.name)
    if side is not None:
        parts += [*(["newest"] if side.is_newest else []), side.said]
    if option.grade:
        parts.append(f"{option.grade}: {option.odds}" if option.odds else str(option.grade))
    elif option.odds:
        parts.append(option.odds)
    return "; ".join(parts)


class KnownSide:
    """Who wrote a side and when; ``is_newest`` by the dates that are known."""

    __slots__ = ("date", "is_newest", "said")

    def __init__(self, date: datetime, said: str) -> None:
        """``said`` is that in words."""
        self.date = date
        self.said = said
        self.is_newest = False


def sides_of(decision: Decision) -> dict[str, KnownSide]:
    """The sides of a conflict whose commits are known, by the names that options have."""
    found: dict[str, KnownSide] = {}
    sides = decision.finding.evidence.get("sides")
    for side in sides if isinstance(sides, list) else ():
        touch = side.get("last_touch") if isinstance(side, Mapping) else None
        if isinstance(side, Mapping) and isinstance(touch, Mapping):
            date = datetime.fromisoformat(str(touch["author_date"]))
            who = f"{one_line(str(touch['author']), 30)}, {date:%Y-%m-%d %H:%M %z}"
            subject = one_line(str(touch["subject"]), 50)
            found[str(side["name"])] = KnownSide(date, f"{who}: {subject}")
    dates = [side.date for side in found.values()]
    for side in found.values():
        side.is_newest = dates.count(max(dates)) == 1 and side.date == max(dates)
    return found


def option_lines(decision: Decision, number: int) -> Iterator[list[Styled]]:
    """What the lines become, a list of pieces for each line; of a garbled place only its line."""
    option = decision.options[number]
    if decision.place is not None:
        yield _around(decision, option)
        return
    pieces, _ = compare(option.text, _other(decision, number))
    lines = list(_by_line(pieces))
    yield from lines[:_LINES]
    if len(lines) > _LINES:
        yield [(f"and {count(len(lines) - _LINES, 'line')} more", False)]
    if not lines:
        yield [("nothing: the lines go", False)]


def place_line(decision: Decision) -> list[Styled]:
    """The line of a garbled place, which is marked."""
    return _around(decision, None)


def _around(decision: Decision, option: Option | None) -> list[Styled]:
    line, place = decision.lines.rstrip("\r\n"), decision.place or ""
    start = (decision.column or 1) - 1
    end = start + len(place)
    text = place if option is None else visible(option.text)
    left, right = line[max(0, start - _AROUND) : start], line[end : end + _AROUND]
    return [(printable(left), False), (printable(text), True), (printable(right), False)]


def visible(text: str) -> str:
    """A text; its code points if it can't be seen."""
    points = " ".join(f"U+{ord(character):04X}" for character in text)
    is_seen = text.isprintable() and text.strip() == text and not combining(text[:1] or " ")
    return text if is_seen else points


def _other(decision: Decision, number: int) -> str:
    """What an option is compared with: the first other one; alone, the lines as they are."""
    for other, option in enumerate(decision.options):
        if other != number:
            return option.text
    return decision.lines


def _by_line(pieces: list[Piece]) -> Iterator[list[Styled]]:
    line: list[Styled] = []
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        if first:
            line.append((printable(first.removesuffix("\r")), piece.own))
        for text in rest:
            yield line
            line = [(printable(text.removesuffix("\r")), piece.own)] if text else []
    if line:
        yield line


def shown(decision: Decision) -> range:
    """The numbers, from 0, of the options that are listed."""
    return range(min(len(decision.options), _LISTED))
