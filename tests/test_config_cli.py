"""`mergemend config`: what holds and why, and all that is wrong."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Mend
from mergemend.config import ConfigError, Nested
from mergemend.config.shown import show
from mergemend.rules import RULES
from scratch import Scratch

BASE = """\
# ours
ignore = ["mojibake-quoted"]
exclude = ["vendor/"]

[[paths]]
globs = ["pkg/*.md"]
strategy = "union"
allow = ["Ã©"]
"""


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    """A repository with a config file, one that extends it, and a third."""
    scratch = Scratch.init(tmp_path / "a repo")
    scratch.write("mergemend.toml", BASE.replace("\n", "\r\n").encode())
    scratch.write("vendor/x.md", b"x\n")
    scratch.write("vendor/lib/mergemend.toml", b"")
    scratch.write("vendor/lib/deep/a.md", b"")
    scratch.write("pkg/a.md", b"x\n")
    scratch.write(
        "pkg/pyproject.toml",
        b'[tool.mergemend]\nextend = "../mergemend.toml"\ndate = "committer"\n',
    )
    return scratch


def test_what_holds_and_why(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "config", "show", "pkg/a.md", "--ignore", "utf-16")
    assert result.exit_code == 0
    assert result.stdout == (
        "# pkg/a.md: by pkg/pyproject.toml, which extends mergemend.toml\n"
        'strategy = "union"    # mergemend.toml:7:12\n'
        'min-grade = "guess"   # default\n'
        'date = "committer"    # pkg/pyproject.toml:3:8\n'
        "select = []           # default\n"
        "ignore = [\n"
        '  "mojibake-quoted",  # mergemend.toml:2:11\n'
        '  "utf-16",           # command line\n'
        "]\n"
        "allow = [\n"
        '  "Ã©",               # mergemend.toml:8:10\n'
        "]\n"
        "exclude = [\n"
        '  "vendor/",          # mergemend.toml:3:12\n'
        "]\n"
        "kinds = []            # default\n"
        "# baseline is not set\n"
    )


@pytest.mark.parametrize(
    ("path", "excluded"),
    [
        *(("vendor/x.md", True), ("vendor", True), ("pkg", False), (".", False), ("new/a", False)),
        *(("vendor/lib", True), ("vendor/lib/deep", True), ("vendor/lib/a.md", True)),
    ],
)
def test_what_is_excluded_is_said(scratch: Scratch, mend: Mend, path: str, excluded: bool) -> None:
    result = mend(scratch.top, "config", "show", path)
    assert ("it is excluded" in result.stdout) is excluded
    data = json.loads(mend(scratch.top, "config", "show", path, "--output-format", "json").stdout)
    assert data["excluded"] is excluded


def test_as_json(scratch: Scratch, mend: Mend) -> None:
    arguments = ["config", "show", "--output-format", "json", "--strategy", "ours", "a.md"]
    data = json.loads(mend(scratch.top / "pkg", *arguments).stdout)
    assert data["version"] == 1
    files = [str(scratch.top / name) for name in ("pkg/pyproject.toml", "mergemend.toml")]
    assert data["files"] == files
    told = data["settings"]
    assert told["strategy"]["value"] == "ours"
    assert told["strategy"]["origins"] == [{"value": "ours", "from": "command line"}]
    assert told["min-grade"]["origins"] == [{"value": "guess", "from": "default"}]
    assert told["allow"] == {
        "value": ["Ã©"],
        "origins": [{"value": "Ã©", "from": "file", "file": files[1], "line": 8, "column": 10}],
    }


def test_without_a_config_file_and_without_git(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / ".git").mkdir()  # else one above could count
    result = mend(tmp_path, "config", "show")
    assert result.stdout.startswith("# .: no config file\n")
    assert mend(tmp_path, "config", "show", "--isolated").stdout == result.stdout


_RULE = st.sampled_from(["conflict", "mojibake", "stale-stamp"])
_VALUES = {
    "strategy": st.sampled_from(["ours", "union", "best"]),
    "min-grade": st.sampled_from(["safe", "likely"]),
    "date": st.sampled_from(["author", "committer"]),
    "select": st.lists(_RULE, max_size=2),
    "ignore": st.lists(_RULE, max_size=2),
    "allow": st.lists(st.sampled_from(["Ã©", "â€™", 'é"\\']), max_size=2),
}
_PATHS = st.fixed_dictionaries({"globs": st.just(["*.md"]) | st.just(["*.py"])}, optional=_VALUES)
_CONFIG = st.fixed_dictionaries({}, optional=_VALUES | {"paths": st.lists(_PATHS, max_size=2)})


def _toml(data: dict[str, object]) -> str:
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in data.items()
    )


def _file(data: dict[str, object]) -> str:
    paths = data.pop("paths", [])
    assert isinstance(paths, list)
    return _toml(data) + "".join(f"[[paths]]\n{_toml(one)}" for one in paths)


@given(_CONFIG, _CONFIG, st.booleans(), st.sampled_from(["a.md", "b.py"]))
@settings(max_examples=60)
def test_what_is_shown_is_what_holds(
    tmp_path_factory: pytest.TempPathFactory,
    base: dict[str, object],
    own: dict[str, object],
    extends: bool,
    name: str,
) -> None:
    top = tmp_path_factory.mktemp("show")
    (top / ".git").mkdir()
    (top / "pkg").mkdir()
    (top / "mergemend.toml").write_text(_file(base), "utf-8")
    extend = 'extend = "../mergemend.toml"\n' if extends else ""
    (top / "pkg" / "mergemend.toml").write_text(extend + _file(own), "utf-8")
    nested = Nested()
    shown = {one.name: one.value for one in show(nested, top / "pkg" / name).settings}
    options = nested.options_for(top / "pkg" / name)
    rule = options.rule
    assert shown["strategy"] == rule.strategy
    assert shown["min-grade"] == rule.min_grade
    assert shown["date"] == rule.date
    assert shown["allow"] == list(options.allow)
    select, ignore = shown["select"], shown["ignore"]
    assert isinstance(select, list)
    assert isinstance(ignore, list)
    for one in RULES:
        is_on = not select or one == "too-large" or any(one.startswith(n) for n in select)
        assert options.wanted(one) is (is_on and not any(one.startswith(n) for n in ignore))


def test_what_is_shown_is_toml(scratch: Scratch, mend: Mend) -> None:
    scratch.write(
        "mergemend.toml",
        b'exclude = ["a\\u001b\\"b\\\\\\\\", "\\U0001F534"]\n[[kinds]]\nkind = "blockers"\n'
        b'globs = ["x", "y"]\n',
    )
    result = mend(scratch.top, "config", "show")
    assert result.exit_code == 0
    data = tomllib.loads(result.stdout)
    assert data["exclude"] == ['a\x1b"b\\\\', "🔴"]
    assert data["kinds"] == [{"kind": "blockers", "globs": ["x", "y"]}]
    assert "\x1b" not in result.stdout


def test_every_error_is_told(scratch: Scratch, mend: Mend) -> None:
    scratch.write("mergemend.toml", b'stratgy = "ours"\n[[paths]]\nglob = ["a"]\ndate = 1\n')
    scratch.write("pkg/pyproject.toml", b'[tool.mergemend]\nselect = ["mojibak", "conflict", ""]\n')
    scratch.write("deep/er/mergemend.toml", b"a = \n")
    scratch.write("kinds/mergemend.toml", b'[[kinds]]\nkind = "blocker"\nglobs = ["x"]\n')
    scratch.write("own/mergemend.toml", b"")
    scratch.write("own/.mergemend/kinds/tide.yaml", b"kind: tide\nnonsense: 1\n")
    scratch.write("other/pyproject.toml", b"[project]\n")
    result = mend(scratch.top, "config", "check")
    assert result.exit_code == 2
    lines = [line.partition(";")[0] for line in result.stdout.splitlines()]
    assert lines == [
        "deep/er/mergemend.toml:1:5: error: not TOML: Invalid value",
        "kinds/mergemend.toml:2:8: error: kind: there is no kind 'blocker'"
        " (did you mean 'blockers'?)",
        "mergemend.toml:1:1: error: stratgy: is not a setting (did you mean 'strategy'?)",
        'mergemend.toml:2:1: error: paths: needs "globs": The files that the table is for: globs as'
        " in .gitignore, from the folder of the config file.",
        "mergemend.toml:3:1: error: glob: is not a setting (did you mean 'globs'?)",
        "mergemend.toml:4:8: error: date: must be one of author, committer, not 1",
        "own/.mergemend/kinds/tide.yaml:2:1: error: nonsense: 'nonsense' is no key here",
        "pkg/pyproject.toml:2:11: error: select: 'mojibak' is not a rule"
        " (did you mean 'mojibake'?)",
        "pkg/pyproject.toml:2:34: error: select: '' is not a rule",
        "kinds/mergemend.toml:3:10: warning: globs: 'x' fits no file, tracked or new",
    ]
    assert "6 config files checked: 9 errors, 1 warning" in result.stderr


def test_what_looks_like_a_mistake_is_warned_of(scratch: Scratch, mend: Mend) -> None:
    scratch.write(
        "pkg/mergemend.toml",
        b'ignore = ["mojibake", "conflict", "mojibake"]\nexclude = ["*.md", "gen/", "!gen/a.md"]\n'
        b'[[paths]]\nglobs = ["/a.md", "/pkg/a.md"]\nselect = ["utf-16", "utf-16"]\n',
    )
    result = mend(scratch.top / "pkg", "config", "check", ".")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "mergemend.toml:1:35: warning: ignore: 'mojibake' is listed twice",
        "mergemend.toml:2:20: warning: exclude: 'gen/' fits no file, tracked or new",
        "mergemend.toml:2:28: warning: exclude: '!gen/a.md' fits no file, tracked or new",
        "mergemend.toml:4:19: warning: globs: '/pkg/a.md' fits no file, tracked or new",
        "mergemend.toml:5:21: warning: select: 'utf-16' is listed twice",
        "pyproject.toml:1:1: warning: this table is not read, mergemend.toml beside it counts",
    ]
    assert "3 config files checked: 6 warnings" in result.stderr


def test_nothing_wrong(scratch: Scratch, mend: Mend) -> None:
    result = mend(scratch.top, "config", "check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 config files checked: nothing wrong\n"
    assert mend(scratch.top, "config", "check", "-q").stderr == ""


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("none.toml", 2, "none.toml: there is no such file"),
        ("pkg/a.md", 2, "pkg/a.md:1:2: error: not TOML"),
        ("base.toml", 0, "1 config file checked: nothing wrong"),
        ("pkg/pyproject.toml", 0, "1 config file checked: nothing wrong"),
        ("ignored", 2, "ignored/mergemend.toml:1:1: error: x: is not a setting"),
    ],
)
def test_named_files(scratch: Scratch, mend: Mend, path: str, code: int, said: str) -> None:
    scratch.write("base.toml", b"\xef\xbb\xbfstrategy = 'ours'\r\n")
    scratch.write("ignored/mergemend.toml", b"x = 1\n")
    scratch.write(".gitignore", b"ignored/\n")
    result = mend(scratch.top, "config", "check", path)
    assert result.exit_code == code
    assert said in result.output


def test_outside_of_git(tmp_path: Path, mend: Mend) -> None:
    (tmp_path / "mergemend.toml").write_text("exclude = ['*.toml', 'none']\n")
    result = mend(tmp_path, "config", "check")
    assert result.exit_code == 0
    assert result.stdout.startswith("mergemend.toml:1:22: warning: exclude: 'none' fits no file")


def test_all_errors_of_a_run_are_hinted_at(tmp_path: Path) -> None:
    (tmp_path / "mergemend.toml").write_text("a = 1\nb = 2\nc = 3\n")
    with pytest.raises(ConfigError, match=r"\(and 2 errors more: `mergemend config check`\)"):
        Nested().at(tmp_path)
