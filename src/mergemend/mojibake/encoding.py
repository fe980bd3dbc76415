"""Whole files that are no plain UTF-8: byte-order marks, other encodings, broken sequences.

A file is never re-encoded as a whole unless its rule was selected by name. Every edit is lossless:
writing the new text in the encoding that the finding names gives the old bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from mergemend.cheap import TEXT_BYTES
from mergemend.directives import off_parts
from mergemend.limits import MAX_PIECES, too_large
from mergemend.model import Document, Edit, Finding, Safety, Severity, Span, decode, encode, is_utf8
from mergemend.mojibake.wide import Piece, Wide, find_pieces, find_wide

MARK_RULE = "byte-order-mark"
INVALID_RULE = "invalid-utf-8"
MIXED_RULE = "mixed-encoding"
WIDE_RULE = "utf-16"

MARK = codecs.BOM_UTF8
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf)+", re.MULTILINE)

# How encodings are declared: PEP 263 and editors, XML, HTML and CSS, gettext; TeX.
_DECLARED = re.compile(
    rb"(?:coding|charset)[:=\s]\s*[\"']?([A-Za-z][\w.-]*)|\[([a-z]+\d+)\]\{inputenc\}"
)
_DECLARED_WITHIN = 2000

_SHOWN = 24  # characters of a text in a message


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds for a document besides its bytes.

    ``named`` says whether a rule was selected by name, ``off`` whether it is off in a line, counted
    from 0. ``skip`` gives lines not to look at. ``declared`` gives the encoding that the file is
    declared to have, and is asked only if it is not UTF-8. ``fixable`` is False where nothing may
    be changed.
    """

    named: Callable[[str], bool] = field(default=lambda _: False)
    off: Callable[[str, int], bool] = field(default=lambda _, __: False)
    skip: Callable[[], Collection[int]] = tuple
    declared: Callable[[], str | None] = field(default=lambda: None)
    fixable: bool = True


def shown(text: str) -> str:
    """A text for a message, cut if it is long."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def check_encoding(
    document: Document, circumstances: Circumstances | None = None
) -> tuple[Finding, ...]:
    """Return findings about how the bytes of ``document`` stand for characters.

    Clean UTF-8 has none, but for one of severity info where it begins with a byte-order mark.
    """
    given = circumstances or Circumstances()
    data = document.data
    if wide := find_wide(data):
        return tuple(_of_wide(document, wide, given))
    if b"\0" in data:
        return tuple(_of_pieces(document, find_pieces(data), given))
    if data.isascii():
        return ()
    findings = [*_of_marks(document, given)] if MARK in data else []
    if not is_utf8(data) and not data.translate(None, TEXT_BYTES) and not _is_declared(data, given):
        from mergemend.mojibake.mixture import Mixture  # the tables take a while to load

        findings += Mixture(document, given).findings()
    return tuple(findings)


def _is_declared(data: bytes, given: Circumstances) -> bool:
    """Whether the file, or who is asked about it, says that it is in another encoding."""
    found = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    inside = (found[1] or found[2]).decode() if found else None
    for name in (inside, given.declared()):
        try:
            if name and codecs.lookup(name).name != "utf-8" and data.decode(name):
                return True
        except (LookupError, UnicodeError, ValueError):
            continue
    return False


# Byte-order marks.


def _of_marks(document: Document, given: Circumstances) -> Iterator[Finding]:
    """Marks at the start of the file, and of lines, where joining files has put them."""
    line = counted = 0
    for found in _MARKS.finditer(document.data):
        start, end = found.span()
        if start == 0:
            yield _mark_at_start(document, given)
            start = len(MARK)
        line, counted = line + document.data.count(b"\n", counted, start), start
        if start < end:
            yield _mark_inside(document, Span(start, end), line, given)


def _mark_at_start(document: Document, given: Circumstances) -> Finding:
    wanted = given.named(MARK_RULE) and given.fixable
    return Finding(
        document.path,
        1,
        1,
        MARK_RULE,
        Severity.INFO,
        "the file begins with a byte-order mark, which UTF-8 does not need"
        + ("" if wanted else f"; it is left unless {MARK_RULE} is selected by name"),
        (Edit(Span(0, len(MARK)), b""),) if wanted else (),
        Safety.SAFE if wanted else None,
        {"bytes": MARK.hex(" "), "place": "start of the file"},
    )


def _mark_inside(document: Document, span: Span, line: int, given: Circumstances) -> Finding:
    return Finding(
        document.path,
        line + 1,
        2 if span.start == len(MARK) and document.data.startswith(MARK) else 1,
        MARK_RULE,
        Severity.WARNING,
        "a byte-order mark in the middle of the file: files were joined",
        (Edit(span, b""),) if given.fixable else (),
        Safety.SAFE if given.fixable else None,
        {"bytes": document.data[span.start : span.end].hex(" "), "place": "start of a line"},
    )


# UTF-16 and UTF-32.


def _of_wide(document: Document, wide: Wide, given: Circumstances) -> Iterator[Finding]:
    parts = off_parts(Document(document.path, encode(wide.text)))
    if parts.hold(WIDE_RULE, 0, 0):
        return
    if (given.declared() or "").upper().startswith(wide.family):
        return
    wanted = given.named(WIDE_RULE) and given.fixable
    remedy = (
        f"; nothing else was looked for: make it UTF-8 (`mergemend fix --select {WIDE_RULE}`), or "
        f"tell git by `working-tree-encoding={wide.attribute}` in .gitattributes"
    )
    yield Finding(
        document.path,
        1,
        1,
        WIDE_RULE,
        Severity.WARNING,
        f"the file is {wide.name}, which git neither merges nor shows changes of"
        + ("" if wanted else remedy),
        (Edit(Span(0, len(document.data)), encode(wide.text)),) if wanted else (),
        Safety.SAFE if wanted else None,
        {"encoding": wide.name, "mark": wide.mark.hex(" "), "characters": len(wide.text)},
    )


def _of_pieces(
    document: Document, pieces: Sequence[Piece], given: Circumstances
) -> Iterator[Finding]:
    if len(pieces) > MAX_PIECES:
        what, size = "pieces of UTF-16 among other text", len(pieces)
        yield too_large(document.path, "encodings", what, size, MAX_PIECES)
        return
    line = counted = 0
    for piece in pieces:
        line, counted = line + document.data.count(b"\n", counted, piece.start), piece.start
        yield _of_piece(document, piece, line, given)


def _of_piece(document: Document, piece: Piece, line: int, given: Circumstances) -> Finding:
    start, raw = piece.start, piece.wide.raw
    before = document.data[document.data.rfind(b"\n", 0, start) + 1 : start]
    return Finding(
        document.path,
        line + 1,
        len(decode(before)) + 1,
        MIXED_RULE,
        Severity.ERROR,
        f"{len(raw):,} bytes of {piece.wide.name} among other text: {shown(piece.wide.text)}",
        (Edit(Span(start, start + len(raw)), encode(piece.wide.text)),) if given.fixable else (),
        Safety.SAFE if given.fixable else None,
        {"encoding": piece.wide.name, "bytes": raw.hex(" "), "after": piece.wide.text},
    )
