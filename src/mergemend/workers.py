"""Looks at many files at once: status documents are parsed in as many processes as there are CPUs.

The outcomes are those of `mergemend.project.Project.look`, one by one and in the same order.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mergemend.config import Settings
from mergemend.model import FileReport
from mergemend.project import Outcome, Project, open_project
from mergemend.statusdocs.suffixes import is_markdown

# Parsing as many documents takes about as long as starting processes.
_MANY = 100
_CHUNK = 8


def look_at(project: Project, files: Sequence[Path]) -> Iterator[Outcome]:
    """What is found in each file; without the bytes of the files, which may be many."""
    cpus = _cpus()
    if cpus < 2 or sum(is_markdown(file.name) for file in files) < _MANY:
        yield from (_told(project.look(file)) for file in files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # no thread runs here yet that a fork could cut off
    with ProcessPoolExecutor(cpus, get_context("fork"), _open, (project.settings,)) as pool:
        yield from pool.map(_look, files, chunksize=_CHUNK)


def _cpus() -> int:
    """How many CPUs this process may use; one where forks are not safe."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _told(outcome: Outcome) -> Outcome:
    if isinstance(outcome, FileReport):
        return replace(outcome, before=b"", after=b"", stages=(), left=())
    return outcome


_opened: list[Project] = []  # of a worker: its own, for as long as it lives


def _open(settings: Settings) -> None:
    import atexit

    manager = open_project(settings)
    _opened[:] = [manager.__enter__()]
    atexit.register(manager.__exit__, None, None, None)


def _look(file: Path) -> Outcome:
    return _told(_opened[0].look(file))
