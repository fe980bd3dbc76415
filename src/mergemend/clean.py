"""Whether a file is certainly clean: a few passes over its bytes, and nothing is loaded for it.

It never says what is wrong, and a property test compares it with the whole program.
"""

from __future__ import annotations

from mergemend.cheap import (
    ASCII,
    BOM,
    END,
    HEAD,
    START,
    TEXT_BYTES,
    WIDE_MARKS,
    begins_a_line,
    has_cut_marks,
    odd_of,
)
from mergemend.places import (
    COMMENTED,
    DOCUMENTS,
    FIELDS,
    FIELDS_WITHIN,
    MARKDOWN,
    is_markdown,
    suffix_of,
)

_POINTER = b"version https://git-lfs"

MAX_COMMENTED = 100_000
"""Bytes of a text that can't have so many comments for us that it is not looked at (`limits`)."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_STATUS_LINE = 50_000
"""Bytes of a line of a status document; a test compares them with those of `limits`."""

MAX_PLAIN = 4_000_000
"""Bytes of a text beyond ASCII; what is larger is counted before it is looked at (`limits`)."""


def tells_nothing(path: str, data: bytes) -> bool:
    """Whether a file with this path and these bytes certainly has no finding."""
    odd = odd_of(data)
    return _speaks_for_itself(path, data, odd) and (odd.isascii() or _is_plain(data, odd))


def hangs_on_bytes(path: str, data: bytes) -> bool:
    """Whether nothing but the bytes of a file tells what is found in it.

    What git knows of it, what stands around it and which day it is make no difference then.
    """
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    # a comment can hide a finding that another past would make one of another rule
    return b"mergemend:" not in data and _speaks_for_itself(path, data, odd_of(data))


def _speaks_for_itself(path: str, data: bytes, odd: bytes) -> bool:
    suffix = suffix_of(path)
    # what stands side by side in a text does so in the odd bytes, and these are few
    if odd and (has_mark(odd, data) or (suffix in DOCUMENTS and _is_cut(odd, data))):
        return False
    if data.startswith(_POINTER):
        return False
    if suffix in COMMENTED or len(data) > MAX_COMMENTED:
        is_md = suffix in MARKDOWN
        return not (_has_comments(data, odd, is_md) or (is_md and _may_be_status(path, data)))
    return True


def _is_cut(odd: bytes, data: bytes) -> bool:
    return has_cut_marks(odd) and has_cut_marks(data)


def _has_comments(data: bytes, odd: bytes, is_md: bool) -> bool:
    """Whether there are comments for us that may be of no use, or too many of them."""
    # looking for several bytes takes as long as all else that is looked for
    may_be = b"<>" in odd or not is_md or len(data) > MAX_COMMENTED
    return may_be and b"mergemend:" in data


def tells_no_conflict(path: str, data: bytes) -> bool:
    """The same for the rules about conflicts, and for what is too large to be looked into."""
    # a byte is found ten times as fast as several
    if (b"<" in data and begins_a_line(START, data)) or (b">" in data and begins_a_line(END, data)):
        return False
    if b"\0" in data or data.startswith(_POINTER):
        return False
    if len(data) > MAX_COMMENTED and b"mergemend:" in data:
        return False
    # a status document can have a line that is too long
    return len(data) <= MAX_STATUS_LINE or not is_markdown(path) or tells_nothing(path, data)


def has_mark(odd: bytes, data: bytes) -> bool:
    """Whether there is what any finding about conflicts begins with, or what makes it no text.

    ``odd`` are the odd bytes of ``data``: what is not in them is not in it.
    """
    return (
        b"\0" in odd
        or (START in odd and begins_a_line(START, data))
        or (END in odd and begins_a_line(END, data))
        or (BOM in odd and BOM in data)
    )


_ASCII_SHARE = 0.1  # of what `mojibake.wide` takes for text without a mark


def is_surely_binary(data: bytes, *, whole: bool) -> bool:
    """Whether ``data``, a ``whole`` file or its beginning, is binary, and no text in UTF-16."""
    head = data[:HEAD]
    if b"\0" not in head or data.startswith(tuple(mark for mark, _ in WIDE_MARKS)):
        return False
    zeros = [head[place::4].count(0) for place in range(4)]
    by_order = zeros[0] + zeros[2], zeros[1] + zeros[3]
    has_few = whole and data.count(0) < _ASCII_SHARE * len(data) / 4
    if not has_few and (not all(by_order) or max(zeros[0], zeros[3]) >= len(head) // 4):
        return False  # UTF-16 and UTF-32 put them in some places only, one a sign of ASCII
    return b"\0\0" in data or bool(head.translate(None, TEXT_BYTES + b"\0"))


def _may_be_status(path: str, data: bytes) -> bool:
    """Whether a Markdown file may be a status document, by its name or its fields."""
    head = data[:FIELDS_WITHIN]
    if b"*" in head and head.count(b"**") > 1:  # a byte is found far faster than two
        head = head.lower()
        if sum(map(head.count, _FIELDS)) > 1:
            return True
    name = "/" + path.lower().rpartition(".")[0].replace("_", "-").replace(" ", "-")
    if not _parts:
        _parts.extend(_parts_of_names())
    found = [others for first, others in _parts if first in name]
    return any(all(part in name for part in others) for others in found)


_FIELDS = tuple(b"**" + field.lower() for field in FIELDS)
_parts: list[tuple[str, tuple[str, ...]]] = []


def _parts_of_names() -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each pattern has besides stars, which must be in a name; fnmatch takes long to load."""
    from mergemend.statusdocs.names import NAMES

    for patterns in NAMES.values():
        for pattern in patterns:
            parts = [] if "[" in pattern else pattern.replace("?", "*").split("*")
            first, *others = [part for part in parts if part] or [""]
            yield first, tuple(others)


def _is_plain(data: bytes, odd: bytes) -> bool:
    """Whether nothing beyond ASCII can be garbled; ``odd`` has all of it."""
    if len(data) > MAX_PLAIN:
        return False
    from mergemend.mojibake.gate import lines_with, may_be_garbled, may_be_mixed_up

    lines = lines_with(data, odd.translate(None, ASCII))
    known = _known.get(lines)
    if known is None:
        known = not may_be_garbled(lines) and not may_be_mixed_up(lines)
        if len(lines) <= _SHORT and len(_known) < _MOST:
            _known[lines] = known
    return known


# Many files have the same lines beyond ASCII: a licence, the name of an author.
_SHORT, _MOST = 1_000, 2_000
_known: dict[bytes, bool] = {}
