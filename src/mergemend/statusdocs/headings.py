"""What headings of several documents have in common: numbers, dates and tickets are left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mergemend.late import late
from mergemend.statusdocs.inline import Text, name_of
from mergemend.statusdocs.patterns import shown
from mergemend.statusdocs.values.dates import Days, find_dates

_TOKEN = late(
    r"(?<![\w-])(?P<ticket>[A-Z][A-Z0-9]{1,9}-\d{1,6})(?!\w)"
    r"|(?<![\w.])(?P<version>v?\d{1,6}\.\d{1,6}(?:\.\d{1,6})?)(?![\w.]\w)"
    r"|(?<![\w.])(?P<number>\d{1,6})(?!\w)"
)
# Behind a number or ticket these say that a title follows.
_SEPARATOR = late(r"[:.)\]]+\s+|\s+[-–—]\s+")
_NUMBERING = late(r"\d{1,3}[.)]\s+")
_WORD = late(r"[a-z]+")

_PATTERNS = {
    "ticket": r"[A-Z][A-Z0-9]{1,9}-\d{1,6}",
    "version": r"v?\d{1,6}\.[\d.]{1,12}",
    "number": r"\d{1,6}",
    "date": r".{4,40}?",
    "week": r".{4,50}?",
    "title": r".+",
}
_TYPES = {"ticket", "version", "number", "date", "week"}
_MOST_TOKENS = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What is the same in the headings of a part: pieces of text, and the names of what varies."""

    pieces: tuple[tuple[str, str], ...]
    """Each is a name (empty for text) and, for text, the text in lower case."""
    is_fixed: bool

    @property
    def key(self) -> str:
        """A key for the part, from the words of the heading."""
        words = _WORD.findall(" ".join(text for name, text in self.pieces if not name))
        return "-".join(words[:4]) or "items"

    @property
    def pattern(self) -> str:
        """The regular expression that headings of this shape match."""
        seen: dict[str, int] = {}
        parts = []
        for name, text in self.pieces:
            if not name:
                parts.append(re.sub(r"(?:\\ )+", " ", re.escape(text)))
                continue
            seen[name] = seen.get(name, 0) + 1
            group = name if seen[name] == 1 else f"{name}_{seen[name]}"
            parts.append(f"(?P<{group}>{_PATTERNS[name]})")
        return "".join(parts)

    def captures(self) -> dict[str, str]:
        """The types of the named groups that have one."""
        seen: dict[str, int] = {}
        found = {}
        for name, _ in self.pieces:
            if name in _TYPES:
                seen[name] = seen.get(name, 0) + 1
                found[name if seen[name] == 1 else f"{name}-{seen[name]}"] = name
        return found


def fixed_shape(title: Text) -> Shape:
    """The shape of a heading that is the same in all documents, but for its numbering."""
    seen = shown(title.text)
    return Shape((("", name_of(_NUMBERING.sub("", seen, count=1))),), is_fixed=True)


def open_shape(title: Text) -> Shape | None:
    """The shape of a heading with numbers, dates or tickets in it; None if it has none."""
    seen = shown(title.text)
    pieces = tuple(_pieces(seen))
    return Shape(pieces, is_fixed=False) if any(name for name, _ in pieces) else None


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    start, count = 0, 0
    for name, first, after in _tokens(text):
        if first < start or count == _MOST_TOKENS:
            continue
        if first > start:
            yield "", text[start:first].lower()
        yield name, ""
        start, count = after, count + 1
        separator = _SEPARATOR.match(text, after)
        if separator and separator.end() < len(text):
            yield "", separator[0]
            yield "title", ""
            return
    if start < len(text):
        yield "", text[start:].lower()


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """What varies, by its name, start and end; a date before the numbers in it."""
    dates = [("week" if isinstance(d, Days) else "date", d.start, d.end) for d in find_dates(text)]
    others = [
        (match.lastgroup or "", match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if not any(start <= match.start() < end for _, start, end in dates)
    ]
    return sorted([*dates, *others], key=lambda token: token[1])
