"""Cheap tests of the bytes of a text: every file gets them, so nothing is loaded for them."""

from __future__ import annotations

from mergemend.places import is_document

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1_000_000  # bytes

HEAD = 8000
"""So many bytes tell git whether a file is text (``buffer_is_binary`` in xdiff-interface.c)."""

CONTROLS = "\a\b\t\n\v\f\r\x1b"
"""Control characters of texts: those of `identify`, which sorts files for pre-commit."""

TEXT_BYTES = bytes({*map(ord, CONTROLS), *range(0x20, 0x7F), *range(0x80, 0x100)})
"""The bytes that a text in UTF-8 or a code page can have."""

ASCII = bytes(range(0x80))

USUAL = bytes({*map(ord, CONTROLS), *range(0x20, 0x7F)} - {*b"<>?"})
"""Bytes that tell nothing: in most texts all but a few."""

WIDE_MARKS = (
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""What texts in UTF-16 and UTF-32 begin with."""

START, END = b"<<<<<<<", b">>>>>>>"
"""What the start and the end of a conflict begin with."""

BOM = b"\xef\xbb\xbf"

# What is left of characters that were cut to a byte, or of those outside of the BMP.
_LOW = bytes([*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_ASTRAL = b"??"


def may_be_in_conflict(data: bytes) -> bool:
    """Whether a line begins as the start or the end of a conflict does."""
    return begins_a_line(START, data) or begins_a_line(END, data)


def begins_a_line(mark: bytes, data: bytes) -> bool:
    """Whether a line begins with a mark, or has it behind a byte-order mark."""
    return mark in data and (data.startswith(mark) or b"\n" + mark in data or BOM + mark in data)


def is_cut(line: str) -> bool:
    """Whether ``line`` may hold what is left of characters that were cut."""
    return has_cut_marks(line.encode("utf-8", "surrogateescape"))


def may_be_cut(path: str, data: bytes) -> bool:
    """Whether a text may have lost characters without leaving any that is not ASCII.

    Only documents are looked at: programs have these marks for reasons of their own.
    """
    return is_document(path) and has_cut_marks(data)


def odd_of(data: bytes) -> bytes:
    """The bytes of ``data`` that may tell something, without those between them."""
    if len(data) <= CHUNK:
        return data.translate(None, USUAL)
    return b"".join(data[first:after].translate(None, USUAL) for first, after in chunks(data))


def has_cut_marks(data: bytes) -> bool:
    """Whether there are marks of cut characters.

    Ten times as fast as a pattern: a table of bytes is applied without looking back.
    """
    if len(data) <= CHUNK:
        return _ASTRAL in data or len(data.translate(None, _LOW)) < len(data)
    return _ASTRAL in data or any(
        len(data[first:after].translate(None, _LOW)) < after - first
        for first, after in chunks(data)
    )


_ASCII_BLANKED = bytes(byte if byte > 0x7F else 0x20 for byte in range(0x100))


def runs_of(data: bytes) -> set[str]:
    """The runs of characters beyond ASCII of a text, each once: all that a suspect can be in.

    A table and a split take a fraction of the time of a search with a pattern.
    """
    runs: set[bytes] = set()
    for first, after in chunks(data):
        runs.update(data[first:after].translate(_ASCII_BLANKED).split())
    return {run.decode("utf-8", "surrogateescape") for run in runs}


_kept: dict[bytes, bytes] = {}
_BLANK = "\1"  # stands for a kept blank, as all that is not kept becomes one


def pieces_of(data: bytes, kept: bytes) -> set[str]:
    """The stretches of characters beyond ASCII and of those ``kept``, each once, if any is beyond.

    A text that is no UTF-8 gives surrogates, as always.
    """
    if kept not in _kept:
        row = bytearray(b if b > 0x7F or b in kept else 0x20 for b in range(0x100))
        if b" " in kept:
            row[0x20] = ord(_BLANK)
        _kept[kept] = bytes(row)
    table = _kept[kept]
    pieces: set[bytes] = set()
    for first, after in chunks(data):
        pieces.update(data[first:after].translate(table).split())
    return {
        piece.decode("utf-8", "surrogateescape").replace(_BLANK, " ")
        for piece in pieces
        if not piece.isascii()
    }


def chunks(data: bytes) -> Iterator[tuple[int, int]]:
    """Where to cut a text in pieces of whole lines, none much larger than a megabyte if it can be.

    What copies a piece at a time takes no room for a copy of all.
    """
    first = 0
    while first < len(data):
        after = data.find(b"\n", first + CHUNK) + 1 or len(data)
        yield first, after
        first = after
