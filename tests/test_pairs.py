"""Pairs of code pages: what rules most of them out before a reading is judged."""

from __future__ import annotations

from math import inf

from hypothesis import example, given
from hypothesis import strategies as st

from mergemend.mojibake.garble import garble_by
from mergemend.mojibake.pages import Extent, Reading, judge, tongues
from mergemend.mojibake.pairs import Pair, bounds

_ROUNDING = 1e-6
_LETTERS = "abc  ,.äöüßéàçñÅøłśžőățġАБЯабвґђћεάώςאبก漢かが한“”’–…°½┌─█\x85\u2028\u200d🔴"
LINES = st.lists(st.text(st.sampled_from(_LETTERS) | st.characters(), max_size=20), max_size=8)


def reading(pair: Pair, lines: list[str]) -> str:
    return "\n".join(pair.undone(line) or line for line in lines)


@given(LINES)
@example(["Ïðèâåò, ìèð", "не менялось"])
@example(["漢字か", "한글", "Ïðè"])
@example([])
def test_no_reading_costs_less_than_its_bound(lines: list[str]) -> None:
    languages = tongues("\n".join(lines))
    found = bounds(lines, inf)
    assert len({pair for _, pair in found}) == len(found) == 104
    for bound, pair in found:
        judged = judge([Reading(pair.written, Extent.LINE, reading(pair, lines))], languages)
        assert bound <= judged.readings[0].cost + _ROUNDING


@given(LINES, st.floats(0, 400))
def test_what_costs_too_much_is_left_out(lines: list[str], most: float) -> None:
    found = bounds(lines, inf)
    assert [bound for bound, _ in found] == sorted(bound for bound, _ in found)
    assert bounds(lines, most) == [(bound, pair) for bound, pair in found if bound < most]


@given(st.sampled_from([pair for _, pair in bounds([], inf)]), st.text(st.sampled_from(_LETTERS)))
def test_what_is_undone_gives_the_damage_back(pair: Pair, text: str) -> None:
    before = pair.undone(text)
    assert before is None or garble_by(before, [pair.step]) == text


def test_what_a_letter_costs_does_not_hang_on_what_was_asked_before() -> None:
    def cost(letter: str) -> float:
        english = judge([Reading("cp1252", Extent.LINE, letter)], {"English": 0.0})
        return english.readings[0].cost

    assert cost("ǯ") == cost("ǵ")  # no language here has these letters
    assert cost("Ǯ") == cost("Ǹ")  # and ǹ was not asked for
