"""What git makes of a text on its way between its objects and the work tree, without filters.

Line ends (``core.autocrlf``, ``eol``) and ``working-tree-encoding`` are followed: they decide how
every line looks. Programs that the repository names, ``filter``, are not run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """How the work tree has the texts of a file: with CRLF, in another encoding, or as they are."""

    crlf: bool = False
    encoding: str | None = None

    def here(self, data: bytes) -> bytes:
        """A text of git's as the work tree has it."""
        if self.crlf and b"\r" not in data:
            data = data.replace(b"\n", b"\r\n")
        return _recoded(data, "utf-8", self.encoding)

    def stored(self, data: bytes) -> bytes:
        """A text of the work tree as git would keep it."""
        data = _recoded(data, self.encoding, "utf-8")
        return data.replace(b"\r\n", b"\n") if self.crlf else data


AS_IT_IS = Seen()


def _recoded(data: bytes, old: str | None, new: str | None) -> bytes:
    if old is None or new is None:
        return data
    try:
        return data.decode(old).encode(new)
    except (LookupError, UnicodeError):
        return data


def ends_in_crlf(data: bytes) -> bool:
    """Whether every line of a text ends in CRLF."""
    return 0 < data.count(b"\n") == data.count(b"\r\n")
