"""Numbers of things in words; nothing is loaded for it."""

from __future__ import annotations


def count(number: int, thing: str) -> str:
    """A number of things in words: "1 file", "2 files"."""
    return f"{number:,} {things(number, thing)}"


def things(number: int, thing: str) -> str:
    """The word for so many of a thing."""
    return thing if number == 1 else f"{thing}s"
