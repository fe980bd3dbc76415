"""What git says is there as soon as it has ended, and no later than the limit."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired

import pytest

from mergemend.git.answer import communicate
from mergemend.git.runner import run_git
from mergemend.git.stream import Names, blobs
from scratch import Scratch


def _program(text: str) -> Popen[bytes]:
    return Popen([sys.executable, "-c", text], stdin=PIPE, stdout=PIPE, stderr=PIPE)


ECHO = """
import sys
data = sys.stdin.buffer.read()
sys.stdout.buffer.write(data)
sys.stderr.buffer.write(data[:9])
sys.exit(3)
"""
LARGE = 1_000_000  # bytes, more than pipes hold


@pytest.mark.parametrize("has_handles", [True, False])
def test_all_that_is_said(has_handles: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not has_handles:
        monkeypatch.delattr(os, "pidfd_open", raising=False)
    with _program(ECHO) as process:
        assert communicate(process, 60, b"x" * LARGE) == (b"x" * LARGE, b"x" * 9)
    assert process.returncode == 3
    assert "wait" not in vars(process)


# the second one has closed all that is read of it, and goes on
@pytest.mark.parametrize("close", ["", "import os; os.close(1); os.close(2); "])
def test_no_answer_in_time(close: str) -> None:
    start = time.monotonic()
    with _program(f"{close}import time; time.sleep(60)") as process:
        with pytest.raises(TimeoutExpired):
            communicate(process, 0.5)
        assert time.monotonic() - start < 20
        process.kill()


def test_nobody_sleeps_until_a_few_texts_are_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    texts = {f"{number}.md": b"%d\n" % number for number in range(12)}
    scratch.commit("start", texts)
    names = [scratch.git("rev-parse", f"HEAD:{path}") for path in texts]
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with (tmp_path / "names").open("w+b") as source:
        source.write("".join(f"{name.strip()}\n" for name in names).encode())
        source.seek(0)
        taken = Names(source.fileno())
        found = [text for _, _, text in blobs(taken, str(scratch.top), {}, LARGE)]
        taken.close()
    assert found == [*texts.values()]
    assert not slept


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells")
def test_nobody_sleeps_until_git_has_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": b"x\n"})
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    for _ in range(5):
        assert run_git(["ls-files"], scratch.top) == b"a.md\n"
    assert not slept
