"""A comment that turns rules off where they find nothing, or that names no rule.

Named are the rules that need not be off; what is no rule is told with the nearest one. What was not
looked for is not unused. Nothing is said of rules that the settings leave out, of comments in code
blocks and of programs, where a comment may be part of a text, nor where conflicts are left. Rules
whose findings come and go with other files or commits may be off by name: ``broken-link``,
``broken-anchor``, ``stale-stamp``, ``ticket-conflict-across``. This is only told, because what is
found can hang on how much history a clone has.

Why: Such comments stay behind when what they were for is gone, and hide what comes later.

Severity: info

Example, notes.md:

    # Harbour

    <!-- mergemend: off mojibake -->
    The ferry from Köln.

Fixed, notes.md:

    # Harbour

    The ferry from Köln.

Fix (safe): the comment is taken out, or the names, only if looking at the result finds the same as
before.

Settings: none of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from mergemend.conflicts.blocks import find_blocks
from mergemend.directives import Directive, directives, rules_of
from mergemend.edits import apply
from mergemend.model import Document, Edit, Finding, Safety, Severity, Span, decode
from mergemend.places import is_commented, is_markdown
from mergemend.rules import NAMES, UNUSED
from mergemend.words import did_you_mean

MAX_TRIED = 16  # parts of comments that are tried one by one, each with a look at the document
_VARYING = frozenset({"broken-link", "broken-anchor", "stale-stamp", "ticket-conflict-across"})
_CODE = (b"   ", b"\t")  # what lines of code blocks are indented with

Look: TypeAlias = Callable[[Document], Iterable[Finding]]
"""What is found in a document, but for what is told here."""

_Told: TypeAlias = "Counter[tuple[str, int, str]]"
"""Findings by rule, line (from 1) and message."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A name of a comment, or all of one that has none."""

    directive: Directive
    name: str | None

    @property
    def rules(self) -> frozenset[str]:
        return self.directive.rules(self.name)


def find_unused(
    document: Document, found: Iterable[Finding], wanted: Callable[[str], bool], look: Look
) -> Iterator[Finding]:
    """The comments of a document that are of no use, in any order.

    ``found`` is what is found in it, as ``look`` does, by the rules that are ``wanted``.
    """
    if not is_commented(document.path):
        return
    every = list(directives(document))
    judged = _judged(document, every)
    if not judged:
        return
    held, idle = _effects(every, len(document.lines))
    parts = [part for one in judged for part in _parts(one)]
    asked = [
        part
        for part in parts
        if part.directive.turn != "on" and part.rules and all(map(wanted, part.rules))
    ]
    asked = [part for part in asked if part.name is None or not part.rules & {*_VARYING, UNUSED}]
    of_no_use = _of_no_use(document, asked, held, _told(found), look)
    by_directive = _names([*of_no_use, *(part for part in idle if part.rules)])
    for one in judged:
        if one in by_directive:
            yield _finding(document, one, by_directive[one])
        yield from (_unknown(document, one, part) for part in _parts(one) if not part.rules)


def _judged(document: Document, every: Collection[Directive]) -> list[Directive]:
    """The comments that are no examples."""
    markdown = is_markdown(document.path)
    blocks = find_blocks(document) if every else ()
    code = {line for block in blocks for line in range(block.first, block.last + 1)}
    return [
        one
        for one in every
        if one.line not in code
        and (one.is_html or not markdown)
        and not _is_quoted(document.lines[one.line], one)
    ]


def _is_quoted(line: bytes, one: Directive) -> bool:
    return line.startswith(_CODE) or line[: one.start].count(b"`") % 2 == 1


def _parts(one: Directive) -> list[_Part]:
    return [_Part(one, name) for name in dict.fromkeys(one.names)] or [_Part(one, None)]


_Held: TypeAlias = "Mapping[_Part, Sequence[tuple[str, int, int]]]"


def _effects(every: Iterable[Directive], lines: int) -> tuple[_Held, list[_Part]]:
    """The lines in which each part turns off which rule, and the parts that end nothing."""
    held: defaultdict[_Part, list[tuple[str, int, int]]] = defaultdict(list)
    since: dict[str, tuple[_Part, int]] = {}
    idle = []
    for one in every:
        for part in _parts(one):
            if one.turn == "ignore":
                held[part] += ((rule, one.line, one.line + 1) for rule in part.rules)
            elif one.turn == "off":
                for rule in part.rules:
                    since.setdefault(rule, (part, one.line))
            else:
                ended = [rule for rule in part.rules if rule in since]
                for rule in ended:
                    by, first = since.pop(rule)
                    held[by].append((rule, first, one.line + 1))
                if not ended:
                    idle.append(part)
    for rule, (by, first) in since.items():
        held[by].append((rule, first, lines))
    return held, idle


def _told(found: Iterable[Finding]) -> _Told:
    return Counter((finding.rule, finding.line, finding.message) for finding in found)


def _of_no_use(
    document: Document, asked: list[_Part], held: _Held, told: _Told, look: Look
) -> list[_Part]:
    """The parts without which the same is found."""
    if not asked:
        return []
    hidden: defaultdict[str, list[int]] = defaultdict(list)
    for rule, line, _ in sorted(_without(document, asked, look) - told):
        hidden[rule].append(line)
    left = [part for part in asked if not _hides(held.get(part, ()), hidden)]
    for _ in range(2):
        if not left or _without(document, left, look) == told:
            return left if _is_proven(document, left, told, look) else []
        if len(left) > MAX_TRIED:
            break
        left = [part for part in left if _without(document, [part], look) == told]
    return []


def _hides(held: Iterable[tuple[str, int, int]], hidden: Mapping[str, Sequence[int]]) -> bool:
    """Whether one of the lines, from 0, that rules are off in, is one of their hidden ones."""
    for rule, first, after in held:
        lines = hidden.get(rule, ())
        at = bisect_right(lines, first)
        if at < len(lines) and lines[at] <= after:
            return True
    return False


def _without(document: Document, parts: Iterable[_Part], look: Look) -> _Told:
    """What is found without some parts of comments; blank lines stand in the place of lines."""
    edits = [
        edit
        if edit.new or not document.data[edit.span.start : edit.span.end].endswith(b"\n")
        else replace(edit, new=b"\n")
        for edit in _removals(document, parts)
    ]
    return _told(look(Document(document.path, apply(document.data, edits))))


def _is_proven(document: Document, parts: Iterable[_Part], told: _Told, look: Look) -> bool:
    """Whether the fix leaves the same findings, in the same lines as far as these are left."""
    edits = _removals(document, parts)
    gone = {edit.span for edit in edits if not edit.new}
    lines = range(len(document.lines))
    kept = [line + 1 for line in lines if document.span_of_lines(line, line + 1) not in gone]
    found = look(Document(document.path, apply(document.data, edits)))
    places = Counter((finding.rule, kept[finding.line - 1]) for finding in found if kept)
    return places == Counter((rule, line) for rule, line, _ in told.elements())


def _removals(document: Document, parts: Iterable[_Part]) -> list[Edit]:
    return [_removal(document, one, names) for one, names in _names(parts).items()]


def _names(parts: Iterable[_Part]) -> Mapping[Directive, list[str | None]]:
    names: dict[Directive, list[str | None]] = {}
    for part in parts:
        names.setdefault(part.directive, []).append(part.name)
    return names


def _removal(document: Document, one: Directive, names: Collection[str | None]) -> Edit:
    """Takes names out of a comment, or all of it if none is left: without any it is about all."""
    line = document.lines[one.line]
    whole = document.span_of_lines(one.line, one.line + 1)
    start = whole.start
    left = [name for name in one.names if name not in names]
    if left:
        first, after = one.list
        comma = b", " if b"," in line[first:after] else b" "
        return Edit(Span(start + first, start + after), b" " + comma.join(map(str.encode, left)))
    before, behind = line[: one.start], line[one.end :]
    if not (before + behind).strip():
        return Edit(whole, behind.lstrip(b" \t") if _is_between(document, one) else b"")
    if before.strip():
        return Edit(Span(start + len(before.rstrip(b" \t")), start + one.end), b"")
    blanks = len(behind) - len(behind.lstrip(b" \t"))
    return Edit(Span(start + one.start, start + one.end + blanks), b"")


def _is_between(document: Document, one: Directive) -> bool:
    """Whether a comment keeps two paragraphs of Markdown or HTML apart: then a blank line does."""
    around = [line.strip() for line in document.lines[max(one.line - 1, 0) : one.line + 2]]
    if not (one.is_html and len(around) == 3 and all(around)):
        return False
    return not (around[0].endswith(b"-->") or around[2].startswith(b"<!--"))


def _finding(document: Document, one: Directive, names: Sequence[str | None]) -> Finding:
    words = ", ".join(name for name in names if name)
    what = "ends nothing" if one.turn == "on" else "turns off nothing that is found"
    message = f"`{' '.join(filter(None, ('mergemend:', one.turn, words)))}` {what}"
    evidence = {"directive": one.turn, "names": [name for name in names if name]}
    edit = _removal(document, one, names)
    where = one.line + 1, _column(document, one)
    return Finding(
        document.path, *where, UNUSED, Severity.INFO, message, (edit,), Safety.SAFE, evidence
    )


def _unknown(document: Document, one: Directive, part: _Part) -> Finding:
    name = part.name or ""
    if rules_of(name):
        message = f"{name!r} is not ignored by line, its lines belong together; use `off` and `on`"
    else:
        so = "nothing is ignored by it" if one.turn == "ignore" else f"it turns nothing {one.turn}"
        message = f"{name!r} is not a rule{did_you_mean(name, NAMES)}, so {so}"
    where = one.line + 1, _column(document, one)
    evidence = {"directive": one.turn, "names": [name]}
    return Finding(document.path, *where, UNUSED, Severity.INFO, message, evidence=evidence)


def _column(document: Document, one: Directive) -> int:
    return len(decode(document.lines[one.line][: one.start])) + 1
