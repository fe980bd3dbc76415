"""The same work in several processes: what each gives, and what goes wrong in one of them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mergemend.forks import in_processes


@pytest.mark.parametrize("count", [1, 2, 5])
def test_each_process_gives_its_own(count: int) -> None:
    found = in_processes(count, lambda number: (number, os.getpid(), "\udce9", [b"x" * 200_000]))
    assert [number for number, *_ in found] == [*range(count)]
    assert len({process for _, process, *_ in found}) == count
    assert found[0][1] == os.getpid()
    assert all(rest == ["\udce9", [b"x" * 200_000]] for _, _, *rest in found)


def _fails_in(which: int, error: BaseException) -> None:
    def work(number: int) -> int:
        if number == which:
            raise error
        return number

    in_processes(3, work)


def test_what_fails_elsewhere_is_raised_here() -> None:
    with pytest.raises(TimeoutError, match="no answer"):
        _fails_in(2, TimeoutError("no answer"))
    with pytest.raises(ChildProcessError, match="ValueError: odd"):
        _fails_in(1, ValueError("odd"))
    with pytest.raises(ValueError, match="odd"):
        _fails_in(0, ValueError("odd"))


def test_a_process_that_is_killed_is_told() -> None:
    def work(number: int) -> int:
        if number:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(ChildProcessError, match="killed"):
        in_processes(2, work)


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_nobody_is_left_behind() -> None:
    before = _children()

    def work(number: int) -> int:
        if number == 0:
            assert len(_children() - before) == 2
            raise KeyboardInterrupt
        time.sleep(60)
        return number

    with pytest.raises(KeyboardInterrupt):
        in_processes(3, work)
    assert _children() <= before
