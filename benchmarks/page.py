"""A page of results: printed as it comes, and kept in docs/ where that was asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path


def show(pieces: Iterable[str], page: Path | None) -> None:
    """Print the pieces of a page one by one, and how long they took; write ``page``, if any."""
    start = time.monotonic()
    shown = []
    for piece in pieces:
        print(piece, flush=True)
        shown.append(piece)
    print(f"({time.monotonic() - start:.0f} s)", file=sys.stderr)
    if page:
        page.write_text("\n".join(shown), "utf-8")
