"""Comments that turn rules off: what they say, and that nothing is found or changed there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mergemend.config import load_settings
from mergemend.conflicts import Rule, Strategy
from mergemend.directives import off_parts
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import Document, FileReport
from mergemend.project import open_project

OFF, ON = "<!-- mergemend: off -->\n", "<!-- mergemend: on -->\n"
REGION = "<<<<<<< HEAD\nred\n=======\nblue\n>>>>>>> main\n"
OTHER = REGION.replace("main", "other")
GARBLED = "cafÃ© est fermÃ©\n"


def look(text: str) -> FileReport:
    options = Options(Rule(Strategy.OURS))
    return examine(Document("d.md", text.encode()), NoEvidence(), options)


@pytest.mark.parametrize(
    ("text", "rule", "parts"),
    [
        ("a\n" + OFF + "b\n" + ON + "c\n", "conflict", [(1, 4)]),
        (OFF + "b\n", "conflict", [(0, 2)]),
        (OFF + OFF + ON + "b\n" + ON, "conflict", [(0, 3)]),
        (ON + "a\n", "conflict", []),
        (".. mergemend: off\na\n.. mergemend: on\n", "mojibake", [(0, 3)]),
        ("# mergemend: off\na", "mojibake", [(0, 2)]),
        ("// mergemend: off\na", "mojibake", [(0, 2)]),
        ("% mergemend: off\r\na\r\n", "mojibake", [(0, 2)]),
        ("  <!--mergemend:off-->\r\na\r\n", "conflict", [(0, 2)]),
        ("<!-- mergemend: off mojibake -->\n", "mojibake-lossy", [(0, 1)]),
        ("<!-- mergemend: off mojibake -->\n", "conflict", []),
        ("<!-- mergemend: off mojibake, conflict -->\n", "conflict-unreadable", [(0, 1)]),
        (OFF + "<!-- mergemend: on conflict -->\na\n", "conflict", [(0, 2)]),
        (OFF + "<!-- mergemend: on conflict -->\na\n", "mojibake", [(0, 3)]),
        ("<!-- mergemend: off status -->\n", "kind-value", [(0, 1)]),
        ("x <!-- mergemend: ignore encoding -->\n", "utf-16", [(0, 1)]),
        ("x <!-- mergemend: ignore encoding -->\n", "mojibake", []),
        ("<!-- mergemend: off no-such-rule -->\n", "conflict", []),
        ("x <!-- mergemend: ignore no-such-rule -->\n", "mojibake", []),
        ("<!-- mergemend: offside -->\n", "conflict", []),
        ("say `<!-- mergemend: off -->`\n", "conflict", []),
        ("<!-- mergemend: off\n", "conflict", []),
        ("mergemend: off\n", "conflict", []),
        ("a\n| x | y | <!-- mergemend: ignore mojibake -->\n", "mojibake", [(1, 2)]),
        ("| x | y <!-- mergemend: ignore --> |\n", "mojibake-lossy", [(0, 1)]),
        ("x = 1  # mergemend: ignore\nb", "mojibake", [(0, 1)]),
        ("x = 1; // mergemend: ignore mojibake-lossy\n", "mojibake", []),
        ("x = 1; /* mergemend: ignore mojibake */\r\n", "mojibake", [(0, 1)]),
        ("x # mergemend: ignore this line\n", "mojibake", []),
        ("x# mergemend: ignore\n", "mojibake", []),
        ("x <!-- mergemend: ignore -->\n", "conflict", []),
        ("x <!-- mergemend: ignore conflict -->\n", "conflict", []),
        (OFF + "x <!-- mergemend: ignore -->\n" + ON, "conflict", [(0, 3)]),
    ],
)
def test_what_a_directive_turns_off(text: str, rule: str, parts: list[tuple[int, int]]) -> None:
    found = off_parts(Document("d.md", text.encode()))
    lines = {line for first, after in parts for line in range(first, after)}
    assert found.lines_of(rule) == lines
    for line in range(4):
        assert found.hold(rule, line, line) is (line in lines)
        assert found.hold(rule, line, 3) is bool(lines & set(range(line, 4)))


@pytest.mark.parametrize(
    "text",
    [
        OFF + REGION + ON,
        OFF + GARBLED + ON,
        OFF + REGION + GARBLED,
        "<!-- mergemend: off conflict -->\n" + REGION,
        "<!-- mergemend: off mojibake -->\n" + GARBLED,
        GARBLED[:-1] + " <!-- mergemend: ignore -->\n",
        "| " + GARBLED[:-1] + " | <!-- mergemend: ignore mojibake --> |\n",
        "name = '" + GARBLED[:-1] + "'  # mergemend: ignore mojibake\n",
        OFF + "<<<<<<< HEAD\n" + ON,
        "<<<<<<< HEAD\n" + OFF + "red\n=======\nblue\n" + ON + ">>>>>>> main\n",
        "<<<<<<< HEAD\nred\n=======\n" + OFF + ">>>>>>> main\n" + REGION,
        OFF
        + "<<<<<<< HEAD\n"
        + ON
        + "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n=======\nc\n>>>>>>> y\n",
    ],
)
def test_nothing_is_found_or_changed(text: str) -> None:
    report = look(text)
    assert report.findings == ()
    assert not report.changed


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (OFF + REGION + ON + OTHER, OFF + REGION + ON + "red\n"),
        (
            GARBLED[:-1] + " <!-- mergemend: ignore -->\n" + GARBLED + REGION,
            GARBLED[:-1] + " <!-- mergemend: ignore -->\n" + "café est fermé\n" + "red\n",
        ),
        (
            REGION.replace("red", "red <!-- mergemend: ignore -->"),
            "red <!-- mergemend: ignore -->\n",
        ),
        (REGION + OFF + REGION + ON + REGION, "red\n" + OFF + REGION + ON + "red\n"),
        (REGION + OFF + OTHER, "red\n" + OFF + OTHER),
        (OFF + GARBLED + ON + GARBLED, OFF + GARBLED + ON + "café est fermé\n"),
        (
            "<!-- mergemend: off mojibake -->\n" + GARBLED + REGION,
            "<!-- mergemend: off mojibake -->\n" + GARBLED + "red\n",
        ),
    ],
)
def test_the_rest_is_mended(text: str, after: str) -> None:
    report = look(text)
    assert report.after.decode() == after
    assert report.left == ()


PIECES = [
    REGION,
    OTHER,
    GARBLED,
    "text\n",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> main\n",
    "```\n",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=3).map("".join)


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=40)
def test_a_part_that_is_off_stays(before: str, off: str, after: str) -> None:
    report = look(before + OFF + off + ON + after)
    assert OFF + off + ON in report.after.decode()


def test_a_rule_off_by_path(tmp_path: Path) -> None:
    """`ignore = ["conflict"]` holds for every rule about conflicts, in the files of its globs."""
    (tmp_path / "mergemend.toml").write_text(
        '[[paths]]\nglobs = ["examples/"]\nignore = ["conflict"]\n'
    )
    (tmp_path / "examples").mkdir()
    texts = {"whole.md": REGION, "orphan.md": ">>>>>>> main\n", "odd.md": "<<<<<<< HEAD\n" * 9}
    with open_project(load_settings(tmp_path)) as project:
        for name, text in texts.items():
            for folder, found in ((tmp_path, True), (tmp_path / "examples", False)):
                (folder / name).write_text(text + GARBLED, "utf-8")
                report = project.look(folder / name)
                assert isinstance(report, FileReport)
                rules = {finding.rule for finding in report.findings}
                assert any(rule.startswith("conflict") for rule in rules) is found
                assert "mojibake" in rules
