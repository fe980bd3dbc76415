"""The benchmark of fleets: its repositories come from their numbers alone, and its ratios."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.conflicts.run import git
from benchmarks.fleet import generate
from benchmarks.fleet.__main__ import DASK, ONE, TWO, WHAT, ratios, table
from benchmarks.speed.measure import Job, Result, Sample


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "LARGE", 10)


@pytest.mark.usefixtures("small")
def test_repositories_come_from_their_numbers_alone(tmp_path: Path) -> None:
    one, other = (generate.build(tmp_path / name, 20) for name in ("one", "other"))
    assert one.planted == other.planted
    assert one.broken == {"repo-0001"}
    places = sorted(path.name for path in one.folder.iterdir())
    assert len(places) == 20
    assert "repo 0003" in places
    heads = [
        [git(fleet.folder / name, "rev-parse", "HEAD") for name in places[5:]]
        for fleet in (one, other)
    ]
    assert heads[0] == heads[1]


@pytest.mark.usefixtures("small")
def test_what_is_planted_is_there(tmp_path: Path) -> None:
    fleet = generate.build(tmp_path, 20)
    for name, path, line, _ in fleet.planted:
        text = git(tmp_path / name, "show", f"HEAD:{path}").splitlines()
        assert any(sign in text[line - 1] for sign in ("<<<<<<<", "Ã", "$1,300"))


def test_a_target_that_is_not_met_is_told(tmp_path: Path) -> None:
    slow = {ONE: [Sample(16, 1)] * 3, TWO: [Sample(10, 1)] * 3, DASK: [Sample(12, 1)] * 3}
    result = Result(Job("fleet", (), (), 3), {name: slow.get(name, slow[TWO]) for name in WHAT})
    told = ratios(result, 100)
    assert "| 1.60 (1.60 to 1.60) times | **no** |" in told
    assert "| 1.20 (1.20 to 1.20) times the time |  |" in told
    assert "| at most 100 MB | yes |" in told
    shown = table(generate.Fleet(tmp_path, 200, frozenset(), frozenset()), result, {ONE: 55})
    assert "| one process | 16.0 | 12.5 | 1.0 | 55 |" in shown
