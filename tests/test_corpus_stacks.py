"""Real stacks, each with its history made again: the newest revision byte for byte, or nothing."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from conftest import SHARED
from mergemend.conflicts import Rule
from mergemend.conflicts.check import ConflictReport, examine
from mergemend.conflicts.spans import conflicts_of
from mergemend.edits import apply
from mergemend.evidence import Evidence, NoEvidence
from mergemend.git.past import Past
from mergemend.model import Document, encode
from scratch import Scratch

CORPUS = SHARED / "corpus" / "conflicts" / "stacks.jsonl.gz"
Case = dict[str, Any]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_file(), reason="the real stacks are not here"),
]


def cases() -> Iterator[Case]:
    with gzip.open(CORPUS, "rt", encoding="utf-8", errors="surrogateescape") as lines:
        yield from map(json.loads, lines)


def disputed(case: Case) -> bool:
    """Whether another revision is newer by author date: then the committer dates must tie."""
    dated = [(datetime.fromisoformat(r["commit"]["author_date"]), r) for r in case["revisions"]]
    newest = max(dated, key=lambda item: item[0])[1]
    return bool(newest["text"] != case["truth"])


def test_the_disputed_are_ties_by_committer_date() -> None:
    """What such a case calls the newest is one of two that were committed in the same second."""
    for case in filter(disputed, cases()):
        dates = Counter(r["commit"]["committer_date"] for r in case["revisions"])
        by_sha = {r["commit"]["sha"]: r["commit"]["committer_date"] for r in case["revisions"]}
        assert dates[by_sha[case["newest"]]] > 1


def test_with_history(tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    for case in cases():
        file = rebuilt(tmp_path / case["id"], case)
        past = Past()
        try:
            outcome = judged(case, past.of(file, file.read_bytes()))
        finally:
            past.close()
        outcomes["disputed" if disputed(case) else outcome] += 1
    assert outcomes["wrong"] == 0
    assert outcomes["disputed"] <= 2
    assert outcomes["right"] >= 0.9 * (outcomes.total() - outcomes["disputed"])


def test_from_the_text_alone() -> None:
    """Without dates nothing is taken, but the newest revision is among those that are read."""
    held = 0
    for case in cases():
        assert judged(case, NoEvidence()) == "declined"
        document = Document(case["path"], encode(case["conflict"]))
        report = examine(document, NoEvidence(), Rule())
        holds = encode(case["truth"]) in revisions(document, report)
        held += holds
        assert holds or not report.parse.exact
    assert held >= 12


def judged(case: Case, evidence: Evidence) -> str:
    document = Document(case["path"], encode(case["conflict"]))
    report = examine(document, evidence, Rule())
    result = apply(document.data, [e for f in report.findings for e in f.edits])
    if result == encode(case["truth"]):
        return "right"
    return "declined" if conflicts_of(result) else "wrong"


def revisions(document: Document, report: ConflictReport) -> set[bytes]:
    """The whole texts in the simplest reading of a file with one stack."""
    if len(report.stacks) != 1:
        return set()
    stack = report.stacks[0].stack
    whole = (r.texts for r in stack.revisions if r.whole)
    return {report.with_texts(document, [(stack, texts)]) for texts in whole}


def rebuilt(top: Path, case: Case) -> Path:
    """A repository with the case's history, by one run of git."""
    scratch = Scratch.init(top)
    listed = {version["sha"]: version for version in case["history"]}
    order: list[str] = []
    for sha in reversed(listed):
        _after_parents(sha, listed, order)
    stream = b"".join(
        _commit(listed[sha], order, case["path"], number) for number, sha in enumerate(order, 1)
    )
    head = order.index(case["introduced_by"]["sha"]) + 1
    stream += b"reset refs/heads/main\nfrom :%d\n" % head
    subprocess.run(["git", "fast-import", "--quiet"], cwd=top, input=stream, check=True)
    scratch.git("reset", "-q", "--hard", "main")
    return top / str(case["path"])


def _after_parents(sha: str, listed: dict[str, Case], order: list[str]) -> None:
    if sha in listed and sha not in order:
        for parent in listed[sha]["parents"]:
            _after_parents(parent, listed, order)
        order.append(sha)


def _commit(version: Case, order: list[str], path: str, number: int) -> bytes:
    head = f"commit refs/heads/c{number}\nmark :{number}\n"
    for role in ("author", "committer"):
        date = datetime.fromisoformat(version[f"{role}_date"])
        head += f"{role} a <a@example.org> {int(date.timestamp())} {date:%z}\n"
    subject = encode(version["subject"])
    parents = [order.index(p) + 1 for p in version["parents"] if p in order[: number - 1]]
    upon = "".join(f"{'merge' if n else 'from'} :{p}\n" for n, p in enumerate(parents))
    text = encode(version["text"])
    name = "".join(f"\\{byte:03o}" for byte in encode(path))
    put = f'{upon}M 100644 inline "{name}"\ndata {len(text)}\n'.encode()
    return encode(head) + b"data %d\n%b\n" % (len(subject), subject) + put + text + b"\n"
