"""A text in pieces; nothing is loaded for it."""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = 1_000_000  # bytes


def chunks(data: bytes) -> Iterator[tuple[int, int]]:
    """Where to cut a text in pieces of whole lines, none much larger than a megabyte if it can be.

    What copies a piece at a time takes no room for a copy of all.
    """
    first = 0
    while first < len(data):
        after = data.find(b"\n", first + SIZE) + 1 or len(data)
        yield first, after
        first = after
