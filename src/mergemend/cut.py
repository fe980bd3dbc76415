"""Marks of characters that were cut: a cheap test that loads nothing, since every file gets it."""

from __future__ import annotations

import re

# What is left of characters that were cut to a byte, or of those outside of the BMP.
_CUT = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f]|\?\?")
_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc")


def is_cut(line: str) -> bool:
    """Whether ``line`` may hold what is left of characters that were cut."""
    return bool(_CUT.search(line.encode("utf-8", "surrogateescape")))


def may_be_cut(path: str, data: bytes) -> bool:
    """Whether a text may have lost characters without leaving any that is not ASCII.

    Only documents are looked at: programs have these marks for reasons of their own.
    """
    return path.lower().endswith(_DOCUMENTS) and bool(_CUT.search(data))
