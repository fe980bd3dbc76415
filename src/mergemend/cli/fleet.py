"""`mergemend fleet`: many repositories at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import click

from mergemend.cli.bar import bar
from mergemend.cli.common import FILE_PATH, Exit
from mergemend.cli.fleet_options import options
from mergemend.cli.fleet_output import (
    Plans,
    linker,
    refuse_other_page,
    rows_to,
    write_page,
)
from mergemend.fleet.executors import NoSchedulerError, cluster, pool
from mergemend.fleet.rows import NoParquetError, NoRowsError
from mergemend.fleet.run import LostError, Run
from mergemend.fleet.sources import Source, SourceError, sources
from mergemend.fleet.state import State
from mergemend.fleet.summary import Summary, Tally
from mergemend.fleet.task import Limits, Result, Row, Task
from mergemend.report.terminal import printable
from mergemend.sieve import cpus
from mergemend.words import count


@click.group(short_help="Look through many repositories at once.")
def fleet() -> None:
    """Look through many repositories at once, here or on a Dask cluster.

    Each is looked at in a clone that is thrown away after use; nothing that it names is run.
    """


@fleet.command(short_help="Find what is wrong in many repositories.")
@options
def check(**given: Any) -> int:
    """Find conflict markers, garbled text and contradictions in REPOS.

    A REPO is a folder with a repository, a folder of repositories, a file with a path or URL a
    line, or a URL that --allow names. What is looked at is the commit that HEAD names. Each finding
    is a row with repository, commit, path, line, rule, severity, grade, and the commit and author
    that wrote the line. A repository that can't be looked at is a row with its error and stops
    nothing. A run that was stopped goes on where it ended, and what was finished is done again only
    if its refs have moved.

    Exit code 0: nothing found, 1: findings, 2: wrong usage, 3: not all could be looked at, 4: a
    fault of mergemend.
    """
    return _run(_Given(**given))


@fleet.command(short_help="Plan the clean-up of many repositories.")
@click.option(
    "--plans",
    type=FILE_PATH,
    metavar="FOLDER",
    default=Path("mergemend-plans"),
    show_default=True,
    help="Write a plan for each repository with findings into this folder.",
)
@options
def plan(**given: Any) -> int:
    """Tell what a clean-up of REPOS would change, and write a plan for each of them.

    It is like `mergemend fleet check`; in a work tree of the repository `mergemend cleanup --apply`
    does what its plan says, if the files are those of the commit that was looked at.

    Exit code 0: nothing found, 1: findings, 2: wrong usage, 3: not all could be looked at, 4: a
    fault of mergemend.
    """
    return _run(_Given(**given))


@dataclass(frozen=True)
class _Given:
    """What the command line says."""

    repos: Sequence[str]
    history: bool
    output: Path | None
    folder: Path
    processes: int | None
    scheduler: str | None
    allow: Sequence[str]
    credentials: bool
    shallow: bool
    timeout: float
    memory: int
    disk: int
    page: Path | None
    link: str | None
    quiet: bool
    plans: Path | None = None

    def task(self, source: Source) -> Task:
        """What is to be done with a repository."""
        limits = Limits(self.timeout, self.memory, self.disk)
        return Task(
            source.name,
            source.location,
            source.is_url,
            self.history,
            self.plans is not None,
            self.shallow,
            self.credentials,
            limits,
        )

    def executor(self) -> AbstractContextManager[tuple[Any, int]]:
        """Where tasks are done."""
        return cluster(self.scheduler) if self.scheduler else pool(self.processes or cpus())


def _refuse_unfit(given: _Given) -> None:
    """See to it that options go together, here. Raises `click.UsageError`."""
    if not hasattr(os, "fork"):
        why = "this system can't limit what a repository uses; Linux and macOS can"
        raise click.UsageError(f"{why}. `mergemend check` looks at one repository")
    if given.plans is not None and given.history:
        raise click.UsageError("a plan is for files as they are; it goes without --history")
    if given.shallow and given.history:
        raise click.UsageError("--shallow leaves the history out that --history looks at")
    if given.scheduler and given.processes:
        raise click.UsageError("--processes are of this machine; --scheduler has its own workers")
    if given.link and not given.page:
        raise click.UsageError("--link is for the page that --report writes")
    if given.page:
        refuse_other_page(given.page)


def _run(given: _Given) -> Exit:
    try:
        _refuse_unfit(given)
        tally = _looked(given)
    except (SourceError, NoSchedulerError, NoParquetError, NoRowsError) as error:
        raise click.UsageError(printable(str(error))) from error
    except BrokenPipeError:
        raise
    except (OSError, LostError) as error:
        click.echo(f"mergemend: {printable(str(error))}", err=True)
        return Exit.UNREAD
    if not given.quiet:
        click.echo(_summary(tally), err=True)
    if tally.failed:
        return Exit.UNREAD
    return Exit.FINDINGS if tally.counted else Exit.CLEAN


def _looked(given: _Given) -> Tally:
    """Look through the repositories, and write what comes of them as it comes."""
    tasks = [given.task(source) for source in sources(given.repos, given.allow)]
    tally, state = Tally(), State(given.folder)
    plans = Plans.of(given.plans, tasks) if given.plans else None
    summary = Summary(linker(given.link, given.page)) if given.page else None
    with (
        given.executor() as (executor, processes),
        rows_to(given.output) as write,
        bar(len(tasks), "repositories", shown=not given.quiet) as tell,
        _noticing_interrupts() as stop_if_interrupted,
    ):
        for task, result in Run(tasks, state, executor, processes, tell).results():
            stop_if_interrupted()
            rows = _rows_of(task, result)
            tally.add(rows)
            write(rows)
            if summary:
                summary.add(task, rows)
            if plans and result.files:
                plans.write(task, result)
    state.add_run({"at": datetime.now(UTC).isoformat(), "history": given.history, **vars(tally)})
    if given.page and summary:
        alike = [run for run in state.runs() if run.get("history") == given.history]
        write_page(given.page, summary, alike, given.output)
    return tally


@contextmanager
def _noticing_interrupts() -> Iterator[Callable[[], None]]:
    """What raises `KeyboardInterrupt` after Ctrl-C: in a callback of others the first is lost."""
    came = False

    def notice(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(number, frame)

    def stop() -> None:
        if came:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, notice)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _rows_of(task: Task, result: Result) -> list[Row]:
    """The rows of a repository: where nothing came of it, one that says why."""
    return [Row(task.name, error=result.error)] if result.error else list(result.rows)


def _summary(tally: Tally) -> str:
    said = f"{tally.repos:,} {'repository' if tally.repos == 1 else 'repositories'} looked at"
    if tally.failed:
        said += f", {tally.failed:,} not or not whole"
    return f"{said}: {count(tally.findings, 'finding')}"
