"""Every exit code that docs/ci.md tells of, and nothing but these."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import Mend
from mergemend.cli.common import Exit
from scratch import Scratch

PAGE = Path(__file__).parents[1] / "docs/ci.md"
CONFLICT = b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> feature\n"
FORMATS = ["text", "json", "github", "gitlab", "sarif", "junit"]
CODES = {
    0: (["clean.md"], ["told.md"]),
    1: (["bad.md"], ["bad.md", "clean.md"]),
    2: (["--nonsense"], ["--select", "x"], ["--baseline", "clean.md"], ["--changed", "nowhere"]),
    3: (["gone.md"], ["gone.md", "bad.md"], ["gone.md", "clean.md"]),
}


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = Scratch.init(tmp_path_factory.mktemp("codes") / "r")
    files = {"clean.md": b"x\n", "bad.md": CONFLICT, "told.md": b"\xef\xbb\xbfx\n"}
    scratch.commit("start", files)
    return scratch.top


def documented() -> list[int]:
    table = PAGE.read_text("utf-8").partition("## Exit codes")[2].partition("\n## ")[0]
    return [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)]


def test_the_page_tells_of_all() -> None:
    assert documented() == [*map(int, Exit), 130]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("code", "words"), [(code, words) for code, cases in CODES.items() for words in cases]
)
def test_each_in_every_format(
    top: Path, mend: Mend, form: str, code: int, words: list[str]
) -> None:
    result = mend(top, "check", "--output-format", form, *words)
    assert result.exit_code == code
    if code == 2:
        assert result.stdout == ""
        assert result.stderr
    elif form not in {"text", "github"}:
        assert result.stdout


def test_a_fault_is_told(top: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("mergemend.project.examine", broken)
    result = mend(top, "check", "bad.md", "--output-format", "sarif")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "RuntimeError: broken" in result.stderr


def test_an_interrupt(top: Path, mend: Mend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while a file is looked at: no half of a report is printed."""

    def interrupted(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)

    monkeypatch.setattr("mergemend.project.examine", interrupted)
    # a shell has what it runs in the background ignore this signal
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = mend(top, "check", "bad.md", "--output-format", "sarif")
    finally:
        signal.signal(signal.SIGINT, before)
    assert (result.exit_code, result.stdout) == (130, "")


@pytest.mark.parametrize("words", [["check"], ["check", "--history"], ["fix", "x.md"], ["--help"]])
def test_a_folder_that_is_gone(tmp_path: Path, words: list[str]) -> None:
    """It was removed by another program while a shell was in it."""
    script = f'mkdir gone && cd gone && rmdir ../gone && "{sys.executable}" -m mergemend "$@"'
    run = subprocess.run(
        ["sh", "-c", script, "sh", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "mergemend: this folder is gone" in run.stderr
