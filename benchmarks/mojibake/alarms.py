"""Clean texts, in which nothing may change, and damage that is shown on purpose."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import ftfy

from benchmarks.mojibake.damage import misread
from benchmarks.mojibake.harvest import Entry, index
from benchmarks.mojibake.score import align
from benchmarks.mojibake.texts import CODE, README, STATUS, TRANSLATION
from benchmarks.mojibake.tools import tool


@dataclass(frozen=True)
class Alarm:
    """A line that a tool changed, or only reported, though it should be left alone."""

    path: str
    line: int
    changed: bool
    before: str
    got: str
    note: str


@dataclass(frozen=True)
class Quiet:
    """What a tool did to lines that should stay: ``kind`` is that of the documents."""

    tool: str
    kind: str
    lines: int
    languages: frozenset[str]
    alarms: tuple[Alarm, ...]

    @property
    def changed(self) -> int:
        """How many lines it changed."""
        return sum(alarm.changed for alarm in self.alarms)

    @property
    def findings(self) -> int:
        """How many lines it reported."""
        return sum(bool(alarm.note) for alarm in self.alarms)


def clean(folder: Path, specs: Sequence[str], jobs: int) -> list[Quiet]:
    """Every tool on all clean test texts."""
    entries = [entry for entry in index(folder) if entry.split == "test"]
    parts = [entries[start::jobs] for start in range(jobs)]
    with ProcessPoolExecutor(jobs) as pool:
        found = pool.map(_clean, [folder] * jobs, parts, [specs] * jobs)
        return _joined(quiet for part in found for quiet in part)


def _clean(folder: Path, entries: Sequence[Entry], specs: Sequence[str]) -> list[Quiet]:
    found = []
    for spec in specs:
        one = tool(spec)
        for entry in entries:
            text = entry.read(folder)
            mended = one.text(text.encode(), entry.path)
            lines = text.split("\n")
            got = mended.data.decode("utf-8", "surrogateescape").split("\n")
            alarms = _alarms(entry.path, lines, got, mended.notes, range(len(lines)))
            kind = CODE if entry.kind == CODE else "text"
            languages = frozenset(() if kind == CODE else (entry.language,))
            found.append(Quiet(spec, kind, len(lines), languages, tuple(alarms)))
    return _joined(found)


def _alarms(
    path: str, lines: Sequence[str], got: Sequence[str], notes: object, numbers: Sequence[int]
) -> Iterator[Alarm]:
    told = notes if isinstance(notes, dict) else {}
    aligned = align(lines, got)
    for number in numbers:
        after = aligned[number]
        note = told.get(number, "")
        if after != lines[number] or note:
            changed = after != lines[number]
            yield Alarm(path, number + 1, changed, lines[number], str(after), note)


def _joined(parts: Iterator[Quiet] | Sequence[Quiet]) -> list[Quiet]:
    by_key: dict[tuple[str, str], list[Quiet]] = defaultdict(list)
    for part in parts:
        by_key[part.tool, part.kind].append(part)
    return [
        Quiet(
            name,
            kind,
            sum(part.lines for part in some),
            frozenset().union(*(part.languages for part in some)),
            tuple(alarm for part in some for alarm in part.alarms),
        )
        for (name, kind), some in by_key.items()
    ]


_SHOWN = (
    "| {codec} | {name} | `{bad}` | {good} |",
    "| `{bad}` | {good} |",
    "If you see `{bad}` where {good} should be, the file was read as {codec}.",
    "- `{bad}` is what becomes of {good} in {codec}",
    "    {bad}    <- wrong",
    'assert fix("{bad}") == "{good}"',
    "The characters {bad} stand for {good}, read as {codec}.",
    '# turns "{bad}" back into "{good}"',
    "> Instead of “{good}” it says “{bad}”.",
)
_SAMPLES = (
    ("right single quotation mark", "’"),
    ("left double quotation mark", "“"),
    ("em dash", "—"),
    ("e acute", "é"),
    ("u umlaut", "ü"),
    ("check mark", "✅"),
    ("euro sign", "€"),
    ("bullet", "•"),
    ("rocket", "🚀"),
    ("words", "naïve café"),
    ("city", "Zürich"),
    ("name", "Łódź"),
)
_CODECS = (
    ("windows-1252", "cp1252"),
    ("Latin-1", "latin-1"),
    ("CP437", "cp437"),
    ("MacRoman", "mac-roman"),
)


def made(folder: Path, size: int, seed: int) -> Iterator[tuple[str, list[str], list[int]]]:
    """Clean documents with a part put in that shows damage: path, lines, and which those are."""
    draw = random.Random(f"quoted {seed}")  # noqa: S311
    kinds = (README, STATUS, TRANSLATION)
    pool = [e for e in index(folder) if e.split == "test" and e.kind in kinds]
    for entry in draw.sample(pool, min(size, len(pool))):
        lines = entry.read(folder).split("\n")[:200]
        blanks = [n for n, line in enumerate(lines) if not line.strip()] or [0]
        at = draw.choice(blanks)
        if sum(line.lstrip().startswith("```") for line in lines[:at]) % 2:
            at = 0
        part, shown = _part(draw)
        yield entry.path, lines[:at] + part + lines[at:], [at + number for number in shown]


def _part(draw: random.Random) -> tuple[list[str], list[int]]:
    """A section on encodings, and which of its lines show damage."""
    template = draw.choice(_SHOWN)
    told, codec = draw.choice(_CODECS)
    samples = draw.sample(_SAMPLES, draw.randint(1, 5))
    rows = [
        template.format(codec=told, name=name, good=good, bad=misread(good, codec))
        for name, good in samples
    ]
    part = ["", "## Encoding problems", ""]
    if template.startswith("|"):
        columns = template.count("|") - 1
        part += ["|" + " What |" * columns, "|" + " --- |" * columns]
    fenced = template.startswith(("assert", "#"))
    part += ["```python"] * fenced
    begin = len(part)
    return [*part, *rows, *["```"] * fenced, ""], [*range(begin, begin + len(rows))]


def quoted(folder: Path, specs: Sequence[str], size: int, seed: int) -> list[Quiet]:
    """Every tool on damage shown on purpose: in packages about it, and put into clean documents."""
    found = []
    for spec in specs:
        one = tool(spec)
        documents = [("made", *document) for document in made(folder, size, seed)]
        documents += [("found", *document) for document in _found(folder)]
        for kind, path, lines, numbers in documents:
            mended = one.text("\n".join(lines).encode(), path)
            got = mended.data.decode("utf-8", "surrogateescape").split("\n")
            alarms = tuple(_alarms(path, lines, got, mended.notes, numbers))
            found.append(Quiet(spec, f"quoted, {kind}", len(numbers), frozenset(), alarms))
    return _joined(found)


def _found(folder: Path) -> Iterator[tuple[str, list[str], list[int]]]:
    for entry in index(folder):
        if entry.split == "quoted":
            lines = entry.read(folder).split("\n")
            numbers = [n for n, line in enumerate(lines) if ftfy.fix_encoding(line) != line]
            if numbers:
                yield entry.path, lines, numbers
