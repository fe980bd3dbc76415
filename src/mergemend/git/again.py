"""Does a merge again, to see whether it gives a text that is there: in a repository of its own.

`git merge-file` compares lines in another way than `git merge` has since 2.34 (histogram, not
Myers), so both are asked. Nothing is written to the user's repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from mergemend.git.runner import GitError, call_git
from mergemend.model import encode

Texts = tuple[bytes, bytes, bytes]  # ours, base and theirs
Names = tuple[str, str | None, str]  # their labels; a conflict in two parts has none for base

# no attributes of the machine name a way to merge
_HERE = ("--git-dir=.", "-c", "core.attributesFile=/dev/null")
_OURS, _THEIRS = "mergemend-ours", "mergemend-theirs"
_MARKS = re.compile(
    rb"^(<{7,}) mergemend-ours(?=\r?$)|^(\|{7,}) [0-9a-f]+(?=\r?$)"
    rb"|^(>{7,}) mergemend-theirs(?=\r?$)",
    re.MULTILINE,
)


def merge_again(texts: Texts, names: Names) -> Iterator[bytes]:
    """What git makes of three texts, in each way and style that it has."""
    styles = ("merge",) if names[1] is None else ("diff3", "zdiff3")
    with TemporaryDirectory() as folder:
        try:
            for style in styles:
                yield _name(_merge_file(Path(folder), texts, style), names)
            _make(Path(folder), texts)
            for style in styles:
                yield _name(_merge_tree(Path(folder), style), names)
        except GitError:
            return  # an older git has no merge-tree of this kind


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
    files = []
    for name, text in zip(("ours", "base", "theirs"), texts, strict=True):
        (folder / f"text-{name}").write_bytes(text)
        files.append(f"text-{name}")
    labels = [word for label in (_OURS, "0", _THEIRS) for word in ("-L", label)]
    how = [] if style == "merge" else [f"--{style}"]
    setting = ["-c", f"merge.conflictStyle={style}"]
    call_git([*setting, "merge-file", "-q", *how, *labels, "--", *files], folder, {}, most=127)
    return (folder / "text-ours").read_bytes()


def _merge_tree(folder: Path, style: str) -> bytes:
    setting = [*_HERE, "-c", f"merge.conflictStyle={style}"]
    asked = f"{_OURS} {_THEIRS}\n".encode()
    said = call_git([*setting, "merge-tree", "--write-tree", "--stdin"], folder, {}, asked)
    tree = said.split(b"\0")[1].decode("ascii")
    return call_git([*_HERE, "cat-file", "blob", f"{tree}:file"], folder, {})


def _name(text: bytes, names: Names) -> bytes:
    """Put the labels in the place of those that the merge was done with."""
    labels = [encode(name or "") for name in names]

    def named(match: re.Match[bytes]) -> bytes:
        number = match.lastindex or 1
        return match[number] + b" " + labels[number - 1]

    return _MARKS.sub(named, text)
