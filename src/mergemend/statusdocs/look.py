"""What a rule sees of a document, and how it says what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mergemend.evidence import Evidence, Files
from mergemend.model import Edit, Finding, Json, Safety, Severity
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.outline import Outline
from mergemend.statusdocs.reading import read_record, read_verdicts
from mergemend.statusdocs.record import Record, Verdict

if TYPE_CHECKING:
    from mergemend.statusdocs.statements import Statement


@dataclass(frozen=True)
class Look:
    """A document's outline, its kind, and what is known of its past and its surroundings."""

    outline: Outline
    kind: Kind
    evidence: Evidence

    @property
    def path(self) -> str:
        """The path of the document, as the user named it."""
        return self.outline.document.path

    @cached_property
    def clock(self) -> Clock:
        """The dates of the document, and when it was written."""
        return Clock(self.outline, self.evidence)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What the document states about tickets and other things."""
        from mergemend.statusdocs.statements import statements  # it knows this module

        return statements(self)

    @cached_property
    def files(self) -> Files | None:
        """The files that the document can point to."""
        return self.evidence.files()

    @cached_property
    def record(self) -> Record:
        """What the document says, by its kind."""
        return read_record(self.outline, self.kind, self.clock)

    @cached_property
    def _verdicts(self) -> tuple[Verdict, ...]:
        if "record" in self.__dict__ or self.kind.json_schema is not None:
            return self.record.verdicts
        return read_verdicts(self.outline, self.kind, self.clock)

    def against_kind(self, rule: str) -> Iterator[Finding]:
        """Where the document is not what its kind says, as findings of one of the rules."""
        for verdict in self._verdicts:
            if verdict.rule == rule:
                yield self.finding(rule, self.kind.severity, verdict.at, verdict.message)

    def finding(
        self,
        rule: str,
        severity: Severity,
        at: Text,
        message: str,
        *,
        new: str | None = None,
        safety: Safety | None = None,
        evidence: Mapping[str, Json] | None = None,
    ) -> Finding:
        """A finding at a text; with ``new``, the fix is to put that in the place of the text.

        ``safety`` is the grade of the fix, ``evidence`` what the finding rests on.
        """
        edits: tuple[Edit, ...] = () if new is None else (self.outline.edit(at, new),)
        given = dict(evidence or {})
        if edits:
            given["replacement"] = {"before": at.text, "after": new}
        return Finding(
            self.path, at.line + 1, at.column + 1, rule, severity, message, edits, safety, given
        )
