from __future__ import annotations

import time
from pathlib import Path

import pytest

from conftest import Mend
from mergemend.config import ConfigError, Settings, load_settings
from mergemend.conflicts import DateKind, Strategy
from scratch import Scratch
from test_cli import CONFLICT

GOOD = """\
strategy = "ours"
date = "committer"
ignore = ["mojibake-lossy"]
exclude = ["vendor/"]
allow = ["Ã©"]

[[paths]]
globs = ["CHANGELOG.md", "docs/**/*.md"]
strategy = "union"
ignore = ["mojibake"]
allow = ["â€™"]
"""


def in_pyproject(text: str) -> str:
    return "[project]\nname = 'x'\n\n[tool.mergemend]\n" + text.replace(
        "[[paths]]", "[[tool.mergemend.paths]]"
    )


def write(folder: Path, name: str, text: str) -> Settings:
    (folder / name).write_text(in_pyproject(text) if name == "pyproject.toml" else text)
    return load_settings(folder)


@pytest.mark.parametrize("name", ["mergemend.toml", "pyproject.toml"])
def test_settings(tmp_path: Path, name: str) -> None:
    settings = write(tmp_path, name, GOOD)
    assert settings.strategy is Strategy.OURS
    assert settings.date is DateKind.COMMITTER
    assert settings.excludes(tmp_path / "vendor" / "x.md")
    plain = settings.options_for(tmp_path / "README.md")
    assert plain.rule.strategy is Strategy.OURS
    assert plain.wanted("mojibake")
    assert not plain.wanted("mojibake-lossy")
    special = settings.options_for(tmp_path / "docs" / "a" / "b.md")
    assert special.rule.strategy is Strategy.UNION
    assert not special.wanted("mojibake")
    assert (plain.allow, special.allow) == (("Ã©",), ("Ã©", "â€™"))
    forced = settings.with_options(strategy=Strategy.THEIRS)
    assert forced.options_for(tmp_path / "docs" / "b.md").rule.strategy is Strategy.THEIRS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "stratgy = 'ours'\n",
            ":1:1: stratgy: is not a setting (did you mean 'strategy'?); there are",
        ),
        (
            "\nstrategy = 'luck'\n",
            ":2:12: strategy: must be one of newest, best, ours, theirs, union",
        ),
        ("date = 3\n", ":1:8: date: must be one of author, committer, not 3"),
        ("\n\nselect = 'conflict'\n", ":3:10: select: must be a list of strings"),
        ("ignore = ['nonsense']\n", ":1:11: ignore: 'nonsense' is not a rule; there are conflict"),
        ("exclude = [1]\n", ":1:11: exclude: must be a list of strings"),
        ("\nallow = 'Ã©'\n", ":2:9: allow: must be a list of strings"),
        ("allow = ['Ã©', 'e']\n", ":1:16: allow: 'e' is never taken for garbled; name the garbled"),
        ("allow = ['']\n", ":1:10: allow: '' is never taken for garbled"),
        ("[[paths]]\nglobs = ['a']\nallow = ['e']\n", ":3:10: allow: 'e' is never"),
        ("paths = 1\n", ":1:1: paths: must be a list of tables"),
        ("[[paths]]\nstrategy = 'ours'\n", ':1:1: paths: needs "globs"'),
        ("[[paths]]\nglobs = ['a']\ncolour = 'red'\n", ":3:1: colour: is not a setting"),
        ("strategy = \n", "not TOML"),
    ],
)
def test_errors_name_file_line_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        write(tmp_path, "mergemend.toml", text)
    assert str(tmp_path / "mergemend.toml") in str(caught.value)
    assert message in str(caught.value)


def test_the_line_in_pyproject(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"pyproject\.toml:5:12: strategy"):
        write(tmp_path, "pyproject.toml", "strategy = 'luck'\n")


def test_the_nearest_file_up_to_the_repository_counts(tmp_path: Path) -> None:
    (tmp_path / "mergemend.toml").write_text("strategy = 'ours'\n")
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "docs").mkdir()
    assert load_settings(tmp_path / "repo" / "docs").strategy is Strategy.NEWEST
    (tmp_path / "repo" / "pyproject.toml").write_text("[tool.other]\n")
    assert load_settings(tmp_path / "repo" / "docs").strategy is Strategy.NEWEST
    (tmp_path / "repo" / "mergemend.toml").write_text("strategy = 'union'\n")
    assert load_settings(tmp_path / "repo" / "docs").strategy is Strategy.UNION


def test_a_wrong_setting_ends_a_run_with_2(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"mergemend.toml": b"stratgy = 1\n", "a.md": CONFLICT})
    result = mend(scratch.top, "fix", "--all")
    assert result.exit_code == 2
    assert "mergemend.toml:1:1: stratgy" in result.stderr
    assert scratch.read("a.md") == CONFLICT


def test_a_strategy_by_path(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    config = b"[[paths]]\nglobs = ['log.md']\nstrategy = 'union'\n"
    scratch.commit("start", {"mergemend.toml": config, "a.md": CONFLICT, "log.md": CONFLICT})
    assert mend(scratch.top, "fix", "--all").exit_code == 1
    assert scratch.read("log.md") == b"a\nours\ntheirs\nz\n"
    assert scratch.read("a.md") == CONFLICT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = " + "[" * 100_000, "lists or tables lie too deep in each other"),
        ("a = " + "{a=" * 5_000, "lists or tables lie too deep in each other"),
        ("a." * 20_000 + "a = 1", "has a key of more than 50 parts"),
        ("[" + '"a" . ' * 20_000 + "a]", "has a key of more than 50 parts"),
        ("# " + "x" * 2_000_000, "more than 1,000,000 bytes"),
        ("exclude = ['a*a*a*a*b']", "more than 3 stars"),
        ("exclude = ['**/a/**/a/**/a/**/b']", "more than 3 stars"),
        ("[[paths]]\nglobs = ['*a*b*c*d']", "more than 3 stars"),
    ],
    ids=range(8),
)
def test_no_config_file_takes_long(tmp_path: Path, text: str, message: str) -> None:
    for name in ("mergemend.toml", "pyproject.toml"):
        (tmp_path / name).write_text(in_pyproject(text) if name == "pyproject.toml" else text)
        start = time.process_time()
        with pytest.raises(ConfigError, match=message):
            load_settings(tmp_path)
        assert time.process_time() - start < 2
        (tmp_path / name).unlink()


def test_the_worst_glob_ends(tmp_path: Path) -> None:
    settings = write(tmp_path, "mergemend.toml", "exclude = ['**/*a*a*a/**/b']")
    start = time.process_time()
    assert not settings.excludes(tmp_path / ("a" * 255) / ("a" * 255))
    assert time.process_time() - start < 2


def test_a_tool_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = 'mergemend'")
    assert load_settings(tmp_path).exclude == ()
