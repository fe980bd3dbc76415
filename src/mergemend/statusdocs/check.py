"""A status document's findings, from all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mergemend.evidence import Evidence
from mergemend.model import Document, Finding
from mergemend.statusdocs.checks import CHECKS
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.markdown import read_outline


def check_status(
    document: Document, kind: Kind, evidence: Evidence, wanted: Callable[[str], bool]
) -> tuple[Finding, ...]:
    """What the rules that are ``wanted`` find in a document of a kind, in its order."""
    return check_look(Look(read_outline(document), kind, evidence), wanted)


def check_look(look: Look, wanted: Callable[[str], bool]) -> tuple[Finding, ...]:
    """What the rules that are ``wanted`` find in a document that was read."""

    def found() -> Iterator[Finding]:
        for rule, check in CHECKS.items():
            if wanted(rule):
                yield from check(look)

    return tuple(sorted(found(), key=lambda finding: (finding.line, finding.column)))
