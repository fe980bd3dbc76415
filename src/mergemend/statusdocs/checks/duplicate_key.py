"""A field twice in one group of fields, with different values.

Looked at are fields of which a thing has only one: status, owner, dates, priority, effort, version.

Why: The reader takes the first value or the last, and others take the other one.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** Done
    **Owner:** Ada
    **Status:** Open

Fix (none): nobody knows which is right.

Settings: none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Field
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.statements import NAMES

RULE = "duplicate-key"

_SINGLE = frozenset(NAMES) | {
    "date",
    "last updated",
    "priority",
    "version",
    "start date",
    "end date",
}


def check_keys(look: Look) -> Iterator[Finding]:
    """A finding for each field that was there before with another value."""
    known: dict[str, Field] = {}
    fields = [field for field in look.outline.fields if field.bold]
    for before, field in pairwise([None, *fields]):
        if before is None or field is None or field.key.line - before.key.line > 1:
            known = {}
        if field is None or field.name not in _SINGLE:
            continue
        earlier = known.setdefault(field.name, field)
        if earlier.value.plain.lower() != field.value.plain.lower():
            line = earlier.key.line + 1
            message = f"{field.name} is {earlier.value.plain!r} in line {line}"
            yield look.finding(RULE, Severity.WARNING, field.key, message, evidence={"line": line})
