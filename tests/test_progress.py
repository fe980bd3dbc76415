"""How far a long run is shows on a terminal, and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from select import select

import pytest

from mergemend import progress
from mergemend.progress import Progress


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_FIRST", 0.0)
    monkeypatch.setattr(progress, "_NEXT", 0.0)
    monkeypatch.setenv("TERM", "xterm")


@contextmanager
def _terminal() -> Iterator[int]:
    """Makes a terminal of stderr; what is written to it can be read."""
    ours, theirs = os.openpty()
    before = sys.stderr
    with os.fdopen(theirs, "w") as sys.stderr:
        try:
            yield ours
        finally:
            sys.stderr = before
    os.close(ours)


def _written(terminal: int) -> str:
    ready, _, _ = select([terminal], [], [], 0.2)
    return os.read(terminal, 10_000).decode() if ready else ""


def test_a_terminal_shows_how_far_it_is() -> None:
    with _terminal() as terminal:
        shown = Progress(12_000, wanted=True)
        shown.at(3_000)
        assert _written(terminal).endswith("3,000 of 12,000 files")
        shown.clear()
        assert _written(terminal) == "\r\x1b[K"
        shown.clear()
        assert not _written(terminal)


def test_what_is_not_wanted_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with _terminal() as terminal:
        Progress(5, wanted=False).at(1)
        monkeypatch.setenv("TERM", "dumb")
        Progress(5, wanted=True).at(1)
        assert not _written(terminal)


def test_what_is_done_soon_needs_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_FIRST", 60.0)
    with _terminal() as terminal:
        Progress(5, wanted=True).at(1)
        assert not _written(terminal)


def test_a_pipe_gets_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    Progress(5, wanted=True).at(5)
    assert capfd.readouterr() == ("", "")
