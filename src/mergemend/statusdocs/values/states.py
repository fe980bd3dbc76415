"""What a status says: its class, by words and by emoji.

Words count where a phrase begins with them, behind emoji and emphasis, and where the phrase goes on
with nothing, a bracket or a dash: ``Complete`` and ``COMPLETE (5/5)`` are states, ``Complete the
survey`` and ``Complete by Jan 15`` are none. They count behind an emoji in the middle too, and then
what stands before it is what the status is of: ``Milestone ✅ COMPLETE``. What is struck through
does not count, and of a change (``In progress → Done``) only its end does. The vocabulary was
gathered from the Status fields of real status documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from mergemend.late import late
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
        "all tasks completed", "complete and validated", "merged and deployed", "pass",
        "all tests passed", "already implemented", "already complete", "already done", "tested",
        "fully validated", "published", "met", "confirmed fixed",
    ),
    State.READY: (
        "ready", "production ready", "production-ready", "ready for production", "operational",
        "live", "healthy", "stable", "on track", "working", "active", "enabled", "available",
        "fully operational", "fully working", "ready for", "ready to",
    ),
    State.PARTIAL: (
        "partial", "partially complete", "partially completed", "partially done", "incomplete",
        "partially implemented", "partially fixed", "partially resolved", "partially working",
        "partially broken", "partial success", "partial completion", "mostly complete",
        "mostly done", "nearly complete", "almost complete", "almost done", "not complete",
        "not completed", "not done", "not finished", "not fixed", "not resolved", "unresolved",
        "needs work", "unfinished", "partly done", "partly complete", "in part",
    ),
    State.ACTIVE: (
        "in progress", "in-progress", "wip", "work in progress", "ongoing", "underway",
        "under way", "in review", "under review", "in development", "in testing", "in work",
        "started", "investigating", "implementing", "working on it", "in flight",
    ),
    State.BLOCKED: (
        "blocked", "blocking", "on hold", "stalled", "stuck", "paused", "not ready",
        "not production ready", "not production-ready", "not ready for production", "blocked by",
        "blocked on", "blocked until", "no-go", "no go",
    ),
    State.FAILED: (
        "failed", "failing", "broken", "error", "failure", "not working", "rejected", "down",
        "not passing", "partially failing", "fail", "missing",
    ),
    State.TODO: (
        "todo", "to do", "to-do", "not started", "not yet started", "not begun", "planned",
        "pending", "backlog", "queued", "open", "proposed", "draft", "upcoming", "scheduled",
        "waiting", "awaiting", "not implemented", "not in progress",
        "waiting for", "waiting on", "not tested", "untested", "not verified", "not deployed",
        "not merged", "not released", "not run", "tbd",
    ),
    State.DROPPED: (
        "cancelled", "canceled", "dropped", "deferred", "postponed", "skipped", "superseded",
        "deprecated", "obsolete", "abandoned", "wontfix", "won't fix", "won't do", "archived",
        "deferred to", "deferred until", "postponed to", "moved to", "not needed", "not planned",
    ),
}  # fmt: skip
"""The words of each class, in lower case."""

_BAD = frozenset({State.BLOCKED, State.FAILED})
_GOOD = frozenset({State.DONE, State.READY})

AGAINST: dict[str, frozenset[State]] = {
    **dict.fromkeys("✅☑✔", frozenset(State) - _GOOD - {State.DROPPED}),
    "🟢": _BAD,
    **dict.fromkeys("❌🔴🚫⛔✖✗", _GOOD),
    **dict.fromkeys("🚧🏗⏳⌛⬜☐🔲", frozenset({State.DONE})),
    "🔄": frozenset({State.DONE, State.BLOCKED}),
    "⏸": frozenset({State.DONE, State.ACTIVE}),
}
"""What an emoji speaks against. Those that are used for all sorts of things are not here."""

# Words that are good news of some things and bad news of others: an open port, a closed issue,
# a debug mode that is enabled, a forged login that was rejected.
_EITHER = frozenset(
    {"open", "active", "started", "closed", "down", "live", "scheduled", "queued", "error"}
    | {"enabled", "available", "rejected"}
)

# Words that say more with what follows, whatever that is.
_LED_ON = frozenset(
    {"blocked by", "blocked on", "blocked until", "waiting for", "waiting on", "awaiting"}
    | {"deferred to", "deferred until", "postponed to", "moved to", "ready for", "ready to"}
)
_BY_WORD = {word: state for state, words in WORDS.items() for word in words}
_LONGEST = sorted(_BY_WORD, key=len, reverse=True)
_ENDS = r"(?=\s*(?:$|[(\[,;:.!\-–—|/→&]|\+|\d|and\b|but\b|as of\b|on\b|in v|with\b|[^\w\s\"'`]))"
_PHRASE = late(
    rf"(?P<word>(?:{'|'.join(sorted(_LED_ON))})\b|(?:{'|'.join(map(re.escape, _LONGEST))}){_ENDS})",
    re.IGNORECASE,
)
_SHARE_DONE = late(
    r"(?P<share>\d{1,3})(?:\.\d+)?\s?% (?P<word>complete|completed|done|finished)\b", re.IGNORECASE
)
_SPLIT = late(r"\s+(?:\||•|·|/)\s+|;\s+|<br\s*/?>")
_STRUCK = late(r"~~.*?~~")
_CHANGE = late(r"\s*(?:→|➡️?|->|=>)\s*")
_SIGNS = late(r"^[^\w(\"'`~]+")
_EMOJI = late(rf"[{''.join(AGAINST)}]\ufe0f?\s*")
_NO_CLAIM = late(r"\s*(?:[:=]\s*\d|\(?\s*0\b(?![%.]))")
_PARTS = late(
    r"(?<![\d/])(?P<part>\d{1,4})\s?(?:/|of|out of)\s?(?P<whole>\d{1,4})\b(?!/)"
    r"|(?P<share>\d{1,3})(?:\.\d+)?\s?%"
)


@dataclass(frozen=True, slots=True)
class Status:
    """One status of a value: its class (None: it has no known word) and the emoji beside it.

    ``subject`` is what it is the status of, if the value says so.
    """

    state: State | None
    word: str
    emoji: str
    subject: str = ""

    @property
    def disagrees(self) -> bool:
        """Whether the emoji speaks against the word."""
        if self.state is None or self.word.lower() in _EITHER:
            return False
        against = [AGAINST[sign] for sign in self.emoji if sign in AGAINST]
        return bool(against) and all(self.state in states for states in against)


@lru_cache(maxsize=4096)
def read_status(value: str) -> tuple[Status, ...]:
    """The statuses of a value, in their order; a value can have several, with bars between."""
    seen = plain(_STRUCK.sub(" ", value) if "~~" in value else value)
    return tuple(_status(part.strip()) for part in _SPLIT.split(seen) if part.strip())


def _status(part: str) -> Status:
    steps = _CHANGE.split(part)
    last = steps[-1]
    signs = _SIGNS.match(last) or _SIGNS.match(part)
    lead = signs[0].strip() if signs else ""
    text = _SIGNS.sub("", last)
    if match := _PHRASE.match(text):
        return _of_phrase(match, lead)
    if match := _SHARE_DONE.match(text):
        return Status(State.DONE if match["share"] == "100" else State.PARTIAL, match[0], lead)
    for emoji in _EMOJI.finditer(text):
        if match := _PHRASE.match(text, emoji.end()):
            return replace(
                _of_phrase(match, emoji[0].strip()), subject=text[: emoji.start()].strip()
            )
    return Status(None, "", lead)


def _of_phrase(match: re.Match[str], lead: str) -> Status:
    """The status of a phrase; it has none if it only counts something, or is done in part."""
    word, rest = match["word"], match.string[match.end() :]
    state: State | None = _BY_WORD[word.lower()]
    if state in _GOOD:
        state = None if says_part(rest) else state
    elif _NO_CLAIM.match(rest):
        state = None
    tail = rest.strip()
    return Status(state, word, lead + ("" if re.search(r"[\w(]", tail) else tail))


def says_part(rest: str) -> bool:
    """Whether the first figures of a text say that something is left: ``4/5``, ``80%``."""
    figures = _PARTS.search(rest)
    if figures is None:
        return False
    if figures["share"]:
        return int(figures["share"]) < 100 and "cover" not in rest.lower()
    return int(figures["part"]) < int(figures["whole"])


def state_of(value: str) -> State | None:
    """The class of a value that has exactly one status, of the whole; None for any other."""
    found = read_status(value)
    return found[0].state if len(found) == 1 and not found[0].subject else None
