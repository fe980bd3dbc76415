"""Fields twice in one group, and those that may come twice."""

from __future__ import annotations

import pytest

from statusdocs.around import lines

RULE = "duplicate-key"

WRONG = [
    ("**Status:** Done\n**Status:** Open\n", 4),
    ("**Status:** Done\n**Owner:** Ada\n**Status:** Open\n", 5),
    ("- **Due:** Jan 3\n- **Due:** Jan 4\n", 4),
    ("**Owner**: Ada\n**Owner:** Grace\n", 4),
    ("**Date:** Jan 3\n**Date:** Jan 4\n", 4),
    ("**Priority:** High | **Priority:** Low\n", 3),
    ("**Version:** 1.2\n**Version:** 1.3\n", 4),
    ("**Last Updated:** Jan 3\n**Last updated:** Jan 4\n", 4),
    ("**Effort:** 3 h\n**Effort:** 4 h\n", 4),
    ("**📅 Due Date:** Jan 3\n**Due Date:** Jan 4\n", 4),
    ("**Deadline:** Jan 3\n**Deadline:** Jan 4\n", 4),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_field_twice(text: str, line: int) -> None:
    assert lines(RULE, "# Quay\n\n" + text) == [(line, "warning")]


RIGHT = [
    "**Status:** Done\n**Status:** Done\n",
    "**Status:** Done\n**Status:** **done**\n",
    "**Status:** Done\n\n**Status:** Open\n",
    "**Status:** Done\n\n## Paving\n**Status:** Open\n",
    "**Status:** Done\n**Owner:** Ada\n",
    "**Note:** one\n**Note:** two\n",
    "**Risk:** one\n**Risk:** two\n",
    "**Fix:** one\n**Fix:** two\n",
    "**Start Date:** Jan 3\n**End Date:** Jan 4\n",
    "**Due:** Jan 3\n**Due Date:** Jan 4\n",
    "**Status:** Done\nSome words.\n**Status:** Open\n",
    "1. **Status:** Done\n   - more\n2. **Status:** Open\n",
    "Status: Done\nStatus: Open\n",
    "```\n**Status:** Done\n**Status:** Open\n```\n",
    "| **Status:** Done |\n|---|\n| **Status:** Open |\n",
    "**Status:** Done\n\n---\n\n**Status:** Open\n",
    "**Before status:** Done\n**After status:** Open\n",
    "- Basin\n  - **Status:** Done\n- Quay\n  - **Status:** Open\n",
    "**Status:** Done\n> **Other:** x\n",
    "**Owner:** Ada\n**Co-owner:** Grace\n",
    "**Status** is done\n**Status** is open\n",
]


@pytest.mark.parametrize("text", RIGHT)
def test_fields_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, "# Quay\n\n" + text)
