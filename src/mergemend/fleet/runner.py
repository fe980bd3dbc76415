"""Serves tasks: a line of JSON in, a line of JSON out, each task in a process of its own.

``python -m mergemend.fleet.runner`` is one for as long as somebody gives it tasks. It has no
threads, so that it can fork: nothing is loaded anew for a task. What a task may use is limited by
the system: memory by `RLIMIT_DATA` (what is mapped from packs of git does not count), the size of
each file it writes by `RLIMIT_FSIZE`, and time by killing all of its processes.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from mergemend.fleet.look import look
from mergemend.fleet.task import Limits, Result, Task

PREFIX = "mergemend-fleet-"
_MEGA = 1_000_000
_STEP = 0.5  # seconds between two looks at the size of a clone


def main() -> None:
    """Serve tasks from standard input until it ends."""
    out = os.dup(1)
    os.dup2(2, 1)  # nothing but results goes out
    remove_left_over(Path(tempfile.gettempdir()))
    for line in sys.stdin:
        result = run(Task.of(json.loads(line)))
        with open(os.dup(out), "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(result.data()) + "\n")


def run(task: Task) -> Result:
    """Run a task in a process of its own, and tell what came of it; it never raises."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    told, tell = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(told)
        _work(task, folder, tell)
    os.close(tell)
    try:
        said, why = _wait(told, folder, task.limits)
    finally:
        _end(pid)
        os.close(told)
        shutil.rmtree(folder, ignore_errors=True)
    if why:
        return Result(error=why)
    if not said:
        most = f"{task.limits.memory:,} MB of memory"
        return Result(error=f"was killed, perhaps because it needs more than {most}")
    return Result.of(json.loads(said))


def _work(task: Task, folder: Path, tell: int) -> None:
    """In the new process: do it and tell, and end whatever happens."""
    try:
        os.setsid()
        _limit(task.limits)
        result = _looked(task, folder)
        with open(tell, "w", encoding="utf-8") as file:
            json.dump(result.data(), file)
    finally:
        os._exit(0)


def _looked(task: Task, folder: Path) -> Result:
    try:
        return look(task, folder)
    except MemoryError:
        return Result(error=f"needs more than {task.limits.memory:,} MB of memory")
    except Exception as error:  # one repository must not stop the rest
        return Result(error=f"{type(error).__name__}: {error}" if not str(error) else str(error))


def _limit(limits: Limits) -> None:
    import resource

    memory, disk = limits.memory * _MEGA, limits.disk * _MEGA
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _wait(told: int, folder: Path, limits: Limits) -> tuple[bytes, str | None]:
    """What is told until the end, or why it was not waited for."""
    until = time.monotonic() + limits.seconds
    said: list[bytes] = []
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([told], [], [], min(left, _STEP))
        if ready:
            piece = os.read(told, 1 << 20)
            if not piece:
                return b"".join(said), None
            said.append(piece)
        elif size_of(folder) > limits.disk * _MEGA:
            return b"", f"its clone is larger than {limits.disk:,} MB"
    return b"", f"took more than {limits.seconds:g} s"


def size_of(folder: Path) -> int:
    """Bytes in files below a folder, while others write there."""
    found = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                found += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118
            except OSError:
                continue
    return found


def _end(pid: int) -> None:
    """End a process and all that it has started."""
    for kill in (os.killpg, os.kill):
        try:
            kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
    os.waitpid(pid, 0)


def remove_left_over(folder: Path) -> None:
    """Remove the clones of runners that were killed."""
    for left in folder.glob(f"{PREFIX}*-*"):
        owner = left.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and left.stat().st_uid == os.getuid() and not _is_alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def command() -> list[str]:
    """How a runner is started."""
    return [sys.executable, "-m", "mergemend.fleet.runner"]


def read_result(line: bytes) -> Result:
    """What a runner said; nothing where it was killed."""
    if not line.endswith(b"\n"):
        return Result(error="the process that looked at it was killed")
    data: dict[str, Any] = json.loads(line)
    return Result.of(data)


if __name__ == "__main__":
    main()
