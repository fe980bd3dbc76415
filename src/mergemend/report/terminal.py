"""Makes text of a document safe and fit for a terminal."""

from __future__ import annotations

import re
import unicodedata

_AT_START = re.compile(r"\A(\s*):(?=:\w)")
COMMAND = re.compile(r"##(?=\w*\[)")
"""What starts a command anywhere in a line of a log: its second character is escaped."""


def printable(text: str) -> str:
    r"""Escape what a terminal would act upon, and what is no character: ``\x1b``, lone bytes.

    So is what starts a command in the log of a CI service: ``::name`` at the start of a line, and
    ``##[`` or ``##vso[`` anywhere, are taken for one by the runners of GitHub and Azure.
    """
    if "::" in text:
        text = _AT_START.sub(r"\1\\x3a", text)
    if "##" in text:
        text = COMMAND.sub(r"#\\x23", text)
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
