"""Time and memory for files that nobody writes: ``python -m benchmarks.limits [MB [NAME…]]``.

Each file is checked by a command of its own, outside of any repository. What is too large for a job
is told by it, so a line with ``too-large`` was not looked into as a whole.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

MEGABYTE = 1_000_000
COMMAND = [sys.executable, "-m", "mergemend", "check"]

REGION = b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n"
STATUS = b"# Report\n\n**Status:** open\n**Owner:** Ada\n\n"
GARBLED = "It’s a “test” – naïve café\n".encode().decode("cp1252", "replace").encode()

Make = Callable[[int], bytes]


def repeated(unit: bytes) -> Make:
    """A file of so many bytes that is ``unit`` over and over."""
    return lambda size: unit * (size // len(unit))


def numbered(unit: bytes) -> Make:
    """The same with a number in each."""
    return lambda size: b"".join(unit % number for number in range(size // len(unit)))


def status(make: Make) -> Make:
    """A status document that goes on so."""
    return lambda size: STATUS + make(size)


def separators(size: int) -> bytes:
    """A region with many of them."""
    return b"<<<<<<< HEAD\n" + b"a\n=======\n" * (size // 10) + b">>>>>>> topic\n"


def nested(size: int) -> bytes:
    """Conflicts in each other."""
    depth = size // 40
    return b"<<<<<<< HEAD\na\n" * depth + b"=======\nb\n>>>>>>> c\n" * depth


def lists(size: int) -> bytes:
    """Lists in each other."""
    return STATUS + b"".join(b"  " * depth + b"- a\n" for depth in range(int(size**0.5)))


def table(size: int) -> bytes:
    """As many columns as rows."""
    side = int((size / 2) ** 0.5)
    return STATUS + b"".join(cell * side + b"|\n" for cell in (b"|a", b"|-", *[b"|1"] * side))


def any_bytes(size: int) -> bytes:
    """What no file of text has."""
    return random.Random(1).randbytes(size).replace(b"\0", b"")  # noqa: S311


def any_latin(size: int) -> bytes:
    """Letters beyond ASCII and blanks in any order: no two garbled places are alike."""
    choose = random.Random(1)  # noqa: S311
    signs = "".join(choose.choices([*map(chr, range(0x80, 0x100)), *"aeiou  \n"], k=size // 2))
    return signs.encode()[:size].rsplit(b"\n", 1)[0] + b"\n"


SHAPES: Mapping[str, tuple[str, Make]] = {
    "plain text": ("a.txt", repeated(b"The fox jumps over the lazy dog.\n")),
    "one line": ("a.txt", repeated(b"a")),
    "Chinese": ("a.txt", repeated("测试中文文本，这是一个。\n".encode())),
    "regions": ("a.txt", repeated(REGION)),
    "regions, each with its labels": ("a.txt", numbered(REGION.replace(b"HEAD", b"b%d"))),
    "starts of regions": ("a.txt", repeated(b"<<<<<<< HEAD\n")),
    "one region, separators": (
        "a.txt",
        lambda n: REGION[:13] + b"a\n=======\n" * (n // 10) + REGION,
    ),
    "nested regions": ("a.txt", nested),
    "garbled lines": ("a.txt", repeated(GARBLED)),
    "garbled in one line": ("a.txt", repeated(GARBLED.strip())),
    "any Latin letters": ("a.txt", any_latin),
    "lines in latin-1 among UTF-8": ("a.txt", repeated("naïve\n".encode() + b"caf\xe9 \xe8 la\n")),
    "any bytes": ("a.txt", any_bytes),
    "byte-order marks": ("a.txt", repeated(b"\xef\xbb\xbfa\n")),
    "comments that turn rules off": ("a.txt", repeated(b"a # mergemend: ignore\n")),
    "status: text": ("STATUS.md", status(repeated(b"The fox jumps over the lazy dog.\n"))),
    "status: headings": ("STATUS.md", status(numbered(b"## Part %d (3)\n\n- a\n"))),
    "status: links": ("STATUS.md", status(repeated(b"- [a](b.md) and [c](#d)\n"))),
    "status: totals": ("STATUS.md", status(repeated(b"- a: 3 h\n- b: 4 h\n- Total: 9 h\n"))),
    "status: quotes in each other": ("STATUS.md", status(repeated(b"> " * 2_000 + b"a\n"))),
    "status: brackets": ("STATUS.md", status(repeated(b"[" * 9_999 + b"\n"))),
    "status: lists in each other": ("STATUS.md", lists),
    "status: a table": ("STATUS.md", table),
}


def measure(name: str, size: int) -> str:
    """A row of the table: time of the CPU, memory, and how the command ended.

    The memory is at least what this process itself has taken so far.
    """
    file, make = SHAPES[name]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / file).write_bytes(make(size))
        with (Path(folder) / "told").open("w+b") as told:
            run = subprocess.Popen([*COMMAND, file], cwd=folder, stdout=told, stderr=told)
            _, code, used = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(code)
            told.seek(0)
            over = any(b" too-large " in line for line in told)
    how = "too large" if over else f"exit {run.returncode}"
    seconds = used.ru_utime + used.ru_stime
    return f"| {name} | {seconds:.1f} | {used.ru_maxrss // 1000} | {how} |"


def main() -> None:
    """Print the table."""
    size = int(float(sys.argv[1]) * MEGABYTE) if len(sys.argv) > 1 else MEGABYTE
    print("| file | seconds | MB | |\n|---|---:|---:|---|")
    for name in sys.argv[2:] or SHAPES:
        print(measure(name, size), flush=True)


if __name__ == "__main__":
    main()
