"""Serves tasks: a line of JSON in, a line of JSON out, each task in a process of its own.

``python -m mergemend.fleet.runner`` is one for as long as somebody gives it tasks; when whoever
does is gone, it ends what it is at. It has no threads, so that it can fork: nothing is loaded anew
for a task. What a task may use is limited: memory by `RLIMIT_DATA` for each of its processes (what
is mapped from packs of git does not count; what is loaded already does), time and the size of its
clone by killing all of them. The size is looked at now and then; no single file gets much larger in
between by `RLIMIT_FSIZE`.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mergemend.fleet.look import look
from mergemend.fleet.task import Limits, Result, Task
from mergemend.fleet.warm import load, warm_up

PREFIX = "mergemend-fleet-"
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # nosec B108
"""A file system in memory, where Linux has it."""

_MEGA = 1_000_000
_STEP = 0.5  # seconds between two looks at the size of a clone
_BEYOND = 1000  # megabytes: what may be written between two looks
_STACK = 1 << 18  # bytes for a thread that only waits
_TASKS = 0  # the file that tasks come from


class _AbandonedError(Exception):
    """Nobody waits for results any more."""


def main() -> None:
    """Serve tasks from standard input until it ends."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # nothing but results goes out
    for place in places():
        remove_left_over(place)
    load()
    _share()
    is_warm = False
    with suppress(_AbandonedError, BrokenPipeError):
        for line in sys.stdin:
            result = run(Task.of(json.loads(line)), _TASKS)
            print(json.dumps(result.data()), file=out, flush=True)
            if result.rows and not is_warm:
                is_warm = warm_up()
                _share()


def _share() -> None:
    """Keep the collector from what is loaded: it would write to all of it in each fork."""
    gc.collect()
    gc.freeze()


def run(task: Task, abandoned: int | None = None) -> Result:
    """Run a task in a process of its own, and tell what came of it.

    ``abandoned`` is a file that is hung up when nobody waits for it any more: only then it raises.
    """
    folders = _make_folders()
    told, tell = os.pipe()
    alive, living = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(told)
        os.close(living)
        _work(task, folders, tell, alive)
    os.close(tell)
    os.close(alive)
    try:
        said, why = _wait(told, folders, task.limits, abandoned)
        if not why and _is_too_large(folders, task.limits):  # it was faster than the looks
            why = _too_large(task.limits)
    finally:
        _end(pid)
        os.close(told)
        os.close(living)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
    return Result(error=why) if why else _read(said, task.limits)


def places() -> list[Path]:
    """Where clones are made: the folder for temporary files, and one in memory if there is one.

    Who names a folder for temporary files gets that alone.
    """
    is_named = any(name in os.environ for name in ("TMPDIR", "TEMP", "TMP"))
    is_there = os.path.ismount(IN_MEMORY) and os.access(IN_MEMORY, os.W_OK | os.X_OK)
    return [Path(tempfile.gettempdir()), *([IN_MEMORY] if is_there and not is_named else [])]


def _make_folders() -> list[Path]:
    prefix = f"{PREFIX}{os.getpid()}-"
    return [Path(tempfile.mkdtemp(prefix=prefix, dir=place)) for place in places()]


def _read(said: bytes, limits: Limits) -> Result:
    """A result, which is whole if its line ends."""
    if said.endswith(b"\n"):
        return Result.of(json.loads(said))
    most = f"{limits.memory:,} MB of memory"
    return Result(error=f"was killed, perhaps because it needs more than {most}")


def _work(task: Task, folders: Sequence[Path], tell: int, alive: int) -> None:
    """In the new process: do it and tell, and end whatever happens."""
    try:
        os.setsid()
        _end_with(alive)
        _limit(task.limits)
        said = json.dumps(_looked(task, folders).data()).encode("ascii") + b"\n"
        with open(tell, "wb") as file:
            file.write(said)
    finally:
        os._exit(0)


def _end_with(alive: int) -> None:
    """End all processes of this task when the runner is gone, however it was ended."""

    def wait() -> None:
        os.read(alive, 1)
        os.killpg(0, signal.SIGKILL)

    threading.stack_size(_STACK)
    threading.Thread(target=wait, daemon=True).start()


def _looked(task: Task, folders: Sequence[Path]) -> Result:
    """What came of a task. What is said of errors is the same wherever and however it was run."""
    try:
        result = look(task, *folders)
    except MemoryError:
        return Result(error=_too_much(task.limits))
    except Exception as error:  # one repository must not stop the rest
        said = str(error)
        if "Out of memory" in said:
            return Result(error=_too_much(task.limits))
        return Result(error=_placeless(said, folders) or type(error).__name__)
    rows = (
        replace(row, error=_placeless(row.error, folders)) if row.error else row
        for row in result.rows
    )
    return replace(result, rows=tuple(rows))


def _placeless(said: str, folders: Iterable[Path]) -> str:
    """An error without the folder of the clone, which is another one each time."""
    for folder in folders:
        said = said.replace(f"{folder}{os.sep}", "").replace(str(folder), "")
    return said


def _too_much(limits: Limits) -> str:
    return f"needs more than {limits.memory:,} MB of memory"


def _too_large(limits: Limits) -> str:
    return f"its clone is larger than {limits.disk:,} MB"


def _limit(limits: Limits) -> None:
    import resource

    memory, disk = limits.memory * _MEGA, (limits.disk + _BEYOND) * _MEGA
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _wait(
    told: int, folders: Sequence[Path], limits: Limits, abandoned: int | None
) -> tuple[bytes, str | None]:
    """What is told until the end, or why it was not waited for."""
    watched = select.poll()
    watched.register(told, select.POLLIN)
    if abandoned is not None:
        watched.register(abandoned, 0)  # only whether it is hung up
    start = time.monotonic()
    sized = start
    said: list[bytes] = []
    while (now := time.monotonic()) < start + limits.seconds:
        if now - sized >= _STEP:
            if _is_too_large(folders, limits):
                return b"", _too_large(limits)
            sized = time.monotonic()
        step = min(start + limits.seconds - now, _STEP)
        ready = dict(watched.poll(max(1, step * 1000)))
        if abandoned in ready:
            raise _AbandonedError
        if told in ready:
            piece = os.read(told, 1 << 20)
            if not piece:
                return b"".join(said), None
            said.append(piece)
    return b"", f"took more than {limits.seconds:g} s"


def _is_too_large(folders: Iterable[Path], limits: Limits) -> bool:
    return sum(map(size_of, folders)) > limits.disk * _MEGA


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
        with suppress(FileNotFoundError):  # another runner was faster
            if owner.isdecimal() and left.lstat().st_uid == os.getuid() and not _is_alive(owner):
                shutil.rmtree(left, ignore_errors=True)


def _is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def command() -> list[str]:
    """How a runner is started."""
    return [sys.executable, "-m", "mergemend.fleet.runner"]


if __name__ == "__main__":
    main()
