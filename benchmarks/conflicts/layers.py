"""What the right answers for a stack are: known because it is known how the stack was made.

Every merge is done once more on the side, with markers of another length for each layer. Then there
is no question which marker is whose, and a side can be taken at any layer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.conflicts.objects import Meta, Objects
from benchmarks.conflicts.regions import lines_of
from benchmarks.conflicts.run import git

OURS, THEIRS = "ours", "theirs"
_PATH = "doc.md"
_SIZE = 10  # of the first layer's markers; each further layer has longer ones
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Layer:
    """What an operation merges into the file: the change from ``base`` to ``theirs``."""

    base: bytes
    theirs: bytes


@dataclass(frozen=True)
class Shadow:
    """A stack whose layers have markers of their own length; ``depth`` of them."""

    text: bytes
    depth: int

    @property
    def plain(self) -> bytes:
        """The stack as git writes it, without labels."""
        return bare(re.sub(rb"(?m)^([<|=>])\1{9,}", rb"\1\1\1\1\1\1\1", self.text))

    def take(self, picks: Sequence[str]) -> bytes | None:
        """The text with a side taken at every layer, the first layer's pick first.

        None if a layer's markers are torn apart by a side taken at another.
        """
        text: bytes | None = self.text
        for layer in reversed(range(self.depth)):
            text = None if text is None else take(text, _SIZE + layer, picks[layer])
        return text


class Merger:
    """Merges texts as git's operations do, in a repository of its own at ``top``."""

    def __init__(self, top: Path, style: str) -> None:
        self._store = Objects.init(top)
        self._style = style

    def stack(self, start: bytes, layers: Sequence[Layer]) -> Shadow | None:
        """The stack that comes from merging one layer after the other; None if one is clean."""
        text = start
        for number, layer in enumerate(layers):
            before, text = text, self._merge(text, layer, _SIZE + number)
            if text == before or not _marked(text, _SIZE + number):
                return None
        return Shadow(text, len(layers))

    def resolved(self, start: bytes, layers: Sequence[Layer], picks: Sequence[str]) -> bytes | None:
        """The text if the side had been taken at once whenever the file conflicted."""
        text: bytes | None = start
        for layer, pick in zip(layers, picks, strict=True):
            text = None if text is None else take(self._merge(text, layer, _SIZE), _SIZE, pick)
        return text

    def _merge(self, ours: bytes, layer: Layer, size: int) -> bytes:
        base = self._commit(layer.base)
        sides = (self._commit(ours, base), self._commit(layer.theirs, base))
        attributes = self._store.top / ".git/info/attributes"
        attributes.write_text(f"* conflict-marker-size={size}\n")
        style = f"merge.conflictStyle={self._style}"
        merge = git(self._store.top, "-c", style, "merge-tree", "--write-tree", *sides, check=False)
        tree = merge.split("\n", 1)[0]
        return git(self._store.top, "cat-file", "blob", f"{tree}:{_PATH}").encode() + b"\n"

    def _commit(self, data: bytes, *parents: str) -> str:
        files: Mapping[str, bytes] = {_PATH: data}
        return self._store.commit(Meta("x", "x", _WHEN, _WHEN), files, parents)


def bare(text: bytes) -> bytes:
    """A text without the labels behind its markers."""
    return re.sub(rb"(?m)^([<|>])(\1{6,}) .*$", rb"\1\2", text)


def _marked(text: bytes, size: int) -> bool:
    return re.search(rb"(?m)^<{%d} " % size, text) is not None


_NEXT = {b"": b"<", b"<": b"|=", b"|": b"=", b"=": b">"}


def take(text: bytes, size: int, pick: str) -> bytes | None:
    """The text with one side of every region whose markers are ``size`` long.

    None if the markers do not fit together.
    """
    kept: list[bytes] = []
    part = b""
    wanted = (b"", b"<") if pick == OURS else (b"", b"=")
    for line in lines_of(text):
        if not re.match(rb"([<|=>])\1{%d}(?: |\n)" % (size - 1), line):
            if part in wanted:
                kept.append(line)
        elif line[:1] in _NEXT[part]:
            part = b"" if part == b"=" else line[:1]
        else:
            return None
    return None if part else b"".join(kept)
