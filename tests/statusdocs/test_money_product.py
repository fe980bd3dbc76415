"""Hours times rates, and what only looks like a wrong product."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusdocs.around import findings, told

RULE = "money-product"


def table(header: str, *rows: str) -> str:
    return "\n".join([f"|{header}|", f"|{'---|' * (header.count('|') + 1)}", *rows])


WRONG = [
    ("**Cost:** $16,800-$25,200 (120-168 hours @ $150/hr)", "120 h × $150 is $18,000, not $16,800"),
    ("$18,000-$25,000 (120-168 hours @ $150/hr)", "168 h × $150 is $25,200, not $25,000"),
    ("$3,000 (24 hours at $150/hour)", "24 h × $150 is $3,600, not $3,000"),
    ("24 h @ $150/hr: $3,000", "24 h × $150 is $3,600, not $3,000"),
    ("€3,000 (24 h @ €150/h)", "24 h × €150 is €3,600, not €3,000"),
    ("24 hours × $150/hr = $3,000", "24 × 150 is 3,600, not 3,000"),
    ("24 x $150 = $3,000", "24 × 150 is 3,600, not 3,000"),
    ("24 * $150 = $3,000", "24 × 150 is 3,600, not 3,000"),
    ("Lamps: 12 lamps × $40 = $440", "12 × 40 is 480, not 440"),
    ("~$2,000 (24 hours @ $150/hr)", "24 h × $150 is $3,600, not $2,000"),
    ("| Dredge | $3,000 (24 hours @ $150/hr) |", "24 h × $150 is $3,600, not $3,000"),
    (table("Part|Hours|Rate|Cost", "|Dredge|24|$150|$3,000|"), "24 h × $150 is $3,600, not $3,000"),
    (
        table("Part|Effort|Rate|Total", "|Dredge|24 h|$150/hr|$3,000|"),
        "24 h × $150 is $3,600, not $3,000",
    ),
]

RIGHT = [
    "- $400 (10 hours @ $50/hr, 20% discount)",
    "- $595 (10 hours @ $50/hr, plus VAT)",
    "$18,000-$25,200 (120-168 hours @ $150/hr)",
    "$3,600 (24 hours @ $150/hr)",
    "24 x $150 = $3,600",
    # rounded and rough
    "$3.6k (24 hours @ $150/hr)",
    "~$4,000 (24 hours @ $150/hr)",
    "$3,590+ (24 hours @ $150/hr)".replace("3,590", "3,600"),
    "$1,000 (~8 hours @ $150/hr)",
    # one end of a span against a single sum
    "$3,600 (24-30 hours @ $150/hr)",
    # two rates, two sums, two times
    "$3,000 (24 hours @ $150/hr or $125/hr)",
    "$3,000 or $2,000 (24 hours @ $150/hr)",
    "$3,000 (24 hours @ $150/hr, then 4 hours more)",
    # several people or months
    "$7,200 (2 × 24 hours @ $150/hr)",
    "2 people × 24 x $150 = $7,200",
    "$14,400/month (24 hours @ $150/hr a week)",
    # other money
    "$3,000 (24 hours @ €150/hr)",
    # no rate, no sum, no hours
    "$3,000 for 24 hours",
    "24 hours @ $150/hr",
    "$3,000 @ $150/hr",
    "$3,000/year and $150/hr for 24 hours",
    # part of a longer sum
    "10 + 24 x $150 = $3,610",
    "24 x $150 + $10 = $3,610",
    "2 * 24 * $150 = $7,200",
    # no money at all
    "24 x 150 = 3,000",
    "3x $150 off, $40 = a lamp",
    table("Part|Hours|Rate|Cost", "|Dredge|24|$150|$3,600|", "|Total|24|$150|$9,000|"),
    table("Part|Hours|Rate|Cost", "|Dredge|20-24|$150|$3,600|", "|Log|~24|$150|$3,000|"),
    table("Part|Hours|Rate|Cost", "|Dredge|24|-|$3,000|", "|Log|tbd|$150|$3,000|"),
    table("Part|Days|Rate|Cost", "|Dredge|3|$150|$3,600|"),
    table("Part|Hours|Error rate|Cost", "|Dredge|24|3%|$3,000|"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_product_is_found(text: str, message: str) -> None:
    ((_, severity, said),) = told(RULE, text)
    assert (severity, said) == ("error", message)


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_or_unclear_is_left_alone(text: str) -> None:
    assert told(RULE, text) == []


def test_the_column_is_that_of_the_sum() -> None:
    (finding,) = findings(RULE, "**Cost:** $16,800-$25,200 (120-168 hours @ $150/hr)")
    assert (finding.line, finding.column, finding.edits) == (1, 11, ())


@given(st.integers(1, 300), st.integers(1, 300), st.integers(-50, 50))
def test_only_the_product_is_right(hours: int, rate: int, off: int) -> None:
    total = hours * rate + off
    if total > 0:
        text = f"${total:,} ({hours} hours @ ${rate}/hr)"
        assert bool(told(RULE, text)) == (off != 0)


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(RULE, f"$3,000 (24 hours @ $150/hr) {text} 24 x $150 = $3,000")
