"""What the findings of a status document hang on besides its bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from mergemend.statusdocs.kind import Kind


class Need(StrEnum):
    """Something outside of a document that a rule looks at.

    To know that it is what it was, compare for

    - ``HISTORY``, when the file was committed: the commits that HEAD and ``MERGE_HEAD`` name, and
      the file ``shallow`` of a clone that is cut off. Of a document that HEAD does not have,
      nothing should be kept: what it was before is told by what index and work tree lack.
    - ``FILES``, which files there are: the checksum at the end of git's index, or a hash of it
      where ``index.skipHash`` leaves that out. Outside of a repository it is what is on the disk,
      and nothing should be kept.
    - ``AROUND``, what the documents around say: the same checksum; nothing else than the index is
      read.
    """

    HISTORY = "history"
    FILES = "files"
    AROUND = "around"


NEEDS: Mapping[str, frozenset[Need]] = {
    "broken-anchor": frozenset({Need.FILES, Need.AROUND}),
    "broken-link": frozenset({Need.FILES}),
    "ticket-conflict-across": frozenset({Need.HISTORY, Need.AROUND}),
    **dict.fromkeys(
        (
            *("date-order", "due-outside-section", "stale-stamp", "ticket-conflict"),
            *("week-range", "weekday-date", "wrong-year", "kind-schema", "kind-count"),
            *("kind-missing", "kind-order", "kind-reference", "kind-value"),
        ),
        frozenset({Need.HISTORY}),
    ),
}
"""What the rules can look at; the others look at nothing but the document."""


def depends_on(kind: Kind, wanted: Callable[[str], bool]) -> frozenset[Need]:
    """What the findings of the rules that are ``wanted`` can hang on in documents of a kind.

    Beside that there are the bytes and the path of the document, the definition of its kind (its
    file, those that it extends, its JSON Schema), the settings and the version of mergemend. No
    rule reads a clock: a date without a year is told by the document's own date, or by its commits.
    Most documents need less: what was really looked at is what was asked of the
    `mergemend.evidence.Evidence`, and one without dates, links and tickets asks nothing.
    """
    rules = (rule for rule in NEEDS if wanted(rule))
    every = (NEEDS[r] for r in rules if r != "kind-schema" or kind.json_schema is not None)
    return frozenset().union(*every)
