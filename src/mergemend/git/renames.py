"""Finds out which file a file was, also where its text was garbled in the same commit.

git compares lines as they are: a text of which every line was garbled has nothing in common with
what it was. What garbling leaves alone is compared here instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

# What garbling can have touched: all that is not ASCII, blanks, question marks and quotes.
_TOUCHED = re.compile(rb"[^\x21-\x7e]+|[?\"'`]+")

_ALIKE = 0.5  # as git has it: `git diff --find-renames` without a number
MAX_DELETED = 100  # files that went with a commit, of which the texts are compared


def _kept(data: bytes) -> Counter[bytes]:
    lines = (_TOUCHED.sub(b"", line) for line in data.split(b"\n"))
    return Counter(line for line in lines if line)


def candidates(path: str, deleted: Iterable[str]) -> list[str]:
    """Which of the ``deleted`` files ``path`` can have been: those of its suffix, at most 100."""
    suffix = PurePosixPath(path).suffix
    return [old for old in deleted if PurePosixPath(old).suffix == suffix][:MAX_DELETED]


def likeliest(data: bytes, texts: Iterable[tuple[str, bytes]]) -> str | None:
    """The name of the text that ``data`` was made of, or None if it is like none of them."""
    new = _kept(data)
    found: list[tuple[float, str]] = []
    for name, text in texts:
        old = _kept(text)
        both = new.total() + old.total()
        if both:
            found.append((2 * (new & old).total() / both, name))
    alike, name = max(found, default=(0.0, ""))
    return name if alike >= _ALIKE else None
