"""The page of a clean-up without a browser: drawings, escaping, and the plan that it holds."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mergemend.conflicts import Rule, Strategy
from mergemend.conflicts.check import examine as examine_conflicts
from mergemend.decisions import decisions_of
from mergemend.engine import Options, examine
from mergemend.evidence import Commit, NoEvidence
from mergemend.model import Document, FileReport, Finding, Severity
from mergemend.past import BranchFinding, Past, PastFinding
from mergemend.plan import How, Reviewed, Survey, plan_data
from mergemend.report.cleanup import KEYS, cleanup_page
from mergemend.report.cleanup_decision import decision_part
from mergemend.report.data import dump
from mergemend.report.explain import Explanation, explain_data
from mergemend.report.layers_picture import layers_picture
from mergemend.report.options import visible
from mergemend.report.rendered import before_and_after, render
from mergemend.report.revisions_line import revisions_line
from test_page import Parsed

CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> feature\n"
EVIL = (
    "</script><script>window.pwned=1</script>",
    "<!-- <script>",
    "<img src=x onerror=window.pwned=1>",
    '"><svg onload=window.pwned=1>',
    "\\u003c \\\\u003c \\",
    "\u202egnp\u2066 \x1b[2J \u2028 \x00",
)
OURS = Options(Rule(Strategy.OURS))


def reviewed(text: str, path: str = "d.md") -> Reviewed:
    document = Document(path, text.encode("utf-8", "surrogateescape"))
    report = examine(document, NoEvidence(), OURS)
    conflicts = examine_conflicts(document, NoEvidence(), OURS.rule)
    known = explain_data(Explanation(document, conflicts, OURS.rule, NoEvidence()))
    return Reviewed(path, report, tuple(decisions_of(report)), known)


def page_of(*files: Reviewed, **more: Any) -> str:
    survey = Survey(len(files), files, **more)
    return cleanup_page(survey, plan_data(survey, How()))


def held_plan(page: str) -> str:
    """The plan that a page hands out when nothing is changed, as its script reads it."""
    (block,) = re.findall(
        r'<script type="application/json" id="plan">(.*?)</script>', page, re.DOTALL
    )
    return re.sub(
        r"\\(u003c|[\s\S])", lambda found: "<" if found[1] == "u003c" else found[0], str(block)
    )


texts = st.lists(
    st.one_of(
        st.sampled_from([*EVIL, "cafÃ©", '          "answer": 1,', "x ×� y", "Î\x8d"]),
        st.builds(CONFLICT.format, st.sampled_from(EVIL), st.sampled_from(["b", *EVIL])),
        st.builds("<<<<<<< {0}\na\n=======\nb\n>>>>>>> {0}\n".format, st.sampled_from(EVIL)),
        st.text(max_size=12),
    ),
    max_size=5,
).map("\n".join)


@settings(max_examples=25)
@given(texts)
def test_a_page_hands_out_its_plan_byte_for_byte(text: str) -> None:
    file = reviewed(text)
    survey = Survey(1, (file,))
    plan = plan_data(survey, How())
    page = cleanup_page(survey, plan)
    if file.decisions:
        held = held_plan(page)
        assert held == dump(plan) + "\n"
        # each answer stands alone in a line of its depth, which is where the script puts others
        answers = re.findall(r'^ {10}"answer": (.*),$', held, re.MULTILINE)
        assert len(answers) == len(file.decisions)
    assert page == cleanup_page(survey, plan)


ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "div", "h1", "h2", "h3"),
    *("fieldset", "legend", "label", "input", "main", "section", "p", "ul", "ol", "li", "strong"),
    *("span", "table", "thead", "tbody", "tr", "th", "td", "form", "select", "option", "output"),
    *("button", "code", "article", "pre", "mark", "del", "ins", "b", "details", "summary", "kbd"),
    *("svg", "title", "desc", "rect", "line", "text", "defs", "pattern", "path", "time"),
    *("bdi", "dialog", "footer", "script", "em", "hr", "br", "blockquote", "s"),
}


@settings(max_examples=25)
@given(texts, st.sampled_from(EVIL))
def test_what_stands_in_files_is_no_markup(text: str, evil: str) -> None:
    finding = Finding(evil, 1, 1, "conflict", Severity.ERROR, evil)
    commit = Commit("a" * 40, evil, evil, *[datetime(2026, 1, 1, tzinfo=UTC)] * 2)
    past = Past(1, (PastFinding(finding, "b" * 40, commit, reflog=True),), complaints=(evil,))
    branches = (BranchFinding(finding, (evil,)),)
    file = reviewed(text, f"{evil}.md")
    page = page_of(file, past=past, branches=branches, unread=((evil, evil),), head=evil)
    found = Parsed(page.replace("<!DOCTYPE html>", ""))
    assert {name for name, _ in found.elements} <= ALLOWED
    assert sum(name == "script" for name, _ in found.elements) == 2 + bool(file.decisions)
    for name, attributes in found.elements:
        assert not [key for key in attributes if key.startswith("on") or key in ("src", "style")]
        assert (attributes.get("href") or "#").startswith("#"), (name, attributes)
    assert not set(page) & set("\x00\x1b\u2028\u202e\u2066")


def test_all_parts_of_a_page() -> None:
    report = FileReport("not.md", b"", b"", not_run=("too large to be checked",))
    left = Finding("l.md", 7, 1, "conflict-orphan-marker", Severity.ERROR, "a lone marker")
    orphan = FileReport("l.md", b"", b"", (left,), left=(left,))
    files = Reviewed("not.md", report, ()), Reviewed("l.md", orphan, ())
    page = page_of(*files, unread=(("u.md", "Permission denied"),), branches=(), past=Past(3, ()))
    said = Parsed(page).said
    for words in (
        "too large to be checked",
        "Line 7 conflict-orphan-marker a lone marker",
        "Permission denied",
        "The newest commits of all branches have no findings.",
        "3 texts of the history checked: nothing found",
    ):
        assert words in said
    assert 'id="plan"' not in page  # there is nothing to decide
    nothing = Parsed(page_of()).said
    assert "0 files looked at: nothing found." in nothing


def test_a_decision_says_why_and_marks_words() -> None:
    file = reviewed(CONFLICT.format("one two", "one three"))
    html = decision_part(0, file.decisions[0])
    assert re.findall("<mark>(.*?)</mark>", html) == ["two", "three"]
    assert html.count(' name="d0"') == 3
    assert re.findall(r'value="(\d)" checked', html) == ["1"]
    (radio,) = re.findall(r"<input[^>]*checked[^>]*>", html)
    assert 'autocomplete="off"' in radio
    long = reviewed(CONFLICT.format("\n".join(map(str, range(900))), "b"))
    html = decision_part(0, long.decisions[0])
    assert "600 lines more" in html


@pytest.mark.parametrize(
    ("ours", "theirs", "shown"),
    [
        ("\n\na", "b", ["\n<mark>\n\na</mark>\n", "\n<mark>b</mark>\n"]),
        ("a\r\nx", "b\r\nx", ["\n<mark>a</mark>\nx\n", "\n<mark>b</mark>\nx\n"]),
        ("a\tb", "b", ["\n<mark>a\t</mark>b\n", "\nb\n"]),
        ("a\r\nx", "a\nx", ["\na<mark>\\r\n</mark>x\\r\n", "\na<mark>\n</mark>x\\r\n"]),
    ],
)
def test_texts_are_shown_with_their_line_ends(ours: str, theirs: str, shown: list[str]) -> None:
    """A browser leaves out the first line end of `pre`; CRLF is shown where it differs."""
    ends = "\r\n" if "\r" in ours else "\n"
    text = f"<<<<<<< HEAD{ends}{ours}{ends}======={ends}{theirs}{ends}>>>>>>> feature{ends}"
    html = decision_part(0, reviewed(text).decisions[0])
    assert re.findall(r"<pre>(.*?)</pre>", html, re.DOTALL)[:2] == shown


def test_lines_that_count_in_another_text_are_told_once() -> None:
    page = page_of(reviewed(CONFLICT.format("a", "b") + "cafÃ©\nand\ncafÃ©\n"))
    assert page.count("The lines from here on count in the text") == 1
    assert page.index('id="d0"') < page.index("The lines from here on") < page.index('id="d1"')


def test_what_can_not_be_seen_is_told_by_its_number() -> None:
    assert [visible(text) for text in ("ם", "\u05b9", " ", "\u200d", "")] == [
        *("ם", "U+05B9", "U+0020", "U+200D", "")
    ]


def test_a_place_takes_another_text() -> None:
    (one,) = reviewed("x ×� y\n").decisions
    html = decision_part(4, one)
    assert 'value="other"' in html
    assert 'data-state="open"' in html
    assert re.findall(r'value="(\d+)" checked', html) == ["0"]


def stack(*regions: tuple[int, int, int | None, int, int], layers: int = 1) -> dict[str, Any]:
    """A stack as `explain` tells it: layer, start, base, separator, end."""
    side = {"label": "HEAD"}
    keys = ("layer", "start_line", "base_line", "separator_line", "end_line")
    layer = {"style": "merge", "introduced_by": None, "age": None, "ours": side, "theirs": side}
    return {
        "layers": [{"number": number, **layer} for number in range(1, layers + 1)],
        "regions": [dict(zip(keys, region, strict=True)) for region in regions],
    }


def drawn(markup: str) -> list[tuple[str, dict[str, str | None]]]:
    return Parsed(markup).elements


def test_layers_are_drawn_over_lines() -> None:
    document = Document("d.md", b"line\n" * 40)
    html = layers_picture(stack((1, 3, None, 9, 20), (2, 4, 5, 6, 8), layers=2), document, "s")
    assert '<title id="s-title">2 layers with 2 regions</title>' in html
    assert "Layer 1: lines 3 to 20. Layer 2: lines 4 to 8.</desc>" in html
    boxes = [a for name, a in drawn(html) if name == "rect" and a.get("class") == "region"]
    (one, two) = [(float(b["x"] or 0), float(b["y"] or 0), float(b["height"] or 0)) for b in boxes]
    assert one[0] < two[0]
    assert one[1] < two[1]
    assert two[1] + two[2] < one[1] + one[2]
    assert "10 lines" in html  # 10 to 19
    fills = {a["fill"] for name, a in drawn(html) if name == "rect" and a.get("fill")}
    assert fills == {"url(#layer-1)", "url(#layer-2)"}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 30)), min_size=1, max_size=90))
def test_any_layers_can_be_drawn(sizes: list[tuple[int, int]]) -> None:
    line, regions = 1, []
    for layer, size in sizes:
        regions.append((layer, line, None, line + size, line + size + 1))
        line += size + 2
    document = Document("d.md", b"<<<<<<< x\n" * line)
    html = layers_picture(stack(*regions, layers=9), document, "s")
    (box,) = [a["viewbox"] for name, a in drawn(html) if name == "svg" and a.get("role")]
    _, _, width, height = map(float, str(box).split())
    for name, attributes in drawn(html):
        if name == "rect" and attributes.get("class") == "region":
            assert 0 <= float(attributes["x"] or -1) <= width
            assert float(attributes["y"] or 0) + float(attributes["height"] or 0) <= height
    assert ("`mergemend explain` draws them" in html) == (line > 240 and "more:" in html)


def revision(label: str, date: str | None, **more: Any) -> dict[str, Any]:
    touch = None
    if date is not None:
        sha = label.ljust(40, "0")
        touch = {"sha": sha, "author": f"by {label}", "subject": f"did {label}"}
        touch |= {"author_date": date, "committer_date": "2020-01-01T00:00:00+00:00"}
    known = {"number": 1, "lines": 3, "whole": True, "equal_to": [], "held_by": None}
    return {"label": label, "last_touch": touch, "chosen": False, **known, **more}


def explained(*revisions: dict[str, Any]) -> dict[str, Any]:
    found = {"revisions": revisions, "decision": {"decided": True}}
    return {"date": "author", "history": None, "stacks": [found]}


def items(html: str) -> list[str]:
    return [Parsed(one).said for one in re.findall(r"<li.*?</li>", html, re.DOTALL)]


def test_revisions_are_in_the_order_of_their_dates() -> None:
    html = revisions_line(
        explained(
            revision("c", "2026-03-02T10:00:00+02:00", chosen=True, number=1),
            revision("unknown", None, number=2, whole=False),
            revision("a", "2026-03-02T09:30:00+00:00", number=3, held_by="f" * 40),
            revision("b", "2026-03-02T08:30:00+00:00", number=4),
        )
    )
    found = items(html)
    assert [re.findall(r"did (\w)", one) for one in found[:3]] == [["c"], ["b"], ["a"]]
    assert "taken" in found[0]
    assert "newest" in found[2]
    assert "byte for byte in ffffffffff" in found[2]
    assert "nobody known" in found[3]
    assert html.index("Of these the date is unknown") < html.index("nobody known")
    assert sum("newest" in one for one in found) == 1


@pytest.mark.parametrize(("equal", "newest"), [([[2], [1]], 2), ([[], []], 0)])
def test_of_the_same_date_both_are_newest_only_if_they_are_the_same(
    equal: list[list[int]], newest: int
) -> None:
    date = "2026-03-02T10:00:00+00:00"
    revisions = [
        revision(label, date, number=n, equal_to=same)
        for n, (label, same) in enumerate(zip("ab", equal, strict=True), 1)
    ]
    assert revisions_line(explained(*revisions)).count("newest") == newest


def test_what_history_took_counts() -> None:
    touch = revision("x", "2026-03-02T10:00:00+00:00")["last_touch"]
    side = {"label": "x (did x)", "why": "it is here", "last_touch": touch}
    other = {"label": "gone", "why": "nobody knows it", "last_touch": None}
    data = explained(revision("y", None))
    data["history"] = {"choices": [{"taken": side, "discarded": [other]}] * 2}
    found = items(revisions_line(data))
    assert len(found) == 2
    assert "taken" in found[0]
    assert "gone" in found[1]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# A", '<div class="level-1">A</div>\n'),
        ("A\n===", '<div class="level-1">A</div>\n'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("<script>\nx\n</script>", "<p>&lt;script&gt;\nx\n&lt;/script&gt;</p>\n"),
        (
            "[a](https://x.example/?a&b)",
            '<p><span class="link" title="https://x.example/?a&amp;b">a</span></p>\n',
        ),
        ("[a](javascript:x)", "<p>[a](javascript:x)</p>\n"),
        (
            "![p<q](https://x.example/i.png)",
            '<p><span class="picture">picture: p&lt;q</span></p>\n',
        ),
        ("&#x202e;x", "<p>\\u202ex</p>\n"),
        ("~~a~~", "<p><s>a</s></p>\n"),
    ],
)
def test_markdown_is_rendered_and_tamed(source: str, html: str) -> None:
    assert str(render(source)) == html


def test_table_cells_have_no_style() -> None:
    html = render("|a|b|c|\n|:-:|--:|---|\n|1|2|3|\n")
    assert "style" not in html
    assert html.count('class="center"') == html.count('class="right"') == 2


@given(st.text(alphabet=st.sampled_from("[]()<>!`*_#-|\\&;:/\"'\n abAj=\t"), max_size=80))
def test_markdown_leads_nowhere(source: str) -> None:
    known = {
        *("p", "div", "span", "ul", "ol", "li", "pre", "code", "em", "strong", "s", "hr", "br"),
        *("blockquote", "table", "thead", "tbody", "tr", "th", "td"),
    }
    for name, attributes in Parsed(render(source)).elements:
        assert name in known
        assert set(attributes) <= {"class", "title", "start"}


def test_changed_blocks_are_marked() -> None:
    html = render("# A\n\n- one\n- two\n\ntext\n", frozenset({3}))
    assert re.findall(r'<(\w+) class="changed">([^<]*)', html) == [("li", "two")]


def test_before_and_after() -> None:
    text = (
        "# A\n\n"
        + "line\n\n" * 300
        + CONFLICT.format("ours", "theirs")
        + "\n\n".join(f"end {n}" for n in range(300))
    )
    report = reviewed(text).report
    html = str(before_and_after(report))
    assert html.count('class="side-name"') == 2
    assert "ours" in html
    assert len(html) < 3000  # only what is around the change
    assert before_and_after(reviewed(text, "d.txt").report) is None
    assert before_and_after(reviewed("clean\n").report) is None


def test_an_edited_answer_stays_a_plan() -> None:
    """What the script does: the line of an answer becomes another."""
    held = held_plan(page_of(reviewed("x ×� y\n")))
    edited = re.sub(r'^( {10}"answer": ).*(?=,$)', r'\1"\\u202e"', held, flags=re.MULTILINE)
    assert json.loads(edited)["files"][0]["decisions"][0]["answer"] == "\u202e"


def test_the_guide_explains_every_key_of_a_plan() -> None:
    """And every key of the keyboard."""
    guide = (Path(__file__).parents[1] / "docs" / "cleanup.md").read_text("utf-8")
    plan: Any = plan_data(Survey(1, (reviewed(CONFLICT.format("a", "b")),)), How())
    tables = [plan, plan["how"], plan["files"][0], plan["files"][0]["decisions"][0]]
    tables += tables[-1]["options"]
    for key in {key for table in tables for key in table}:
        assert f"`{key}`" in guide
    for keys, _ in KEYS:
        for key in re.split(", | to ", keys):
            assert f"`{key}`" in guide
