"""Ctrl-C waits until a file is written as a whole, temporary file and all."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def holding_interrupts() -> Iterator[Callable[[], bool]]:
    """Hold SIGINT back from this thread; yields whether one has come, which then does no more."""
    if not hasattr(signal, "pthread_sigmask"):
        with _remembering_interrupts() as is_one_remembered:
            yield is_one_remembered
        return
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


@contextmanager
def _remembering_interrupts() -> Iterator[Callable[[], bool]]:
    """The same where no signal can be held back: Windows. Only the main thread is interrupted."""
    come = False

    def remember(*_: object) -> None:
        nonlocal come
        come = True

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, remember)
    try:
        yield lambda: come
    finally:
        signal.signal(signal.SIGINT, before)
