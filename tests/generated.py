"""Random stacks of conflicts, written layer by layer by the real `git merge-file`."""

from __future__ import annotations

import random
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

WORDS = [
    "anchor",
    "buoy",
    "crane",
    "deck",
    "ebb",
    "ferry",
    "gale",
    "harbour",
    "isle",
    "jetty",
    "keel",
    "lock",
]
STYLES = ("merge", "diff3", "zdiff3")


@dataclass(frozen=True)
class Layer:
    """The label of a layer, and its two texts as git has them: clean hunks merged."""

    end: str
    ours: bytes
    theirs: bytes


@dataclass(frozen=True)
class Generated:
    """A stack, and the layer that git wrote last; None if no merge has left a conflict."""

    text: bytes
    last: Layer | None


def generate(seed: int) -> Generated:
    """A stack of up to five layers. A merge without a conflict is taken back."""
    rng = random.Random(seed)  # noqa: S311
    style = rng.choice(STYLES)
    kind = rng.choice(("rebase", "merge", "both", "stacks"))
    start = document(rng, rng.randint(6, 40))
    current = start
    text = as_bytes(edited(rng, start, rng.randint(1, 4)))
    last: Layer | None = None
    for number in range(1, rng.randint(1, 5) + 1):
        base = current if kind == "rebase" or (kind == "both" and rng.random() < 0.5) else start
        current = edited(rng, base, rng.randint(1, 4))
        other = as_bytes(current)
        if kind == "stacks" and rng.random() < 0.5:
            third = as_bytes(edited(rng, base, rng.randint(1, 3)))
            other = _merge(other, as_bytes(base), third, style, ("HEAD", "b", f"side{number}")).text
        name = f"{number * 0x111111:07x} (change {number})"
        labels = ("HEAD", f"parent of {name}", name)
        texts = text, as_bytes(base), other
        merged = _merge(*texts, style, labels)
        if merged.conflicts:
            sides = [_merge(*texts, side, labels).text for side in ("ours", "theirs")]
            last = Layer(name, *sides)
            text = merged.text
    return Generated(text, last)


def document(rng: random.Random, lines: int) -> list[str]:
    """Lines, some empty, some list items."""
    return [rng.choice(["", "- point", _line(rng), _line(rng), _line(rng)]) for _ in range(lines)]


def _line(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(1, 3)))


def edited(rng: random.Random, lines: list[str], edits: int) -> list[str]:
    """The lines with some of them changed, put in or gone."""
    result = list(lines)
    for _ in range(edits):
        at = rng.randrange(len(result) + 1)
        new = [_line(rng) for _ in range(rng.randint(1, 4))]
        gone = rng.choice([0, rng.randint(1, 4), rng.randint(1, 4)])
        result[at : at + gone] = new if not gone or rng.random() < 0.7 else []
    return result


def as_bytes(lines: list[str]) -> bytes:
    """The lines as a text."""
    return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True)
class _Merged:
    text: bytes
    conflicts: bool


def _merge(
    ours: bytes, base: bytes, theirs: bytes, how: str, labels: tuple[str, str, str]
) -> _Merged:
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/{name}" for name in ("ours", "base", "theirs")]
        for name, data in zip(names, (ours, base, theirs), strict=True):
            Path(name).write_bytes(data)
        options = [word for label in labels for word in ("-L", label)]
        command = ["git", "merge-file", "-p", *([] if how == "merge" else [f"--{how}"]), *options]
        done = subprocess.run([*command, *names], capture_output=True, check=False)
        return _Merged(done.stdout, done.returncode > 0)
