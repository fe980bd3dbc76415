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
    """`Popen.communicate`, which ends the process if it raises.

    Raises `TimeoutExpired` if it takes more than so many seconds.
    """
    usual = process.wait

    def wait(timeout: float | None = None) -> int:
        if timeout and timeout > 0 and process.returncode is None:
            timeout = _left(process.pid, timeout)
        return usual(timeout)

    process.wait = wait  # type: ignore[method-assign]
    try:
        return process.communicate(data, timeout=seconds)
    except BaseException:  # an interrupt, too, is the end of it
        process.kill()
        raise
    finally:
        del process.wait


def _left(pid: int, seconds: float) -> float | None:
    """How long to wait for a process after it was watched for so many seconds.

    None, without a limit, once it has ended; 0 if it has not; all where the system can't tell.
    """
    if not (hasattr(os, "pidfd_open") and hasattr(select, "poll")):
        return seconds
    try:
        handle = os.pidfd_open(pid)
    except OSError:  # Linux before 5.3
        return seconds
    try:
        watched = select.poll()
        watched.register(handle, select.POLLIN)
        return None if watched.poll(seconds * 1000) else 0
    finally:
        os.close(handle)
