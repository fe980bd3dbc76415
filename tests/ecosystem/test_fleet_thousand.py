"""A thousand repositories: all that was planted is found once, whoever is killed meanwhile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.fleet.generate import Fleet, build

from fleets import children, finished, from_outside, is_alive, started, until

pytestmark = pytest.mark.fleet

NUMBER = 1000


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Fleet:
    return build(tmp_path_factory.mktemp("a fleet"), NUMBER)


@pytest.fixture
def clones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where clones are made; none is left there."""
    folder = tmp_path / "clones"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    until(lambda: not list(folder.glob("mergemend-fleet-*")))


def run(fleet: Fleet, words: list[str], output: Path) -> bytes:
    """The rows of a run that ends by itself."""
    done = subprocess.run(
        from_outside(fleet.folder.name, *words, "-o", str(output)),
        cwd=fleet.folder.parent,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr.decode()  # one is broken
    assert f"{NUMBER:,} repositories looked at, 1 not or not whole" in done.stderr.decode()
    return output.read_bytes()


@pytest.fixture(scope="module")
def rows(fleet: Fleet, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What two processes find of which nothing is killed."""
    folder = tmp_path_factory.mktemp("rows")
    words = ["--processes", "2", "--state", str(folder / "state")]
    return run(fleet, words, folder / "rows.jsonl")


def test_all_that_was_planted_is_found_once(fleet: Fleet, rows: bytes) -> None:
    read = [json.loads(line) for line in rows.splitlines()]
    found = [
        (row["repo"].partition("/")[2], row["path"], row["line"], row["rule"])
        for row in read
        if row["error"] is None
    ]
    assert len(fleet.planted) > NUMBER / 2
    assert len(found) == len(set(found))
    assert set(found) == fleet.planted
    assert {row["repo"].partition("/")[2] for row in read if row["error"]} == fleet.broken
    assert all(row["since_author"] == "Ada Example" for row in read if row["error"] is None)


@pytest.mark.usefixtures("clones")
def test_a_runner_and_then_the_client_are_killed(fleet: Fleet, rows: bytes, tmp_path: Path) -> None:
    state = tmp_path / "state"
    words = ["--processes", "2", "--state", str(state)]
    with started(fleet.folder.parent, fleet.folder.name, *words) as client:
        until(lambda: len(finished(state)) > NUMBER / 10, client)
        runners = children(client.pid)
        assert len(runners) == 2
        os.kill(runners[0], signal.SIGKILL)
        until(lambda: len(finished(state)) > NUMBER / 3, client)
        runners = children(client.pid)
        assert len(runners) == 2
        client.kill()
        until(lambda: not any(map(is_alive, runners)))
    before = finished(state)
    assert run(fleet, words, tmp_path / "rows.jsonl") == rows
    after = finished(state)
    assert len(after) == NUMBER - 1
    assert {name: after[name] for name in before} == before


@pytest.mark.usefixtures("clones")
def test_a_worker_of_dask_and_then_the_client_are_killed(
    fleet: Fleet, rows: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask comes with the extra `fleet`")
    monkeypatch.setenv("DASK_TEMPORARY_DIRECTORY", str(tmp_path / "dask"))
    state = tmp_path / "state"
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as dask,
        distributed.Client(dask) as watcher,
    ):
        words = ["--scheduler", dask.scheduler_address, "--state", str(state)]
        with started(fleet.folder.parent, fleet.folder.name, *words) as client:
            until(lambda: len(finished(state)) > NUMBER / 10, client)
            workers = watcher.run(os.getpid)
            assert len(workers) == 2
            os.kill(next(iter(workers.values())), signal.SIGKILL)
            until(lambda: len(finished(state)) > NUMBER / 3, client)
            client.kill()
        before = finished(state)
        assert run(fleet, words, tmp_path / "rows.jsonl") == rows
        assert len(watcher.run(os.getpid)) == 2
    after = finished(state)
    assert {name: after[name] for name in before} == before
