"""Texts that one file after the other asks for, kept while there is room."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

MAX_BYTES = 8_000_000  # more than the documents around one file have together


@dataclass
class Kept:
    """Texts by a key; those that were put in first go first."""

    most: int = MAX_BYTES
    _texts: dict[Hashable, bytes] = field(default_factory=dict)
    _size: int = 0

    def get(self, key: Hashable) -> bytes | None:
        """The text of a key, if it is here."""
        return self._texts.get(key)

    def put(self, key: Hashable, text: bytes) -> None:
        """Keep a text of a key that is not here."""
        self._texts[key] = text
        self._size += len(text)
        while self._size > self.most:
            self._size -= len(self._texts.pop(next(iter(self._texts))))
