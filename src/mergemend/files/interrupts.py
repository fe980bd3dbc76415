"""Ctrl-C waits until a file is written as a whole, temporary file and all."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def holding_interrupts() -> Iterator[Callable[[], bool]]:
    """Hold SIGINT back from this thread; yields whether one has come, which then does no more."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    come = False

    def is_interrupted() -> bool:
        nonlocal come
        while signal.SIGINT in signal.sigpending():
            signal.sigwait({signal.SIGINT})
            come = True
        return come

    try:
        yield is_interrupted
        is_interrupted()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
