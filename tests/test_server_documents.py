"""Open documents are examined off the event loop, once a version, and never twice at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mergemend.server.buffers import Buffer
from mergemend.server.documents import MOST_THREADS, Documents

A, B = "file:///a.md", "file:///b.md"


def _buffer(uri: str, text: str) -> Buffer:
    return Buffer(uri, 1, text, "markdown", Path("/"))


class Work:
    """Work that goes on until it is let go; it counts what runs at once."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go = threading.Event()
        self.most = self.now = 0
        self._lock = threading.Lock()

    def __call__(self, buffer: Buffer) -> str:
        with self._lock:
            self.begun.append(buffer.text)
            self.now += 1
            self.most = max(self.most, self.now)
        assert self.go.wait(20)
        with self._lock:
            self.now -= 1
        if buffer.text == "bad":
            raise ValueError(buffer.text)
        return buffer.text.upper()


Story = Callable[[Documents[str], Work], Awaitable[None]]


def _tell(story: Story) -> None:
    async def run() -> None:
        work = Work()
        try:
            await story(Documents(work), work)
        finally:
            work.go.set()

    asyncio.run(asyncio.wait_for(run(), 30))


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.005)


def test_who_asks_twice_is_answered_by_one_examination() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        documents.put(_buffer(A, "a"))
        both = asyncio.gather(documents.examined(A), documents.examined(A))
        await _until(lambda: work.begun == ["a"])
        work.go.set()
        assert [*await both] == ["A", "A"]
        assert await documents.examined(A) == "A"
        assert work.begun == ["a"]

    _tell(story)


def test_who_asked_for_an_old_version_is_told_of_the_new_one() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        documents.put(_buffer(A, "old"))
        asked = asyncio.ensure_future(documents.examined(A))
        await _until(lambda: work.begun == ["old"])
        documents.put(_buffer(A, "new"))
        await asyncio.sleep(0.01)
        work.go.set()
        assert await asked == "NEW"

    _tell(story)


def test_what_is_outdated_before_it_began_never_begins() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        asked = []
        for number in range(MOST_THREADS):
            documents.put(_buffer(f"{B}{number}", "b"))
            asked.append(asyncio.ensure_future(documents.examined(f"{B}{number}")))
        await _until(lambda: len(work.begun) == MOST_THREADS)
        for number in range(50):
            documents.put(_buffer(A, f"a{number}"))
            asked.append(asyncio.ensure_future(documents.examined(A)))
            await asyncio.sleep(0)
        work.go.set()
        assert {*(await asyncio.gather(*asked))} == {"B", "A49"}
        assert work.begun == ["b"] * MOST_THREADS + ["a49"]
        assert work.most == MOST_THREADS

    _tell(story)


def test_threads_are_few_also_for_one_document() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        asked = []
        for number in range(20):
            documents.put(_buffer(A, f"a{number}"))
            asked.append(asyncio.ensure_future(documents.examined(A)))
            await asyncio.sleep(0.01)
        assert len(work.begun) == MOST_THREADS
        work.go.set()
        assert {*(await asyncio.gather(*asked))} == {"A19"}
        assert work.most == MOST_THREADS

    _tell(story)


def test_a_closed_document_has_no_answer() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        documents.put(_buffer(A, "a"))
        asked = asyncio.ensure_future(documents.examined(A))
        await _until(lambda: work.begun == ["a"])
        documents.drop(A)
        assert await asked is None
        assert await documents.examined(A) is None
        assert list(documents) == []

    _tell(story)


def test_who_asks_no_more_takes_nothing_from_others() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        documents.put(_buffer(A, "a"))
        gone = asyncio.ensure_future(documents.examined(A))
        stays = asyncio.ensure_future(documents.examined(A))
        await _until(lambda: work.begun == ["a"])
        gone.cancel()
        work.go.set()
        assert await stays == "A"
        assert gone.cancelled()

    _tell(story)


def test_an_error_is_that_of_its_document_only() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        work.go.set()
        documents.put(_buffer(A, "bad"))
        documents.put(_buffer(B, "good"))
        with pytest.raises(ValueError, match="bad"):
            await documents.examined(A)
        assert await documents.examined(B) == "GOOD"
        documents.put(_buffer(A, "better"))
        assert await documents.examined(A) == "BETTER"

    _tell(story)


def test_what_is_forgotten_is_examined_again() -> None:
    async def story(documents: Documents[str], work: Work) -> None:
        work.go.set()
        documents.put(_buffer(A, "a"))
        await documents.examined(A)
        documents.forget()
        assert await documents.examined(A) == "A"
        assert work.begun == ["a", "a"]

    _tell(story)
