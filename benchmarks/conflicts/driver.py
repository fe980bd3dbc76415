"""What the merge driver decides of real merges: ``python -m benchmarks.conflicts.driver DIR``.

DIR holds real merges with the resolutions that people committed (`corpus.load`). Each is done again
as git does it; what the driver then puts into a region is compared with what people wrote, white
space folded. ``--write`` puts the table into docs/merge-driver.md.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conflicts.build import Row, encode
from benchmarks.conflicts.corpus import PARTS, load, part
from benchmarks.conflicts.regions import Outcome, judge, regions_of
from benchmarks.conflicts.tables import Table, table
from mergemend.conflicts.markers import Names, unused_length
from mergemend.conflicts.merge import Merge, settle
from mergemend.git.again import merge_as_git
from mergemend.model import Safety

PAGE = Path(__file__).resolve().parents[2] / "docs" / "merge-driver.md"
GRADES = (Safety.SAFE, Safety.LIKELY)
_LABEL = re.compile(rb"(?m)^([<|>])\1{6} (.*?)\r?$")
_TABLE = re.compile(r"(?m)^\| grade .*\n(?:\|.*\n)+")


@dataclass(frozen=True)
class Driven:
    """A merge by the driver: what became of its regions, and whether no conflict is left.

    ``is_of_git`` says whether nothing was decided and the file is git's, byte for byte; None where
    something was.
    """

    group: str
    outcomes: Sequence[Outcome]
    is_clean: bool
    is_of_git: bool | None


def driven(row: Row, least: Safety) -> Driven:
    """What the driver makes of a merge, with the labels that it had."""
    conflict = encode(row["conflict"])
    labels = {match[1]: match[2] for match in _LABEL.finditer(conflict)}
    names = Names(labels.get(b"|", b""), labels[b"<"], labels[b">"])
    base, ours, theirs = (encode(row[name] or "") for name in ("base", "ours", "theirs"))
    size = unused_length(base, ours, theirs)
    text, _ = merge_as_git((ours, base, theirs), size, {"merge.conflictStyle": row["style"]})
    done = settle(Merge(row["path"], base, ours, theirs, text, size, names), least)
    outcomes = [verdict.outcome for verdict in judge(conflict, regions_of(row), done.text)]
    is_of_git = None if done.decided else done.text == conflict
    return Driven(row["group"], outcomes, not done.left, is_of_git)


def driver_table(rows: Iterable[Row]) -> Table:
    """A row for each grade and part of the corpus."""
    merges = list(rows)
    cells = []
    for least in GRADES:
        found = [driven(row, least) for row in merges]
        if any(one.is_of_git is False for one in found):
            raise SystemExit("a merge of which nothing was decided is not as git has made it")
        for name in (*reversed(PARTS), None):
            some = [one for one in found if name in (None, part(one.group))]
            cells.append([str(least), _WORDS[name], *_counts(some)])
    head = [
        "grade",
        "repositories",
        "regions",
        "decided",
        "as people did",
        "files without conflict",
    ]
    return Table("What the driver decides of real merges", head, cells, words=(0, 1))


_WORDS = {"report": "held out", "tune": "tuned on", None: "all"}


def _counts(found: Sequence[Driven]) -> list[str]:
    regions = Counter(outcome for one in found for outcome in one.outcomes)
    decided = regions.total() - regions[Outcome.DECLINED]
    clean = sum(one.is_clean for one in found)
    return [
        str(regions.total()),
        str(decided),
        f"{regions[Outcome.RIGHT]} of {decided}",
        f"{clean} of {len(found)}",
    ]


def main() -> None:
    """Count, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, help="real conflicts, as JSON lines")
    parser.add_argument("--write", action="store_true", help="put the table into the docs")
    options = parser.parse_args()
    told = table(driver_table(load(options.folder, "replay")))
    print(told)
    if options.write:
        lines = "".join(f"{line}\n" for line in told.splitlines() if line.startswith("|"))
        PAGE.write_text(_TABLE.sub(lambda _: lines, PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
