"""When a status document is checked, as seen from the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conftest import Mend
from scratch import Scratch

BROKEN = "# Harbour\n\nSee [the survey](survey.md).\n"
FINE = "# Harbour\n\nSee [the survey](papers/survey.md).\n"
CONFLICT = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> no-such-branch\n"


@pytest.fixture
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    made = Scratch.init(tmp_path_factory.mktemp("a repo"))
    made.commit("papers", {"papers/survey.md": b"Survey\n"})
    return made


def check(scratch: Scratch, mend: Mend) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        mend(scratch.top, "check", "--output-format", "json", "STATUS.md").stdout
    )
    return data


def test_a_finding_is_fixed_and_stays_fixed(scratch: Scratch, mend: Mend) -> None:
    path = scratch.write("STATUS.md", BROKEN.encode())
    (finding,) = check(scratch, mend)["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("broken-link", 3, 18)
    assert mend(scratch.top, "fix", "STATUS.md").exit_code == 1
    assert path.read_text() == FINE
    assert mend(scratch.top, "fix", "STATUS.md").exit_code == 0


def test_with_conflicts_left_it_is_not_checked_and_says_so(scratch: Scratch, mend: Mend) -> None:
    scratch.write("STATUS.md", (BROKEN + CONFLICT).encode())
    found = check(scratch, mend)
    assert {finding["rule"] for finding in found["findings"]} == {"conflict"}
    (not_run,) = found["not_run"]
    assert not_run["path"] == "STATUS.md"
    assert "conflict markers are left" in not_run["message"]
    assert "conflict markers are left" in mend(scratch.top, "check", "STATUS.md").stdout
    assert "conflict markers are left" in mend(scratch.top, "fix", "STATUS.md").stdout


def test_garbled_text_is_mended_first(scratch: Scratch, mend: Mend) -> None:
    path = scratch.write("STATUS.md", (BROKEN + "âœ… done\n").encode())
    assert {finding["rule"] for finding in check(scratch, mend)["findings"]} == {"mojibake"}
    mend(scratch.top, "fix", "STATUS.md")
    assert path.read_text() == FINE + "✅ done\n"


@pytest.mark.parametrize(
    ("name", "text", "checked"),
    [
        ("STATUS.md", BROKEN, True),
        ("notes.md", BROKEN, False),
        ("notes.md", "**Status:** open\n**Owner:** Ada\n" + BROKEN, True),
        ("notes.md", "**Status:** open\n" + BROKEN, False),
        ("STATUS.txt", BROKEN, False),
    ],
)
def test_only_status_documents_are_checked(
    scratch: Scratch, mend: Mend, name: str, text: str, checked: bool
) -> None:
    scratch.write(name, text.encode())
    assert (mend(scratch.top, "check", name).exit_code == 1) is checked


@pytest.mark.parametrize("how", ["comment", "option", "config"])
def test_a_rule_can_be_turned_off(scratch: Scratch, mend: Mend, how: str) -> None:
    comment = "<!-- mergemend: off broken-link -->\n" if how == "comment" else ""
    scratch.write("STATUS.md", (comment + BROKEN).encode())
    if how == "config":
        scratch.write("mergemend.toml", b'ignore = ["broken-link"]\n')
    options = ["--ignore", "broken-link"] if how == "option" else []
    assert mend(scratch.top, "check", *options, "STATUS.md").exit_code == 0
