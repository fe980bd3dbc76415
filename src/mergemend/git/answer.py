"""What a process of git says, and that it has ended, without sleeping in between.

`subprocess.Popen` with a timeout sleeps for a millisecond before it looks again whether a process
has ended. git has nearly always ended by then, and a run asks it many times.
"""

from __future__ import annotations

import os
import select
from subprocess import Popen


def communicate(
    process: Popen[bytes], seconds: float, data: bytes | None = None
) -> tuple[bytes, bytes]:
    """`Popen.communicate`; raises `TimeoutExpired` if it takes more than so many seconds."""
    usual = process.wait

    def wait(timeout: float | None = None) -> int:
        if timeout is None or process.returncode is not None:
            return usual(timeout)
        ended = _ends_within(process.pid, timeout)
        return usual(timeout if ended is None else None if ended else 0)

    process.wait = wait  # type: ignore[method-assign]
    try:
        return process.communicate(data, timeout=seconds)
    finally:
        del process.wait


def _ends_within(pid: int, seconds: float) -> bool | None:
    """Whether a process that was not waited for ends soon; None where the system can't tell."""
    if not (hasattr(os, "pidfd_open") and hasattr(select, "poll")):
        return None
    try:
        handle = os.pidfd_open(pid)
    except OSError:  # Linux before 5.3
        return None
    try:
        watched = select.poll()
        watched.register(handle, select.POLLIN)
        return bool(watched.poll(max(0, seconds) * 1000))
    finally:
        os.close(handle)
