"""Looks for inputs that break a target, by atheris: ``make fuzz TARGET=conflicts SECONDS=60``.

It starts from the stored corpus and mutates for so long, guided by what each input reaches in our
code. ``all`` takes a target by each input's first byte. An input that breaks something is written
to the current folder as ``crash-…``; the last lines tell how many were tried.
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


def any_target(data: bytes) -> None:
    """The target that the first byte names."""
    if data:
        list(TARGETS.values())[data[0] % len(TARGETS)](data[1:])


def main() -> None:
    """Run the target that the first argument names, for as many seconds as the second says."""
    name, seconds = sys.argv[1:]
    everything = name == "all"
    names = list(TARGETS) if everything else [name]
    with tempfile.TemporaryDirectory() as found:
        arguments = [
            sys.argv[0],
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST}",
            "-timeout=30",
            "-rss_limit_mb=3000",
            f"-dict={HERE / 'words.dict'}",
            "-print_final_stats=1",
            found,
            *(str(HERE / "corpus" / one) for one in names),
        ]
        atheris.Setup(arguments, any_target if everything else TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
