"""Looks at many files at once, in as many processes as there are CPUs.

The outcomes are those of `mergemend.project.Project.look`, one by one and in the same order.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mergemend.checked import Learner
from mergemend.config import AnySettings
from mergemend.model import FileReport
from mergemend.places import is_markdown
from mergemend.progress import Progress
from mergemend.project import Outcome, Project, Skipped, open_project
from mergemend.sieve import CLEAN, Sieve, Told, cpus

# Parsing as many documents takes about as long as starting processes, or reading so many bytes of
# any text that the sieve can't tell.
_MANY, _MANY_BYTES = 100, 500_000
_CHUNK = 16
_SHARES = 4  # of each process at the least: files can take long
# Outlines have no cycles to speak of: looking for them this rarely saves a twelfth of the time.
_COLLECTED = 100_000


def look_at(
    project: Project,
    files: Sequence[Path],
    told: Told | None = None,
    *,
    cache: bool = False,
    shown: bool = False,
    keep: int | None = 0,
) -> Iterator[Outcome]:
    """What is found in each file; without the bytes of the files, which may be many.

    ``told`` is what is known of them already. With ``cache`` they are all files of this folder, and
    what is clean is kept for the next run. With ``shown`` a terminal shows how far it is. Reports
    with fixes ``keep`` the text before, if it has at most so many bytes; with None all reports are
    whole, those of clean files too.
    """
    if keep is None:
        yield from _look_at(project, files, None)
        return
    told = told or sift(project, files, cache=cache, shown=shown)
    verdicts = told.verdicts()
    left = [file for file in files if file.as_posix() not in verdicts]
    learner = Learner.of(project, told.paths, left) if cache else None
    if learner:
        verdicts |= learner.known
        left = [file for file in left if file.as_posix() not in verdicts]
    outcomes = _look_at(project, left, keep)
    progress = Progress(len(files), wanted=shown)
    for number, file in enumerate(files):
        path = file.as_posix()
        verdict = verdicts.get(path)
        if verdict is None:
            progress.at(number)
            outcome = next(outcomes)
            if learner:
                learner.learn(file, outcome)
            if not isinstance(outcome, FileReport) or outcome.findings:
                progress.clear()
            yield outcome
        elif verdict == CLEAN:
            yield FileReport(path, b"", b"")
        else:
            yield Skipped(path, "binary file")
    progress.clear()
    if learner:
        learner.save()


def sift(
    project: Project, files: Sequence[Path], *, cache: bool = False, shown: bool = False
) -> Told:
    """What can be told of files without looking closer; of user's own kinds nothing can."""
    at = project.settings.at
    paths = [
        os.fsencode(file.as_posix())
        for file in files
        if not (is_markdown(file.name) and at(file.parent).has_own_kinds)
    ]
    here = str(Path.cwd()) if cache and Path(".git").exists() else None
    with Sieve(here, cpus(), told=shown) as sieve:
        return Told(paths, sieve.sift(paths))


def _look_at(project: Project, files: Sequence[Path], keep: int | None) -> Iterator[Outcome]:
    project.past.expect(files)
    are_many = _are_many(files)
    if are_many:
        gc.set_threshold(_COLLECTED)
    if cpus() < 2 or not are_many:
        yield from (_without_bytes(project.look(file), keep) for file in files)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    given = project.settings, files, keep
    # no thread runs here yet that a fork could cut off
    with ProcessPoolExecutor(cpus(), get_context("fork"), _open, given) as pool:
        share = len(files) // (_SHARES * cpus())
        yield from pool.map(_look, files, chunksize=max(1, min(_CHUNK, share)))


def _are_many(files: Sequence[Path]) -> bool:
    documents = sum(is_markdown(file.name) for file in files)
    size = sum(map(_size, files))
    return len(files) > 1 and documents / _MANY + size / _MANY_BYTES >= 1


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _without_bytes(outcome: Outcome, keep: int | None) -> Outcome:
    if keep is not None and isinstance(outcome, FileReport):
        is_kept = len(outcome.before) <= keep and any(f.edits for f in outcome.findings)
        before = outcome.before if is_kept else b""
        return replace(outcome, before=before, after=b"", stages=(), left=())
    return outcome


_opened: list[tuple[Project, int | None]] = []  # of a worker: its own, for as long as it lives


def _open(settings: AnySettings, files: Sequence[Path], keep: int | None) -> None:
    import atexit

    manager = open_project(settings)
    project = manager.__enter__()
    _opened[:] = [(project, keep)]
    project.past.expect(files)
    atexit.register(manager.__exit__, None, None, None)


def _look(file: Path) -> Outcome:
    project, keep = _opened[0]
    return _without_bytes(project.look(file), keep)
