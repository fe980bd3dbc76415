"""Gives tasks to runners: one for each thread, started when it is needed and anew when it dies."""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
from typing import Any

from mergemend.fleet.runner import command, read_result
from mergemend.fleet.task import Result, Task

_own = threading.local()
_all: list[subprocess.Popen[bytes]] = []


def serve(task: dict[str, Any]) -> dict[str, Any]:
    """Do a task and say what came of it, both as JSON; a runner that dies gets a second chance."""
    for _ in range(2):
        result = _ask(Task.of(task))
        if result is not None:
            return result.data()
        _own.runner = None
    return Result(error="the process that looked at it was killed, twice").data()


def _ask(task: Task) -> Result | None:
    """What came of a task; None if the runner died over it."""
    runner = _runner()
    if runner.stdin is None or runner.stdout is None:  # it has both
        return None
    try:
        runner.stdin.write(json.dumps(task.data()).encode() + b"\n")
        runner.stdin.flush()
    except BrokenPipeError:
        return None
    line = runner.stdout.readline()
    return read_result(line) if line.endswith(b"\n") else None


def _runner() -> subprocess.Popen[bytes]:
    runner: subprocess.Popen[bytes] | None = getattr(_own, "runner", None)
    if runner is None or runner.poll() is not None:
        runner = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        _own.runner = runner
        _all.append(runner)
    return runner


@atexit.register
def stop() -> None:
    """End all runners, and what they are at."""
    while _all:
        runner = _all.pop()
        if runner.stdin:
            runner.stdin.close()
        runner.terminate()
        runner.wait()
