"""Which of many texts may have a finding: they are looked at together, 250 KB at a time.

The texts of a history are small, many and much alike, and most are clean. One pass over all of them
finds where to look closer, and what is looked closer at is asked of `mergemend.clean`. Nothing is
known of their paths, so they are taken for documents; that they are status documents is not looked
for.
"""

from __future__ import annotations

from mergemend.cheap import USUAL, may_be_cut
from mergemend.clean import MAX_COMMENTED, has_mark, is_surely_binary, tells_nothing
from mergemend.mojibake.gate import lines_with

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOGETHER = 250_000  # bytes that are looked at together: a CPU has them at hand

_DOCUMENT = "a.txt"  # a path for which every check is made

_BETWEEN = b"\n\x7f\n"  # texts; some have that sign themselves
_END = b"\x7f"
_NO_SIGNS = bytes({*range(0x7F)})

_SHORT = 1_000  # bytes of lines that are remembered
_MOST = 10_000  # of those
_plain: dict[bytes, bool] = {}


class Together:
    """Keeps the names of those texts that may have a finding, whatever their paths are."""

    def __init__(self) -> None:
        self.suspects: list[bytes] = []
        self._names: list[bytes] = []
        self._texts: list[bytes] = []
        self._size = 0

    def look(self, name: bytes, text: bytes) -> None:
        """Look at a text, now or with others; `finish` when there are no more."""
        if len(text) >= MAX_COMMENTED:
            if _may_hold(text):
                self.suspects.append(name)
            return
        self._names.append(name)
        self._texts.append(text)
        self._size += len(text)
        if self._size >= TOGETHER:
            self.finish()

    def finish(self) -> None:
        """Look at the texts that wait for others."""
        for place in _closer(self._texts, 0):
            if _may_hold(self._texts[place]):
                self.suspects.append(self._names[place])
        self._names, self._texts, self._size = [], [], 0


def _closer(texts: Sequence[bytes], first: int) -> Iterator[int]:
    """The places, counted from ``first``, of the texts that are worth a closer look."""
    joined = _BETWEEN.join(texts)
    odd = joined.translate(None, USUAL)
    # what is left of a text has the marks closer together, so it can't have fewer
    if has_mark(odd, joined) or (may_be_cut(_DOCUMENT, odd) and may_be_cut(_DOCUMENT, joined)):
        if len(texts) == 1:
            yield first
            return
        half = len(texts) // 2
        yield from _closer(texts[:half], first)
        yield from _closer(texts[half:], first + half)
    elif not odd.isascii():
        yield from (first + place for place in _not_plain(texts, odd))


def _not_plain(texts: Sequence[bytes], odd: bytes) -> Iterator[int]:
    """The texts whose signs beyond ASCII may tell something; ``odd`` has them, text after text."""
    glued = odd.translate(None, _NO_SIGNS).split(_END)
    if len(glued) != len(texts):
        yield from range(len(texts))
        return
    for place, signs in enumerate(glued):
        if signs and not _is_plain(lines_with(texts[place], signs)):
            yield place


def _is_plain(lines: bytes) -> bool:
    """Whether lines beyond ASCII are plain; texts that are versions of each other have the same."""
    known = _plain.get(lines)
    if known is None:
        known = tells_nothing(_DOCUMENT, lines)
        if len(lines) <= _SHORT:
            if len(_plain) >= _MOST:
                _plain.clear()
            _plain[lines] = known
    return known


def _may_hold(text: bytes) -> bool:
    return not (is_surely_binary(text, whole=True) or tells_nothing(_DOCUMENT, text))
