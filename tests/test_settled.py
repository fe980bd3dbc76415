"""With settings that find nothing more the light way tells the same as the whole program."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mergemend import cli, known, light
from mergemend.config import settling
from mergemend.config.globs import Globs, wrong_with
from mergemend.config.nearest import Nested
from mergemend.config.settling import settle
from mergemend.settled import Settled
from mergemend.sieve import Told
from scratch import Scratch

GARBLED = "ğŸ”´ blocked\n".encode()


@dataclass
class Tree:
    """A repository in this folder, of which all files are a while old."""

    scratch: Scratch
    capfd: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def write(self, path: str, data: bytes | str) -> None:
        self.scratch.write(path, data.encode() if isinstance(data, str) else data)

    def whole(self, *words: str) -> tuple[int, str, str]:
        """What the whole program says."""
        return self._run(cli.main, words)

    def told(self, *words: str) -> tuple[int, str, str]:
        """What is told, whichever way that is found out."""
        return self._run(light.run, words)

    def _run(self, main: Callable[[], None], words: Sequence[str]) -> tuple[int, str, str]:
        time.sleep(0.02)  # until a change counts as settled
        self.monkeypatch.setattr(sys, "argv", ["mergemend", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *self.capfd.readouterr()


@pytest.fixture
def tree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Tree:
    monkeypatch.setattr(known, "_MOMENT", 0)
    monkeypatch.chdir(tmp_path)
    scratch = Scratch.init(tmp_path)
    files = {"a.md": b"a\n", "vendor/x.md": GARBLED, "docs/b.md": b"b\n", "docs/c.txt": b"c\n"}
    scratch.commit("start", files)
    return Tree(scratch, capfd, monkeypatch)


def _is_light(*words: str) -> bool:
    told = light.look(list(words))
    return isinstance(told, Told) and not told.left


VENDOR = 'exclude = ["vendor/"]\n'

_LIGHT = {
    "nothing": "",
    "a rule is ignored": f'{VENDOR}ignore = ["stale-stamp"]\n',
    "rules are selected": f'{VENDOR}select = ["conflict", "mojibake"]\n',
    "how conflicts are resolved": f'{VENDOR}strategy = "best"\ndate = "committer"\n',
    "a text is allowed": f'{VENDOR}allow = ["Ã©"]\n',
    "settings by path": f'{VENDOR}[[paths]]\nglobs = ["docs/"]\nignore = ["conflict"]\n',
    "globs in turn": 'exclude = ["*.md", "!a.md", "docs/b.md"]\n',
}
_WHOLE = {
    "kinds": f'{VENDOR}[[kinds]]\nkind = "changelog"\nglobs = ["docs/"]\n',
    "a baseline": f'{VENDOR}baseline = "known.json"\n',
    "another file": f'{VENDOR}extend = "other.toml"\n',
    "no setting": f"{VENDOR}nonsense = 1\n",
    "no TOML": "exclude = [\n",
}


@pytest.mark.parametrize("what", [*_LIGHT, *_WHOLE])
def test_both_ways_say_the_same(tree: Tree, what: str) -> None:
    text = {**_LIGHT, **_WHOLE}[what]
    tree.write("pyproject.toml", "[tool.mergemend]\n" + text.replace("[[", "[[tool.mergemend."))
    tree.write("other.toml", "")
    tree.write("known.json", '{"mergemend": "baseline", "version": 1, "findings": {}}\n')
    # what is allowed stands in the settings, and looks garbled there
    is_clean = what not in {"nothing", "a text is allowed"}
    for words, is_clean_so in (
        (["check"], is_clean),
        (["check", "--no-cache", "."], is_clean),
        (["check", "a.md", "docs/b.md", "vendor/x.md"], what != "nothing"),
        (["check", "-q", "docs/c.txt"], True),
        (["fix", "a.md", "docs/b.md"], True),
    ):
        expected = tree.whole(*words)
        assert tree.told(*words) == expected
        assert _is_light(*words) == (what in _LIGHT and is_clean_so)


@pytest.mark.parametrize("what", _LIGHT)
def test_a_known_tree_is_told_the_same(tree: Tree, what: str) -> None:
    tree.write("mergemend.toml", _LIGHT[what])
    expected = tree.whole("check")
    for _ in range(4):
        assert tree.told("check") == expected


@pytest.mark.parametrize("runs", [1, 4])
@pytest.mark.parametrize("words", [["check"], ["check", "vendor/x.md"]])
@pytest.mark.parametrize(
    "change", ["", 'exclude = ["docs/"]\n', f"{VENDOR}nonsense = 1\n", 'extend = "x.toml"\n', None]
)
def test_changed_settings_count_at_once(
    tree: Tree, runs: int, words: list[str], change: str | None
) -> None:
    tree.write("mergemend.toml", VENDOR)
    tree.write("x.toml", 'ignore = ["conflict"]\n')
    for _ in range(runs):
        assert tree.told(*words)[0] == 0
    assert _is_light(*words)
    if change is None:
        (tree.scratch.top / "mergemend.toml").unlink()
    else:
        tree.write("mergemend.toml", change)
    assert not _is_light(*words)
    assert tree.told(*words) == tree.whole(*words)
    assert tree.whole(*words)[0] == (2 if change and "nonsense" in change else 1)


def test_own_kinds_take_the_whole_program(tree: Tree) -> None:
    tree.write("mergemend.toml", VENDOR)
    tree.told("check")
    assert _is_light("check")
    tree.write(".mergemend/kinds/own.yaml", "kind: own\npaths: ['*b*']\n")
    assert not _is_light("check")
    assert _is_light("check", "docs/c.txt")  # no Markdown


def test_what_only_names_us_is_no_config_file(tree: Tree) -> None:
    tree.write("pyproject.toml", '[project]\ndependencies = ["mergemend"]\n')
    tree.write("vendor/x.md", "x\n")
    assert not _is_light("check")
    tree.told("check")
    assert _is_light("check")
    tree.write("mergemend.toml", "")
    tree.told("check")
    assert _is_light("check")


def test_of_two_files_in_a_folder_the_first_counts(tree: Tree) -> None:
    tree.write("mergemend.toml", VENDOR)
    tree.write("pyproject.toml", '[tool.mergemend]\nbaseline = "x"\n')
    tree.told("check")
    assert _is_light("check")
    (tree.scratch.top / "mergemend.toml").unlink()
    assert not _is_light("check")


@pytest.mark.parametrize(
    ("outer", "inner", "is_light"),
    [
        ("", "", True),
        ('ignore = ["conflict"]\n', 'strategy = "best"\n', True),
        (VENDOR, "", False),
        ("", 'exclude = ["c.txt"]\n', False),
    ],
)
def test_settings_below(tree: Tree, outer: str, inner: str, is_light: bool) -> None:
    tree.write("vendor/x.md", "x\n")
    tree.write("mergemend.toml", outer)
    tree.write("docs/mergemend.toml", inner)
    for words in (["check"], ["check", "docs/b.md", "a.md"], ["check", "docs/c.txt"]):
        expected = tree.whole(*words)
        assert tree.told(*words) == expected
        assert _is_light(*words) == is_light
        with contextlib.chdir("docs"):
            assert tree.told("check", "c.txt") == tree.whole("check", "c.txt")
            assert _is_light("check", "c.txt") == is_light


@pytest.mark.parametrize(
    ("exclude", "words"),
    [
        (["*.md"], ["vendor/x.md", "docs/c.txt"]),
        (["vendor/*"], []),
        (["*.md"], ["."]),
    ],
)
@pytest.mark.parametrize("runs", [1, 4])
def test_what_is_left_out_here_can_go_by_settings_below(
    tree: Tree, exclude: list[str], words: list[str], runs: int
) -> None:
    tree.write("mergemend.toml", f"exclude = {exclude}\n")
    tree.write(".gitignore", "vendor/\n")
    for _ in range(runs):
        assert tree.told("check", *words)[0] == 0
    assert _is_light("check", *words)
    tree.write("vendor/mergemend.toml", "")  # and git ignores it
    assert tree.told("check", *words) == tree.whole("check", *words)
    assert tree.whole("check", *words)[0] == 1
    assert not _is_light("check", *words)


@pytest.mark.parametrize(
    ("exclude", "word"),
    [
        (["docs", "!docs/b.md"], "docs"),
        (["*", "!*.md"], "docs"),
        (["there"], "there"),
        (["sub"], "sub"),
        (["*.md"], "TOP/../out.md"),
        (["*.md"], "TOP/docs/b.md"),
        (["*.txt"], "/nonexistent/x.txt"),
        (["*.txt"], "nonexistent.txt"),
    ],
)
@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_is_named_is_more_than_a_file_here(
    tree: Tree, command: str, exclude: list[str], word: str
) -> None:
    top = tree.scratch.top
    tree.write("mergemend.toml", f"exclude = {exclude}\n")
    tree.write("docs/b.md", GARBLED)
    (top / "there").symlink_to("docs")
    Scratch.init(top / "sub").write("x.md", GARBLED)
    (top.parent / "out.md").write_bytes(GARBLED)
    word = word.replace("TOP", str(top))
    tree.whole("check", "a.md")
    assert not _is_light(command, word)
    assert tree.told("check", word) == tree.whole("check", word)


def test_from_a_folder_below(tree: Tree) -> None:
    tree.write("mergemend.toml", 'exclude = ["/docs/b.md"]\n')
    tree.write("docs/b.md", GARBLED)
    with contextlib.chdir("docs"):
        expected = tree.whole("check")
        assert tree.told("check") == expected
        assert _is_light("check")
        assert "1 file checked" in expected[2]


@pytest.mark.parametrize("words", [["./a.md"], ["docs/../a.md"], ["there/x.md"], ["sub/x.md"]])
def test_where_a_path_leads_counts(tree: Tree, words: list[str]) -> None:
    tree.write("mergemend.toml", 'exclude = ["vendor/", "there/", "sub/", "./"]\n')
    (tree.scratch.top / "there").symlink_to("docs")
    tree.write("docs/x.md", GARBLED)
    Scratch.init(tree.scratch.top / "sub").write("x.md", GARBLED)
    tree.told("check", *words)
    assert not _is_light("check", *words)
    assert tree.told("check", *words) == tree.whole("check", *words)


def test_a_message_is_never_left_out(tree: Tree) -> None:
    tree.write("mergemend.toml", 'exclude = ["*"]\n')
    tree.write(".git/MESSAGE", GARBLED)
    for _ in range(2):
        assert tree.told("commit-msg", ".git/MESSAGE") == tree.whole("commit-msg", ".git/MESSAGE")
    tree.write("mergemend.toml", 'ignore = ["conflict"]\n')
    tree.write(".git/MESSAGE", "Mend\n")
    assert tree.told("commit-msg", ".git/MESSAGE")[0] == 0
    assert _is_light("commit-msg", ".git/MESSAGE")


def test_a_file_that_has_just_been_changed_is_not_kept(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_MOMENT", 10**12)
    tree.write("mergemend.toml", VENDOR)
    tree.told("check")
    assert not _is_light("check")


def test_another_version_knows_nothing(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write("mergemend.toml", VENDOR)
    tree.told("check")
    assert _is_light("check")
    monkeypatch.setattr(known, "head_line", lambda: b"mergemend 0")
    assert not _is_light("check")


def test_a_copied_cache_is_not_believed(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write("mergemend.toml", VENDOR)
    tree.told("check")
    copy = tree.scratch.top.with_name("copy")
    shutil.copytree(tree.scratch.top, copy)
    kept = copy / ".git/mergemend/settings"
    kept.write_bytes(kept.read_bytes().replace(os.fsencode(tree.scratch.top), os.fsencode(copy)))
    monkeypatch.chdir(copy)
    assert not _is_light("check")


@pytest.mark.parametrize("glob", ["a\\u0000b", "a\\nb"])
def test_no_name_has_such_signs(tree: Tree, glob: str) -> None:
    tree.write("mergemend.toml", f'exclude = ["{glob}"]\n')
    for _ in range(2):
        code, _, said = tree.told("check")
        assert (code, "fits no file" in said) == (2, True)


def test_a_broken_memory_is_not_believed(tree: Tree) -> None:
    tree.write("mergemend.toml", 'exclude = ["ven*"]\n')
    tree.told("check")
    kept = tree.scratch.top / ".git/mergemend/settings"
    kept.write_bytes(kept.read_bytes().replace(b"ven/", b"ven/(", 1))
    assert not _is_light("check")
    assert tree.told("check") == tree.whole("check")


def test_where_folders_can_not_be_opened_nothing_is_kept(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "HAS_FOLDERS", False)
    tree.write("mergemend.toml", VENDOR)
    tree.whole("check")
    assert not (tree.scratch.top / ".git/mergemend/settings").exists()


def test_a_project_file_that_is_not_about_us_may_hold_anything(tree: Tree) -> None:
    tree.write("pyproject.toml", b"[x]\na = '\xff'\n")
    assert tree.told("check", "a.md") == tree.whole("check", "a.md")
    assert tree.whole("check", "a.md")[0] == 0


def test_what_is_kept_of_files_that_are_gone_goes(tree: Tree) -> None:
    kept = tree.scratch.top / ".git/mergemend/settings"
    for folder in ("a", "b"):
        tree.write(f"{folder}/mergemend.toml", "")
    tree.told("check")
    assert b"a/mergemend.toml" in kept.read_bytes()
    (tree.scratch.top / "a/mergemend.toml").unlink()
    tree.whole("check")
    assert b"/b/mergemend.toml" in kept.read_bytes()
    assert b"/a/mergemend.toml" not in kept.read_bytes()


def test_outside_of_a_repository_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_MOMENT", 0)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mergemend.toml").write_text("")
    nested = Nested()
    nested.at(Path())
    settle(nested)
    assert os.listdir(tmp_path) == ["mergemend.toml"]  # noqa: PTH208
    assert not Settled(os.fspath(tmp_path)).holds_here()


_NAMES = st.sampled_from(
    ["a", "b.md", "docs", "x.min.md", "é", "a b", "[", "\udcff", "A", "!a", "a*", "b ", "b]"]
)
_NAME = st.lists(_NAMES, min_size=1, max_size=4).map("/".join)
_PARTS = st.sampled_from(
    [
        *("a", "b.md", "docs", "*", "**", "*.md", "?", "[ab]*", "é", "\\[", "!a", "\\!a", "a\\*"),
        *("b\\ ", "b ", "[!a]", "[]a]", "b[x]", "[x]b"),
    ]
)
_GLOB = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "/", "!", "!/", "**/"]),
    st.lists(_PARTS, min_size=1, max_size=3),
    st.sampled_from(["", "/", "/**", "\t", " ", "\u00a0", "\\\t"]),
).filter(lambda glob: wrong_with(glob) is None)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Scratch.init(tmp_path_factory.mktemp("globs")).top


@given(st.lists(_GLOB, min_size=1, max_size=4), st.lists(_NAME, min_size=1, max_size=6))
@example(["*.md", "!b.md"], ["b.md", "docs/b.md", "x.min.md"])
@example(["*.md", "!b.md\t"], ["b.md", "docs/b.md"])
@example(["b.md\u00a0", "a\u2028"], ["b.md", "a"])
@example(["[[a]x.md"], ["ax.md", "b.md"])
@settings(max_examples=150)
def test_globs_leave_out_the_same(empty: Path, globs: list[str], names: list[str]) -> None:
    lines = ", ".join(map(json.dumps, globs))
    config = empty / "mergemend.toml"
    config.write_text(f"exclude = [{lines}]\n")
    os.utime(config, (1, 1))
    nested = Nested()
    nested.at(empty)
    with (
        contextlib.chdir(empty),
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("error")
        patch.setattr(known, "_MOMENT", -(10**12))  # it has just been written
        settle(nested)
        settled = Settled(os.fspath(empty))
        assert settled.holds_here()
        taken = settled.taken(list(map(os.fsencode, names)))
    spec = Globs(empty, tuple(globs))
    assert [os.fsdecode(path) for path in taken] == [
        name for name in names if not spec.fit(empty / name)
    ]
