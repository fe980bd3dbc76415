"""A rule asks for nothing that it is not said to need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from conftest import SHARED
from mergemend.evidence import Written
from mergemend.git.around import IndexFiles
from mergemend.kinds import shipped_kind
from mergemend.model import Document
from mergemend.statusdocs.checks import CHECKS
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.markdown import read_outline
from mergemend.statusdocs.needs import NEEDS, Need, depends_on
from statusdocs.around import Around
from statusdocs.test_any_text import PIECES

CORPUS = SHARED / "corpus" / "status" / "docs"
TEXT = (
    "".join(PIECES) + "**Date:** 2026-01-09\n\nWeek 2 (Jan 5-9), Monday, Jan 6\n\n**Due:** Jan 2\n"
)


@dataclass
class Asked(Around):
    """Notes what it is asked."""

    needs: set[Need] = field(default_factory=set)

    def written(self) -> Written | None:
        self.needs.add(Need.HISTORY)
        return super().written()

    def files(self) -> IndexFiles:
        self.needs.add(Need.FILES)
        return super().files()

    def neighbours(self) -> Iterator[Document]:
        self.needs.add(Need.AROUND)
        return super().neighbours()

    def earlier(self) -> Iterator[bytes]:
        raise AssertionError("no rule asks for earlier texts")


def asked(text: bytes, kind: Kind) -> dict[str, set[Need]]:
    found = {}
    outline = read_outline(Document("docs/STATUS.md", text))
    for rule, check in CHECKS.items():
        around = Asked(texts={"docs/PLAN_STATUS.md": TEXT})
        list(check(Look(outline, kind, around)))
        found[rule] = around.needs
    return found


def test_no_rule_asks_for_more() -> None:
    texts = [TEXT.encode(), *(path.read_bytes() for path in sorted(CORPUS.glob("*.md"))[::3])]
    every: defaultdict[str, set[Need]] = defaultdict(set)
    for kind in map(shipped_kind, ("status-document", "project-status", "blockers")):
        for text in texts:
            for rule, needs in asked(text, kind).items():
                every[rule] |= needs
    for rule, needs in every.items():
        assert needs <= NEEDS.get(rule, set()), rule
    assert set().union(*every.values()) == set(Need)


def test_a_text_without_dates_links_and_tickets_asks_nothing() -> None:
    found = asked(b"# Status\n\n**Status:** done\n\n- [x] one\n", shipped_kind("project-status"))
    assert set().union(*found.values()) == set()


@pytest.mark.parametrize(
    ("wanted", "needs"),
    [
        ({"hour-sum"}, set()),
        ({"hour-sum", "broken-link"}, {Need.FILES}),
        ({"kind-schema"}, set()),
        (set(CHECKS), set(Need)),
    ],
)
def test_depends_on(wanted: set[str], needs: set[Need]) -> None:
    assert depends_on(Kind("k"), wanted.__contains__) == needs
    assert NEEDS.keys() <= CHECKS.keys()


def test_with_a_schema_dates_count() -> None:
    kind = Kind("k", json_schema={})
    assert depends_on(kind, {"kind-schema"}.__contains__) == {Need.HISTORY}
