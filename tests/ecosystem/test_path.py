"""A new user's path: the pages show what the commands do in the repository that is timed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from benchmarks.path import harbour
from benchmarks.path.__main__ import BEGIN, END, PAGE

from conftest import Mend
from scratch import Scratch

pytestmark = pytest.mark.slow

GUIDE = PAGE.with_name("cleanup.md").read_text("utf-8")


def shown(command: str) -> str:
    """What the guide shows as the output of a command."""
    (output,) = re.findall(rf"^\$ {re.escape(command)}\n(.*?)```", GUIDE, re.DOTALL | re.MULTILINE)
    return str(output)


def test_the_guide_leads_to_a_clean_repository(tmp_path: Path, mend: Mend) -> None:
    top = harbour.build(tmp_path / "the harbour").top
    tracked = {path: path.read_bytes() for path in top.rglob("*.*") if ".git" not in path.parts}
    look = mend(top, "cleanup")
    assert (look.exit_code, look.output) == (1, shown("mergemend cleanup"))
    assert all(path.read_bytes() == data for path, data in tracked.items())
    plan = json.loads((top / "mergemend-plan.json").read_text("utf-8"))
    assert len(plan["files"]) == 40
    apply = ("cleanup", "--apply", "mergemend-plan.json")
    assert "--- a/" in mend(top, *apply, "--diff").output
    assert all(path.read_bytes() == data for path, data in tracked.items())
    assert mend(top, *apply).exit_code == 1
    check = mend(top, "check")
    assert (check.exit_code, check.output) == (0, shown("mergemend check"))
    assert not any(b"<<<<<<<" in path.read_bytes() for path in tracked)
    assert mend(top, "undo").exit_code == 0
    assert all(path.read_bytes() == data for path, data in tracked.items())


def test_the_plan_is_as_the_guide_shows_it(tmp_path: Path, mend: Mend) -> None:
    top = harbour.build(tmp_path / "harbour").top
    mend(top, "cleanup", "--select", "hour-sum")
    plan = json.loads((top / "mergemend-plan.json").read_text("utf-8"))
    (told,) = re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)
    (decision,) = plan["files"][0]["decisions"]
    for key, value in json.loads(told).items():
        if key == "options":
            assert value[0].items() <= decision[key][0].items()
        else:
            assert value == decision[key]


def test_the_first_finding_is_as_it_is_shown(tmp_path: Path, mend: Mend) -> None:
    (told,) = re.findall(
        r"^\$ mergemend check\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    region = "<<<<<<< HEAD\nVersion: 1.4.0\n=======\nVersion: 1.5.0\n>>>>>>> lamps\n"
    scratch = Scratch.init(tmp_path)
    scratch.commit("harbour", {"notes.md": f"# Harbour\n\n{region}\n- KÃ¶ln ferry\n".encode()})
    assert mend(tmp_path, "check").output == told
    assert mend(tmp_path, "fix", "notes.md").exit_code == 1
    assert scratch.read("notes.md").decode() == "# Harbour\n\nVersion: 1.5.0\n\n- Köln ferry\n"


def test_the_path_is_as_short_as_promised() -> None:
    written = PAGE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    first, second = re.findall(r"\*\*together\*\* \| \*\*([\d.]+)\*\*", written)
    until = written.partition("\n\nFrom ")[0]
    commands = re.findall(r"^\| `(.+?)` \| [\d.]+ \|$", until, re.MULTILINE)
    assert len(commands) == 3
    assert float(first) < 60
    assert float(second) < 600
