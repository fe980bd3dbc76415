"""Finds the code blocks of a document in which a line in column 0 is quoted, not meant.

Markdown's fences, AsciiDoc's delimited blocks and HTML's ``<pre>``. Indented code and
reStructuredText's literal blocks indent their lines, so no marker stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from mergemend.model import Document

# CommonMark: three or more backticks, with no backtick behind them, or three or more tildes.
_FENCE = re.compile(rb"[ \t]*(?P<run>`{3,}(?=[^`\n]*\n)|~{3,})")
# AsciiDoc: four or more of one character, after a blank line, an attribute, a title or a ``+``;
# under a line of text the same is a heading's underline.
_DELIMITER = re.compile(rb"(?P<run>-{4,}|\.{4,})\s*")
_BEFORE_DELIMITER = re.compile(rb"\s*|\[.*\]\s*|\.[^\s.].*|\+\s*", re.DOTALL)
_PRE = re.compile(rb"<pre[ >](?!.*</pre)", re.IGNORECASE | re.DOTALL)


_ASCIIDOC = re.compile(rb"(?m)^(?:=+ \S|\[[\w%.#,=\"' -]+\]\s*$|\S.*::\s*$)")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: the lines (from 0) that open and close it."""

    first: int
    last: int


class _Opener(NamedTuple):
    """What opened a block, and what closes it."""

    name: bytes
    closes: Callable[[bytes], bool]


def find_blocks(document: Document) -> Iterator[Block]:
    """The code blocks of a document that are closed, in their order.

    What the file's name ends in says which kinds it may have.
    """
    lines = document.lines
    openers = _openers(document)
    unclosed: set[bytes] = set()
    number = 0
    while number < len(lines):
        found = next((o for look in openers if (o := look(lines, number))), None)
        if found and found.name not in unclosed:
            after = range(number + 1, len(lines))
            last = next((n for n in after if found.closes(lines[n])), None)
            if last is None and found.name[:1] in b"`~":
                return  # a fence that is never closed runs to the end
            if last is None:
                unclosed.add(found.name)
            else:
                yield Block(number, last)
                number = last
        number += 1


_Look: TypeAlias = Callable[[Sequence[bytes], int], _Opener | None]


def _openers(document: Document) -> list[_Look]:
    suffix = document.path.lower().rpartition(".")[2]
    if suffix in ("rst", "rest"):
        return [_pre]
    if suffix in ("adoc", "asciidoc", "asc"):
        return [_delimiter, _fence]
    if suffix == "txt" and _ASCIIDOC.search(document.data):
        return [_delimiter, _fence]
    return [_fence, _pre]


def _fence(lines: Sequence[bytes], number: int) -> _Opener | None:
    fence = _FENCE.match(lines[number])
    if fence is None:
        return None
    run = fence["run"]

    def closes(line: bytes) -> bool:
        """The same character, as long or longer, with nothing behind."""
        text = line.strip()
        return len(text) >= len(run) and not text.strip(run[:1])

    return _Opener(run, closes)


def _delimiter(lines: Sequence[bytes], number: int) -> _Opener | None:
    rule = _DELIMITER.fullmatch(lines[number])
    if rule is None or (number and not _BEFORE_DELIMITER.fullmatch(lines[number - 1])):
        return None
    return _Opener(rule["run"], lambda line: line.rstrip() == rule["run"])


def _pre(lines: Sequence[bytes], number: int) -> _Opener | None:
    if not _PRE.search(lines[number]):
        return None
    return _Opener(b"<pre", lambda line: b"</pre" in line.lower())
