"""Runs commands in turn, and tells medians: of seconds, and of the ratios within each round."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.conflicts.run import environment

# A process begins with the peak of the one it was forked from, so a small one starts it.
_PEAK = """import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)])
print(os.wait4(pid, 0)[2].ru_maxrss)"""


@dataclass(frozen=True)
class Command:
    """A command to time in a folder. ``codes`` are the exit codes of a run that went well."""

    name: str
    words: Sequence[str]
    folder: Path
    codes: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Target:
    """How often the time of ``peer`` the command ``ours`` may take at most."""

    ours: str
    peer: str
    at_most: float


@dataclass(frozen=True)
class Job:
    """Commands that do the same work. ``absent`` says why a command is not among them."""

    name: str
    commands: Sequence[Command]
    targets: Sequence[Target]
    rounds: int
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """One run: seconds that passed, and seconds of all CPUs."""

    seconds: float
    cpu: float


@dataclass(frozen=True)
class Result:
    """What was measured for a job, round by round."""

    job: Job
    samples: Mapping[str, Sequence[Sample]]

    def seconds(self, name: str) -> float:
        """The median of a command's time."""
        return statistics.median(sample.seconds for sample in self.samples[name])

    def cpu(self, name: str) -> float:
        """The median of its time on all CPUs."""
        return statistics.median(sample.cpu for sample in self.samples[name])

    def ratio(self, ours: str, peer: str) -> float | None:
        """The median of the ratios of two commands within a round; None where one did not run."""
        if ours not in self.samples or peer not in self.samples:
            return None
        pairs = zip(self.samples[ours], self.samples[peer], strict=True)
        return statistics.median(one.seconds / other.seconds for one, other in pairs)


class FailedError(Exception):
    """A command that was to be timed ended in another way than it should."""


def measure(job: Job) -> Result:
    """Run the commands of a job in turn. Raises `FailedError`."""
    samples: dict[str, list[Sample]] = {command.name: [] for command in job.commands}
    for command in job.commands:
        once(command)  # files into the page cache, modules compiled
    for number in range(job.rounds):
        turn = number % len(job.commands)
        for command in (*job.commands[turn:], *job.commands[:turn]):
            samples[command.name].append(once(command))
    return Result(job, samples)


def once(command: Command) -> Sample:
    """Run a command. Raises `FailedError` if it does not end as it should."""
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        run = subprocess.Popen(
            command.words,
            cwd=command.folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
        )
        _, status, used = os.wait4(run.pid, 0)
        seconds = time.perf_counter() - start
        run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode not in command.codes:
            told.seek(0)
            said = told.read(2_000).decode("utf-8", "replace")
            raise FailedError(f"{command.name} ended with {run.returncode}: {said}")
    return Sample(seconds, used.ru_utime + used.ru_stime)


def peak(command: Command) -> float:
    """The most memory, in MB, that a command (or the largest process it waited for) held."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", _PEAK, *command.words],
        cwd=command.folder,
        env=environment(),
        capture_output=True,
        check=True,
    )
    return int(done.stdout) / 1000
