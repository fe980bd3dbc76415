"""The same work in several processes, each a fork of this one: nothing is loaded anew in them."""

from __future__ import annotations

import os
from marshal import dumps, loads

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Result = TypeVar("Result")


def in_processes(count: int, work: Callable[[int], Result]) -> list[Result]:
    """What ``work`` gives in each of so many processes, this one, number 0, among them.

    It must be plain data: numbers, text and bytes, in lists and tuples. The processes share what is
    open, so they can take turns at it. No thread may run here. Raises what ``work`` raises here,
    `TimeoutError` where it does elsewhere, and `ChildProcessError` for all else that fails there.
    """
    others = [_fork(work, number) for number in range(1, count)]
    try:
        found = [work(0)]
        while others:
            found.append(_result(*others.pop(0)))
    finally:
        for pid, told in others:
            _end(pid, told)
    return found


def _fork(work: Callable[[int], Result], number: int) -> tuple[int, int]:
    """A process that works, and where it tells what came of it."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        return pid, told
    try:
        _tell(tell, work, number)
    finally:
        os._exit(0)


def _tell(tell: int, work: Callable[[int], Any], number: int) -> None:
    try:
        outcome = dumps((work(number), None, False))
    except BaseException as error:
        import traceback

        is_late = isinstance(error, TimeoutError)
        outcome = dumps((None, str(error) if is_late else traceback.format_exc(), is_late))
    with open(tell, "wb") as file:
        file.write(outcome)


def _result(pid: int, told: int) -> Any:
    with open(told, "rb") as file:
        outcome = file.read()
    os.waitpid(pid, 0)
    if not outcome:
        raise ChildProcessError("a process of mergemend was killed")
    # a fork of this process wrote it
    found, error, is_late = loads(outcome)  # noqa: S302  # nosec B302
    if error is not None:
        raise TimeoutError(error) if is_late else ChildProcessError(error)
    return found


def _end(pid: int, told: int) -> None:
    os.close(told)
    os.kill(pid, 9)
    os.waitpid(pid, 0)
