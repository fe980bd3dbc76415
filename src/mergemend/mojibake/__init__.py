"""Garbled text: where UTF-8 was read in the wrong code page, and what it was."""
