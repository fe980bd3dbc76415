"""The light way in says nothing only where the whole program has nothing to say."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mergemend import clean, cli, light
from mergemend.clean import tells_no_conflict, tells_nothing
from mergemend.config import Nested
from mergemend.engine import Options, examine
from mergemend.evidence import NoEvidence
from mergemend.git import process, sifting
from mergemend.kinds import Kinds
from mergemend.limits import MAX_COMMENTS, MAX_STATUS_LINE
from mergemend.model import Document
from mergemend.rules import RULES, chooser
from scratch import Scratch

SHARED = Path(__file__).parents[2] / "shared"
OPTIONS = Options(kind=Kinds(Path("/nowhere")).of)

FORMS = ["text", "json", "github", "gitlab", "sarif", "junit", "nonsense"]

_PIECES = [
    *("# Notes\n", "a line of text\n", "- item\n", "=======\n", "<<<<<<< HEAD\n", ">>>>>>> b\n"),
    *("**Status:** open\n", "**Status**: x\n", "**Due Date:** 2026-01-02\n", "**owner:** me\n"),
    *("it’s", "—", "é", "naïve café\n", "🔴 ", "⚠️ ", "👩‍💻", "✓", "œ", "·", "中文", "ﾃ", "ü"),
    *("ğŸ”´", "â€™", "Ã©", "Р°Р±", "锟斤拷", "\ufffd", "\ufffd\ufffd\ufffd", "??", "\x14"),
    *("\ufeff", "mergemend: off", "\0", "\r\n", "\r", " ", "?", "â", "€", "ð", "\x80"),
    *("é ?", "Â ", "œ?", "<!-- mergemend: off -->\n", "a # mergemend: ignore\n"),
    *(".. mergemend: off utf-16\n", "<!-- mergemend: ignore weekday -->", "// mergemend: on\n"),
]
_TEXTS = st.lists(st.sampled_from(_PIECES) | st.characters(), max_size=12).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
)
_PATHS = st.sampled_from(
    ["a.py", "a.md", "docs/plan.MD", "CHANGELOG.md", "b.txt", "x-plan.md", "a.rst", "b.HTML"]
)


def _has_nothing(path: str, data: bytes) -> bool:
    report = examine(Document(path, data), NoEvidence(), OPTIONS)
    return not report.findings and not report.not_run and not report.changed


@given(_PATHS, _TEXTS | st.binary(max_size=60))
@example("a.md", b"**Status:** a\n**Status**: b\n")
@example("a.md", b"a <!--\tmergemend: ignore\x0b-->\n")
@example("a.rst", b".. mergemend: off\n")
def test_what_is_told_light_is_true(path: str, data: bytes) -> None:
    if tells_nothing(path, data):
        assert _has_nothing(path, data)


CONFLICTS = replace(OPTIONS, wanted=chooser([r for r in RULES if r.startswith("conflict")], ()))


@given(_PATHS, _TEXTS | st.binary(max_size=60))
@example("a.md", b"**Status:** a\n**Owner:** b\n" + b"x" * (MAX_STATUS_LINE + 1))
def test_that_there_is_no_conflict_is_true(path: str, data: bytes) -> None:
    if tells_no_conflict(path, data):
        report = examine(Document(path, data), NoEvidence(), CONFLICTS)
        assert not report.findings
        assert not report.not_run


def test_the_limit_is_that_of_the_limits() -> None:
    assert clean.MAX_STATUS_LINE == MAX_STATUS_LINE
    assert MAX_COMMENTS * len("mergemend:") >= clean.MAX_COMMENTED


@given(st.text(st.sampled_from("☀⚠✓➿🀀🔴🫠\u200d\ufe0f’—·•→"), min_size=1, max_size=6))
def test_symbols_in_a_row_are_nothing(symbols: str) -> None:
    data = f"It is {symbols} so\n".encode()
    if tells_nothing("a.md", data):
        assert _has_nothing("a.md", data)


@pytest.mark.parametrize("folder", [Path(__file__).parents[1], SHARED])
@pytest.mark.slow
def test_what_is_told_light_of_real_files_is_true(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the folder is not here")
    told = 0
    for path in sorted(folder.glob("**/*.*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or not path.is_file() or path.stat().st_size > 200_000:
            continue
        data, name = path.read_bytes(), path.relative_to(folder).as_posix()
        if tells_nothing(name, data):
            told += 1
            assert _has_nothing(name, data), name
    assert told > 20


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.py", b""),
        ("a.py", b"x = 1\n"),
        ("a.md", b"Heading\n=======\n\n**Status:** one field\n"),
        ("a.md", "It’s — a “test” → 🔴 ⚠️ 👩‍💻 naïve\n".encode()),
        ("a.txt", b"||||||| and ======= alone"),
    ],
)
def test_usual_files_are_told_light(path: str, data: bytes) -> None:
    assert tells_nothing(path, data)


def _run(main: Callable[[], None], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    return code, *capfd.readouterr()


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files that are clean, and things that are none."""
    scratch = Scratch.init(tmp_path_factory.mktemp("light") / "r")
    scratch.write("a.py", b"x = 1\n")
    scratch.write("a b/c.md", "It’s\n".encode())
    scratch.write("bad.txt", b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n")
    scratch.write("bin", b"a\0b")
    scratch.write(".a.tmp", b"x\n")
    scratch.write("own/mergemend.toml", b'exclude = ["*.py"]\n')
    scratch.write("own/a.py", b"x\n")
    scratch.write("own/loose/a.py", b"x\n")
    (scratch.top / "own/loose/.git").symlink_to("nowhere")
    scratch.write("odd/pyproject.toml", b"[tool.mergemend]\nnonsense = 1\n")
    scratch.write("odd/a.py", b"x\n")
    scratch.write("kinds/.mergemend/kinds/own.yaml", b"nonsense: [")
    scratch.write("kinds/a.md", b"x\n")
    scratch.write("odd/deep/a.py", b"x\n")
    scratch.write("plain/x/pyproject.toml", b"[project]\n")
    scratch.write("plain/x/a.py", b"x\n")
    scratch.write("nested/deep/mergemend.toml", b'exclude = ["er/"]\n')
    scratch.write("nested/deep/er/a.py", b"x\n")
    scratch.write("hidden/ignored/pyproject.toml", b"[tool.mergemend]\nnonsense = 1\n")
    scratch.write("hidden/ignored/a.py", b"x\n")
    scratch.write("hidden/b.py", b"x\n")
    scratch.write("hidden/.gitignore", b"pyproject.toml\n")
    scratch.write("broken/x/a.py", b"x\n")
    (scratch.top / "broken/x/mergemend.toml").symlink_to("nowhere")
    scratch.write("named/pkg/mergemend.toml/a.py", b"x\n")
    scratch.write("named/pkg/a.py", b"x\n")
    (scratch.top / "link.py").symlink_to("a.py")
    (scratch.top / "out.py").symlink_to("/etc/hostname")
    (scratch.top / "there").symlink_to("a b")
    os.mkfifo(scratch.top / "pipe")
    return scratch.top


@pytest.mark.parametrize("command", ["check", "fix"])
@pytest.mark.parametrize(
    ("folder", "arguments"),
    [
        (".", ["a.py"]),
        (".", ["a.py", "a b/c.md", "a.py"]),
        (".", ["-q", "a.py"]),
        (".", ["a.py", "--quiet"]),
        (".", ["./a.py", "a.py"]),
        (".", ["a b/../a.py"]),
        (".", ["bad.txt", "a.py"]),
        (".", ["bin", "a.py"]),
        (".", [".a.tmp", "a.py"]),
        (".", ["link.py"]),
        (".", ["out.py"]),
        (".", ["there/c.md"]),
        (".", ["pipe"]),
        (".", ["nothing.py"]),
        (".", [""]),
        (".", ["--", "a.py"]),
        (".", ["--nonsense", "a.py"]),
        (".", ["a b"]),
        (".", ["own/a.py"]),
        ("own", ["a.py"]),
        ("own/loose", ["a.py"]),
        ("odd", ["a.py"]),
        ("kinds", ["a.md"]),
        ("a b", ["c.md", "../a.py"]),
        (".", []),
        (".", ["."]),
        (".", ["-q"]),
        (".", ["--no-cache"]),
        (".", ["--select", "mojibake", "a.py"]),
        (".", ["--select", "mojibake", "--ignore", "conflict"]),
        (".", ["--select", "nonsense", "a.py"]),
        (".", ["--select", "conflict"]),
        ("a b", ["--select", "conflict", "--select", "conflict-unreadable"]),
        (".", ["a.py", "--select"]),
        (".", ["--no-cache", "a.py", "bad.txt"]),
        *((".", ["--output-format", form, "a.py"]) for form in FORMS),
        *((".", [f"--output-format={form}", "-q", "a.py"]) for form in FORMS),
        *((".", ["bad.txt", "--output-format", form]) for form in FORMS),
        *((".", ["a.py", "--output-format", form]) for form in FORMS),
        (".", ["a.py", "--output-format"]),
        (".", ["--output-format", "github", "--output-format", "json", "a.py"]),
        (".", ["a.py", "--output-format", "json", "--output-format", "github"]),
        (".", ["--select", "--output-format", "github", "a.py"]),
        (".", ["--changed", "a.py"]),
        (".", ["--baseline", "a.py"]),
        ("a b", []),
        ("own", ["."]),
        (".", ["/nowhere/a.py"]),
        (".", ["a.py", "there/c.md"]),
        (".", ["own/a.py", "a.py"]),
        (".", ["odd/deep/a.py"]),
        (".", ["own/loose/a.py"]),
        (".", ["kinds/a.md"]),
        (".", ["kinds/a.py"]),
        ("plain", []),
        ("plain", ["."]),
        ("plain", ["--select", "conflict"]),
        ("nested", []),
        ("nested", ["deep/er/a.py"]),
        ("hidden", []),
        ("hidden", ["ignored/a.py", "b.py"]),
        ("broken", []),
        ("named", ["pkg/a.py"]),
        ("plain", ["TOP/a.py", "TOP/plain/x/a.py"]),
        ("plain", ["TOP/nested/deep/er/a.py"]),
        ("plain", ["TOP/odd/a.py"]),
    ],
)
def test_both_ways_say_the_same(
    tree: Path,
    command: str,
    folder: str,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    written = command == "fix" and "bad.txt" in arguments
    words = [command, *(["--diff"] if written else []), *arguments]  # both must find it
    words = [word.replace("TOP", str(tree)) for word in words]
    monkeypatch.chdir(tree / folder)
    monkeypatch.setattr(sys, "argv", ["mergemend", *words])
    assert _run(light.run, capfd) == _run(cli.main, capfd)


_FOLDERS = ("", "a/", "a/b/", "a/b/c/", "d/")
_SETTINGS = {
    "mergemend.toml": "exclude = ['*.py']",
    "pyproject.toml": "[project]\nname = 'x'",
    "pyproject.toml ": "[tool.mergemend]",
    ".mergemend/kinds/own.yaml": "kind: own",
    ".git/HEAD": "ref: refs/heads/main",
}


@given(
    st.dictionaries(st.sampled_from(_FOLDERS), st.sampled_from(sorted(_SETTINGS)), max_size=3),
    st.lists(st.sampled_from(_FOLDERS), min_size=1, max_size=3),
    st.sampled_from(_FOLDERS),
    st.booleans(),
)
@settings(max_examples=60)
def test_nothing_is_told_light_of_files_with_settings(
    tmp_path_factory: pytest.TempPathFactory,
    chosen: dict[str, str],
    folders: list[str],
    here: str,
    whole: bool,
) -> None:
    top = tmp_path_factory.mktemp("light-settings")
    for folder in _FOLDERS:
        (top / folder).mkdir(parents=True, exist_ok=True)
        (top / folder / "a.md").write_text("x\n")
    for folder, name in chosen.items():
        path = top / folder / name.strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_SETTINGS[name])
    files = [top / folder / "a.md" for folder in folders if folder.startswith(here)]
    paths = [os.fspath(file) if whole else os.path.relpath(file, top / here) for file in files]
    with contextlib.chdir(top / here):
        told = light.look(["check", *paths]) if paths else None
        if told is not None:
            for file in (*files, top / here / "x"):
                found = Nested().at(file.parent)
                assert not found.chain
                assert not found.has_own_kinds


@pytest.mark.parametrize("options", [[], ["-q"], ["--quiet"], ["--nonsense"], ["a.md"]])
@pytest.mark.parametrize("what", ["clean", "bad", "shallow", "config", "below", "none", "broken"])
def test_both_ways_say_the_same_of_a_history(
    options: list[str],
    what: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.md": "It’s\n".encode(), "sub/b.md": b"b\n"})
    folder = scratch.top
    if what == "bad":
        scratch.commit("bad", {"a.md": b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n"})
    elif what == "shallow":
        scratch.write(".git/shallow", f"{scratch.head()}\n".encode())
    elif what == "config":
        scratch.write("mergemend.toml", b"nonsense = 1\n")
    elif what == "below":
        folder /= "sub"
    elif what == "none":
        folder = tmp_path
    elif what == "broken":
        shutil.rmtree(scratch.top / "sub")
        (scratch.top / "sub/.git").mkdir(parents=True)
        folder = scratch.top / "sub"
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["mergemend", "check", "--history", *options])
    monkeypatch.setattr(sifting, "_sifted", {})
    light_way = _run(light.run, capfd)
    monkeypatch.setattr(sifting, "_sifted", {})
    assert light_way == _run(cli.main, capfd)


@pytest.mark.parametrize("place", [".git/index", ".git/info/exclude"])
def test_a_pipe_in_the_place_of_a_file_of_git_is_not_waited_for(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = Scratch.init(tmp_path / "r")
    scratch.commit("start", {"a.py": b"x\n"})
    (scratch.top / place).unlink(missing_ok=True)
    (scratch.top / place).parent.mkdir(exist_ok=True)
    os.mkfifo(scratch.top / place)
    monkeypatch.chdir(scratch.top)
    monkeypatch.setattr(process, "MAX_SECONDS", 0.3)
    asker = Thread(target=light.look, args=(["check"],), daemon=True)
    asker.start()
    asker.join(10)
    assert not asker.is_alive()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # git's processes have ended, too
