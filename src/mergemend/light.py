"""The light way in: tells that files are certainly clean, or leaves them to the whole program.

A hook starts on every commit and mostly finds nothing. What tells that takes a few passes over the
bytes and no module that takes long to load. It never says what is wrong: where anything is unusual,
be it in the arguments, on the way to a file or in it, the whole program looks. A property test
compares the two.
"""

from __future__ import annotations

import os
import sys

from mergemend.clean import tells_nothing
from mergemend.places import CONFIG_NAMES, KINDS_FOLDER, UNFINISHED
from mergemend.statusdocs.suffixes import is_markdown

_COMMANDS = ("check", "fix")
_QUIET = ("-q", "--quiet")
_MOST = 4_000_000  # bytes of a file, or of a config file


def main() -> None:
    """Run a command and exit with its code."""
    arguments = sys.argv[1:]
    if not is_clean(arguments):
        from mergemend.cli import main as run_all

        run_all()


def is_clean(arguments: list[str]) -> bool:
    """Whether a command has nothing to do; that was told then, as the whole program tells it."""
    if not arguments or arguments[0] not in _COMMANDS or "_MERGEMEND_COMPLETE" in os.environ:
        return False
    paths = [one for one in arguments[1:] if one not in _QUIET]
    try:
        if not paths or not _are_usual(arguments[0], paths) or not all(map(_holds_nothing, paths)):
            return False
    except (OSError, ValueError):
        return False
    if len(paths) == len(arguments) - 1:
        _tell(arguments[0], len(set(paths)))
    return True


def _tell(command: str, files: int) -> None:
    from mergemend.report.terminal import count

    told = "nothing fixed" if command == "fix" else f"{count(files, 'file')} checked: nothing found"
    if sys.stderr is not None:
        print(told, file=sys.stderr)


def _are_usual(command: str, paths: list[str]) -> bool:
    """Whether the paths are plain ones, no link is on the way to them, and no setting is made."""
    here = os.getcwd()
    for path in paths:
        name = os.path.basename(path)
        is_temporary = name.startswith(".") and name.endswith(".tmp")
        if path.startswith(("-", "//")) or os.path.normpath(path) != path or is_temporary:
            return False
    folders = {os.path.dirname(path) for path in paths}
    whole = {os.path.join(here, folder) if folder else here for folder in folders}
    if any(os.path.realpath(folder) != folder for folder in whole):
        return False
    markdown = any(map(is_markdown, paths))
    return all(_sets_nothing(above, markdown) for above in _to_top(here)) and (
        command == "check" or _has_no_leftovers(here)
    )


def _has_no_leftovers(folder: str) -> bool:
    """Whether no run was killed here that wrote; outside of git that is not looked for."""
    above = _above(folder)
    return any(os.path.exists(f"{one}/.git") for one in above) and not any(
        os.path.exists(f"{one}/{UNFINISHED}") for one in above
    )


def _above(folder: str) -> list[str]:
    """A folder and those above it."""
    found = [folder]
    while os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found


def _to_top(folder: str) -> list[str]:
    """A folder and those above it, up to the top of its repository."""
    found = []
    for above in _above(folder):
        found.append(above)
        if os.path.exists(f"{above}/.git"):
            break
    return found


def _sets_nothing(folder: str, markdown: bool) -> bool:
    if markdown and os.path.lexists(f"{folder}/{KINDS_FOLDER}"):
        return False
    for name in CONFIG_NAMES:
        path = f"{folder}/{name}"
        if os.path.lexists(path) and (name == CONFIG_NAMES[0] or b"mergemend" in _read(path)):
            return False
    return True


def _read(path: str) -> bytes:
    """The bytes of a regular file that is not large. Raises `OSError` for all else."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        found = os.fstat(handle)
        if found.st_mode & 0o170000 != 0o100000 or found.st_size > _MOST:
            raise OSError(f"{path} is not looked at")
        data = os.read(handle, found.st_size + 1)
        if len(data) != found.st_size:
            raise OSError(f"{path} is being written")
        return data
    finally:
        os.close(handle)


def _holds_nothing(path: str) -> bool:
    return tells_nothing(path, _read(path))
