"""Runs over fleets as processes of their own, so that they can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 600  # seconds


def from_outside(*words: str) -> list[str]:
    """How a run is started from outside."""
    return [sys.executable, "-m", "mergemend", "fleet", "check", *words]


@contextmanager
def started(folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A run in a session of its own, as a terminal starts one; ended with all it has started."""
    run = subprocess.Popen(
        from_outside(*words),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield run
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        if run.stderr:
            run.stderr.close()
        run.wait()


def until(is_so: Callable[[], object], run: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until something is so; it is an error if the run ends before."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        assert run is None or run.poll() is None, "the run ended before it could be killed"
        time.sleep(0.02)


def finished(state: Path) -> dict[str, int]:
    """The repositories that are finished, and when each was."""
    return {file.name: file.stat().st_mtime_ns for file in state.glob("*.json")}


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def is_alive(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
