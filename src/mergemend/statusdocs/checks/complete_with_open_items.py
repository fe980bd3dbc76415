"""What is said to be complete has open boxes.

A heading that ends in a tick or in ``COMPLETE``, or a Status field that says so, and open boxes in
the same part of the document, deeper headings left out. Boxes below a line that speaks of later
work (``Next steps:``, ``Optional:``) are left alone, and so are checklists to be filled in.

Why: Who reads the heading plans on what is not there yet.

Severity: warning

Example, STATUS.md:

    # Harbour

    **Status:** open
    **Owner:** Ada

    ### Lamps ✅

    - [ ] Hang them
    - [ ] Light them

Fix (none): the boxes can be forgotten, or the claim be early.

Settings: none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mergemend.late import late
from mergemend.model import Finding, Severity
from mergemend.statusdocs.inline import Text, plain
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.outline import Item, Section
from mergemend.statusdocs.values.states import State, says_part, state_of

RULE = "complete-with-open-items"

_CLAIM = late(r"(?:[✅☑✔]\ufe0f?|\b(?:COMPLETE|COMPLETED|DONE|FINISHED|ALL FIXED))\W{0,40}$")
_LATER = late(
    r"\b(?:next|action items?|future|later|optional|remaining|todo|to do|follow[- ]?up"
    r"|nice[- ]to[- ]have|plan|planned|upcoming|recommend\w*|checklist|criteria|template"
    r"|sign[- ]?off|approv\w*|deploy\w*"
    r"|out of scope|post[- ]\w+|enhancements?|outstanding|pending|open|backlog|user|manual|before"
    r"|when|requirements?|how to|verify|verification|after|known|ideas?)\b",
    re.IGNORECASE,
)
_PHASE = late(r"\bphases? \d", re.IGNORECASE)


def check_claims(look: Look) -> Iterator[Finding]:
    """A finding for each claim over open boxes."""
    for section in look.outline.sections[1:]:
        items = look.outline.items_between(section.body, section.own_after)
        claim = _claim(look, section) if any(item.done is False for item in items) else None
        if claim is None or _LATER.search(section.title.plain):
            continue
        open_ones = [item for item in _tasks(look, section) if item.done is False]
        if open_ones:
            count = len(open_ones)
            boxes = "an open box" if count == 1 else f"{count} open boxes"
            yield look.finding(
                RULE,
                Severity.WARNING,
                claim,
                f"said to be complete, with {boxes} below, the first in line"
                f" {open_ones[0].text.line + 1}",
                evidence={"lines": [item.text.line + 1 for item in open_ones]},
            )


def _claim(look: Look, section: Section) -> Text | None:
    if _CLAIM.search(section.title.text) and not says_part(section.title.text):
        return section.title
    for field in look.outline.fields_between(section.body, section.own_after):
        if field.bold and field.name == "status":
            done = state_of(field.value.text) is State.DONE
            return field.value if done and not _PHASE.search(field.value.text) else None
    return None


def _tasks(look: Look, section: Section) -> Iterator[Item]:
    """The boxes of a section's own part, but for those of later work."""
    texts = look.outline.texts_between(section.body, section.own_after)
    items = {item.text.line: item for item in look.outline.items}
    later = False
    for text in texts:
        item = items.get(text.line)
        if item is None or item.done is None:
            heads = item or text.text.startswith("**") or plain(text.text).endswith(":")
            later = bool(_LATER.search(text.text)) if heads else later
        elif not later:
            yield item
