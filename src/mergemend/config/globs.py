"""Globs as in ``.gitignore``, from the folder of the file that has them."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathspec import PathSpec

MAX_STARS = 3  # in a name, or for any folders: some 0.02 s for the worst name

# Each star multiplies the places that are tried, in a name of 255 characters or in all folders; a
# glob comes with its repository. The JSON Schema has the same patterns, so they are ECMA's, too.
SLOW_NAME = rf"(^|/)([^/*]*\*){{{MAX_STARS + 1}}}"
SLOW_FOLDERS = rf"((^|/)\*\*(?![^/])[^\0]*){{{MAX_STARS + 1}}}"
FITS_NOTHING = r"^#|^[ \t]*!?[ \t]*$|(^|[^\\])(\\\\)*\\(/|$)|[\n\0]"


@dataclass(frozen=True, slots=True)
class Globs:
    """Globs of one place, in their order: with ``!`` one takes back what those before it fit."""

    folder: Path
    lines: tuple[str, ...]

    def fit(self, path: Path, *, is_folder: bool = False) -> bool:
        """Whether they fit a path, which is whole and has no link in its folders."""
        if not self.lines:
            return False
        try:
            name = path.relative_to(self.folder).as_posix()
        except ValueError:
            return False
        return _spec(self.lines).match_file(f"{name}/" if is_folder else name)

    def match(self, path: Path) -> bool:
        """The same for any path."""
        return bool(self.lines) and self.fit(whole(path))

    def patterns(self) -> list[tuple[bool, str, str]]:
        """What they are as regular expressions for names from their folder; the last one counts.

        With each, whether it fits or takes back what others fit, and a part of every such name.
        """
        return [
            (bool(one.include), _part(line), one.regex.pattern)
            for line, one in zip(self.lines, _spec(self.lines).patterns, strict=True)
        ]


def whole(path: Path) -> Path:
    """A path from the root, without links in its folders; a link itself stays one."""
    return Path(os.path.realpath(path.parent), path.name)


def is_there(path: Path) -> bool:
    """Whether a path is there, as far as can be told; in a closed folder nothing is."""
    return os.path.exists(path)  # noqa: PTH110 (`Path.exists` raises where that can't be told)


def wrong_with(glob: str) -> str | None:
    """What is wrong with a glob; None if it can be used."""
    if re.search(FITS_NOTHING, glob):
        return f"{glob!r} fits no file"
    if re.search(SLOW_NAME, glob) or re.search(SLOW_FOLDERS, glob):
        return f"{glob!r} is too slow: more than {MAX_STARS} stars"
    try:
        (pattern,) = _spec((glob,)).patterns
    except (ValueError, re.error) as error:
        return f"{glob!r} is no glob: {error}"
    return f"{glob!r} fits no file" if pattern.include is None else None


@cache
def _spec(lines: tuple[str, ...]) -> PathSpec[Any]:
    from pathspec import PathSpec  # loaded only where somebody uses globs

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of sets such as [[a], which are meant so
        return PathSpec.from_lines("gitignore", lines)


def _part(glob: str) -> str:
    """The longest part of a glob, without a slash, that stands in every name that it fits."""
    plain, _, _ = glob.partition("[")
    # what is white at the end counts for nothing, and `!` at the beginning for no name
    return max((part.strip().lstrip("!") for part in re.split(r"[*?\\/]", plain)), key=len)
