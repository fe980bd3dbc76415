"""Where tasks are done: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

RETRIES = 5  # of a task whose worker died
_PATIENCE = 30  # seconds for the first worker


class NoSchedulerError(Exception):
    """A cluster can't be used; the message says why and what to do."""


@contextmanager
def pool(processes: int) -> Iterator[tuple[Executor, int]]:
    """So many runners here, a thread for each."""
    from mergemend.fleet.worker import start, stop

    start(processes)
    executor = ThreadPoolExecutor(processes)
    try:
        yield executor, processes
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        stop()
        executor.shutdown()


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a Dask scheduler; each needs mergemend, git, and local paths that are shared.

    Raises `NoSchedulerError`.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoSchedulerError("--scheduler needs Dask: pip install 'mergemend[fleet]'") from None
    try:
        client = Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise NoSchedulerError(f"{address}: no scheduler answers there: {error}") from None
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise NoSchedulerError(
                f"{address}: no worker has come to it in {_PATIENCE} s"
            ) from None
        threads = sum(client.nthreads().values())
        yield client.get_executor(retries=RETRIES, pure=False), max(1, threads)
    finally:
        client.close()
