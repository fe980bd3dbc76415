"""The page of comparisons: what was run, tables of what came out, and what that does not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks import ROOT
from benchmarks.comparisons import cases
from benchmarks.comparisons.cases import Case
from benchmarks.comparisons.facilities import FACILITIES, Facility
from benchmarks.comparisons.tools import DAMAGE, OTHERS, OURS, Tool, tools

PAGE = ROOT / "docs/comparisons.md"
MENDS, FINDS, NOTHING = "mends", "finds", "–"
PASSES, REPORTS = "passes", "reports"
YES = "yes"

_HEAD = """# Comparisons

What mergemend does beside five tools that people use for some of it, feature by feature. Every cell
is a run on a small file in a repository of its own, on {day}, by
`python -m benchmarks.comparisons`, which writes this page; nothing is taken from descriptions. The
tools run as they come, but for rumdl's rule for garbled text, MD083, which is off else. Of
pre-commit-hooks and prek the hooks were run that look for any of this: check-merge-conflict with
`--assume-in-merge` (else it looks for nothing outside of a merge) and fix-byte-order-marker; for
what other tools are for, trailing-whitespace, end-of-file-fixer and detect-private-key.

| tool | version | what it is for |
| --- | --- | --- |
{versions}

*mends*: what it leaves is byte for byte what it should be. *finds*: it fails for the damaged file
and passes for the sound one. –: neither; also where it fails for both. typos finds garbled words
where a part of them looks like a misspelled word.
"""

_FOR = {
    "mergemend": "conflicts, garbled text, status documents",
    "pre-commit-hooks": "small checks for hooks",
    "prek": "runs hooks; has the most common ones inside",
    "ruff": "Python code",
    "rumdl": "the style of Markdown",
    "typos": "misspelled words",
}

_TAIL = """## What mergemend lacks

- It does no spelling, no style of Markdown, no code, no white space, no secrets: what other tools
  are for stays their work, and it is made to run beside them.
- It is young: version 0.1, without the years and the many users that have tried the others.
- It runs no hooks of others, as pre-commit and prek do.
- It is slower to start than a compiled program ([how fast](benchmarks-speed.md)), and needs Python.
- What it mends by the dates of commits is a choice, not a proof: the newer side is not always the
  right one ([how often](benchmarks-conflicts.md)).

A table of small files shows what a tool does at all, not how often it is right. That is measured
elsewhere: [conflicts](benchmarks-conflicts.md), [garbled text](benchmarks-mojibake.md).
"""


def page() -> str:
    """The page, from runs of all tools."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        all_tools = tools(folder, DAMAGE)
        day = datetime.now(UTC)
        versions = "\n".join(f"| {n} | {t.version} | {_FOR[n]} |" for n, t in all_tools.items())
        hooks = (
            "check-merge-conflict, fix-byte-order-marker, trailing-whitespace, end-of-file-fixer"
        )
        parts = [
            _HEAD.format(
                day=f"{day:%B} {day.day}, {day.year}",
                versions=versions,
                hooks=f"{hooks} and detect-private-key",
            )
        ]
        for title, rows in tables(folder, all_tools):
            parts.append(f"## {title}\n\n{_table(rows, list(all_tools))}")
        return "\n".join([*parts, _TAIL])


Rows = Sequence[tuple[str, Mapping[str, str]]]


def tables(folder: Path, names: Iterable[str]) -> list[tuple[str, Rows]]:
    """Each table by its title: a row for each case, and in it a cell for each tool in ``names``."""
    wanted = list(names)
    damage, others = (
        {name: found[name] for name in wanted}
        for found in (tools(folder, DAMAGE), tools(folder, OTHERS))
    )
    return [
        ("Conflicts", _rows(cases.conflicts(folder), damage, folder, cell)),
        ("Garbled text and encodings", _rows(cases.garbled(), damage, folder, cell)),
        ("Status documents", _rows(cases.status(), damage, folder, cell)),
        ("What only looks damaged", _rows(cases.alone(), damage, folder, alone)),
        ("What other tools are for", _rows(cases.others(), others, folder, cell)),
        ("Beside finding and mending", _rows(FACILITIES, damage, folder, facility)),
    ]


Row = TypeVar("Row", Case, Facility)


def _rows(
    rows: Sequence[Row],
    wanted: Mapping[str, Tool],
    folder: Path,
    told: Callable[[Row, Tool, Path], str],
) -> Rows:
    return [(row.name, {n: told(row, tool, folder) for n, tool in wanted.items()}) for row in rows]


def cell(case: Case, tool: Tool, folder: Path) -> str:
    """What a tool does about a damaged file."""
    with TemporaryDirectory(dir=folder) as name:
        here = Path(name)
        is_found = _finds(case, case.damaged, tool, here / "found")
        is_sound = not _finds(case, case.sound, tool, here / "sound")
        damaged = case.repository(here / "damaged", case.damaged)
        tool.mend(damaged.top, case.path, here / "state")
        if damaged.read(case.path) == case.sound:
            return MENDS
        return FINDS if is_sound and is_found else NOTHING


def alone(case: Case, tool: Tool, folder: Path) -> str:
    """What a tool says of a file that only looks damaged; – where it does not find real damage."""
    with TemporaryDirectory(dir=folder) as name:
        here = Path(name)
        if _finds(case, case.sound, tool, here / "sound"):
            return REPORTS
        return PASSES if _finds(case, case.damaged, tool, here / "damaged") else NOTHING


def _finds(case: Case, data: bytes, tool: Tool, folder: Path) -> bool:
    scratch = case.repository(folder / "repository", data)
    return tool.finds(scratch.top, case.path, folder / "state")


def facility(wanted: Facility, tool: Tool, folder: Path) -> str:
    """Whether a tool has it."""
    with TemporaryDirectory(dir=folder) as name:
        return YES if wanted.has(tool, Path(name)) else NOTHING


def _table(rows: Rows, names: Sequence[str]) -> str:
    head = ["", *names]
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join(['---'] * len(head))} |"]
    for name, cells in rows:
        shown = [f"**{cells[n]}**" if n == OURS else cells[n] for n in names]
        lines.append(f"| {' | '.join([name, *shown])} |")
    return "\n".join(lines) + "\n"
