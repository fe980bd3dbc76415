"""Which files git tracks or would track: the same as `listing`, without what takes long to load.

Two processes of git run at once, and the second goes on while the files of the first are looked at.
"""

from __future__ import annotations

import os

from mergemend.git.process import Git
from mergemend.git.safe import LOCAL

_LIST = ("ls-files", "-z")


class Listing:
    """The files below this folder, by paths from it. Raises `OSError` where git can't be run."""

    def __init__(self) -> None:
        if not LOCAL.isdisjoint(os.environ):
            raise OSError("the environment names a repository")
        self._running: list[Git] = []
        for words in (("--cached",), ("--others", "--exclude-standard")):
            self._running.append(Git((*_LIST, *words), ".", {}))

    def __enter__(self) -> Listing:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running:
            process.end(now=True)

    def tracked(self) -> list[bytes] | None:
        """The files in the index, each once; None where git refuses. Raises `TimeoutError`."""
        return self._next()

    def others(self) -> list[bytes] | None:
        """After those, the files that are neither in the index nor ignored; None, raises alike."""
        return self._next()

    def _next(self) -> list[bytes] | None:
        listed = b"".join(self._running[0].pieces())
        if self._running.pop(0).end():
            return None
        paths = listed.split(b"\0")
        paths.pop()
        # one in a conflict is listed up to three times, and git sorts them
        return list(dict.fromkeys(paths)) if any(map(bytes.__eq__, paths, paths[1:])) else paths
