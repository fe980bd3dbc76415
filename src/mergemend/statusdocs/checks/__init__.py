"""The rules by name. Each module has one rule, and its docstring is the rule's documentation.

A rule sees a `Look` and yields findings in any order; it opens nothing and asks no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from mergemend.model import Finding
from mergemend.statusdocs.checks.broken_anchor import check_anchors
from mergemend.statusdocs.checks.broken_link import check_links
from mergemend.statusdocs.checks.complete_with_open_items import check_claims
from mergemend.statusdocs.checks.date_order import check_order
from mergemend.statusdocs.checks.due_outside_section import check_due
from mergemend.statusdocs.checks.duplicate_key import check_keys
from mergemend.statusdocs.checks.emoji_presentation import check_presentation
from mergemend.statusdocs.checks.heading_count import check_counts
from mergemend.statusdocs.checks.hour_sum import check_hours
from mergemend.statusdocs.checks.kind_count import check_kind_counts
from mergemend.statusdocs.checks.kind_missing import check_kind_missing
from mergemend.statusdocs.checks.kind_order import check_kind_order
from mergemend.statusdocs.checks.kind_reference import check_kind_references
from mergemend.statusdocs.checks.kind_schema import check_kind_schema
from mergemend.statusdocs.checks.kind_value import check_kind_values
from mergemend.statusdocs.checks.money_product import check_products
from mergemend.statusdocs.checks.numbering import check_numbers
from mergemend.statusdocs.checks.percent_gap import check_gaps
from mergemend.statusdocs.checks.ratio_percent import check_shares
from mergemend.statusdocs.checks.stale_stamp import check_stamps
from mergemend.statusdocs.checks.status_emoji import check_emoji
from mergemend.statusdocs.checks.status_rollup import check_rollups
from mergemend.statusdocs.checks.table_total import check_totals
from mergemend.statusdocs.checks.ticket_conflict import check_tickets
from mergemend.statusdocs.checks.ticket_conflict_across import check_tickets_across
from mergemend.statusdocs.checks.week_range import check_weeks
from mergemend.statusdocs.checks.weekday_date import check_weekdays
from mergemend.statusdocs.checks.wrong_year import check_years
from mergemend.statusdocs.look import Look

Check: TypeAlias = Callable[[Look], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "broken-anchor": check_anchors,
    "broken-link": check_links,
    "complete-with-open-items": check_claims,
    "date-order": check_order,
    "due-outside-section": check_due,
    "duplicate-key": check_keys,
    "emoji-presentation": check_presentation,
    "heading-count": check_counts,
    "hour-sum": check_hours,
    "money-product": check_products,
    "numbering": check_numbers,
    "percent-gap": check_gaps,
    "ratio-percent": check_shares,
    "stale-stamp": check_stamps,
    "status-emoji": check_emoji,
    "status-rollup": check_rollups,
    "table-total": check_totals,
    "ticket-conflict": check_tickets,
    "ticket-conflict-across": check_tickets_across,
    "week-range": check_weeks,
    "weekday-date": check_weekdays,
    "wrong-year": check_years,
    "kind-count": check_kind_counts,
    "kind-missing": check_kind_missing,
    "kind-order": check_kind_order,
    "kind-reference": check_kind_references,
    "kind-schema": check_kind_schema,
    "kind-value": check_kind_values,
}
