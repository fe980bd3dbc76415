"""Checks that a merged text parses to what its parts were: no fence, heading or table is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from mergemend.conflicts.resolve.region import Contested, Kind, Lines, Proposal

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd", ".mdx")

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COUNTED = ("fence", "heading_open", "table_open", "html_block")


def outside_fences(lines: Iterable[str]) -> list[bool]:
    """For each line whether a fenced block of CommonMark (section 4.5) is not open before it."""
    outside = []
    fence = ""
    for line in lines:
        outside.append(not fence)
        found = _FENCE.match(line)
        if found is None:
            continue
        if not fence:
            fence = found[1]
        elif found[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
    return outside


def is_sound(region: Contested, proposal: Proposal) -> bool:
    """Whether ``proposal`` leaves the document's blocks as its sides have them.

    What follows the region must parse as it does with one of the sides, and the region must hold
    as many headings, fences and tables as it should: all of both sides where both are kept, no
    fewer and no more than the sides have where their words are merged.
    """
    if not region.is_markdown or proposal.kind in (Kind.OURS, Kind.THEIRS):
        return True
    ours, theirs, merged = (
        _Blocks.parse(region.before, lines, region.after)
        for lines in (region.ours, region.theirs, proposal.lines)
    )
    if merged.after not in (ours.after, theirs.after):
        return False
    return all(
        _is_right(name, proposal.kind, ours.inside, theirs.inside, merged.inside)
        for name in _COUNTED
    )


def _is_right(
    name: str, kind: Kind, ours: Counter[str], theirs: Counter[str], merged: Counter[str]
) -> bool:
    both, found = (ours[name], theirs[name]), merged[name]
    if kind is Kind.BOTH and name != "table_open":  # rows of two tables are one table
        return found == sum(both) or (name == "html_block" and found >= max(both))
    return min(both) <= found <= sum(both)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks that begin in a region, counted, and those after it with their distance."""

    inside: Counter[str]
    after: tuple[tuple[str, int], ...]

    @classmethod
    def parse(cls, before: Lines, region: Lines, after: Lines) -> _Blocks:
        tokens = _markdown().parse("".join((*before, *region, *after)))
        first, last = len(before), len(before) + len(region)
        starts = [(token.type, token.map[0]) for token in tokens if token.map and token.level < 2]
        inside = Counter(name for name, line in starts if first <= line < last)
        # a block next to the region can go on from it, and is one with it or not
        return cls(inside, tuple((n, at - last) for n, at in starts if at > last + _reach(after)))


def _reach(after: Sequence[str]) -> int:
    """The lines up to the first blank one."""
    return next((n for n, line in enumerate(after) if not line.strip()), len(after))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 70 ms, only where something was merged

    # what stands in the lines counts for nothing here
    return MarkdownIt("commonmark").enable("table").disable("inline")
