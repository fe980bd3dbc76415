"""Labelled documents: what a folder of them holds, and what the rules find in them.

A folder has ``docs/``, ``files.jsonl`` (file, path, commit_date, tree), ``trees/`` (the paths of a
commit, one a line) and ``expected.jsonl`` (file, line, rule, and either severity, ``"false": true``
for what looks wrong and is right, or ``"label": "unsure"``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mergemend.evidence import NoEvidence, Written
from mergemend.git.around import IndexFiles, Listing
from mergemend.kinds import Kinds
from mergemend.model import Document, Finding
from mergemend.statusdocs.check import check_status

KINDS = Kinds(Path())


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader says of a line: ``severity`` is None for what is right or unsure."""

    file: str
    line: int
    rule: str
    severity: str | None
    unsure: bool
    why: str


@dataclass
class Listed(NoEvidence):
    """The past of a document that is known by its date and the files around it."""

    path: str
    date: datetime
    listing: Listing
    around: Sequence[Document] = ()

    def neighbours(self) -> Iterator[Document]:
        """The other documents that are here of that commit."""
        return (document for document in self.around if document.path != self.path)

    def written(self) -> Written | None:
        """When its commit was made."""
        return Written(self.date, self.date, unchanged=True)

    def files(self) -> IndexFiles:
        """What that commit holds."""
        return IndexFiles(self.path.rpartition("/")[0], self.listing)


@dataclass(frozen=True, slots=True)
class Case:
    """A document and what surrounds it."""

    file: str
    document: Document
    evidence: Listed

    def findings(self) -> tuple[Finding, ...]:
        """What the rules find; nothing if it is taken for no status document."""
        kind = KINDS.of(self.document)
        return check_status(self.document, kind, self.evidence, lambda _: True) if kind else ()


def cases(folder: Path) -> Iterator[Case]:
    """The documents of a folder."""
    listings: dict[str, Listing] = {}
    around: defaultdict[str, list[Document]] = defaultdict(list)
    rows = list(_rows(folder / "files.jsonl"))
    for row in rows:
        document = Document(row["path"], (folder / "docs" / row["file"]).read_bytes())
        around[row["tree"]].append(document)
    for row in rows:
        tree = row["tree"]
        if tree not in listings:
            paths = (folder / "trees" / tree).read_text("utf-8").splitlines()
            listings[tree] = Listing(frozenset(paths))
        date = datetime.fromisoformat(row["commit_date"])
        evidence = Listed(row["path"], date, listings[tree], around[tree])
        document = next(d for d in around[tree] if d.path == row["path"])
        yield Case(row["file"], document, evidence)


def labels(folder: Path) -> Iterator[Label]:
    """The labels of a folder."""
    for row in _rows(folder / "expected.jsonl"):
        severity = None if row.get("false") else row.get("severity")
        unsure = row.get("label") == "unsure"
        yield Label(row["file"], row["line"], row["rule"], severity, unsure, row["why"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())
