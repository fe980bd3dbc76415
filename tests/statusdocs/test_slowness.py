"""A pattern that is accepted takes no time that anybody would notice, whatever the text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.statusdocs.patterns import (
    MOST_CHARACTERS,
    MOST_STEPS,
    PatternError,
    compile_pattern,
)
from mergemend.statusdocs.slowness import UncountableError, steps

MOST_SECONDS = 0.5  # 0.1 on a machine that does nothing else

ATOMS = ("a", "b", "[ab]", ".", r"\w", r"\d", "1", "[^x]", " ", r"\s", "é", "[^a]")
ENDS = ("", "", "*", "+", "?", "*?", "+?", "{0,3}", "{2,40}", "{1,}")
TEXTS = ("a", "1", "ab", "aab", "a ", " ", "a1", "é", "aé1 ", "1.1")

pieces = st.builds(str.__add__, st.sampled_from(ATOMS), st.sampled_from(ENDS))
alternatives = st.lists(pieces, min_size=1, max_size=3).map("".join)
groups = st.builds(
    "(?{}{}){}".format,
    st.sampled_from((":", ":", "=", "!", ">")),
    st.lists(alternatives, min_size=1, max_size=3).map("|".join),
    st.sampled_from(("", "", "?", "??")),
)
patterns = st.lists(st.one_of(pieces, pieces, groups), min_size=1, max_size=12).map("".join)


def seconds(regex: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    regex.fullmatch(text)
    return time.process_time() - start


@given(patterns, st.sampled_from(TEXTS), st.sampled_from(("", "x", "b", "!")))
def test_an_accepted_pattern_is_fast(pattern: str, unit: str, end: str) -> None:
    try:
        regex = compile_pattern(pattern)
    except PatternError:
        return
    text = (unit * MOST_CHARACTERS)[: MOST_CHARACTERS - len(end)] + end
    assert seconds(regex, text) < MOST_SECONDS


@pytest.mark.parametrize("unit", TEXTS)
@pytest.mark.parametrize(
    "pattern",
    [
        ".*a.*a.*b",
        r".*.*\d+x",
        "(?:a|aa).*.*.*x",
        ".*?.*?.*?x",
        ".*.*(?=.*x)y",
        "[ab]?" * 16 + "x",
        "[ab]{0,12}[ab]{0,12}[ab]{0,12}[ab]{0,12}[ab]{0,12}x",
        ".*(?:a|ab)?(?:a|ab)?(?:a|ab)?.*x",
        "(?:(?:a|aa)?(?:a|aa)?(?:a|aa)?)?(?:a|aa)?.*.*x",
        r"(?:.*a)?(?:.*1)?x",
    ],
)
def test_the_worst_patterns_that_are_accepted(pattern: str, unit: str) -> None:
    assert steps(pattern, re.IGNORECASE, MOST_CHARACTERS) <= MOST_STEPS
    assert seconds(compile_pattern(pattern), (unit * MOST_CHARACTERS)[:MOST_CHARACTERS]) < (
        MOST_SECONDS
    )


@pytest.mark.parametrize(
    ("pattern", "most"),
    [
        ("abc", 1),
        (r"\d+\.\d+\.\d+", 3 * 200 + 1),  # each repetition ends where it must
        (r"\d+\d+x", 200 + 201 * 200 + 201),
        ("a|b|c", 1),
        ("(?:aa|ab|ba)c", 1),
        ("(?:a|ab)c", 1),
        ("(?:a|ab)?b", 2),
        ("a?b?c?", 1),
        ("a?a?x", 2),
    ],
)
def test_steps(pattern: str, most: int) -> None:
    assert steps(pattern, re.IGNORECASE, 200) == most


@pytest.mark.parametrize("pattern", ["(?:ab)*", "(a)\\1", "(?:ab|cd){2,3}e"])
def test_what_nothing_bounds(pattern: str) -> None:
    with pytest.raises(UncountableError):
        steps(pattern, 0, 200)
