"""What a status says: its class, by words and by emoji.

Words count where a phrase begins with them, behind emoji and emphasis, and where the phrase goes on
with nothing, a bracket or a dash: ``Complete`` and ``COMPLETE (5/5)`` are states, ``Complete the
survey`` is none. The vocabulary was gathered from the Status fields of real status documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from mergemend.statusdocs.inline import plain


class State(StrEnum):
    """The class of a status."""

    DONE = "done"
    READY = "ready"
    PARTIAL = "partial"
    ACTIVE = "active"
    BLOCKED = "blocked"
    FAILED = "failed"
    TODO = "todo"
    DROPPED = "dropped"


WORDS: dict[State, tuple[str, ...]] = {
    State.DONE: (
        "done", "all done", "complete", "completed", "100% complete", "fully complete",
        "finished", "resolved", "fully resolved", "fixed", "all fixed", "closed", "shipped",
        "released", "deployed", "merged", "implemented", "fully implemented", "passed", "passing",
        "all passing", "all tests passing", "success", "successful", "verified", "validated",
        "approved", "accepted", "delivered", "achieved", "implementation complete",
        "all tasks completed", "complete and validated", "merged and deployed",
    ),
    State.READY: (
        "ready", "production ready", "production-ready", "ready for production", "operational",
        "live", "healthy", "stable", "on track",
    ),
    State.PARTIAL: (
        "partial", "partially complete", "partially completed", "partially done", "incomplete",
        "partially implemented", "partially fixed", "partially resolved", "partially working",
        "partially broken", "partial success", "partial completion", "mostly complete",
        "mostly done", "nearly complete", "almost complete", "almost done", "not complete",
        "not completed", "not done", "not finished", "not fixed", "not resolved", "unresolved",
        "needs work", "unfinished",
    ),
    State.ACTIVE: (
        "in progress", "in-progress", "wip", "work in progress", "ongoing", "underway",
        "under way", "in review", "under review", "in development", "in testing", "in work",
        "started", "investigating", "implementing", "working on it", "in flight",
    ),
    State.BLOCKED: (
        "blocked", "blocking", "on hold", "stalled", "stuck", "paused", "not ready",
        "not production ready",
    ),
    State.FAILED: (
        "failed", "failing", "broken", "error", "failure", "not working", "rejected", "down",
    ),
    State.TODO: (
        "todo", "to do", "to-do", "not started", "not yet started", "not begun", "planned",
        "pending", "backlog", "queued", "open", "proposed", "draft", "upcoming", "scheduled",
        "waiting", "awaiting", "not implemented", "not in progress",
    ),
    State.DROPPED: (
        "cancelled", "canceled", "dropped", "deferred", "postponed", "skipped", "superseded",
        "deprecated", "obsolete", "abandoned", "wontfix", "won't fix", "won't do", "archived",
    ),
}  # fmt: skip
"""The words of each class, in lower case."""

_BAD = frozenset({State.BLOCKED, State.FAILED})
_GOOD = frozenset({State.DONE, State.READY})

AGAINST: dict[str, frozenset[State]] = {
    **dict.fromkeys("✅☑✔", frozenset(State) - _GOOD - {State.DROPPED}),
    "🟢": _BAD,
    **dict.fromkeys("❌🔴🚫⛔✖✗", _GOOD),
    **dict.fromkeys("🔄🚧🏗", frozenset({State.DONE, State.BLOCKED, State.FAILED})),
    **dict.fromkeys("⬜☐🔲", frozenset({State.DONE})),
}
"""What an emoji speaks against. Those that are used for all sorts of things are not here."""

_BY_WORD = {word: state for state, words in WORDS.items() for word in words}
_LONGEST = sorted(_BY_WORD, key=len, reverse=True)
_ENDS = r"(?=\s*(?:$|[(\[,;:.!\-–—|/→&]|\+|\d|and\b|but\b|as of\b|on\b|in v|with\b|[^\w\s\"'`]))"
_PHRASE = re.compile(rf"(?P<word>{'|'.join(map(re.escape, _LONGEST))}){_ENDS}", re.IGNORECASE)
_SPLIT = re.compile(r"\s+(?:\||•|·|/)\s+|;\s+|<br\s*/?>")
_SIGNS = re.compile(r"^[^\w(\"'`~]+")


@dataclass(frozen=True, slots=True)
class Status:
    """One status of a value: its class (None: it has no known word) and the emoji before it."""

    state: State | None
    word: str
    emoji: str

    @property
    def disagrees(self) -> bool:
        """Whether the emoji speaks against the word."""
        if self.state is None:
            return False
        return any(self.state in AGAINST.get(sign, ()) for sign in self.emoji)


@lru_cache(maxsize=4096)
def read_status(value: str) -> tuple[Status, ...]:
    """The statuses of a value, in their order; a value can have several, with bars between."""
    return tuple(_status(part) for part in _SPLIT.split(plain(value)) if part.strip())


def _status(part: str) -> Status:
    part = part.strip()
    signs = _SIGNS.match(part)
    lead = signs[0] if signs else ""
    match = _PHRASE.match(part, len(lead))
    if match is None:
        return Status(None, "", lead.strip())
    word = match["word"]
    return Status(_BY_WORD[word.lower()], word, lead.strip())


def state_of(value: str) -> State | None:
    """The class of a value that has exactly one status; None for any other."""
    found = read_status(value)
    return found[0].state if len(found) == 1 else None
