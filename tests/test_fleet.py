"""Many repositories at once: which are named, how rows travel and are ordered, what is kept."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Mend
from mergemend.fleet import worker
from mergemend.fleet.executors import pool
from mergemend.fleet.run import together
from mergemend.fleet.sources import SourceError, sources
from mergemend.fleet.state import State
from mergemend.fleet.task import Result, Row, Task
from mergemend.fleet.worker import order, serve


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a b", "empty", "clean"):
        (tmp_path / "fleet" / name / ".git").mkdir(parents=True)
    for name in ("objects", "refs"):
        (tmp_path / "fleet/bare.git" / name).mkdir(parents=True)
    (tmp_path / "fleet/bare.git/HEAD").write_text("ref: refs/heads/main\n")
    (tmp_path / "fleet/none").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nope"], "nope: no repository, no folder of repositories, and no list"),
        (["fleet/none"], "fleet/none: no repository, and none in this folder"),
        (["https://host/x"], "https://host/x: not among what --allow names"),
        (["https://host/x", "--allow", "https://hos"], "not among what --allow names"),
        (
            ["https://u:secret@host/x", "--allow", "https://"],
            "no name, password or token has a place in a URL",
        ),
        (["git@host:x.git"], "not among what --allow names"),
        (["ext::sh -c x"], "no repository"),
        (["list"], "list:2: nope: no repository"),
        (["fleet", "--link", "https://h/{path}"], "for the page that --report writes"),
        (["fleet", "--shallow", "--history"], "leaves the history out"),
        (["fleet", "--scheduler", "tcp://h:1", "--processes", "2"], "has its own workers"),
        (["fleet", "--scheduler", "tcp://127.0.0.1:1"], "no scheduler answers there"),
    ],
)
def test_wrong_usage(folder: Path, mend: Mend, words: list[str], said: str) -> None:
    (folder / "list").write_text("# repositories\nnope\n")
    result = mend(folder, "fleet", "check", *words)
    assert result.exit_code in (2, 3)
    assert said in result.stderr
    assert "secret" not in result.stderr


def test_each_repository_is_named_once(folder: Path) -> None:
    (folder / "list").write_text(
        "fleet/clean\n\n  # no\nhttps://host/team/x\nhttps://host/team/x\n"
    )
    words = [str(folder / "fleet/clean"), str(folder / "list"), str(folder / "fleet")]
    found = sources(words, ["https://host/team"])
    assert [source.location for source in found] == [
        str(folder / "fleet/clean"),
        "https://host/team/x",
        *(str(folder / "fleet" / name) for name in ("a b", "bare.git", "empty")),
    ]


@pytest.mark.parametrize(
    ("url", "prefix", "allowed"),
    [
        ("https://host/team/x", "https://host/team", True),
        ("https://host/team/x", "https://host/team/", True),
        ("https://host/teams/x", "https://host/team", False),
        ("https://host.evil/x", "https://host", False),
        ("https://host@evil/x", "https://host", False),
        ("https://host:8443/x", "https://host", False),
        ("https://host:8443/x", "https://host:8443", True),
        ("ssh://git@host/x", "ssh://git@host", True),
        ("git@host:team/x", "git@host", True),
        ("git@host:team/x", "git@host:", True),
        ("ssh://host/x", "https://host", False),
    ],
)
def test_what_is_allowed(url: str, prefix: str, allowed: bool) -> None:
    if allowed:
        assert sources([url], [prefix])[0].is_url
    else:
        with pytest.raises(SourceError):
            sources([url], [prefix])


texts = st.none() | st.text(max_size=3)
some_rows = st.builds(Row, st.just("r"), path=texts, line=st.none() | st.integers(0, 3), rule=texts)


@given(st.lists(some_rows, max_size=8), st.data())
def test_rows_do_not_depend_on_the_cut(rows: list[Row], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    shuffled = data.draw(st.permutations(rows))
    parts = [Result(tuple(shuffled[:cut])), Result(tuple(shuffled[cut:]))]
    assert together(parts).rows == together([Result(tuple(rows))]).rows


@given(st.lists(some_rows, max_size=4))
def test_results_travel_as_json(rows: list[Row]) -> None:
    result = Result(tuple(rows), "refs", 3, error=None)
    assert Result.of(json.loads(json.dumps(result.data()))) == result


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"shape": 1}', b"\xff"])
def test_a_damaged_state_is_no_state(tmp_path: Path, damage: bytes) -> None:
    state, task = State(tmp_path), Task("r", "/r")
    state.keep(task, Result((Row("r", path="x"),), "refs"))
    assert state.refs(task) == "refs"
    [file] = [path for path in tmp_path.iterdir() if path.suffix == ".json"]
    file.write_bytes(damage)
    assert (state.refs(task), state.finished(task)) == ("", None)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux binds processes to CPUs")
@pytest.mark.parametrize("more", [0, 1])
def test_each_runner_stays_on_a_cpu_if_there_is_one_for_each(
    tmp_path: Path, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, whole = os.sched_getaffinity, os.sched_getaffinity(0)
    here = set(sorted(whole)[:2])  # of many CPUs two are enough
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: real(pid) if pid else here)
    tasks = [order(Task(f"r{n}", str(tmp_path / f"r{n}"))) for n in range(4 * len(here))]
    with pool(len(here) + more) as (executor, _):
        assert all(result["error"] for result in executor.map(serve, tasks))
        places = [os.sched_getaffinity(runner.pid) for runner in worker._all]
    if more:
        assert all(place == whole for place in places)
    else:
        assert all(len(place) == 1 for place in places)
        assert len(set(map(frozenset, places))) == len(places)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="Linux binds processes to CPUs")
def test_a_runner_gets_the_cpu_of_one_that_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.sched_getaffinity
    here = {min(real(0))}
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: real(pid) if pid else here)
    task = order(Task("r", str(tmp_path / "r")))
    with pool(1) as (executor, _):
        executor.submit(serve, task).result()
        [first] = worker._all
        place = os.sched_getaffinity(first.pid)
        first.kill()
        first.wait()
        executor.submit(serve, task).result()
        assert first not in worker._all
        taken = [os.sched_getaffinity(runner.pid) for runner in worker._all]
    assert taken == [here] == [place]
