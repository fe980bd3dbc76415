"""Links to headings that are not there, and anchors as GitHub makes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.statusdocs.checks.broken_anchor import slug
from statusdocs.around import Around, findings, fixed, lines

RULE = "broken-anchor"

# Anchors as github.com shows them.
SLUGS = {
    "Costs": "costs",
    "Costs & Risks": "costs--risks",
    "📋 Plan": "-plan",
    "🖥️ Plan": "\ufe0f-plan",
    "What's next?": "whats-next",
    "v1.2.3 (beta)": "v123-beta",
    "`tide_table` of *neap* tides": "tide_table-of-neap-tides",
    "[Quay](quay.md) plan": "quay-plan",
    "[Quay][q] plan": "quay-plan",
    "Hafen-Übersicht": "hafen-übersicht",
    "港口 计划": "港口-计划",
    "A / B": "a--b",
    "1. First": "1-first",
    "Done ✅": "done-",
    "a <b>bold</b> one": "a-bold-one",
    "`List<T>` of things": "listt-of-things",
    ":rocket: Start": "rocket-start",
    "snake_case": "snake_case",
    "Trailing:": "trailing",
}


@pytest.mark.parametrize("title", SLUGS)
def test_anchors_are_made_as_on_github(title: str) -> None:
    assert slug(title) == SLUGS[title]


# text, what the link is led to
WRONG = {
    "# Costs\n\n[a](#cost)\n": None,
    "# Costs & Risks\n\n[a](#costs-risks)\n": "#costs--risks",
    "# 📋 Plan\n\n[a](#plan)\n": "#-plan",
    "# Plan\n\n[a](#-plan)\n": "#plan",
    "# v1.2\n\n[a](#v1.2)\n": "#v12",
    "# Quay Plan\n\n[a](#Quay_Plan)\n": "#quay-plan",
    "# Plan\n\n[a](#plan-1)\n": None,
    "# Plan\n\n[a](STATUS.md#gone)\n": None,
    "# Plan\n\n[a](./STATUS.md#pl-an)\n": "./STATUS.md#plan",
    "# Plan\n\n<a href='#gone'>\n": None,
    "# Plan\n\n[a]\n\n[a]: #gone\n": None,
    "# Plan\n\n- [ ] [a](#gone)\n": None,
    "```\n# Plan\n```\n\n[a](#plan)\n": None,
    "**Plan**\n\n[a](#plan)\n": None,
}


@pytest.mark.parametrize("text", WRONG)
def test_a_link_to_no_heading(text: str) -> None:
    (found,) = findings(RULE, text)
    assert found.severity.value == "warning"
    target = next(line for line in text.split("\n") if "#" in line and not line.startswith("# "))
    assert text.split("\n")[found.line - 1] == target
    right = WRONG[text]
    if right is None:
        assert not found.edits
    else:
        assert f"[a]({right})" in fixed(RULE, text)


RIGHT = [
    "# Costs\n\n[a](#costs)\n",
    "# Costs\n\n[a](#Costs)\n",
    "# Costs & Risks\n\n[a](#costs--risks)\n",
    "# 📋 Plan\n\n[a](#-plan)\n",
    "# 🖥️ Plan\n\n[a](#-plan)\n",
    "# 🖥️ Plan\n\n[a](#%EF%B8%8F-plan)\n",
    "# 🖥️ Plan\n\n[a](#️-plan)\n",
    "# Plan\n\n# Plan\n\n[a](#plan-1)\n",
    "Plan\n====\n\n[a](#plan)\n",
    "# Plan #\n\n[a](#plan)\n",
    "> # Plan\n\n[a](#plan)\n",
    "- # Plan\n\n[a](#plan)\n",
    "<a id='plan'></a>\n\n[a](#plan)\n",
    '<a name="plan">\n\n[a](#plan)\n',
    "<h2>The Plan</h2>\n\n[a](#the-plan)\n",
    "<h2 align='center'>\n  The Plan\n</h2>\n\n[a](#the-plan)\n",
    "# Plan {#own}\n\n[a](#own)\n",
    "[a](#)\n",
    "[a](#top)\n",
    "[a](#L12)\n",
    "[a](other.md#gone)\n",
    "[a](https://example.org/#gone)\n",
    "[a](#/route/of/an/app)\n",
    "[a](#:~:text=plan)\n",
    "`[a](#gone)`\n",
    "```\n[a](#gone)\n```\n",
    "Fixes #12\n",
    "# Übersicht\n\n[a](#%C3%BCbersicht)\n",
    "# [Quay][q]\n\n[a](#quay)\n\n[q]: quay.md\n",
    "# a `b` c\n\n[a](#a-b-c)\n",
]


@pytest.mark.parametrize("text", RIGHT)
def test_anchors_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, text)


OTHER = Around(
    paths=("docs/guides/TIDES.md",),
    texts={"docs/guides/TIDES.md": "# Tides\n\n## 🌊 Neap tides\n", "docs/b.md": "# B\n"},
)


@pytest.mark.parametrize(
    ("target", "right"),
    [
        ("guides/TIDES.md#neap-tides", "guides/TIDES.md#-neap-tides"),
        ("./guides/../guides/TIDES.md#neap-tides", "./guides/../guides/TIDES.md#-neap-tides"),
        ("guides/TIDES.md#spring", None),
        ("b.md#c", None),
    ],
)
def test_a_link_to_no_heading_of_another_document(target: str, right: str | None) -> None:
    text = f"# Plan\n\n[a]({target})\n"
    assert lines(RULE, text, OTHER) == [(3, "warning")]
    assert fixed(RULE, text, OTHER) == f"# Plan\n\n[a]({right or target})\n"


@pytest.mark.parametrize(
    "target",
    [
        "guides/TIDES.md#tides",
        "guides/TIDES.md",
        "c.md#d",
        "/b.md#c",
        "b.txt#c",
        "x:b.md#c",
        "#plan",
    ],
)
def test_links_into_other_documents_that_are_left_alone(target: str) -> None:
    assert not lines(RULE, f"# Plan\n\n[a]({target})\n", OTHER)


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1))
def test_every_heading_is_found_by_its_anchor(title: str) -> None:
    anchor = slug(title)
    if anchor and not set("<>()[]\\%*_`~!#") & set(title):
        assert not lines(RULE, f"# {title}\n\n[a](#{anchor})\n")


@given(st.text(st.sampled_from("# abC-_[](){}<>h2/=\"'\n✅\ufe0f%"), max_size=60))
def test_fixing_converges(text: str) -> None:
    fixed(RULE, text)
