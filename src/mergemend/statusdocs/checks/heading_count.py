"""A count in a heading that is not the number of what is listed below it.

The count stands in brackets at the end of a heading, or of a bold line over a list, and counts
things that a list can hold: ``(4 files)``, ``(7)``. Counts of lines, hours, points, failures and
the like are left alone, and so are those over several lists.

- Files: the entries that name a file are counted; another count in the heading is an error. A bare
  number counts files where the heading speaks of files.
- Other things are counted where the heading has one plain list, one table, one block of code with a
  line for each, or a heading for each that begins with a number or an id; if the count is near,
  that is a warning.
- If every heading below has a count of its own, these are added up; another count is only told.

Why: Counts in headings are what people read out in meetings, and what is added to a list without
them is missed there.

Severity: error, warning, info

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    ### Configuration (3 files)

    - `quay.toml`
    - `crane.toml`
    - `lamps.toml`
    - `ropes.toml`

Fixed, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    ### Configuration (4 files)

    - `quay.toml`
    - `crane.toml`
    - `lamps.toml`
    - `ropes.toml`

Fix (likely): the count of files is put right; of other things nobody knows whether the count or the
list is what was meant.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mergemend.late import late
from mergemend.model import Finding, Safety, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Code, Item, Section, Table

RULE = "heading-count"

_COUNT = late(
    r"\((?P<count>\d{1,3})(?P<noun>(?:\s[A-Za-z][\w/-]*){0,3})(?P<more>,[^()]*)?\)"
    r"(?P<behind>[\s\W]*)$"
)
_FILES = frozenset({"files", "file", "scripts", "script", "documents", "document", "docs"})
_THINGS = frozenset(
    {"", "items", "item", "issues", "issue", "bugs", "bug", "blockers", "blocker", "tasks", "task"}
    | {"packages", "package", "modules", "module", "components", "component", "features"}
    | {"feature", "steps", "step", "phases", "phase", "tickets", "ticket", "stories", "story"}
    | {"endpoints", "endpoint", "risks", "risk", "services", "service", "actions", "action"}
    | {"libraries", "dependencies", "changes", "recommendations", "fixes", "goals", "milestones"}
)
_QUALIFIED = late(
    r"\b(?:not|was|of|top|first|last|max|up|at|total|more|new|remaining)\b", re.IGNORECASE
)
_FILE = late(
    r"[\W_]*(?:[\w.@*-]+/)*(?:[\w@*-][\w.@*\[\]-]*\.[A-Za-z]\w{0,9}|\.[a-z][\w.-]+"
    r"|Dockerfile|Makefile|LICENSE|README)(?![\w/])"
)
_SEVERAL = late(
    r"\bmore\b|\bothers?\b|\betc\b|\.\.\.|…|\bthrough\b|(?<![\w-])\d+\s*[-–—]\s*\d"
    r"|\(\d+\b(?!\s?(?:lines?|LOC|hours?|hrs?|h|min|days?|points?|[KM]B|%))|\b\d+\s?[x×]\b"
    r"|[x×]\s?\d|\b(?:sub)?total\b|\band\b.*,|^\d+ ",
    re.IGNORECASE,
)
_OF_FILES = late(r"\bfiles\b", re.IGNORECASE)
_TOTAL_ROW = late(r"\W*(?:sub)?total\b", re.IGNORECASE)
_COUNTING = late(r"count|number|total|tests?|files?|items?|qty|quantity|#", re.IGNORECASE)

# ``#### 3. …``, ``#### THR-42: …``, ``#### Issue 3: …``
_NAMED = late(r"[\W_]*(?:(?:[A-Za-z]+\s#?)?\d{1,3}[.):]|[A-Z][A-Z0-9]*-\d+\b)")
_ALSO_COUNTED = late(r"\d (?!lines?\b)[a-z]", re.IGNORECASE)
_REMARK = late(r"\s[-–—]\s|:\s|\s\(")
_JOINED = late(r"\S\s[/&+]\s\S")
_NEAR = 0.3


@dataclass(frozen=True, slots=True)
class _Counted:
    """A count in a title, what it counts, and the lines that it is about."""

    number: Text
    noun: str
    title: Text
    first: int
    after: int

    @property
    def count(self) -> int:
        return int(self.number.text)


def check_counts(look: Look) -> Iterator[Finding]:
    """A finding for each count that does not fit."""
    for section in look.outline.sections[1:]:
        counted = _counted(section.title, section.body, section.own_after)
        if counted is None:
            continue
        below = look.outline.below(section)
        if below:
            yield from _by_headings(look, counted, below)
        else:
            yield from _check(look, counted)
    for label, after in _labels(look):
        counted = _counted(label, label.line + 1, after)
        if counted is not None:
            yield from _check(look, counted)


def _labels(look: Look) -> Iterator[tuple[Text, int]]:
    """Bold lines that stand alone, and the line behind what is below each."""
    bold = [t for t in look.outline.paragraphs if t.text.startswith("**")]
    for number, text in enumerate(bold):
        if re.fullmatch(r"\*\*[^*]+\*\*:?", text.text):
            after = look.outline.section_at(text.line).own_after
            following = bold[number + 1].line if number + 1 < len(bold) else after
            yield text, min(after, following)


def _counted(title: Text, first: int, after: int) -> _Counted | None:
    text = title.text.rstrip("*_: ")
    match = _COUNT.search(text)
    if match is None or _QUALIFIED.search(match[0]) or _ALSO_COUNTED.search(match["more"] or ""):
        return None
    noun = match["noun"].split()[-1].lower() if match["noun"] else ""
    if not noun and _OF_FILES.search(text, 0, match.start()):
        noun = "files"
    return _Counted(title.part(*match.span("count")), noun, title, first, after)


def _check(look: Look, counted: _Counted) -> Iterator[Finding]:
    items = look.outline.items_between(counted.first, counted.after)
    code = look.outline.code_between(counted.first, counted.after)
    tables = look.outline.tables_between(counted.first, counted.after)
    top = [item for item in items if item.depth == 0]
    lists = len({item.list_index for item in top})
    if counted.noun in _FILES and lists == 1 and not tables and not code:
        yield from _files(look, counted, top)
    elif counted.noun in _THINGS and lists == 1 and not tables and not code:
        yield from _things(look, counted, [item.text.text for item in top])
    elif counted.noun in _THINGS - {""} and len(code) == 1 and not tables and not lists:
        yield from _things(look, counted, _entries(look, code[0]))
    elif counted.noun in _THINGS | _FILES and len(tables) == 1 and not code and not lists:
        yield from _things(look, counted, _rows(tables[0]))


def _files(look: Look, counted: _Counted, top: Sequence[Item]) -> Iterator[Finding]:
    named = [item for item in top if _FILE.match(item.text.text)]
    several = any(_more(item.text.text) for item in top)
    others = len(top) - len(named)
    if several or len(named) < 2 or others > 1 or len(top) == counted.count:
        return
    if len(named) != counted.count:
        message = f"{len(named)} files are listed, not {counted.count}"
        yield look.finding(
            RULE,
            Severity.ERROR,
            counted.number,
            message,
            new=str(len(named)),
            safety=Safety.LIKELY,
            evidence={"listed": len(named), "lines": [item.text.line + 1 for item in named]},
        )


def _more(text: str) -> bool:
    """Whether an entry stands for several files."""
    more = re.search(r"\bmore\b|\.\.\.\s*$|…", text)
    name = _name(text)
    several = re.search(r"\betc\b|\*\.\w+|[{}]|,\s`|\band\s", name) or _JOINED.search(name)
    return bool(more or several)


def _name(entry: str) -> str:
    """What an entry names, without what it says of it."""
    return _REMARK.split(entry, maxsplit=1)[0]


def _things(look: Look, counted: _Counted, entries: Sequence[str]) -> Iterator[Finding]:
    count, listed = counted.count, len(entries)
    if count == listed or listed < 3 or abs(count - listed) > max(1, _NEAR * listed):
        return
    if any(_SEVERAL.search(plain(entry)) or _JOINED.search(_name(entry)) for entry in entries):
        return
    message = f"{listed} are listed, not {count}"
    yield look.finding(RULE, Severity.WARNING, counted.number, message, evidence={"listed": listed})


def _entries(look: Look, code: Code) -> list[str]:
    """The lines of a block of code, if each begins with a name and a colon."""
    lines = [line.strip() for line in look.outline.lines[code.first : code.after]]
    lines = [line for line in lines if line and not line.startswith("#")]
    return lines if all(re.match(r"[\w.@/-]+:\s", line) for line in lines) else []


def _rows(table: Table) -> list[str]:
    """The names of a table's rows, if each row stands for one thing."""
    if any(_COUNTING.fullmatch(plain(cell.text)) for cell in table.header[1:]):
        return []
    names = [row[0].text if row else "" for row in table.rows]
    return [] if any(_TOTAL_ROW.match(name) or not name.strip() for name in names) else names


def _by_headings(look: Look, counted: _Counted, below: Sequence[Section]) -> Iterator[Finding]:
    items = look.outline.items_between(counted.first, below[0].first)
    if counted.noun in _THINGS and not items and all(_NAMED.match(s.title.text) for s in below):
        yield from _things(look, counted, [section.title.text for section in below])
        return
    counts = [c for s in below if (c := _counted(s.title, s.body, s.own_after))]
    nouns = {count.noun for count in counts} | {counted.noun}
    total = sum(count.count for count in counts)
    if len(counts) < len(below) or len(below) < 2 or len(nouns - {""}) > 1:
        return
    if counted.count not in {total, len(below)} and counted.noun not in _FILES - _THINGS:
        message = f"the headings below count {total} together, not {counted.count}"
        yield look.finding(RULE, Severity.INFO, counted.number, message, evidence={"sum": total})
