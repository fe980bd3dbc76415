"""Makes the repositories that are measured, the same ones from the same seed.

Text is drawn from pools of lines that a seed has made, because 200,000 files must not take an hour.
A folder that is complete holds a file ``built`` beside its repository, and is used again.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.conflicts.run import environment, git

SEED = 7
_VERSION = "1"  # of what is made here; a cached folder of another one is not used
_POOL = 4_000
_OLD = 1_767_225_600  # 2026-01-01: files older than the index are never compared by their bytes
_SYLLABLES = re.findall("..", "badefigohukaleminopurasetivowaxeylinsched")
_BEYOND = {
    "it’s": 20,
    "“quoted”": 15,
    "–": 15,
    "naïve": 12,
    "café": 10,
    "✅": 8,
    "→": 8,
    "Größe": 5,
}
_BEYOND |= {"µm": 4, "привет": 2, "作業": 1}
_SOME_BEYOND = 0.15  # of the texts have a line that is not ASCII
_TREE_SORTS = {".py": 45, ".md": 15, ".txt": 12, ".json": 10, ".rst": 8, ".html": 7, ".png": 3}
_VIETNAMESE = (
    *("bến", "tàu", "sửa", "chữa", "xong", "rồi", "nước", "biển", "chúng", "ta", "phải", "kiểm"),
    *("tra", "lại", "trước", "khi", "thuyền", "đến", "người", "gác", "đèn", "đã", "viết", "thư"),
    *("không", "biết", "tại", "sao", "điều", "này", "xảy", "ra", "những", "cột", "gỗ", "mới"),
)


def built(home: Path, name: str, make: Callable[[Path], None]) -> Path:
    """The repository ``name`` below ``home``, made by ``make`` unless it is there already."""
    folder = home / f"{name}-{_VERSION}"
    top, mark = folder / "repository", folder / "built"
    if not mark.exists():
        top.mkdir(parents=True)
        git(top, "init", "-q", "-b", "main")
        make(top)
        mark.touch()
    return top


class Words:
    """Lines of prose and of code, from a seed."""

    def __init__(self, seed: int) -> None:
        self.choose = random.Random(seed)  # noqa: S311 (a benchmark's texts are no secrets)
        draw = self.choose
        self._words = [
            "".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(3_000)
        ]
        self._prose = [self._sentence() for _ in range(_POOL)]
        self._beyond = [
            self._sentence(word)
            for word in draw.choices([*_BEYOND], [*_BEYOND.values()], k=_POOL // 4)
        ]
        self._code = [self._statement() for _ in range(_POOL)]

    def _some(self, least: int, most: int) -> list[str]:
        return self.choose.choices(self._words, k=self.choose.randint(least, most))

    def _sentence(self, special: str = "") -> str:
        words = self._some(5, 14) + ([special] if special else [])
        self.choose.shuffle(words)
        start = self.choose.choices(["", "- ", "> ", "## ", "1. ", "    "], [80, 9, 2, 4, 3, 2])[0]
        return f"{start}{' '.join(words)}.\n"

    def _statement(self) -> str:
        one, two, three = self._some(3, 3)
        shapes = [
            f"{one} = {two}({three}, {len(one)})",
            f"if {one} <= {two} and {three} >> 2:",
            f"return [{one} for {one} in {two} if {one} != {three}]",
            f"# {' '.join(self._some(4, 10))}",
            f"def {one}_{two}({three}: int = {len(two)}) -> None:",
            f'"{one}": {{"{two}": [{len(one)}, "{three}"]}},',
            "",
        ]
        return f"{'    ' * self.choose.randint(0, 3)}{self.choose.choice(shapes)}\n"

    def prose(self, lines: int, beyond: float = 0.0) -> str:
        """So many lines; a share ``beyond`` of them has characters outside of ASCII."""
        drawn = self.choose.choices(self._prose, k=lines)
        for _ in range(round(lines * beyond)):
            drawn[self.choose.randrange(lines)] = self.choose.choice(self._beyond)
        return "".join(drawn)

    def foreign(self) -> bytes:
        """What a file in Vietnamese holds, by its words."""
        lines = (" ".join(self.choose.choices(_VIETNAMESE, k=12)) for _ in range(40))
        return "".join(f"{line}.\n" for line in lines).encode()

    def file(self, suffix: str) -> bytes:
        """What a file with this suffix holds."""
        lines = min(3_000, max(5, int(self.choose.lognormvariate(4.4, 1.0))))
        if suffix == ".png":
            return b"\x89PNG\r\n\x1a\n\0" + self.choose.randbytes(lines * 100)
        beyond = self.choose.random() < _SOME_BEYOND
        if suffix in {".py", ".json", ".html"}:
            drawn = self.choose.choices(self._code, k=lines)
            return "".join(drawn + ([self.choose.choice(self._beyond)] if beyond else [])).encode()
        title = f"{'='.join(self._some(1, 1))}\n=======\n\n"
        return (title + self.prose(lines, 0.05 if beyond else 0.0)).encode()


SETTINGS = b'[project]\nname = "units"\n\n[tool.mergemend]\nexclude = ["vendor/", "*.min.js"]\n'


def tree(home: Path, files: int, foreign: int = 0) -> Path:
    """A repository of so many files: code, text and binaries, none of a kind, nothing to find.

    So many of them, ``foreign``, are in a language that mergemend does not know; with some there
    are settings, documents of kinds, and texts in Latin-1, too.
    """

    def make(top: Path) -> None:
        words = Words(SEED)
        suffixes = words.choose.choices([*_TREE_SORTS], [*_TREE_SORTS.values()], k=files)
        for number, suffix in enumerate(suffixes):
            path = f"part{number % 97:02}/unit{number // 97 % 13:02}/f{number:06}{suffix}"
            is_foreign = number < foreign
            path = f"{path}.vi.txt" if is_foreign else path
            write(top, path, words.foreign() if is_foreign else words.file(suffix))
        for path, data in _usual(words).items() if foreign else ():
            write(top, path, data)
        git(top, "add", "-A")
        git(top, "commit", "-q", "-m", "all files")

    return built(home, f"tree-{files}-{foreign}" if foreign else f"tree-{files}", make)


def _usual(words: Words) -> dict[str, bytes]:
    """What many repositories have and takes the whole program to look at."""
    statuses = {f"docs/unit{n}-status.md": _status(words, n).encode() for n in range(4)}
    entries = "".join(f"## 1.{n}.0\n\n- {words.prose(1)}\n" for n in range(9, 0, -1))
    latin = "# -*- coding: latin-1 -*-\nname = 'café'\n".encode("latin-1")
    return statuses | {
        "pyproject.toml": SETTINGS,
        "CHANGELOG.md": f"# Changelog\n\n{entries}".encode(),
        ".github/ISSUE_TEMPLATE/bug_report.md": f"# Report\n\n{words.prose(9)}".encode(),
        "docs/questions.md": b"# Questions\n\nIs that so?? It is.\n",
        "src/latin.py": latin,
    }


def staged(home: Path, files: int, *, settings: bool = False) -> Path:
    """A repository of 200 more text files than ``files``, of which ``files`` are staged."""

    def make(top: Path) -> None:
        words = Words(SEED + files)
        suffixes = [suffix for suffix in _TREE_SORTS if suffix != ".png"]
        paths = [f"src/f{n:06}{suffixes[n % len(suffixes)]}" for n in range(files + 200)]
        for path in paths:
            write(top, path, words.file(Path(path).suffix))
        if settings:
            write(top, "pyproject.toml", SETTINGS)
        git(top, "add", "-A")
        git(top, "commit", "-q", "-m", "all files")
        for path in paths[:files]:
            write(top, path, (top / path).read_bytes() + b"# one more line\n")
        git(top, "add", "-A")

    return built(home, f"staged-{files}{'-settings' * settings}", make)


def staged_names(top: Path) -> list[str]:
    """The names of the staged files, as a hook is given them."""
    return git(top, "diff", "--cached", "--name-only").splitlines()


def statuses(home: Path, files: int) -> Path:
    """A repository of Markdown files that are all status documents, with nothing wrong in them."""

    def make(top: Path) -> None:
        words = Words(SEED)
        for number in range(files):
            write(top, f"reports/unit{number:05}-status.md", _status(words, number).encode())
        git(top, "add", "-A")
        git(top, "commit", "-q", "-m", "reports")

    return built(home, f"statuses-{files}", make)


def _status(words: Words, number: int) -> str:
    def items(box: str) -> str:
        lines = words.prose(words.choose.randint(4, 9)).splitlines()
        return "".join(f"- {box}{line.strip('-># .1')}\n" for line in lines)

    hours = [words.choose.randint(1, 9) for _ in range(6)]
    rows = "".join(f"| Task {n} | {h} h | ✅ done |\n" for n, h in enumerate(hours, 1))
    return (
        f"# Unit {number} status\n\n**Status:** in progress\n**Date:** 2026-03-02\n"
        f"**Owner:** Ada Example\n\n## Completed\n\n{items('[x] ')}\n## In Progress\n\n"
        f"{items('[ ] ')}\n## Time\n\n| Task | Effort | Status |\n|---|---|---|\n{rows}"
        f"| **Total** | {sum(hours)} h | |\n\n## Notes\n\n{words.prose(12, 0.1)}\n"
    )


def history(home: Path, blobs: int) -> Path:
    """A repository with so many different blobs in its past, ten by a commit, packed by git."""

    def make(top: Path) -> None:
        commits(top, _versions(blobs), together=10)

    return built(home, f"history-{blobs}", make)


def _versions(blobs: int) -> Iterator[tuple[str, bytes]]:
    words = Words(SEED)
    texts = [words.prose(60, 0.02) for _ in range(500)]
    for number in range(blobs):
        place = words.choose.randrange(len(texts))
        head, _, rest = texts[place].partition("\n")
        texts[place] = f"{rest}{head} {number}\n"
        yield f"docs/f{place:05}.txt", texts[place].encode()


def commits(top: Path, versions: Iterable[tuple[str, bytes]], together: int = 1) -> None:
    """Commit the versions of files, so many ``together``, and pack and check out all that."""
    command = ["git", "fast-import", "--quiet"]
    with subprocess.Popen(command, cwd=top, env=environment(), stdin=subprocess.PIPE) as to:
        if to.stdin is None:
            raise OSError("no pipe to git")
        for number, (path, data) in enumerate(versions):
            if number % together == 0:
                who = f"Ada Example <ada@example.org> {_OLD + number} +0000"
                begin = f"commit refs/heads/main\ncommitter {who}\ndata 5\nstep\n\n"
                to.stdin.write(begin.encode())
            head = f"M 100644 inline {path}\ndata {len(data)}\n"
            to.stdin.write(b"%s%s\n" % (head.encode(), data))
    if to.returncode:
        raise OSError(f"git fast-import ended with {to.returncode}")
    git(top, "repack", "-adq")
    git(top, "reset", "-q", "--hard")


def write(top: Path, path: str, data: bytes) -> None:
    """A file that is older than the index will be."""
    file = top / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    os.utime(file, (_OLD, _OLD))
