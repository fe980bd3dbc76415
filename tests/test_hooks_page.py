"""The page about hooks: it names those that there are, and its scripts do what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scratch import Scratch

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs/hooks.md").read_text("utf-8")
HOOKS = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_bytes())
SCRIPTS = {
    script.split("\n")[1].split("/")[2].split(",")[0]: script
    for script in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
}
MARKERS = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature\n"


def test_it_names_every_hook() -> None:
    ids = {hook["id"] for hook in HOOKS}
    assert set(re.findall(r"mergemend-[a-z-]+", PAGE)) == ids


def test_all_hooks_are_of_a_kind() -> None:
    for hook in HOOKS:
        is_message = hook["id"] == "mergemend-commit-msg"
        usual = ["pre-commit", "pre-merge-commit", "pre-push", "manual"]
        assert hook["stages"] == (["commit-msg"] if is_message else usual)
        assert hook["require_serial"] is True
        assert hook["minimum_pre_commit_version"] == "3.2.0"
        markdown = hook["id"].endswith("status")
        assert hook.get("types") == (None if is_message else ["markdown" if markdown else "text"])


def test_its_settings_are_yaml() -> None:
    (whole, part) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (repo,) = yaml.safe_load(whole)["repos"]
    assert {hook["id"] for hook in repo["hooks"]} <= {hook["id"] for hook in HOOKS}
    assert yaml.safe_load(part)[0]["args"] == ["--min-grade", "safe"]


@pytest.mark.parametrize("message", ["fine", "not cafÃ© fermÃ©"])
@pytest.mark.parametrize("text", [b"fine\n", MARKERS])
def test_its_scripts_stop_what_they_should(tmp_path: Path, text: bytes, message: str) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    for name in ("pre-commit", "commit-msg"):
        scratch.write(f".git/hooks/{name}", SCRIPTS[name].encode()).chmod(0o755)
    scratch.write("a file.md", text)
    scratch.git("add", "-A")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["git", "commit", "-q", "-m", message],
        cwd=scratch.top,
        env=scratch.environment() | {"PATH": path},
        capture_output=True,
        check=False,
    )
    assert (done.returncode == 0) is (text == b"fine\n" and message == "fine"), done.stderr
