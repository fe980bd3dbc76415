"""The open documents: examined in threads, once a version; what is outdated is dropped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

from mergemend.server.buffers import Buffer

_Result = TypeVar("_Result")
_Other = TypeVar("_Other")
_Given = TypeVar("_Given")

MOST_THREADS = 2  # a thread can't be stopped: outdated work runs on to its end


@dataclass(eq=False)
class _Entry(Generic[_Result]):
    buffer: Buffer
    task: asyncio.Task[_Result] | None = None


class Documents(Generic[_Result]):
    """The open documents and their examinations; all of it on one event loop.

    ``examine`` is called in a thread, once for each version that somebody asks for.
    """

    def __init__(self, examine: Callable[[Buffer], _Result]) -> None:
        self._examine = examine
        self._entries: dict[str, _Entry[_Result]] = {}
        self._threads = _Threads(MOST_THREADS)

    def put(self, buffer: Buffer) -> None:
        """Open a document, or take its next version."""
        self.drop(buffer.uri)
        self._entries[buffer.uri] = _Entry(buffer)

    def drop(self, uri: str) -> None:
        """Close a document."""
        entry = self._entries.pop(uri, None)
        if entry is not None and entry.task is not None:
            entry.task.cancel()

    def forget(self) -> None:
        """Examine all documents again when they are asked for: what is around them has changed."""
        for entry in list(self._entries.values()):
            self.put(entry.buffer)

    def get(self, uri: str) -> Buffer | None:
        """The latest version of an open document."""
        entry = self._entries.get(uri)
        return entry.buffer if entry else None

    def __iter__(self) -> Iterator[str]:
        """The URIs of the open documents."""
        return iter(tuple(self._entries))

    async def examined(self, uri: str) -> _Result | None:
        """The examination of the latest version of a document; None once it is closed.

        What ``examine`` raises is raised here.
        """
        while entry := self._entries.get(uri):
            if entry.task is None:
                entry.task = asyncio.ensure_future(self._threads.run(self._examine, entry.buffer))
            task = entry.task
            await asyncio.wait({task})
            if self._entries.get(uri) is entry and not task.cancelled():
                return task.result()
        return None

    async def run(self, work: Callable[[_Given], _Other], given: _Given) -> _Other:
        """Do other work in a thread."""
        return await self._threads.run(work, given)


class _Threads:
    """A few threads that nobody waits for at the end of the program."""

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)

    async def run(self, work: Callable[[_Given], _Other], given: _Given) -> _Other:
        """What ``work`` returns or raises; it is not begun if this is cancelled before."""
        await self._free.acquire()
        loop = asyncio.get_running_loop()
        done: Future[_Other] = Future()
        done.set_running_or_notify_cancel()  # from here on nothing but the result ends it

        def in_thread() -> None:
            try:
                result = work(given)
            except BaseException as error:
                done.set_exception(error)
            else:
                done.set_result(result)
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._free.release)

        threading.Thread(target=in_thread, daemon=True).start()
        return await asyncio.wrap_future(done)
