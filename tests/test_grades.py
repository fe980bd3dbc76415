"""The grades of the resolvers: how they are earned, and that docs and real merges bear them out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from benchmarks.conflicts.corpus import load, part
from benchmarks.conflicts.grades import RANKS, count

from conftest import SHARED
from mergemend.conflicts.resolve.ladder import LADDER, LAST_RESORT
from mergemend.conflicts.resolve.odds import Odds, odds_of
from mergemend.model import Safety

PAGE = Path(__file__).resolve().parents[1] / "docs" / "resolvers.md"


@pytest.mark.parametrize(
    ("odds", "grade"),
    [
        (Odds(39, 41), Safety.SAFE),
        (Odds(38, 41), Safety.LIKELY),
        (Odds(4, 4), Safety.LIKELY),  # too few to be safe
        (Odds(3, 3), Safety.GUESS),
        (Odds(39, 41, tuned_right=1, tuned_cases=3), Safety.GUESS),  # denied where it was tuned
        (Odds(20, 41), Safety.GUESS),
        (Odds(0, 0), Safety.GUESS),
        (Odds(0, 0, proven=True), Safety.SAFE),
    ],
)
def test_a_grade_is_earned_by_counting(odds: Odds, grade: Safety) -> None:
    assert odds.grade is grade


def test_the_page_says_what_the_program_goes_by() -> None:
    rows = dict(
        re.findall(r"^\| ([a-z-]+) +\| +(safe|likely|guess) +\|", PAGE.read_text(), re.MULTILINE)
    )
    assert rows == {name: odds_of(name).grade for name in LADDER if name not in LAST_RESORT}


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real cases are not here")
def test_real_merges() -> None:
    """Of regions of real merges, also in repositories that no rule was tuned on."""
    found = count(load(SHARED / "corpus" / "conflicts", "replay"))
    held = [one for one in found if part(one.group) == "report"]
    for some in (found, held):
        assert sum(one.taken_right for one in some) >= 0.6 * len(some)
        assert sum((one.rank or RANKS + 1) <= RANKS for one in some) >= 0.65 * len(some)
    safe = [one for one in found if one.grade == "safe"]
    assert len(safe) >= 0.15 * len(found)
    assert sum(one.taken_right for one in safe) >= 0.95 * len(safe)
