"""Regular expressions from kind files, and texts as they see them.

A kind file comes with a repository that one may not know, and Python's expressions can take time
without end. So a pattern is refused that repeats a group, goes back to one, or has more than
`MOST_REPEATS` open repetitions or `MOST_CHOICES` choices, and it sees at most `MOST_CHARACTERS` of
a line. Without repeated groups the steps are bounded by a power of the line's length, not by two to
that power.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from mergemend.statusdocs.inline import Text, plain

MOST_REPEATS = 5
MOST_CHOICES = 16
SHORT = 12  # a repetition up to this is a choice
MOST_CHARACTERS = 200

# what stands in a set for the signs that documents use, and the selectors behind them
_EMOJI = r"\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u2300-\u23FF\u2190-\u21FF\uFE0F\u200D"
_TOKEN = re.compile(
    r"(?P<back>\\[1-9]|\(\?P=\w+\)|\(\?\()"
    r"|(?P<flags>\(\?[a-zA-Z-]+[:)])"
    r"|(?P<plain>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<close>\))"
    r"|(?P<exact>\{\d{1,2}\})"
    r"|(?P<repeat>[*+]|\{\d*,?\d*\})[+?]?"
    r"|(?P<choice>\|)"
    r"|(?P<open>\((?:\?(?:P<\w+>|[:=!>]|<[=!]))?)"
    r"|(?P<maybe>\?)[+?]?",
    re.DOTALL,
)


_SIGNS = re.compile(r"[^\w$€£#(\[{\"']+|_+")


class PatternError(ValueError):
    """A pattern that is no regular expression, or one that could take too long."""


@lru_cache(maxsize=1024)
def compile_pattern(source: str) -> re.Pattern[str]:
    r"""A regular expression that is matched against whole texts, upper and lower case alike.

    In a set of characters ``\p{Emoji}`` stands for all emoji. Raises `PatternError`.
    """
    try:
        regex = re.compile(source.replace(r"\p{Emoji}", _EMOJI), re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"is not a regular expression: {error}") from error
    _refuse_slow(source.replace(r"\p{Emoji}", ""))
    return regex


def _is_short(repeat: str | None) -> bool:
    """Whether a repetition has an end that is soon reached: three digits at most."""
    last = re.search(r"(\d+)\}", repeat or "")
    return last is not None and int(last[1]) <= SHORT


def _refuse_slow(source: str) -> None:
    """Raise `PatternError` for a pattern whose time can explode."""
    counts: Counter[str] = Counter()
    group_ends = -1
    for match in _TOKEN.finditer(source):
        name = match.lastgroup or ""
        counts["maybe" if _is_short(match["repeat"]) else name] += 1
        if name == "close":
            group_ends = match.end()
        elif name in {"repeat", "exact"} and match.start() == group_ends:
            raise PatternError("repeats a group, which can take too long")
    if counts["flags"]:
        raise PatternError("sets flags; case never counts")
    if counts["back"]:
        raise PatternError("goes back to a group, which can take too long")
    if counts["repeat"] > MOST_REPEATS:
        raise PatternError(f"has more than {MOST_REPEATS} repetitions, which can take too long")
    if counts["maybe"] + counts["choice"] > MOST_CHOICES:
        raise PatternError(f"has more than {MOST_CHOICES} choices, which can take too long")


@lru_cache(maxsize=4096)
def shown(text: str) -> str:
    """What a reader sees of a text without signs before it, `MOST_CHARACTERS` at most."""
    seen = plain(text)
    lead = _SIGNS.match(seen)
    start = lead.end() if lead else 0
    return seen[start : start + MOST_CHARACTERS]


def span_text(text: Text, start: int, end: int) -> Text:
    """The part of a text that is shown from ``start`` up to ``end``."""
    seen = plain(text.text)
    lead = _SIGNS.match(seen)
    skip = lead.end() if lead else 0
    places: list[int] = []
    at = 0
    for character in seen[: skip + end]:
        at = max(text.text.find(character, at), 0)
        places.append(at)
        at += 1
    if start == end:
        return text.part(at, at)
    return text.part(places[skip + start], at)
