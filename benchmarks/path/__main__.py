"""``python -m benchmarks.path`` walks the path, and writes how long it took into the page."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import ROOT
from benchmarks.conflicts.run import environment
from benchmarks.path.harbour import build

PAGE = ROOT / "docs/getting-started.md"
BEGIN, END = (
    "<!-- measured: `python -m benchmarks.path` writes this -->\n",
    "<!-- measured until here -->",
)
_PLAN = "mergemend-plan.json"


@dataclass(frozen=True)
class Step:
    """A command as a user types it, and how long it took."""

    shown: str
    seconds: float


def walk(folder: Path) -> tuple[list[Step], list[Step], tuple[int, int]]:
    """The steps to the first finding, those to a clean repository, and how many decisions.

    Of these there are two numbers: proven ones, and those that somebody should look at. Raises
    `RuntimeError` where a command ends in another way than it should.
    """
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder)]
    subprocess.run([*pip, str(ROOT)], check=True)
    (wheel,) = folder.glob("mergemend-*.whl")
    harbour = build(folder / "harbour").top
    bin_folder = folder / "venv/bin"
    ours = str(bin_folder / "mergemend")

    def step(shown: str, words: Sequence[str], code: int) -> Step:
        return _run(shown, words, harbour, folder / "state", code)

    first = [
        step("python -m venv .venv", [sys.executable, "-m", "venv", str(folder / "venv")], 0),
        step(
            ".venv/bin/pip install mergemend",
            [str(bin_folder / "pip"), "install", "--no-cache-dir", str(wheel)],
            0,
        ),
        step(".venv/bin/mergemend check", [ours, "check"], 1),
    ]
    second = [step("mergemend cleanup", [ours, "cleanup"], 1)]
    decisions = _decisions(harbour)
    second += [
        step(f"mergemend cleanup --apply {_PLAN}", [ours, "cleanup", "--apply", _PLAN], 1),
        step("mergemend check", [ours, "check"], 0),
    ]
    return first, second, decisions


def _run(shown: str, words: Sequence[str], top: Path, state: Path, code: int) -> Step:
    places = environment(state) | {"PATH": os.environ["PATH"]}
    start = time.monotonic()
    done = subprocess.run(words, cwd=top, env=places, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - start
    if done.returncode != code:
        raise RuntimeError(f"{shown}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return Step(shown, seconds)


def _decisions(top: Path) -> tuple[int, int]:
    """How many decisions of the plan are safe, and how many are not."""
    plan = json.loads((top / _PLAN).read_text("utf-8"))
    decisions = [decision for file in plan["files"] for decision in file["decisions"]]
    grades = [d["options"][d["answer"] - 1]["grade"] for d in decisions]
    safe = grades.count("safe")
    return safe, len(grades) - safe


def told(folder: Path) -> str:
    """What was measured, for the page."""
    first, second, (safe, open_) = walk(folder)
    day = datetime.now(UTC)
    left = 600 - sum(step.seconds for step in second)
    return f"""
On {day:%B} {day.day}, {day.year}, with {os.cpu_count()} CPUs, Python
{platform.python_version()} and a new environment; mergemend comes from a wheel that was built
before, all that it rests on from the package index, nothing from a cache. To the first finding:

{_table(first)}

From a repository with 200 files of which 40 are damaged (conflicts, five of them over each other,
garbled text, wrong totals) to a clean one:

{_table(second)}

That is the machine's part; how long a person reads, nobody has measured. Of the {safe + open_:,}
decisions {safe:,} are proven repairs of garbled lines, and {open_} want a look: which side of a
conflict, whether the total or a part of it is wrong. What the machine leaves of ten minutes is
{left / open_:.0f} seconds for each of those.
"""


def _table(steps: Sequence[Step]) -> str:
    rows = [f"| `{step.shown}` | {step.seconds:.1f} |" for step in steps]
    total = f"| **together** | **{sum(step.seconds for step in steps):.1f}** |"
    return "\n".join(["| command | seconds |", "| --- | ---: |", *rows, total])


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        text = told(Path(name))
    written = PAGE.read_text("utf-8")
    inside = re.compile(f"(?<={re.escape(BEGIN)}).*?(?={re.escape(END)})", re.DOTALL)
    PAGE.write_text(inside.sub(lambda _: f"{text}\n", written), "utf-8")
