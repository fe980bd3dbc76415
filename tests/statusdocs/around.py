"""Looking at snippets with one rule, among other files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mergemend.edits import apply
from mergemend.evidence import NoEvidence, Written
from mergemend.git.around import IndexFiles, Listing
from mergemend.model import Document, Finding
from mergemend.statusdocs.check import check_status
from mergemend.statusdocs.kind import Kind

_DAY = datetime(2026, 1, 12, tzinfo=UTC)
WRITTEN = Written(_DAY, _DAY, unchanged=True)


@dataclass
class Around(NoEvidence):
    """A document at ``path`` among ``paths``, with the texts of some documents."""

    path: str = "docs/STATUS.md"
    paths: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    when: Written | None = WRITTEN

    def written(self) -> Written | None:
        return self.when

    def files(self) -> IndexFiles:
        listing = Listing(frozenset({*self.paths, self.path}))
        return IndexFiles(self.path.rpartition("/")[0], listing)

    def neighbours(self) -> Iterator[Document]:
        return (Document(path, text.encode()) for path, text in self.texts.items())


def findings(rule: str, text: str, around: Around | None = None) -> tuple[Finding, ...]:
    """What a rule finds in a text."""
    around = around or Around()
    document = Document(around.path, text.encode("utf-8", "surrogatepass"))
    kind = Kind("status-document")
    return check_status(document, kind, around, lambda name: name == rule)


def lines(rule: str, text: str, around: Around | None = None) -> list[tuple[int, str]]:
    """The findings of a rule as line and severity."""
    return [(found.line, found.severity.value) for found in findings(rule, text, around)]


def fixed(rule: str, text: str, around: Around | None = None) -> str:
    """The text with all fixes of a rule made, after which it has no more to fix."""
    edits = [edit for found in findings(rule, text, around) for edit in found.edits]
    new = apply(text.encode(), edits).decode()
    assert not [found for found in findings(rule, new, around) if found.edits]
    return new


def told(rule: str, text: str) -> list[tuple[int, str, str]]:
    """The findings of a rule as line, severity and message."""
    return [(f.line, f.severity.value, f.message) for f in findings(rule, text)]
