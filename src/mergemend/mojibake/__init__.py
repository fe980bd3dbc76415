"""Garbled text: where UTF-8 was read in the wrong code page, and what it was."""

from mergemend.mojibake.check import check

__all__ = ["check"]
