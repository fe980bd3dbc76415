"""A due date outside of the span of dates that its section is headed with.

What was moved on purpose says so (``moved``, ``postponed``, ``extended``) and is left alone. So is
what a look back leaves to do: below the title of a document, and below headings such as *Review*,
*Retrospective*, *Report*, *Next steps* and *Follow-up*.

Why: What is due at another time than the section is about is forgotten with it.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Date:** January 12, 2026

    ### This Week (Jan 12-16)

    #### Fit the fenders

    **Owner:** Ada
    **Due:** Jan 24, 2026

Fix (none): the task can stand in the wrong section, or the date be wrong.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Field
from mergemend.statusdocs.look import Look

RULE = "due-outside-section"

_DUE = late(r"(?:due|deadline|due by|complete by)(?: date)?|target date|eta")
_MOVED = late(
    r"~~|\b(?:moved|move|postponed|extended|slipped|deferred|delayed|carried|overdue|was)\b|→|->",
    re.IGNORECASE,
)


_LOOKS_BACK = late(
    r"\b(?:retro\w*|review\w*|recap|summary|report|results?|lessons|outcomes?|follow[- ]?ups?)\b"
    r"|\b(?:action items|next steps|up next|later|backlog|upcoming|completed|carry[- ]?over)\b",
    re.IGNORECASE,
)


def check_due(look: Look) -> Iterator[Finding]:
    """A finding for each due date that its section does not hold."""
    for field in look.outline.fields:
        if _DUE.fullmatch(field.name) and not _MOVED.search(field.value.text):
            yield from _check(look, field)


def _check(look: Look, field: Field) -> Iterator[Finding]:
    day = look.clock.of_field(field)
    due = look.clock.date_of(day) if day else None
    found = _span_around(look, field.key.line)
    if day is None or due is None or found is None:
        return
    first, last, title = found
    if not first <= due <= last:
        line = field.value.line
        at = look.outline.stretch(line, day.start, day.end)
        yield look.finding(
            RULE,
            Severity.WARNING,
            at,
            f"{due} is outside of its section, {title!r}: {first} to {last}",
            evidence={"first": first.isoformat(), "last": last.isoformat()},
        )


def _span_around(look: Look, line: int) -> tuple[date, date, str] | None:
    """The span in the nearest heading around that has one, and that heading."""
    for section in look.outline.sections_around(line):
        if section.level < 2 or _LOOKS_BACK.search(section.title.text):
            return None
        spans = list(look.clock.spans_at(section.first))
        if len(spans) == 1 and (ends := look.clock.dates_of(spans[0])):
            return (*ends, section.title.plain)
    return None
