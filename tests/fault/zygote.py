"""Runs mergemend many times without starting Python many times: one process that forks.

It is started with the shim before everything else, and looks through the repository that it is
given once, so that the tables that every run computes are there. It reads a request a line from its
standard input (JSON: the arguments, the folder, the environment, files for the output, a limit in
seconds), and answers each with how the run ended: a code, minus a signal, or "time".
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>: what a killed run leaves behind is ours to wait for
_PR_SET_SECUREBITS = 28
_NO_ROOT = 0b11  # <linux/securebits.h>: SECBIT_NOROOT, and locked
_CAPABILITY_VERSION_3 = 0x20080522  # <linux/capability.h>


def _load(repo: str) -> None:
    """Import and compute what a run may need, so that no run pays for it."""
    import git  # noqa: F401

    import mergemend
    from mergemend.cli import run

    top = Path(mergemend.__file__).parent
    for file in top.rglob("*.py"):
        if file.stem != "__main__":
            name = ".".join(file.relative_to(top.parent).with_suffix("").parts)
            __import__(name.removesuffix(".__init__"))
    os.chdir(repo)
    with Path(os.devnull).open("w") as nothing, contextlib.redirect_stdout(nothing):
        run(["fix", "--all", "--diff"])


def _give_up_power() -> None:
    """Take from root what it may do beyond others; what it starts can't get it back either."""
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    if libc.prctl(_PR_SET_SECUREBITS, _NO_ROOT, 0, 0, 0) or libc.capset(header, bytes(24)):
        raise OSError(ctypes.get_errno(), "capabilities can't be dropped")


def _become(request: dict[str, Any]) -> int:
    """In the forked process: arm the shim, and be the command."""
    from mergemend.cli import run

    os.setsid()
    # a shell has its background jobs ignore it, and with them these runs
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    tempfile.tempdir = None  # asked again, as in a process of its own
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    for number, name in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
        os.dup2(os.open(name, flags if number else os.O_RDONLY, 0o600), number)
    if request["powerless"] and not os.geteuid():
        _give_up_power()
    ctypes.CDLL(None).fault_arm()
    return run(request["arguments"])


def _wait(pid: int, limit: float) -> int | str:
    """How the run ended, when nothing of its session is left."""
    end = time.monotonic() + limit
    status: int | str = "time"
    while time.monotonic() < end:
        try:
            found, code = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status
        if found == pid:
            status = os.waitstatus_to_exitcode(code)
        elif not found:
            time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    return "time"


def main() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    _load(sys.argv[1])
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if not pid:
            sys.exit(_become(request))
        print(json.dumps(_wait(pid, request["limit"])), flush=True)


if __name__ == "__main__":
    main()
