"""``python -m benchmarks.statusdocs.speed FOLDER``: how long status documents take, as a ratio.

The peer is markdown-it-py alone, parsing the same files in the same process. Documents take turns,
and the median of the rounds is told.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from mergemend.evidence import NoEvidence
from mergemend.kinds import Kinds
from mergemend.model import Document
from mergemend.statusdocs.check import check_status
from mergemend.statusdocs.markdown import read_outline

ROUNDS = 7
KINDS = Kinds(Path())


def main(folder: Path) -> None:
    documents = [Document(f"STATUS/{path.name}", path.read_bytes()) for path in _files(folder)]
    texts = [document.data.decode("utf-8", "replace") for document in documents]
    parser = MarkdownIt("commonmark").enable("table")

    def bare() -> None:
        for text in texts:
            parser.parse(text)

    def outlines() -> None:
        for document in documents:
            read_outline(Document(document.path, document.data))

    def checked() -> None:
        for document in documents:
            if kind := KINDS.of(document):
                fresh = Document(document.path, document.data)
                check_status(fresh, kind, NoEvidence(), lambda _: True)

    times = _times([bare, outlines, checked])
    size = sum(len(document.data) for document in documents) / 1e6
    print(f"{len(documents)} documents, {size:.2f} MB; medians of {ROUNDS} rounds")
    for name, seconds in zip(["markdown-it-py", "outline", "all checks"], times, strict=True):
        print(f"{name:16} {seconds * 1000:8.1f} ms {seconds / times[0]:6.2f}")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.md") if path.is_file())


def _times(jobs: list[Callable[[], None]]) -> list[float]:
    rounds: list[list[float]] = [[] for _ in jobs]
    for number in range(ROUNDS + 1):
        for job, times in zip(jobs, rounds, strict=True):
            start = time.perf_counter()
            job()
            if number:  # the first round warms up
                times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in rounds]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
