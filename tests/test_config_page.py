"""docs/config.md and the JSON Schema are what the table of settings says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import config_page
from conftest import Mend
from mergemend.config import Nested
from mergemend.config.table import SETTINGS
from scratch import Scratch
from test_config_cli import scratch

TEXT = config_page.PAGE.read_text("utf-8")
__all__ = ["scratch"]


def test_the_page_is_up_to_date() -> None:
    """`python fixtures/config_page.py` writes it."""
    assert config_page.page(TEXT) == TEXT
    for setting in SETTINGS.settings:
        assert f"\n### {setting.name}\n" in TEXT


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_every_example_is_right(tmp_path: Path, example: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "x").mkdir()
    (tmp_path / "mergemend.toml").write_text("")
    name = "pyproject.toml" if "tool" in tomllib.loads(example) else "mergemend.toml"
    (tmp_path / "x" / name).write_text(example, "utf-8")
    assert Nested().at(tmp_path / "x").folder == tmp_path / "x"


def test_what_is_shown_is_what_is_printed(scratch: Scratch, mend: Mend) -> None:
    command, _, shown = TEXT.partition("$ mergemend ")[2].partition("\n")
    shown = shown.partition("```")[0]
    printed = mend(scratch.top, *command.split()).stdout
    assert shown
    assert printed.startswith(shown)
