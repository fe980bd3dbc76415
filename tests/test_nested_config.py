"""Each file goes by the nearest config file above it, wherever it is looked at from."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from conftest import Mend
from mergemend.config import ConfigError, Nested, load_settings, named_settings
from mergemend.conflicts import DateKind, Strategy
from mergemend.model import Document, Safety
from mergemend.statusdocs.kind import Kind
from scratch import Scratch
from test_cli import CONFLICT

GARBLED = "cafÃ© est fermÃ©\n".encode()


def write(top: Path, **files: str) -> None:
    for name, text in files.items():
        path = top / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    (tmp_path / "a repo" / ".git").mkdir(parents=True)
    return tmp_path / "a repo"


def strategy(top: Path, path: str) -> Strategy:
    return Nested().options_for(top / path).rule.strategy


def test_each_file_goes_by_the_nearest(top: Path) -> None:
    write(
        top,
        mergemend_toml="strategy = 'ours'\nignore = ['mojibake']",
        pkg__pyproject_toml="[tool.mergemend]\nstrategy = 'union'",
        pkg__deep__pyproject_toml="[project]\nname = 'mergemend-plugin'",
        both__pyproject_toml="[tool.mergemend]\nstrategy = 'union'",
        both__mergemend_toml="strategy = 'theirs'",
    )
    told = {path: strategy(top, path) for path in ("a", "x/y/a", "pkg/a", "pkg/deep/x/a", "both/a")}
    assert told == {
        "a": Strategy.OURS,
        "x/y/a": Strategy.OURS,
        "pkg/a": Strategy.UNION,
        "pkg/deep/x/a": Strategy.UNION,
        "both/a": Strategy.THEIRS,
    }
    nested = Nested()
    assert not nested.options_for(top / "a").wanted("mojibake")
    assert nested.options_for(top / "pkg/a").wanted("mojibake")  # nothing is merged


def test_a_repository_within_goes_by_its_own(top: Path) -> None:
    write(top, mergemend_toml="strategy = 'ours'\nexclude = ['sub/', 'mod/']")
    (top / "sub" / ".git").mkdir(parents=True)
    (top / "mod").mkdir()
    (top / "mod" / ".git").write_text("gitdir: ../.git/modules/mod\n")
    for name in ("sub", "mod"):
        assert strategy(top, f"{name}/x/a") is Strategy.NEWEST
        assert not Nested().excludes(top / name / "a")
    write(top, sub__mergemend_toml="strategy = 'union'")
    assert strategy(top, "sub/a") is Strategy.UNION
    assert not Nested().excludes(top / "sub/a")


@pytest.mark.parametrize(
    ("path", "excluded"),
    [
        ("x.min.md", True),
        ("other/x.min.md", True),
        ("pkg/x.min.md", False),  # this one is the inner config's to say
        ("pkg/gen/a.md", True),
        ("gen/a.md", False),
        ("vendor/a.md", True),
        ("vendor/lib/a.md", True),  # the folder is out, and the config in it
        ("third/lib/a.md", True),
        ("third/party/deep/a.md", True),
        ("third/a.md", False),
    ],
)
def test_what_is_excluded(top: Path, path: str, excluded: bool) -> None:
    write(
        top,
        mergemend_toml="exclude = ['*.min.md', 'vendor/', '/third/*/']",
        pkg__mergemend_toml="exclude = ['gen/']",
        vendor__lib__mergemend_toml="",
        third__lib__mergemend_toml="exclude = []",
        third__party__deep__mergemend_toml="exclude = ['!a.md']",
    )
    assert Nested().excludes(top / path) is excluded


def test_extending(top: Path) -> None:
    write(
        top,
        mergemend_toml="strategy = 'ours'\nselect = ['conflict', 'mojibake']\n"
        "ignore = ['stale-stamp']\nexclude = ['/pkg/gen/']\nallow = ['Ã©']\n"
        "[[paths]]\nglobs = ['pkg/*.md']\nstrategy = 'best'\ndate = 'committer'\n",
        pkg__mergemend_toml="extend = '../mergemend.toml'\nselect = ['conflict']\n"
        "ignore = ['conflict-unreadable']\nexclude = ['x.md']\n"
        "[[paths]]\nglobs = ['b.md']\nstrategy = 'union'\nmin-grade = 'safe'\n",
    )
    nested = Nested()
    rule = nested.options_for(top / "pkg/a.md").rule
    assert (rule.strategy, rule.date, rule.min_grade) == (
        Strategy.BEST,
        DateKind.COMMITTER,
        Safety.GUESS,
    )
    special = nested.options_for(top / "pkg/b.md").rule
    assert (special.strategy, special.min_grade) == (Strategy.UNION, Safety.SAFE)
    options = nested.options_for(top / "pkg/a.py")
    assert options.rule.strategy is Strategy.OURS
    assert options.allow == ("Ã©",)
    wanted = {
        rule for rule in ("conflict", "conflict-unreadable", "mojibake") if options.wanted(rule)
    }
    assert wanted == {"conflict"}
    assert nested.at(top / "pkg").ignore == ("stale-stamp", "conflict-unreadable")
    out = [
        path for path in ("pkg/gen/a", "pkg/x.md", "gen/a", "x.md") if nested.excludes(top / path)
    ]
    assert out == ["pkg/gen/a", "pkg/x.md"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"mergemend_toml": "extend = 'mergemend.toml'"}, "extends itself"),
        (
            {"mergemend_toml": "extend = 'b.toml'", "b_toml": "extend = 'mergemend.toml'"},
            "b.toml:1:10: extend: 'mergemend.toml' extends itself",
        ),
        ({"mergemend_toml": "\nextend = '../x.toml'"}, ":2:10: extend: '../x.toml' lies outside"),
        ({"mergemend_toml": "extend = 'x.toml'"}, ":1:10: extend: there is no file "),
        ({"mergemend_toml": "extend = '/x.toml'"}, "must be a path from the folder of this file"),
        ({"mergemend_toml": "extend = '~/x.toml'"}, "must be a path from the folder of this file"),
        ({"mergemend_toml": "extend = 'C:\\x.toml'"}, "must be a path from the folder"),
        ({"mergemend_toml": "extend = ''"}, ":1:10: extend: must be a name, not ''"),
        ({"mergemend_toml": "extend = ['x']"}, ":1:10: extend: must be a string"),
        ({"mergemend_toml": "extend = 'docs'", "docs__a": ""}, "docs:1:1: is no regular file"),
        (
            {"mergemend_toml": "extend = 'p/pyproject.toml'", "p__pyproject_toml": "[project]"},
            "has no table [tool.mergemend]",
        ),
        (
            {"mergemend_toml": "extend = 'b.toml'", "b_toml": "stratgy = 1"},
            "b.toml:1:1: stratgy: is not a setting (did you mean 'strategy'?)",
        ),
    ],
)
def test_what_can_not_be_extended(top: Path, files: dict[str, str], message: str) -> None:
    write(top, **files)
    with pytest.raises(ConfigError) as caught:
        Nested().at(top)
    assert message in str(caught.value)


def test_a_pipe_is_not_waited_for(top: Path) -> None:
    os.mkfifo(top / "mergemend.toml")
    with pytest.raises(ConfigError, match=r"mergemend\.toml:1:1: is no regular file"):
        Nested().at(top)


def test_a_link_out_of_the_repository_is_not_extended(top: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret = 1\n")
    (top / "base.toml").symlink_to(tmp_path / "secret")
    write(top, mergemend_toml="extend = 'base.toml'")
    with pytest.raises(ConfigError, match="lies outside of the repository"):
        Nested().at(top)


def test_a_closed_folder_stops_nothing(top: Path) -> None:
    write(top, mergemend_toml="strategy = 'ours'", shut__a="")
    (top / "shut").chmod(0)
    try:
        assert strategy(top, "shut/a") is Strategy.OURS
    finally:
        (top / "shut").chmod(0o700)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a = '\xff'\n", ":1:1: cannot be read: 'utf-8' codec can't decode byte 0xff"),
        (b"\n\na = '\xff'\n", ":3:1: cannot be read"),
        (b"a = " + b"1" * 5000, ":1:1: not TOML: Exceeds the limit"),
        (b"a = 1\na = 2\n", ":2:6: not TOML: Cannot overwrite a value"),
        (b"a = '''\n\n", ":2:1: not TOML: Expected"),
        (b"\xef\xbb\xbfa = 1\r\nb = 2", ":1:1: a: is not a setting"),
    ],
)
def test_files_that_can_not_be_read(top: Path, data: bytes, message: str) -> None:
    (top / "mergemend.toml").write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        Nested().at(top)
    assert message in str(caught.value)


@pytest.mark.parametrize("glob", ["[z-a]", "!", "\\", " ", "#a"])
def test_globs_that_are_none(top: Path, glob: str) -> None:
    (top / "mergemend.toml").write_text(f"exclude = ['{glob}']\n")
    with pytest.raises(ConfigError, match=r"mergemend\.toml:1:12: exclude: .*(no glob|no file)"):
        Nested().at(top)


def test_kinds_of_the_config_that_is_extended(top: Path) -> None:
    write(
        top,
        mergemend_toml="[[kinds]]\nkind = 'kinds/tide.yaml'\nglobs = ['pkg/t*.md']\n"
        "[[kinds]]\nkind = 'port'\nglobs = ['pkg/*.md']\n",
        kinds__tide="",
        pkg__mergemend_toml="extend = '../mergemend.toml'\n"
        "[[kinds]]\nkind = 'blockers'\nglobs = ['b.md']\n",
        alone__mergemend_toml="",
    )
    (top / "kinds/tide.yaml").write_text("kind: tide\n")
    (top / ".mergemend/kinds").mkdir(parents=True)
    (top / ".mergemend/kinds/port.yaml").write_text("kind: port\n")

    def kind(path: str) -> str | None:
        document = Document(str(top / path), b"")
        found: Kind | None = Nested().options_for(top / path).kind(document)
        return found.name if found else None

    assert [kind(f"pkg/{name}.md") for name in "tbp"] == ["tide", "blockers", "port"]
    assert kind("alone/p.md") is None
    assert "port" not in Nested().at(top / "alone").kinds.names()


def test_the_nearest_kinds_where_there_is_no_config(top: Path) -> None:
    for folder in (".", "docs", "docs/deep"):
        (top / folder / ".mergemend/kinds").mkdir(parents=True)
    (top / "docs/x").mkdir()
    nested = Nested()
    folders = [nested.at(top / name).folder for name in ("docs/x", "docs/deep", "new/y", ".")]
    assert folders == [top / "docs", top / "docs/deep", top, top]
    assert load_settings(top / "docs/x").kinds.folder == top / "docs"


def test_a_named_file_holds_for_all(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        top,
        ci__base_toml="ignore = ['mojibake']",
        ci__mend_toml="extend = 'base.toml'\nstrategy = 'ours'\nexclude = ['/gen/']",
        pkg__mergemend_toml="nonsense = 1",
    )
    monkeypatch.chdir(top)
    settings = named_settings(Path("ci/mend.toml"))
    options = settings.options_for(top / "pkg/a")
    assert options.rule.strategy is Strategy.OURS
    assert not options.wanted("mojibake")
    assert settings.excludes(Path("gen/a"))
    assert not settings.excludes(Path("ci/gen/a"))


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["check", "--config", "none.toml"], 2, "none.toml:1:1: there is no such file"),
        (["check", "--config", "pyproject.toml"], 2, "there is no such file"),
        (["check", "--config", "docs"], 2, "docs:1:1: is no regular file"),
        (["check", "--config", "a.md"], 2, "a.md:1:2: not TOML"),
        (["check", "--config", "good.toml", "--isolated"], 2, "goes without --config"),
        (["check", "--config", ""], 2, "an empty name is no file"),
        (["check"], 2, "mergemend.toml:1:1: nonsense: is not a setting"),
        (["fix", "a.md"], 2, "mergemend.toml:1:1: nonsense: is not a setting"),
        (["check", "--isolated"], 1, ""),
        (["check", "--config", "good.toml"], 0, "1 file checked: nothing found"),
        (["fix", "--diff", "--isolated", "--strategy", "ours", "a.md"], 1, ""),
    ],
)
def test_config_and_isolated(
    tmp_path: Path, mend: Mend, arguments: list[str], code: int, message: str
) -> None:
    scratch = Scratch.init(tmp_path / "a repo")
    scratch.commit(
        "start",
        {
            "mergemend.toml": b"nonsense = 1\n",
            "a.md": CONFLICT,
            "good.toml": b"exclude = ['a.md', 'mergemend.toml']\n",
            "docs/.keep": b"",
        },
    )
    scratch.git("rm", "-q", "docs/.keep")
    (scratch.top / "docs").mkdir(exist_ok=True)
    result = mend(scratch.top, *arguments)
    assert result.exit_code == code, result.output
    assert message in result.stderr


def test_the_same_is_found_from_everywhere(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit(
        "start",
        {
            "mergemend.toml": b"ignore = ['mojibake']\r\nexclude = ['gen/']\r\n",
            "a.md": GARBLED,
            "gen/a.md": GARBLED,
            "pkg/pyproject.toml": b"[tool.mergemend]\nselect = ['mojibake']\n",
            "pkg/a.md": GARBLED + CONFLICT,
            "pkg/x/b.md": GARBLED,
        },
    )
    told = set()
    for folder, arguments in (
        (".", []),
        (".", ["a.md", "gen/a.md", "pkg/a.md", "pkg/x/b.md"]),
        ("pkg/x", ["../../a.md", "..", "../../gen/a.md"]),
        ("gen", [str(scratch.top)]),
    ):
        result = mend(scratch.top / folder, "check", "-q", *arguments)
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        found = {(os.path.realpath(line.split(":")[0]), line.split(" ")[1]) for line in lines}
        told.add(frozenset((os.path.relpath(path, scratch.top), rule) for path, rule in found))
    assert told == {frozenset({("pkg/a.md", "mojibake"), ("pkg/x/b.md", "mojibake")})}
    assert mend(scratch.top, "fix", "--all").exit_code == 1
    assert scratch.read("a.md") == GARBLED
    assert scratch.read("pkg/x/b.md") == "café est fermé\n".encode()


def test_the_command_line_wins_everywhere(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        top,
        mergemend_toml="strategy = 'ours'\n[[paths]]\nglobs = ['*.md']\n"
        "strategy = 'union'\nselect = ['mojibake']\nmin-grade = 'safe'\ndate = 'author'\n",
        pkg__mergemend_toml="strategy = 'theirs'\nignore = ['mojibake']",
    )
    monkeypatch.chdir(top / "pkg")
    nested = Nested().with_options(
        strategy=Strategy.BEST,
        min_grade=Safety.LIKELY,
        date=DateKind.COMMITTER,
        select=["conflict"],
        ignore=["conflict-unreadable"],
        exclude=["/gen/"],
    )
    for path in ("a.md", "a.py", "pkg/a.md"):
        options = nested.options_for(top / path)
        rule = options.rule
        assert (rule.strategy, rule.min_grade) == (Strategy.BEST, Safety.LIKELY)
        assert rule.date is DateKind.COMMITTER
        assert options.wanted("conflict")
        assert options.named("conflict")
        assert not options.wanted("mojibake")
        assert not options.wanted("conflict-unreadable")
    assert nested.excludes(Path("gen/a"))
    assert not nested.excludes(top / "gen/a")


def test_a_folder_is_looked_into_once(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(top, pkg__mergemend_toml="exclude = ['x']", pkg__deep__er__a="")
    asked: Counter[str] = Counter()
    real = os.stat

    def stat(path: str | Path, **given: bool) -> os.stat_result:
        asked[os.fspath(path)] += 1
        return real(path, **given)

    monkeypatch.setattr(os, "stat", stat)
    nested = Nested()
    for number in range(50):
        for folder in ("pkg/deep/er", "pkg/deep", "pkg", ".", "else"):
            nested.excludes(top / folder / f"{number}.md")
            nested.options_for(top / folder / f"{number}.md")
    assert asked
    assert max(asked.values()) <= 3


def test_a_deep_folder(top: Path) -> None:
    write(top, mergemend_toml="strategy = 'ours'")
    deep = top.joinpath(*["d"] * 1500)
    assert Nested().options_for(deep / "a.md").rule.strategy is Strategy.OURS


def test_a_wrong_config_file_stops_no_undo(tmp_path: Path, mend: Mend) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": GARBLED})
    assert mend(scratch.top, "fix", "a.md").exit_code == 1
    scratch.write("mergemend.toml", b"nonsense = 1\n")
    assert mend(scratch.top, "log").exit_code == 0
    assert mend(scratch.top, "undo").exit_code == 0
    assert scratch.read("a.md") == GARBLED
