"""The reports for platforms of CI: valid, complete, and with nothing in them that acts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import junitparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema.validators import validator_for

from conftest import Mend
from mergemend.edits import apply
from mergemend.model import Edit, FileReport, Finding, Json, Severity, Span, decode, encode
from mergemend.report import github, gitlab, junit, sarif
from mergemend.report.positions import Positions
from mergemend.report.results import Results
from mergemend.report.rule import rule_page, rule_text
from mergemend.report.terminal import is_shown
from mergemend.ruledocs import rule_doc
from mergemend.rules import RULES
from scratch import Scratch

SCHEMAS = Path(__file__).parent / "schemas"
CONFLICT = b"a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\nz\n"
STATUS = b"# Report\n\n**Status:** done\n**Date:** Monday, 2026-01-06\n\n- [ ] open\n"
FORMATS = {"github": github, "gitlab": gitlab, "junit": junit, "sarif": sarif}

# what the runner of GitHub takes for commands; those of other programs are only a part of them
COMMANDS = frozenset(
    {
        *("add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group"),
        *("internal-set-repo-path", "notice", "remove-matcher", "save-state", "set-env"),
        *("set-output", "stop-commands", "warning"),
    }
)
_AT_START = re.compile(r"\s*::([a-z-]+)(?: (.*?))?::(.*)$", re.DOTALL)
_ANYWHERE = re.compile(r"##\[([a-z-]+)(?: ([^\]]*))?\](.*)$", re.DOTALL)
FORGED = "::set-output name=x::y ##[add-mask]z ##vso[task.setvariable] %0A::error::w\r\n::error::v"


@cache
def validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text("utf-8"))
    return validator_for(schema)(schema, format_checker=validator_for(schema).FORMAT_CHECKER)


def valid(name: str, text: str) -> Any:
    data = json.loads(text)
    errors = [f"{e.json_path}: {e.message[:200]}" for e in validator(name).iter_errors(data)]
    assert not errors
    return data


def read_sarif(text: str) -> dict[str, Any]:
    (run,) = valid("sarif-2.1.0.json", text)["runs"]
    assert isinstance(run, dict)
    return run


def read_commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What GitHub's runner makes of a log: the commands in it, with their values and messages."""
    found = []
    for line in text.split("\n"):
        match = _AT_START.match(line) or _ANYWHERE.search(line)
        if match and match[1] in COMMANDS:
            name, given, message = match.groups()
            pairs = (pair.split("=", 1) for pair in (given or "").split(","))
            values = {key: _unescaped(value) for key, value in pairs}
            found.append((name, values, _unescaped(message)))
    return found


def _unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(code, character)
    return text.replace("%25", "%")


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A repository with a document of each severity, and a folder and a file with odd names."""
    scratch = Scratch.init(tmp_path / "a repo")
    files = {
        "a b/50%, é: no.md": "x\ncafÃ© âœ… ‘ok’ 🔴 naÃ¯ve\n".encode(),
        "docs/STATUS.md": STATUS,
        "conflict.md": CONFLICT,
        "clean.md": b"clean\n",
        "bom.md": b"\xef\xbb\xbfx\n",
    }
    scratch.commit("start", files)
    return scratch


def test_github(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "check", "--output-format", "github")
    assert result.exit_code == 1
    found = read_commands(result.stdout)
    assert len(found) == result.stdout.count("\n")
    names = ["error", "warning", "notice"]
    assert {name for name, _, _ in found} == {*names}
    assert found == sorted(found, key=lambda one: names.index(one[0]))
    odd = {"file": "a b/50%, é: no.md", "line": "2", "col": "4", "title": "mojibake"}
    (message,) = [message for _, values, message in found if values == odd]
    assert message.startswith("a b/50%, é: no.md:2:4: mojibake garbled text: 'Ã©'")
    assert {v["title"] for n, v, _ in found if n == "notice"} == {"byte-order-mark"}
    assert result.stderr.startswith("5 files checked: ")


def test_gitlab(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "check", "--output-format", "gitlab")
    assert result.exit_code == 1
    entries = valid("gitlab-code-quality.json", result.stdout)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    (odd,) = [e for e in entries if e["location"]["path"] == "a b/50%, é: no.md"]
    assert (odd["check_name"], odd["severity"], odd["location"]["lines"]) == (
        "mojibake",
        "major",
        {"begin": 2},
    )
    assert {e["severity"] for e in entries if e["check_name"] == "byte-order-mark"} == {"info"}


def test_sarif(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "check", "--output-format", "sarif")
    assert result.exit_code == 1
    run = read_sarif(result.stdout)
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    for found in run["results"]:
        assert driver["rules"][found["ruleIndex"]]["id"] == found["ruleId"]
        (place,) = found["locations"]
        where = place["physicalLocation"]["artifactLocation"]
        assert where["uriBaseId"] in run["originalUriBaseIds"]
        assert (scratch.top / unquote(where["uri"])).is_file()
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"]
    assert str(scratch.top) not in result.stdout


def test_sarif_explains_the_rules_of_what_is_found(scratch: Scratch, mend: Mend) -> None:
    run = read_sarif(mend(scratch.top, "check", "--output-format", "sarif").stdout)
    found = {result["ruleId"] for result in run["results"]}
    for rule in run["tool"]["driver"]["rules"]:
        doc, help_ = rule_doc(rule["id"]), rule["help"]
        if rule["id"] in found:
            assert help_["text"] == rule_text(doc)
            assert help_["markdown"] == rule_page(doc, alone=True)
            assert ".md)" not in help_["markdown"]
        else:
            assert help_ == rule["shortDescription"]


def test_what_a_sarif_fix_does_is_what_fix_does(scratch: Scratch, mend: Mend) -> None:
    run = read_sarif(mend(scratch.top, "check", "--output-format", "sarif").stdout)
    fixes = [fix for result in run["results"] for fix in result.get("fixes", ())]
    assert fixes
    texts: dict[str, str] = {}
    for fix in fixes:
        (change,) = fix["artifactChanges"]
        path = unquote(change["artifactLocation"]["uri"])
        text = texts.setdefault(path, decode(scratch.read(path)))
        for replacement in reversed(change["replacements"]):
            text = replaced(text, replacement)
        texts[path] = text
    mend(scratch.top, "fix", "--all")
    odd = "a b/50%, é: no.md"
    assert encode(texts[odd]) == scratch.read(odd) != b""
    assert "café ✅" in texts[odd]


def replaced(text: str, replacement: Mapping[str, Any]) -> str:
    """A text with a replacement made, as a reader of SARIF does it who counts code points."""
    region = replacement["deletedRegion"]
    lines = text.split("\n")

    def place(which: str) -> int:
        line, column = int(region[f"{which}Line"]), int(region[f"{which}Column"])
        return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1

    new = str(replacement["insertedContent"]["text"])
    return text[: place("start")] + new + text[place("end") :]


def test_junit(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "check", "--output-format", "junit")
    assert result.exit_code == 1
    suites = junit_of(result.stdout)
    assert {suite.name for suite in suites} == {
        "mergemend",
        "a b/50%, é: no.md",
        "docs/STATUS.md",
        "conflict.md",
        "bom.md",
    }
    failed = [case for suite in suites for case in suite if case.result]
    assert len({(case.classname, case.name) for case in failed}) == len(failed)
    (bom,) = next(suite for suite in suites if suite.name == "bom.md")
    assert not bom.result
    assert "byte-order" in str(bom.system_out)


def junit_of(text: str) -> junitparser.JUnitXml:
    """The suites, once it is sure that they have only what readers of JUnit's XML know."""
    allowed = {
        "testsuites": {"tests", "failures", "errors", "name", "time"},
        "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
        "testcase": {"name", "classname", "time"},
        "failure": {"type", "message"},
        "error": {"type", "message"},
        "skipped": {"type", "message"},
        "system-out": set[str](),
    }
    inside = {
        "testsuites": {"testsuite"},
        "testsuite": {"testcase"},
        "testcase": {"failure", "error", "skipped", "system-out"},
    }
    root = ET.fromstring(text.encode())  # noqa: S314, it is ours
    assert root.tag == "testsuites"
    for element in root.iter():
        assert set(element.attrib) <= allowed[element.tag]
        assert {child.tag for child in element} <= inside.get(element.tag, set())
    for suite in root:
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert int(suite.attrib[name]) == len([*suite.iter(tag)])
    assert int(root.attrib["tests"]) == len([*root.iter("testcase")]) > 0
    found = junitparser.JUnitXml.fromstring(text.encode())
    assert isinstance(found, junitparser.JUnitXml)
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_a_clean_run_is_a_report_too(form: str, tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"clean\n"})
    result = mend(scratch.top, "check", "--output-format", form)
    assert result.exit_code == 0
    assert result.stderr == "1 file checked: nothing found\n"
    if form == "github":
        assert result.stdout == ""
    elif form == "gitlab":
        assert valid("gitlab-code-quality.json", result.stdout) == []
    elif form == "sarif":
        assert read_sarif(result.stdout)["results"] == []
    else:
        assert [case.name for suite in junit_of(result.stdout) for case in suite] == [
            "1 file checked"
        ]
    assert mend(scratch.top, "check", "--output-format", form, "--quiet").stderr == ""


def test_what_was_not_read_and_what_did_not_run_is_told(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"STATUS.md": STATUS + CONFLICT})
    words = ("check", ".", "no folder/missing.md", "--output-format")
    for form in FORMATS:
        result = mend(scratch.top, *words, form)
        assert result.exit_code == 3
        assert "no folder/missing.md: No such file or directory" in result.stderr
        if form == "github":
            told = {v["title"]: v["file"] for _, v, _ in read_commands(result.stdout)}
            assert told["not read"] == "no folder/missing.md"
            assert told["not run"] == "STATUS.md"
        elif form == "gitlab":
            entries = valid("gitlab-code-quality.json", result.stdout)
            assert {"not-read", "not-run"} < {entry["check_name"] for entry in entries}
        elif form == "sarif":
            (invocation,) = read_sarif(result.stdout)["invocations"]
            assert not invocation["executionSuccessful"]
            notes = invocation["toolExecutionNotifications"]
            assert [note["level"] for note in notes] == ["error", "warning"]
        else:
            suites = junit_of(result.stdout)
            assert [(s.errors, s.skipped) for s in suites] == [(1, 0), (0, 1)]


@pytest.mark.parametrize(
    "words",
    [
        ["--output-format", "sarif"],
        ["--output-format", "github"],
        ["--output-format", "gitlab"],
        ["--output-format", "junit"],
        ["--changed"],
        ["--baseline", "x"],
        ["--write-baseline", "x"],
    ],
)
def test_the_history_has_no_place_in_them(scratch: Scratch, mend: Mend, words: list[str]) -> None:
    result = mend(scratch.top, "check", "--history", *words)
    assert result.exit_code == 2
    assert "--history" in result.stderr


def test_from_a_folder_below_paths_are_from_the_top(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top / "docs", "check", "--output-format", "github")
    assert {values["file"] for _, values, _ in read_commands(result.stdout)} == {"docs/STATUS.md"}


@pytest.mark.parametrize("form", ["json", *FORMATS])
def test_a_report_is_utf_8_in_every_place(scratch: Scratch, form: str) -> None:
    """A redirected output has the encoding of the machine, on Windows a code page."""
    words = [sys.executable, "-m", "mergemend", "check", "-q", "--output-format", form]
    environment = scratch.environment() | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(words, cwd=scratch.top, env=environment, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    text = done.stdout.decode("utf-8")
    assert "Ã©" in text
    assert "é: no.md" in text or form == "sarif"


@pytest.mark.parametrize("form", FORMATS)
def test_without_git(form: str, tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "conflict.md").write_bytes(CONFLICT)
    result = mend(tmp_path, "check", "--output-format", form)
    assert result.exit_code == 1
    assert "conflict.md" in result.stdout
    assert str(tmp_path) not in result.stdout


def test_a_path_outside_of_the_folder_is_an_absolute_uri(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "a b.md").write_bytes(CONFLICT)
    (tmp_path / "sub").mkdir()
    result = mend(tmp_path / "sub", "check", str(tmp_path / "a b.md"), "--output-format", "sarif")
    (found,) = read_sarif(result.stdout)["results"]
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (tmp_path / "a b.md").as_uri()


def finding(line: int, severity: Severity, message: str = "m", path: str = "a.md") -> Finding:
    return Finding(path, line, 1, "conflict", severity, message, fingerprint=f"{line:032x}")


def test_sarif_has_the_worst_of_too_many_and_says_so() -> None:
    many = [finding(line, Severity.WARNING) for line in range(1, 5001)]
    worst = [finding(line, Severity.ERROR) for line in range(9001, 9011)]
    told = [finding(9500, Severity.INFO)]
    reports = [FileReport("a.md", b"", b"", (*many, *told, *worst))]
    run = read_sarif(sarif.render(Results(1, reports)))
    assert len(run["results"]) == sarif.MOST == 5000
    assert [found["level"] for found in run["results"][:11]] == ["error"] * 10 + ["warning"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("5,000 results of 5,011 are here; the other 11")
    (run,) = [read_sarif(sarif.render(Results(1, [FileReport("a.md", b"", b"", tuple(many))])))]
    assert not run["invocations"][0]["toolExecutionNotifications"]


@pytest.mark.parametrize(
    ("before", "edit"),
    [
        (b"a\xff\n", Edit(Span(0, 1), b"b")),  # columns of no text
        (b"a\n", Edit(Span(0, 1), b"\xff")),  # a text of no characters
        (b"a\n", Edit(Span(0, 1), b"x" * (sarif.MOST_BYTES + 1))),
        (b"a" * (sarif.MOST_TEXT + 1), Edit(Span(0, 1), b"b")),
        (b"", Edit(Span(0, 1), b"b")),  # a text that was not kept
    ],
)
def test_sarif_leaves_out_fixes_that_it_can_not_tell(before: bytes, edit: Edit) -> None:
    one = Finding("a", 1, 1, "conflict", Severity.ERROR, "m", (edit,), fingerprint="0")
    run = read_sarif(sarif.render(Results(1, [FileReport("a", before, b"", (one,))])))
    assert "fixes" not in run["results"][0]


TEXTS = st.text(st.sampled_from("aé🔴\n\r\t \u2028\ufeff%:,[]#&<>'\"\\\x1b\x00\udcff")) | st.text()


@given(TEXTS.filter(lambda text: not re.search("[\ud800-\udfff]", text)), st.data())
def test_positions_are_those_that_a_reader_counts(text: str, data: st.DataObject) -> None:
    whole = text.encode()
    ends = st.integers(0, len(text)).map(lambda end: len(text[:end].encode()))
    start, end = sorted((data.draw(ends), data.draw(ends)))
    positions = Positions(whole)
    first, last = positions.of(start), positions.of(end)
    replacement: Json = {
        "deletedRegion": {
            "startLine": first.line,
            "startColumn": first.column,
            "endLine": last.line,
            "endColumn": last.column,
        },
        "insertedContent": {"text": "new"},
    }
    expected = apply(whole, [Edit(Span(start, end), b"new")]) if start < end else None
    if expected is not None and isinstance(replacement, dict):
        assert replaced(text, replacement).encode() == expected
    assert last.line <= text.count("\n") + 1


@settings(max_examples=30)  # a schema takes its time
@given(TEXTS.filter(bool), TEXTS.filter(bool), st.sampled_from(Severity))
@example("x" + FORGED, FORGED, Severity.ERROR)
@example(FORGED, "##[error]x", Severity.INFO)
@example("a\x0bb", "\ufffe\uffff\udcff]]>", Severity.WARNING)
def test_no_text_can_be_more_than_text(message: str, path: str, severity: Severity) -> None:
    path = path.replace("\0", "").replace("/", "") or "x"
    one = finding(3, severity, message, path)
    results = Results(
        1, [FileReport(path, b"", b"", (one,), not_run=(message,))], [(path, message)]
    )
    commands = github.render(results)
    assert [name for name, _, _ in read_commands(commands)] == [
        "error",
        {"error": "error", "warning": "warning", "info": "notice"}[severity],
        "notice",
    ]
    assert commands.count("\n") == 3
    for module in FORMATS.values():
        text = module.render(results)
        assert all(c == "\n" or is_shown(c) for c in text)
        text.encode()
        if module is not github:
            assert not read_commands(text)
    valid("gitlab-code-quality.json", gitlab.render(results).replace('"path": "/', '"path": "'))
    read_sarif(sarif.render(results))
    junit_of(junit.render(results))


@pytest.mark.parametrize("form", ["text", "json", *FORMATS])
def test_a_hostile_document_forges_no_command(form: str, tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    label = "::error::x ##[add-mask]y ##vso[task.complete]z"
    files = {
        "::set-output name=a::b.md": CONFLICT.replace(b"HEAD", label.encode()),
        "  ::add-path::c.md": f"cafÃ© {label}\n".encode(),
        "##[add-mask]d.md": f"::notice::caf\ufffdÃ© {label}\n".encode(),
        "\n::error::e/STATUS.md": STATUS + f"\n- [x] [{label}]({label})\n".encode() + CONFLICT,
    }
    scratch.commit("start", files)
    for words in ([], ["."], ["::set-output name=gone::.md", "##[add-mask]gone.md"]):
        result = mend(scratch.top, "check", "--output-format", form, *words)
        assert result.exit_code == (3 if "gone" in "".join(words) else 1)
        found = read_commands(result.stderr)
        assert not found
        found = read_commands(result.stdout)
        if form == "github":
            assert len(found) == result.stdout.count("\n")
            assert {name for name, _, _ in found} <= {"error", "warning", "notice"}
            assert all("\n" not in values["file"] for _, values, _ in found)
        else:
            assert not found
