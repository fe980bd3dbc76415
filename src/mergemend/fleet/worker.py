"""Gives tasks to runners: one for each thread, started when it is needed and anew when it dies."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import threading
from contextlib import suppress
from typing import Any

from mergemend import __version__
from mergemend.fleet.runner import command
from mergemend.fleet.task import Result, Task

KILLED = "the process that looked at it was killed again and again"
_TRIES = 2
_PATIENCE = 10  # seconds for a runner to remove its clone

_own = threading.local()
_lock = threading.Lock()
_all: list[subprocess.Popen[bytes]] = []
_stopped = threading.Event()
_free: list[int] = []  # CPUs that no thread has for its runners yet


def order(task: Task) -> dict[str, Any]:
    """A task as what `serve` takes."""
    return {"version": __version__, "task": task.data()}


def serve(order: dict[str, Any]) -> dict[str, Any]:
    """Do a task and say what came of it, both as JSON; a runner that dies gets a second chance."""
    if order["version"] != __version__:
        why = f"a worker has mergemend {__version__}, the client has {order['version']}"
        return Result(error=f"{why}: install the same on all").data()
    task = Task.of(order["task"])
    for _ in range(_TRIES):
        line = _ask(task)
        if line.endswith(b"\n"):
            result: dict[str, Any] = json.loads(line)
            return result
        _forget()
    return Result(error=KILLED).data()


def _ask(task: Task) -> bytes:
    """The line that a runner says; not a whole one if it died over it."""
    runner = _runner()
    if runner is None or runner.stdin is None or runner.stdout is None:
        return b""
    try:
        runner.stdin.write(json.dumps(task.data()).encode("ascii") + b"\n")
        runner.stdin.flush()
        return runner.stdout.readline()
    except (OSError, ValueError):  # it died, or was stopped
        return b""


def _runner() -> subprocess.Popen[bytes] | None:
    """The runner of this thread; None where no task is done any more.

    In a session of its own no key of a terminal ends it: that is for who started it.
    """
    runner: subprocess.Popen[bytes] | None = getattr(_own, "runner", None)
    with _lock:
        if _stopped.is_set():
            return None
        if runner is None:
            pipe = subprocess.PIPE
            runner = subprocess.Popen(command(), stdin=pipe, stdout=pipe, start_new_session=True)
            _own.runner = runner
            _all.append(runner)
            _stay(runner.pid)
    return runner


def _stay(pid: int) -> None:
    """Keep a runner on the CPU of this thread, if there is one for each."""
    if _free and not hasattr(_own, "cpu"):
        _own.cpu = _free.pop(0)
    if hasattr(_own, "cpu"):
        with suppress(OSError):  # it has died, or may not
            os.sched_setaffinity(pid, {_own.cpu})


def _forget() -> None:
    """Let the runner of this thread go, which died."""
    runner: subprocess.Popen[bytes] | None = getattr(_own, "runner", None)
    _own.runner = None
    with _lock:
        if runner in _all:
            _all.remove(runner)
            _end(runner)


def start(processes: int) -> None:
    """Do tasks, after `stop` again, in so many runners.

    Where these are as many as there are CPUs, each stays on its own: what it starts and waits for
    takes its place then, and no CPU is idle while two are at work on another.
    """
    if hasattr(os, "sched_setaffinity"):
        found = sorted(os.sched_getaffinity(0))
        _free[:] = found if len(found) == processes else []
    _stopped.clear()


@atexit.register
def stop() -> None:
    """End all runners, and what they are at; no task is done from now on."""
    with _lock:
        _stopped.set()
        _free.clear()
        for runner in _all:
            _hang_up(runner)
        while _all:
            _end(_all.pop())


def _hang_up(runner: subprocess.Popen[bytes]) -> None:
    """Tell a runner that there are no more tasks."""
    if runner.stdin:
        with suppress(OSError):  # it did not read the last
            runner.stdin.close()


def _end(runner: subprocess.Popen[bytes]) -> None:
    """Wait for a runner that has no more tasks, or kill it; what it was at ends with it."""
    _hang_up(runner)
    try:
        runner.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        runner.kill()
        runner.wait()
