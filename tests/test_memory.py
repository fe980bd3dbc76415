"""A large file takes less than four times its size, as docs/threat-model.md promises."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from mergemend.limits import MAX_RESOLVED
from scratch import Scratch

LINE = b"a line of thirty characters...\n"
FOUND = b"<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> topic\n" + "Blocked ğŸ”´, not 🔴\n".encode()


# what a process took before it became another program counts, too: this one takes far more
_SMALL = """
import os, sys
pid = os.posix_spawn(sys.executable, [sys.executable, "-m", "mergemend", *sys.argv[1:]], os.environ)
_, status, used = os.wait4(pid, 0)
assert os.waitstatus_to_exitcode(status) in (0, 1)
print(used.ru_maxrss * 1024)
"""


def _most(folder: Path, *command: str) -> int:
    """The memory of a command at its highest, in bytes."""
    words = [sys.executable, "-c", _SMALL, *command]
    done = subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, text=True, check=True)
    return int(done.stdout.splitlines()[-1])


def _used(folder: Path, lines: int) -> list[int]:
    repo = Scratch.init(folder)
    text = LINE * lines + FOUND + LINE * lines
    (folder / "a.txt").write_bytes(text)
    used = [_most(repo.top, "fix", "--strategy", "ours", "a.txt"), _most(repo.top, "undo")]
    assert (folder / "a.txt").read_bytes() == text
    return used


@pytest.mark.slow
def test_a_history_of_large_texts(tmp_path: Path) -> None:
    """One of them at a time, and what git takes for it."""
    scratch = Scratch.init(tmp_path / "r")
    lines = 30_000_000 // len(LINE)
    for number in range(3):
        scratch.commit("large", {"a.txt": b"%d\n" % number + LINE * lines})
    small = Scratch.init(tmp_path / "small")
    small.commit("small", {"a.txt": LINE})
    used, least = (_most(one.top, "check", "--history") for one in (scratch, small))
    assert used - least < 1.5 * lines * len(LINE)


@pytest.mark.slow
def test_a_large_file_of_short_lines(tmp_path: Path) -> None:
    of_program = _used(tmp_path / "small", 10)
    lines = MAX_RESOLVED // 2 // len(LINE)
    for large, small in zip(_used(tmp_path / "large", lines), of_program, strict=True):
        assert large - small < 4 * 2 * lines * len(LINE)


def test_a_cache_of_many_files_is_not_in_memory(tmp_path: Path) -> None:
    """As a table of Python 30,000 of them take 5 MB, and as states that are compared 30."""
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("many", {f"folder{n % 50}/file{n:05}.txt": LINE for n in range(30_000)})
    time.sleep(2.1)  # until they count as settled
    without = _most(scratch.top, "check", "--no-cache")
    for kept in ("clean", "tree", "tree"):
        assert _most(scratch.top, "check") - without < 4_500_000
        assert (scratch.top / ".git/mergemend" / kept).exists()
    assert (scratch.top / ".git/mergemend/tree").stat().st_size > 1_500_000
