"""The rules by name. Each module has one rule, and its docstring is the rule's documentation.

A rule sees a `Look` and yields findings in any order; it opens nothing and asks no clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from mergemend.model import Finding
from mergemend.statusdocs.checks.broken_link import check_links
from mergemend.statusdocs.look import Look

Check: TypeAlias = Callable[[Look], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "broken-link": check_links,
}
