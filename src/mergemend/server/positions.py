r"""Where bytes of a text are for a client, which counts lines and columns in its own way.

A line of ours ends at ``\n`` only; for the protocol it also ends at ``\r\n`` and at a lone ``\r``.
A column of ours is a character; for the protocol it is a code unit of the encoding that both sides
agreed upon, UTF-16 if nothing else was (specification, "Position").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from mergemend.model import Edit, Span, is_utf8

_END = re.compile(rb"\r\n?|\n")


@dataclass(frozen=True)
class Positions:
    """The positions of a text, which is valid UTF-8."""

    data: bytes
    encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16

    @cached_property
    def _ends(self) -> list[tuple[int, int]]:
        """Where each line's text ends, and where the next line starts."""
        ends = [match.span() for match in _END.finditer(self.data)]
        return [*ends, (len(self.data), len(self.data))]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(after for _, after in self._ends[:-1])]

    def position(self, offset: int) -> types.Position:
        """Where the byte at ``offset`` is; what is within a line end is before it."""
        line = bisect_right(self._starts, offset) - 1
        end = min(offset, self._ends[line][0])
        return types.Position(line, self._units(self.data[self._starts[line] : end]))

    def range(self, span: Span) -> types.Range:
        """The range of a span of bytes."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """The byte at a position; one that is behind the end of its line is its end."""
        if position.line >= len(self._starts):
            return len(self.data)
        start = self._starts[position.line]
        text = self.data[start : self._ends[position.line][0]]
        return start + len(self._first(text, position.character))

    def line_end(self, offset: int) -> int:
        """Where the text of the line ends, in which the byte at ``offset`` is."""
        return self._ends[bisect_right(self._starts, offset) - 1][0]

    def _units(self, text: bytes) -> int:
        if self.encoding == types.PositionEncodingKind.Utf8:
            return len(text)
        characters = text.decode(errors="ignore")
        if self.encoding == types.PositionEncodingKind.Utf32:
            return len(characters)
        return len(characters.encode("utf-16-le")) // 2

    def _first(self, text: bytes, units: int) -> bytes:
        """As much of a line as makes so many units; a character that is cut is left out."""
        if self.encoding == types.PositionEncodingKind.Utf8:
            return text[:units].decode(errors="ignore").encode()
        if self.encoding == types.PositionEncodingKind.Utf32:
            return text.decode()[:units].encode()
        units_of = text.decode().encode("utf-16-le")[: 2 * units]
        return units_of.decode("utf-16-le", "ignore").encode()

    def text_edits(self, edits: Iterable[Edit]) -> list[types.TextEdit] | None:
        """The edits as a client makes them; None if one puts in what is no UTF-8.

        They must be such as `mergemend.edits.apply` takes.
        """
        joined = list(_joined(sorted(edits)))
        if not all(is_utf8(edit.new) for edit in joined):
            return None
        wide = map(self._around_line_ends, joined)
        return [types.TextEdit(self.range(edit.span), edit.new.decode()) for edit in wide]

    def _around_line_ends(self, edit: Edit) -> Edit:
        r"""The same edit, but that it starts and ends at no ``\n`` behind ``\r``.

        A client has no position there.
        """
        start, end, new = edit.span.start, edit.span.end, edit.new
        if self._is_within(start):
            start, new = start - 1, b"\r" + new
        if self._is_within(end):
            end, new = end + 1, new + b"\n"
        return Edit(Span(start, end), new)

    def _is_within(self, offset: int) -> bool:
        return self.data[offset - 1 : offset + 1] == b"\r\n" if offset else False


def _joined(edits: Iterable[Edit]) -> Iterable[Edit]:
    """Edits with those that follow one another at once as one."""
    last: Edit | None = None
    for edit in edits:
        if last is not None and last.span.end == edit.span.start:
            last = Edit(Span(last.span.start, edit.span.end), last.new + edit.new)
            continue
        if last is not None:
            yield last
        last = edit
    if last is not None:
        yield last
