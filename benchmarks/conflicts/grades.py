"""Counts how often each resolver is right: ``python -m benchmarks.conflicts.grades DIR [--write]``.

DIR holds real merges with the resolutions that people committed (`corpus.load`). Each is made
again in a repository; for each of its regions mergemend's ranked answers are compared with what
people wrote, white space folded. ``--write`` puts the counts into the program, which earns its
grades by those of repositories that no rule was tuned on, and the tables into the docs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts import build
from benchmarks.conflicts.build import Row
from benchmarks.conflicts.corpus import PARTS, load, part
from benchmarks.conflicts.regions import Region, fold, regions_of
from benchmarks.conflicts.tables import Table, table
from mergemend.config import Settings
from mergemend.conflicts.resolve.ladder import LADDER, LAST_RESORT
from mergemend.conflicts.resolve.odds import STUDY, odds_of
from mergemend.conflicts.rule import Strategy
from mergemend.model import FileReport, Finding, Json, encode
from mergemend.project import open_project

HERE = Path(__file__).resolve().parents[2]
COUNTS = HERE / "src" / "mergemend" / "conflicts" / "resolve" / "counts.py"
PAGE = HERE / "docs" / "resolvers.md"
RANKS = 3


@dataclass(frozen=True)
class Answered:
    """A region: who answered it, and at which rank the right answer is (None: not among them)."""

    case: str
    group: str
    line: int
    resolver: str
    grade: str
    rank: int | None
    human: str | None
    taken_right: bool


def answered(row: Row, top: Path) -> Iterator[Answered]:
    """The regions of a merge whose truth is known."""
    file = build.replay(row, top, committed=False).file
    with open_project(Settings(top, strategy=Strategy.BEST)) as project:
        report = project.look(file)
    findings = {f.line - 1: f for f in report.findings} if isinstance(report, FileReport) else {}
    for region in regions_of(row):
        if region.truth is not None:
            yield _answered(row, findings.get(region.first), region)


def _answered(row: Row, finding: Finding | None, region: Region) -> Answered:
    evidence: Mapping[str, Json] = finding.evidence if finding else {}
    texts = [fold(encode(text)) for text in _texts(evidence.get("alternatives"))]
    wanted = fold(region.truth or b"")
    taken = fold(finding.edits[0].new) if finding and finding.edits else None
    return Answered(
        row["id"],
        row["group"],
        region.first + 1,
        str(evidence.get("resolver") or "none"),
        str(evidence.get("grade") or "none"),
        texts.index(wanted) + 1 if wanted in texts else None,
        region.human,
        taken == wanted,
    )


def _texts(alternatives: Json) -> Iterator[str]:
    """The different texts, as a person counts them: white space folded."""
    seen = set()
    for one in alternatives if isinstance(alternatives, Sequence) else ():
        if isinstance(one, Mapping):
            text = str(one["text"])
            if (key := " ".join(text.split())) not in seen:
                seen.add(key)
                yield text


def count(rows: Iterable[Row]) -> list[Answered]:
    """All regions of all merges."""
    found: list[Answered] = []
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            found += answered(row, Path(folder, "repo"))
    return found


def resolver_table(found: Sequence[Answered]) -> Table:
    """A row for each resolver: its grade, and the counts that it is earned by."""
    counts = _counts(found)
    rows = []
    for name in LADDER:
        if name in LAST_RESORT:
            continue
        study = STUDY.get(name, (0, 0))
        held, tuned = counts["report"].get(name, (0, 0)), counts["tune"].get(name, (0, 0))
        rows.append([name, str(odds_of(name).grade), *map(_of, (held, study, tuned)), _doc(name)])
    head = ["resolver", "grade", "held out", "earlier study", "tuned on", "what it does"]
    title = "Resolvers, in the order in which they are asked"
    return Table(title, head, rows, words=(0, 1, len(head) - 1))


def _doc(name: str) -> str:
    return (LADDER[name].__doc__ or "").strip().splitlines()[0]


def _of(counts: tuple[int, int]) -> str:
    return f"{counts[0]} of {counts[1]}" if counts[1] else "–"


def _counts(found: Iterable[Answered]) -> dict[str, dict[str, tuple[int, int]]]:
    right: defaultdict[str, Counter[str]] = defaultdict(Counter)
    cases: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        cases[part(one.group)][one.resolver] += 1
        right[part(one.group)][one.resolver] += one.taken_right
    return {p: {name: (right[p][name], n) for name, n in cases[p].items()} for p in PARTS}


def summary_table(found: Sequence[Answered]) -> Table:
    """How often the answer is right, and how often the truth is among the first three."""
    rows = []
    for name, some in (
        ("held out", [one for one in found if part(one.group) == "report"]),
        ("tuned on", [one for one in found if part(one.group) == "tune"]),
        ("all", found),
    ):
        safe = [one for one in some if one.grade == "safe"]
        rows.append(
            [
                name,
                str(len(some)),
                _share(sum(one.taken_right for one in some), len(some)),
                _share(sum((one.rank or RANKS + 1) <= RANKS for one in some), len(some)),
                _share(len(safe), len(some)),
                _of((sum(one.taken_right for one in safe), len(safe))),
            ]
        )
    head = [
        "repositories",
        "regions",
        "right of 100",
        "among the first three",
        "answered safe",
        "of these right",
    ]
    return Table("`--strategy best` on real merges", head, rows)


def _share(some: int, all_: int) -> str:
    return f"{100 * some / all_:.0f}" if all_ else "–"


def counts_module(found: Sequence[Answered]) -> str:
    """The counts as the program reads them."""
    counts = _counts(found)
    parts = []
    for name, group, says in (
        ("HELD_OUT", "report", "In repositories that no rule was tuned on."),
        ("TUNED", "tune", "In the others."),
    ):
        entries = "".join(
            f'    "{resolver}": {counts[group][resolver]},\n'
            for resolver in LADDER
            if resolver in counts[group]
        )
        parts.append(f'{name} = {{\n{entries}}}\n"""{says}"""\n')
    head = (
        '"""Right answers and cases by resolver. Written by `benchmarks.conflicts.grades`."""\n\n'
    )
    return head + "\n".join(parts)


def page(found: Sequence[Answered]) -> str:
    """The docs' page."""
    return (
        "\n\n".join(
            [
                INTRO.strip(),
                table(summary_table(found)),
                table(resolver_table(found)),
                OUTRO.strip(),
            ]
        )
        + "\n"
    )


INTRO = """
# How sure is an answer?

Each region of a plain conflict is shown to a ladder of resolvers. Each looks at one thing, and says
what it saw or keeps silent; the first one that speaks gives the likeliest answer, the others the
alternatives. A grade is earned by counting: `safe` if a resolver was right in at least 95 of 100
cases (and 20 or more were counted), or needs no counting (the sides are equal but for white space);
`likely` if it was right in at least half of them; else `guess`. Only counts from repositories that
no rule was tuned on earn a grade, and the others can deny it: those held out here, and those of an
earlier study with rules that were frozen before. Right is what people committed when they resolved
the conflict, white space folded.

`python -m benchmarks.conflicts.grades DIR --write` counts, and writes this page.
"""

OUTRO = """
`newest` is a `guess` by this measure: the newer side is what people wrote in 26 of 100 regions
here, and was in 28 of 100 in the earlier study. It is the default because it needs nothing but the
history, and it says where `best` would keep more.

What no resolver gets right: new prose, translations, renumbering outside of the region, entries
left out on purpose, sentences that have to be joined by grammar, requirements that follow from both
sides though neither wrote them. Where the right answer is a whole side after all, or both in the
other order, it stands among the alternatives that `--output-format json` lists.
"""


def main() -> None:
    """Count, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="real conflicts, as JSON lines")
    parser.add_argument("--write", action="store_true", help="put the counts into code and docs")
    options = parser.parse_args()
    found = count(load(options.folder, "replay"))
    if options.write:
        COUNTS.write_text(counts_module(found))
        PAGE.write_text(page(found))
    print(page(found))
    for one in found:
        if not one.taken_right:
            print(one.case, one.line, one.resolver, one.grade, one.rank, one.human)


if __name__ == "__main__":
    main()
