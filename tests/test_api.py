"""The functions that others call: the same as the commands, which are built on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mergemend
from conftest import Mend
from mergemend.api import Session, Skipped
from mergemend.config import Settings
from mergemend.model import FileReport
from mergemend.report.data import dump
from mergemend.statusdocs.record import Record
from scratch import forked

STATUS = "# Harbour: blocking issues\n\n**Date:** January 12, 2026\n**Status:** 🔴 BLOCKED\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    scratch = forked(tmp_path / "repo")
    scratch.commit(
        "more",
        {
            "clean.md": b"fine\n",
            "g a.md": "Ã©tÃ©\n".encode(),
            "b.bin": b"\0\1",
            "s.md": STATUS.encode(),
        },
    )
    scratch.git("merge", "-q", "feature", check=False)
    monkeypatch.chdir(scratch.top)
    return scratch.top


def test_check(folder: Path, mend: Mend) -> None:
    outcomes = mergemend.check(".")
    reports = {one.path: one for one in outcomes if isinstance(one, FileReport)}
    assert set(reports) == {"notes.md", "clean.md", "g a.md", "s.md"}
    assert reports["clean.md"].before == b"fine\n"
    assert reports["g a.md"].after.decode() == "été\n"
    assert [one.path for one in outcomes if isinstance(one, Skipped)] == ["b.bin"]
    told = json.loads(mend(folder, "check", "--output-format", "json").stdout)["findings"]
    assert {(f["path"], f["line"], f["message"]) for f in told} == {
        (f.path, f.line, f.message) for report in reports.values() for f in report.findings
    }
    assert not (folder / ".git/mergemend").exists()


def test_fix(folder: Path, mend: Mend) -> None:
    outcomes, failed = mergemend.fix("g a.md", "clean.md", settings=Settings(folder))
    assert ([one.path for one in outcomes], failed) == (["g a.md"], [])
    assert (folder / "g a.md").read_text("utf-8") == "été\n"
    mend(folder, "undo")
    assert (folder / "g a.md").read_text("utf-8") == "Ã©tÃ©\n"


def test_explain(folder: Path, mend: Mend) -> None:
    printed = mend(folder, "explain", "--output-format", "json", "notes.md").stdout
    assert dump(mergemend.explain("notes.md")) + "\n" == printed
    with pytest.raises(FileNotFoundError):
        mergemend.explain("none.md")


def test_extract(folder: Path, mend: Mend) -> None:
    [record] = mergemend.extract(Path())
    assert isinstance(record, Record)
    assert record.path == "s.md"
    told = json.loads(mend(folder, "extract").stdout)
    assert [document["path"] for document in told["records"]] == ["s.md"]
    [conflicted] = mergemend.extract("none.md")
    assert "No such file" in conflicted.why  # type: ignore[union-attr]


@pytest.mark.usefixtures("folder")
def test_a_session_serves_many_calls() -> None:
    session = Session()
    with pytest.raises(ValueError, match="not open"):
        session.check(["."])
    with session:
        first = [one.path for one in session.check(["g a.md"])]
        assert first == [one.path for one in session.preview(["g a.md"])] == ["g a.md"]
        assert session.explain("notes.md").revision("HEAD") == (b"ours\n", True)
    with pytest.raises(ValueError, match="an empty name"):
        mergemend.check("")


def test_all_is_there_and_documented() -> None:
    for name in mergemend.__all__:
        assert name == "__version__" or getattr(mergemend, name).__doc__
    assert (Path(mergemend.__file__).parent / "py.typed").exists()
