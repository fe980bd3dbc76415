"""The benchmark of speed: its repositories, its ratios, what it plants, and its plot."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.conflicts import planted
from benchmarks.conflicts.run import git
from benchmarks.speed import build, found
from benchmarks.speed.measure import Command, FailedError, Job, Result, Sample, once
from benchmarks.speed.plot import plot
from benchmarks.speed.scale import Curve

from mergemend.api import Session
from mergemend.config import Nested
from mergemend.model import Document, FileReport
from mergemend.statusdocs.matching import kind_name
from mergemend.workers import sift

MAKERS: dict[str, Callable[[Path, int], Path]] = {
    "tree": build.tree,
    "statuses": build.statuses,
    "history": build.history,
}


@pytest.mark.parametrize("name", MAKERS)
def test_repositories_come_from_the_seed_alone(tmp_path: Path, name: str) -> None:
    tops = [MAKERS[name](tmp_path / place, 30) for place in ("one", "other")]
    one, other = (git(top, "rev-parse", "HEAD^{tree}") for top in tops)
    assert one == other
    assert git(tops[0], "status", "--porcelain") == ""


def test_a_history_has_as_many_blobs_as_asked(tmp_path: Path) -> None:
    top = build.history(tmp_path, 45)
    objects = git(top, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    assert objects.split().count("blob") == 45


def test_kinds(tmp_path: Path) -> None:
    def kinds(top: Path) -> set[str | None]:
        names = git(top, "ls-files").splitlines()
        return {kind_name(Document(name, (top / name).read_bytes())) for name in names}

    assert kinds(build.tree(tmp_path, 200)) == {None}
    assert None not in kinds(build.statuses(tmp_path, 20))
    assert len(build.staged_names(build.staged(tmp_path, 7))) == 7


def test_texts_that_take_a_closer_look_have_nothing_to_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = build.tree(tmp_path, 40, foreign=3)
    monkeypatch.chdir(top)
    with Session(Nested()) as session:
        files = list(session.project.files([Path()]))
        told = sift(session.project, files)
        assert sorted(told.doubtful()) == [
            ".github/ISSUE_TEMPLATE/bug_report.md",
            "CHANGELOG.md",
            "docs/questions.md",
            *(f"docs/unit{number}-status.md" for number in range(4)),
            *sorted(name for name in git(top, "ls-files").splitlines() if ".vi." in name),
            "src/latin.py",
        ]
        outcomes = list(session.check_files(files))
    assert not [one for one in outcomes if isinstance(one, FileReport) and one.findings]
    assert len([one for one in outcomes if isinstance(one, FileReport)]) > 40


def test_enough_is_planted() -> None:
    assert len(planted.markers(None)) >= 11
    assert len(planted.near(None)) + len(planted.not_garbled(None)) >= 15


@pytest.mark.slow
def test_mergemend_finds_what_is_planted_and_no_more(tmp_path: Path) -> None:
    ours = [one for one in found.look(tmp_path, None) if one.tool.startswith("mergemend")]
    assert {one.sort for one in ours} == {found.MARKERS, found.GARBLED}
    assert [(one.missed, one.alarms) for one in ours] == [([], [])] * len(ours)


def test_a_ratio_is_the_median_within_rounds() -> None:
    samples = {
        "a": [Sample(1, 1), Sample(20, 1), Sample(3, 1)],
        "b": [Sample(2, 1), Sample(10, 1), Sample(3, 1)],
    }
    result = Result(Job("job", [], [], 3), samples)
    assert result.ratio("a", "b") == 1
    assert result.ratio("a", "missing") is None


def test_a_command_that_fails_is_not_timed(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import sys; sys.exit('no such thing')"]
    with pytest.raises(FailedError, match="no such thing"):
        once(Command("bad", words, tmp_path))


def test_curves() -> None:
    linear = Curve("linear", (1, 10, 100), (0.2, 1.1, 10.1), 0.1)
    assert linear.slope() == pytest.approx(1)
    assert Curve("flat", (1, 10, 100), (0.1, 0.1, 0.1), 0.1).slope() is None
    drawn = ET.fromstring(plot([linear]))  # noqa: S314 (it is our own)
    assert len(drawn.findall("{http://www.w3.org/2000/svg}polyline")) == 1


def test_the_command_says_what_it_can_do() -> None:
    command = [sys.executable, "-m", "benchmarks.speed", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "--part" in done.stdout
