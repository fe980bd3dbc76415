"""Emoji without the variation selector that they have elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import fixed, lines

RULE = "emoji-presentation"

WRONG = [
    ("- ⚠️ tide\n- ⚠ wind\n", 2),
    ("# ⚠️ Tide\n\n## ⚠ Wind\n", 3),
    ("| a | b |\n|---|---|\n| ⚠️ | ⚠ |\n", 3),
    ("✔️ tide\n\n✔ wind\n", 3),
    ("☑️ tide\n\n☑ wind\n", 3),
    ("⏸️ tide\n\n⏸ wind\n", 3),
    ("**⚠️ Tide:** high\n\n**⚠ Wind:** high\n", 3),
    ("ℹ️ tide\n\nℹ wind\n", 3),
    ("❄️ ice\n\n`⚠️` ❄ ice\n", 3),
    ("> ✏️ tide\n\n- [ ] ✏ wind\n", 3),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_sign_without_its_selector(text: str, line: int) -> None:
    assert lines(RULE, text) == [(line, "info")]
    assert not lines(RULE, fixed(RULE, text))


RIGHT = [
    "- ⚠ tide\n- ⚠ wind\n",
    "- ⚠️ tide\n- ⚠️ wind\n",
    "- ⚠️ tide\n- ✔ wind\n",
    "⚠️ tide `⚠` wind\n",
    "⚠️ tide\n\n```\n⚠ wind\n```\n",
    "⚠️ tide\n\n    ⚠ wind\n",
    "⚠️ tide ⚠\ufe0e wind\n",
    "✅ tide\n",
    "1️⃣ first, then 1 more\n",
    "#️⃣ and # alone\n",
    "❤️ and ❤\u200d🔥\n",
    "🏗️ crane, 🚧 works\n",
    "no emoji at all\n",
    "→ and ↔ arrows\n",
    "™ and © are text\n",
    "ℹ alone\n",
    "⚠️\n",
    "<!-- ⚠️ -->\n\n⚠ wind\n",
    "",
    "é ⚠️ ü\n",
]


@pytest.mark.parametrize("text", RIGHT)
def test_signs_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, text)


@given(st.text(st.sampled_from("⚠✔❤\ufe0f\ufe0e\u200d`| -#\n"), max_size=40))
def test_fixing_converges(text: str) -> None:
    fixed(RULE, text)
