"""The JSON Schema accepts what mergemend accepts, and refuses what it refuses."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from conftest import Mend
from mergemend.config import Settings
from mergemend.config.said import Said, Source
from mergemend.config.schema import schema
from mergemend.config.table import PATHS, SETTINGS
from mergemend.report.data import dump

STORED = files("mergemend") / "schemas" / "config.schema.json"
VALIDATOR = Draft7Validator(json.loads(STORED.read_text("utf-8")))


def accepts(data: Mapping[str, Any]) -> bool:
    source = Source(Path("/r/mergemend.toml"), "", Path("/r"))
    SETTINGS.read(Said(data, (), source))
    return not source.problems


def test_the_stored_schema_is_up_to_date(tmp_path: Path, mend: Mend) -> None:
    """`mergemend config schema` writes it."""
    Draft7Validator.check_schema(json.loads(STORED.read_text("utf-8")))
    assert STORED.read_text("utf-8") == dump(schema()) + "\n"
    assert mend(tmp_path, "config", "schema").stdout == STORED.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("", True),
        ("strategy = 'best'\nmin-grade = 'safe'\ndate = 'committer'", True),
        ("min_grade = 'safe'", False),
        ("strategy = 'Best'", False),
        ("strategy = ['best']", False),
        ("select = ['conflict']\nignore = []", True),
        ("select = ['conflict', 'conflict']", True),
        ("select = ['conflicts-']", False),
        ("select = 'conflict'", False),
        ("ignore = [1]", False),
        ("allow = ['Ã©']", True),
        ("allow = ['']", False),
        ('allow = ["\\u007f"]', False),
        ("exclude = ['a', '!b/**/c', '[z]', '\\a', 'a\\\\', '**/a/**/b/**']", True),
        ("exclude = ['a*b*c*d']", True),
        ("exclude = ['a*b*c*d*']", False),
        ("exclude = ['x/a*b*c*d*/y']", False),
        ("exclude = ['a*/b*/c*/d*/*']", True),
        ("exclude = ['**/a/**/b/**/c/**']", False),
        ("exclude = ['****']", False),
        ("exclude = ['**']", True),
        ("exclude = ['']", False),
        ("exclude = [' ']", False),
        ("exclude = ['!']", False),
        ("exclude = ['#a']", False),
        ("exclude = ['\\#a']", True),
        ("exclude = ['a\\']", False),
        ('exclude = ["a\\nb"]', False),
        ("extend = '../mergemend.toml'", True),
        ("extend = ''", False),
        ("extend = ' '", False),
        ('extend = "a\\u0000b"', False),
        ("extend = 1", False),
        ("paths = []", True),
        ("paths = {}", False),
        ("paths = [1]", False),
        ("[[paths]]\nglobs = ['a']\nselect = ['conflict']\nmin-grade = 'safe'", True),
        ("[[paths]]\nglobs = ['a']\ndate = 'author'\nallow = ['é']\nignore = []", True),
        ("[[paths]]\nglobs = []", False),
        ("[[paths]]\nstrategy = 'ours'", False),
        ("[[paths]]\nglobs = ['a']\nexclude = ['b']", False),
        ("[[kinds]]\nkind = 'blockers'\nglobs = ['a']", True),
        ("[[kinds]]\nkind = ''\nglobs = ['a']", False),
        ("[[kinds]]\nkind = 'a'", False),
        ("[[kinds]]\nglobs = ['a']", False),
        ("[kinds]\nglobs = ['a']", False),
        ("day = 2026-01-01", False),
        ("strategy = 2026-01-01", False),
    ],
)
def test_both_say_the_same(text: str, right: bool) -> None:
    data = tomllib.loads(text)
    assert accepts(data) is right
    assert VALIDATOR.is_valid(data) is right


_TEXT = st.text(st.sampled_from("*/!#\\ \n\tab.[é"), max_size=12)
_WORD = _TEXT | st.sampled_from(["ours", "safe", "author", "conflict", "mojibake", "Ã©", "x.md"])
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | _WORD,
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
_NAMES = st.sampled_from([one.name for one in (*SETTINGS.settings, *PATHS.settings)] + ["kind"])
_TABLE = st.dictionaries(_NAMES | _TEXT, _VALUE, max_size=3)
_PATHS = st.fixed_dictionaries({"globs": st.lists(_WORD, max_size=2)}) | _TABLE
_KINDS = st.fixed_dictionaries({"kind": _WORD, "globs": st.lists(_WORD, max_size=2)}) | _TABLE
_CONFIG = st.fixed_dictionaries(
    {},
    optional={
        "extend": _WORD,
        "strategy": _WORD,
        "select": st.lists(_WORD, max_size=2),
        "allow": st.lists(_WORD, max_size=2),
        "exclude": st.lists(_WORD, max_size=2),
        "paths": st.lists(_PATHS, max_size=2),
        "kinds": st.lists(_KINDS, max_size=2),
    },
)


@given(_CONFIG | _TABLE)
@example({"exclude": ["\\/"]})
@settings(max_examples=200)
def test_both_say_the_same_of_anything(data: dict[str, Any]) -> None:
    assert accepts(data) is VALIDATOR.is_valid(data)


def test_the_table_is_that_of_the_settings() -> None:
    known = {one.name: one for one in fields(Settings)}
    for setting in SETTINGS.settings:
        if setting.name in ("extend", "kinds"):
            continue
        default = known[setting.field].default
        told = tuple(setting.default) if isinstance(setting.default, list) else setting.default
        assert default == told, setting.name


@pytest.mark.parametrize("setting", [*SETTINGS.settings, *PATHS.settings])
def test_every_example_is_right(setting: Any) -> None:
    data = tomllib.loads(setting.example)
    if setting in PATHS.settings:
        data = {"paths": [{"globs": ["a"]} | data]}
    assert accepts(data), setting.name
    assert setting.about.endswith(".")
