"""Objects of a repository by their names, from two processes that serve as long as it is open.

They are started through GitPython and spoken to here: GitPython reads no SHA-256, takes no name
that is not UTF-8, and waits for ever.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from selectors import EVENT_READ, DefaultSelector
from subprocess import Popen
from typing import IO, cast

import git

from mergemend.git import runner

# A git older than 2.45 ends where an object is missing that it may not fetch, and is started anew
# so many times. What is missing in a partial clone is mostly old: the rest is missing as well.
MAX_STARTS = 20

_HEADER = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) ([a-z]+) ([0-9]+)")
_CHUNK = 1 << 20

Start = Callable[[str], git.Git.AutoInterrupt]


class EndedError(Exception):
    """A process has ended, or gives no answer."""


@dataclass(frozen=True, slots=True)
class Header:
    """The full name of an object, what it is, and how many bytes it has."""

    name: str
    kind: str
    size: int


@dataclass
class Objects:
    """Answers for names that git resolves; ``start`` runs ``git cat-file`` with an option."""

    start: Start
    _serving: dict[str, Served] = field(default_factory=dict)
    _starts: int = 0

    def header(self, name: bytes) -> Header | None:
        """What an object is; None if it is not here. ``name`` is a line without its end."""
        answer = self._ask("--batch-check", name)
        return answer and answer[0]

    def blob(self, name: bytes) -> bytes | None:
        """The content of a blob, None if there is none of this name here."""
        answer = self._ask("--batch", name)
        return answer[1] if answer and answer[0].kind == "blob" else None

    def close(self) -> None:
        """End the processes."""
        for served in self._serving.values():
            served.end()
        self._serving.clear()

    def _ask(self, how: str, name: bytes) -> tuple[Header, bytes] | None:
        if self._starts > MAX_STARTS:
            return None
        try:
            if how not in self._serving:
                self._serving[how] = Served(self.start(how))
            return self._serving[how].ask(name, with_data=how == "--batch")
        except TimeoutError:
            self._starts = MAX_STARTS  # what hangs once, hangs again
        except (EndedError, OSError, git.GitCommandError):
            pass
        self._starts += 1
        if how in self._serving:
            self._serving.pop(how).end()
        return None


class Served:
    """A process that answers a line at a time."""

    def __init__(self, started: git.Git.AutoInterrupt) -> None:
        self._started = started  # ends the process when nobody has it any more
        self._process = cast("Popen[bytes]", started.proc)
        self._in, self._out, self._complaints = (
            cast("IO[bytes]", stream)
            for stream in (self._process.stdin, self._process.stdout, self._process.stderr)
        )
        self._buffer = bytearray()
        self._selector = DefaultSelector()
        self._selector.register(self._out, EVENT_READ)
        self._selector.register(self._complaints, EVENT_READ)  # a full pipe would stop it

    def ask(self, name: bytes, *, with_data: bool) -> tuple[Header, bytes] | None:
        """Raises `EndedError`, `TimeoutError` and `OSError`."""
        self._in.write(name + b"\n")
        self._in.flush()
        found = _HEADER.fullmatch(self._line())
        if found is None:
            return None
        header = Header(found[1].decode("ascii"), found[2].decode("ascii"), int(found[3]))
        if not with_data:
            return header, b""
        data = self._take(header.size)
        self._take(1)  # the line's end
        return header, data

    def ask_for(self, lines: bytes, end: bytes) -> bytes:
        """What is said to ``lines``, up to ``end``; that is nowhere else in it.

        Raises `EndedError`, `TimeoutError` and `OSError`.
        """
        self._in.write(lines)
        self._in.flush()
        while not self._buffer.endswith(end):
            self._more()
        return self._take(len(self._buffer)).removesuffix(end)

    def rest(self) -> Iterator[bytes]:
        """All that is said until the process ends of itself, in pieces.

        Raises `EndedError` where it failed, and `TimeoutError`.
        """
        with suppress(EndedError):
            while True:
                self._more()
                yield self._take(len(self._buffer))
        if self._process.wait():
            raise EndedError

    def end(self) -> None:
        """End the process, also one that hangs."""
        self._selector.close()
        self._process.kill()
        with suppress(BrokenPipeError):
            self._in.close()
        self._out.close()
        self._complaints.close()
        self._process.wait()

    def _line(self) -> bytes:
        start = 0
        while (end := self._buffer.find(b"\n", start)) < 0:
            start = len(self._buffer)
            self._more()
        return self._take(end + 1)[:end]

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._more()
        with memoryview(self._buffer) as view:
            taken = bytes(view[:size])
        del self._buffer[:size]
        return taken

    def _more(self) -> None:
        deadline = time.monotonic() + runner.MAX_SECONDS
        while True:
            ready = self._selector.select(deadline - time.monotonic())
            if not ready:
                raise TimeoutError(runner.no_answer("cat-file"))
            for key, _ in ready:
                data = os.read(key.fd, _CHUNK)
                if key.fileobj is self._out:
                    if not data:
                        raise EndedError
                    self._buffer += data
                    return
                if not data:
                    self._selector.unregister(key.fileobj)
