"""Makes text of a document safe and fit for a terminal."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""Escape what a terminal would act upon, and what is no character: ``\x1b``, lone bytes."""
    return "".join(c if is_shown(c) else _escape(c) for c in text)


def printable_lines(text: str) -> str:
    r"""The same for a text of several lines: ``\n`` and tabs stay."""
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNS_LINES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # bidi controls


def is_shown(character: str) -> bool:
    """Whether a terminal shows a character, and does nothing else."""
    return character not in _TURNS_LINES and unicodedata.category(character) not in _UNSHOWN


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def shorten(text: str, width: int) -> str:
    """At most ``width`` characters of a text."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
