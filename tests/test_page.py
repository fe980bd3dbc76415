"""The page behind every HTML report: escaping, policy, the time line."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from mergemend.evidence import NoEvidence
from mergemend.model import Document
from mergemend.report.html import element, text
from mergemend.report.page import Cell, Row, Section, beginning, page, table
from mergemend.report.terminal import printable
from mergemend.report.timeline import timeline
from mergemend.statusdocs.board import Board, read_document
from mergemend.statusdocs.kind import Kind
from mergemend.statusdocs.look import Look
from mergemend.statusdocs.markdown import read_outline


class Parsed(HTMLParser):
    """The elements, attributes and texts of HTML, as a browser takes them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said += data


@given(st.text(max_size=60))
def test_any_text_is_text(value: str) -> None:
    found = Parsed(element("p", value, title=value))
    assert found.elements == [("p", {"title": printable(value)})]
    assert found.said == printable(value)


@given(st.binary(max_size=30))
def test_any_bytes_can_be_written(data: bytes) -> None:
    text(data.decode("utf-8", "surrogateescape")).encode()


def test_elements() -> None:
    assert element("br") == "<br>"
    assert element("input", checked=True, disabled=False, name=None) == "<input checked>"
    assert element("p", 3, None, Markup("<b>"), "<b>") == "<p>3<b>&lt;b&gt;</p>"
    assert element("label", for_="x", aria_label="y") == '<label for="x" aria-label="y"></label>'


def made() -> str:
    rows = [Row((Cell("<script>"), Cell(Markup("<b>bold</b>"))))]
    return page(
        "test", "A <title>", [], [Section("one", "One & all", table("T", ("A", "B"), rows))]
    )


def test_the_policy_has_the_hashes_of_what_the_page_holds() -> None:
    html = made()
    (policy,) = (
        attributes["content"]
        for name, attributes in Parsed(html).elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    for name in ("style", "script"):
        (held,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)
        digest = b64encode(sha256(held.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\s(?:style|on\w+)=", html.replace("</style>", ""))


def test_a_page_refers_to_nothing_outside() -> None:
    html = made()
    assert html.encode().startswith(beginning("test"))
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?://", html)


def test_a_page_has_what_readers_go_by() -> None:
    html = made()
    assert "<title>A &lt;title&gt;</title>" in html
    assert '<section id="one" aria-labelledby="one-heading">' in html
    assert '<th scope="row">&lt;script&gt;</th><td><b>bold</b></td>' in html
    assert html.count('<th scope="col">') == 2


def board(days: list[date], now: date | None) -> Board:
    rows = "".join(f"| Task {n} | {day.isoformat()} |\n" for n, day in enumerate(days))
    data = f"# A\n\n| Task | Due |\n|---|---|\n{rows}".encode()
    look = Look(read_outline(Document("a.md", data)), Kind("x"), NoEvidence())
    return Board((read_document(look, ()),), (), now)


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@settings(max_examples=40)
@given(st.lists(DAYS, min_size=1, max_size=30), st.none() | st.dates())
def test_any_days_can_be_drawn(days: list[date], now: date | None) -> None:
    found = board(days, now)
    drawn = Parsed(timeline(found.dated, now)).elements
    squares = [a for name, a in drawn if name == "rect" and "height" in a and a["height"] != "10"]
    keys = 3 if now else 2
    assert sum(name == "rect" for name, _ in drawn) == len(days) + keys
    for square in squares:
        assert 0 <= float(square["x"] or -1) <= 960
        assert float(square["y"] or -1) >= 0
        assert float(square["width"] or 0) > 0


@pytest.mark.parametrize("now", [None, date.min, date.max, date(2026, 1, 1)])
def test_the_end_of_time_can_be_drawn(now: date | None) -> None:
    assert "<svg" in timeline(board([date(2026, 1, 5)], now).dated, now)
