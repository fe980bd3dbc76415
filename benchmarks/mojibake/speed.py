"""Megabytes a second, in one process, warm; the tools take turns, and medians are told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mojibake.damage import lossless, text_of
from benchmarks.mojibake.harvest import index
from benchmarks.mojibake.texts import README, STATUS
from benchmarks.mojibake.tools import Tool, tool

_ROUNDS = 5
_BYTES = 1_000_000


@dataclass(frozen=True)
class Speed:
    """How fast a tool reads ``text``: the median of the rounds."""

    tool: str
    text: str
    megabytes_a_second: float


def speeds(folder: Path, specs: Sequence[str]) -> list[Speed]:
    """Each tool on a megabyte of each sort of text, document by document."""
    tools = [tool(spec) for spec in specs]
    return [
        Speed(one.name, name, speed)
        for name, documents in _texts(folder).items()
        for one, speed in zip(tools, _measure(tools, documents), strict=True)
    ]


def _texts(folder: Path) -> dict[str, list[bytes]]:
    entries = [e for e in index(folder) if e.split == "test" and e.kind in (README, STATUS)]
    texts = [entry.read(folder) for entry in entries]
    how = lossless("cp1252")
    status = [e.read(folder) for e in entries if e.kind == STATUS]
    damaged = ("\n".join(text_of(how(line)) for line in text.split("\n")) for text in status)
    return {
        "ASCII": _some([text.encode() for text in texts if text.isascii()]),
        "clean, with symbols": _some([text.encode() for text in status if not text.isascii()]),
        "damaged": _some([text.encode() for text in damaged if not text.isascii()]),
    }


def _some(documents: Sequence[bytes]) -> list[bytes]:
    chosen: list[bytes] = []
    size = 0
    for document in documents:
        if size < _BYTES:
            chosen.append(document)
            size += len(document)
    return chosen


def _measure(tools: Sequence[Tool], documents: Sequence[bytes]) -> list[float]:
    rounds: list[list[float]] = [[] for _ in tools]
    for number in range(_ROUNDS + 1):
        for one, times in zip(tools, rounds, strict=True):
            start = time.perf_counter()
            for document in documents:
                one.text(document, "a.md")
            if number:  # the first round warms up
                times.append(time.perf_counter() - start)
    size = sum(map(len, documents)) / 1e6
    return [size / statistics.median(times) for times in rounds]
