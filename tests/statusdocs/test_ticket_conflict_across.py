"""What two documents state about one ticket."""

from __future__ import annotations

import pytest

from mergemend import check
from mergemend.model import FileReport
from scratch import Scratch
from statusdocs.around import Around, findings, lines

RULE = "ticket-conflict-across"


def document(field: str, date: str | None = "January 12, 2026", ticket: str = "QUA-42") -> str:
    head = f"**Date:** {date}\n" if date else ""
    return f"# Harbour\n\n{head}\n### {ticket}: Quay repair\n\n**{field}\n"


def among(text: str, path: str = "docs/OTHER_STATUS.md") -> Around:
    return Around(texts={path: text})


NEWER, OLDER = "January 14, 2026", "January 9, 2026"

# one document, another, severity
WRONG = [
    (document("Due:** Jan 15"), document("Due:** Jan 24"), "warning"),
    (document("Due:** 2026-01-15"), document("Deadline:** Jan 16, 2026"), "warning"),
    (document("Status:** Done"), document("Status:** Blocked"), "warning"),
    (document("Status:** ✅ READY"), document("Status:** 🔴 BLOCKED"), "warning"),
    (document("Owner:** Ada"), document("Owner:** Grace"), "warning"),
    (document("Effort:** 4 h"), document("Effort:** 12 hours"), "warning"),
    (document("Due:** Jan 15", NEWER), document("Due:** Jan 24"), "info"),
    (document("Owner:** Ada", NEWER), document("Owner:** Grace"), "info"),
    (document("Owner:** Ada", None), document("Owner:** Grace", None), "info"),
    (document("Due:** 2026-01-15", None), document("Due:** 2026-01-16"), "info"),
    (document("Effort:** 4 h", NEWER), document("Effort:** 12 hours", None), "info"),
]


@pytest.mark.parametrize(("text", "other", "severity"), WRONG)
def test_documents_that_speak_against_each_other(text: str, other: str, severity: str) -> None:
    assert lines(RULE, text, among(other)) == [(text.count("\n"), severity)]


RIGHT = [
    (document("Due:** Jan 15"), document("Due:** January 15, 2026")),
    (document("Due:** Jan 15"), document("Due:** Jan 24", ticket="QUA-43")),
    (document("Due:** Jan 15"), document("Target:** Jan 24")),
    (document("Due:** Jan 15"), document("Next Review:** Jan 24")),
    (document("Due:** Jan 15"), document("Due:** was Jan 24")),
    (document("Due:** Jan 15", OLDER), document("Due:** Jan 24")),
    (document("Due:** TBD"), document("Due:** Jan 24")),
    (document("Status:** Done", NEWER), document("Status:** Blocked")),
    (document("Status:** Done", None), document("Status:** Blocked")),
    (document("Status:** Done"), document("Status:** Resolved")),
    (document("Status:** Done"), document("Status:** Done")),
    (document("Owner:** Ada"), document("Owner:** Ada Lovelace")),
    (document("Owner:** Ada"), document("Owner:** DevOps team")),
    (document("Owner:** Ada"), document("Owner:** TBD")),
    (document("Effort:** 8-12 h"), document("Effort:** 10 hours")),
    (document("Effort:** 2 days"), document("Effort:** 10 hours")),
    (document("Priority:** High"), document("Priority:** Low")),
    (document("Due:** Jan 15"), "# Notes\n\nQUA-42 is due Jan 24\n"),
    (document("Due:** Jan 15"), "```\n" + document("Due:** Jan 24") + "```\n"),
    (document("Due:** Jan 15"), ""),
    (document("Due:** Jan 15", ticket="UTF-8"), document("Due:** Jan 24", ticket="UTF-8")),
    (
        document("Due:** Jan 15"),
        document("Due:** Jan 24") + "\n<<<<<<< HEAD\n=======\n>>>>>>> x\n",
    ),
]


@pytest.mark.parametrize(("text", "other"), RIGHT)
def test_documents_that_agree_or_say_too_little(text: str, other: str) -> None:
    assert not lines(RULE, text, among(other))


@pytest.mark.parametrize(
    "path",
    ["docs/archive/STATUS.md", "old/STATUS.md", "docs/plans_archived/STATUS.md", "docs/notes.txt"],
)
def test_archived_documents_and_others_are_not_read(path: str) -> None:
    assert not lines(RULE, document("Owner:** Ada"), among(document("Owner:** Grace"), path))


@pytest.mark.parametrize("path", ["folder/STATUS.md", "bold/STATUS.md", "historical.md/STATUS.md"])
def test_names_that_only_look_like_an_archive(path: str) -> None:
    assert lines(RULE, document("Owner:** Ada"), among(document("Owner:** Grace"), path))


def test_the_finding_names_the_other_document() -> None:
    (found,) = findings(RULE, document("Owner:** Ada"), among(document("Owner:** Grace")))
    assert found.evidence["path"] == "docs/OTHER_STATUS.md"
    assert "docs/OTHER_STATUS.md, line 7: 'Grace'" in found.message


def test_documents_around_are_those_of_the_index(tmp_path_factory: pytest.TempPathFactory) -> None:
    scratch = Scratch.init(tmp_path_factory.mktemp("a repo"))
    other = document("Owner:** Grace").encode()
    scratch.commit("plans", {"docs/PLAN_STATUS.md": other, "notes.md": other})
    path = scratch.write("docs/STATUS.md", document("Owner:** Ada").encode())
    (report,) = check(path)
    assert isinstance(report, FileReport)
    (found,) = [found for found in report.findings if found.rule == RULE]
    assert found.evidence["path"] == "docs/PLAN_STATUS.md"
