"""Does a merge again, to see whether it gives a text that is there: in a repository of its own.

`git merge-file` compares lines in another way than `git merge` has since 2.34 (histogram, not
Myers), so both are asked. Nothing is written to the user's repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from mergemend.git.runner import GitError, call_git
from mergemend.model import encode

Texts = tuple[bytes, bytes, bytes]  # ours, base and theirs
Names = tuple[str, str | None, str]  # their labels; a conflict in two parts has none for base

_Way = Callable[[Path, Texts, str], bytes]
# no attributes of the machine name a way to merge
_HERE = ("--git-dir=.", "-c", "core.attributesFile=/dev/null")
_STYLE = "merge.conflictStyle"
_OURS, _THEIRS = "mergemend-ours", "mergemend-theirs"
_MARKS = re.compile(
    rb"^(<{7,}) mergemend-ours(?=\r?$)|^(\|{7,}) [0-9a-f]+(?=\r?$)"
    rb"|^(>{7,}) mergemend-theirs(?=\r?$)",
    re.MULTILINE,
)


def merge_again(texts: Texts, names: Names) -> Iterator[bytes]:
    """What git makes of three texts, in each way and style that it has.

    Raises `GitError` if there is no room for the repository: an answer that hangs on the room for
    temporary files would be another one tomorrow.
    """
    styles = ("merge",) if names[1] is None else ("diff3", "zdiff3")
    for way, style in product((_merge_file, _merge_tree), styles):
        # nothing is open at a yield: Ctrl-C is lost in the cleaning up of a generator that nobody
        # asks for the rest
        merged = _in_folder(way, texts, style)
        if merged is not None:
            yield _name(merged, names)


def _in_folder(way: _Way, texts: Texts, style: str) -> bytes | None:
    try:
        with TemporaryDirectory(prefix="mergemend-") as folder:
            return way(Path(folder), texts, style)
    except OSError as error:
        where = error.filename or "the folder for temporary files"
        raise GitError(
            f"a merge can't be done again in {where}: {error.strerror or error}; "
            "TMPDIR can name another folder. Nothing was written"
        ) from error
    except GitError:
        return None  # an older git has no such style, or no merge-tree of this kind


def merge_as_git(texts: Texts, size: int, settings: Mapping[str, str]) -> tuple[bytes, bool]:
    """What `git merge` itself makes of three texts, and whether that is without a conflict.

    Markers have ``size`` bytes, which no line of the texts may begin with, and other labels than
    git would write. ``settings`` are those of the user that count (`merge_settings`). Git before
    2.39 can do it in the way of `git merge-file` only. Raises `GitError` and `OSError`.
    """
    with TemporaryDirectory(prefix="mergemend-") as name:
        folder = Path(name)
        attributes = folder / "attributes"
        attributes.write_text(f"file merge=text conflict-marker-size={size}\n")
        try:
            given = {**settings, "core.attributesFile": str(attributes)}
            said = _asked_tree(folder, texts, given)
            return _file_of(folder, said), said.startswith(b"1")
        except GitError:
            merged = _asked_file(folder, texts, [f"--marker-size={size}"], settings)
            return merged, b"<" * size not in merged


def _make(folder: Path, texts: Texts) -> None:
    call_git([*_HERE, "init", "-q", "--bare", "--template=", "."], folder, {})
    ours, base, theirs = texts
    stream = [_commit("base", base), _commit(_OURS, ours, "base"), _commit(_THEIRS, theirs, "base")]
    call_git([*_HERE, "fast-import", "--quiet"], folder, {}, b"".join(stream))


def _commit(branch: str, text: bytes, parent: str | None = None) -> bytes:
    start = f"commit refs/heads/{branch}\ncommitter m <m> 0 +0000\ndata 0\n"
    upon = f"from refs/heads/{parent}\n" if parent else ""
    return f"{start}{upon}M 100644 inline file\ndata {len(text)}\n".encode() + text + b"\n"


def _merge_file(folder: Path, texts: Texts, style: str) -> bytes:
    how = [] if style == "merge" else [f"--{style}"]
    return _asked_file(folder, texts, how, {_STYLE: style})


def _asked_file(
    folder: Path, texts: Texts, how: Sequence[str], settings: Mapping[str, str]
) -> bytes:
    files = []
    for name, text in zip(("ours", "base", "theirs"), texts, strict=True):
        (folder / f"text-{name}").write_bytes(text)
        files.append(f"text-{name}")
    labels = [word for label in (_OURS, "0", _THEIRS) for word in ("-L", label)]
    command = [*_options(settings), "merge-file", "-q", *how, *labels, "--", *files]
    call_git(command, folder, {}, most=127)
    return (folder / "text-ours").read_bytes()


def _merge_tree(folder: Path, texts: Texts, style: str) -> bytes:
    return _file_of(folder, _asked_tree(folder, texts, {_STYLE: style}))


def _asked_tree(folder: Path, texts: Texts, settings: Mapping[str, str]) -> bytes:
    """What git says of a merge: whether it is clean, the tree, and more."""
    _make(folder, texts)
    asked = f"{_OURS} {_THEIRS}\n".encode()
    command = [*_HERE, *_options(settings), "merge-tree", "--write-tree", "--stdin"]
    return call_git(command, folder, {}, asked)


def _file_of(folder: Path, said: bytes) -> bytes:
    tree = said.split(b"\0")[1].decode("ascii")
    return call_git([*_HERE, "cat-file", "blob", f"{tree}:file"], folder, {})


def _options(settings: Mapping[str, str]) -> list[str]:
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _name(text: bytes, names: Names) -> bytes:
    """Put the labels in the place of those that the merge was done with."""
    labels = [encode(name or "") for name in names]

    def named(match: re.Match[bytes]) -> bytes:
        number = match.lastindex or 1
        return match[number] + b" " + labels[number - 1]

    return _MARKS.sub(named, text)
