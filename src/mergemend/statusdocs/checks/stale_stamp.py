"""A *last updated* that lies well before the last commit of its document.

More than a month, and only if the document is as that commit left it. The stamp may be right: it
can have been a commit that changed no more than spelling. So this is only told.

Why: Readers take the document for older than it is, or learn to trust no stamp.

Severity: info

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Last Updated:** January 10, 2026

Committed: 2026-04-03

Fix (none): the last commit may have changed no more than spelling.

Settings: none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from mergemend.model import Finding, Severity
from mergemend.statusdocs.clock import year_off
from mergemend.statusdocs.look import Look

RULE = "stale-stamp"

_UPDATED = frozenset({"last updated", "updated", "last update", "last modified", "last revised"})
_MONTH = 31  # days


def check_stamps(look: Look) -> Iterator[Finding]:
    """A finding for the newest of the stamps, if all of them are old."""
    stamps = [
        (found, field, day)
        for field, day in look.clock.stamps
        if field.name in _UPDATED and (found := day.in_year(0))
    ]
    written = look.clock.written if stamps else None
    if written is None or not written.unchanged:
        return
    found, field, day = max(stamps, key=lambda stamp: stamp[0])
    last = written.last.date()
    if (last - found).days > _MONTH and not year_off(found, written):
        line = field.value.line
        at = look.outline.stretch(line, day.start, day.end)
        message = f"the document was committed last on {last}, {(last - found).days} days later"
        yield look.finding(
            RULE, Severity.INFO, at, message, evidence={"committed": last.isoformat()}
        )
