"""Regular expressions from kind files, and texts as they see them.

A kind file comes with a repository that one may not know, and Python's expressions can take time
without end. So a pattern is refused that repeats a group, goes back to one, or can take more than
`MOST_STEPS` to see that a line does not fit; it sees at most `MOST_CHARACTERS` of a line.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mergemend.statusdocs.inline import Text, plain

MOST_STEPS = 12_000_000  # some 0.06 s
MOST_CHARACTERS = 200
MOST_SOURCE = 2000  # characters of a pattern

# what stands in a set for the signs that documents use, and the selectors behind them
_EMOJI = r"\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u2300-\u23FF\u2190-\u21FF\uFE0F\u200D"
_TOKEN = re.compile(
    r"(?P<back>\\[1-9]|\(\?P=\w+\)|\(\?\()"
    r"|(?P<flags>\(\?[a-zA-Z-]+[:)])"
    r"|(?P<plain>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<close>\))"
    r"|(?P<repeat>[*+]|\{\d*,?\d*\})",
    re.DOTALL,
)


_SIGNS = re.compile(r"[^\w$€£#(\[{\"']+|_+")


class PatternError(ValueError):
    """A pattern that is no regular expression, or one that could take too long."""


@lru_cache(maxsize=1024)
def compile_pattern(source: str, *, known: bool = False) -> re.Pattern[str]:
    r"""A regular expression that is matched against whole texts, upper and lower case alike.

    In a set of characters ``\p{Emoji}`` stands for all emoji. One that is ``known`` to take few
    steps is not asked about that, which takes longer than all else. Raises `PatternError`.
    """
    if len(source) > MOST_SOURCE:
        raise PatternError(f"is longer than {MOST_SOURCE:,} characters")
    whole = source.replace(r"\p{Emoji}", _EMOJI)
    try:
        regex = re.compile(whole, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"is not a regular expression: {error}") from error
    if not known:
        _refuse_slow(source)
        _refuse_steps(whole)
    return regex


def _refuse_slow(source: str) -> None:
    """Raise `PatternError` for a pattern whose time can explode."""
    group_ends = -1
    for match in _TOKEN.finditer(source):
        name = match.lastgroup or ""
        if name == "flags":
            raise PatternError("sets flags; case never counts")
        if name == "back":
            raise PatternError("goes back to a group, which can take too long")
        if name == "close":
            group_ends = match.end()
        elif name == "repeat" and match.start() == group_ends:
            raise PatternError("repeats a group, which can take too long")


def _refuse_steps(source: str) -> None:
    """Raise `PatternError` for a pattern that can take too many steps."""
    from mergemend.statusdocs.slowness import UncountableError, steps  # Python's own parser, again

    try:
        most = steps(source, re.IGNORECASE, MOST_CHARACTERS)
    except UncountableError as error:
        raise PatternError("repeats a group, which can take too long") from error
    if most > MOST_STEPS:
        raise PatternError(
            f"can take {most:,} steps to see that a line does not fit, and {MOST_STEPS:,} are"
            " allowed: use fewer repetitions that can end in several places, such as .*"
        )


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
