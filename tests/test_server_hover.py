"""What a hover shows is text: nothing of a document or a commit acts as markup."""

from __future__ import annotations

import html
import re

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mergemend.model import Finding, Json, Severity
from mergemend.mojibake.accidents import Accidents
from mergemend.report.terminal import printable
from mergemend.server.hover import hover_text, in_markdown, in_plain_text

HOSTILE = [
    "[click](http://example.org)",
    "![x](http://example.org/x.png)",
    "<img src=x onerror=alert(1)>",
    "http://example.org/a_b_c",
    "www.example.org",
    "HTTPS://EXAMPLE.ORG",
    "`code` **bold** __bold__ ~~gone~~",
    "&lt;b&gt; &#60;",
    "$(alert) \\(x\\) \\",
    "a | b\n# heading\n- item",
    "\x1b[31mred\u202e",
]


def _rendered(markdown: str) -> str:
    made = cmarkgfm.github_flavored_markdown_to_html(f"x {markdown} x")
    found = re.fullmatch(r"<p>x (.*) x</p>\n", made, re.DOTALL)
    assert found, made
    assert "<" not in found[1], made
    return html.unescape(found[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    assert _rendered(in_markdown(text)) == printable(text)


@given(st.lists(st.sampled_from([*HOSTILE, *"`*_[]()<>#|~!&$:/.\\ w"]), max_size=8).map("".join))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    words = in_plain_text(text).split()
    assert _rendered(in_markdown(" ".join(words))).split() == words


def test_the_facts_are_all_there() -> None:
    commit: dict[str, Json] = {
        "sha": "0123456789abcdef",
        "subject": "docs: *new* dates",
        "author": "Ada",
        "author_date": "2026-03-01T10:00:00+01:00",
        "committer_date": "2026-03-01T10:00:00+01:00",
    }
    side: Json = {
        "name": "feature_x",
        "resolved": "exact object",
        "why": "here",
        "last_touch": commit,
    }
    evidence: dict[str, Json] = {
        "chosen": "feature_x",
        "reasons": ["it is newer"],
        "grade": "guess",
        "odds": "right in 1 of 2",
        "discarded": ["HEAD (1 line)"],
        "sides": [side, {"name": "other", "resolved": "unknown", "why": "gone"}],
    }
    found = Finding("a.md", 1, 1, "conflict", Severity.ERROR, "conflict", evidence=evidence)
    assert hover_text(found, None, in_markdown) == (
        "conflict\n\n"
        "- would be taken: feature\\_x\n"
        "- why: it is newer\n"
        "- how sure: guess, right in 1 of 2\n"
        "- discarded: HEAD (1 line)\n\n"
        "- side feature\\_x: 0123456789, 2026-03-01 10:00 +0100, Ada, docs: \\*new\\* dates;"
        " exact object: here\n"
        "- side other: unknown: gone"
    )
    assert "feature_x" in hover_text(found, Accidents((), (), {}), in_plain_text)
