"""Looking at many files in several processes gives what looking at them one by one gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mergemend import workers
from mergemend.config import Settings, load_settings
from mergemend.model import FileReport, KindError
from mergemend.project import open_project
from mergemend.workers import look_at
from scratch import Scratch

TEXTS = {
    "STATUS.md": b"# Status\n\nSee [the plan](plan.md).\n\n**Last Updated:** 2026-03-01\n",
    "notes.md": b"\xc3\x83\xc2\xa9t\xc3\x83\xc2\xa9\n",
    "old.md": b"<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> x\n",
    "binary.md": b"\0\x01\x02",
    "plain.md": b"plain\n",
    "docs/plan.md": b"# Plan\n",
}


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", TEXTS)
    return [scratch.top / name for name in TEXTS] * 3 + [scratch.top / "gone.md"]


@pytest.fixture(autouse=True)
def _in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_MANY", 1)
    monkeypatch.setattr(workers, "cpus", lambda: 2)


def test_the_outcomes_are_the_same_and_in_order(files: list[Path]) -> None:
    settings = Settings(files[0].parent)
    with open_project(settings) as project:
        one_by_one = [project.look(file) for file in files]
        at_once = list(look_at(project, files))
    assert at_once == [
        replace(outcome, before=b"", after=b"", stages=(), left=())
        if isinstance(outcome, FileReport)
        else outcome
        for outcome in one_by_one
    ]
    rules = {f.rule for o in at_once if isinstance(o, FileReport) for f in o.findings}
    assert {"broken-link", "date-order", "mojibake", "conflict"} <= rules


@pytest.mark.parametrize("most", [0, 10, 10_000])
def test_the_texts_of_fixes_are_kept_up_to_a_size(files: list[Path], most: int) -> None:
    with open_project(Settings(files[0].parent)) as project:
        found = [o for o in look_at(project, files, keep=most) if isinstance(o, FileReport)]
    for report in found:
        is_kept = len(data := Path(report.path).read_bytes()) <= most
        fixed = any(finding.edits for finding in report.findings)
        assert report.before == (data if fixed and is_kept else b"")
    assert len({report.before for report in found}) == {0: 1, 10: 2, 10_000: 3}[most]


def test_a_kind_that_is_wrong_is_the_same_error(files: list[Path]) -> None:
    folder = files[0].parent
    kinds = folder / ".mergemend" / "kinds"
    kinds.mkdir(parents=True)
    (kinds / "bad.yaml").write_text("kind: bad\nno-such-key: 1\n")
    with (
        open_project(load_settings(folder)) as project,
        pytest.raises(KindError, match=r"bad\.yaml:2: no-such-key"),
    ):
        list(look_at(project, files))
