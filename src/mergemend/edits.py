"""Applies edits to bytes, and refuses those that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from mergemend.model import Edit


class OverlapError(ValueError):
    """Two edits want the same bytes, or an edit lies outside of the text."""


def apply(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return ``data`` with every edit made; the bytes outside of the edits stay as they are.

    Raises `OverlapError` if two edits overlap or start at the same place, or if one reaches beyond
    the text.
    """
    ordered = sorted(edits)
    if not ordered:
        return data
    for edit in ordered:
        if not 0 <= edit.span.start <= edit.span.end <= len(data):
            raise OverlapError(f"{edit.span} lies outside of {len(data)} bytes")
    for one, other in pairwise(ordered):
        if other.span.start < one.span.end or other.span.start == one.span.start:
            raise OverlapError(f"{one.span} and {other.span} overlap")
    whole = memoryview(data)  # its slices are no copies
    parts: list[bytes | memoryview] = []
    position = 0
    for edit in ordered:
        parts += (whole[position : edit.span.start], edit.new)
        position = edit.span.end
    parts.append(whole[position:])
    return b"".join(parts)
