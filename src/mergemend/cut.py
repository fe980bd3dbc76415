"""Marks of characters that were cut: a cheap test that loads nothing, since every file gets it."""

from __future__ import annotations

# What is left of characters that were cut to a byte, or of those outside of the BMP.
_LOW = bytes([*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_ASTRAL = b"??"
_DOCUMENTS = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc")


def is_cut(line: str) -> bool:
    """Whether ``line`` may hold what is left of characters that were cut."""
    return _has_marks(line.encode("utf-8", "surrogateescape"))


def may_be_cut(path: str, data: bytes) -> bool:
    """Whether a text may have lost characters without leaving any that is not ASCII.

    Only documents are looked at: programs have these marks for reasons of their own.
    """
    return path.lower().endswith(_DOCUMENTS) and _has_marks(data)


def _has_marks(data: bytes) -> bool:
    """Ten times as fast as a pattern: a table of bytes is applied without looking back."""
    return _ASTRAL in data or len(data.translate(None, _LOW)) < len(data)
