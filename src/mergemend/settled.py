"""Settings that the light way can do with: those that leave out findings or files.

What the sieve tells clean is so whatever rules are turned off and however conflicts are resolved.
The whole program reads config files and keeps which of them say no more than that
(`mergemend.config.settling`), each by its path and its state, which can't be made up from outside
(`mergemend.known`).
"""

from __future__ import annotations

import os
import stat

from mergemend.places import CONFIG_NAMES, KINDS_FOLDER, folders_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    Patterns = Sequence[tuple[bool, str, str]]

NAME = "settings"
"""The file in our folder in git's own: paths of config files, and what is known of each."""

OURS, END, TAKEN = b"+", b"\n", "!"
"""What is known of a config file is its state and, unless it is not about us, a sign; then what it
leaves out, by a part of every such name, a slash and a pattern, in their order, and with a sign
before those that take back what others leave out."""

_MOST = 4_000_000  # bytes of a config file


class Settled:
    """What is set at ``here`` and above it, up to the top of its work tree."""

    def __init__(self, here: str) -> None:
        self._here = here
        self._above = _to_top(here)
        self._rows: Mapping[bytes, bytes] | None = None
        self._globs: tuple[str, Patterns] | None = None

    @property
    def top(self) -> str:
        """The top of the work tree, or the last folder above where there is none."""
        return self._above[-1]

    @property
    def leaves_out(self) -> bool:
        """Whether any files may be left out."""
        return self._globs is not None

    def holds_here(self, *, markdown: bool = True) -> bool:
        """Whether this is all that must be known of settings; it is asked first.

        Without ``markdown`` no such file will be asked for. Raises `OSError`.
        """
        found = {folder: self._in(folder, markdown=markdown) for folder in self._above}
        configs = {folder: said for folder, said in found.items() if said != b""}
        if None in configs.values():
            return False
        with_globs = [(folder, said) for folder, said in configs.items() if said and END in said]
        if with_globs and len(configs) > 1:  # which of them counts is for the whole program
            return False
        for folder, said in with_globs:
            self._globs = folder, _patterns(said)
        return True

    def holds_in(self, folder: str, *, markdown: bool = True) -> bool:
        """The same with a folder that is below or elsewhere. Raises `OSError`."""
        said = self._in(folder, markdown=markdown)
        return said == b"" or (said == OURS and not self.leaves_out)

    def taken(self, paths: Sequence[bytes], *, named: bool = False) -> Sequence[bytes]:
        """Those of the paths from ``here`` that are not left out.

        Paths that were ``named`` need not be files. Raises `ValueError`, or `OSError`, where it
        takes the whole program to know.
        """
        if self._globs is None:
            return paths
        top, patterns = self._globs
        within = os.path.relpath(self._here, top)
        start = "" if within == "." else f"{within}/"
        plain = {b""}
        for folder in {path.rpartition(b"/")[0] for path in paths}:
            _go_down(folder, plain)
        taken: list[bytes] = []
        left: list[bytes] = []
        for path in paths:
            (left if _fits(start + os.fsdecode(path), patterns) else taken).append(path)
        for folder in folders_of(left):
            if self._in(os.fsdecode(folder), markdown=False) != b"":
                raise ValueError(f"{folder!r} has settings of its own")
        if named and not all(map(_is_file, left)):
            raise ValueError("a folder, or a link to one, is what is in it")
        return taken

    def _in(self, folder: str, *, markdown: bool) -> bytes | None:
        """What is known of the settings in a folder, without the state; empty if there are none.

        None where it takes the whole program to know.
        """
        if markdown and os.path.lexists(f"{folder}/{KINDS_FOLDER}"):
            return None
        for name in CONFIG_NAMES:
            path = f"{folder}/{name}"
            if os.path.lexists(path) and (name == CONFIG_NAMES[0] or b"mergemend" in _read(path)):
                said = self._known(path)
                if said != b"":  # the first that is about us counts
                    return said
        return b""

    def _known(self, path: str) -> bytes | None:
        from mergemend.known import git_folder, head_line, load, state_of  # mostly nothing is set

        if self._rows is None:
            git = git_folder(self.top)
            self._rows = load(git, NAME, head_line()) if git else {}
        key = os.fsencode(os.path.join(self._here, path))
        state, _, said = self._rows.get(key, b"").partition(END)
        return said if state and state == state_of(os.lstat(path)) else None


def folders_above(folder: str) -> list[str]:
    """A folder and those above it."""
    found = [folder]
    while os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found


def _to_top(here: str) -> list[str]:
    """A folder and those above it, up to the top of its repository."""
    found = []
    for above in folders_above(here):
        found.append(above)
        if os.path.exists(f"{above}/.git"):
            break
    return found


def _patterns(said: bytes) -> Patterns:
    """The last first, which counts."""
    found = []
    for one in reversed(os.fsdecode(said).split("\n")[1:]):
        part, _, pattern = one.removeprefix(TAKEN).partition("/")
        found.append((not one.startswith(TAKEN), part, pattern))
    return found


def _fits(name: str, patterns: Patterns) -> bool:
    return next(
        (leaves_out for leaves_out, part, one in patterns if part in name and _found(one, name)),
        False,
    )


_compiled: dict[str, re.Pattern[str]] = {}


def _found(pattern: str, name: str) -> bool:
    """Raises `ValueError` for what is no pattern."""
    if pattern not in _compiled:
        import re  # it takes as long as all else that is loaded
        import warnings

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # as in `mergemend.config.globs`
                _compiled[pattern] = re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no pattern") from error
    return _compiled[pattern].search(name) is not None


def _go_down(folder: bytes, plain: set[bytes]) -> None:
    """Add a folder and those above it to the ``plain`` ones, that globs from here are for.

    Raises `ValueError` for one that may be elsewhere, or is in another repository.
    """
    if folder in plain:
        return
    above, _, name = folder.rpartition(b"/")
    is_odd = name in {b"", b".", b".."} or folder[:1] == b"/" or os.path.islink(folder)
    if is_odd or os.path.exists(folder + b"/.git"):
        raise ValueError(f"{folder!r} is not just below")
    _go_down(above, plain)
    plain.add(folder)


def _is_file(path: bytes) -> bool:
    """Raises `OSError`."""
    return stat.S_ISREG(os.lstat(path).st_mode)


def _read(path: str) -> bytes:
    """The bytes of a regular file that is not large. Raises `OSError` for all else."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST:
            raise OSError(f"{path} is not looked at")
        data = os.read(handle, found.st_size + 1)
        if len(data) != found.st_size:
            raise OSError(f"{path} is being written")
        return data
    finally:
        os.close(handle)
