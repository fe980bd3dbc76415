"""The channel looks up what strings were: a part of its tables at a time, and none is missed."""

from __future__ import annotations

import pytest

from mergemend.mojibake import channel
from mergemend.mojibake.channel import MODELS, Model, ways
from mergemend.mojibake.garble import Kind, Step, Then, characters, garble
from mergemend.mojibake.prior import known

_TURNED = (Then.OPENED, Then.CLOSED)  # not kept where they read as something else


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_every_known_character_is_looked_up_by_what_it_begins_with(model: Model) -> None:
    missed = []
    looked = 0
    for character in known()[::5]:
        possible = [(Kind.KEPT, Then.BEST_FIT)] if model.fit else ways(model.codec, character)
        for kind, then in possible:
            garbled = garble(character, model.codec, kind, then)
            if garbled.isascii() or (kind, then) == (Kind.KEPT, Then.NOTHING) or then in _TURNED:
                continue
            looked += 1
            found = [one for token in channel._tokens(garbled, 0, model) for one in token.readings]
            if (character, Step(model.codec, kind, then)) not in [(r.text, r.step) for r in found]:
                missed.append((character, kind, then, garbled))
    assert looked > 10 or (None not in characters(model.codec) and not model.fit)
    assert not missed


def test_a_text_takes_a_part_of_the_table() -> None:
    """All of it takes a fifth of a second for each code page."""
    channel._of_lead.cache_clear()
    channel._beginning.cache_clear()
    assert [*channel._tokens("Ã©", 0, Model("windows-1252"))]
    assert channel._of_lead.cache_info().currsize < len(channel._by_lead()) / 4
