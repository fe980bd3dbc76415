"""Comments that turn off nothing: which are told, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import Mend
from mergemend.conflicts import Rule, Strategy
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.kinds import Kinds
from mergemend.model import Document, FileReport, Safety, Severity
from mergemend.rules import UNUSED, chooser
from scratch import Scratch
from test_directives import GARBLED, OFF, ON, OTHER, REGION

OPTIONS = Options(Rule(Strategy.OURS), kind=Kinds(Path("/nowhere")).of)
QUIET = "<!-- mergemend: off mojibake -->\n"
WEEKDAY = "**Status:** open\n**Date:** Monday, 2025-12-23\n"  # it was a Tuesday
TOTAL = "\n| Task | Effort |\n|---|---|\n| one | 2 h |\n| two | 3 h |\n| **Total** | 6 h |\n"


def look(text: str, path: str = "d.md", options: Options = OPTIONS) -> FileReport:
    return examine(Document(path, text.encode()), NoEvidence(), options)


def told(report: FileReport) -> list[tuple[int, int, str]]:
    return [(f.line, f.column, f.message) for f in report.findings if f.rule == UNUSED]


@pytest.mark.parametrize(
    ("text", "messages", "after"),
    [
        ("a\n\n" + OFF + "b\n", ["3:1 `mergemend: off`"], "a\n\nb\n"),
        ("a\n" + OFF + "b\n" + ON + "\nc\n", ["2:1 `mergemend: off`"], "a\n\nb\n\nc\n"),
        (OFF + "b\n" + ON, ["1:1 `mergemend: off`"], "b\n"),
        (OFF.replace("\n", "\r\n") + "b\r\n", ["1:1 `mergemend: off`"], "b\r\n"),
        ("a\r\n" + OFF.replace("\n", "\r\n") + "b\r\n", ["2:1 `mergemend: off`"], "a\r\n\r\nb\r\n"),
        ("a\n\n" + OFF[:-1], ["3:1 `mergemend: off`"], "a\n\n"),
        ("b\n\n" + ON, ["3:1 `mergemend: on` ends nothing"], "b\n\n"),
        (QUIET + "b\n", ["1:1 `mergemend: off mojibake`"], "b\n"),
        ("é a <!-- mergemend: ignore -->\n", ["1:5 `mergemend: ignore`"], "é a\n"),
        ("| a <!-- mergemend: ignore --> |\n", ["1:5 `mergemend: ignore`"], "| a |\n"),
        ("a <!-- mergemend: ignore -->  \nb\n", ["1:3 `mergemend: ignore`"], "a  \nb\n"),
        ("  <!-- mergemend: ignore --> a\n", ["1:3 `mergemend: ignore`"], "  a\n"),
        ("a\n\n<!-- mergemend: ignore -->\n", ["3:1 `mergemend: ignore`"], "a\n\n"),
        (
            "<!-- mergemend: off conflict, mojibake, utf-16 -->\n" + GARBLED,
            ["1:1 `mergemend: off conflict, utf-16`"],
            QUIET + GARBLED,
        ),
        (
            "<!-- mergemend: off utf-16 mojibake -->\n" + GARBLED,
            ["1:1 `mergemend: off utf-16`"],
            QUIET + GARBLED,
        ),
        (OFF + QUIET + GARBLED + ON, ["2:1 `mergemend: off mojibake`"], OFF + GARBLED + ON),
        (OFF + GARBLED + ON + ON, ["4:1 `mergemend: on` ends nothing"], OFF + GARBLED + ON),
        (
            OFF + GARBLED + "<!-- mergemend: on mojibake, utf-16 -->\n" + ON + ON,
            ["5:1 `mergemend: on` ends nothing"],
            OFF + GARBLED + "<!-- mergemend: on mojibake, utf-16 -->\n" + ON,
        ),
        (
            QUIET + GARBLED + ON + OFF + "b\n" + ON,
            ["4:1 `mergemend: off`"],
            QUIET + GARBLED + ON + "b\n",
        ),
        (
            GARBLED[:-1] + " <!-- mergemend: ignore utf-16, mojibake -->\n",
            ["1:18 `mergemend: ignore utf-16`"],
            GARBLED[:-1] + " <!-- mergemend: ignore mojibake -->\n",
        ),
    ],
)
def test_what_is_of_no_use(text: str, messages: list[str], after: str) -> None:
    report = look(text)
    found = [f"{line}:{column} {message}" for line, column, message in told(report)]
    assert [one[: len(two)] for one, two in zip(found, messages, strict=True)] == messages
    assert report.after.decode() == after
    for finding in report.findings:
        if finding.rule == UNUSED:
            assert (finding.severity, finding.safety) == (Severity.INFO, Safety.SAFE)


def test_what_can_be_mended_is_mended_as_well() -> None:
    unused = "<!-- mergemend: off utf-16 -->\n"
    report = look(GARBLED + "\n" + unused + REGION)
    assert report.after.decode() == "café est fermé\n\nred\n"
    counted = "**Status:** open\n**Date:** 2025-12-23\n\n## Changed (3 files)\n\n- a.py\n- b.py\n\n"
    report = look(counted + unused)
    assert {finding.rule for finding in report.findings} == {"heading-count", UNUSED}
    assert report.after.decode() == counted.replace("(3", "(2")


@pytest.mark.parametrize(
    "text",
    [
        OFF + GARBLED + ON,
        OFF + REGION + ON,
        QUIET + GARBLED,
        GARBLED[:-1] + " <!-- mergemend: ignore -->\n",
        "<!-- mergemend: off conflict -->\n" + REGION,
        "<<<<<<< HEAD\n" + OFF + "red\n=======\nblue\n" + ON + ">>>>>>> main\n",
        WEEKDAY + "\n<!-- mergemend: off table-total -->\n" + TOTAL,
        "```\n" + OFF + "b\n```\n",
        "~~~md\n" + OFF + ON + "~~~\n",
        "    " + OFF,
        "\t" + OFF,
        "say `<!-- mergemend: ignore -->` so\n",
        "# mergemend: off\n",  # a heading
        "<!-- mergemend: off broken-link -->\n",
        "<!-- mergemend: off broken -->\n",
        "<!-- mergemend: off stale-stamp, ticket-conflict -->\n",
        "<!-- mergemend: off unused-ignore -->\n" + OFF + "b\n",
        "<!-- mergemend: ignore unused-ignore -->\n",
        OFF + "b\n" + REGION.replace("=======\n", ""),  # a conflict is left
    ],
)
def test_what_is_not_told(text: str) -> None:
    left = OPTIONS if "stale" not in text else replace(OPTIONS, wanted=chooser([], ["stale-stamp"]))
    report = look(text, options=left)
    assert told(report) == []
    assert report.after.decode() == text


@pytest.mark.parametrize("path", ["a.py", "a.yaml", "a.c", "Makefile"])
def test_in_programs_nothing_is_told(path: str) -> None:
    text = "x = '''\n# mergemend: off\n<!-- mergemend: off -->\n'''\n"
    assert not look(text, path).findings


@pytest.mark.parametrize(
    ("path", "text", "after"),
    [
        ("a.rst", "a\n\n.. mergemend: off\n\nb\n", "a\n\n\nb\n"),
        ("a.rst", "a::\n\n   .. mergemend: off\n", None),
        ("a.tex", "a\n% mergemend: off\nb % mergemend: ignore\n", "a\nb\n"),
        ("a.adoc", "a\n// mergemend: off utf-16\nb\n", "a\nb\n"),
        ("a.adoc", "a\n\n----\n// mergemend: off\n----\n", None),
        ("a.html", "<p>a</p>\n<!-- mergemend: off -->\n<p>b</p>\n", "<p>a</p>\n\n<p>b</p>\n"),
        ("a.txt", "a /* mergemend: ignore */\n", "a\n"),
    ],
)
def test_other_documents(path: str, text: str, after: str | None) -> None:
    report = look(text, path)
    assert bool(told(report)) is (after is not None)
    assert report.after.decode() == (text if after is None else after)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "off mojibak",
            "'mojibak' is not a rule (did you mean 'mojibake'?), so it turns nothing off",
        ),
        ("ignore conflict", "'conflict' is not ignored by line, its lines belong together; use"),
        ("off xyzzy", "'xyzzy' is not a rule, so it turns nothing off"),
        ("ignore mojibakes", "'mojibakes' is not a rule (did you mean 'mojibake'?), so nothing is"),
        ("on weekday-dates", "'weekday-dates' is not a rule (did you mean 'weekday-date'?), so it"),
    ],
)
def test_what_is_no_rule(text: str, message: str) -> None:
    report = look(
        f"a <!-- mergemend: {text} -->\n" if "ignore" in text else f"<!-- mergemend: {text} -->\n"
    )
    [finding] = report.findings
    assert finding.message.startswith(message)
    assert not finding.edits
    assert not report.changed


def test_a_name_that_is_no_rule_stays_when_others_go() -> None:
    report = look("<!-- mergemend: off utf-16, mojibak -->\n" + GARBLED.replace("Ã©", "é"))
    assert len(told(report)) == 2
    assert report.after.startswith(b"<!-- mergemend: off mojibak -->\n")


@pytest.mark.parametrize(
    ("select", "ignore", "text", "is_told"),
    [
        ([], [], QUIET, True),
        ([], ["mojibake-quoted"], QUIET, False),
        ([], ["mojibake"], QUIET, False),
        ([], ["mojibake"], OFF, False),
        ([], ["mojibake"], "<!-- mergemend: off utf-16 -->\n", True),
        (["mojibake"], [], QUIET, False),
        (["unused-ignore"], [], QUIET, False),
        (["unused-ignore", "mojibake"], [], QUIET, True),
        (["unused-ignore", "mojibake"], [], OFF, False),
        (["unused-ignore"], [], "<!-- mergemend: off mojibak -->\n", True),
        ([], ["unused-ignore"], QUIET, False),
    ],
)
def test_what_was_not_looked_for_is_not_unused(
    select: list[str], ignore: list[str], text: str, is_told: bool
) -> None:
    report = look(text, options=replace(OPTIONS, wanted=chooser(select, ignore)))
    assert bool(told(report)) is is_told


def test_without_kinds_nothing_is_told() -> None:
    """Status documents are not looked into then."""
    assert not examine(Document("d.md", OFF.encode()), NoEvidence(), Options()).findings


_PIECES = st.sampled_from(
    [
        *(GARBLED, GARBLED[:-1] + " <!-- mergemend: ignore mojibake -->\n", "text\n", "\n", REGION),
        *(OFF, ON, QUIET, "<!-- mergemend: off conflict, utf-16 -->\n", "text\n", WEEKDAY, OTHER),
        *("a <!-- mergemend: ignore -->\n", "<!-- mergemend: on mojibake -->\n", "```\n", TOTAL),
        *("<!-- mergemend: off table-total, weekday-date -->\n", "The file was garbled: `Ã©`.\n"),
    ]
)


@given(st.lists(_PIECES, max_size=7).map("".join))
@example(OFF + WEEKDAY + ON + TOTAL)
@settings(max_examples=120)
def test_what_is_taken_out_was_of_no_use(text: str) -> None:
    """Without what is told the rest is found as before, and what is left turns something off."""
    report = look(text)
    before = look(text, options=replace(OPTIONS, wanted=lambda rule: rule != UNUSED))
    assert report.changed or report.after.decode() == text
    others = [finding for finding in report.left if finding.rule != UNUSED]
    assert [(f.rule, f.message) for f in others] == [(f.rule, f.message) for f in before.left]
    again = look(report.after.decode())
    assert not again.changed
    assert not any(finding.rule == UNUSED and finding.edits for finding in again.findings)


def test_on_the_command_line(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    scratch.commit("start", {"a b.md": (QUIET + "b\n").encode(), "c.md": (OFF + GARBLED).encode()})
    result = mend(scratch.top, "check")
    assert result.exit_code == 0
    line = "a b.md:1:1: unused-ignore `mergemend: off mojibake` turns off nothing that is found"
    assert line in result.stdout
    assert mend(scratch.top, "fix", "--all").exit_code == 1
    assert scratch.read("a b.md") == b"b\n"
    assert scratch.read("c.md") == (OFF + GARBLED).encode()
    assert mend(scratch.top, "undo").exit_code == 0
    assert scratch.read("a b.md") == (QUIET + "b\n").encode()
