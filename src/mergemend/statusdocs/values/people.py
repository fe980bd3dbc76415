"""Who a field or a cell names: people and teams."""

from __future__ import annotations

import re

from mergemend.late import late
from mergemend.statusdocs.inline import plain

NOBODY = frozenset(
    {"tbd", "tba", "unassigned", "none", "n/a", "na", "open", "todo", "all", "team", "nobody"}
    | {"to be assigned", "to be determined", "not assigned", "unknown", "pending", "anyone"}
)
"""Words for an owner that say there is none."""

MENTION = late(r"(?<![\w@/.])@(?P<name>[A-Za-z][\w-]{0,38})(?![\w@/-]|\.\w)")
"""``@name``, as forges write it; no address and no scope of a package."""

_ASSIGNED = late(
    r"\((?P<before>[A-Z]\w+(?: [A-Z]\w+)?) assigned\)"
    r"|\b(?i:assigned to|owned by|owner):? @?(?P<after>[A-Z]\w+(?: [A-Z]\w+)?)"
)
_BRACKETS = late(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_BETWEEN = late(r"\s*[,;]\s*|\s+(?:&|\+|and|und)\s+|\s*<br\s*/?>\s*")
_NAME = late(r"[\w.'’/-]+(?: [\w.'’/&-]+){0,4}")


def people_in(value: str) -> tuple[str, ...]:
    """The people and teams of a value, each once, as they are written; none for ``TBD``."""
    seen = _BRACKETS.sub("", plain(value))
    names = (re.sub(r"^[\W_]+|[\W_]+$", "", part) for part in _BETWEEN.split(seen))
    fit = (name for name in names if _NAME.fullmatch(name) and name.lower() not in NOBODY)
    return tuple(dict.fromkeys(fit))


def assigned_in(text: str) -> tuple[str, ...]:
    """Who a status says it is assigned to: ``In progress (Ada assigned)``."""
    match = _ASSIGNED.search(plain(text))
    return ((match["before"] or match["after"]),) if match else ()
