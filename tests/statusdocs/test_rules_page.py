"""Every rule is documented, and the page of the rules is what they say."""

from __future__ import annotations

from benchmarks.statusdocs.rules import PAGE, page

from mergemend.rules import RULES
from mergemend.statusdocs.checks import CHECKS


def test_the_page_is_what_the_rules_say() -> None:
    assert PAGE.read_text("utf-8") == page()


def test_every_rule_can_be_named() -> None:
    assert set(CHECKS) <= set(RULES)
