"""A process of git, started without `subprocess`, and what it prints.

It is loaded where every millisecond counts.
"""

from __future__ import annotations

import os
import select

from mergemend.git.safe import LOCAL, MAX_SECONDS, OPTIONS, SAFE_ENVIRONMENT

TYPE_CHECKING = False  # typing takes as long to load as all that a clean run does
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from subprocess import Popen

PIPE = 1 << 20  # bytes, what Linux allows without privileges


class Git:
    """A process of git in a folder, and what it says of objects as they are, none replaced."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: str,
        variables: Mapping[str, str],
        stdin: int | None = None,
    ) -> None:
        """``stdin`` is what it reads from. Raises `OSError`."""
        self._complaints = scratch_file()
        self.out, write = os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        kept = {name: value for name, value in os.environ.items() if name not in LOCAL}
        given = kept | SAFE_ENVIRONMENT | dict(variables)
        words = ["git", "-C", folder, "--no-replace-objects", *OPTIONS, *arguments]
        try:
            streams = nothing if stdin is None else stdin, write, self._complaints
            self._process = _start(words, given, streams)
        finally:
            os.close(write)
            os.close(nothing)

    def end(self, *, now: bool = False) -> str:
        """Wait for its end, or end it now; what it complained of if it failed, else nothing."""
        os.close(self.out)
        if now:
            self._process.kill()
        status = self._process.wait()
        os.lseek(self._complaints, 0, os.SEEK_SET)
        said = os.read(self._complaints, 1 << 16).decode("utf-8", "replace")
        os.close(self._complaints)
        return said.strip() or "git failed" if status else ""

    def pieces(self) -> Iterator[bytes]:
        """What it prints, as it comes. Raises `TimeoutError`."""
        while piece := read(self.out, PIPE):
            yield piece


def ask(
    arguments: Sequence[str], folder: str, variables: Mapping[str, str], stdin: int | None = None
) -> tuple[bytes, str]:
    """All that git prints, and what it complains of if it fails. Raises `OSError`."""
    git = Git(arguments, folder, variables, stdin)
    try:
        found = b"".join(git.pieces())
    except BaseException:
        git.end(now=True)
        raise
    return found, git.end()


def printed(arguments: Sequence[str], folder: str, variables: Mapping[str, str]) -> bytes:
    """The same where git must not fail. Raises `OSError`."""
    found, complaint = ask(arguments, folder, variables)
    if complaint:
        raise OSError(complaint)
    return found


class _Spawned:
    """A process that was started without `subprocess`."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def kill(self) -> None:
        os.kill(self._pid, 9)

    def wait(self) -> int:
        return os.waitpid(self._pid, 0)[1]


def _start(
    words: list[str], variables: Mapping[str, str], streams: tuple[int, int, int]
) -> _Spawned | Popen[bytes]:
    if hasattr(os, "posix_spawnp"):
        actions = [(os.POSIX_SPAWN_DUP2, stream, at) for at, stream in enumerate(streams)]
        return _Spawned(os.posix_spawnp(words[0], words, variables, file_actions=actions))
    from subprocess import Popen

    stdin, stdout, stderr = streams
    return Popen(words, env=variables, stdin=stdin, stdout=stdout, stderr=stderr)


def read(source: int, most: int) -> bytes:
    """What can be read next; empty at the end. Raises `TimeoutError` where nothing comes."""
    await_data(source)
    return os.read(source, most)


def await_data(source: int) -> None:
    """Raises `TimeoutError` where nothing comes; Windows can wait for no pipe but for ever."""
    if not hasattr(select, "poll"):
        return
    waiting = select.poll()
    waiting.register(source, select.POLLIN)
    if not waiting.poll(MAX_SECONDS * 1000):
        raise TimeoutError(f"git gave no answer in {MAX_SECONDS:g} s")


def scratch_file() -> int:
    """A file without a name."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("mergemend")
    from tempfile import TemporaryFile

    with TemporaryFile() as file:
        return os.dup(file.fileno())
