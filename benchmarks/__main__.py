"""Times mergemend against a peer on the same files, in turn, and prints medians and ratios.

Machines are noisy: look at the ratios. The peer for finding markers is check-merge-conflict of
pre-commit-hooks, the one most people run; for a file full of conflicts it is `git diff --check`,
which looks at the same lines.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 7
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Case:
    """Two commands that look at the same files."""

    name: str
    ours: Sequence[str]
    peer: Sequence[str]


def git(folder: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=b", "-c", "user.email=b@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def make_tree(folder: Path) -> list[str]:
    """A repository of 2,000 clean documents; returns their names."""
    text = "# Notes é\n\n" + "A line of a document, as there are many. ✅\n" * 60
    names = [f"doc{n}.md" for n in range(2000)]
    for name in names:
        (folder / name).write_text(text)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "start")
    return names


def make_conflicts(folder: Path) -> None:
    """A file of 10,002 marker lines, not committed yet."""
    region = "text {n}\n<<<<<<< HEAD\nours {n}\n=======\ntheirs {n}\n>>>>>>> branch\n"
    text = "".join(region.format(n=n) for n in range(3334))
    (folder / "many.md").write_text("start\n")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "start")
    (folder / "many.md").write_text(text)


def seconds(command: Sequence[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - start


def compare(case: Case, folder: Path) -> None:
    for command in (case.ours, case.peer):
        seconds(command, folder)
    pairs = [(seconds(case.ours, folder), seconds(case.peer, folder)) for _ in range(ROUNDS)]
    ours, peer = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{case.name:<46} {ours:7.3f} s   peer {peer:7.3f} s   ratio {ratio:5.2f}")


def main() -> None:
    mergemend = str(BIN / "mergemend")
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        names = make_tree(Path(one))
        make_conflicts(Path(other))
        peer = str(BIN / "check-merge-conflict")
        compare(
            Case(
                "check 2,000 clean files / check-merge-conflict",
                [mergemend, "check", "--quiet", *names],
                [peer, "--assume-in-merge", *names],
            ),
            Path(one),
        )
        compare(
            Case(
                "check 1 clean file / check-merge-conflict",
                [mergemend, "check", "--quiet", names[0]],
                [peer, "--assume-in-merge", names[0]],
            ),
            Path(one),
        )
        compare(
            Case(
                "check 10,002 marker lines / git diff --check",
                [mergemend, "check", "--quiet", "many.md"],
                ["git", "diff", "--check", "many.md"],
            ),
            Path(other),
        )


if __name__ == "__main__":
    main()
