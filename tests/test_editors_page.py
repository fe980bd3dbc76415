"""The set-up of each editor in docs/editors.md is what that editor reads, and starts the server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from conftest import Mend

PAGE = (Path(__file__).parents[1] / "docs/editors.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found


def _json(part: str) -> Any:
    (found,) = [data for data in map(json.loads, _blocks("json")) if part in str(data)]
    return found


def test_json() -> None:
    code = _json("glspc")
    assert code["glspc.server.command"] == "mergemend"
    assert code["glspc.server.commandArguments"] == ["server"]
    assert _json("clients")["clients"]["mergemend"]["command"] == ["mergemend", "server"]


def test_toml() -> None:
    (block,) = _blocks("toml")
    helix = tomllib.loads(block)
    assert helix["language-server"]["mergemend"] == {"command": "mergemend", "args": ["server"]}
    assert "mergemend" in helix["language"][0]["language-servers"]


def test_lua() -> None:
    compilers = ("luac", "luac5.4", "luac5.3", "luac5.1")
    compiler = next(filter(None, map(shutil.which, compilers)), None)
    blocks = _blocks("lua")
    assert "cmd = { 'mergemend', 'server' }" in blocks[0]
    if compiler is None:
        pytest.skip("no compiler of Lua")
    for block in blocks:
        subprocess.run([compiler, "-p", "-"], input=block.encode(), check=True)


def test_elisp() -> None:
    (block,) = _blocks("elisp")
    assert '("mergemend" "server")' in block
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("no Emacs")
    read = '(progn (read-from-string (read-string "")) (message "read"))'
    line = " ".join(block.split())
    done = subprocess.run(
        [emacs, "--batch", "-Q", "--eval", read], input=line.encode(), capture_output=True
    )
    assert done.returncode == 0
    assert b"read" in done.stderr


def test_the_formatter(mend: Mend, tmp_path: Path) -> None:
    (external,) = [
        language["formatter"]["external"]
        for language in _json("{buffer_path}")["languages"].values()
    ]
    assert external["command"] == "mergemend"
    words = [word.replace("{buffer_path}", "n.md") for word in external["arguments"]]
    done = mend(tmp_path, *words, text="ein CafÃ©\n".encode())
    assert (done.exit_code, done.stdout) == (0, "ein Café\n")


def test_what_fixes_all_is_what_the_server_offers() -> None:
    from mergemend.server.actions import FIX_ALL

    named = set(re.findall(r"source\.fixAll[\w.]*", PAGE))
    assert named == {FIX_ALL}
