"""A file, or something in it, is too large to be looked into.

Any file has its answer soon, in bounded memory. The limits count bytes, lines and marks, never
seconds, so that the answer is the same on every machine. They lie far beyond what people write by
hand. A job that does not look says so: what was not looked into never passes for clean.

Why: What is in it is not known. Most such files were made by a program and need no look.

Severity: warning

Example, STATUS.md (… is 50,001 dots):

    # Harbour

    **Status:** open
    **Owner:** Ada
    …

Fix (none): split the file, or leave it out.

Settings:

- ``exclude``: files that nobody needs to look into.
"""

# The measurements here are those of `python -m benchmarks.limits`, on one slow core.

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from mergemend.cheap import may_be_in_conflict
from mergemend.model import Document, Finding, Json, Severity
from mergemend.rules import LIMIT

MAX_FILE = 256_000_000  # bytes of a file that is read at all; GitHub takes none above 100 MB
MAX_STATUS = 2_000_000  # bytes of a status document: some 10 s, and 300 times its size in memory
MAX_CELLS = 100_000  # bars in a status document, as tables have them: each takes 1 KB
MAX_STATUS_LINE = 50_000  # bytes of a line of it: some rules take the square of that
MAX_SUMMED = 3_000_000  # lines that the totals of a document are laid beside: some 5 s
MAX_MARKERS = 100_000  # lines of a file that look like markers: some 10 s
MAX_COMMENTS = 10_000  # comments that turn rules off
MAX_RESOLVED = 50_000_000  # bytes of a file whose regions are decided one by one, by all its lines
MAX_LAYER_LINES = 10_000_000  # stacks times lines, as each is laid beside the whole file: 10 s
MAX_BEYOND = 16_000_000  # bytes of lines beyond ASCII: some 10 s if nothing is garbled, and 1 GB
MAX_SUSPECT = 3_000_000  # characters of lines that may be garbled: some 30 s
MAX_STRETCHES = 250_000  # characters of different such stretches, and 8 for each: some 30 s
MAX_LINE = 300_000  # of one such line: the time for its places grows by their square
MAX_ODD_LINES = 20_000  # lines that are no UTF-8: some 15 s
MAX_PIECES = 10_000  # pieces of UTF-16 in other text

_MARKS = (b"\n<<<<<<<", b"\n>>>>>>>", b"\n|||||||", b"\n=======", b"\n\xef\xbb\xbf")
_BEYOND = re.compile(rb"[\x80-\xff]")


def too_large(path: str, job: str, what: str, size: int, limit: int, line: int = 1) -> Finding:
    """The finding that a document, or a line of it, is too large for a job."""
    message = f"{job} not checked: {size:,} {what}, and the limit is {limit:,}"
    evidence: Mapping[str, Json] = {"job": job, "size": size, "limit": limit}
    return Finding(path, line, 1, LIMIT, Severity.WARNING, message, evidence=evidence)


def over_file(path: str, size: int) -> Iterator[Finding]:
    """The finding that a file has too many bytes to be read; empty if not."""
    if size > MAX_FILE:
        yield too_large(path, "anything in it", "bytes", size, MAX_FILE)


def over_marks(document: Document) -> Iterator[Finding]:
    """The finding that a document has more conflicts, or comments for us, than are read.

    This counts what can be a marker and splits no lines: that takes more memory than all else.
    """
    data = document.data
    if (size := data.count(b"mergemend:")) > MAX_COMMENTS:
        yield too_large(document.path, "conflicts", "comments for mergemend", size, MAX_COMMENTS)
        return
    if not may_be_in_conflict(data):
        return
    size = sum(map(data.count, _MARKS))
    if size > MAX_MARKERS:
        what = "lines like conflict markers"
        yield too_large(document.path, "conflicts", what, size, MAX_MARKERS)


def over_status(document: Document) -> Iterator[Finding]:
    """The finding that a status document is too large to be read; empty if not."""
    size, bars, job = len(document.data), document.data.count(b"|"), "status rules"
    if size > MAX_STATUS:
        yield too_large(document.path, job, "bytes", size, MAX_STATUS)
    elif bars > MAX_CELLS:
        yield too_large(document.path, job, "cells of tables", bars, MAX_CELLS)
    elif (longest := max(map(len, document.lines), default=0)) > MAX_STATUS_LINE:
        line = list(map(len, document.lines)).index(longest) + 1
        yield too_large(document.path, job, "bytes in a line", longest, MAX_STATUS_LINE, line)


def over_beyond(document: Document) -> Iterator[Finding]:
    """The finding that a document's lines beyond ASCII have too many bytes; empty if not."""
    if len(document.data) > MAX_BEYOND and (size := _beyond(document.data)) > MAX_BEYOND:
        what = "bytes of lines beyond ASCII and more"
        yield too_large(document.path, "garbled text", what, size, MAX_BEYOND)


def over_suspects(
    path: str, lines: Iterable[tuple[int, str]], stretches: Callable[[str], Iterable[str]]
) -> Iterator[Finding]:
    """The finding that suspect lines (with their numbers from 0) take too long; empty if not.

    ``stretches`` gives the parts of a line that are worked upon; each is so once.
    """
    total, different = 0, set[str]()
    for number, line in lines:
        total += len(line)
        if len(line) > MAX_LINE:
            what = "characters in a line that may be garbled"
            yield too_large(path, "garbled text", what, len(line), MAX_LINE, number + 1)
            return
        different.update(stretches(line))
    if total > MAX_SUSPECT:
        what = "characters of lines that may be garbled"
        yield too_large(path, "garbled text", what, total, MAX_SUSPECT)
    elif (work := sum(len(stretch) + 8 for stretch in different)) > MAX_STRETCHES:
        what = "characters of different garbled places, and 8 for each"
        yield too_large(path, "garbled text", what, work, MAX_STRETCHES)


def _beyond(data: bytes) -> int:
    """The bytes of the lines that are not ASCII, counted until they are too many."""
    size = position = 0
    while size <= MAX_BEYOND and (found := _BEYOND.search(data, position)):
        first = data.rfind(b"\n", position, found.start()) + 1 or position
        position = data.find(b"\n", found.start()) + 1 or len(data)
        size += position - first
    return size
