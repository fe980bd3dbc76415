"""Garbled places that the odds leave open: chosen on the command line, asked for, held back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import mergemend
from conftest import Mend
from mergemend.cli import run
from mergemend.edits import apply
from mergemend.model import ChoiceError, Choices, Document, Finding, Safety
from mergemend.mojibake.check import check
from mergemend.mojibake.garble import Kind, garble

LOST = "Ã�slenska Ã�sland\n"
TWO = "x ×� y\n" + LOST

Chosen = Mapping[tuple[int, int | None], str]


def find(text: str, choices: Choices) -> tuple[Finding, ...]:
    return check(Document("d.md", text.encode()), choices=choices)


def mended(text: str, choices: Choices) -> str:
    edits = [edit for finding in find(text, choices) for edit in finding.edits]
    return apply(text.encode(), edits).decode()


@pytest.mark.parametrize(
    ("damaged", "choices", "result"),
    [
        ("x ×� y\n", {(1, 3): "ם"}, "x ם y\n"),
        ("x ×� y\n", {(1, None): "ם"}, "x ם y\n"),
        ("x ×� y\r\nz\n", {(1, 3): "א"}, "x א y\r\nz\n"),
        (LOST, {(1, 1): "Í", (1, 11): "Í"}, "Íslenska Ísland\n"),
        (LOST, {(1, 1): "Í", (1, None): "Á"}, None),
        (LOST, {(1, 1): "Í"}, LOST),
        # the other places of the line were settled anyway
        ("Ã©tÃ© a ×� y Ã©tÃ©\n", {(1, 9): "ם"}, "été a ם y été\n"),
        # what stands there is right
        (LOST, {(1, 1): "Ã�", (1, 11): "Í"}, "Ã�slenska Ísland\n"),
        # a code page with double bytes
        (
            "霑呎弍荳�荳ｪ豬玖ｯ包ｼ御ｻ雁､ｩ螟ｩ豌泌ｾ亥･ｽ縲�\n",
            {(1, 1): "这是一个测试，今天天气很好。"},
            "这是一个测试，今天天气很好。\n",
        ),
        # what was settled can be chosen, too, or kept
        ("cafÃ© Ã©tÃ©\n", {(1, 4): "é"}, "café été\n"),
        ("cafÃ© Ã©tÃ©\n", {(1, 4): "Ã©"}, "cafÃ© été\n"),
    ],
)
def test_choices(damaged: str, choices: Chosen, result: str | None) -> None:
    if result is None:
        with pytest.raises(ChoiceError, match="several garbled places; choose for 1:1 or 1:11"):
            find(damaged, choices)
    else:
        assert mended(damaged, choices) == result


@pytest.mark.parametrize(
    ("damaged", "choices", "said"),
    [
        (TWO, {(1, 4): "ם"}, "d.md:1:4: no garbled place starts there; choose for 1:3"),
        (TWO, {(7, 1): "ם"}, "d.md:7: no garbled text to choose for; open places: 1:3, 2:1, 2:11"),
        (TWO, {(2, None): "Í"}, "d.md:2: several garbled places; choose for 2:1 or 2:11"),
        (TWO, {(1, 3): "x"}, "d.md:1:3: 'x' does not garble to '×�'; it can be '"),
        (TWO, {(1, 3): "\udcff"}, "does not garble to"),
        (TWO, {(1, 3): "ם", (1, None): "א"}, "d.md:1:3: two texts for one place; give one"),
        (TWO, {(1, 3): "×�"}, "d.md:1: nothing of the line would change; to keep it for good"),
        ("plain\n", {(1, 1): "é"}, "d.md:1: no garbled text to choose for; nothing is open"),
        ("é\n", {(1, 1): "é"}, "d.md:1: no garbled text to choose for; nothing is open"),
    ],
)
def test_choices_that_cannot_be_made(damaged: str, choices: Chosen, said: str) -> None:
    with pytest.raises(ChoiceError) as raised:
        find(damaged, choices)
    assert said in str(raised.value)


def test_a_chosen_line_is_safe_and_says_so() -> None:
    [finding] = find("x ×� y\n", {(1, 3): "ם"})
    assert (finding.rule, finding.safety) == ("mojibake", Safety.SAFE)
    assert finding.evidence["source"] == "chosen"
    assert "as chosen" in finding.message


def test_a_line_with_open_places_says_which() -> None:
    [finding] = find(LOST, {(1, 1): "Í"})
    assert (finding.rule, finding.edits) == ("mojibake-lossy", ())
    assert finding.message.endswith("still open at column 11")
    assert (finding.line, finding.column) == (1, 11)


@given(st.sampled_from(list("אבגדהוזחטיךכלםמןנסעףפץצקרשת")))
def test_any_text_that_garbles_to_what_stands_there_is_accepted(letter: str) -> None:
    damaged = f"x {garble(letter, 'windows-1252', Kind.REPLACED)} y\n"
    if any(finding.rule == "mojibake-lossy" for finding in find(damaged, {})):
        assert mended(damaged, {(1, 3): letter}) == f"x {letter} y\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a b.md").write_bytes(TWO.encode())
    return tmp_path


def test_the_hint_can_be_pasted(folder: Path, mend: Mend) -> None:
    (folder / "a b.md").write_bytes(LOST.encode())
    shown = mend(folder, "check", "a b.md").stdout
    words = "mergemend fix 'a b.md' --choose '1:1=Þ' --choose '1:11=Þ'"
    assert f"    to settle it: `{words}`, or be asked: `mergemend fix -i 'a b.md'`" in shown
    assert shown.count("to settle it") == 1
    result = mend(folder, "fix", "a b.md", "--choose", "1:1=Þ", "--choose", "1:11=Þ")
    assert (folder / "a b.md").read_text("utf-8") == "Þslenska Þsland\n"
    assert "1 garbled line repaired" in result.stdout
    assert "old bytes kept" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a b.md", "--choose", "x"], "is not LINE:COLUMN=TEXT"),
        (["a b.md", "--choose", "1:3="], "is not LINE:COLUMN=TEXT"),
        (["a b.md", "--choose", "0:3=x"], "is not LINE:COLUMN=TEXT"),
        (["a b.md", "--choose", "1:3=ם", "--choose", "1:3=א"], "two texts for 1:3"),
        (["a b.md", "a b.md", "--choose", "1:3=ם"], "--choose is for exactly one file"),
        ([".", "--choose", "1:3=ם"], "--choose is for exactly one file"),
        (["--all", "--choose", "1:3=ם"], "--choose is for exactly one file"),
        (["--from-history", "a b.md", "--choose", "1:3=ם"], "goes without --choose"),
        (["none.md", "--choose", "1:3=ם"], "none.md: No such file"),
        (["a b.md", "--exclude", "*.md", "--choose", "1:3=ם"], "is excluded by the settings"),
        (["a b.md", "--ignore", "mojibake", "--choose", "1:3=ם"], "rules for garbled text are off"),
        (["a b.md", "--choose", "1:4=ם"], "a b.md:1:4: no garbled place starts there"),
    ],
)
def test_wrong_choices_write_nothing(folder: Path, mend: Mend, words: list[str], said: str) -> None:
    result = mend(folder, "fix", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert (folder / "a b.md").read_bytes() == TWO.encode()


def test_conflicts_come_first(folder: Path, mend: Mend) -> None:
    text = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature\nx ×� y\n"
    (folder / "a b.md").write_text(text, "utf-8")
    result = mend(folder, "fix", "a b.md", "--strategy", "ours", "--choose", "6:3=ם")
    assert result.exit_code == 2
    assert "mending conflicts and encodings comes first" in result.stderr
    assert (folder / "a b.md").read_text("utf-8") == text
    mend(folder, "fix", "a b.md", "--choose", "6:3=ם")
    assert "x ם y" in (folder / "a b.md").read_text("utf-8")


def answer(monkeypatch: pytest.MonkeyPatch, folder: Path, answers: str, *words: str) -> str:
    monkeypatch.chdir(folder)

    @click.command()
    def command() -> None:
        raise SystemExit(run(["fix", "-i", *words, "a b.md"]))

    return CliRunner().invoke(command, input=answers).output


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ("ם\nÍ\nÍ\n\n", "x ם y\nÍslenska Ísland\n"),
        ("s\n1!\n\n", "x ×� y\nÞslenska Þsland\n"),
        ("s\n1\n4\n\n", "x ×� y\nÞslenska Ísland\n"),
        ("ם\nq\n", "x ם y\n" + LOST),
        ("?\nnonsense\nם\nÍ\ns\n\n", "x ם y\n" + LOST),
        ("\n\n\n\n", TWO),
        ("ם\nÍ\n4\nu\ns\n\n", "x ם y\n" + LOST),
        ("s\nÍ\nÍ\nu\nu\nu\nu\nם\ns\ns\n\n", "x ם y\n" + LOST),
        ("ם\nÍ\nÍ\n", TWO),  # the input ends before the last word
        ("ם\n", TWO),  # the input ends: nothing is written
    ],
)
def test_interactive(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: str, result: str
) -> None:
    output = answer(monkeypatch, folder, answers)
    assert "a b.md:1:3\n  x [×�] y\n" in output
    assert ("'nonsense' does not garble to" in output) is ("nonsense" in answers)
    assert (folder / "a b.md").read_bytes().decode() == result


def test_interactive_shows_a_diff(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = answer(monkeypatch, folder, "ם\nq\n", "--diff")
    assert "-x ×� y\n+x ם y\n" in output
    assert (folder / "a b.md").read_bytes() == TWO.encode()


LIKELY = "- [x] âœ… done\n- [ ] â�Œ no\n"


@pytest.mark.parametrize("from_settings", [True, False])
def test_min_grade_counts_for_garbled_text(folder: Path, mend: Mend, from_settings: bool) -> None:
    """The second line has lost a byte; what it most likely was is no proof."""
    (folder / "a b.md").write_bytes(LIKELY.encode())
    first = json.loads(mend(folder, "check", "--output-format", "json", "a b.md").stdout)
    assert [f["safety"] for f in first["findings"]] == ["safe", "likely"]
    after = first["findings"][1]["evidence"]["places"][0]["after"]
    if from_settings:
        (folder / "mergemend.toml").write_text("min-grade = 'safe'\n")
    words = [] if from_settings else ["--min-grade", "safe"]
    result = mend(folder, "fix", "a b.md", *words)
    assert "a b.md:2: left: left, a likely is not sure enough: garbled text" in result.stdout
    assert f"--choose '2:7={after}'" in result.stdout
    assert (folder / "a b.md").read_text("utf-8") == "- [x] ✅ done\n- [ ] â�Œ no\n"
    mend(folder, "fix", "a b.md", *words, "--choose", f"2={after}")
    assert (folder / "a b.md").read_text("utf-8") == f"- [x] ✅ done\n- [ ] {after} no\n"


def test_from_python(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(ValueError, match="exactly one file"):
        mergemend.fix("a b.md", "a b.md", choices={(1, 3): "ם"})
    mergemend.fix("a b.md", choices={(1, 3): "ם"})
    assert (folder / "a b.md").read_bytes().decode() == "x ם y\n" + LOST
