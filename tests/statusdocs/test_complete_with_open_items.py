"""Claims of completion over open boxes, and open boxes that are none of the claim's."""

from __future__ import annotations

import pytest

from statusdocs.around import findings, lines

RULE = "complete-with-open-items"

OPEN = "- [ ] Sound the basin\n"
DONE = "- [x] Sound the basin\n"

WRONG = [
    ("## Dredging ✅\n\n" + OPEN, 3),
    ("## Dredging - COMPLETE\n\n" + OPEN, 3),
    ("## Dredging (DONE)\n\n" + DONE + OPEN, 3),
    ("### ✅ Dredging: FINISHED\n\n" + OPEN * 3, 3),
    ("## Dredging ☑️\n\n" + OPEN, 3),
    ("## Dredging **COMPLETED**\n\n" + OPEN, 3),
    ("## Dredging\n\n**Status:** ✅ Complete\n\n" + OPEN, 5),
    ("## Dredging\n\n**Status**: Done\n\n" + DONE + OPEN, 5),
    ("## Dredging\n\n- **Status:** 100% complete\n" + OPEN, 5),
    ("## Dredging\n\n**Status:** COMPLETE (5/5)\n\n" + OPEN, 5),
    ("## Dredging (100% COMPLETE)\n\n" + OPEN, 3),
    ("## Phase 1: Dredging ✅\n\n" + OPEN, 3),
    ("## Dredging ✅\n\nAll of this is done:\n\n" + OPEN, 3),
    ("## Dredging ✅\n\n**Next steps:**\n\n" + OPEN + "\n**Work:**\n\n" + OPEN, 3),
]


@pytest.mark.parametrize(("text", "line"), WRONG)
def test_a_claim_over_open_boxes(text: str, line: int) -> None:
    assert lines(RULE, "# Harbour\n\n" + text) == [(line, "warning")]


RIGHT = [
    "## Dredging ✅\n\n" + DONE,
    "## Dredging\n\n" + OPEN,
    "## Dredging ✅\n\n## Paving\n\n" + OPEN,
    "## Dredging ✅\n\n### Paving\n\n" + OPEN,
    "## Dredging ✅\n\n**Next steps:**\n\n" + OPEN,
    "## Dredging ✅\n\nOptional:\n\n" + OPEN,
    "## Dredging ✅\n\n**Future work**\n" + OPEN,
    "## Dredging ✅\n\n- Remaining:\n  " + OPEN,
    "## ✅ Completion checklist\n\n" + OPEN,
    "## Next steps ✅\n\n" + OPEN,
    "## Acceptance criteria ✅\n\n" + OPEN,
    "## Complete survey of the basin\n\n" + OPEN,
    "## Dredging (60% COMPLETE)\n\n" + OPEN,
    "## Dredging 3/5 DONE\n\n" + OPEN,
    "## Dredging\n\n**Status:** Complete (phase 1)\n\n" + OPEN,
    "## Dredging\n\n**Status:** ✅ In progress - 3 of 5 complete\n\n" + OPEN,
    "## Dredging\n\n**Status:** Not complete\n\n" + OPEN,
    "## Dredging\n\n**Status:** Complete by Jan 15\n\n" + OPEN,
    "## Dredging\n\n**Status:** Basin ✅ COMPLETE | Quay 🔴 BLOCKED\n\n" + OPEN,
    "## Dredging\n\n**Status:** Basin ✅ COMPLETE\n\n" + OPEN,
    "## Dredging\n\n**Status:** Complete (4/5)\n\n" + OPEN,
    "## Dredging\n\n**Status:** In progress → 90% complete\n\n" + OPEN,
    "## Dredging\n\n**Status:** READY\n\n" + OPEN,
    "## Dredging ✅\n\n```\n" + OPEN + "```\n",
    "## Dredging ✅\n\nBrackets like [ ] in a sentence\n",
    "## Dredging ✅\n\n**Sign-off**\n\n- [ ] Harbour master: ____\n",
    "## Dredging ✅\n\n**Action Items**:\n" + OPEN,
]


@pytest.mark.parametrize("text", RIGHT)
def test_boxes_that_are_left_alone(text: str) -> None:
    assert not lines(RULE, "# Harbour\n\n" + text)


def test_the_open_boxes_are_named() -> None:
    (found,) = findings(RULE, "# Harbour\n\n## Dredging ✅\n\n" + DONE + OPEN + OPEN)
    assert found.evidence == {"lines": [6, 7]}
    assert not found.edits
