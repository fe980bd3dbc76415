"""The lines of a file of attributes that are ours, among those that are not (gitattributes(5)).

Ours come first: of several lines for a file the last one counts, so that what a user writes wins.
Then what follows stays as it is, too, also a last line without an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mergemend.lines import joined, split_lines

DRIVER = "mergemend"
_BOM = b"\xef\xbb\xbf"  # git skips it at the start of the file, and nowhere else
_FIRST = b"# mergemend: written by `mergemend install`, removed by `mergemend uninstall`"
_MADE = b", as is this file"
_LAST = b"# mergemend: end"
_WORD = b"merge=" + DRIVER.encode()
_OURS = re.compile(rb'(?:"(?:[^"\\]|\\.)*"|\S+) ' + _WORD)
_PATTERN = re.compile(rb'\s*("(?:[^"\\]|\\.)*"|[^\s#]\S*)((?:\s+\S+)*)\s*')
_MERGE = re.compile(rb"(?:[-!]?merge|merge=\S*)")


class GlobError(Exception):
    """A glob that git takes for none; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """A file of attributes: the globs of our lines, and all else, byte for byte.

    ``made`` says that the file is there for our lines only.
    """

    others: bytes = b""
    globs: tuple[str, ...] = ()
    made: bool = False

    @classmethod
    def read(cls, data: bytes | None) -> Attributes:
        """Take a file apart; None stands for a file that is not there."""
        if data is None:
            return cls(made=True)
        lines = split_lines(data)
        bare = [line.removeprefix(_BOM).rstrip(b"\r\n") for line in lines]
        first = next((n for n, line in enumerate(bare) if line in (_FIRST, _FIRST + _MADE)), None)
        if first is None:
            return cls(data)
        end = bare.index(_LAST, first) if _LAST in bare[first:] else len(lines)
        ours = [n for n in range(first + 1, end) if _OURS.fullmatch(bare[n])]
        gone = {first, end, *ours}
        kept = [line for n, line in enumerate(lines) if n not in gone]
        start = _BOM if lines[first].startswith(_BOM) else b""
        globs = (_unquoted(bare[n].rpartition(b" ")[0]) for n in ours)
        return cls(start + joined(kept), tuple(globs), bare[first] != _FIRST)

    def written(self) -> bytes | None:
        """The file; None where none is to be there."""
        if not self.globs:
            return None if self.made and not self.others else self.others
        start = _BOM if self.others.startswith(_BOM) else b""
        rest = self.others.removeprefix(_BOM)
        end = b"\r\n" if rest.partition(b"\n")[0].endswith(b"\r") else b"\n"
        first = _FIRST + _MADE if self.made else _FIRST
        ours = (_quoted(glob) + b" " + _WORD for glob in self.globs)
        return start + b"".join(line + end for line in (first, *ours, _LAST)) + rest

    def of_others(self, globs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The globs for which other lines say how to merge, and those lines."""
        wanted = {_quoted(glob): glob for glob in globs}
        for line in split_lines(self.others.removeprefix(_BOM)):
            match = _PATTERN.fullmatch(line)
            if match is None or match[1] not in wanted:
                continue
            how = [word for word in match[2].split() if _MERGE.fullmatch(word)]
            if how and how[-1] != _WORD:
                yield wanted[match[1]], line.decode("utf-8", "replace").strip()


def refuse_odd(globs: Sequence[str]) -> None:
    """Raise `GlobError` for what is no pattern of attributes, or matches no file."""
    for glob in globs:
        why = None
        if not glob or not glob.isprintable():
            why = "is no pattern; name files, such as '*.md'"
        elif glob.startswith(("!", "[attr]")):
            why = "can't stand in a file of attributes; name the files that are meant"
        elif glob.endswith("/"):
            why = f"is a folder, and attributes are of files; say '{glob}**'"
        if why:
            raise GlobError(f"'{glob}' {why}")


def _quoted(glob: str) -> bytes:
    """A pattern as the file has it: in quotes, as a C string, where it needs them."""
    data = glob.encode("utf-8", "surrogateescape")
    if not re.search(rb'\s|"|^#', data):
        return data
    return b'"' + re.sub(rb'(["\\])', rb"\\\1", data) + b'"'


def _unquoted(pattern: bytes) -> str:
    if pattern.startswith(b'"'):
        pattern = re.sub(rb"\\(.)", rb"\1", pattern[1:-1])
    return pattern.decode("utf-8", "surrogateescape")
