"""The clean-up: a plan that is written, read, edited and applied, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Mend
from mergemend.model import PlanError
from mergemend.places import PAGE, PLAN
from mergemend.plan import read_plan
from mergemend.report.page import beginning
from scratch import Scratch, forked

GARBLED = "cafÃ©\nand\ncafÃ©\n"
OPEN = "x ×� y\n"


@pytest.fixture
def repo(tmp_path: Path) -> Scratch:
    """A merge in progress, garbled lines, and a line that can have been several."""
    scratch = forked(tmp_path / "a repo")
    scratch.commit("more", {"docs/a b.md": GARBLED.encode(), "open.md": OPEN.encode()})
    scratch.git("merge", "-q", "feature", check=False)
    return scratch


def plan_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "mergemend-plan.json").read_bytes())
    return data


def write_plan(folder: Path, plan: dict[str, Any]) -> None:
    text = json.dumps(plan, ensure_ascii=False, indent=2)
    (folder / "mergemend-plan.json").write_text(text, "utf-8", newline="\n")


def decisions(plan: dict[str, Any]) -> dict[tuple[str, int], dict[str, Any]]:
    return {(file["path"], d["line"]): d for file in plan["files"] for d in file["decisions"]}


def test_a_plan_as_it_is_does_what_fix_does(repo: Scratch, mend: Mend) -> None:
    result = mend(repo.top, "cleanup")
    assert result.exit_code == 1
    assert "3 files looked at: 4 decisions in 3 files, 1 without a proposal" in result.stderr
    assert "then `mergemend cleanup --apply mergemend-plan.json`" in result.stderr
    assert set(decisions(plan_of(repo.top))) == {
        *(("notes.md", 1), ("docs/a b.md", 1), ("docs/a b.md", 3), ("open.md", 1))
    }
    before = {path: repo.read(path) for path in ("notes.md", "docs/a b.md", "open.md")}
    planned = mend(repo.top, "cleanup", "--apply", "mergemend-plan.json", "--diff").stdout
    assert {path: repo.read(path) for path in before} == before
    assert planned == mend(repo.top, "fix", "--all", "--diff").stdout
    done = mend(repo.top, "cleanup", "--apply", "mergemend-plan.json")
    assert (done.exit_code, repo.read("notes.md")) == (1, b"theirs\n")
    assert repo.read("docs/a b.md").decode() == "café\nand\ncafé\n"
    assert repo.read("open.md").decode() == OPEN
    mend(repo.top, "undo")
    assert {path: repo.read(path) for path in before} == before


def test_an_edited_plan(repo: Scratch, mend: Mend) -> None:
    mend(repo.top, "cleanup", "--quiet")
    plan = plan_of(repo.top)
    found = decisions(plan)
    ours = next(o for o in found["notes.md", 1]["options"] if o["text"] == "ours\n")
    found["notes.md", 1]["answer"] = ours["number"]
    found["docs/a b.md", 1]["answer"] = 0
    found["open.md", 1]["answer"] = "ם"
    write_plan(repo.top, plan)
    assert mend(repo.top, "cleanup", "--apply", "mergemend-plan.json").exit_code == 1
    assert repo.read("notes.md") == b"ours\n"
    assert repo.read("docs/a b.md").decode() == "cafÃ©\nand\ncafé\n"
    assert repo.read("open.md").decode() == "x ם y\n"


def test_from_a_folder_below(repo: Scratch, mend: Mend) -> None:
    """Paths in a plan are from the top of the repository."""
    mend(repo.top / "docs", "cleanup", "-q")
    assert set(decisions(plan_of(repo.top / "docs"))) == {("docs/a b.md", 1), ("docs/a b.md", 3)}
    mend(repo.top, "cleanup", "--apply", "docs/mergemend-plan.json")
    assert repo.read("docs/a b.md").decode() == "café\nand\ncafé\n"


def test_without_git(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "d.md").write_text(GARBLED, "utf-8")
    mend(tmp_path, "cleanup", "d.md")
    mend(tmp_path, "cleanup", "--apply", "mergemend-plan.json")
    assert (tmp_path / "d.md").read_text("utf-8") == "café\nand\ncafé\n"


def test_a_file_that_has_changed_is_left(repo: Scratch, mend: Mend) -> None:
    mend(repo.top, "cleanup")
    repo.write("docs/a b.md", b"new\n" + GARBLED.encode())
    (repo.top / "open.md").unlink()
    result = mend(repo.top, "cleanup", "--apply", "mergemend-plan.json")
    assert result.exit_code == 3
    assert "docs/a b.md: has changed since the plan was made" in result.stderr
    assert "open.md: No such file or directory" in result.stderr
    assert repo.read("docs/a b.md") == b"new\n" + GARBLED.encode()
    assert repo.read("notes.md") == b"theirs\n"


def test_what_another_decision_takes_away_is_told(repo: Scratch, mend: Mend) -> None:
    text = "<<<<<<< HEAD\nours\n=======\ncafÃ©\n>>>>>>> feature\n"
    repo.write("notes.md", text.encode())
    mend(repo.top, "cleanup", "--strategy", "theirs", "notes.md")
    plan = plan_of(repo.top)
    found = [d for file in plan["files"] for d in file["decisions"]]
    assert [d["rule"] for d in found] == ["conflict", "mojibake"]
    found[0]["answer"] = next(o["number"] for o in found[0]["options"] if o["text"] == "ours\n")
    write_plan(repo.top, plan)
    result = mend(repo.top, "cleanup", "--apply", "mergemend-plan.json")
    assert "notes.md:1: no longer there, by another decision" in result.stderr
    assert repo.read("notes.md") == b"ours\n"


def test_a_plan_is_not_overwritten_in_silence(repo: Scratch, mend: Mend) -> None:
    mend(repo.top, "cleanup")
    mine = PLAN + b', "note": "mine"}\n'
    repo.write("mergemend-plan.json", mine)
    refused = mend(repo.top, "cleanup")
    assert refused.exit_code == 2
    assert "mergemend-plan.json is there already" in refused.stderr
    assert repo.read("mergemend-plan.json") == mine
    mend(repo.top, "cleanup", "--overwrite")
    assert repo.read("mergemend-plan.json") != mine
    mend(repo.top, "undo")
    assert repo.read("mergemend-plan.json") == mine


def test_a_page_that_can_not_be_written_leaves_no_plan(repo: Scratch, mend: Mend) -> None:
    result = mend(repo.top, "cleanup", "--report", "none/page.html")
    assert result.exit_code == 3
    assert "none/page.html: No such file or directory" in result.stderr
    assert not (repo.top / "mergemend-plan.json").exists()


def test_plans_and_pages_are_not_checked_themselves(repo: Scratch, mend: Mend) -> None:
    mend(repo.top, "cleanup", "docs")
    names = ["mergemend-plan.json", "mergemend-cleanup.html"]
    assert "cafÃ©" in (repo.top / names[0]).read_text("utf-8")
    result = mend(repo.top, "check", *names)
    assert (result.exit_code, result.stdout) == (0, "")
    assert beginning("").startswith(PAGE)
    assert (repo.top / names[0]).read_bytes().startswith(PLAN)


def test_beyond_the_work_tree(repo: Scratch, mend: Mend) -> None:
    """Branches and history are told, and the exit code counts them."""
    repo.git("merge", "--abort")
    repo.git("switch", "-qc", "topic")
    repo.commit("damage", {"old.md": "Ã©tÃ©\n".encode()})
    repo.git("switch", "-q", "main")
    mend(repo.top, "fix", "--all")
    repo.commit("clean", {"open.md": b"x\n"})
    assert mend(repo.top, "cleanup").exit_code == 0
    page = repo.read("mergemend-cleanup.html").decode()
    assert "old.md" not in page
    for option in ("--all-branches", "--history"):
        (repo.top / "mergemend-plan.json").unlink()
        assert mend(repo.top, "cleanup", option).exit_code == 1
        assert plan_of(repo.top)["files"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--diff"], "--diff goes with --apply"),
        (["--apply", "p.json", "x.md"], "--apply does what the plan says"),
        (["--apply", "p.json", "--strategy", "ours"], "--apply does what the plan says"),
        (["--apply", "none.json"], "none.json: No such file"),
        (["--plan", ""], "an empty name is no file"),
    ],
)
def test_wrong_usage(tmp_path: Path, mend: Mend, words: list[str], said: str) -> None:
    result = mend(tmp_path, "cleanup", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.pop("how"), 'p.json:1: the plan lacks "how"'),
        (lambda p: p.update(version=2), "p.json:1: is no plan of version 1"),
        (lambda p: p.update(files={}), 'p.json:1: "files" must be a list'),
        (lambda p: p["how"].update(strategy="x"), 'p.json:7: "strategy" must be null or one of'),
        (lambda p: p["how"].update(select=["x"]), "there is no rule 'x'"),
        (lambda p: p["files"][0].pop("sha256"), 'p.json:15: a file lacks "sha256"'),
        (lambda p: p["files"][0].update(path=3), '"path" must be a string'),
        (lambda p: decision(p).pop("answer"), 'p.json:19: a decision of d.md lacks "answer"'),
        (lambda p: decision(p).update(answer=2), '"answer" must be a number from 0 to 1, not 2'),
        (lambda p: decision(p).update(answer=True), '"answer" must be a number'),
        (lambda p: decision(p).update(line="x"), 'p.json:19: "line" must be a number'),
        (lambda p: p["files"][0]["decisions"].append(decision(p)), "two decisions with the key"),
    ],
)
def test_a_wrong_plan_names_file_and_line(
    tmp_path: Path, mend: Mend, change: Change, said: str
) -> None:
    (tmp_path / "d.md").write_text("cafÃ©\n", "utf-8")
    mend(tmp_path, "cleanup", "d.md")
    plan = plan_of(tmp_path)
    change(plan)
    (tmp_path / "p.json").write_text(json.dumps(plan, ensure_ascii=False, indent=2), "utf-8")
    result = mend(tmp_path, "cleanup", "--apply", "p.json")
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert (tmp_path / "d.md").read_text("utf-8") == "cafÃ©\n"


def decision(plan: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plan["files"][0]["decisions"][0]
    return found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "p.json:1:1: not JSON"),
        (b'{\n "a": }', "p.json:2:7: not JSON"),
        (b"\xff", "p.json:1: not UTF-8"),
        (b"[" * 200_000, "too deep"),
        (b"[]", "the plan must be a table"),
    ],
)
def test_what_is_no_plan(data: bytes, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        read_plan("p.json", data)
