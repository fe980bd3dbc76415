"""Which files git tracks or would track: the same as `listing`, without what takes long to load.

Two processes of git run at once, and the second goes on while the files of the first are looked at.
"""

from __future__ import annotations

import os

from mergemend.git.safe import LOCAL, OPTIONS, SAFE_ENVIRONMENT

_LIST = ("ls-files", "-z")


class Listing:
    """The files below this folder, by paths from it. Raises `OSError` where git can't be run."""

    def __init__(self) -> None:
        if not LOCAL.isdisjoint(os.environ):
            raise OSError("the environment names a repository")
        self._tracked = _start((*_LIST, "--cached"))
        self._others = _start((*_LIST, "--others", "--exclude-standard"))

    def tracked(self) -> list[bytes] | None:
        """The files in the index, each once; None where git refuses."""
        return _names(*self._tracked)

    def others(self) -> list[bytes] | None:
        """The files that are neither in the index nor ignored; None where git refuses."""
        return _names(*self._others)


def _start(arguments: tuple[str, ...]) -> tuple[int, int]:
    here, there = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, there, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    words = ["git", *OPTIONS, *arguments]
    try:
        process = os.posix_spawnp("git", words, os.environ | SAFE_ENVIRONMENT, file_actions=actions)
    finally:
        os.close(there)
    return process, here


def _names(process: int, here: int) -> list[bytes] | None:
    with os.fdopen(here, "rb") as file:
        listed = file.read()
    if os.waitpid(process, 0)[1]:
        return None
    return list(dict.fromkeys(listed.split(b"\0")[:-1]))
