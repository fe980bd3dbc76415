"""Whatever a document holds, the rules read it, and their fixes come to an end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mergemend.edits import apply
from mergemend.model import Document, Edit
from mergemend.statusdocs.check import check_status
from mergemend.statusdocs.kind import Kind
from statusdocs.around import Around

RULES = frozenset(
    {"broken-anchor", "broken-link", "complete-with-open-items", "duplicate-key"}
    | {"emoji-presentation", "status-emoji", "status-rollup", "ticket-conflict"}
    | {"ticket-conflict-across"}
)

PIECES = [
    "# QUA-42: Quay ✅\n",
    "## 📋 Plan\n",
    "**Status:** ✅ BLOCKED\n",
    "- **Owner:** Ada | **Due:** Jan 3\n",
    "- **Due:** Jan 4\n",
    "- [ ] open\n",
    "| Ticket | Status | Owner |\n|---|---|---|\n| QUA-42 | ⏳ Done | @grace |\n",
    "[a](tides.md#neap) [b](#plan) [c](/home/ada/src/tides.md)\n",
    "<a href='tides.md'>t</a> ⚠ and ⚠️\n",
    "\n[d]: ./tides.md\n",
    "\n",
]
AROUND = Around(
    paths=("src/tides.md",),
    texts={"docs/PLAN_STATUS.md": "# QUA-42\n\n**Owner:** Edsger\n", "src/tides.md": "# Tides\n"},
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join).map(str.encode) | st.binary())
def test_fixing_converges(data: bytes) -> None:
    def fixes(text: bytes) -> list[Edit]:
        document = Document(AROUND.path, text)
        found = check_status(document, Kind("status-document"), AROUND, RULES.__contains__)
        return [edit for finding in found for edit in finding.edits]

    edits = fixes(data)
    assert fixes(apply(data, edits)) == []
