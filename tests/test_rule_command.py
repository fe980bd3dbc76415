"""`mergemend rule`: what it prints, and what it says to a wrong name."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from conftest import Mend
from mergemend.cli import commands
from mergemend.report.rule import list_text, rule_page, rule_text, settings
from mergemend.ruledocs import module_of, rule_doc
from mergemend.rules import RULES

LINKS = rule_doc("broken-link")


def test_a_rule_is_told_as_text_markdown_and_json(tmp_path: Path, mend: Mend) -> None:
    text = mend(tmp_path, "rule", "broken-link")
    assert (text.exit_code, text.stdout) == (0, rule_text(LINKS))
    page = mend(tmp_path, "rule", "broken-link", "--output-format", "markdown")
    assert page.stdout == rule_page(LINKS)
    (data,) = json.loads(mend(tmp_path, "rule", "broken-link", "--output-format", "json").stdout)[
        "rules"
    ]
    assert data["fix"]["grades"] == ["safe", "likely"]
    assert data["examples"][0]["around"][0]["path"] == "docs/landing.md"
    assert set(data["settings"]) == {name for name, _ in settings(LINKS)}


def test_all_rules_are_listed(tmp_path: Path, mend: Mend) -> None:
    assert mend(tmp_path, "rule", "--all").stdout == list_text()
    told = json.loads(mend(tmp_path, "rule", "--all", "--output-format", "json").stdout)
    assert [one["rule"] for one in told["rules"]] == list(RULES)
    table = mend(tmp_path, "rule", "--all", "--output-format", "markdown").stdout
    assert table.count("\n") == len(RULES) + 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["mojibke"], "did you mean 'mojibake'?"),
        (["Mojibake"], "did you mean 'mojibake'?"),
        (["broken-links"], "did you mean 'broken-link'?"),
        (["zzzzzz"], "`mergemend rule --all` lists them"),
        (["\x1b[31m"], "there is no rule"),
        ([""], "there is no rule ''"),
        ([], "name one RULE, or use --all"),
        (["conflict", "--all"], "name one RULE, or use --all"),
    ],
)
def test_a_wrong_name_is_a_usage_error(
    arguments: list[str], told: str, tmp_path: Path, mend: Mend
) -> None:
    done = mend(tmp_path, "rule", *arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "\x1b" not in done.stderr


def test_a_shell_completes_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"COMP_WORDS": "mergemend rule conflict-", "COMP_CWORD": "2"}
    for name, value in (words | {"_MERGEMEND_COMPLETE": "bash_complete"}).items():
        monkeypatch.setenv(name, value)
    shell = BashComplete(commands, {}, "mergemend", "_MERGEMEND_COMPLETE")
    names = [rule for rule in RULES if rule.startswith("conflict-")]
    assert shell.complete().split() == [f"plain,{name}" for name in names]


def test_without_docstrings_it_says_why(
    tmp_path: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[module_of("conflict")], "__doc__", None)
    done = mend(tmp_path, "rule", "conflict")
    assert done.exit_code == 2
    assert "-OO" in done.stderr
