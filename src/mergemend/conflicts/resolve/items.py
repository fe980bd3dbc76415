"""Resolvers that keep what both sides added: list items, table rows, sections, entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mergemend.conflicts.resolve.align import matches
from mergemend.conflicts.resolve.region import Contested, Kind, Lines, Proposal, fold
from mergemend.conflicts.resolve.words import merged_lines

_MARK = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<bullet>[-*+])[ \t]|(?P<number>[0-9]{1,9})(?P<dot>[.)])[ \t]"
    r"|(?P<row>\|)|(?P<hashes>#{1,6})[ \t])"
)
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_VERSION = re.compile(r"\bv?(\d{1,99}(?:\.\d{1,99})+)\b")

ALIKE = 0.6
"""Twice the words in common by the words of both: from here on it is one thing, written twice."""

FEW_WORDS = 4
"""Entries of fewer words look alike by accident."""

MAX_PAIRS = 10_000
"""Items between two that are the same, times those of a side: from here on nobody sees through."""

EDITED = 0.55
"""Twice the words in common by the words of both: from here on one item became the other."""

# The order of the sections of a release (keepachangelog.com, 1.1.0).
_CHANGELOG = ("added", "changed", "deprecated", "removed", "fixed", "security")


@dataclass(frozen=True, slots=True)
class Item:
    """A list item, a table row, a heading or another block, with the lines that belong to it.

    ``mark`` is what kind of item it is; empty for a paragraph.
    """

    mark: str
    number: int | None
    lines: Lines

    @property
    def key(self) -> str:
        """The text without its number: what tells items apart."""
        text = fold(self.lines)
        return text if self.number is None else text.split(" ", 1)[-1]

    @property
    def title(self) -> str:
        """The words of a heading."""
        return fold(self.lines[:1]).lstrip("# ").lower()


def mark_of(line: str) -> str:
    """What kind of item a line begins: its bullet, ``1.``, ``|`` or the hashes of a heading."""
    found = _MARK.match(line)
    if found is None:
        return ""
    if found["number"]:
        return found["indent"] + "1" + found["dot"]
    return found["indent"] + (found["bullet"] or found["row"] or found["hashes"])


def split_items(lines: Iterable[str]) -> list[Item]:
    """Lines as items: what is indented under an item belongs to it, and so do blank lines."""
    items: list[Item] = []
    fence = ""
    for line in lines:
        ticks = re.match(r"\s*(```+|~~~+)", line)
        inside = bool(fence)
        if ticks:
            fence = "" if fence and ticks[1].startswith(fence) else fence or ticks[1]
        if items and (inside or _belongs(items[-1], line)):
            items[-1] = replace(items[-1], lines=(*items[-1].lines, line))
        else:
            items.append(_item(line))
    return items


def _item(line: str) -> Item:
    found = _MARK.match(line)
    number = int(found["number"]) if found and found["number"] else None
    return Item(mark_of(line), number, (line,))


def _belongs(item: Item, line: str) -> bool:
    if not line.strip():
        return True
    mark = mark_of(line)
    if item.mark == "|" or item.mark.startswith("#"):
        return False
    after_blank = not item.lines[-1].strip()
    if item.mark:
        return _indent(line) > _indent(item.lines[0]) or (not mark and not after_blank)
    return not mark and not after_blank


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def sections(region: Contested) -> Proposal | None:
    """Both sides added sections, some under the same heading: the headings once, the rest all."""
    if not region.both_added:
        return None
    ours, theirs = _sections(region.ours), _sections(region.theirs)
    if ours is None or theirs is None or not ours.keys() & theirs.keys():
        return None
    titles = list(dict.fromkeys([*ours, *theirs]))
    if all(title in _CHANGELOG for title in titles):
        titles.sort(key=_CHANGELOG.index)
    merged: list[str] = []
    for title in titles:
        body = _joined(ours.get(title), theirs.get(title))
        if body is None:
            return None
        if merged and merged[-1].strip():
            merged.append(_line_end(merged[-1]))
        merged += body
    shared = ", ".join(title for title in titles if title in ours and title in theirs)
    return Proposal(Kind.MERGED, tuple(merged), f"both added to the sections: {shared}")


def _sections(lines: Lines) -> dict[str, Lines] | None:
    """The sections by title; None if the lines are not sections of one level, each once."""
    found: dict[str, Lines] = {}
    levels = set()
    for item in split_items(lines):
        if item.mark.startswith("#"):
            if item.title in found:
                return None
            levels.add(item.mark)
            found[item.title] = item.lines
        elif not found:
            return None
        else:
            title = next(reversed(found))
            found[title] = (*found[title], *item.lines)
    return found if len(levels) == 1 else None


def _joined(ours: Lines | None, theirs: Lines | None) -> Lines | None:
    if ours is None or theirs is None:
        return ours or theirs
    known = {item.key for item in split_items(ours)}
    new = [item for item in split_items(theirs)[1:] if item.key not in known]
    body = _without_blank_end(ours)
    added = tuple(line for item in new for line in item.lines)
    return (*body, *added) if new else ours


def _without_blank_end(lines: Lines) -> Lines:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _line_end(line: str) -> str:
    return "\r\n" if line.endswith("\r\n") else "\n"


def both(region: Contested) -> Proposal | None:
    """Both sides added: keep both, in the order that the place suggests."""
    if not region.both_added or _are_documents(region) or _are_alike(region):
        return None
    if _widths(region.ours) != _widths(region.theirs) or _is_counted_on(region):
        return None
    order = by_value(region) or by_place(region)
    for ours_first, saw in (order, (not order[0], "both added, what opens a section goes last")):
        sides = (region.ours, region.theirs) if ours_first else (region.theirs, region.ours)
        if _stays_in_section(*sides):
            return _in_turn(region, ours_first=ours_first, saw=saw)
    return None


def _is_counted_on(region: Contested) -> bool:
    """Whether numbered items follow: they would have to go on from those of both sides."""
    marks = {mark_of(_first(lines)) for lines in (region.ours, region.theirs, region.after)}
    return len(marks) == 1 and "1" in marks.pop()


def _stays_in_section(first: Lines, second: Lines) -> bool:
    """Whether ``second`` behind ``first`` is in the section that it was written in."""
    opens = any(item.mark.startswith("#") for item in split_items(first))
    return not opens or mark_of(_first(second)).startswith("#")


def _widths(lines: Lines) -> set[int]:
    """The columns of the table rows, if that is what the lines are."""
    rows = [line for line in lines if mark_of(line).strip() == "|"]
    return {line.count("|") for line in rows} if len(rows) == len(lines) else set()


def both_otherwise(region: Contested) -> Proposal | None:
    """Both sides added: keep both, the other way round."""
    if not region.both_added:
        return None
    order = by_value(region) or by_place(region)
    return _in_turn(region, ours_first=not order[0], saw="both added, in the less likely order")


def _are_alike(region: Contested) -> bool:
    """Whether both sides have written the same thing, each in its own words."""
    words = [side.split() for side in region.folded[:2]]
    runs = matches(words[0], words[1])
    if runs is None or min(map(len, words)) < FEW_WORDS:
        return False
    return 2 * sum(size for _, _, size in runs) / (len(words[0]) + len(words[1])) >= ALIKE


def _are_documents(region: Contested) -> bool:
    """Whether each side is a whole document, with a title of its own."""
    return all(mark_of(_first(side)) == "#" for side in (region.ours, region.theirs))


def by_value(region: Contested) -> tuple[bool, str] | None:
    """The order of dates or versions in headings, where the neighbours keep to one."""
    heads = [_first(region.ours), _first(region.theirs)]
    if not all(mark_of(head).startswith("#") for head in heads):
        return None
    near = [line for line in (*region.before, *region.after) if mark_of(line) == mark_of(heads[0])]
    for name, read in (("date", _date), ("version", _version)):
        values = [read(head) for head in heads]
        others = [value for line in near if (value := read(line)) is not None]
        if values[0] is None or values[1] is None or values[0] == values[1] or len(others) < 2:
            continue
        falling = all(a > b for a, b in pairwise(others))
        if falling or all(a < b for a, b in pairwise(others)):
            ours_first = (values[0] > values[1]) is falling
            return ours_first, f"both added, in the order of the {name}s around"
    return None


def _date(line: str) -> tuple[int, ...] | None:
    found = _DATE.search(line)
    return tuple(map(int, found.group().split("-"))) if found else None


def _version(line: str) -> tuple[int, ...] | None:
    found = _VERSION.search(line)
    return tuple(map(int, found[1].split("."))) if found else None


def by_place(region: Contested) -> tuple[bool, str]:
    """Ours first; at the end of a list what comes in from the trunk goes first.

    Who merges the trunk into a branch puts the branch's own entry where the next one would go: on
    top of a list that grows there, else at its end.
    """
    marks = mark_of(_first(region.ours)), mark_of(_first(region.theirs))
    after, before = mark_of(_first(region.after)), mark_of(_first(region.before[::-1]))
    if (
        marks[0] == marks[1]
        and marks[0].strip() in ("-", "*", "+", "|")
        and after != marks[0]
        and not before.startswith("#")
        and region.incoming_is_trunk is not False
    ):
        return False, "both added at the end of a list, what came in goes first"
    return True, "both added, ours goes first"


def _first(lines: Sequence[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _in_turn(region: Contested, *, ours_first: bool, saw: str) -> Proposal:
    sides = (region.ours, region.theirs) if ours_first else (region.theirs, region.ours)
    known = {item.key for item in split_items(sides[0]) if item.mark}
    second = [item for item in split_items(sides[1]) if not item.mark or item.key not in known]
    second = _renumbered(sides[0], second)
    rest = [line for item in second for line in item.lines]
    between = _between(region) if rest else []
    last = [*sides[0], *between][-1]
    if rest and mark_of(rest[0]).startswith("#") and last.strip():
        between.append(_line_end(last))
    return Proposal(Kind.BOTH, (*sides[0], *between, *rest), saw)


def _between(region: Contested) -> list[str]:
    """What git has moved out of both sides, since it is the same: the frame of an entry.

    Each side's entry needs its own. Lines with words in them are content, and stand once.
    """
    frame = [*region.shared_after, *region.shared_before]
    return frame if not any(map(str.isalnum, "".join(frame))) else []


def _renumbered(first: Lines, second: list[Item]) -> list[Item]:
    """Go on counting where both sides added items with the same numbers."""
    numbers = [item.number for item in split_items(first) if item.number is not None]
    mine = [item for item in second if item.number is not None]
    if not numbers or not mine or mine[0].number != numbers[0] or not _counts_up(numbers):
        return second
    return _count(second, numbers[-1] + 1)


def _counts_up(numbers: Sequence[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(numbers))


def _count(items: Sequence[Item], start: int) -> list[Item]:
    counted = []
    for item in items:
        if item.number is not None:
            head = re.sub(r"\d+", str(start), item.lines[0], count=1)
            item = replace(item, number=start, lines=(head, *item.lines[1:]))
            start += 1
        counted.append(item)
    return counted


def entries(region: Contested) -> Proposal | None:
    """The sides edited different items of a list, table or text: all of these edits."""
    if not region.both_edited or region.base is None:
        return None
    base, ours, theirs = map(split_items, (region.base, region.ours, region.theirs))
    if max(len(base), len(ours), len(theirs)) < 2:
        return None
    in_ours, in_theirs = _partners(base, ours), _partners(base, theirs)
    if in_ours is None or in_theirs is None:
        return None
    merged = _merge_items(base, _Edited(ours, in_ours), _Edited(theirs, in_theirs))
    if merged is None:
        return None
    numbered = [[item.number for item in side if item.number] for side in (ours, theirs)]
    if any(numbered) and all(map(_counts_up, numbered)):
        merged = _count(merged, min(numbers[0] for numbers in numbered if numbers))
    lines = tuple(line for item in merged for line in item.lines)
    return Proposal(Kind.MERGED, lines, "the sides edited different items")


@dataclass(frozen=True, slots=True)
class _Edited:
    """A side's items, and for each item of the base its partner among them (None: removed)."""

    items: Sequence[Item]
    partners: Sequence[int | None]

    def partner(self, number: int) -> Item | None:
        at = self.partners[number]
        return None if at is None else self.items[at]

    def added_before(self, number: int) -> Sequence[Item]:
        """What the side put in before an item of the base, or (behind the last) at the end."""
        before = [at for at in self.partners[:number] if at is not None]
        start = before[-1] + 1 if before else 0
        here = self.partners[number] if number < len(self.partners) else len(self.items)
        return [] if here is None else self.items[start:here]


def _partners(base: Sequence[Item], side: Sequence[Item]) -> list[int | None] | None:
    """For each item of the base where it is in a side: the same one, or what became of it."""
    runs = matches([item.key for item in base], [item.key for item in side])
    if runs is None:
        return None
    found: list[int | None] = [None] * len(base)
    at = (0, 0)
    for low, high, size in (*runs, (len(base), len(side), 0)):
        if (low - at[0]) * (high - at[1]) > MAX_PAIRS:
            return None
        for number in range(at[0], low):
            taken = [n for n in found[at[0] : number] if n is not None]
            start = taken[-1] + 1 if taken else at[1]
            found[number] = next(
                (n for n in range(start, high) if _is_edited(base[number], side[n])), None
            )
        for k in range(size):
            found[low + k] = high + k
        at = (low + size, high + size)
    return found


def _is_edited(old: Item, new: Item) -> bool:
    """Whether one item became the other: of one kind, and most of its words are left."""
    words = old.key.split(), new.key.split()
    runs = matches(*words)
    if old.mark != new.mark or runs is None:
        return False
    return 2 * sum(size for _, _, size in runs) >= EDITED * (len(words[0]) + len(words[1]))


def _merge_items(base: Sequence[Item], ours: _Edited, theirs: _Edited) -> list[Item] | None:
    """Go from gap to gap; None if both sides put something in one gap or edited one item apart."""
    merged: list[Item] = []
    for number in range(len(base) + 1):
        added = ours.added_before(number), theirs.added_before(number)
        if added[0] and added[1]:
            return None
        merged += added[0] or added[1]
        if number == len(base):
            break
        sides = ours.partner(number), theirs.partner(number)
        item = _merge_item(base[number], *sides)
        if item is None and not _is_removed(base[number], *sides):
            return None
        merged += [item] if item else []
    return merged


def _is_removed(base: Item, ours: Item | None, theirs: Item | None) -> bool:
    """Whether a side removed an item that the other one left alone."""
    return all(side is None or side.key == base.key for side in (ours, theirs))


def _merge_item(base: Item, ours: Item | None, theirs: Item | None) -> Item | None:
    if ours is None or theirs is None:
        return None
    if theirs.key in (base.key, ours.key):
        return ours
    if ours.key == base.key:
        return theirs
    lines = merged_lines(base.lines, ours.lines, theirs.lines)
    return replace(ours, lines=lines) if lines is not None else None
