"""A garbled line: what it was, and how its garbled places stand in it.

They can be used, as an apostrophe in a word is, or mentioned, as a sign in quotes is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol


class Damage(Protocol):
    """A garbled place of a line; ``after`` is what it was, empty where that is unknown."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def after(self) -> str: ...  # noqa: D102


READABLE = 2000
"""What is longer is no line for people; its quotes are not looked for."""


class Garbled(NamedTuple):
    """A garbled place, and what it was or most likely was; empty where that is unknown."""

    start: int
    end: int
    after: str


# Strings in quotes; an apostrophe opens none. Curly quotes are left out: damage makes them.
_STRING = re.compile(
    r"""(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)
    | "(?P<double>[^"]*)" | (?<!\w)'(?P<single>[^']*)'(?!\w)
    | «(?P<angle>[^»]*)» | 「(?P<corner>[^」]*)」""",
    re.VERBOSE,
)
# Shorter ones say little.
_LEAST_WORD = 3

# What stands between words, within them, and what else stands for itself in lists of letters.
_DASHES = "–—→←•·…"
_APOSTROPHES = "’‘'"
_WRITTEN = "’‘“”„–—…€£°·"

# The ASCII that programs put in the place of a sign.
_PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}

# What a word stands between in a pattern.
_CHOICES = frozenset({"||", "(|", "|)", ":|", "/|", "|/", "'|", "|'", '"|', '|"'})

# What a heading, an item of a list, a quoted line or a row of a table begins with.
_ITEM = re.compile(r"[\s>#*+|\[\]0-9.x-]*")


@dataclass(frozen=True)
class GarbledLine:
    """A damaged line: what it was, and where the damage stands in it."""

    text: str
    damage: Sequence[Damage]

    @cached_property
    def intact(self) -> str:
        """The line without its damage."""
        parts, last = [], 0
        for place in self.damage:
            parts.append(self.text[last : place.start])
            last = place.end
        return "\n".join((*parts, self.text[last:]))

    @cached_property
    def _mended(self) -> tuple[str, list[tuple[int, int]]]:
        parts: list[str] = []
        spans: list[tuple[int, int]] = []
        last = length = 0
        for place in self.damage:
            after = place.after or self.text[place.start : place.end]
            parts += (self.text[last : place.start], after)
            length += place.start - last
            spans.append((length, length + len(after)))
            length, last = spans[-1][1], place.end
        return "".join((*parts, self.text[last:])), spans

    @cached_property
    def _known(self) -> list[tuple[int, int]]:
        """Where the repairs that are known stand, white space left out."""
        text, spans = self._mended
        return [
            span
            for span, place in zip(spans, self.damage, strict=True)
            if place.after.strip() and text[slice(*span)].strip()
        ]

    @cached_property
    def texts(self) -> list[str]:
        """What the garbled places were."""
        return [self._mended[0][slice(*span)].strip() for span in self._known]

    @cached_property
    def words(self) -> list[str]:
        """The words that they are a part of."""
        text = self._mended[0]
        words = (text[slice(*_word(text, *span))].strip() for span in self._known)
        return [word for word in words if len(word) >= _LEAST_WORD]

    @property
    def alone(self) -> list[str]:
        """What the garbled places were, in quotes of their own."""
        return [text.join(quotes) for quotes in ("``", '""', "''") for text in self.texts]

    @property
    def stand_ins(self) -> list[str]:
        """The ASCII, in quotes, that programs put in the place of what the garbled places were."""
        plain = (_PLAIN[text] for text in self.texts if text in _PLAIN)
        return [quote + text + quote for text in plain for quote in "'\"" if text != quote]

    @cached_property
    def _frames(self) -> list[re.Match[str] | None]:
        """For each place the string in quotes that it is in."""
        text, spans = self._mended
        found = list(_STRING.finditer(text)) if len(text) <= READABLE else []
        return [
            next((f for f in found if f.start() < start and end < f.end()), None)
            for start, end in spans
        ]

    @property
    def strings(self) -> list[str]:
        """The strings in quotes that they are in, with the quotes."""
        return [f.group() for f in self._frames if f and len(f.group()) > _LEAST_WORD + 1]

    @property
    def are_quoted(self) -> bool:
        """Whether each place is in quotes."""
        return all(self._frames)

    @cached_property
    def are_alone(self) -> bool:
        """Whether each place is in quotes, with at most the rest of its word."""
        text, spans = self._mended
        return all(
            frame and _inside(frame) == text[slice(*_word(text, *span))].strip()
            for frame, span in zip(self._frames, spans, strict=True)
        )

    @property
    def are_choices(self) -> bool:
        """Whether each place is one of several words that a pattern matches."""
        text, spans = self._mended
        words = (_word(text, *span) for span in spans)
        return all(
            text[start - 1 : start] + text[end : end + 1] in _CHOICES for start, end in words
        )

    @property
    def is_used(self) -> bool:
        """Whether a place is what the text needs there: a dash, an apostrophe, an item's sign."""
        text, spans = self._mended
        return any(_is_used(text, *span) for span in spans)


def _is_used(text: str, start: int, end: int) -> bool:
    what, before, after = text[start:end].strip(), text[:start], text[end:]
    if what in _APOSTROPHES:
        return before[-1:].isalpha() and after[:1].isalpha()
    if what in _DASHES:
        left, right = before[-1:], after[:1]
        return (left + right).isspace() or (left + right).isalnum()
    return bool(_ITEM.fullmatch(before)) and after[:1].isspace() and bool(after.strip())


def is_letter(text: str) -> bool:
    """Whether a text is a letter, or a sign that is written as often."""
    return len(text) == 1 and (text.isalpha() or text in _WRITTEN)


def _inside(string: re.Match[str]) -> str:
    return next(group for group in string.groups()[1:] if group is not None).strip()


def _word(line: str, start: int, end: int) -> tuple[int, int]:
    """The word that a place is a part of."""
    while start > 0 and line[start - 1].isalnum():
        start -= 1
    while end < len(line) and line[end].isalnum():
        end += 1
    return start, end
