"""Makes a fleet with planted findings, the same each time: ``python -m benchmarks.fleet.generate``.

``git fast-import`` writes each repository by one process, so that a thousand take some seconds.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Place = tuple[str, str, int, str]
"""Repository, path, line and rule of a finding."""

START = 1_767_225_600  # 2026-01-01 00:00 UTC
LARGE = 20_400  # files: more than are looked at in one part
_CLEAN = b"# Notes\n\nThe ferry leaves at eight and is back by noon.\n"
_MARKED = b"# Plan\n\n<<<<<<< HEAD\nmonday\n=======\ntuesday\n>>>>>>> topic\nend\n"
_STACK = (
    b"start\n<<<<<<< HEAD\none\n=======\n<<<<<<< HEAD\ntwo\n=======\nthree\n>>>>>>> a\n"
    b">>>>>>> b\nend\n"
)
_GARBLED = "# Menu\n\nOne cafÃ©, one thÃ© glacÃ©\n".encode()
_STATUS = (
    b"# Pier\n\n**Status:** open\n**Date:** December 12, 2025\n\n"
    b"The costs are 12 hours \xc3\x97 $100/hour = $1,300.\n"
)


@dataclass(frozen=True)
class Fleet:
    """The folder of the repositories, their number, what was planted, and which are broken."""

    folder: Path
    repositories: int
    planted: frozenset[Place]
    broken: frozenset[str]


@dataclass(frozen=True)
class _Kind:
    """Files of a repository at its newest commit, and the findings in them."""

    files: Mapping[str, bytes]
    planted: tuple[tuple[str, int, str], ...] = ()


def _kind(number: int) -> _Kind:
    """What the repository with this number holds: of twenty, nine have something planted."""
    kinds: dict[int, _Kind] = {
        1: _Kind({"plan.md": _MARKED}, (("plan.md", 3, "conflict"),)),
        4: _Kind({"docs/old plan.md": _STACK}, (("docs/old plan.md", 2, "conflict"),)),
        6: _Kind({"menu.md": _GARBLED}, (("menu.md", 3, "mojibake"),)),
        9: _Kind({"STATUS.md": _STATUS}, (("STATUS.md", 6, "money-product"),)),
        11: _Kind(
            {"a b/plan.md": _MARKED, "menu é.md": _GARBLED},
            (("a b/plan.md", 3, "conflict"), ("menu é.md", 3, "mojibake")),
        ),
        13: _Kind({"menu.md": _GARBLED}, (("menu.md", 3, "mojibake"),)),
        15: _Kind({"plan.txt": _MARKED}, (("plan.txt", 3, "conflict"),)),
        17: _Kind({"menu.txt": _GARBLED}, (("menu.txt", 3, "mojibake"),)),
        19: _Kind({"deep/er/plan.md": _MARKED}, (("deep/er/plan.md", 3, "conflict"),)),
    }
    return kinds.get(number % 20, _Kind({}))


def _ordinary(number: int) -> dict[str, bytes]:
    """The clean files of a repository."""
    files = {f"src/m{i}.py": b"x = %d\n" % (i * number) * 20 for i in range(3 + number % 9)}
    return {"README.md": _CLEAN, **files}


def build(folder: Path, repositories: int = 1000) -> Fleet:
    """Make the fleet in ``folder``.

    The first is large, the second broken, the third empty; every seventh is bare.
    """
    planted: set[Place] = set()
    broken = set()
    for number in range(repositories):
        name = f"repo {number:04}" if number % 10 == 3 else f"repo-{number:04}"
        kind, files = _kind(number), _ordinary(number)
        if number == 0:
            kind = _large()
        top = folder / name
        git = top if number % 7 == 5 else top / ".git"
        _empty(git)
        if number != 2:
            _import(git, [files, {**files, **kind.files}])
            planted.update((name, *place) for place in kind.planted)
        if number == 1:
            _break(git)
            planted = {place for place in planted if place[0] != name}
            broken.add(name)
    return Fleet(folder, repositories, frozenset(planted), frozenset(broken))


def _large() -> _Kind:
    """So many files that they are looked at in parts, with findings in the first and the last."""
    files = {f"notes/{i % 100:02}/n{i:05}.md": b"note %d\n" % i for i in range(LARGE)}
    files |= {"a.md": _MARKED, "z.md": _GARBLED}
    return _Kind(files, (("a.md", 3, "conflict"), ("z.md", 3, "mojibake")))


def _empty(git: Path) -> None:
    """A repository without a commit, as `git init` makes it."""
    for name in ("objects/info", "objects/pack", "refs/heads"):
        (git / name).mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    bare = "false" if git.name == ".git" else "true"
    (git / "config").write_text(f"[core]\n\trepositoryformatversion = 0\n\tbare = {bare}\n")


def _import(git: Path, states: list[dict[str, bytes]]) -> None:
    command = ["git", "--git-dir", str(git), "fast-import", "--quiet"]
    subprocess.run(command, input=b"".join(_commits(states)), check=True)


def _commits(states: list[dict[str, bytes]]) -> Iterator[bytes]:
    for number, files in enumerate(states):
        who = b"Ada Example <ada@example.org> %d +0000" % (START + 3600 * number)
        yield b"commit refs/heads/main\nauthor %s\ncommitter %s\ndata 1\n%d\ndeleteall\n" % (
            who,
            who,
            number,
        )
        for path, data in files.items():
            yield b"M 100644 inline %s\n" % _quoted(path)
            yield b"data %d\n%s\n" % (len(data), data)


def _quoted(path: str) -> bytes:
    return b'"' + path.encode() + b'"' if " " in path else path.encode()


def _break(git: Path) -> None:
    """Cut every pack in the middle."""
    cut: Callable[[bytes], bytes] = lambda data: data[: len(data) // 2]  # noqa: E731
    for pack in (*git.glob("objects/pack/*.pack"), *git.glob("objects/??/*")):
        pack.chmod(0o644)
        pack.write_bytes(cut(pack.read_bytes()))


if __name__ == "__main__":
    made = build(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{made.repositories} repositories with {len(made.planted)} findings")
