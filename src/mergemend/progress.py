"""A line on a terminal that says how far a long run is. Nothing is loaded for it."""

from __future__ import annotations

import os
import sys
import time

_FIRST, _NEXT = 0.5, 0.1  # seconds: what is done sooner needs no line; how often it changes
_CLEAR = "\r\x1b[K"


class Progress:
    """Tells of so many ``total`` things; only on a terminal, and only if ``wanted``."""

    def __init__(self, total: int | None, things: str = "files", *, wanted: bool) -> None:
        """``total`` is None where it is not known."""
        self._of = things if total is None else f"of {total:,} {things}"
        self._due = time.monotonic() + _FIRST
        self._is_shown = False
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self._wanted = wanted and terminal and os.environ.get("TERM") != "dumb"

    def at(self, done: int) -> None:
        """Say how many are done."""
        if self._wanted and (now := time.monotonic()) >= self._due:
            self._due = now + _NEXT
            self._is_shown = True
            sys.stderr.write(f"{_CLEAR}{done:,} {self._of}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, for others or at the end."""
        if self._is_shown:
            self._is_shown = False
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
