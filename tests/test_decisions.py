"""Decisions: what can be decided, what becomes of it, and that nothing else is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.config import Settings
from mergemend.conflicts import Rule, Strategy
from mergemend.decisions import Decision, Settler, decisions_of
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.model import ChoiceError, Document, FileReport
from mergemend.project import open_project
from mergemend.report.worddiff import compare
from scratch import forked

CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> feature\n"
UNDECIDED = Options()
OURS = Options(Rule(Strategy.OURS))

parts = st.one_of(
    st.sampled_from(["plain\n", "cafÃ©\n", "cafÃ©\r\n", "âœ… done\n", "# Ünsinn\n"]),
    st.builds(CONFLICT.format, st.sampled_from("ab"), st.sampled_from(["c", "cafÃ©", "d\ne"])),
)
documents = st.lists(parts, min_size=1, max_size=7).map("".join)


def decided(text: str, options: Options, answers: dict[str, str | None]) -> FileReport:
    settle = Settler(answers, strict=True)
    return examine(
        Document("d.md", text.encode()),
        NoEvidence(),
        Options(options.rule, settle=settle),
    )


def found(text: str, options: Options = OURS) -> list[Decision]:
    return list(decisions_of(examine(Document("d.md", text.encode()), NoEvidence(), options)))


@given(documents)
def test_all_that_is_proposed_is_what_fix_does(text: str) -> None:
    proposed = {d.key: d.options[0].text for d in found(text) if d.is_proposed}
    fixed = examine(Document("d.md", text.encode()), NoEvidence(), OURS)
    assert decided(text, OURS, dict(proposed)).after == fixed.after


@given(documents)
def test_what_nobody_decided_is_left(text: str) -> None:
    report = decided(text, OURS, {})
    assert report.after == text.encode()
    assert not report.stages


@given(documents, st.data())
def test_what_is_left_stays_and_what_is_taken_is_there(text: str, data: st.DataObject) -> None:
    decisions = found(text)
    answers = {
        d.key: data.draw(st.sampled_from([None, *(option.text for option in d.options)]))
        for d in decisions
    }
    report = decided(text, OURS, answers)
    for decision in decisions:
        answer = answers[decision.key]
        if answer is None and decision.lines in text:
            assert decision.lines in report.after.decode()
    conflicts = [d for d in decisions if d.finding.rule == "conflict"]
    left = sum(answers[d.key] is None for d in conflicts)
    assert report.after.count(b"<<<<<<< ") == left


@given(documents)
def test_keys_differ_and_do_not_count_lines(text: str) -> None:
    keys = [d.key for d in found(text)]
    assert len(set(keys)) == len(keys)
    assert keys == [d.key for d in found("one more line\n" + text)]


def test_equal_texts_are_decided_one_by_one() -> None:
    text = "cafÃ©\nand\ncafÃ©\n"
    first, second = found(text)
    assert first.lines == second.lines
    assert decided(text, OURS, {second.key: "café\n"}).after.decode() == "cafÃ©\nand\ncafé\n"
    answers = {first.key: "café\n", second.key: None}
    assert decided(text, OURS, answers).after.decode() == "café\nand\ncafÃ©\n"


def test_an_undecided_conflict_can_be_decided() -> None:
    text = CONFLICT.format("a", "b")
    [decision] = found(text, UNDECIDED)
    assert not decision.is_proposed
    assert [option.text for option in decision.options] == ["a\n", "b\n"]
    report = decided(text, UNDECIDED, {decision.key: "b\n"})
    assert report.after == b"b\n"
    [[finding]] = report.stages
    assert finding.message == "take feature, as decided"


def test_what_is_no_option_is_refused() -> None:
    text = CONFLICT.format("a", "b")
    [decision] = found(text)
    with pytest.raises(ChoiceError, match=r"d\.md:1: what was decided is no longer an option"):
        decided(text, OURS, {decision.key: "c\n"})


@pytest.mark.parametrize("strict", [True, False])
def test_garbled_places_are_decided_last(tmp_path: Path, strict: bool) -> None:
    path = tmp_path / "d.md"
    path.write_bytes(("x ×� y\n" + CONFLICT.format("a", "b")).encode())
    with open_project(Settings(tmp_path, Strategy.OURS)) as project:
        report = project.look(path)
        assert isinstance(report, FileReport)
        conflict, place = decisions_of(report)
        assert place.place == "×�"
        assert place.lines_with(place.options[0]) == f"x {place.options[0].text} y\n"
        answers = {conflict.key: "b\n", place.key: "ם"}
        result = project.decided(path, Settler(answers, strict))
    assert isinstance(result, FileReport)
    assert result.after.decode() == "x ם y\nb\n"


STACK = "<<<<<<< HEAD\nA\n=======\n<<<<<<< HEAD\nB\n=======\nC\n>>>>>>> one\n>>>>>>> two\n"


def test_a_stack_has_its_revisions_as_options() -> None:
    [decision] = found(STACK, UNDECIDED)
    assert sorted(option.text for option in decision.options) == ["A\n", "B\n", "C\n"]


def test_sides_say_who_and_when(tmp_path: Path, mend: Mend) -> None:
    """What a person needs to decide: the commits behind both sides."""
    scratch = forked(tmp_path / "repo", b"our word\n", b"their word\n")
    scratch.git("merge", "-q", "feature", check=False)
    data = json.loads(mend(scratch.top, "check", "--output-format", "json").stdout)
    sides = data["findings"][0]["evidence"]["sides"]
    assert [side["last_touch"]["subject"] for side in sides] == ["ours", "theirs"]
    [first, second] = data["findings"][0]["evidence"]["alternatives"]
    assert {first["label"], second["label"]} == {side["name"] for side in sides}


@pytest.mark.parametrize(
    ("one", "other", "ours", "theirs"),
    [
        ("a b c", "a x c", "a [b] c", "a [x] c"),
        ("same\n", "same\n", "same\n", "same\n"),
        ("", "new", "", "[new]"),
        ("2026-01-02", "2026-02-02", "2026-[01]-02", "2026-[02]-02"),
        ("w\n" * 3000, "w\n" * 3000 + "x y", "w\n" * 3000, "w\n" * 3000 + "[x y]"),
        tuple("x " * 900 + word + " y" * 900 for word in ("a", "b", "[a]", "[b]")),
        ("1\nold two\n3\n", "1\nnew two\n3\n4\n", "1\n[old] two\n3\n", "1\n[new] two\n3\n[4\n]"),
    ],
)
def test_words_that_differ(one: str, other: str, ours: str, theirs: str) -> None:
    for pieces, expected in zip(compare(one, other), (ours, theirs), strict=True):
        marked = "".join(f"[{piece.text}]" if piece.own else piece.text for piece in pieces)
        assert marked == expected


@given(st.text("ab \n"), st.text("ab \n"))
def test_pieces_are_the_texts(one: str, other: str) -> None:
    for text, pieces in zip((one, other), compare(one, other), strict=True):
        assert "".join(piece.text for piece in pieces) == text
