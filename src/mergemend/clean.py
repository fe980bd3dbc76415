"""Whether a file is certainly clean: a few passes over its bytes, and nothing is loaded for it.

It never says what is wrong, and a property test compares it with the whole program.
"""

from __future__ import annotations

from mergemend.cheap import may_be_cut
from mergemend.statusdocs.suffixes import FIELDS, HEAD, is_markdown

# What any finding about conflicts begins with, comments that turn rules off, and Git LFS.
_TELLTALES = (b"<<<<<<<", b">>>>>>>", b"mergemend:", b"\0", b"\xef\xbb\xbf")
_POINTER = b"version https://git-lfs"

MAX_PLAIN = 4_000_000
"""Bytes of a text beyond ASCII; what is larger is counted before it is looked at (`limits`)."""


def tells_nothing(path: str, data: bytes) -> bool:
    """Whether a file with this path and these bytes certainly has no finding."""
    if any(telltale in data for telltale in _TELLTALES) or data.startswith(_POINTER):
        return False
    if may_be_cut(path, data) or (is_markdown(path) and _may_be_status(path, data)):
        return False
    return data.isascii() or _is_plain(data)


def _may_be_status(path: str, data: bytes) -> bool:
    """Whether a Markdown file may be a status document, by its name or its fields."""
    from mergemend.statusdocs.names import NAMES

    head = data[:HEAD].lower()
    if sum(head.count(b"**" + field.lower()) for field in FIELDS) > 1:
        return True
    name = "/" + path.lower().rpartition(".")[0].replace("_", "-").replace(" ", "-")
    # fnmatch takes long to load: what a pattern has besides stars must be in the name
    return any(
        "[" in pattern or all(part in name for part in pattern.replace("?", "*").split("*"))
        for patterns in NAMES.values()
        for pattern in patterns
    )


def _is_plain(data: bytes) -> bool:
    """Whether nothing beyond ASCII can be garbled."""
    if len(data) > MAX_PLAIN:
        return False
    from mergemend.mojibake.gate import beyond, may_be_garbled, may_be_mixed_up

    lines = beyond(data)
    return not may_be_garbled(lines) and not may_be_mixed_up(lines)
