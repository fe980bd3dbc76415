"""Which documents are status documents, and of which kind: by their names, else by their fields.

This is asked of every file, so nothing is loaded for it.
"""

from __future__ import annotations

import re
from fnmatch import translate
from functools import cache

from mergemend.model import Document
from mergemend.statusdocs.kind import Kind

GENERIC = "status-document"

# The names of a kind's documents, in lower case and with dashes; the first that fits counts.
NAMES: dict[str, tuple[str, ...]] = {
    "blockers": ("*blocker*", "*blocking*"),
    "decision-record": ("adr-*", "*/adr/*", "*/adrs/*", "*/decisions/*"),
    "changelog": ("changelog", "changes", "history", "release-notes"),
    "incident-report": ("*incident*", "*postmortem*", "*post-mortem*"),
    "roadmap": ("*roadmap*",),
    "action-plan": ("*action-plan*", "*-plan"),
    "sprint-report": ("*sprint*", "*progress*"),
    "milestone-report": ("*milestone*", "*complete*", "*completion*"),
    "project-status": ("*status*", "*readiness*"),
    GENERIC: (
        "*summary*",
        "*report*",
        "*audit*",
        "*checklist*",
        "*assessment*",
        "*results*",
        "*analysis*",
        "*validation*",
        "*verification*",
        "*health*",
        "*scorecard*",
        "*tech-debt*",
    ),
}

_SUFFIXES = (".md", ".markdown", ".mdx")

# Two of these fields in the first bytes make any Markdown file a status document.
_HEAD = 4000
_FIELD = re.compile(
    rb"\*\*(?:Status|Date|Last[ ]Updated|Updated|Due(?:[ ]Date)?|Owner|Progress|Completed|Deadline"
    rb"|Completion(?:[ ]Date)?|Target(?:[ ]Date)?|Sprint|Milestone|Phase|Report[ ]Date|Priority"
    rb"|Next[ ]Review|Overall[ ]Status)(?::\*\*|\*\*\s?:)",
    re.IGNORECASE,
)


def is_markdown(path: str) -> bool:
    """Whether a path is that of a Markdown file."""
    return path.lower().endswith(_SUFFIXES)


def kind_of(document: Document) -> Kind | None:
    """The kind of a document; None if it is no status document."""
    if not is_markdown(document.path):
        return None
    path = document.path.lower()
    name = re.sub(r"[_ ]", "-", path.rpartition(".")[0])
    for kind, pattern in _patterns().items():
        if pattern.fullmatch(name) or pattern.fullmatch(name.rpartition("/")[2]):
            return Kind(kind)
    found = {match[0].lower() for match in _FIELD.finditer(document.data, 0, _HEAD)}
    return Kind(GENERIC) if len(found) > 1 else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile("|".join(map(translate, names))) for kind, names in NAMES.items()}
