"""``python -m benchmarks.statusdocs FOLDER [RULE]``: the rules against labelled documents.

For each rule: how many labelled findings were found, how many lines were flagged that are labelled
as right, and how many that have no label. With a RULE, all of those are shown.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.statusdocs.corpus import Label, cases, labels
from mergemend.model import Finding

Key = tuple[str, int, str]


def main(folder: Path, shown: str | None) -> None:
    known: dict[Key, Label] = {(x.file, x.line, x.rule): x for x in labels(folder)}
    found: dict[Key, Finding] = {}
    for case in cases(folder):
        for finding in case.findings():
            found.setdefault((case.file, finding.line, finding.rule), finding)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key in sorted({*known, *found}):
        verdict = _verdict(known.get(key), found.get(key))
        counts[key[2]][verdict] += 1
        if key[2] == shown and verdict not in {"found", "left"}:
            why = known[key].why if key in known else ""
            said = found[key].message if key in found else ""
            print(f"{verdict:9} {key[0]}:{key[1]}  {why} :: {said}")
    print(f"{'rule':26} found missed  FALSE  left unsure unlabelled")
    for rule, c in sorted(counts.items()):
        print(
            f"{rule:26} {c['found']:5} {c['missed']:6} {c['FALSE']:6} {c['left']:5}"
            f" {c['unsure']:6} {c['new']:10}"
        )


def _verdict(label: Label | None, finding: Finding | None) -> str:
    if label is None:
        return "new"
    if label.unsure:
        return "unsure" if finding else "left"
    if label.severity is None:
        return "FALSE" if finding else "left"
    return "found" if finding else "missed"


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
