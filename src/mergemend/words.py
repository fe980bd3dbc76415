"""Numbers of things in words, and words that are near; nothing is loaded for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 100  # characters of a word that others are compared with


def count(number: int, thing: str) -> str:
    """A number of things in words: "1 file", "2 files"."""
    return f"{number:,} {things(number, thing)}"


def things(number: int, thing: str) -> str:
    """The word for so many of a thing."""
    return thing if number == 1 else f"{thing}s"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint at the nearest of the words that are ``known``; empty if none is near."""
    from difflib import get_close_matches

    words = list(known)
    asked = name[:_LONGEST]
    near = get_close_matches(asked, words, 1) or get_close_matches(asked.lower(), words, 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
