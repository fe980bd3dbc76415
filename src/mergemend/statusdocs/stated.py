"""What a value says of the state of something: statuses, and items of lists with their emoji.

The words are those of `mergemend.statusdocs.values.states`, and those that a kind adds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mergemend.late import late
from mergemend.model import Json
from mergemend.statusdocs.clock import Clock
from mergemend.statusdocs.inline import Text
from mergemend.statusdocs.values.states import State, read_status

# What an emoji says by itself; red ones say too many things.
_EMOJI = {
    **dict.fromkeys("✅☑✔✓", State.DONE),
    **dict.fromkeys("🔄🚧🏗⏳", State.ACTIVE),
    **dict.fromkeys("⬜☐🔲📋", State.TODO),
    **dict.fromkeys("❌✗✖", State.FAILED),
    "⏸": State.BLOCKED,
}
_SIGNS = late(r"[^\w\s(\"'`~\[<@#$€£+–—-][^\w(\"'`~\[<@#$€£+–—-]*")
_PHRASE_END = late(r"\s+[-–—]\s+|[.,;:!](?=\s|$)|[(]|[^\w\s\"'`/&%+.-]")
_NOT = late(
    r"\b(?:not?|never|none|without|until|if|when|before|after|un\w+)\b|n't\b", re.IGNORECASE
)
_BARS = late(r"\s+(?:\||•|·)\s+")
_TICK = "\N{VARIATION SELECTOR-16}"


@dataclass(frozen=True, slots=True)
class Context:
    """What the meaning of a value can hang on: the document's clock, and the kind's own states."""

    clock: Clock
    states: Mapping[str, tuple[str, ...]]


def read_states(text: Text, context: Context) -> dict[str, Json] | None:
    """The data of a status; None if it has neither a known word nor an emoji."""
    seen = text.plain
    states = [state for part in _BARS.split(seen) if (state := _state(part, context))]
    if not states and not _SIGNS.search(seen):
        return None
    only = states[0] if len(states) == 1 else None
    return {"text": seen, "state": only, "states": list(states)}


def _state(part: str, context: Context) -> str | None:
    """The state of a phrase; before it can be a subject, as in ``Launch 🔴 BLOCKED``."""
    signs = _SIGNS.search(part)
    words = part[signs.end() :] if signs else part
    for phrase in dict.fromkeys(
        (part.strip(), words.strip(), _last_words(part), _last_words(words))
    ):
        if found := _state_of_words(phrase, context):
            return found
    if signs and not re.search(r"[^\W\d_]", words):
        return _state_of_emoji(signs[0], context)
    return None


def _state_of_words(phrase: str, context: Context) -> str | None:
    for state, own in context.states.items():
        if any(_begins_with(phrase, word) for word in own):
            return state
    found = read_status(phrase)
    return found[0].state.value if found and found[0].state else None


def _last_words(part: str) -> str:
    """The end of a phrase that is a state: ``partially fixed`` of ``Both are partially fixed``."""
    phrase = _PHRASE_END.split(part.strip(), maxsplit=1)[0].strip()
    if _NOT.search(phrase):
        return ""
    words = phrase.split()
    ends = (" ".join(words[-count:]) for count in (3, 2, 1))
    return next((end for end in ends if any(one.state for one in read_status(end))), "")


def _begins_with(phrase: str, word: str) -> bool:
    return re.match(rf"{re.escape(word)}(?!\w)", phrase, re.IGNORECASE) is not None


def _state_of_emoji(signs: str, context: Context) -> str | None:
    for sign in signs:
        for state, own in context.states.items():
            if sign in own:
                return state
        if sign in _EMOJI:
            return _EMOJI[sign].value
    return None


def item_data(text: Text, done: bool | None, context: Context) -> dict[str, Json]:
    """The data of an item of a list: its text without the emoji before it, and what these say.

    ``done`` says whether its box is ticked, None that it has none.
    """
    seen = text.plain
    signs = _SIGNS.match(seen)
    emoji = signs[0].replace(_TICK, "").strip() if signs else None
    return {
        "text": seen[signs.end() :] if signs else seen,
        "emoji": emoji or None,
        "state": _state_of_emoji(emoji, context) if emoji else None,
        "done": done,
    }


def without_signs(text: str) -> str:
    """A text without the emoji before it."""
    signs = _SIGNS.match(text)
    return text[signs.end() :] if signs else text
