"""What the tests share: repositories made once, and the folder of further real cases."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings

import ferry
from mergemend.cli import run

if TYPE_CHECKING:
    from chromium import Browser

SHARED = Path(__file__).resolve().parents[2] / "shared"

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


@pytest.fixture(autouse=True)
def _quiet_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the machine's git settings nor a hook's environment reach the tests."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def built(tmp_path: Path) -> ferry.Ferry:
    """The document with two layers of conflicts, garbled, in its repository."""
    return ferry.build(tmp_path / "a repo")


Mend = Callable[..., Result]


@pytest.fixture
def mend(monkeypatch: pytest.MonkeyPatch) -> Mend:
    """Run the command line in a folder; the result has exit code, stdout and stderr.

    ``text`` is what standard input holds.
    """
    import click

    def call(folder: Path, *arguments: str, text: bytes | None = None) -> Result:
        monkeypatch.chdir(folder)

        @click.command(context_settings={"ignore_unknown_options": True})
        @click.argument("words", nargs=-1)
        def command(words: tuple[str, ...]) -> None:
            raise SystemExit(run(list(words)))

        return CliRunner().invoke(command, ["--", *arguments], text)

    return call


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium, started once for each module that shows pages."""
    from chromium import started

    with started(tmp_path_factory.mktemp("profile")) as found:
        yield found
