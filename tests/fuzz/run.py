"""Looks for inputs that break a target, by atheris: ``make fuzz TARGET=conflicts SECONDS=60``.

It starts from the stored corpus and mutates for so long, guided by what each input reaches in our
code. An input that breaks something is written to this folder as ``crash-…``; the last line tells
how many were tried.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
LONGEST = 2048  # bytes of an input

with atheris.instrument_imports(include=["mergemend"]):
    from fuzz.targets import TARGETS


def main() -> None:
    name, seconds = sys.argv[1:]
    found = tempfile.mkdtemp(prefix=f"fuzz-{name}-")
    arguments = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        "-timeout=20",
        "-rss_limit_mb=3000",
        f"-dict={HERE / 'words.dict'}",
        f"-artifact_prefix={HERE}/",
        "-print_final_stats=1",
        found,
        str(HERE / "corpus" / name),
    ]
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
