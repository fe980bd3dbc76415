"""Every rule is documented by its own docstring, and every example in it is what really happens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from importlib import import_module
from pathlib import Path

import pytest
from docs.pages import FOLDER, pages
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.config import load_settings
from mergemend.model import Safety, Severity
from mergemend.report.rule import WIDTH, list_text, rule_page, rule_text, settings
from mergemend.ruledocs import NEVER_ALONE, Example, RuleDocError, Text, module_of, parse, rule_doc
from mergemend.rules import RULES, UnknownRuleError
from mergemend.statusdocs.checks import CHECKS
from scratch import Scratch

DOCUMENTED = {rule: rule_doc(rule) for rule in RULES}
EXAMPLES = [(rule, example) for rule, doc in DOCUMENTED.items() for example in doc.examples]
each_example = pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[rule for rule, _ in EXAMPLES]
)


def committed(top: Path, example: Example) -> Path:
    """The repository of an example, in a folder with a blank in its name."""
    scratch = Scratch.init(top / "a harbour")
    if example.committed:
        scratch.now = int(datetime.combine(example.committed, time(), UTC).timestamp())
    if example.earlier:
        scratch.commit("earlier", {example.earlier.path: example.earlier.data})
    files = {text.path: text.data for text in (*example.around, example.file)}
    scratch.commit("first", files)
    return scratch.top


def found(mend: Mend, top: Path, *arguments: str) -> list[dict[str, object]]:
    done = mend(top, "check", "--no-cache", "--output-format", "json", *arguments)
    assert done.exit_code in (0, 1), done.output
    told = json.loads(done.stdout)["findings"]
    assert isinstance(told, list)
    return told


@each_example
def test_the_example_is_what_happens(
    rule: str, example: Example, tmp_path: Path, mend: Mend
) -> None:
    top, doc, path = committed(tmp_path, example), DOCUMENTED[rule], example.file.path
    findings = [f for f in found(mend, top) if (f["path"], f["rule"]) == (path, rule)]
    assert findings
    assert {f["severity"] for f in findings} <= {str(s) for s in doc.severities}
    named = [
        f for f in found(mend, top, "--select", rule) if (f["path"], f["rule"]) == (path, rule)
    ]
    assert {f["safety"] for f in named} - {None} <= {str(grade) for grade in doc.grades}
    mend(top, "fix", "--all", *(() if rule in NEVER_ALONE else ("--select", rule)))
    shown = example.fixed or example.file
    assert (top / path).read_bytes() == shown.data
    if example.fixed:
        assert example.fixed.data != example.file.data
        assert not [f for f in found(mend, top, "--select", rule) if f["path"] == path]


# a comment can't stand before the bytes that make a file UTF-16
@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule not in ("utf-16", "too-large", "unused-ignore")]
)
def test_the_comment_turns_it_off(rule: str, tmp_path: Path, mend: Mend) -> None:
    (example, *_) = DOCUMENTED[rule].examples
    shown = f"<!-- mergemend: off {rule} -->\n\n{example.file.shown}"
    top = committed(tmp_path, replace(example, file=replace(example.file, shown=shown)))
    told = found(mend, top)
    assert not [f for f in told if (f["path"], f["rule"]) == (example.file.path, rule)]


@pytest.mark.parametrize("rule", RULES)
def test_what_can_be_fixed_shows_how(rule: str) -> None:
    doc = DOCUMENTED[rule]
    assert bool(doc.grades) == any(example.fixed for example in doc.examples)


@pytest.mark.parametrize("rule", CHECKS)
def test_the_severities_are_those_of_the_code(rule: str) -> None:
    source = Path(import_module(module_of(rule)).__file__ or "").read_text("utf-8")
    by_kind = rule.startswith("kind-")
    used = {s for s in Severity if by_kind or f"Severity.{s.name}" in source}
    assert set(DOCUMENTED[rule].severities) == used


def test_the_docstring_stands_in_the_module_of_the_rule() -> None:
    for rule, check in CHECKS.items():
        assert check.__module__ == module_of(rule)


@pytest.mark.parametrize("rule", RULES)
def test_it_reads_well_at_eighty_columns(rule: str) -> None:
    text = rule_text(DOCUMENTED[rule])
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "``" not in text
    assert text.endswith(".\n")


VALUES = {
    "strategy": '"ours"',
    "date": '"committer"',
    "min-grade": '"safe"',
    "select": '["conflict"]',
    "ignore": '["conflict"]',
    "exclude": '["a.md"]',
    "allow": '["Ã©"]',
    "kinds": "[]",
}


def test_the_settings_are_there(tmp_path: Path) -> None:
    named = {name for doc in DOCUMENTED.values() for name, _ in settings(doc)}
    lines = [f"{name} = {VALUES[name]}\n" for name in sorted(named)]
    (tmp_path / "mergemend.toml").write_text("".join(lines), "utf-8")
    assert load_settings(tmp_path).folder == tmp_path


def test_the_list_has_every_rule() -> None:
    assert max(map(len, list_text().splitlines())) <= WIDTH
    for rule, brief in RULES.items():
        assert f"{rule} " in list_text()
        assert " ".join(brief.split()) in " ".join(list_text().split())


FORM = """What it does.

Why: because.

Severity: error, info

Example, a b.md (\\xNN is a byte):

    x \\xff y

        deeper
Earlier, a b.md:

    v

Around, b.md:

    z

Committed: 2026-01-12

Fixed, a b.md:

    w

Fix (safe, likely): so
and so.

Settings:

- ``allow``: some
  words
- ``date``: others
"""


def test_the_form_is_read() -> None:
    doc = parse("r", "brief", FORM)
    assert (doc.what, doc.why, doc.fix) == ("What it does.", "because.", "so\nand so.")
    assert doc.severities == (Severity.ERROR, Severity.INFO)
    assert doc.grades == (Safety.SAFE, Safety.LIKELY)
    assert doc.settings == (("allow", "some words"), ("date", "others"))
    (example,) = doc.examples
    assert example.earlier == Text("a b.md", "v\n")
    assert example.file.data == b"x \xff y\n\n    deeper\n"
    assert (example.fixed, example.around) == (Text("a b.md", "w\n"), (Text("b.md", "z\n"),))
    assert str(example.committed) == "2026-01-12"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("What it does.", "", "lacks what it does"),
        ("Why: because.", "", "lacks Why"),
        ("Why: because.", "Why:", "lacks Why"),
        ("Severity: error", "Severity: bad", "'bad' is none of error, warning, info"),
        ("Severity: error, info", "", "lacks Severity"),
        ("Example, a b.md (\\xNN is a byte):", "", "Earlier: put it behind an Example"),
        ("Fix (safe,", "Fix (sure,", "'sure' is none of safe, likely, guess, none"),
        ("Settings:", "", "lacks Settings"),
        ("2026-01-12", "January", "write the day as 2026-01-12"),
        (FORM, "", "lacks what it does, Why, Severity, Settings, Fix, Example"),
    ],
)
def test_a_docstring_without_a_part_is_an_error(old: str, new: str, told: str) -> None:
    assert old in FORM
    with pytest.raises(RuleDocError) as error:
        parse("r", "brief", FORM.replace(old, new))
    assert told in str(error.value)


@given(st.text())
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(RuleDocError, match=r"^r: "):
        parse("r", "brief", text)


def test_many_dots_stand_for_a_long_line() -> None:
    assert Text("a", "x…y\n", "… is 1,200 dots").data == b"x" + b"." * 1200 + b"y\n"


def test_there_is_no_such_rule() -> None:
    with pytest.raises(UnknownRuleError):
        rule_doc("no-such-rule")


def test_a_fence_is_longer_than_those_of_the_example() -> None:
    doc = DOCUMENTED["conflict"]
    example = Example(Text("a.md", "````\nx\n````\n"))
    assert "`````markdown\n````\nx\n````\n`````" in rule_page(replace(doc, examples=(example,)))


def test_a_rule_that_nobody_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RULES, "tide-table", "a tide that comes too late")
    with pytest.raises(RuleDocError, match="tide-table: is documented nowhere"):
        rule_doc("tide-table")


def test_the_pages_are_what_the_rules_say() -> None:
    """If not, ``python -m docs.pages`` writes them."""
    assert {page.name: page.read_text("utf-8") for page in FOLDER.glob("*")} == pages()
