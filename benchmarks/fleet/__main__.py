"""``python -m benchmarks.fleet [--write] [REPOSITORIES [ROUNDS]]``: how fast fleets are looked at.

The same fleet by one process, by two, by Dask, by URL, and again when nothing has moved, in turns.
With ``--write`` the page is docs/benchmarks-fleet.md.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.fleet.generate import Fleet, build
from benchmarks.page import show
from benchmarks.speed.measure import Command, Job, Result, Sample, once, peak

PAGE = Path(__file__).parents[2] / "docs/benchmarks-fleet.md"
TARGET = 1.7  # of two processes against one, on two processors
MEMORY = 400  # MB, for a worker

ONE, TWO, DASK, URLS, AGAIN = "one process", "two processes", "Dask", "by URL", "again"
WHAT = {
    ONE: "`--processes 1`",
    TWO: "`--processes 2`",
    DASK: "`--scheduler`, a `LocalCluster` of two workers with one thread each",
    URLS: "`--processes 2`, each a `file://` URL, cloned as from a server",
    AGAIN: "`--processes 2` once more: nothing has moved, so only refs are asked for",
}


def main(repositories: int, rounds: int, *, write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        fleet = build(Path(folder) / "fleet", repositories)
        show(pieces(fleet, rounds), PAGE if write else None)


def pieces(fleet: Fleet, rounds: int) -> Iterator[str]:
    """The page, piece by piece."""
    load = os.getloadavg()[0]
    urls = fleet.folder.parent / "urls"
    urls.write_text("".join(f"file://{path}\n" for path in sorted(fleet.folder.iterdir())))
    result, workers = measure(fleet, rounds)
    largest = {name: peak(command(fleet, name, "peak")) for name in (ONE, TWO, URLS)}
    yield head(fleet, rounds, load)
    yield table(fleet, result, largest)
    yield ratios(result, workers + 2 * max(largest.values()))


def measure(fleet: Fleet, rounds: int) -> tuple[Result, float]:
    """All jobs in turns, and the MB of the largest worker of Dask."""
    from distributed import LocalCluster

    samples: dict[str, list[Sample]] = {name: [] for name in WHAT}
    workers = 0.0
    for number in range(rounds):
        for name in (ONE, TWO, AGAIN, URLS):
            samples[name].append(once(command(fleet, name, f"round-{number}")))
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
            address = str(cluster.scheduler_address)
            samples[DASK].append(once(command(fleet, DASK, f"round-{number}", address)))
            workers = max(workers, *(held(worker.pid) for worker in cluster.workers.values()))
    return Result(Job("fleet", (), (), rounds), samples), workers


def command(fleet: Fleet, name: str, state: str, address: str = "") -> Command:
    """A job; the exit code says that one repository is broken."""
    how = {
        ONE: ["fleet", "--processes", "1"],
        TWO: ["fleet", "--processes", "2"],
        AGAIN: ["fleet", "--processes", "2"],
        URLS: ["urls", "--allow", "file://", "--processes", "2"],
        DASK: ["fleet", "--scheduler", address],
    }
    place = f"{state}-{TWO if name == AGAIN else name}".replace(" ", "-")
    words = [*how[name], "--state", place, "-o", f"{place}.jsonl", "--quiet"]
    whole = [sys.executable, "-m", "mergemend", "fleet", "check", *words]
    return Command(name, whole, fleet.folder.parent, (3,))


def held(pid: int) -> float:
    """The most memory that a process held so far, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    [found] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(found) / 1000


def head(fleet: Fleet, rounds: int, load: float) -> str:
    python, cpus = platform.python_version(), os.cpu_count()
    return f"""# How fast a fleet is looked through

Written by `python -m benchmarks.fleet --write` (Python {python}, {cpus} CPUs, load {load:.1f} at
the start, so others used the machine, too, where that is well above 0). `make bench` prints the
same.

{fleet.repositories:,} repositories that are made from their numbers, each with 4 to 12 files and
two commits; nine of twenty have a finding, one has 20,400 files and is looked at in parts, one is
broken, one is empty. Whole commands are timed, from start to end, {rounds} times in turns; figures
are medians.
"""


def table(fleet: Fleet, result: Result, largest: Mapping[str, float]) -> str:
    lines = [
        "| job | seconds | repositories/s | CPU, s | largest process, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in result.samples:
        seconds = result.seconds(name)
        cpu = "" if name == DASK else f"{result.cpu(name):.1f}"  # it is spent in the workers
        memory = f"{largest[name]:.0f}" if name in largest else ""
        rate = fleet.repositories / seconds
        lines.append(f"| {name} | {seconds:.1f} | {rate:.1f} | {cpu} | {memory} |")
    told = [f"- *{name}*: {what}" for name, what in WHAT.items()]
    return "\n".join([*lines, "", *told, ""])


def ratios(result: Result, memory: float) -> str:
    two, dask = spread(result, ONE, TWO), spread(result, DASK, TWO)
    is_fast = (result.ratio(ONE, TWO) or 0) >= TARGET
    rows = [
        (f"two processes against one: at least {TARGET} times", f"{two} times", is_fast),
        ("Dask against the pool of two", f"{dask} times the time", None),
        (
            f"a worker of Dask, its runner and its task together: under {MEMORY} MB",
            f"at most {memory:.0f} MB",
            memory < MEMORY,
        ),
    ]
    told = {True: "yes", False: "**no**", None: ""}
    lines = [f"| {what} | {value} | {told[is_met]} |" for what, value, is_met in rows]
    start = ["Ratios are medians of those within each round, and the least and the most:", ""]
    return "\n".join([*start, "| target | measured | met |", "|---|---:|---|", *lines, ""])


def spread(result: Result, one: str, other: str) -> str:
    """The median ratio of two jobs within a round, and the least and the most."""
    pairs = zip(result.samples[one], result.samples[other], strict=True)
    found = sorted(first.seconds / second.seconds for first, second in pairs)
    return f"{result.ratio(one, other):.2f} ({found[0]:.2f} to {found[-1]:.2f})"


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--write"]
    main(
        int(given[0]) if given else 400,
        int(given[1]) if len(given) > 1 else 3,
        write="--write" in sys.argv,
    )
